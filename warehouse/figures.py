"""The figures of the fresh captures of each source: what they gave, by query over what is staged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

import duckdb
import pyarrow as pa

from schemas.batches import CAPTURE_COLUMN
from schemas.bounds import SourceBounds
from schemas.records import (
    TABLE_BY_NAME,
    TABLES,
    Capture,
    Document,
    DocumentAlias,
    DocumentSignature,
    DocumentTag,
    DocumentUrl,
    Evidence,
    Link,
    PageText,
    Passage,
    QualityIssue,
    Reject,
)
from schemas.tables import columns_of, is_nullable
from warehouse.bounds import Figure
from warehouse.scripts import one_row, run_script

ALL_SOURCES: Final = "(all)"
# Figures that mean the same whatever the mix of sources.
_OVERALL: Final = ("issue_rate", "reject_rate")
_EXTRACTED: Final = [model for model in TABLES if model.made_by == "extraction"]
# Rows that any page gives, however little it says.
_NO_RECORDS: Final = (
    Capture,
    PageText,
    Document,
    DocumentAlias,
    DocumentSignature,
    DocumentTag,
    DocumentUrl,
    Passage,
    Link,
    Evidence,
    QualityIssue,
    Reject,
)
_RECORD_TABLES: Final = ", ".join(f"'{model.table}'" for model in _EXTRACTED if model not in _NO_RECORDS)
_COUNTED_TABLES: Final = ", ".join(
    f"'{model.table}'" for model in _EXTRACTED if model not in (Capture, PageText, Evidence, Reject)
)


def count_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `capture_records`: how much each staged capture gave."""
    run_script(connection, "drift_records", record_tables=_RECORD_TABLES)


def find_fresh(connection: duckdb.DuckDBPyConnection) -> bool:
    """Make `fresh_captures`, `predecessors` and `vanished_captures`; return whether any capture is fresh."""
    count_records(connection)
    run_script(connection, "drift")
    return bool(one_row(connection, "SELECT count(*) FROM fresh_captures")[0])


def count_figures(connection: duckdb.DuckDBPyConnection, bounds: Mapping[str, SourceBounds]) -> list[Figure]:
    """Return the figures of the fresh captures, by source and metric, and those of all sources together."""
    _note_bounds(connection, bounds)
    run_script(connection, "drift_figures", tables=_COUNTED_TABLES)
    found = connection.execute(
        "SELECT source_id, metric, value, n, n_captures, n_below, n_above FROM fresh_figures ORDER BY source_id, metric"
    ).fetchall()
    figures = [Figure(*row) for row in found]
    n_captures = {figure.source_id: figure.n_captures for figure in figures}
    figures += _fills(connection, bounds, n_captures)
    return [*figures, *_overall(figures)]


def _note_bounds(connection: duckdb.DuckDBPyConnection, bounds: Mapping[str, SourceBounds]) -> None:
    rows = [(source, "documents", "documents", *given.documents) for source, given in bounds.items()]
    rows += [
        (source, f"records.{table}", table, *limits)
        for source, given in bounds.items()
        for table, limits in given.records.items()
    ]
    names = ("source_id", "metric", "table_name", "low", "high")
    types = (pa.string(), pa.string(), pa.string(), pa.int64(), pa.int64())
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, types, strict=True)]
    connection.register("given_bounds", pa.table(arrays, names=names))
    connection.execute(f"CREATE TEMP TABLE declared_bounds AS SELECT {', '.join(names)} FROM given_bounds")
    connection.unregister("given_bounds")


def _fills(
    connection: duckdb.DuckDBPyConnection, bounds: Mapping[str, SourceBounds], n_captures: Mapping[str, int]
) -> Iterator[Figure]:
    """Yield the share of rows with a value: all columns of documents, and the declared ones of other tables."""
    asked: dict[str, set[str]] = defaultdict(set)
    asked[Document.table] = {name for name in columns_of(Document) if is_nullable(Document, name)}
    for given in bounds.values():
        for column in given.fill:
            table, name = table_and_column(column)
            asked[table].add(name)
    for table, names in sorted(asked.items()):
        columns = sorted(names)
        counts = ", ".join(f'count(staged."{name}")' for name in columns)
        rows = connection.execute(
            f"SELECT fresh.source_id, count(*), {counts} FROM staged_{table} AS staged "
            f"JOIN read_captures AS fresh ON fresh.capture_id = staged.{CAPTURE_COLUMN} GROUP BY 1 ORDER BY 1"
        ).fetchall()
        for source, number, *present in rows:
            for name, count in zip(columns, present, strict=True):
                metric = f"fill.{name}" if table == Document.table else f"fill.{table}.{name}"
                yield Figure(source, metric, count / number, number, n_captures[source])


def table_and_column(column: str) -> tuple[str, str]:
    """Return what a declared fill rate names; raises `LookupError` for what no table has."""
    table, dot, name = column.rpartition(".")
    table = table if dot else Document.table
    model = TABLE_BY_NAME.get(table)
    if model is None or name not in columns_of(model):
        raise LookupError(f"bounds name the column {column!r}, which no table has; mend the site's `fill`")
    return table, name


def _overall(figures: list[Figure]) -> Iterator[Figure]:
    for metric in _OVERALL:
        own = [figure for figure in figures if figure.metric == metric]
        n = sum(figure.n for figure in own)
        if n:
            value = sum(figure.value * figure.n for figure in own) / n
            yield Figure(ALL_SOURCES, metric, value, n, sum(figure.n_captures for figure in own))


def example_of(connection: duckdb.DuckDBPyConnection, figure: Figure) -> str | None:
    """Return a capture to look at: one without the value, with the fewest rows, or of the rarest layout."""
    kind, _, name = figure.metric.partition(".")
    capture = f"fresh.source_id = $source OR $source = '{ALL_SOURCES}'"
    if kind == "fill":
        table, column = table_and_column(name)
        query = (
            f"SELECT min(fresh.capture_id) FROM read_captures AS fresh JOIN staged_{table} AS staged "
            f'ON staged.{CAPTURE_COLUMN} = fresh.capture_id WHERE ({capture}) AND staged."{column}" IS NULL'
        )
    elif kind == "records":
        query = (
            "SELECT arg_min(fresh.capture_id, (coalesce(books.extracted, 0), fresh.capture_id)) "
            "FROM read_captures AS fresh LEFT JOIN staged_books AS books "
            f"ON books.capture_id = fresh.capture_id AND books.table_name = '{name}' WHERE {capture}"
        )
    else:
        query = (
            "SELECT arg_min(fresh.capture_id, (fresh.n_documents, alike.n, fresh.capture_id)) "
            "FROM read_captures AS fresh "
            "JOIN (SELECT layout, count(*) AS n FROM read_captures GROUP BY ALL) AS alike "
            f"ON alike.layout IS NOT DISTINCT FROM fresh.layout WHERE {capture}"
        )
    found = connection.execute(query, {"source": figure.source_id}).fetchall()
    return found[0][0] if found else None
