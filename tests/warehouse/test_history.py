from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.rows import Page, build_input, failed_page, published, stage
from warehouse import BuildError, ReleaseError, build, connect_live, live_path, publish


def rose(number: int = 1) -> Page:
    page = Page(f"Roses {number}")
    page.document(f"roses-{number}", f"Roses {number}")
    return page


def live(data: Path, query: str) -> list[tuple[Any, ...]]:
    with connect_live(data) as connection:
        return connection.execute(query).fetchall()


def test_runs_and_releases_are_carried_over(tmp_path: Path) -> None:
    first = published(tmp_path, [rose(1)], run=1)
    second = published(tmp_path, [rose(1), rose(2)], run=2)
    assert live(tmp_path, "SELECT run_id, n_documents FROM runs ORDER BY run_id") == [("run-1", 1), ("run-2", 2)]
    assert live(tmp_path, "SELECT DISTINCT run_id FROM run_tables ORDER BY ALL") == [("run-1",), ("run-2",)]
    assert live(tmp_path, "SELECT release_id, previous_release_id FROM releases ORDER BY created_at") == [
        (first.release_id, None),
        (second.release_id, first.release_id),
    ]
    history = "SELECT run_id, n_documents_more, has_changed FROM v_run_history ORDER BY started_at"
    assert live(tmp_path, history) == [("run-1", None, True), ("run-2", 1, True)]


def test_a_capture_remembers_who_saw_it_first(tmp_path: Path) -> None:
    published(tmp_path, [rose(1)], run=1)
    published(tmp_path, [rose(1), rose(2)], run=2)
    seen = "SELECT title, first_run_id, last_run_id FROM captures JOIN documents USING (capture_id) ORDER BY title"
    assert live(tmp_path, seen) == [("Roses 1", "run-1", "run-2"), ("Roses 2", "run-2", "run-2")]


def test_a_reject_is_open_then_resolved_then_open_again(tmp_path: Path) -> None:
    file, failed = failed_page("\0")
    stage(tmp_path, [failed])
    seen = "SELECT run_id, first_seen_run, last_seen_run, resolved_run FROM rejects"
    for run, files, expected in (
        (1, [file], ("run-1", "run-1", "run-1", None)),
        (2, [file], ("run-2", "run-1", "run-2", None)),
        (3, [], ("run-2", "run-1", "run-2", "run-3")),
        (4, [], ("run-2", "run-1", "run-2", "run-3")),
        (5, [file], ("run-5", "run-1", "run-5", None)),
    ):
        publish(tmp_path, build(tmp_path, build_input(files, run)), keep=10)
        assert live(tmp_path, seen) == [expected]
    assert live(tmp_path, "SELECT n_rejects FROM runs ORDER BY run_id") == [(1,), (1,), (0,), (0,), (1,)]


def test_an_older_release_without_a_column_is_taken_over(tmp_path: Path) -> None:
    published(tmp_path, [rose(1)], run=1)
    with duckdb.connect(live_path(tmp_path)) as connection:
        connection.execute("ALTER TABLE releases DROP COLUMN previous_release_id")
        connection.execute("ALTER TABLE releases DROP COLUMN n_documents")
    published(tmp_path, [rose(1)], run=2)
    assert live(tmp_path, "SELECT run_id, n_documents FROM releases ORDER BY run_id") == [("run-1", 0), ("run-2", 1)]


def test_a_run_is_entered_once(tmp_path: Path) -> None:
    published(tmp_path, [rose(1)], run=1)
    with pytest.raises(BuildError, match="run-1"):
        published(tmp_path, [rose(1)], run=1)


def test_a_live_file_that_is_no_release_stops_the_build_with_a_remedy(tmp_path: Path) -> None:
    page = rose()
    stage(tmp_path, [page.result()])
    live_path(tmp_path).write_bytes(b"this is no database" * 1000)
    with pytest.raises(ReleaseError, match="roll back"):
        build(tmp_path, build_input([page.file]))
