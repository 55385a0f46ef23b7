"""Why a row says what it says: its values, their quotes, the captures behind them, the merges it took part in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict

from flows.reports import lines, query
from schemas.declaration import Column, Table
from schemas.records import TABLES

CHARACTERS_AROUND = 60


class UnknownRowError(LookupError):
    """No such table or row; the message says what there is."""


class Quote(BaseModel):
    """Where a value stands, with what surrounds it."""

    model_config = ConfigDict(frozen=True)

    column_name: str
    capture_id: str
    span_start: int
    span_end: int
    normaliser: str
    before: str
    quote: str
    after: str


class Value(BaseModel):
    """One column of the row. `origin` says where values of the column come from."""

    model_config = ConfigDict(frozen=True)

    column: str
    value: Any
    origin: str
    note: str
    quotes: tuple[Quote, ...] = ()


class CaptureSeen(BaseModel):
    """A capture behind the row and one file that holds it."""

    model_config = ConfigDict(frozen=True)

    capture_id: str
    source_id: str | None
    rendering: str | None
    extractor: str | None
    extractor_version: str
    status: str
    path: str | None
    url: str | None
    captured_at: datetime | None


class Decision(BaseModel):
    """A merge decision in which the row took part."""

    model_config = ConfigDict(frozen=True)

    merge_id: str
    left_id: str
    right_id: str
    judgement: str
    rule: str
    score: float
    compared: str
    decided_by: str
    undone_at: datetime | None


class Explanation(BaseModel):
    """Everything that is known of a row. `asked_id` differs from `row_id` where another row stands for it."""

    model_config = ConfigDict(frozen=True)

    table: str
    asked_id: str
    row_id: str
    values: tuple[Value, ...]
    captures: tuple[CaptureSeen, ...]
    merges: tuple[Decision, ...]


def explain(connection: duckdb.DuckDBPyConnection, table: str, row_id: str) -> Explanation:
    """Explain the row `row_id` of `table`; raises `UnknownRowError` where there is none."""
    model = _model(table)
    found_id, row = row_id, _row(connection, model, row_id)
    if row is None:
        canonical = query(connection, "canonical", {"row_id": row_id})
        matching = [entry["canonical_id"] for entry in canonical if entry["table_name"] == table] or [
            entry["canonical_id"] for entry in canonical
        ]
        if matching:
            found_id, row = matching[0], _row(connection, model, matching[0])
    if row is None:
        raise UnknownRowError(f"{table} has no row {row_id!r} in the live release")
    parameters = {"table_name": table, "row_id": found_id, "around": CHARACTERS_AROUND}
    quotes = lines(Quote, query(connection, "evidence", parameters))
    capture_ids = dict.fromkeys([*(quote.capture_id for quote in quotes), row.get("capture_id")])
    captures = [
        seen
        for capture_id in capture_ids
        if capture_id
        for seen in query(connection, "capture", {"capture_id": capture_id})
    ]
    return Explanation(
        table=table,
        asked_id=row_id,
        row_id=found_id,
        values=tuple(_value(model, name, value, quotes) for name, value in row.items()),
        captures=lines(CaptureSeen, captures),
        merges=lines(Decision, query(connection, "merges", {"row_id": row_id, "canonical_id": found_id})),
    )


def _model(table: str) -> type[Table]:
    models = {model.table: model for model in TABLES if len(model.primary_key) == 1}
    if table not in models:
        raise UnknownRowError(f"no table {table!r} with rows of its own id; there are {', '.join(sorted(models))}")
    return models[table]


def _row(connection: duckdb.DuckDBPyConnection, model: type[Table], row_id: str) -> dict[str, Any] | None:
    # Names come from the declaration, never from the command line.
    columns = list(model.model_fields)
    cursor = connection.execute(
        f"SELECT {', '.join(columns)} FROM {model.table} WHERE {model.primary_key[0]} = $row_id", {"row_id": row_id}
    )
    row = cursor.fetchone()
    return None if row is None else dict(zip(columns, row, strict=True))


def _value(model: type[Table], name: str, value: object, quotes: tuple[Quote, ...]) -> Value:
    column = next(entry for entry in model.model_fields[name].metadata if isinstance(entry, Column))
    shown = value.isoformat() if isinstance(value, date | datetime) else value
    return Value(
        column=name,
        value=shown,
        origin=column.origin,
        note=column.rule or column.description,
        quotes=tuple(quote for quote in quotes if quote.column_name == name),
    )
