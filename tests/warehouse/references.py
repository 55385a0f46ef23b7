"""References as pages write them, resolved without pages: what the build's tables hold just before works are found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from schemas.declaration import Table
from schemas.records import TABLES, CitedWork, CitedWorkContributor, CitedWorkIdentifier
from schemas.tables import arrow_schema, columns_of, create_table
from warehouse.decisions import Decision, Judgement, make_decision_tables, resolution_warnings
from warehouse.hashing import content_sha256
from warehouse.resolve import resolve_works
from warehouse.scripts import run_script

NOW = datetime.fromisoformat("2025-06-01T12:00:00")


@dataclass(frozen=True)
class Reference:
    """One reference; `name` is its citation's id."""

    name: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    is_truncated: bool = False
    year: int | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    doi: str | None = None
    pmid: str | None = None
    csl_type: str = "article-journal"
    extra: dict[str, Any] = field(default_factory=dict, hash=False)

    def but(self, name: str, **changed: Any) -> Reference:
        """Return the same reference with another name and other values."""
        return replace(self, name=name, **changed)

    def work(self) -> dict[str, Any]:
        stated = {
            "citation_id": self.name,
            "document_id": "document",
            "csl_type": self.csl_type,
            "title": self.title,
            "container_title": self.container,
            "issued": str(self.year) if self.year else None,
            "issued_precision": "year" if self.year else None,
            "issued_year": self.year,
            "volume": self.volume,
            "issue": self.issue,
            "page": self.page,
            "authors_truncated": self.is_truncated,
            "_capture_id": "capture",
        }
        return dict.fromkeys(columns_of(CitedWork)) | stated | self.extra

    def contributors(self) -> Iterator[dict[str, Any]]:
        for ordinal, family in enumerate(self.authors, start=1):
            yield {
                "cited_work_contributor_id": f"{self.name} {ordinal}",
                "document_id": "document",
                "citation_id": self.name,
                "role": "author",
                "ordinal": ordinal,
                "family": family,
            }

    def identifiers(self) -> Iterator[dict[str, Any]]:
        for scheme, value in (("doi", self.doi), ("pmid", self.pmid)):
            if value is not None:
                yield {
                    "cited_work_identifier_id": f"{self.name} {scheme}",
                    "document_id": "document",
                    "citation_id": self.name,
                    "scheme": scheme,
                    "value": value,
                    "as_written": value,
                    "status": "format_valid",
                }


@dataclass(frozen=True)
class Merge:
    """A row of merges."""

    merge_id: str
    left_id: str
    right_id: str
    judgement: str
    rule: str
    score: float
    compared: dict[str, Any]
    decided_by: str
    is_undone: bool

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.left_id, self.right_id))


@dataclass(frozen=True)
class Resolved:
    """What resolution made of references."""

    clusters: frozenset[frozenset[str]]
    work_ids: dict[str, str]
    merges: tuple[Merge, ...]
    issues: tuple[str, ...]
    warnings: tuple[str, ...]
    works: tuple[dict[str, Any], ...]
    content: str

    def of(self, judgement: str) -> list[Merge]:
        return [merge for merge in self.merges if merge.judgement == judgement and not merge.is_undone]

    def joined(self) -> frozenset[frozenset[str]]:
        """Return the connected components over the merges that stand: what applying them must give."""
        component = {name: name for name in self.work_ids}

        def root(name: str) -> str:
            while component[name] != name:
                name = component[name]
            return name

        for merge in self.of("merge"):
            component[root(merge.left_id)] = root(merge.right_id)
        groups: defaultdict[str, set[str]] = defaultdict(set)
        for name in component:
            groups[root(name)].add(name)
        return frozenset(frozenset(group) for group in groups.values())


def decision(left: str, right: str, judgement: Judgement, *, is_undone: bool = False, table: str = "works") -> Decision:
    return Decision(table, left, right, judgement, "looked at", "ann", NOW, NOW if is_undone else None)


_NO_VERSIONS = (
    "CREATE TEMP TABLE versions (document_version_id VARCHAR, document_id VARCHAR, last_seen TIMESTAMP, "
    "n_words BIGINT, is_partial BOOLEAN, content_sha256 VARCHAR, is_current BOOLEAN)"
)


class Resolver:
    """An empty warehouse in which references are resolved again and again."""

    def __init__(self) -> None:
        self._database = duckdb.connect()
        self._database.execute("\n".join(create_table(model) for model in TABLES))

    @contextmanager
    def _empty(self) -> Iterator[duckdb.DuckDBPyConnection]:
        # Temporary tables belong to the cursor, the others are emptied by the rollback.
        with self._database.cursor() as connection:
            run_script(connection, "session")
            connection.begin()
            try:
                yield connection
            finally:
                connection.rollback()

    def resolve(self, references: Sequence[Reference], decisions: Sequence[Decision] = ()) -> Resolved:
        """Resolve references in the order in which they are given."""
        with self._empty() as connection:
            make_decision_tables(connection, sorted(decisions, key=lambda made: made.pair))
            _stage(connection, CitedWork, [reference.work() for reference in references])
            _stage(connection, CitedWorkContributor, [row for made in references for row in made.contributors()])
            _stage(connection, CitedWorkIdentifier, [row for made in references for row in made.identifiers()])
            connection.execute(_NO_VERSIONS)
            resolve_works(connection)
            run_script(connection, "resolution")
            return _read(connection)


def _stage(connection: duckdb.DuckDBPyConnection, model: type[Table], rows: list[dict[str, Any]]) -> None:
    schema = arrow_schema(model).append(pa.field("_capture_id", pa.string()))
    full = [{name: row.get(name) for name in schema.names} for row in rows]
    connection.register("given_rows", pa.Table.from_pylist(full, schema=schema))
    connection.execute(f"CREATE TEMP TABLE kept_{model.table} AS FROM given_rows")
    connection.unregister("given_rows")


def _read(connection: duckdb.DuckDBPyConnection) -> Resolved:
    work_ids = dict(connection.execute("SELECT citation_id, work_id FROM meanings").fetchall())
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for name, work_id in work_ids.items():
        groups[work_id].add(name)
    merges = connection.execute(
        "SELECT merge_id, left_id, right_id, judgement, rule, score, compared, decided_by, undone_at IS NOT NULL "
        "FROM merges ORDER BY merge_id"
    ).fetchall()
    cursor = connection.execute("FROM works ORDER BY work_id")
    names = [column[0] for column in cursor.description or ()]
    works = tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return Resolved(
        clusters=frozenset(frozenset(group) for group in groups.values()),
        work_ids=work_ids,
        merges=tuple(Merge(*row[:6], json.loads(row[6]), *row[7:]) for row in merges),
        issues=tuple(
            detail for (detail,) in connection.execute("SELECT detail FROM quality_issues ORDER BY ALL").fetchall()
        ),
        warnings=tuple(resolution_warnings(connection)),
        works=works,
        content=content_sha256(connection),
    )
