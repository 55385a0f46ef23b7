"""A site changes its layout: what is held, what is warned of, what stays, and how it goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import regex
from typer.testing import CliRunner

import warehouse
from extractors import extract as extracting
from extractors.sites.stem_cell_blog import StemCellBlog
from flows import nightly
from flows.cli import app
from flows.drift import accept_drift
from flows.errors import DEGRADED, PUBLISHED, USAGE, CommandError
from flows.inspection import read_status
from flows.nightly import held_summary, summary
from flows.reports import DriftLine, RunReport
from flows.running import run_direct
from flows.settings import SAMPLES, Settings

OTHER = "generic/printed-skin-burns-trial"
BLOG = "stem_cell_blog"


def restructured(text: str) -> str:
    """Headings are headings no more."""
    return regex.sub(r"<(/?)h[1-4]\b", r"<\1div", text)


def relabelled(text: str) -> str:
    """The line with the date of review says something else."""
    return regex.sub(r"last[ -]?reviewed(?=\W)", "Checked", text, flags=regex.I)


def without_lists(text: str) -> str:
    """Findings and limitations have gone."""
    html = regex.sub(r"<(ol|ul)\b.*?</\1>", "", text, flags=regex.S)
    kept = [line for line in html.splitlines() if not regex.match(r"\s*(?:•|\d{1,2}[.)]?\s*$|\d{1,2}\p{L})", line)]
    lines = "\n".join(kept)
    return regex.sub(
        r"(Key Findings|Study Limitations)(?!</).*?(?=Research Summary|Was this|\Z)", "", lines, flags=regex.S
    )


def without_bylines(text: str) -> str:
    """Who wrote a post and when stands nowhere."""
    return text.replace("by admin |", "posted -").replace("entry-meta", "zz").replace("post-meta", "zz")


def emptied(text: str) -> str:
    """Only the form for letters is left."""
    return "<p>Subscribe to our newsletter</p>" if text.startswith("<") else "Subscribe to our newsletter\n"


HELD: dict[str, tuple[Callable[[str], str], str]] = {
    "scidex": (restructured, "records.sections"),
    "longevity_institute": (relabelled, "fill.last_reviewed_on"),
    "spinalcord_help": (without_lists, "records.list_items"),
    BLOG: (without_bylines, "fill.published_on"),
    "troy_technical": (emptied, "vanished"),
}


def prepared(tmp_path: Path, site: str) -> Settings:
    """Return settings over the samples of one site, and one page of another."""
    raw = tmp_path / "raw"
    shutil.copytree(SAMPLES / site, raw / site)
    add(raw, f"{OTHER}.txt")
    return Settings(raw=raw, data=tmp_path / "data", task_runner="inprocess")


def add(raw: Path, name: str) -> None:
    (raw / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SAMPLES / name, raw / name)


def change(settings: Settings, site: str, how: Callable[[str], str], only: int | None = None) -> int:
    """Change the pages of a site, or the first ones only; return how many are other pages now."""
    changed = set()
    for path in sorted((settings.raw / site).rglob("*"))[:only]:
        if path.suffix in (".txt", ".html"):
            before = path.read_text(encoding="utf-8")
            after = how(before)
            path.write_text(after, encoding="utf-8")
            if after != before:
                changed.add(after)
    return len(changed)


def ask(settings: Settings, query: str, **parameters: object) -> list[tuple[Any, ...]]:
    with closing(warehouse.connect_live(settings.data)) as connection:
        return connection.execute(query, parameters or None).fetchall()


def content_of(settings: Settings, site: str) -> list[tuple[Any, ...]]:
    """Return the documents of a site with their sections."""
    query = (
        "SELECT documents.*, sections.* FROM documents LEFT JOIN sections USING (document_id) "
        "WHERE source_id = $site ORDER BY document_id, ordinal"
    )
    return ask(settings, query, site=site)


def holds(settings: Settings) -> bool:
    """Whether the identities hold, over all runs, and no row hangs on a held capture."""
    queries = (
        "SELECT run_id FROM runs WHERE n_captures <> n_loaded + n_held + n_failed OR n_files <> n_captures + n_repeats",
        "SELECT run_id FROM run_tables WHERE extracted <> loaded + merged + rejected",
        "SELECT document_id FROM documents JOIN captures USING (capture_id) WHERE status <> 'loaded'",
        "SELECT capture_id FROM pages JOIN captures USING (capture_id) WHERE status <> 'loaded'",
        "SELECT capture_id FROM evidence JOIN captures USING (capture_id) WHERE status <> 'loaded'",
        "SELECT max_by(n_captures, started_at) AS n FROM runs HAVING n <> (SELECT count(*) FROM captures)",
    )
    return all(not ask(settings, query) for query in queries)


@pytest.mark.parametrize("site", HELD)
def test_a_site_that_changed_its_layout_is_held_and_the_rest_published(tmp_path: Path, site: str) -> None:
    how, metric = HELD[site]
    settings = prepared(tmp_path, site)
    first = run_direct(settings)
    assert (first.status, first.held) == ("published", ())
    before = content_of(settings, site)
    backup = shutil.copytree(settings.raw / site, tmp_path / "backup")
    n_changed = change(settings, site, how)
    add(settings.raw, f"{OTHER}.html")

    report = run_direct(settings)
    assert (report.status, report.exit_code) == ("degraded", DEGRADED)
    assert metric in {line.metric for line in report.held}
    assert {line.source_id for line in report.held} == {site}
    assert content_of(settings, site) == before
    statuses = dict(
        ask(settings, "SELECT status, count(*) FROM captures WHERE source_id = $site GROUP BY 1", site=site)
    )
    assert statuses["held"] == n_changed
    assert ask(settings, "SELECT count(*) FROM captures WHERE source_id = 'generic' AND status = 'loaded'") == [(2,)]
    assert holds(settings)
    _assert_told(settings, report, metric)

    shutil.rmtree(settings.raw / site)
    shutil.copytree(backup, settings.raw / site)
    undone = run_direct(settings)
    assert (undone.status, undone.exit_code, undone.held) == ("published", PUBLISHED, ())
    assert content_of(settings, site) == before
    assert ask(settings, "SELECT count(*) FROM capture_files WHERE replaced_by IS NOT NULL") == [(0,)]
    assert holds(settings)


def _assert_told(settings: Settings, report: RunReport, metric: str) -> None:
    """The report, the status and the quality issues say what is held and what to look at."""
    line = next(line for line in report.held if line.metric == metric)
    assert line.example_path
    assert (settings.raw / line.example_path).exists()
    assert "try" in line.commands[0]
    assert line.example_path in line.commands[0]
    accepts = [command for command in line.commands if f"accept-drift {line.source_id} --metric {metric}" in command]
    assert len(accepts) == (metric != "vanished")
    assert read_status(settings).held == report.held
    code = "records_vanished" if metric == "vanished" else "source_held"
    severities = ask(settings, "SELECT DISTINCT severity FROM quality_issues WHERE code = $code", code=code)
    assert severities == [("error",)]
    for text in (summary(report), held_summary(report)):
        assert metric in text or "no records" in text
        assert line.commands[0] in text


def test_a_held_source_is_an_event_that_an_automation_can_act_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emitted: list[dict[str, Any]] = []
    monkeypatch.setattr(nightly, "emit_event", lambda **event: emitted.append(event))
    line = DriftLine(
        source_id=BLOG,
        metric="fill.title",
        verdict="held",
        value=0.1,
        n=8,
        low=0.9,
        high=None,
        decided_by="declared",
        detail="fill.title is 0.1",
        example_path="a.txt",
        n_held=8,
    )
    report = RunReport(run_id="r", status="degraded", warehouse=tmp_path, seconds=1.0, held=(line,))
    nightly.tell_of_held(BLOG, report)
    (event,) = emitted
    assert event["event"] == "regenbase.source.held"
    assert event["resource"]["prefect.resource.id"] == f"regenbase.source.{BLOG}"
    assert [reason["metric"] for reason in event["payload"]["reasons"]] == ["fill.title"]


def test_labels_that_were_renamed_are_warned_of(tmp_path: Path) -> None:
    settings = prepared(tmp_path, "troy_technical")
    run_direct(settings)
    labels = ("Key Findings", "Technical / Clinical Details", "Background & Context", "Background &amp; Context")

    def renamed(text: str) -> str:
        for number, label in enumerate(
            (*labels, "Strategic Significance & Outlook", "Strategic Significance &amp; Outlook")
        ):
            text = text.replace(label, f"Chapter {'ABCDEF'[number]}")
        return text

    change(settings, "troy_technical", renamed)
    report = run_direct(settings)
    told = [text for text in report.warnings if "troy_technical" in text] + [line.detail or "" for line in report.held]
    assert any("layout.unknown" in text for text in told)


def test_one_odd_page_is_loaded_with_a_warning(tmp_path: Path) -> None:
    settings = prepared(tmp_path, BLOG)
    run_direct(settings)
    shutil.copyfile(settings.raw / BLOG / "skin-cell-sprays-for-deep-burns.txt", settings.raw / BLOG / "odd.txt")
    odd = settings.raw / BLOG / "odd.txt"
    odd.write_text(odd.read_text().partition("\n")[2])
    report = run_direct(settings)
    assert (report.status, report.held) == ("published", ())
    assert any("fill.published_on" in text and "too few" in text for text in report.warnings)


def test_a_page_that_was_emptied_keeps_its_last_good_rows(tmp_path: Path) -> None:
    settings = prepared(tmp_path, "troy_technical")
    run_direct(settings)
    before = content_of(settings, "troy_technical")
    (settings.raw / "troy_technical" / "ipsc-islet-cells-type-1-diabetes.txt").write_text("")
    (settings.raw / "troy_technical" / "ipsc-islet-cells-type-1-diabetes.html").write_text("<p>Page not found</p>")
    for _ in range(2):  # it stays so, run after run
        report = run_direct(settings)
        assert [(line.metric, line.value) for line in report.held] == [("vanished", 2.0)]
        assert report.exit_code == DEGRADED
        assert content_of(settings, "troy_technical") == before
        assert holds(settings)
    with pytest.raises(CommandError, match="take its file away"):
        accept_drift(settings, "troy_technical", None, "it is gone")
    for suffix in ("txt", "html", "html.meta.json"):
        (settings.raw / "troy_technical" / f"ipsc-islet-cells-type-1-diabetes.{suffix}").unlink()
    assert run_direct(settings).status == "published"
    assert ask(settings, "SELECT count(*) FROM documents WHERE source_id = 'troy_technical'") == [(1,)]


def test_a_person_accepts_the_drift_and_the_next_run_loads_what_was_held(tmp_path: Path) -> None:
    settings = prepared(tmp_path, BLOG)
    run_direct(settings)
    change(settings, BLOG, without_bylines)
    held = run_direct(settings)
    with pytest.raises(CommandError, match="no metric") as caught:
        accept_drift(settings, BLOG, "fill.colour", "why not")
    assert caught.value.exit_code == USAGE
    data = ["--data", str(settings.data)]
    result = CliRunner().invoke(app, ["accept-drift", BLOG, "--reason", "bylines went away", "--json", *data])
    assert result.exit_code == 0, result.output
    accepted = json.loads(result.output)
    assert {line.metric for line in held.held} <= {band["metric"] for band in accepted["bands"]}
    lines = (settings.data / "decisions" / "bands.csv").read_text().splitlines()
    assert len(lines) == 1 + len(accepted["bands"])
    assert "bylines went away" in lines[1]

    report = run_direct(settings)
    assert (report.status, report.held) == ("published", ())
    query = "SELECT status, count(*) FROM captures WHERE source_id = $site GROUP BY 1"
    assert ask(settings, query, site=BLOG) == [("loaded", 4)]
    bands = "SELECT reason, is_applied FROM source_bands WHERE decided_by = 'person' AND metric = 'fill.published_on'"
    assert ask(settings, bands) == [("bylines went away", True)]
    assert holds(settings)


def test_new_code_that_reads_worse_is_held_until_it_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = prepared(tmp_path, BLOG)
    run_direct(settings)
    before = content_of(settings, BLOG)
    version = extracting.extractor_version
    facts = StemCellBlog.facts

    def worse(site: StemCellBlog, view: Any) -> Any:
        found = facts(site, view)
        found.dates = []
        return found

    monkeypatch.setattr(extracting, "extractor_version", lambda site: version(site)[:-1] + "~")
    monkeypatch.setattr(StemCellBlog, "facts", worse)
    report = run_direct(settings)
    assert {line.metric for line in report.held} >= {"fill.published_on"}
    assert (report.exit_code, content_of(settings, BLOG)) == (DEGRADED, before)
    assert ask(settings, "SELECT DISTINCT status FROM captures") == [("loaded",)]
    assert holds(settings)

    monkeypatch.setattr(extracting, "extractor_version", lambda site: version(site)[:-1] + "!")
    monkeypatch.setattr(StemCellBlog, "facts", facts)
    mended = run_direct(settings)
    assert (mended.status, mended.held) == ("published", ())
    assert content_of(settings, BLOG) == before
    versions = ask(settings, "SELECT DISTINCT extractor_version[-1:] FROM captures WHERE source_id = $site", site=BLOG)
    assert versions == [("!",)]


def without_section(heading: str) -> Callable[[str], str]:
    """A section that the site's pages share has gone."""

    def changed(text: str) -> str:
        if text.lstrip().startswith("<"):
            return regex.sub(rf"<(h[1-4]|strong|b)\b[^>]*>\s*{heading}\s*</\1>", "", text)
        return regex.sub(rf"(?m)^{heading}\n", "", text)

    return changed


@pytest.mark.parametrize(
    ("site", "heading", "name"),
    [("spinalcord_help", "Key Findings", "key_findings"), ("troy_technical", "Key Findings", "key_findings")],
)
def test_a_heading_that_pages_lost_is_warned_of_at_once(tmp_path: Path, site: str, heading: str, name: str) -> None:
    settings = prepared(tmp_path, site)
    assert run_direct(settings).warnings == ()
    change(settings, site, without_section(heading))
    report = run_direct(settings)
    (told,) = [text for text in report.warnings if f"the heading '{name.replace('_', ' ')}'" in text]
    assert "captured anew lost" in told
    assert f"--metric lost.heading.{name}" in told
    assert holds(settings)

    accept_drift(settings, site, f"lost.heading.{name}", "the site may drop it")
    shutil.rmtree(settings.raw / site)
    shutil.copytree(SAMPLES / site, settings.raw / site)
    run_direct(settings)
    assert change(settings, site, without_section(heading)) > 1
    assert not [text for text in run_direct(settings).warnings if f"lost.heading.{name}" in text]


def test_pages_that_lost_all_rows_of_a_table_are_told_and_those_that_did_not_are_not(tmp_path: Path) -> None:
    settings = prepared(tmp_path, BLOG)
    run_direct(settings)
    change(settings, BLOG, lambda text: text.replace("cells", "grafts"))
    assert not [text for text in run_direct(settings).warnings if "lost" in text]
    change(settings, BLOG, without_bylines)
    told = [text for text in run_direct(settings).warnings if "lost all rows of contributors" in text]
    assert len(told) == 1
    assert "2 of 2 pages" in told[0]
