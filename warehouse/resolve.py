"""Which citations mean one work: rules suggest, people decide, and what was decided is applied, level after level.

Suggestions are rows about pairs of citations; clusters are the connected components over those that stand. The scripts
`works_*.sql` do the work, this module says in which order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import duckdb

from schemas.records import CitedWork, Work
from schemas.tables import columns_of
from warehouse.scripts import column_list, one_row, run_script

# From which probability on two references are one work, and below which they are not even a question.
CERTAIN: Final = 0.97
UNSURE: Final = 0.75
# A title stated with this many different years is that of a column, such as 'Editorial'.
GENERIC_YEARS: Final = 4
# How often two names of a container must stand side by side, and in which share of the references of the rarer one.
ALIAS_SUPPORT: Final = 3
ALIAS_SHARE: Final = 0.5
# With how many neighbours a reference is compared under each key.
BLOCK_SIZE: Final = 16
_IDENTIFIERS, _EQUAL, _SIMILAR, _PEOPLE = 1, 2, 3, 4

_WORK_COLUMNS: Final = tuple(name for name in columns_of(Work) if name != "work_id")
_COUNTED: Final = tuple(name for name, column in columns_of(CitedWork).items() if column.origin == "text")
# Columns that a work takes together from one citation; each other column is a part of its own.
_JOINT: Final[Mapping[str, Sequence[str]]] = {
    "authors": ("authors_truncated",),
    "date": ("issued", "issued_precision", "issued_year"),
    "title": ("title", "study_design"),
    "page": ("page", "page_kind"),
}


def resolve_works(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill works, work_identifiers and work_contributors from the kept citations; `meanings` maps citation to work.

    Needs the temporary tables `decisions` and `resolution_warnings` of `warehouse.decisions`.
    """
    run_script(connection, "works_macros")
    suggest_works(connection)
    decide_works(connection)
    run_script(connection, "works_meanings")
    _survive(connection)


def suggest_works(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `suggestions` by rule and `clustered` with what follows from them, people left out."""
    block_works(connection)
    if not _count(connection, "candidates"):
        return
    run_script(
        connection,
        "works_scores",
        alias_support=str(ALIAS_SUPPORT),
        alias_share=str(ALIAS_SHARE),
        unsure=str(UNSURE),
    )
    run_script(connection, "works_suggested", certain=str(CERTAIN))
    _apply(connection, _EQUAL)
    _apply(connection, _SIMILAR)


def block_works(connection: duckdb.DuckDBPyConnection) -> None:
    """Join what identifiers join, and fill `candidates` with the pairs of statements that are alike enough to score."""
    filled = [f"(cited_works.{name} IS NOT NULL)::INTEGER" for name in _COUNTED]
    filled.append("(cited_works.csl_type <> 'unknown')::INTEGER")
    run_script(
        connection,
        "works_cited",
        cited_columns=column_list(_WORK_COLUMNS, "cited_works"),
        n_filled=" + ".join(filled),
    )
    run_script(connection, "works_identifiers")
    _apply(connection, _IDENTIFIERS)
    run_script(connection, "works_statements", generic_years=str(GENERIC_YEARS), block_size=str(BLOCK_SIZE))


def decide_works(connection: duckdb.DuckDBPyConnection) -> None:
    """Let people join and split what the rules made."""
    run_script(connection, "works_decided")
    run_script(connection, "works_links", level=str(_PEOPLE))
    _connect(connection)
    run_script(connection, "works_joined_by_people")
    while _count(connection, "decided"):
        run_script(connection, "works_split")
        if not _count(connection, "splits"):
            return
        n_parts = 0
        while n_parts < (n_now := _count(connection, "parts")):
            n_parts = n_now
            run_script(connection, "works_split_step")
        run_script(connection, "works_split_done")


def _apply(connection: duckdb.DuckDBPyConnection, level: int) -> None:
    """Join what the suggestions of one level join, contradictions left out."""
    run_script(connection, "works_links", level=str(level))
    if not _count(connection, "work_links"):
        return
    _connect(connection)
    run_script(connection, "works_joined", level=str(level))
    run_script(connection, "works_applied", level=str(level))
    if level == _IDENTIFIERS:
        run_script(connection, "works_contradictory")


def _connect(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the connected components over `work_links`, by steps until none changes."""
    while _count(connection, "work_links"):
        run_script(connection, "works_step")
        (n_changed,) = one_row(
            connection,
            "SELECT count(*) FROM work_components JOIN next_work_components AS next USING (no) "
            "WHERE next.component <> work_components.component",
        )
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE work_components AS SELECT no, component FROM next_work_components"
        )
        if not n_changed:
            return


def _survive(connection: duckdb.DuckDBPyConnection) -> None:
    """Choose which value of each field stands for the work, with its evidence."""
    parts = _parts()
    run_script(
        connection,
        "works",
        work_columns=column_list(_WORK_COLUMNS),
        survived_columns=column_list(_WORK_COLUMNS, "survivors"),
        parts=",\n    ".join(_part(name, columns) for name, columns in parts.items()),
        part_names=",\n        ".join(f"(survivors.{name}_from, {list(columns)})" for name, columns in parts.items()),
    )


def _parts() -> dict[str, Sequence[str]]:
    joint = {column for columns in _JOINT.values() for column in columns}
    return {**_JOINT, **{name: (name,) for name in _WORK_COLUMNS if name not in joint}}


def _part(name: str, columns: Sequence[str]) -> str:
    """Return SQL for the columns of one part and for the citation that they come from."""
    place = {"authors": "author_place", "date": "date_place"}.get(name, "place")
    stated = "true" if name in ("authors", "csl_type") else f"placed.{columns[0]} IS NOT NULL"
    if name == "csl_type":
        unknown = "CASE WHEN placed.csl_type = 'unknown' THEN 1000000000 ELSE 0 END"
        chosen = f"placed.place + {unknown}"
    else:
        chosen = f"placed.{place}"
    values = [f"arg_min_null(placed.{column}, {chosen}) FILTER (WHERE {stated}) AS {column}" for column in columns]
    values.append(f"arg_min(placed.citation_id, {chosen}) FILTER (WHERE {stated}) AS {name}_from")
    return ",\n    ".join(values)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(one_row(connection, f"SELECT count(*) FROM {table}")[0])
