"""Questions to the live warehouse: what is there, what happened, where a value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from pydantic import BaseModel, ConfigDict

import warehouse
from flows import explain as explaining
from flows.console import short_path
from flows.diff import compare
from flows.drift import read_drift
from flows.errors import NOTHING_PUBLISHED, USAGE, CommandError
from flows.reports import Comparison, DriftLine, IssueCount, RejectCount, lines, query
from flows.settings import Settings


class RunLine(BaseModel):
    """One run as the release knows it."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    release_id: str | None
    status: str
    started_at: datetime
    finished_at: datetime | None
    n_captures: int
    n_extracted: int
    n_documents: int
    n_rejects: int


class Status(BaseModel):
    """What is live (None where nothing is), and what a person should look at."""

    model_config = ConfigDict(frozen=True)

    warehouse: Path
    live: str | None
    lock: str | None
    runs: tuple[RunLine, ...] = ()
    held: tuple[DriftLine, ...] = ()
    drifts: tuple[DriftLine, ...] = ()
    rejects: tuple[RejectCount, ...] = ()
    issues: tuple[IssueCount, ...] = ()


class ReleaseLine(BaseModel):
    """One release that is kept."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    release_id: str
    created_at: datetime
    content_sha256: str
    n_documents: int
    previous_release_id: str | None
    is_live: bool
    path: Path


Rows = tuple[Sequence[str], list[tuple[Any, ...]]]


@contextmanager
def live(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the live warehouse read only."""
    if not settings.live.exists():
        remedy = "run `regenbase run` first, or say where it is with --data"
        raise CommandError(f"No warehouse at {short_path(settings.live)}: {remedy}", NOTHING_PUBLISHED)
    try:
        connection = warehouse.connect_live(settings.data)
    except duckdb.Error as error:
        remedy = "go back to a release with `regenbase rollback ID`, or move the file away and run again"
        message = f"{short_path(settings.live)} cannot be opened as a warehouse: {remedy} ({error})"
        raise CommandError(message, NOTHING_PUBLISHED) from error
    with closing(connection):
        yield connection


def read_status(settings: Settings) -> Status:
    """Return what is live and what a person should look at; `live` is None where nothing was published yet."""
    lock = warehouse.lock_owner(settings.data)
    if not settings.live.exists():
        return Status(warehouse=settings.live, live=None, lock=lock)
    with live(settings) as connection:
        runs = lines(RunLine, query(connection, "runs"))
        current = query(connection, "release")
        drifts = read_drift(connection, settings, current[0]["run_id"]) if current else ()
        return Status(
            warehouse=settings.live,
            live=current[0]["release_id"] if current else None,
            lock=lock,
            runs=runs,
            held=tuple(line for line in drifts if line.verdict == "held"),
            drifts=tuple(line for line in drifts if line.verdict == "warned"),
            rejects=lines(RejectCount, query(connection, "rejects")),
            issues=lines(IssueCount, query(connection, "issues")),
        )


def read_releases(settings: Settings) -> tuple[ReleaseLine, ...]:
    """Return the releases that are kept, newest first."""
    try:
        return tuple(ReleaseLine.model_validate(found) for found in warehouse.releases(settings.data))
    except (duckdb.Error, warehouse.ReleaseError) as error:
        message = f"A release in {short_path(settings.data)} cannot be read; delete it or put it back ({error})"
        raise CommandError(message, NOTHING_PUBLISHED) from error


def roll_back(settings: Settings, release_id: str | None) -> str:
    """Make another release the live one and return its id; without an id the one that the live one replaced."""
    # Not by reading the releases: this is the way out where the live one is damaged.
    kept = sorted(path.stem for path in settings.data.joinpath("releases").glob("*.duckdb"))
    if release_id is not None and release_id not in kept:
        raise CommandError(f"No release {release_id}; kept are {', '.join(kept) or 'none'}", USAGE)
    try:
        with warehouse.WriterLock(settings.data):
            return warehouse.rollback(settings.data, release_id)
    except (warehouse.LockedError, warehouse.ReleaseError) as error:
        raise CommandError(str(error), NOTHING_PUBLISHED) from error


def compare_releases(settings: Settings, old: str | None, new: str | None, n_examples: int = 0) -> Comparison:
    """Compare two releases that are kept: without `new` the live one, without `old` with the one it replaced.

    n_examples: rows shown of each table, source and kind of difference.
    """
    kept = {release.release_id: release for release in read_releases(settings)}
    if not kept:
        raise CommandError(f"No releases in {short_path(settings.data)}: run `regenbase run` first", NOTHING_PUBLISHED)
    for name in (old, new):
        if name is not None and name not in kept:
            raise CommandError(f"No release {name}; kept are {', '.join(kept)}", USAGE)
    later = kept[new] if new else next((release for release in kept.values() if release.is_live), None)
    later = later or next(iter(kept.values()))
    earlier = kept.get(old or later.previous_release_id or "")
    try:
        changes = compare(earlier.path if earlier else None, later.path, n_examples)
    except duckdb.Error as error:
        message = f"{later.release_id} cannot be compared, since a file cannot be read: {error}"
        raise CommandError(message, NOTHING_PUBLISHED) from error
    return Comparison(old=earlier.release_id if earlier else None, new=later.release_id, changes=changes)


def run_query(settings: Settings, text: str) -> Rows:
    """Return column names and rows of a query."""
    if not text.strip():
        raise CommandError("No query was given; `regenbase sql` without one lists the views", USAGE)
    with live(settings) as connection:
        try:
            cursor = connection.execute(text)
            rows = cursor.fetchall()
        except duckdb.Error as error:
            raise CommandError(str(error), USAGE) from error
        return [column[0] for column in cursor.description or ()], rows


def list_views(settings: Settings) -> Rows:
    """Return the views with what each answers."""
    with live(settings) as connection:
        found = query(connection, "views")
        return ("view", "answers"), [(row["view_name"], row["description"]) for row in found]


def explain_row(settings: Settings, table: str, row_id: str) -> explaining.Explanation:
    """Explain one row of the live warehouse."""
    with live(settings) as connection:
        try:
            return explaining.explain(connection, table, row_id)
        except explaining.UnknownRowError as error:
            raise CommandError(str(error), USAGE) from error
