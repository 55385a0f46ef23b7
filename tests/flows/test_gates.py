"""One bad record of each kind through the whole path: one reject that says where and why, and nothing else lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest

import warehouse
from bench.faults import FAULTS
from bench.generator import Mix, write
from bench.identity import audit
from extractors import extract as extracting
from extractors.extract import declared_sources
from extractors.sites.troy_technical import TroyTechnical
from flows import extraction
from flows.ingest import ingest
from flows.reports import RunReport
from flows.settings import SAMPLES, Settings
from raw.captures import CaptureFile
from schemas.batches import BatchResult, CaptureResult, Row
from schemas.recording import Draft, Recorder
from schemas.records import DocumentTag
from schemas.records.operations import RejectReason
from schemas.spans import Found

TROY = "troy_technical"
GOOD = "troy_technical/corneal-cell-sheets-limbal-deficiency.txt"
BAD = "troy_technical/ipsc-islet-cells-type-1-diabetes.txt"
LIMIT = 64_000
Rejected = dict[str, Any]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two pages of one site: a record of the second one will be bad."""
    for name in (GOOD, BAD):
        target = tmp_path / "raw" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / name, target)
    return Settings(raw=tmp_path / "raw", data=tmp_path / "data", task_runner="inprocess", max_bytes=LIMIT)


def only_reject(settings: Settings, report: RunReport, reason: RejectReason) -> Rejected:
    """Return the one open reject of a run, after looking that the books hold and that the good page is there."""
    assert report.status in ("published", "degraded"), report.reason
    with closing(warehouse.connect_live(settings.data)) as connection:
        cursor = connection.execute("SELECT * FROM rejects WHERE resolved_run IS NULL")
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        unbalanced = connection.execute(
            "SELECT source_id, table_name FROM run_tables WHERE extracted <> loaded + merged + rejected"
        ).fetchall()
        captures = connection.execute(
            "SELECT n_captures = n_loaded + n_held + n_failed, n_files = n_captures + n_repeats FROM runs"
        ).fetchall()
        good = connection.execute(
            "SELECT count(*) FROM documents JOIN capture_files USING (capture_id) WHERE path = $path", {"path": GOOD}
        ).fetchall()
    assert (unbalanced, captures, good) == ([], [(True, True)], [(1,)])
    assert len(rows) == 1, rows
    assert rows[0]["reason"] == reason
    return rows[0]


def count(settings: Settings, table: str, path: str) -> int:
    """Return how many rows of a table hang on the document of a file."""
    with closing(warehouse.connect_live(settings.data)) as connection:
        found = connection.execute(
            f"SELECT count(*) FROM {table} JOIN documents USING (document_id) "
            "JOIN capture_files ON capture_files.capture_id = documents.capture_id WHERE path = $path",
            {"path": path},
        ).fetchall()
    return int(found[0][0])


def text_of(settings: Settings, path: str) -> str:
    return (settings.raw / path).read_text(encoding="utf-8")


# ------------------------------------------------------------------ captures that cannot be read

UNREADABLE: dict[RejectReason, bytes] = {
    "empty": b" \n",
    "binary": b"PK\x03\x04\0\0" * 400,
    "undecodable": b"word " * 50 + bytes(random.Random(3).choices([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF, 0x20], k=400)),
    "too_long": b"One more sentence about cells. " * 4_000,
}


@pytest.mark.parametrize("reason", UNREADABLE)
def test_a_file_that_cannot_be_read(settings: Settings, reason: RejectReason) -> None:
    (settings.raw / BAD).write_bytes(UNREADABLE[reason])
    report = ingest(settings)
    reject = only_reject(settings, report, reason)
    assert (reject["stage"], reject["table_name"], reject["source_id"]) == ("decode", None, TROY)
    assert BAD in reject["message"]
    assert report.status == "degraded"


def test_a_file_that_changed_while_the_run_read_it(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = extracting.read

    def read(root: Path, file: CaptureFile) -> bytes:
        if file.path == BAD:
            (root / BAD).write_bytes(b"other bytes than were listed")
        return reads(root, file)

    monkeypatch.setattr(extracting, "read", read)
    reject = only_reject(settings, ingest(settings), "unreadable_file")
    assert (reject["stage"], reject["source_id"]) == ("decode", TROY)
    assert BAD in reject["message"]


def test_a_sidecar_that_is_no_json(settings: Settings) -> None:
    (settings.raw / f"{BAD}.meta.json").write_text("{not JSON")
    report = ingest(settings)
    reject = only_reject(settings, report, "bad_sidecar")
    assert (reject["stage"], report.status) == ("decode", "published")
    assert count(settings, "sections", BAD) == 4


def test_a_page_of_menus_only(settings: Settings) -> None:
    (settings.raw / BAD).write_text("Subscribe to our newsletter\nUnsubscribe anytime\n")
    reject = only_reject(settings, ingest(settings), "no_document")
    assert (reject["stage"], reject["table_name"]) == ("extract", None)


def test_a_site_that_crashes_costs_its_capture_and_leaves_its_traceback(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = TroyTechnical.shape

    def crash(site: TroyTechnical, view: Any) -> None:
        if "iPSC" in view.page.text:
            raise ZeroDivisionError("no such quotient")
        shape(site, view)

    monkeypatch.setattr(TroyTechnical, "shape", crash)
    report = ingest(settings)
    reject = only_reject(settings, report, "site_crashed")
    assert (reject["stage"], report.status) == ("extract", "degraded")
    assert "ZeroDivisionError: no such quotient" in reject["payload"]
    assert "Traceback" in reject["payload"]
    assert {source.source_id: source.n_failed for source in report.sources}[TROY] == 1


def test_a_source_that_no_site_declares_any_more(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(result: CaptureResult) -> None:
        result.source_id = "gone"
        for table in ("captures", "documents"):
            for row in result.rows[table]:
                row["source_id"] = "gone"

    spoil(monkeypatch, other)
    report = ingest(settings)
    reject = only_reject(settings, report, "unknown_site")
    assert (reject["stage"], report.status) == ("route", "degraded")
    assert "'gone'" in reject["message"]


# ------------------------------------------------------------------ the first gate: records as they are made


def add_to_bad(monkeypatch: pytest.MonkeyPatch, add: Callable[[Recorder, Any], object]) -> None:
    """Let the extractor draft one more record for the document of the bad page."""
    record = extracting.assemble

    def assemble(site: Any, page: Any, url: str | None, recorder: Recorder) -> int:
        number = record(site, page, url, recorder)
        if "iPSC" in page.text:
            drafts = [draft for draft in recorder._drafts if draft.model.table == "documents"]
            add(recorder, drafts[0])
        return number

    monkeypatch.setattr(extracting, "assemble", assemble)


def tagged(recorder: Recorder, document: Any, **values: Any) -> object:
    start = recorder.text.index("Key Findings")
    found = Found("Key Findings", start, start + len("Key Findings"))
    return recorder.add(DocumentTag, **{"document_id": document, "ordinal": 7, "kind": "tag", "tag": found} | values)


@pytest.mark.parametrize(
    ("reason", "field", "values", "has_span"),
    [
        ("invalid_value", "kind", {"kind": "sticker"}, False),
        ("missing_value", "ordinal", {"ordinal": None}, False),
        ("unproved_value", "tag", {"tag": Found("Secret Findings", 0, 12)}, True),
        ("unproved_value", "tag", {"tag": "a value without a span"}, False),
        ("unproved_value", "tag", {"tag": Found("far away", 9_000_000, 9_000_008)}, False),
    ],
)
def test_a_record_that_is_not_valid(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    reason: RejectReason,
    field: str,
    values: dict[str, Any],
    has_span: bool,
) -> None:
    add_to_bad(monkeypatch, lambda recorder, document: tagged(recorder, document, **values))
    report = ingest(settings)
    reject = only_reject(settings, report, reason)
    assert (reject["stage"], reject["table_name"], reject["field"]) == ("validate", "document_tags", field)
    assert ((reject["span_start"], reject["span_end"]) == (0, 12)) == has_span
    assert report.status == "published"
    assert count(settings, "sections", BAD) == 4


def test_a_record_that_needs_a_rejected_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(recorder: Recorder, document: Any) -> None:
        # A document that the gate refused before.
        tagged(recorder, Draft(document.model, {}, None, is_rejected=True))

    add_to_bad(monkeypatch, add)
    reject = only_reject(settings, ingest(settings), "dangling_reference")
    assert (reject["stage"], reject["table_name"], reject["field"]) == ("validate", "document_tags", "document_id")


# ------------------------------------------------------------------ the second gate: frames before they are staged


def spoil(monkeypatch: pytest.MonkeyPatch, change: Callable[[CaptureResult], None]) -> None:
    """Change what extraction hands over for the bad page."""
    extract = extraction.extract_batch

    def extract_batch(root: Path, files: Any, *, max_bytes: int) -> BatchResult:
        result = extract(root, files, max_bytes=max_bytes)
        for capture in result.captures:
            if "iPSC" in capture.rows["pages"][0]["text"]:
                change(capture)
        return result

    monkeypatch.setattr(extraction, "extract_batch", extract_batch)


def row_of(result: CaptureResult, table: str) -> Row:
    return result.rows[table][-1]


def break_order(result: CaptureResult) -> None:
    row = row_of(result, "quality_issues")
    row |= {"span_start": 9, "span_end": 4}


def repeat_row(result: CaptureResult) -> None:
    result.rows["quality_issues"].append(dict(row_of(result, "quality_issues")))
    result.extracted["quality_issues"] += 1


@pytest.mark.parametrize(("reason", "change"), [("check_failed", break_order), ("not_unique", repeat_row)])
def test_a_row_that_breaks_a_rule_of_its_frame(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    reason: RejectReason,
    change: Callable[[CaptureResult], None],
) -> None:
    spoil(monkeypatch, change)
    reject = only_reject(settings, ingest(settings), reason)
    assert (reject["stage"], reject["table_name"]) == ("frame", "quality_issues")
    assert count(settings, "sections", BAD) == 4


def test_a_refused_row_says_where_it_stood(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(result: CaptureResult) -> None:
        row = row_of(result, "list_items")
        row["ordinal"] = None

    spoil(monkeypatch, change)
    reject = only_reject(settings, ingest(settings), "missing_value")
    assert (reject["stage"], reject["table_name"], reject["field"]) == ("frame", "list_items", "ordinal")
    quote = text_of(settings, BAD)[reject["span_start"] : reject["span_end"]]
    assert quote
    assert quote in reject["payload"]


# ------------------------------------------------------------------ the third gate: the release


def point_nowhere(result: CaptureResult) -> None:
    row_of(result, "list_items")["section_id"] = "a section that nobody has"


def point_behind(result: CaptureResult) -> None:
    size = len(result.rows["pages"][0]["text"])
    row_of(result, "quality_issues").update(span_start=size + 5, span_end=size + 9)


def steal_key(result: CaptureResult) -> None:
    other = "00000000-0000-8000-8000-000000000000"
    row = row_of(result, "list_items")
    for proof in result.rows["evidence"]:
        if proof["row_id"] == row["list_item_id"]:
            proof["row_id"] = other
    row["list_item_id"] = other


@pytest.mark.parametrize(
    ("reason", "stage", "table", "field", "change"),
    [
        ("dangling_reference", "reference", "list_items", "section_id", point_nowhere),
        ("contradiction", "resolve", "quality_issues", "span_end", point_behind),
    ],
)
def test_a_row_that_the_release_cannot_hold_costs_itself_only(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    reason: RejectReason,
    stage: str,
    table: str,
    field: str,
    change: Callable[[CaptureResult], None],
) -> None:
    spoil(monkeypatch, change)
    report = ingest(settings)
    reject = only_reject(settings, report, reason)
    assert (reject["stage"], reject["table_name"], reject["field"]) == (stage, table, field)
    assert report.status == "published"
    assert count(settings, "sections", BAD) == 4
    assert count(settings, "list_items", BAD) == (2 if table == "list_items" else 3)


def test_a_key_that_two_documents_claim_costs_the_second_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract = extraction.extract_batch

    def extract_batch(root: Path, files: Any, *, max_bytes: int) -> BatchResult:
        result = extract(root, files, max_bytes=max_bytes)
        for capture in result.captures:
            steal_key(capture)
        return result

    monkeypatch.setattr(extraction, "extract_batch", extract_batch)
    report = ingest(settings)
    reject = only_reject(settings, report, "not_unique")
    assert (reject["stage"], reject["table_name"]) == ("resolve", "list_items")
    assert count(settings, "list_items", BAD) + count(settings, "list_items", GOOD) == 3 + 5 - 1


def test_evidence_that_says_something_else_publishes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(result: CaptureResult) -> None:
        row_of(result, "list_items")["text"] = "what the page does not say"

    spoil(monkeypatch, change)
    report = ingest(settings)
    assert report.status == "failed"
    assert "list_items: the page says what is stored" in str(report.reason)


def test_every_reason_has_its_test() -> None:
    tested = {
        *UNREADABLE,
        "unreadable_file",
        "bad_sidecar",
        "no_document",
        "site_crashed",
        "unknown_site",
        "invalid_value",
        "missing_value",
        "unproved_value",
        "dangling_reference",
        "check_failed",
        "not_unique",
        "contradiction",
    }
    assert tested == set(get_args(RejectReason))


# ------------------------------------------------------------------ many captures


@pytest.mark.slow
def test_nothing_is_lost_among_many_captures_with_bad_ones_of_every_kind(tmp_path: Path) -> None:
    # So many bad ones that every kind is among them; `python -m bench identity` does this with any number.
    mix = Mix(bad=0.25)
    written = write(tmp_path / "raw", 8, range(80), mix)
    assert set(written.faults) == set(FAULTS)
    settings = Settings(raw=tmp_path / "raw", data=tmp_path / "data", workers=2, max_bytes=mix.max_bytes)
    report = ingest(settings)
    assert (report.status, report.held) == ("degraded", ())
    audited = audit(settings.data, written)
    assert {row[0] for row in audited.rows} == {site.source_id for site in declared_sources() if site.hosts}
