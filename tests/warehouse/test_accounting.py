from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from raw.captures import SidecarProblem, StoreProblem
from schemas.batches import BatchResult
from tests.warehouse.rows import VERSION, Page, build_input, built, failed_page, stage
from warehouse import BuildError, Staging, build


def garden(name: str = "Garden", source: str = "garden") -> Page:
    page = Page(f"{name}\nRoses\nTulips", source)
    document = page.document(name, name)
    page.section(document, "Roses")
    page.section(document, "Tulips", 2)
    return page


def test_files_are_captures_and_repeats(tmp_path: Path) -> None:
    page = garden()
    stage(tmp_path, [page.result()])
    again = replace(page.file, path="garden/again.txt", url="http://www.garden.example/roses/?utm_source=x")
    made = build(tmp_path, build_input([page.file, again]))
    assert (made.run.n_files, made.run.n_captures, made.run.n_repeats) == (2, 1, 1)
    with duckdb.connect(made.path, read_only=True) as connection:
        urls = connection.execute("SELECT path, canonical_url FROM capture_files ORDER BY path").fetchall()
    assert dict(urls) == {page.file.path: None, "garden/again.txt": "https://garden.example/roses"}


def test_a_failed_capture_degrades_the_run_and_costs_only_itself(tmp_path: Path) -> None:
    page = garden()
    file, failed = failed_page("\0\0", "garden")
    unknown_file, unknown = failed_page("\0\0\0", None)
    stage(tmp_path, [page.result(), failed], [unknown])
    made = build(tmp_path, build_input([page.file, file, unknown_file]))
    assert made.status == "degraded"
    assert (made.run.n_loaded, made.run.n_held, made.run.n_failed) == (1, 0, 2)
    assert made.run.n_documents == 1
    with duckdb.connect(made.path, read_only=True) as connection:
        books = "SELECT source_id, loaded FROM run_tables WHERE table_name = 'captures' ORDER BY source_id"
        assert connection.execute(books).fetchall() == [("(unknown)", 1), ("garden", 2)]
        assert connection.execute("SELECT count(*) FROM v_rejects WHERE is_open").fetchall() == [(2,)]


def test_the_books_are_kept_per_source_and_table(tmp_path: Path) -> None:
    made = built(tmp_path, [garden(), garden("Orchard", "orchard"), garden("Grove", "orchard")])
    with duckdb.connect(made.path, read_only=True) as connection:
        books = connection.execute(
            "SELECT source_id, extracted, loaded, merged, rejected, fill ->> '$.level' FROM run_tables "
            "WHERE table_name = 'sections' ORDER BY source_id"
        ).fetchall()
    assert books == [("garden", 2, 2, 0, 0, "1.0"), ("orchard", 4, 4, 0, 0, "1.0")]
    assert made.run.n_rows_extracted == made.run.n_rows_loaded


def test_a_lost_row_stops_the_build(tmp_path: Path) -> None:
    page = garden()
    result = page.result()
    lost = result.rows["sections"].pop()
    result.rows["evidence"] = [row for row in result.rows["evidence"] if row["row_id"] != lost["section_id"]]
    Staging(tmp_path).write_batch(BatchResult(VERSION, [result]))
    with pytest.raises(BuildError, match=r"garden sections: 2 <> 1 \+ 0 \+ 0"):
        build(tmp_path, build_input([page.file]))
    assert list((tmp_path / "releases").iterdir()) == []


def test_a_lost_staging_file_stops_the_build(tmp_path: Path) -> None:
    page = garden()
    stage(tmp_path, [page.result()])
    (file,) = (tmp_path / "staging").glob("*/*/sections.parquet")
    file.unlink()
    with pytest.raises(BuildError, match="garden sections: 2 <> 0"):
        build(tmp_path, build_input([page.file]))


def test_captures_of_a_source_that_nobody_declares_fail_alone(tmp_path: Path) -> None:
    page, other = garden(source="meadow"), garden("Orchard", "orchard")
    stage(tmp_path, [page.result(), other.result()])
    made = build(tmp_path, build_input([page.file, other.file]))
    assert (made.status, made.run.n_loaded, made.run.n_failed, made.run.n_documents) == ("degraded", 1, 1, 1)
    with duckdb.connect(made.path, read_only=True) as connection:
        rejects = connection.execute("SELECT stage, reason, capture_id FROM rejects").fetchall()
    assert rejects == [("route", "unknown_site", page.capture_id)]


def test_a_capture_that_left_the_raw_store_leaves_the_release(tmp_path: Path) -> None:
    first, second = garden(), garden("Orchard", "orchard")
    stage(tmp_path, [first.result(), second.result()])
    made = build(tmp_path, build_input([second.file]))
    with duckdb.connect(made.path, read_only=True) as connection:
        assert connection.execute("SELECT title FROM documents").fetchall() == [("Orchard",)]
        assert connection.execute("SELECT count(*) FROM captures").fetchall() == [(1,)]


def test_problems_of_the_raw_store_are_rejects(tmp_path: Path) -> None:
    problems = (
        StoreProblem("garden/a.txt", "", "cannot be read", "make it readable"),
        SidecarProblem("meadow/b.warc.meta.json", "", "is not used", "delete it"),
    )
    page = Page("Garden", problems=("garden/c.txt.meta.json: is not JSON; mend it",))
    page.document("Garden", "Garden")
    made = built(tmp_path, [page], problems=problems)
    with duckdb.connect(made.path, read_only=True) as connection:
        rows = connection.execute(
            "SELECT source_id, stage, reason, capture_id, message FROM rejects ORDER BY message"
        ).fetchall()
    assert rows == [
        ("garden", "decode", "unreadable_file", None, str(problems[0])),
        ("garden", "decode", "bad_sidecar", page.capture_id, page.file.problems[0]),
        (None, "decode", "bad_sidecar", None, str(problems[1])),
    ]
    assert made.status == "published"
    assert made.run.n_rejects == 3


def test_an_empty_raw_store_gives_an_empty_release(tmp_path: Path) -> None:
    made = build(tmp_path, build_input([]))
    assert made.run.n_documents == 0
    with duckdb.connect(made.path, read_only=True) as connection:
        views = connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        assert len(views) > 10
        for view, comment in views:
            assert comment
            connection.execute(f"SELECT count(*) FROM (SELECT COLUMNS(*) FROM {view})").fetchall()
        assert connection.execute("FROM search('roses')").fetchall() == []
        assert connection.execute("FROM evidence_of('works', 'nobody')").fetchall() == []
        assert connection.execute("SELECT quote('nobody', 0, 1)").fetchall() == [(None,)]
