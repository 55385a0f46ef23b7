from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

import warehouse
from flows import ingest as ingesting
from flows.diff import SHARED
from flows.errors import DEGRADED, NOTHING_PUBLISHED, PUBLISHED, CommandError
from flows.ingest import STAGES, BatchCount, Plan, added_up, batches_of, ingest, plan, representatives, writing
from flows.inspection import roll_back
from flows.reports import Change, RunReport
from flows.settings import SAMPLES, Settings
from raw.captures import CaptureFile
from raw.store import inventory
from schemas.batches import StagingKey
from tests.flows.conftest import SCIDEX, SPINAL, TROY, source_of

KEPT = "troy_technical/corneal-cell-sheets-limbal-deficiency.txt"
DEEP = 50_000


def content(settings: Settings) -> str:
    with closing(warehouse.connect_live(settings.data)) as connection:
        return str(ask(connection, "SELECT content_sha256 FROM releases ORDER BY created_at DESC LIMIT 1"))


def ask(connection: duckdb.DuckDBPyConnection, text: str) -> object:
    row = connection.execute(text).fetchone()
    return None if row is None else row[0]


def captured(path: str, capture_id: str, url: str | None = None) -> CaptureFile:
    return CaptureFile(path, path.partition("/")[0], capture_id, 1, url=url)


def rejected(settings: Settings, capture_id: str) -> list[tuple[str, str, str]]:
    with closing(warehouse.connect_live(settings.data)) as connection:
        return connection.execute(
            "SELECT stage, reason, message FROM rejects WHERE capture_id = $capture_id AND table_name IS NULL",
            {"capture_id": capture_id},
        ).fetchall()


def capture_of(settings: Settings, path: str) -> CaptureFile:
    return next(file for file in inventory(settings.raw).files if file.path == path)


# ------------------------------------------------------------------ planning


def test_a_file_with_an_address_stands_for_its_capture() -> None:
    files = [
        captured("a/1.txt", "same"),
        captured("b/2.txt", "same", url="https://example.org/"),
        captured("c", "other"),
    ]
    chosen = representatives(files)
    assert {capture_id: file.path for capture_id, file in chosen.items()} == {"same": "b/2.txt", "other": "c"}


def test_among_files_alike_the_first_path_stands_for_the_capture() -> None:
    files = [captured("b/2.txt", "same"), captured("a/1.txt", "same")]
    assert [file.path for file in representatives(files).values()] == ["a/1.txt"]
    assert representatives(files) == representatives(files[::-1])


@pytest.mark.parametrize(
    ("batch_size", "workers", "sizes"), [(64, 1, [7, 3]), (64, 5, [2, 2, 2, 1, 2, 1]), (4, 1, [4, 3, 3])]
)
def test_a_batch_holds_one_extractor_version(batch_size: int, workers: int, sizes: list[int]) -> None:
    versions = ["v1"] * 7 + ["v2"] * 3
    keys = [StagingKey(str(number), version, "") for number, version in enumerate(versions)]
    files = {key.capture_id: captured("a/x", key.capture_id) for key in keys}
    batches = list(batches_of(keys, files, Settings(batch_size=batch_size, workers=workers)))
    assert [len(batch) for batch in batches] == sizes
    assert [file.capture_id for batch in batches for file in batch] == [key.capture_id for key in keys]


# ------------------------------------------------------------------ runs


def test_the_samples_are_published_source_by_source(published: Settings) -> None:
    with closing(warehouse.connect_live(published.data)) as connection:
        names = connection.execute("SELECT DISTINCT source_id FROM documents ORDER BY ALL").fetchall()
    assert {name for (name,) in names} == {source_of(entry.name) for entry in SAMPLES.iterdir() if entry.is_dir()}


def test_a_report_counts_what_the_release_holds(settings: Settings) -> None:
    report = ingest(settings)
    assert (report.status, report.exit_code, report.reason) == ("published", PUBLISHED, None)
    assert (report.n_files, report.n_captures, report.n_repeats, report.n_extracted) == (3, 3, 0, 3)
    counts = {source.source_id: source.n_captures for source in report.sources if source.n_captures}
    assert counts == Counter([SPINAL, TROY, TROY])
    with closing(warehouse.connect_live(settings.data)) as connection:
        assert sum(source.n_documents for source in report.sources) == ask(connection, "SELECT count(*) FROM documents")
        assert sum(issue.n_issues for issue in report.issues) == ask(connection, "SELECT count(*) FROM quality_issues")
        assert ask(connection, "SELECT run_id FROM runs ORDER BY started_at DESC LIMIT 1") == report.run_id
        assert ask(connection, "SELECT release_id FROM releases ORDER BY created_at DESC LIMIT 1") == report.release_id


def test_in_a_first_release_every_row_is_new(settings: Settings) -> None:
    changes = ingest(settings).changes
    assert sum(change.n_added for change in changes if change.table_name == "documents") == 3
    assert not any(change.n_removed or change.n_changed for change in changes)


def test_a_second_run_extracts_nothing_and_changes_nothing(settings: Settings) -> None:
    ingest(settings)
    before = content(settings)
    report = ingest(settings)
    assert (report.n_extracted, report.changes, report.status) == (0, (), "published")
    assert content(settings) == before


def test_batches_workers_and_order_do_not_show_in_the_content(settings: Settings, tmp_path: Path) -> None:
    ingest(settings)
    other = settings.model_copy(
        update={"data": tmp_path / "other", "batch_size": 1, "workers": 2, "task_runner": "processes"}
    )
    ingest(other)
    assert content(other) == content(settings)


def test_only_what_is_new_is_extracted_and_reported(settings: Settings) -> None:
    ingest(settings)
    shutil.copyfile(
        SAMPLES / "scidex/wiki-therapeutics-glial-progenitor-transplantation-als.txt", settings.raw / "new.txt"
    )
    report = ingest(settings)
    assert (report.n_captures, report.n_extracted) == (4, 1)
    added = {change.source_id for change in report.changes if change.table_name == "documents"}
    assert added == {SCIDEX}
    assert {change.source_id for change in report.changes} <= {SCIDEX, SHARED}


def test_a_capture_that_left_the_folder_leaves_the_release(settings: Settings) -> None:
    ingest(settings)
    (settings.raw / KEPT).unlink()
    report = ingest(settings)
    assert [
        (change.source_id, change.n_added, change.n_removed)
        for change in report.changes
        if change.table_name == "documents"
    ] == [(TROY, 0, 1)]


def test_the_same_bytes_twice_are_one_capture(settings: Settings) -> None:
    shutil.copyfile(settings.raw / KEPT, settings.raw / "troy_technical" / "again.txt")
    report = ingest(settings)
    assert (report.n_files, report.n_captures, report.n_repeats) == (4, 3, 1)


def test_an_emptied_folder_publishes_nothing(settings: Settings) -> None:
    ingest(settings)
    before = content(settings)
    shutil.rmtree(settings.raw)
    settings.raw.mkdir()
    with pytest.raises(CommandError, match="No captures") as caught:
        ingest(settings)
    assert caught.value.exit_code == NOTHING_PUBLISHED
    assert content(settings) == before


def test_failed_checks_publish_nothing_and_say_why(settings: Settings) -> None:
    ingest(settings)
    before = content(settings)

    def build(*_given: object) -> warehouse.Built:
        raise warehouse.BuildError(
            [warehouse.Failure("books balance", 2, ("claims of troy_technical: 3 = 1 + 0 + 0",))]
        )

    report = ingest(settings, replace(STAGES, build=build))
    assert (report.status, report.exit_code, report.release_id) == ("failed", NOTHING_PUBLISHED, None)
    assert "books balance" in str(report.reason)
    assert "claims of troy_technical" in str(report.reason)
    assert report.n_captures == 3
    assert content(settings) == before


def test_a_second_writer_is_told_who_writes(settings: Settings) -> None:
    with writing(settings.data), pytest.raises(CommandError, match=f"process {os.getpid()}") as caught:
        ingest(settings)
    assert caught.value.exit_code == NOTHING_PUBLISHED


def test_a_failed_run_gives_the_lock_back(settings: Settings) -> None:
    def plan_badly(_settings: Settings) -> Plan:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ingest(settings, replace(STAGES, plan=plan_badly))
    assert warehouse.lock_owner(settings.data) is None
    assert ingest(settings).status == "published"


def test_a_damaged_live_file_is_named_with_the_remedy(settings: Settings) -> None:
    first = ingest(settings)
    damaged = b"no database " * 1000
    settings.live.unlink()
    settings.live.write_bytes(damaged)
    with pytest.raises(CommandError, match="roll back") as caught:
        ingest(settings)
    assert caught.value.exit_code == NOTHING_PUBLISHED
    assert str(settings.live) in str(caught.value)
    assert settings.live.read_bytes() == damaged
    assert roll_back(settings, first.release_id) == first.release_id
    assert ingest(settings).status == "published"


def test_not_knowing_what_changed_keeps_nothing_from_being_published(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(*_given: object) -> tuple[Change, ...]:
        raise duckdb.IOException("no space left")

    monkeypatch.setattr(ingesting, "compare", compare)
    report = ingest(settings)
    assert report.status == "published"
    assert any("no space left" in warning for warning in report.warnings)


# ------------------------------------------------------------------ bad captures

BAD = {
    "empty": ("empty.html", b""),
    "binary": ("binary.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20),
    "undecodable": (
        "undecodable.txt",
        b"word " * 50 + bytes(random.Random(3).choices([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF, 0x20], k=400)),
    ),
    "too_long": ("long.txt", b"A sentence about cells. " * 4000),
}


@pytest.mark.parametrize("reason", BAD)
def test_a_bad_capture_fails_alone_and_says_why(settings: Settings, reason: str) -> None:
    name, data = BAD[reason]
    (settings.raw / "troy_technical" / name).write_bytes(data)
    limited = settings.model_copy(update={"max_bytes": 64_000})
    report = ingest(limited)
    assert (report.status, report.exit_code) == ("degraded", DEGRADED)
    failed = capture_of(limited, f"troy_technical/{name}")
    [(stage, found, message)] = rejected(limited, failed.capture_id)
    assert (stage, found) == ("decode", reason)
    assert f"troy_technical/{name}" in message
    assert {source.source_id: source.n_failed for source in report.sources}[TROY] == 1
    assert sum(source.n_documents for source in report.sources) == 3
    assert any(name in reject.example for reject in report.rejects)


@pytest.mark.parametrize("kind", ["deep", "cut"])
def test_odd_html_costs_at_most_itself(settings: Settings, kind: str) -> None:
    page = (SAMPLES / "troy_technical/corneal-cell-sheets-limbal-deficiency.html").read_bytes()
    data = {
        "deep": b"<html><body>" + b"<div>" * DEEP + b"<p>Cells grew in the middle of it.</p>" + b"</div>" * DEEP,
        "cut": page[: page.index(b"<p", len(page) // 2) + 2],
    }[kind]
    (settings.raw / "troy_technical" / "odd.html").write_bytes(data)
    report = ingest(settings)
    assert report.status in ("published", "degraded")
    n_failed = sum(source.n_failed for source in report.sources)
    assert n_failed == (report.status == "degraded")
    assert len(rejected(settings, capture_of(settings, "troy_technical/odd.html").capture_id)) == n_failed
    assert sum(source.n_documents for source in report.sources) == 4 - n_failed


@pytest.mark.parametrize("sidecar", ["{not JSON", "[]", '{"url": "ftp://example.org/x"}'])
def test_a_sidecar_that_cannot_be_used_is_reported_and_its_capture_kept(settings: Settings, sidecar: str) -> None:
    (settings.raw / f"{KEPT}.meta.json").write_text(sidecar)
    report = ingest(settings)
    assert sum(source.n_documents for source in report.sources) == 3
    messages = [reject.example for reject in report.rejects if reject.reason == "bad_sidecar"]
    assert [f"{KEPT}.meta.json" in message for message in messages] == [True]


def test_a_file_that_cannot_be_used_is_a_warning(settings: Settings) -> None:
    (settings.raw / "troy_technical" / "link.html").symlink_to(settings.raw / "nowhere.html")
    report = ingest(settings)
    assert report.status in ("published", "degraded")
    assert any("troy_technical/link.html" in warning for warning in report.warnings)


def test_a_report_survives_json(settings: Settings) -> None:
    report = ingest(settings)
    assert RunReport.model_validate_json(json.dumps(report.model_dump(mode="json"))) == report


def test_code_that_changes_while_a_run_works_is_said(settings: Settings) -> None:
    planned = plan(settings)
    with pytest.raises(CommandError, match="code has changed") as caught:
        added_up(planned, [BatchCount(3, 0, "another version")])
    assert caught.value.exit_code == NOTHING_PUBLISHED


def test_planning_writes_nothing(settings: Settings) -> None:
    plan(settings)
    assert not settings.data.exists()
