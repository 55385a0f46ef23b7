"""DuckDB's CREATE TABLE and COMMENT ON statements, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from schemas.column_types import Reference, element_type, is_nullable, literal_values, python_type, references
from schemas.declaration import Table, columns_of
from schemas.records import TABLE_BY_NAME

_SQL_TYPES: Final[dict[type, str]] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMP",
}


def create_table(model: type[Table]) -> str:
    """Return the statements that create a table with its constraints and comments, each ending in a semicolon.

    Small tables have PRIMARY KEY and FOREIGN KEY. What has none (`enforced_references`) is for queries to verify.
    """
    name = f'"{model.table}"'
    lines = ",\n".join(f"    {line}" for line in (*_columns(model), *_constraints(model)))
    comments = [f"COMMENT ON TABLE {name} IS {sql_string(description_of(model))};"]
    comments += [
        f'COMMENT ON COLUMN {name}."{column}" IS {sql_string(declared.description)};'
        for column, declared in columns_of(model).items()
    ]
    return "\n".join((f"CREATE TABLE {name} (\n{lines}\n);", *comments))


def description_of(model: type[Table]) -> str:
    """Return the one-line description of a table."""
    return (model.__doc__ or "").partition("\n")[0]


def sql_type(model: type[Table], column: str) -> str:
    """Return the DuckDB type of a column."""
    kind = python_type(model, column)
    if kind is list:
        return f"{_SQL_TYPES[element_type(model, column)]}[]"
    return "JSON" if columns_of(model)[column].is_json else _SQL_TYPES[kind]


def sql_string(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def enforced_references(model: type[Table]) -> list[Reference]:
    """Return the references that DuckDB enforces.

    None of large tables; none to them, since they have no key; none of a table to itself, since DuckDB would not see
    rows of the same INSERT.
    """
    if model.is_large:
        return []
    return [
        reference
        for reference in references(model)
        if reference.to_table != model.table and not TABLE_BY_NAME[reference.to_table].is_large
    ]


def _columns(model: type[Table]) -> Iterator[str]:
    for column in columns_of(model):
        not_null = "" if is_nullable(model, column) else " NOT NULL"
        yield f'"{column}" {sql_type(model, column)}{not_null}'


def _constraints(model: type[Table]) -> Iterator[str]:
    for column in columns_of(model):
        values = literal_values(model, column)
        if values is not None:
            yield f'CHECK ("{column}" IN ({", ".join(map(sql_string, values))}))'
    for check in model.checks:
        yield f'CONSTRAINT "{check.name}" CHECK ({check.sql})'
    if model.is_large:
        return
    key = ", ".join(f'"{column}"' for column in model.primary_key)
    yield f"PRIMARY KEY ({key})"
    for reference in enforced_references(model):
        yield f'FOREIGN KEY ("{reference.column}") REFERENCES "{reference.to_table}" ("{reference.to_column}")'
