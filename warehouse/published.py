"""What a release offers beside its tables: macros, views and the search index."""

from __future__ import annotations

import duckdb

from schemas.declaration import Table
from schemas.records import TABLES
from schemas.tables import columns_of
from warehouse.scripts import run_script


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macros and views of a filled release."""
    branches = "\nUNION ALL\n".join(
        f"SELECT '{model.table}' AS table_name, {model.primary_key[0]} AS row_id, '{column}' AS column_name, "
        f'CAST({column} AS VARCHAR) AS value FROM "{model.table}" WHERE {column} IS NOT NULL'
        for model, columns in provable_columns(connection).items()
        for column in columns
    )
    connection.begin()
    run_script(connection, "macros")
    run_script(connection, "views", stored_values=branches)
    run_script(connection, "evidence_views")
    run_script(connection, "works_views")
    run_script(connection, "conflicts")
    connection.commit()


def create_search_index(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the search index of a filled release from the pieces of its pages (`page_chunks`)."""
    run_script(connection, "search")


def provable_columns(connection: duckdb.DuckDBPyConnection) -> dict[type[Table], list[str]]:
    """Return the columns that have evidence by table: all traced ones, and the derived ones for which some is given."""
    given = set(connection.execute("SELECT DISTINCT table_name, column_name FROM evidence").fetchall())
    found = {}
    for model in TABLES:
        columns = columns_of(model)
        if any(column.origin == "text" for column in columns.values()):
            found[model] = [
                name
                for name, column in columns.items()
                if column.origin == "text" or (column.origin == "derived" and (model.table, name) in given)
            ]
    return found
