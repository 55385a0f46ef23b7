"""DuckDB holds what the declarations say: a warehouse with all tables, and rows that break each rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from schemas.declaration import Table
from schemas.records import TABLES
from schemas.tables import (
    arrow_schema,
    columns_of,
    create_table,
    description_of,
    enforced_references,
    is_nullable,
    literal_values,
    references,
    sql_type,
)
from tests.schemas.rows import BREAKING, nullable, valid_row

SPARE = "spare"
ALL = pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)


@pytest.fixture(scope="module")
def loaded() -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse in which every table holds a valid row, and a second one that nothing refers to yet."""
    with duckdb.connect() as connection:
        for model in TABLES:
            connection.execute(create_table(model))
            insert(connection, model, valid_row(model))
            if not (model.is_large or key_refers(model)):
                insert(connection, model, valid_row(model, **dict.fromkeys(model.primary_key, SPARE)))
        yield connection


def key_refers(model: type[Table]) -> bool:
    """Whether the key of the table is that of another, so that its rows need a row there."""
    return not {reference.column for reference in references(model)}.isdisjoint(model.primary_key)


def insert(connection: duckdb.DuckDBPyConnection, model: type[Table], row: dict[str, Any]) -> None:
    rows = pa.Table.from_pylist([row], schema=nullable(arrow_schema(model)))
    connection.register("rows_to_load", rows)
    connection.execute(f"INSERT INTO {model.table} BY NAME SELECT * FROM rows_to_load")


def is_refused(connection: duckdb.DuckDBPyConnection, model: type[Table], **chosen: Any) -> bool:
    """Whether a row is refused that is valid but for the values chosen; it is taken away again."""
    fresh = {} if model.is_large else dict.fromkeys(model.primary_key, SPARE if key_refers(model) else "another")
    connection.begin()
    try:
        insert(connection, model, valid_row(model, **fresh | chosen))
    except duckdb.ConstraintException:
        return True
    finally:
        connection.rollback()
    return False


@ALL
def test_columns_are_as_declared(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    columns = loaded.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? "
        "ORDER BY column_index",
        [model.table],
    ).fetchall()
    assert columns == [
        (name, sql_type(model, name), is_nullable(model, name), column.description)
        for name, column in columns_of(model).items()
    ]
    standard = loaded.execute(
        "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = ? "
        "ORDER BY ordinal_position",
        [model.table],
    ).fetchall()
    assert standard == [(name, "YES" if is_nullable(model, name) else "NO") for name in columns_of(model)]
    comment = loaded.execute("SELECT comment FROM duckdb_tables() WHERE table_name = ?", [model.table]).fetchone()
    assert comment == (description_of(model),)


@ALL
def test_names_need_no_quotes(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    assert loaded.execute(f"SELECT {', '.join(columns_of(model))} FROM {model.table}").fetchone() is not None


@ALL
def test_a_valid_row_is_loaded(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    assert not is_refused(loaded, model)


@ALL
def test_null_is_refused_where_it_is_not_declared(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    for name in columns_of(model):
        if not is_nullable(model, name):
            assert is_refused(loaded, model, **{name: None}), name


@ALL
def test_values_beyond_a_closed_list_are_refused(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    for name in columns_of(model):
        if literal_values(model, name) is not None:
            assert is_refused(loaded, model, **{name: "no such value"}), name


@ALL
def test_rows_that_break_a_check_are_refused(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    for check in model.checks:
        assert is_refused(loaded, model, **BREAKING[check.name]), check.name


@ALL
def test_keys_hold_in_small_tables(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    same_key = {name: valid_row(model)[name] for name in model.primary_key}
    assert is_refused(loaded, model, **same_key) != model.is_large


@ALL
def test_references_hold_where_they_are_enforced(loaded: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    enforced = enforced_references(model)
    for reference in references(model):
        refused = is_refused(loaded, model, **{reference.column: "nowhere"})
        assert refused == (reference in enforced), reference


def test_a_row_may_refer_to_its_own_table_within_one_insert(loaded: duckdb.DuckDBPyConnection) -> None:
    own = [
        (model.table, entry.column) for model in TABLES for entry in references(model) if entry.to_table == model.table
    ]
    assert own == [("sections", "parent_section_id"), ("measurements", "duplicate_of")]
    assert not any(entry.to_table == model.table for model in TABLES for entry in enforced_references(model))
