"""Quarantine at the build: single rows that the tables or the checks refuse, found among all staged rows.

It works only where a build has failed without it, so that a sound one pays nothing. A row is at fault where it states a
key that another document has, refers to what its capture does not give, or contradicts the page or capture it comes
from. It becomes a row of `rejects`; its evidence goes with it, and so do the rows that cannot stand without it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from schemas.batches import CAPTURE_COLUMN, SOURCE_COLUMN, Row
from schemas.declaration import Table
from schemas.recording import reject_row
from schemas.records import TABLE_BY_NAME, Capture, Document, Evidence, PageText, Reject
from schemas.records.operations import RejectReason, RejectStage
from schemas.spans import Span
from schemas.tables import columns_of, references
from warehouse.loading import EXTRACTED, insert_rows
from warehouse.scripts import column_list

_NEVER: Final = (Capture, PageText, Evidence, Reject)
_OF_ROW: Final = f"staged.{CAPTURE_COLUMN}"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A query for the rows of a table that are at fault, and what to say of them."""

    model: type[Table]
    stage: RejectStage
    reason: RejectReason
    field: str | None
    message: str
    where: str


def quarantine(connection: duckdb.DuckDBPyConnection) -> int:
    """Take the rows at fault out of `staged_*` and put their rejects in; return how many there are.

    Repeats until nothing is at fault, since rows refer to rows.
    """
    n_refused = _refuse_unknown_sites(connection)
    connection.execute("CREATE TEMP TABLE quarantined (table_name VARCHAR, capture_id VARCHAR, row_key VARCHAR)")
    while True:
        n_found = 0
        for model in EXTRACTED:
            if model not in _NEVER:
                n_found += _quarantine_table(connection, model)
        n_refused += n_found
        if not n_found:
            return n_refused


def _key(model: type[Table], alias: str) -> str:
    return f"concat_ws('/', {column_list(model.primary_key, alias)})"


def _rules(model: type[Table]) -> Iterator[_Rule]:
    """Yield what may be wrong with a row of a table, the gravest first."""
    columns = columns_of(model)
    if model is not Document and "document_id" in columns and len(model.primary_key) == 1 and not model.is_shared:
        key = model.primary_key[0]
        where = (
            f'EXISTS (SELECT 1 FROM "staged_{model.table}" AS other WHERE other.{key} = staged.{key} '
            f"AND other.document_id <> staged.document_id AND other.{CAPTURE_COLUMN} < {_OF_ROW})"
        )
        yield _Rule(model, "resolve", "not_unique", key, "its key is that of a row of another document", where)
    own = {"capture_id": CAPTURE_COLUMN, "source_id": SOURCE_COLUMN}
    for name, column in own.items():
        if name in columns:
            where = f"staged.{name} IS DISTINCT FROM staged.{column}"
            yield _Rule(model, "resolve", "contradiction", name, "it names another one than it was found in", where)
    if {"span_start", "span_end"} <= columns.keys():
        where = (
            f"staged.span_end > (SELECT length(pages.text) FROM staged_pages AS pages "
            f"WHERE pages.capture_id = {_OF_ROW})"
        )
        yield _Rule(model, "resolve", "contradiction", "span_end", "its span ends behind the page", where)
    for reference in references(model):
        target = TABLE_BY_NAME[reference.to_table]
        if target.made_by == "extraction" and target not in _NEVER:
            where = (
                f"staged.{reference.column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                f'"staged_{target.table}" AS target WHERE target.{reference.to_column} = staged.{reference.column} '
                f"AND target.{CAPTURE_COLUMN} = {_OF_ROW})"
            )
            message = f"its capture gives no row of {target.table} with that key"
            yield _Rule(model, "reference", "dangling_reference", reference.column, message, where)


def _quarantine_table(connection: duckdb.DuckDBPyConnection, model: type[Table]) -> int:
    """Take the rows at fault out of one table."""
    _loosen(connection, model)
    refused: dict[tuple[str, str], Row] = {}
    for rule in _rules(model):
        for key, row in _found(connection, rule):
            refused.setdefault(key, _reject(rule, row))
    if refused:
        _take_out(connection, model, refused)
    return len(refused)


def _loosen(connection: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    """Set optional references to rows in quarantine to NULL: their rows can stand without."""
    for reference in references(model):
        if model.model_fields[reference.column].is_required():
            continue
        gone = (
            f"(staged.{CAPTURE_COLUMN}, staged.{reference.column}) IN (SELECT capture_id, row_key FROM quarantined "
            f"WHERE table_name = '{reference.to_table}')"
        )
        if connection.execute(f'SELECT 1 FROM "staged_{model.table}" AS staged WHERE {gone} LIMIT 1').fetchall():
            value = f"CASE WHEN NOT {gone} THEN staged.{reference.column} END AS {reference.column}"
            query = f'SELECT staged.* REPLACE ({value}) FROM "staged_{model.table}" AS staged'
            _restage(connection, model.table, query)


def _found(connection: duckdb.DuckDBPyConnection, rule: _Rule) -> Iterator[tuple[tuple[str, str], Row]]:
    """Yield the capture and key of each row that breaks a rule, with its values."""
    version = (
        f"(SELECT captures.extractor_version FROM staged_captures AS captures WHERE captures.capture_id = {_OF_ROW})"
    )
    cursor = connection.execute(
        f"SELECT staged.*, {_key(rule.model, 'staged')} AS _key, {version} AS _version "
        f'FROM "staged_{rule.model.table}" AS staged WHERE {rule.where} ORDER BY {_OF_ROW}, _key'
    )
    names = [column[0] for column in cursor.description or ()]
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        yield (row[CAPTURE_COLUMN], row["_key"]), row


def _reject(rule: _Rule, row: Row) -> Row:
    values: dict[str, Any] = {name: row[name] for name in columns_of(rule.model)}
    start, end = values.get("span_start"), values.get("span_end")
    place = f"{rule.model.table}.{rule.field}" if rule.field else rule.model.table
    return reject_row(
        capture_id=row[CAPTURE_COLUMN],
        source_id=row[SOURCE_COLUMN],
        stage=rule.stage,
        reason=rule.reason,
        message=f"{place}: {rule.message}; mend the extractor, then replay",
        extractor_version=row["_version"],
        table_name=rule.model.table,
        field=rule.field,
        payload=json.dumps(values, ensure_ascii=False, default=str),
        span=Span(start, end) if start is not None and end is not None and rule.field != "span_end" else None,
    )


def _take_out(connection: duckdb.DuckDBPyConnection, model: type[Table], refused: dict[tuple[str, str], Row]) -> None:
    """Replace the staged views by ones without the refused rows and their evidence, and with their rejects."""
    connection.execute("CREATE OR REPLACE TEMP TABLE refused_rows (capture_id VARCHAR, row_key VARCHAR)")
    connection.executemany("INSERT INTO refused_rows VALUES (?, ?)", [list(key) for key in refused])
    connection.execute(f"INSERT INTO quarantined SELECT '{model.table}', capture_id, row_key FROM refused_rows")
    gone = f"ANTI JOIN refused_rows AS gone ON gone.capture_id = {_OF_ROW} AND gone.row_key"
    _restage(
        connection, model.table, f"SELECT staged.* FROM staged_{model.table} AS staged {gone} = {_key(model, 'staged')}"
    )
    proofs = f"gone.capture_id = {_OF_ROW} AND gone.row_key = staged.row_id AND staged.table_name = '{model.table}'"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE withdrawn_proofs AS SELECT {_OF_ROW} AS capture_id, "
        f"staged.{SOURCE_COLUMN} AS source_id, count(*)::BIGINT AS number FROM staged_evidence AS staged "
        f"SEMI JOIN refused_rows AS gone ON {proofs} GROUP BY ALL"
    )
    _restage(
        connection,
        "evidence",
        f"SELECT staged.* FROM staged_evidence AS staged ANTI JOIN refused_rows AS gone ON {proofs}",
    )
    _restage(
        connection,
        "books",
        "SELECT books.* FROM staged_books AS books UNION ALL "
        f"SELECT capture_id, source_id, '{Evidence.table}', 0, number FROM withdrawn_proofs",
    )
    _add_rejects(connection, list(refused.values()))


def _restage(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    """Replace a staged view by the rows of a query over it."""
    (number,) = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'sound_%'").fetchall()[0]
    table = f"sound_{number}_{name}"
    connection.execute(f"CREATE TEMP TABLE {table} AS {query}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged_{name} AS FROM {table}")


def _add_rejects(connection: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    columns = column_list(list(columns_of(Reject)))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE made_rejects AS SELECT {columns} FROM rejects WHERE false")
    insert_rows(connection, Reject, rows, table="made_rejects")
    _restage(
        connection,
        Reject.table,
        f"SELECT staged.* FROM staged_rejects AS staged UNION ALL "
        f"SELECT {columns}, capture_id, source_id FROM made_rejects",
    )


def _refuse_unknown_sites(connection: duckdb.DuckDBPyConnection) -> int:
    """Turn captures of sources that no site declares any more into failed ones without a source."""
    found = connection.execute(
        "SELECT staged.capture_id, staged.source_id, staged.extractor_version FROM staged_captures AS staged "
        "WHERE staged.source_id IS NOT NULL AND staged.source_id NOT IN (SELECT source_id FROM sources) ORDER BY 1"
    ).fetchall()
    if not found:
        return 0
    connection.execute("CREATE OR REPLACE TEMP TABLE unknown_captures (capture_id VARCHAR)")
    connection.executemany("INSERT INTO unknown_captures VALUES (?)", [[name] for name, *_ in found])
    for model in EXTRACTED:
        if model is not Capture:
            _restage(
                connection,
                model.table,
                f"SELECT staged.* FROM staged_{model.table} AS staged "
                f"ANTI JOIN unknown_captures AS unknown ON unknown.capture_id = {_OF_ROW}",
            )
    changed = {"source_id": "NULL", "status": "'failed'", SOURCE_COLUMN: "NULL"}
    unknown = "staged.capture_id IN (SELECT capture_id FROM unknown_captures)"
    values = ", ".join(
        f"CASE WHEN {unknown} THEN {changed[name]} ELSE staged.{name} END AS {name}"
        if name in changed
        else f"staged.{name}"
        for name in (*columns_of(Capture), CAPTURE_COLUMN, SOURCE_COLUMN)
    )
    _restage(connection, Capture.table, f"SELECT {values} FROM staged_captures AS staged")
    _restage(
        connection,
        "books",
        "SELECT books.capture_id, CASE WHEN unknown.capture_id IS NULL THEN books.source_id END AS source_id, "
        "books.table_name, books.extracted, books.withdrawn FROM staged_books AS books "
        "LEFT JOIN unknown_captures AS unknown USING (capture_id) "
        f"WHERE unknown.capture_id IS NULL OR books.table_name = '{Capture.table}'",
    )
    rows = [
        reject_row(
            capture_id=capture_id,
            source_id=None,
            stage="route",
            reason="unknown_site",
            message=f"no site declares the source {source!r} any more; put its module back, or move the file",
            extractor_version=version,
        )
        for capture_id, source, version in found
    ]
    _add_rejects(connection, rows)
    return len(found)
