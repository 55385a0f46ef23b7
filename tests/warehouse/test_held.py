"""What stays in the release for captures that do not enter it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from schemas.bounds import SourceBounds
from tests.warehouse.rows import Page, build_input, failed_page, published, stage
from warehouse import Built, build, connect_live, publish

BOUNDS = {"garden": SourceBounds(fill={"title": 0.9})}
URL = "https://garden.example/roses"


def rose(text: str, number: int, title: bool = True, **file: Any) -> Page:
    page = Page(f"Rose {number}\n{text}: red", **file)
    document = page.document(f"rose-{number}", f"Rose {number}" if title else None)
    page.attribute(document, text, "red")
    return page


def good() -> list[Page]:
    return [rose("Colour", number, path=f"garden/{number}.txt") for number in (1, 2)]


def bad(**file: Any) -> list[Page]:
    return [rose("Hue", number, title=False, path=f"garden/{number}.txt", **file) for number in (1, 2)]


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    with connect_live(data) as connection:
        return connection.execute(query).fetchall()


def next_run(data: Path, pages: list[Page], run: int) -> Built:
    return published(data, pages, run=run, bounds=BOUNDS)


KEYS = "SELECT key FROM attributes ORDER BY ALL"
FILES = "SELECT path, replaced_by IS NOT NULL FROM capture_files ORDER BY ALL"


def test_captures_whose_files_were_taken_over_stay(tmp_path: Path) -> None:
    next_run(tmp_path, good(), 1)
    built = next_run(tmp_path, bad(), 2)
    assert (built.run.n_captures, built.run.n_loaded, built.run.n_held) == (4, 2, 2)
    assert ask(tmp_path, KEYS) == [("colour",), ("colour",)]
    assert ask(tmp_path, FILES) == [
        ("garden/1.txt", False),
        ("garden/1.txt", True),
        ("garden/2.txt", False),
        ("garden/2.txt", True),
    ]
    assert (built.run.n_files, built.run.n_repeats) == (4, 0)
    # It stays so in later runs.
    assert next_run(tmp_path, bad(), 3).content_sha256 == built.content_sha256


def test_captures_whose_address_was_taken_over_stay(tmp_path: Path) -> None:
    next_run(tmp_path, [rose("Colour", number, url=f"{URL}/{number}") for number in (1, 2)], 1)
    built = next_run(tmp_path, [rose("Hue", number, title=False, url=f"{URL}/{number}") for number in (1, 2)], 2)
    assert (built.run.n_loaded, built.run.n_held) == (2, 2)
    assert ask(tmp_path, KEYS) == [("colour",), ("colour",)]


def test_captures_that_were_taken_away_leave(tmp_path: Path) -> None:
    next_run(tmp_path, good(), 1)
    elsewhere = [rose("Hue", number, title=False, path=f"garden/new-{number}.txt") for number in (3, 4)]
    built = next_run(tmp_path, elsewhere, 2)
    assert (built.run.n_loaded, built.run.n_held, built.run.n_documents) == (0, 2, 0)


def test_undoing_the_change_publishes_again(tmp_path: Path) -> None:
    first = next_run(tmp_path, good(), 1)
    next_run(tmp_path, bad(), 2)
    undone = next_run(tmp_path, good(), 3)
    assert (undone.status, undone.content_sha256) == ("published", first.content_sha256)


def test_a_version_that_is_held_is_no_version(tmp_path: Path) -> None:
    next_run(tmp_path, good(), 1)
    next_run(tmp_path, bad(), 2)
    assert ask(tmp_path, "SELECT count(*) FROM document_versions") == [(2,)]
    assert ask(tmp_path, "SELECT count(*) FROM documents WHERE title IS NULL") == [(0,)]


def test_what_is_no_longer_staged_cannot_stay_and_stops_nothing(tmp_path: Path) -> None:
    next_run(tmp_path, good(), 1)
    shutil.rmtree(tmp_path / "staging")
    built = next_run(tmp_path, bad(), 2)
    assert (built.status, built.run.n_loaded, built.run.n_held) == ("degraded", 0, 2)


def test_a_failed_capture_leaves_what_its_file_gave_before(tmp_path: Path) -> None:
    page = good()[0]
    next_run(tmp_path, [page], 1)
    file, result = failed_page("\0")
    object.__setattr__(file, "path", page.file.path)
    stage(tmp_path, [result])
    built = build(tmp_path, build_input([file], 2, bounds=BOUNDS))
    publish(tmp_path, built, keep=10)
    assert (built.status, built.run.n_loaded, built.run.n_failed, built.run.n_documents) == ("degraded", 1, 1, 1)
    assert ask(tmp_path, KEYS) == [("colour",)]
    assert ask(tmp_path, "SELECT code, severity FROM quality_issues") == [("records_vanished", "error")]


def test_a_page_without_any_record_is_held_where_it_had_some(tmp_path: Path) -> None:
    next_run(tmp_path, good(), 1)
    page = Page("Not found", path="garden/1.txt")
    page.document("not-found", "Not found")
    built = next_run(tmp_path, [page, good()[1]], 2)
    assert (built.status, built.run.n_held, built.run.n_loaded) == ("degraded", 1, 2)
    assert ask(tmp_path, "SELECT title FROM documents ORDER BY 1") == [("Rose 1",), ("Rose 2",)]


def test_a_page_without_records_that_never_had_any_is_loaded(tmp_path: Path) -> None:
    first, second = Page("Notes", path="garden/n.txt"), Page("Notes again", path="garden/n.txt")
    first.document("notes", "Notes")
    second.document("notes", "Notes again")
    next_run(tmp_path, [first], 1)
    assert next_run(tmp_path, [second], 2).status == "published"
