from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.diff import OWN_BOOKS, SHARED, compare, hops_to_source
from flows.reports import Change
from schemas.declaration import columns_of
from schemas.records import TABLE_BY_NAME, TABLES

TABLES_SQL = """
CREATE TABLE captures (capture_id VARCHAR, source_id VARCHAR, status VARCHAR, last_run_id VARCHAR);
CREATE TABLE documents (document_id VARCHAR, source_id VARCHAR, capture_id VARCHAR, title VARCHAR);
CREATE TABLE data_tables (data_table_id VARCHAR, document_id VARCHAR, name VARCHAR);
CREATE TABLE table_cells (data_table_id VARCHAR, row_no BIGINT, col_no BIGINT, value VARCHAR);
CREATE TABLE works (work_id VARCHAR, title VARCHAR);
CREATE TABLE runs (run_id VARCHAR, status VARCHAR);
"""
ROWS_SQL = """
INSERT INTO captures VALUES ('c1', 'wiki', 'loaded', 'r1'), ('c2', 'blog', 'loaded', 'r1');
INSERT INTO captures VALUES ('c3', NULL, 'failed', 'r1');
INSERT INTO documents VALUES ('d1', 'wiki', 'c1', 'One'), ('d2', 'blog', 'c2', 'Two');
INSERT INTO data_tables VALUES ('t1', 'd1', 'Doses');
INSERT INTO table_cells VALUES ('t1', 1, 1, 'a'), ('t1', 1, 2, 'b');
INSERT INTO works VALUES ('w1', 'A paper');
INSERT INTO runs VALUES ('r1', 'published');
"""


def release(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in (TABLES_SQL, ROWS_SQL, *statements):
            connection.execute(statement)
    return path


def compared(tmp_path: Path, *statements: str) -> list[tuple[str, str, int, int, int]]:
    changes = compare(release(tmp_path / "old.duckdb"), release(tmp_path / "it's new.duckdb", *statements))
    return [counts(change) for change in changes]


def counts(change: Change) -> tuple[str, str, int, int, int]:
    return change.table_name, change.source_id, change.n_added, change.n_removed, change.n_changed


def test_equal_releases_do_not_differ(tmp_path: Path) -> None:
    assert compared(tmp_path) == []


def test_rows_are_counted_by_table_and_source(tmp_path: Path) -> None:
    assert compared(
        tmp_path,
        "UPDATE documents SET title = 'Changed' WHERE document_id = 'd1'",
        "DELETE FROM documents WHERE document_id = 'd2'",
        "INSERT INTO documents VALUES ('d3', 'blog', 'c2', 'Three'), ('d4', 'blog', 'c2', 'Four')",
    ) == [("documents", "blog", 2, 1, 0), ("documents", "wiki", 0, 0, 1)]


def test_a_row_without_a_source_of_its_own_counts_for_its_documents_source(tmp_path: Path) -> None:
    assert compared(tmp_path, "UPDATE table_cells SET value = 'c' WHERE col_no = 2") == [
        ("table_cells", "wiki", 0, 0, 1)
    ]


def test_rows_that_left_with_their_document_count_for_its_source(tmp_path: Path) -> None:
    gone = ("DELETE FROM documents WHERE document_id = 'd1'", "DELETE FROM data_tables", "DELETE FROM table_cells")
    assert compared(tmp_path, *gone) == [
        ("documents", "wiki", 0, 1, 0),
        ("data_tables", "wiki", 0, 1, 0),
        ("table_cells", "wiki", 0, 2, 0),
    ]


def test_rows_of_no_page_are_shared(tmp_path: Path) -> None:
    assert compared(tmp_path, "INSERT INTO works VALUES ('w2', NULL)") == [("works", SHARED, 1, 0, 0)]


def test_a_capture_of_no_source_is_named_so(tmp_path: Path) -> None:
    assert compared(tmp_path, "DELETE FROM captures WHERE capture_id = 'c3'") == [("captures", "(unknown)", 0, 1, 0)]


def test_null_differs_from_a_value(tmp_path: Path) -> None:
    assert compared(tmp_path, "UPDATE works SET title = NULL") == [("works", SHARED, 0, 0, 1)]


def test_what_the_pipeline_writes_about_its_work_is_no_change(tmp_path: Path) -> None:
    assert compared(tmp_path, "UPDATE captures SET last_run_id = 'r2'", "INSERT INTO runs VALUES ('r2', 'x')") == []


def test_a_column_that_only_one_release_has_is_left_out(tmp_path: Path) -> None:
    assert compared(tmp_path, "ALTER TABLE works ADD COLUMN publisher VARCHAR DEFAULT 'Someone'") == []


@pytest.mark.parametrize(("is_new", "expected"), [(True, (1, 0, 0)), (False, (0, 1, 0))])
def test_a_table_that_only_one_release_has_counts_whole(
    tmp_path: Path, is_new: bool, expected: tuple[int, int, int]
) -> None:
    with_table = release(
        tmp_path / "with.duckdb",
        "CREATE TABLE entities (entity_id VARCHAR, name VARCHAR)",
        "INSERT INTO entities VALUES ('e1', 'Acme')",
    )
    without = release(tmp_path / "without.duckdb")
    changes = compare(without, with_table) if is_new else compare(with_table, without)
    assert [counts(change) for change in changes] == [("entities", SHARED, *expected)]


def test_against_nothing_every_row_is_new(tmp_path: Path) -> None:
    changes = compare(None, release(tmp_path / "first.duckdb"))
    added = {(change.table_name, change.source_id): change.n_added for change in changes}
    assert added["documents", "blog"] == 1
    assert added["table_cells", "wiki"] == 2
    assert all(change.n_removed == change.n_changed == 0 for change in changes)
    assert not {table for table, _ in added} & OWN_BOOKS


def test_examples_show_what_was_added_removed_and_changed(tmp_path: Path) -> None:
    new = release(
        tmp_path / "new.duckdb",
        "UPDATE documents SET title = 'Changed' WHERE document_id = 'd1'",
        "DELETE FROM documents WHERE document_id = 'd2'",
        "INSERT INTO documents VALUES ('d3', 'blog', 'c2', 'Three'), ('d4', 'blog', 'c2', 'Four')",
        "UPDATE table_cells SET value = NULL WHERE col_no = 2",
    )
    changes = {
        (change.table_name, change.source_id): change
        for change in compare(release(tmp_path / "old.duckdb"), new, n_examples=1)
    }
    blog = changes["documents", "blog"]
    assert counts(blog)[2:] == (2, 1, 0)
    assert [(example.kind, example.key, example.values) for example in blog.examples] == [
        ("added", ("d3",), {"title": "Three"}),
        ("removed", ("d2",), {"title": "Two"}),
    ]
    [changed] = changes["documents", "wiki"].examples
    assert (changed.kind, changed.values) == ("changed", {"title": ("One", "Changed")})
    [cell] = changes["table_cells", "wiki"].examples
    assert (cell.key, cell.values) == (("t1", "1", "2"), {"value": ("b", None)})


def test_without_a_release_before_examples_are_of_the_new_one(tmp_path: Path) -> None:
    changes = compare(None, release(tmp_path / "first.duckdb"), n_examples=2)
    assert {example.kind for change in changes for example in change.examples} == {"added"}
    assert all(change.examples for change in changes)


def test_examples_cost_nothing_where_nobody_asked(tmp_path: Path) -> None:
    assert not any(change.examples for change in compare(None, release(tmp_path / "first.duckdb")))


def test_a_table_of_nothing_but_the_pipelines_books_is_left_out(tmp_path: Path) -> None:
    for model in TABLES:
        if all(column.origin == "run" for column in columns_of(model).values()):
            columns = ", ".join(f"{name} VARCHAR" for name in model.model_fields)
            table = f"CREATE TABLE IF NOT EXISTS {model.table} ({columns})"
            folder = tmp_path / model.table
            folder.mkdir()
            assert compare(release(folder / "old.duckdb", table), release(folder / "new.duckdb", table)) == ()


def test_a_release_does_not_differ_from_itself(tmp_path: Path) -> None:
    only = release(tmp_path / "only.duckdb")
    (tmp_path / "link.duckdb").hardlink_to(only)
    assert compare(tmp_path / "link.duckdb", only) == ()


def test_nothing_is_left_beside_the_releases(tmp_path: Path) -> None:
    compared(tmp_path)
    assert {entry.name for entry in tmp_path.iterdir()} == {"old.duckdb", "it's new.duckdb"}


def test_every_way_to_a_source_follows_declared_columns() -> None:
    for model in TABLES:
        table = model
        for hop in hops_to_source(model) or ():
            assert hop.column in table.model_fields
            assert hop.key in TABLE_BY_NAME[hop.table].primary_key
            table = TABLE_BY_NAME[hop.table]
        if hops_to_source(model) is not None:
            assert "source_id" in table.model_fields
