"""The books: nothing disappears between extraction and release.

    files = captures + repeats        captures = loaded + held + failed
    extracted = loaded + merged + rejected, per source and table

Each figure is counted where it arises: extracted by the extractor, loaded in the release, merged among the staged rows
that another row stands for, rejected in the rejects (and, for evidence, what went with a refused row).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

import duckdb

from schemas.batches import SOURCE_COLUMN, Row
from schemas.declaration import Table
from schemas.ids import row_id
from schemas.records import Capture, Evidence, QualityIssue, Reject, RunTable
from schemas.tables import columns_of, is_nullable, references
from warehouse.build_input import BuildInput
from warehouse.errors import BuildError, Failure
from warehouse.loading import EXTRACTED, columns_of_table, superseded_by
from warehouse.scripts import one_row, tables_with_rows

UNKNOWN_SOURCE: Final = "(unknown)"
_Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Books:
    """The balanced figures of a run; `lines` are the rows of `run_tables`."""

    n_files: int
    n_captures: int
    n_loaded: int
    n_held: int
    n_failed: int
    lines: list[Row]

    def total(self, column: Literal["extracted", "loaded", "merged", "rejected"]) -> int:
        """Return the sum of a column."""
        return sum(line[column] for line in self.lines)


def balance_books(connection: duckdb.DuckDBPyConnection, given: BuildInput) -> Books:
    """Count what came in and what became of it; raises `BuildError` where the two sides differ."""
    failures = []
    n_files, n_captures = one_row(connection, "SELECT count(*), count(DISTINCT capture_id) FROM capture_files")
    statuses = Counter(dict(connection.execute("SELECT status, count(*) FROM captures GROUP BY ALL").fetchall()))
    (n_kept,) = one_row(connection, "SELECT count(*) FROM capture_files WHERE replaced_by IS NOT NULL")
    if n_files != len(given.files) + n_kept:
        failures.append(Failure("files = rows of capture_files", 1, (f"{len(given.files)} + {n_kept} <> {n_files}",)))
    if n_captures != statuses.total():
        failures.append(Failure("captures = loaded + held + failed", 1, (f"{n_captures} <> {dict(statuses)}",)))
    extracted, withdrawn = _extracted(connection)
    rejected = _rejected(connection) + withdrawn
    merged = _merged(connection)
    loaded, fills = _loaded(connection)
    held = _held(connection)
    keys = sorted(extracted.keys() | rejected.keys() | merged.keys() | loaded.keys() | held.keys())
    unbalanced = [
        f"{source} {table}: {extracted[source, table]} <> {loaded[source, table]} + {merged[source, table]} "
        f"+ {rejected[source, table]}"
        for source, table in keys
        if extracted[source, table] != loaded[source, table] + merged[source, table] + rejected[source, table]
    ]
    if unbalanced:
        failures.append(Failure("extracted = loaded + merged + rejected", len(unbalanced), tuple(unbalanced[:5])))
    if failures:
        raise BuildError(failures)
    lines = [
        {
            "run_table_id": row_id(RunTable.table, [given.run_id, source, table]),
            "run_id": given.run_id,
            "source_id": source,
            "table_name": table,
            "extracted": extracted[source, table],
            "loaded": loaded[source, table],
            "merged": merged[source, table],
            "rejected": rejected[source, table],
            "held": held[source, table],
            "fill": fills.get((source, table), "{}"),
        }
        for source, table in keys
    ]
    return Books(
        n_files=n_files,
        n_captures=n_captures,
        n_loaded=statuses["loaded"],
        n_held=statuses["held"],
        n_failed=statuses["failed"],
        lines=lines,
    )


def _counts(connection: duckdb.DuckDBPyConnection, query: str) -> _Counts:
    """Return the third column of a query by source and table."""
    counts: _Counts = Counter()
    for source, table, number in connection.execute(query).fetchall():
        counts[source or UNKNOWN_SOURCE, table] += int(number)
    return counts


def _extracted(connection: duckdb.DuckDBPyConnection) -> tuple[_Counts, _Counts]:
    own = f"SELECT source_id, table_name, extracted, 0 FROM held_books WHERE table_name = '{Capture.table}'"
    books = f"SELECT source_id, table_name, extracted, withdrawn FROM staged_books UNION ALL {own}"
    query = f"SELECT source_id, table_name, sum({{0}}) FROM ({books}) GROUP BY ALL HAVING sum({{0}}) > 0"
    return (
        _counts(connection, query.format("extracted")),
        _counts(connection, query.format("withdrawn")),
    )


def _held(connection: duckdb.DuckDBPyConnection) -> _Counts:
    """Count the rows of held captures but for their own, which is loaded."""
    query = "SELECT source_id, table_name, sum(extracted) FROM held_books WHERE table_name <> '{}' GROUP BY ALL"
    return _counts(connection, query.format(Capture.table))


def _rejected(connection: duckdb.DuckDBPyConnection) -> _Counts:
    query = (
        f"SELECT {SOURCE_COLUMN}, table_name, count(*) FROM staged_rejects WHERE table_name IS NOT NULL GROUP BY ALL"
    )
    return _counts(connection, query)


def _merged(connection: duckdb.DuckDBPyConnection) -> _Counts:
    if one_row(connection, "SELECT count(*) FROM superseded_rows")[0] == 0:
        return Counter()
    queries = [
        f"SELECT {SOURCE_COLUMN}, '{model.table}', count(*) FROM staged_{model.table} AS staged "
        f"SEMI JOIN superseded_rows AS gone ON {superseded_by(model)} GROUP BY ALL"
        for model in EXTRACTED
        if model is not Reject
    ]
    return _counts(connection, " UNION ALL ".join(queries))


def _loaded(connection: duckdb.DuckDBPyConnection) -> tuple[_Counts, dict[tuple[str, str], str]]:
    """Count the rows of the release by source and table, and the share of them that has a value, per column."""
    counts: _Counts = Counter()
    fills: dict[tuple[str, str], str] = {}
    for model in tables_with_rows(connection):
        if model is Reject or model not in EXTRACTED:
            continue
        columns = [name for name in columns_of(model) if is_nullable(model, name)]
        figures = ", ".join(["count(*)", *(f'count(loaded."{column}")' for column in columns)])
        query = f"SELECT {_source_of(model)} GROUP BY 1".replace("{figures}", figures)
        for source, number, *present in connection.execute(query).fetchall():
            key = (source or UNKNOWN_SOURCE, model.table)
            counts[key] = number
            shares = {column: round(share / number, 4) for column, share in zip(columns, present, strict=True)}
            fills[key] = json.dumps(shares)
    return counts, fills


def _source_of(model: type[Table]) -> str:
    """Return the end of a query that counts the rows `loaded` of a table by their source."""
    columns = columns_of(model)
    if model is Evidence:
        # Evidence of works is a copy that the build made.
        made = ", ".join(f"'{table}'" for table in ("works", "work_identifiers", "work_contributors"))
        return (
            "captures.source_id, {figures} FROM evidence AS loaded "
            f"JOIN captures USING (capture_id) WHERE loaded.table_name NOT IN ({made})"
        )
    if model is QualityIssue:
        return (
            "captures.source_id, {figures} FROM quality_issues AS loaded JOIN captures USING (capture_id) "
            "ANTI JOIN made_issues USING (issue_id) ANTI JOIN held_issues USING (issue_id)"
        )
    if "source_id" in columns:
        return f'loaded.source_id, {{figures}} FROM "{model.table}" AS loaded'
    if model.is_shared:
        return (
            f'kept.{SOURCE_COLUMN}, {{figures}} FROM "{model.table}" AS loaded '
            f"JOIN kept_{model.table} AS kept USING ({model.primary_key[0]})"
        )
    if "document_id" in columns:
        return f'documents.source_id, {{figures}} FROM "{model.table}" AS loaded JOIN documents USING (document_id)'
    if "capture_id" in columns:
        return f'captures.source_id, {{figures}} FROM "{model.table}" AS loaded JOIN captures USING (capture_id)'
    parent = next(entry for entry in references(model) if "document_id" in columns_of_table(entry.to_table))
    return (
        f'documents.source_id, {{figures}} FROM "{model.table}" AS loaded '
        f'JOIN "{parent.to_table}" AS parent ON parent.{parent.to_column} = loaded.{parent.column} '
        "JOIN documents ON documents.document_id = parent.document_id"
    )
