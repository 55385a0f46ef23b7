"""From staged batches to tables: what is staged, what of it is superseded, and the bulk load of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb
import pyarrow as pa

from schemas.batches import CAPTURE_COLUMN, SOURCE_COLUMN, Row
from schemas.declaration import Table
from schemas.records import TABLES, Capture, Document, Entity, EntityName, Evidence, PageText, Reject, Trial
from schemas.tables import arrow_schema, columns_of, references
from warehouse.identity import IDENTITIES, identify_documents, identify_entities
from warehouse.scripts import column_list, file_list, one_row, run_script
from warehouse.staging import BOOKS, LiveBatches

EXTRACTED: Final = tuple(model for model in TABLES if model.made_by == "extraction")
# Rows of these stand by their capture, whatever becomes of its documents.
_BY_CAPTURE: Final = (Capture, PageText, Reject)
_BOOKS_COLUMNS: Final = {
    "capture_id": "VARCHAR",
    "source_id": "VARCHAR",
    "table_name": "VARCHAR",
    "extracted": "BIGINT",
    "withdrawn": "BIGINT",
}


def stage_views(connection: duckdb.DuckDBPyConnection, live: LiveBatches) -> None:
    """Make `staged_<table>` and `staged_books` over the Parquet files: the rows of live captures, nothing else."""
    parts = [(str(batch.folder), name) for batch in live.batches if not batch.is_whole for name in batch.capture_ids]
    given = {"folder": [folder for folder, _ in parts], "capture_id": [name for _, name in parts]}
    connection.register(
        "given_parts", pa.table({name: pa.array(values, pa.string()) for name, values in given.items()})
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE live_parts AS SELECT folder, capture_id FROM given_parts")
    connection.unregister("given_parts")
    for model in EXTRACTED:
        own = list(columns_of(model))
        columns = [*own, CAPTURE_COLUMN, SOURCE_COLUMN]
        empty = f'SELECT {column_list(own)}, NULL::VARCHAR, NULL::VARCHAR FROM "{model.table}" WHERE false'
        _stage_view(connection, live, model.table, columns, CAPTURE_COLUMN, empty)
    books = list(_BOOKS_COLUMNS)
    empty = "SELECT " + ", ".join(f"NULL::{kind}" for kind in _BOOKS_COLUMNS.values()) + " WHERE false"
    _stage_view(connection, live, BOOKS, books, "capture_id", empty)


def _stage_view(
    connection: duckdb.DuckDBPyConnection, live: LiveBatches, name: str, columns: list[str], capture: str, empty: str
) -> None:
    batches = live.files(name)
    selected = column_list(columns, "staged")
    # UNION ALL takes its names and types from the first part.
    parts = [empty]
    whole = [batch.folder / f"{name}.parquet" for batch in batches if batch.is_whole]
    if whole:
        parts.append(f"SELECT {selected} FROM read_parquet({file_list(whole)}) AS staged")
    partial = [batch.folder / f"{name}.parquet" for batch in batches if not batch.is_whole]
    if partial:
        parts.append(
            f"SELECT {selected} FROM read_parquet({file_list(partial)}, filename = 'staged_in') AS staged "
            f"SEMI JOIN live_parts ON live_parts.capture_id = staged.{capture} "
            f"AND starts_with(staged.staged_in, live_parts.folder || '/')"
        )
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW staged_{name} ({column_list(columns)}) AS " + " UNION ALL ".join(parts)
    )


def supersede(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the versions of each document and note in `superseded_rows` every staged row that another stands for.

    In `kept_<table>` documents and entities that another one stands for are named by its id.
    """
    identify_documents(connection)
    run_script(connection, "versions")
    if _is_any_superseded(connection):
        for model in EXTRACTED:
            if model is not Document and len(model.primary_key) == 1 and "document_id" in columns_of(model):
                _supersede_with_document(connection, model)
    _orphan(connection)
    identify_entities(connection)
    for model in EXTRACTED:
        if model.is_shared:
            _supersede_shared(connection, model)
    is_any = _is_any_superseded(connection)
    renamed = [model for model, table in IDENTITIES.items() if one_row(connection, f"SELECT count(*) FROM {table}")[0]]
    for model in EXTRACTED:
        current = _current(model) if is_any else ""
        values, joins = _renamed(model, renamed)
        connection.execute(
            f"CREATE TEMP VIEW kept_{model.table} AS SELECT {values} "
            f"FROM staged_{model.table} AS staged {joins} {current}"
        )


def _renamed(model: type[Table], renamed: Sequence[type[Table]]) -> tuple[str, str]:
    """Return the columns of a table with the ids that stand for others, and the joins that give these."""
    values = {name: f'staged."{name}"' for name in [*columns_of(model), CAPTURE_COLUMN, SOURCE_COLUMN]}
    joins = []
    for target in renamed:
        key = target.primary_key[0]
        columns = [entry.column for entry in references(model) if entry.to_table == target.table]
        # Evidence names its row by table and key.
        conditions = {column: f"staged.{column}" for column in [*columns, *([key] if model is target else [])]}
        if model is Evidence:
            conditions = {"row_id": f"CASE WHEN staged.table_name = '{target.table}' THEN staged.row_id END"}
        for column, held in conditions.items():
            alias = f"{target.table}_{column}"
            joins.append(f"LEFT JOIN {IDENTITIES[target]} AS {alias} ON {alias}.{key} = {held}")
            values[column] = f"coalesce({alias}.canonical_id, {values[column]})"
    return ", ".join(f'{value} AS "{name}"' for name, value in values.items()), " ".join(joins)


def _is_any_superseded(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(one_row(connection, "SELECT count(*) FROM superseded_rows")[0])


def _supersede_with_document(connection: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    connection.execute(
        f"""
        INSERT INTO superseded_rows
        SELECT '{model.table}', staged.{model.primary_key[0]}, staged.{CAPTURE_COLUMN}
        FROM staged_{model.table} AS staged
        SEMI JOIN versions
            ON versions.staged_id = staged.document_id
            AND versions.capture_id = staged.{CAPTURE_COLUMN}
            AND NOT versions.is_current
        """
    )


def _orphan(connection: duckdb.DuckDBPyConnection) -> None:
    """Note in `orphaned_rows` the shared rows that only superseded documents of a capture refer to."""
    run_script(connection, "orphaned")
    if not one_row(connection, "SELECT count(*) FROM partly_stale_captures")[0]:
        return
    for model in (Trial, Entity):
        key = model.primary_key[0]
        referring = [
            f"SELECT staged.{entry.column} AS row_id, staged.{CAPTURE_COLUMN} AS capture_id "
            f"FROM staged_{other.table} AS staged SEMI JOIN partly_stale_captures AS partly "
            f"ON partly.capture_id = staged.{CAPTURE_COLUMN} "
            "SEMI JOIN versions ON versions.staged_id = staged.document_id "
            f"AND versions.capture_id = staged.{CAPTURE_COLUMN} AND versions.is_current"
            for other in EXTRACTED
            for entry in references(other)
            if entry.to_table == model.table and "document_id" in columns_of(other)
        ]
        connection.execute(
            f"INSERT INTO orphaned_rows SELECT '{model.table}', staged.{key}, staged.{CAPTURE_COLUMN} "
            f"FROM staged_{model.table} AS staged SEMI JOIN partly_stale_captures AS partly "
            f"ON partly.capture_id = staged.{CAPTURE_COLUMN} "
            f"ANTI JOIN ({' UNION ALL '.join(referring)}) AS used "
            f"ON used.row_id = staged.{key} AND used.capture_id = staged.{CAPTURE_COLUMN}"
        )
    connection.execute(
        f"INSERT INTO orphaned_rows SELECT '{EntityName.table}', names.entity_name_id, names.{CAPTURE_COLUMN} "
        f"FROM staged_{EntityName.table} AS names SEMI JOIN orphaned_rows AS orphaned "
        f"ON orphaned.table_name = '{Entity.table}' AND orphaned.row_id = names.entity_id "
        f"AND orphaned.capture_id = names.{CAPTURE_COLUMN}"
    )


def _supersede_shared(connection: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    """Of equal rows that several captures give, keep the fullest; those of captures without a current document go.

    Entities that are one are equal rows, and so are equal names of one entity; the one whose id stays comes first.
    """
    key = model.primary_key[0]
    is_named = model is Entity or any(entry.to_table == Entity.table for entry in references(model))
    entity = f"coalesce(same.canonical_id, staged.{Entity.primary_key[0]})" if is_named else "NULL"
    same = {Entity: entity, EntityName: f"{entity}, staged.name, staged.kind"}.get(model, f"staged.{key}")
    place = f"staged.entity_id <> {entity}" if is_named else "NULL"
    renamed = f"LEFT JOIN {IDENTITIES[Entity]} AS same ON same.entity_id = staged.entity_id" if is_named else ""
    filled = " + ".join(f"(staged.{column} IS NOT NULL)::INTEGER" for column in columns_of(model))
    connection.execute(
        f"""
        INSERT INTO superseded_rows
        SELECT '{model.table}', ranked.row_id, ranked.capture_id
        FROM (
            SELECT
                staged.{key} AS row_id,
                staged.{CAPTURE_COLUMN} AS capture_id,
                stale.capture_id IS NOT NULL OR orphaned.row_id IS NOT NULL AS is_stale,
                row_number() OVER (
                    PARTITION BY {same}
                    ORDER BY is_stale, {place}, staged.{key}, {filled} DESC, staged.{CAPTURE_COLUMN}
                ) AS place
            FROM staged_{model.table} AS staged
            {renamed}
            LEFT JOIN stale_captures AS stale ON stale.capture_id = staged.{CAPTURE_COLUMN}
            LEFT JOIN orphaned_rows AS orphaned
                ON orphaned.table_name = '{model.table}'
                AND orphaned.row_id = staged.{key}
                AND orphaned.capture_id = staged.{CAPTURE_COLUMN}
        ) AS ranked
        WHERE ranked.place > 1
            OR ranked.is_stale
        """
    )


def _current(model: type[Table]) -> str:
    """Return the join that leaves superseded rows of a table out."""
    return f"ANTI JOIN superseded_rows AS gone ON {superseded_by(model)}" if model not in _BY_CAPTURE else ""


def superseded_by(model: type[Table]) -> str:
    """Return the condition under which the row `gone` of `superseded_rows` takes the row `staged` with it."""
    if model in _BY_CAPTURE:
        return "false"
    table, column = _anchor(model)
    return f"gone.capture_id = staged.{CAPTURE_COLUMN} AND gone.table_name = {table} AND gone.row_id = staged.{column}"


def _anchor(model: type[Table]) -> tuple[str, str]:
    """Return table (as SQL) and column of the row whose fate a row shares."""
    if model is Evidence:
        return "staged.table_name", "row_id"
    if model.is_shared:
        return f"'{model.table}'", model.primary_key[0]
    if "document_id" in columns_of(model):
        return "'documents'", "document_id"
    parent = next(entry for entry in references(model) if "document_id" in columns_of_table(entry.to_table))
    return f"'{parent.to_table}'", parent.column


def columns_of_table(table: str) -> list[str]:
    """Return the columns of a table by its name."""
    return list(columns_of(next(model for model in TABLES if model.table == table)))


def load(connection: duckdb.DuckDBPyConnection, model: type[Table], kept: str | None = None, **replaced: str) -> None:
    """Load a table from `kept_<table>` in one statement; `replaced` gives SQL in place of a staged column.

    kept: another table with the same columns to load from.
    """
    columns = list(columns_of(model))
    values = ", ".join(replaced.get(column, f'kept."{column}"') for column in columns)
    kept = kept or f"kept_{model.table}"
    connection.execute(f'INSERT INTO "{model.table}" ({column_list(columns)}) SELECT {values} FROM {kept} AS kept')


def insert_rows(
    connection: duckdb.DuckDBPyConnection, model: type[Table], rows: Sequence[Row], table: str | None = None
) -> None:
    """Insert rows made here into the model's table, or into another one of its columns."""
    connection.register("given_rows", pa.Table.from_pylist(list(rows), schema=arrow_schema(model)))
    columns = column_list(list(columns_of(model)))
    connection.execute(f'INSERT INTO "{table or model.table}" ({columns}) SELECT {columns} FROM given_rows')
    connection.unregister("given_rows")
