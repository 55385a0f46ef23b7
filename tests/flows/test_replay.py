"""From a reject to its resolution: the code is mended, the capture replayed, the reject closed and kept as history."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from typer.testing import CliRunner

import warehouse
from extractors.facts import Facts
from extractors.sites.troy_technical import TroyTechnical
from extractors.view import View
from flows.cli import app
from flows.errors import DEGRADED, PUBLISHED
from flows.ingest import ingest
from flows.rejects import Choice, read_rejects
from flows.replay import replay
from flows.settings import Settings

TEXT = "troy_technical/corneal-cell-sheets-limbal-deficiency.txt"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A site that fails on text captures until the patch is taken back."""
    read = TroyTechnical.facts

    def fail(site: TroyTechnical, view: View) -> Facts:
        if view.page.rendering == "text":
            raise ValueError("no head of the page")
        return read(site, view)

    monkeypatch.setattr(TroyTechnical, "facts", fail)
    return monkeypatch


def titles(settings: Settings) -> int:
    with closing(warehouse.connect_live(settings.data)) as connection:
        row = connection.execute("SELECT count(*) FROM documents WHERE source_id = 'troy_technical'").fetchone()
    return int(row[0]) if row else 0


def test_a_reject_is_resolved_by_mended_code_and_stays_as_history(
    settings: Settings, broken: pytest.MonkeyPatch
) -> None:
    first = ingest(settings)
    assert first.status == "degraded"
    [before] = read_rejects(settings, Choice(reason="site_crashed"))
    assert before.paths == (TEXT,)
    assert titles(settings) == 1

    broken.undo()
    # The bytes, the file and the digest of the code are as before: only a replay looks again.
    assert ingest(settings).n_extracted == 0
    assert read_rejects(settings, Choice(reason="site_crashed"))
    report = replay(settings, Choice(reason="site_crashed"))

    assert report.run is not None
    assert (report.exit_code, report.run.status, report.n_captures) == (PUBLISHED, "published", 1)
    [entry] = report.rejects
    assert (entry.outcome, entry.reject.reject_id, report.new) == ("resolved", before.reject_id, ())
    assert titles(settings) == 2
    assert not read_rejects(settings, Choice(reason="site_crashed"))
    [history] = read_rejects(settings, Choice(reason="site_crashed", with_resolved=True))
    assert (history.first_seen_run, history.resolved_run) == (first.run_id, report.run.run_id)
    assert history.message == before.message


def test_what_a_replay_staged_stands_in_later_runs(settings: Settings, broken: pytest.MonkeyPatch) -> None:
    ingest(settings)
    broken.undo()
    replay(settings, Choice())
    report = ingest(settings)
    assert (report.n_extracted, report.status, report.changes) == (0, "published", ())
    assert titles(settings) == 2


def test_a_reject_that_is_not_mended_stays_open(settings: Settings, broken: pytest.MonkeyPatch) -> None:
    ingest(settings)
    report = replay(settings, Choice(source="troy_technical"))
    assert report.exit_code == DEGRADED
    assert [entry.outcome for entry in report.rejects] == ["still_open"]
    assert report.new == ()
    broken.undo()


def test_a_reject_in_other_words_is_still_open(settings: Settings, broken: pytest.MonkeyPatch) -> None:
    ingest(settings)

    def fail_otherwise(_site: TroyTechnical, view: View) -> Facts:
        raise LookupError(f"{view.page.rendering} is not understood")

    broken.setattr(TroyTechnical, "facts", fail_otherwise)
    report = replay(settings, Choice())
    [entry] = report.rejects
    assert entry.outcome == "still_open"
    assert "text is not understood" in (entry.now or "")
    assert report.new == ()


def test_what_comes_instead_is_new(settings: Settings, broken: pytest.MonkeyPatch) -> None:
    ingest(settings)

    def nothing(_site: TroyTechnical, view: View) -> None:
        for part in view.parts:
            part.kind = "boilerplate"

    broken.undo()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("extractors.assembly._has_content", lambda view: view.page.rendering != "text")
        report = replay(settings, Choice())
    assert [entry.outcome for entry in report.rejects] == ["resolved"]
    assert [reject.reason for reject in report.new] == ["no_document"]


def test_a_reject_of_a_capture_that_left_is_told_apart(settings: Settings, broken: pytest.MonkeyPatch) -> None:
    ingest(settings)
    (settings.raw / TEXT).unlink()
    report = replay(settings, Choice())
    assert [entry.outcome for entry in report.rejects] == ["left"]
    assert report.exit_code == PUBLISHED
    broken.undo()


def test_without_open_rejects_nothing_runs(settings: Settings) -> None:
    ingest(settings)
    with closing(warehouse.connect_live(settings.data)) as connection:
        before = connection.execute("SELECT count(*) FROM runs").fetchall()
    report = replay(settings, Choice(reason="site_crashed"))
    assert (report.run, report.exit_code) == (None, PUBLISHED)
    with closing(warehouse.connect_live(settings.data)) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchall() == before


def test_the_command_says_what_became_of_each(settings: Settings, broken: pytest.MonkeyPatch) -> None:
    ingest(settings)
    broken.undo()
    arguments = ["replay", "--raw", str(settings.raw), "--data", str(settings.data)]
    environment = {"REGENBASE_TASK_RUNNER": "inprocess", "NO_COLOR": "1", "COLUMNS": "200"}
    shown = CliRunner().invoke(app, arguments, env=environment)
    assert shown.exit_code == PUBLISHED, shown.stderr
    assert "Resolved: 1" in shown.stdout
    assert TEXT in shown.stdout
    assert "1 capture replayed: 1 resolved, 0 still open" in " ".join(shown.stdout.split())
    again = CliRunner().invoke(app, [*arguments, "--json"], env=environment)
    assert (again.exit_code, json.loads(again.stdout)["run"]) == (PUBLISHED, None)
