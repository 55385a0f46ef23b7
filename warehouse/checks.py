"""The third gate: what a release promises, proved by query over all of it.

Keys of large tables are unique, every reference leads somewhere, every traced value has evidence, no evidence is
without a value, and the page text under every evidence gives the stored value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import duckdb

from schemas.declaration import Table
from schemas.records import TABLES, Reject
from schemas.spans import NORMALISERS, NormaliserName
from schemas.tables import columns_of, enforced_references, python_type, references
from warehouse.errors import BuildError, Failure
from warehouse.published import provable_columns
from warehouse.scripts import one_row, run_script, tables_with_rows

_EXAMPLES: Final = 5
_SHOWN: Final = 80
_BATCH_ROWS: Final = 100_000


def check_release(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise `BuildError` with every rule that does not hold."""
    failures = list(find_failures(connection))
    if failures:
        raise BuildError(failures)


def find_failures(connection: duckdb.DuckDBPyConnection) -> Iterator[Failure]:
    """Yield the rules that do not hold."""
    for model in tables_with_rows(connection):
        if model.is_large:
            yield from _failure(connection, f"{model.table}: keys are unique", _repeated_keys(model))
        enforced = enforced_references(model)
        for reference in references(model):
            if reference not in enforced:
                rule = f"{model.table}.{reference.column} refers to {reference.to_table}"
                yield from _failure(connection, rule, _dangling(model, *reference))
        # A reject keeps the span for which it was refused, also one that lies outside.
        if model is not Reject and {"span_start", "span_end", "capture_id"} <= columns_of(model).keys():
            yield from _failure(connection, f"{model.table}: spans lie within the page", _outside(model))
    yield from _evidence_failures(connection)


def _failure(connection: duckdb.DuckDBPyConnection, rule: str, query: str) -> Iterator[Failure]:
    """Yield a failure where a query with one text column gives rows."""
    number, examples = one_row(
        connection, f"SELECT count(*), list(example ORDER BY example)[1:{_EXAMPLES}] FROM ({query}) AS found (example)"
    )
    if number:
        yield Failure(rule, number, tuple(str(example) for example in examples))


def _repeated_keys(model: type[Table]) -> str:
    key = ", ".join(model.primary_key)
    return f"SELECT concat_ws(' ', {key}) FROM \"{model.table}\" GROUP BY {key} HAVING count(*) > 1"


def _dangling(model: type[Table], column: str, to_table: str, to_column: str) -> str:
    return (
        f'SELECT held.{column} FROM "{model.table}" AS held '
        f'ANTI JOIN "{to_table}" AS target ON target.{to_column} = held.{column} WHERE held.{column} IS NOT NULL'
    )


def _outside(model: type[Table]) -> str:
    return (
        f"SELECT concat_ws(' ', spanned.{model.primary_key[0]}, spanned.span_start, spanned.span_end) "
        f'FROM "{model.table}" AS spanned '
        "JOIN (SELECT capture_id, length(text) AS n_chars FROM pages) AS sizes USING (capture_id) "
        "WHERE spanned.span_end > sizes.n_chars"
    )


def _evidence_failures(connection: duckdb.DuckDBPyConnection) -> Iterator[Failure]:
    """Compare every value with the page text under its evidence."""
    provable = provable_columns(connection)
    known = ", ".join(f"('{model.table}', '{column}')" for model, columns in provable.items() for column in columns)
    unknown = (
        "SELECT DISTINCT concat_ws('.', table_name, column_name) FROM evidence "
        f"WHERE (table_name, column_name) NOT IN ({known})"
    )
    yield from _failure(connection, "evidence is of columns that take it", unknown)
    run_script(connection, "chunks")
    # A table without rows may have evidence all the same.
    proved = {name for (name,) in connection.execute("SELECT DISTINCT table_name FROM evidence").fetchall()}
    filled = tables_with_rows(connection)
    for model in (model for model in TABLES if model in filled or model.table in proved):
        if model.proved_by_own_span:
            _match_own_spans(connection, model)
            yield from _unproved(connection, model)
        elif columns := provable.get(model):
            run_script(connection, "matched", table=model.table, values=_values(model, columns))
            traced = [name for name in columns if columns_of(model)[name].origin == "text"]
            yield from _one_sided(connection, model, traced)
            yield from _unproved(connection, model)


def _values(model: type[Table], columns: list[str]) -> str:
    return "\n    UNION ALL\n    ".join(
        f"SELECT {model.primary_key[0]} AS row_id, '{name}' AS column_name, {name}::VARCHAR AS value "
        f'FROM "{model.table}" WHERE {name} IS NOT NULL'
        for name in columns
    )


def _match_own_spans(connection: duckdb.DuckDBPyConnection, model: type[Table]) -> None:
    column, normaliser = model.proved_by_own_span or ("", "identity")
    parent = references(model)[0]
    run_script(
        connection,
        "matched_own",
        table=model.table,
        row_id=f"concat_ws(' ', {', '.join(model.primary_key)})",
        column=column,
        normaliser=normaliser,
        parent=parent.to_table,
        parent_id=parent.column,
    )


def _one_sided(connection: duckdb.DuckDBPyConnection, model: type[Table], traced: list[str]) -> Iterator[Failure]:
    """Yield traced values without evidence, and evidence without a value."""
    names = ", ".join(f"'{name}'" for name in traced) or "NULL"
    example = "SELECT concat_ws(' ', row_id, column_name) FROM matched"
    bare = f"{example} WHERE capture_id IS NULL AND column_name IN ({names})"
    yield from _failure(connection, f"{model.table}: every value of the page has evidence", bare)
    yield from _failure(connection, f"{model.table}: no evidence without a value", f"{example} WHERE value IS NULL")


def _unproved(connection: duckdb.DuckDBPyConnection, model: type[Table]) -> Iterator[Failure]:
    """Yield the evidence of `matched` under which the page says something else."""
    run_script(connection, "sliced")
    # Labels and short values repeat, so each reading of a slice is judged once.
    rows = connection.sql(
        "SELECT column_name, normaliser, slice, value, count(*) AS n_rows, "
        "min(concat_ws(' ', row_id, column_name, 'at', span_start, span_end, 'of', capture_id)) AS place "
        "FROM undecided GROUP BY column_name, normaliser, slice, value"
    )
    n_failures, examples = 0, []
    for batch in rows.to_arrow_reader(_BATCH_ROWS):
        for row in batch.to_pylist():
            kind = python_type(model, row["column_name"])
            if not _is_proved(row["normaliser"], row["slice"], row["value"], kind):
                n_failures += row["n_rows"]
                read = f"{row['normaliser']} of {str(row['slice'])[:_SHOWN]!r} is not {row['value'][:_SHOWN]!r}"
                examples.append(f"{row['place']}: {read}")
    if n_failures:
        yield Failure(f"{model.table}: the page says what is stored", n_failures, tuple(sorted(examples)[:_EXAMPLES]))


def _is_proved(normaliser: NormaliserName, text: str | None, value: str, kind: type) -> bool:
    """Whether a normaliser leads from a slice to a value, which is given as text."""
    if text is None:
        return False
    normalised = NORMALISERS[normaliser](text)
    if normalised == value or normalised is None or kind not in (int, float):
        return normalised == value
    try:
        return float(normalised) == float(value) if kind is float else int(normalised) == int(value)
    except ValueError:
        return False
