"""What was refused is listed with its file, its place and its remedy."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from click.testing import Result
from typer.testing import CliRunner

from extractors.sites.troy_technical import TroyTechnical
from flows import cli
from flows.cli import app
from flows.errors import CommandError
from flows.ingest import ingest
from flows.rejects import REMEDIES, Choice, RejectLine, grouped, place_of, read_rejects
from flows.settings import Settings
from schemas.declaration import Table
from schemas.recording import Recorder
from schemas.records import Document
from schemas.records.operations import RejectReason
from schemas.spans import Found

CRASHING = "troy_technical/corneal-cell-sheets-limbal-deficiency.txt"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"NO_COLOR": "1", "TERM": "dumb"})


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.stdout, "_width", 240)


def refuse_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every document of one site claim a language that its title does not give."""
    add = Recorder.add

    def wrong(recorder: Recorder, model: type[Table], **values: Any) -> Any:
        if model is Document and recorder.source_id == "spinalcord_help" and isinstance(values["title"], Found):
            title = values["title"]
            values["title"] = Found(title.value + "!", title.start, title.end, title.normaliser)
        return add(recorder, model, **values)

    monkeypatch.setattr(Recorder, "add", wrong)


def crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: TroyTechnical, _view: object) -> None:
        raise ValueError("the head of the page is not as it was")

    monkeypatch.setattr(TroyTechnical, "shape", fail)


@pytest.fixture
def with_rejects(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    refuse_titles(monkeypatch)
    crash(monkeypatch)
    (settings.raw / "troy_technical" / "empty.html").touch()
    ingest(settings)
    return settings


def test_every_reason_has_a_remedy() -> None:
    assert REMEDIES.keys() == set(get_args(RejectReason))
    assert all(REMEDIES.values())


def test_a_reject_names_file_message_remedy_and_runs(with_rejects: Settings) -> None:
    crashed = read_rejects(with_rejects, Choice(reason="site_crashed"))
    assert {reject.paths for reject in crashed} >= {(CRASHING,)}
    for reject in crashed:
        assert (reject.source_id, reject.stage, reject.resolved_run) == ("troy_technical", "extract", None)
        assert "the head of the page is not as it was" in reject.message
        assert "regenbase replay" in reject.remedy
        assert reject.first_seen_run == reject.last_seen_run
        assert reject.first_seen_at is not None


def test_a_refused_value_is_quoted_where_it_stands(with_rejects: Settings) -> None:
    [refused] = read_rejects(with_rejects, Choice(source="spinalcord_help", reason="unproved_value"))
    assert (refused.table_name, refused.field) == ("documents", "title")
    title = json.loads(refused.payload or "{}")["title"]["value"]
    assert refused.quote == title.removesuffix("!")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(stage="decode"), {"empty"}),
        (Choice(source="troy_technical"), {"empty", "site_crashed"}),
        (Choice(source="scidex"), set()),
        (Choice(reason="unproved_value"), {"unproved_value"}),
    ],
)
def test_rejects_are_chosen(with_rejects: Settings, choice: Choice, expected: set[str]) -> None:
    assert {reject.reason for reject in read_rejects(with_rejects, choice)} == expected


def test_kinds_are_counted(with_rejects: Settings) -> None:
    groups = {group.reason: group for group in grouped(read_rejects(with_rejects, Choice()))}
    assert (groups["site_crashed"].n_open, groups["site_crashed"].n_captures) == (2, 2)
    assert groups["empty"].n_open == 1


def test_what_fell_with_another_row_comes_after_its_cause(with_rejects: Settings) -> None:
    rejects = read_rejects(with_rejects, Choice())
    for entries in (rejects, grouped(rejects)):
        has_fallen = [entry.reason == "dangling_reference" for entry in entries]
        assert any(has_fallen)
        assert has_fallen == sorted(has_fallen)


def test_resolved_ones_are_history(with_rejects: Settings) -> None:
    (with_rejects.raw / "troy_technical" / "empty.html").unlink()
    report = ingest(with_rejects)
    assert not read_rejects(with_rejects, Choice(reason="empty"))
    [resolved] = read_rejects(with_rejects, Choice(reason="empty", with_resolved=True))
    assert resolved.resolved_run == report.run_id
    [group] = grouped([resolved])
    assert (group.n_open, group.n_resolved) == (0, 1)


def test_the_command_shows_what_a_person_needs(with_rejects: Settings) -> None:
    shown = call("rejects", "--data", with_rejects.data)
    assert shown.exit_code == 0, shown.stderr
    for part in (CRASHING, "extract site_crashed", "remedy", "place    “", "first 20", "open rejects"):
        assert part in shown.stdout
    assert "site_crashed" in call("rejects", "--group", "--data", with_rejects.data).stdout
    assert "0 open rejects" in call("rejects", "--source", "scidex", "--data", with_rejects.data).stdout


def test_machines_get_json(with_rejects: Settings) -> None:
    found = json.loads(call("rejects", "--json", "--reason", "empty", "--data", with_rejects.data).stdout)
    assert [(reject["reason"], reject["paths"]) for reject in found] == [("empty", ["troy_technical/empty.html"])]
    groups = json.loads(call("rejects", "--group", "--json", "--data", with_rejects.data).stdout)
    assert {"n_open", "n_captures", "remedy"} <= groups[0].keys()


@pytest.mark.parametrize("choice", [Choice(stage="none_such"), Choice(reason="none_such")])
def test_an_unknown_word_is_answered_with_the_known_ones(settings: Settings, choice: Choice) -> None:
    with pytest.raises(CommandError, match=r"none_such.*there are .*(decode|site_crashed)"):
        read_rejects(settings, choice)


@pytest.mark.parametrize("payload", [None, "{}", "no JSON", '["a"]', '{"title": null}'])
def test_without_values_of_the_page_there_is_no_place(payload: str | None) -> None:
    reject = RejectLine(
        reject_id="r",
        source_id=None,
        capture_id=None,
        stage="frame",
        reason="check_failed",
        table_name=None,
        field=None,
        message="m",
        span_start=None,
        span_end=None,
        payload=payload,
        extractor_version=None,
        first_seen_run=None,
        first_seen_at=None,
        last_seen_run=None,
        last_seen_at=None,
        resolved_run=None,
    )
    assert place_of(reject) is None
