"""What a run did, read from the release that it built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb
from pydantic import BaseModel, ConfigDict

from flows.errors import DEGRADED, NOTHING_PUBLISHED, PUBLISHED

RunStatus = Literal["published", "degraded", "failed"]
Line = TypeVar("Line", bound=BaseModel)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceCounts(_Record):
    """What one source gave."""

    source_id: str
    n_captures: int
    n_held: int
    n_failed: int
    n_documents: int
    n_rows: int
    n_rejects: int
    n_issues: int


class IssueCount(_Record):
    """How often one quality issue occurs."""

    code: str
    severity: str
    n_issues: int
    n_captures: int


class RejectCount(_Record):
    """How many rejects of one kind are open."""

    source_id: str
    stage: str
    reason: str
    n_rejects: int
    example: str


class Example(_Record):
    """One row that differs. `values`: what its columns hold; of a changed row (before, after) where they differ."""

    kind: Literal["added", "removed", "changed"]
    key: tuple[str, ...]
    values: dict[str, Any]


class Change(_Record):
    """How one table of one source differs from the previous release, with examples where they were asked for."""

    table_name: str
    source_id: str
    n_added: int
    n_removed: int
    n_changed: int
    examples: tuple[Example, ...] = ()


class Comparison(_Record):
    """What differs between two releases; `old` is None where there is none before."""

    old: str | None
    new: str
    changes: tuple[Change, ...]


class DriftLine(_Record):
    """A figure of the new captures of a source beside its band, and what followed from it.

    n_held: captures of the source that are not loaded. commands: what to look at it with, and how to accept it.
    """

    source_id: str
    metric: str
    verdict: Literal["sound", "warned", "held"]
    value: float
    n: int
    low: float | None
    high: float | None
    decided_by: str | None
    detail: str | None
    example_path: str | None
    n_held: int
    commands: tuple[str, ...] = ()


class RunReport(_Record):
    """What a run did. `status` failed means that nothing was published and `reason` says why."""

    run_id: str
    status: RunStatus
    release_id: str | None = None
    reason: str | None = None
    warehouse: Path
    seconds: float
    n_files: int = 0
    n_captures: int = 0
    n_repeats: int = 0
    n_ignored: int = 0
    n_extracted: int = 0
    sources: tuple[SourceCounts, ...] = ()
    rejects: tuple[RejectCount, ...] = ()
    issues: tuple[IssueCount, ...] = ()
    changes: tuple[Change, ...] = ()
    held: tuple[DriftLine, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 published, 3 published without what was held or failed, 4 nothing published."""
        return {"published": PUBLISHED, "degraded": DEGRADED, "failed": NOTHING_PUBLISHED}[self.status]


def sql_text(name: str) -> str:
    """Return the query `flows/sql/<name>.sql`."""
    return files("flows").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def query(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """Run `flows/sql/<name>.sql` and return its rows by column name."""
    cursor = connection.execute(sql_text(name), dict(parameters) if parameters else None)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def lines(model: type[Line], rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Return rows as records."""
    return tuple(model.model_validate(row) for row in rows)
