"""What a release takes over from the one that is live: runs, releases, when things were seen first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

import duckdb

from raw.captures import CaptureFile, SidecarProblem, StoreProblem
from schemas import records
from schemas.batches import Row
from schemas.declaration import Table
from schemas.recording import reject_row
from schemas.records import Capture, Reject, Release, Run, RunTable, SourceMetric
from schemas.tables import columns_of, is_nullable, sql_type
from warehouse.build_input import BuildInput
from warehouse.errors import ReleaseError
from warehouse.loading import insert_rows
from warehouse.scripts import column_list, run_script

_KEPT: Final = (Run, RunTable, Release, Reject, Capture, records.CaptureFile, SourceMetric)
# Runs whose figures are taken over: twice as many as bands are learned from, since a held source adds some that do not
# count.
_RUNS_OF_FIGURES: Final = 20


def open_previous(connection: duckdb.DuckDBPyConnection, live: Path) -> None:
    """Make `previous_<table>` from the live release, empty where nothing is live.

    A column that an older release has not is NULL, or zero or empty where it may not be.
    """
    with previous_attached(connection, live) if live.exists() else nullcontext():
        _take_over(connection)


@contextmanager
def previous_attached(connection: duckdb.DuckDBPyConnection, live: Path) -> Iterator[None]:
    """Attach the live release as `previous`; `ReleaseError` where it cannot be read."""
    try:
        connection.execute(f"ATTACH '{str(live).replace(chr(39), chr(39) * 2)}' AS previous (READ_ONLY)")
    except duckdb.Error as error:
        remedy = "roll back to a release that can be read, or move it away to begin without history"
        raise ReleaseError(f"the live release {live} cannot be read ({error}); {remedy}") from error
    try:
        yield
    finally:
        connection.execute("DETACH previous")


def _take_over(connection: duckdb.DuckDBPyConnection) -> None:
    for model in _KEPT:
        found = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'previous' AND table_name = ?",
            [model.table],
        ).fetchall()
        known = {name for (name,) in found}
        if known:
            values = [name if name in known else f"{_absent(model, name)} AS {name}" for name in columns_of(model)]
            query = f"SELECT {', '.join(values)} FROM previous.main.{model.table}"
        else:
            query = f"SELECT {column_list(list(columns_of(model)))} FROM {model.table} WHERE false"
        connection.execute(f"CREATE TEMP TABLE previous_{model.table} AS {query}")


def _absent(model: type[Table], column: str) -> str:
    kind = sql_type(model, column)
    if is_nullable(model, column):
        return f"NULL::{kind}"
    return f"'{'0' if kind in ('BIGINT', 'DOUBLE', 'BOOLEAN') else ''}'::{kind}"


def load_history(connection: duckdb.DuckDBPyConnection) -> None:
    """Take over runs, their books, releases and the figures of the latest runs."""
    for model in (Run, RunTable, Release):
        columns = column_list(list(columns_of(model)))
        connection.execute(f"INSERT INTO {model.table} ({columns}) SELECT {columns} FROM previous_{model.table}")
    columns = column_list(list(columns_of(SourceMetric)))
    connection.execute(
        f"INSERT INTO source_metrics ({columns}) SELECT {columns} FROM previous_source_metrics AS metrics "
        "JOIN previous_runs AS runs USING (run_id) "
        "QUALIFY dense_rank() OVER (PARTITION BY metrics.source_id ORDER BY runs.started_at DESC, run_id) "
        f"<= {_RUNS_OF_FIGURES}"
    )


def load_rejects(connection: duckdb.DuckDBPyConnection, given: BuildInput) -> None:
    """Load the rejects of staging and of the raw store, and the history of those that no longer occur."""
    known = {source.source_id for source in given.sources}
    rows = {
        row["reject_id"]: row for row in (*_store_rejects(given.problems, known), *_file_rejects(given.files, known))
    }
    unique = list(rows.values())
    columns = column_list(list(columns_of(Reject)))
    connection.execute(
        f"CREATE TEMP TABLE current_rejects AS SELECT {columns} FROM kept_rejects "
        f"UNION ALL SELECT {columns} FROM held_rejects"
    )
    insert_rows(connection, Reject, unique, table="current_rejects")
    run_script(connection, "history")


def _store_rejects(problems: Sequence[StoreProblem], known: set[str]) -> Iterator[Row]:
    for problem in problems:
        folder = problem.path.partition("/")[0]
        yield reject_row(
            capture_id=None,
            source_id=folder if folder in known else None,
            stage="decode",
            reason="bad_sidecar" if isinstance(problem, SidecarProblem) else "unreadable_file",
            message=str(problem),
            extractor_version=None,
        )


def _file_rejects(files: Sequence[CaptureFile], known: set[str]) -> Iterator[Row]:
    """Yield what is wrong beside a file that was read all the same: its sidecar, or a body that was cut off."""
    for file in files:
        for problem in file.problems:
            yield reject_row(
                capture_id=file.capture_id,
                source_id=file.folder_source if file.folder_source in known else None,
                stage="decode",
                reason="bad_sidecar" if file.warc_offset is None else "unreadable_file",
                message=problem,
                extractor_version=None,
            )
