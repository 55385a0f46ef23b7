"""The SQL scripts of this package."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

import duckdb

from schemas.declaration import Table
from schemas.records import TABLES


@cache
def _script(name: str) -> Template:
    return Template(files("warehouse").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))


def run_script(connection: duckdb.DuckDBPyConnection, name: str, **names: str) -> None:
    """Run the statements of `sql/<name>.sql`; `$name` stands for lists of names that come from the declarations."""
    connection.execute(_script(name).substitute(names))


def one_row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the row of a query that gives one; `fetchone` would leave the connection busy with the rest."""
    (row,) = connection.execute(query).fetchall()
    return tuple(row)


def tables_with_rows(connection: duckdb.DuckDBPyConnection) -> list[type[Table]]:
    """Return the tables that are not empty, in their order: a small release leaves most of them out."""
    asked = " UNION ALL ".join(f"SELECT '{model.table}' WHERE EXISTS (FROM \"{model.table}\")" for model in TABLES)
    names = {name for (name,) in connection.execute(asked).fetchall()}
    return [model for model in TABLES if model.table in names]


def column_list(columns: Sequence[str], prefix: str = "") -> str:
    """Return names for a SELECT or INSERT, quoted; `prefix` is a table's name."""
    return ", ".join(f'{prefix}."{column}"' if prefix else f'"{column}"' for column in columns)


def file_list(paths: Sequence[object]) -> str:
    """Return paths as an SQL list of strings."""
    return "[" + ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths) + "]"
