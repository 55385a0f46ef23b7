"""Rows that every rule accepts, made from the declarations; their keys and references are all alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.declaration import Table
from schemas.tables import arrow_schema, columns_of, element_type, is_nullable, literal_values, python_type

KEY = "k"
PLAIN: dict[type, Any] = {
    str: KEY,
    int: 0,
    float: 0.0,
    bool: False,
    date: date(2025, 5, 19),
    datetime: datetime(2025, 5, 19),  # noqa: DTZ001 - stored in UTC, without a zone
}
# Where a check binds columns to each other, the plain values do not do.
CHOSEN: dict[str, dict[str, Any]] = {
    "documents": {"title_status": "absent"},
    "work_contributors": {"family": "Noe"},
    "cited_work_contributors": {"family": "Noe"},
}
# One row per check that breaks this check alone.
BREAKING: dict[str, dict[str, Any]] = {
    "span_order": {"span_start": 2, "span_end": 1},
    "span_whole": {"span_start": 1},
    "title_status_tells": {"title_status": "explicit"},
    "published_has_precision": {"published_on": date(2025, 5, 19)},
    "issued_has_precision": {"issued": "2025"},
    "one_kind_of_name": {"literal": "A group"},
    "started_has_precision": {"started_precision": "day"},
    "ended_has_precision": {"ended_on": date(2025, 5, 19)},
    "range_ordered": {"value_low": 2.0, "value_high": 1.0},
    "context_order": {"context_start": 2, "context_end": 1},
    "books_balance": {"extracted": 3, "loaded": 1, "merged": 1},
    "score_is_share": {"score": 1.5},
}


def valid_row(model: type[Table], **chosen: Any) -> dict[str, Any]:
    """Return the smallest valid row of a table, with the values chosen."""
    row: dict[str, Any] = {}
    for name in columns_of(model):
        if is_nullable(model, name):
            row[name] = None
        elif columns_of(model)[name].is_json:
            row[name] = "{}"
        else:
            row[name] = (literal_values(model, name) or [_plain(model, name)])[0]
    return row | CHOSEN.get(model.table, {}) | chosen


def _plain(model: type[Table], name: str) -> Any:
    kind = python_type(model, name)
    return [PLAIN[element_type(model, name)]] if kind is list else PLAIN[kind]


def frame_of(model: type[Table], rows: list[dict[str, Any]], **more: list[str]) -> pl.DataFrame:
    """Return rows as the frame of a batch."""
    frame = pl.from_arrow(pa.Table.from_pylist(rows, schema=nullable(arrow_schema(model))))
    assert isinstance(frame, pl.DataFrame)
    return frame.with_columns(**{name: pl.Series(values) for name, values in more.items()})


def nullable(schema: pa.Schema) -> pa.Schema:
    """Return the schema without its promise of no NULLs, so that a test can break it."""
    return pa.schema([field.with_nullable(True) for field in schema])
