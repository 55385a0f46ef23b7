"""Which citations mean one work: identifiers first, then title, year and first author.

Later rules (scores, decisions of a person) add rows to `ties` before the components are found.
"""

from __future__ import annotations

from typing import Final

import duckdb

from schemas.records import CitedWork, Work
from schemas.tables import columns_of
from warehouse.scripts import column_list, one_row, run_script

# Columns of a work that are taken together from one citation; what is not listed comes from the fullest one.
_AUTHOR_COLUMNS: Final = ("authors_truncated",)
_DATE_COLUMNS: Final = ("issued", "issued_precision", "issued_year")
_WORK_COLUMNS: Final = tuple(name for name in columns_of(Work) if name != "work_id")
_REST_COLUMNS: Final = tuple(name for name in _WORK_COLUMNS if name not in _AUTHOR_COLUMNS + _DATE_COLUMNS)
_COUNTED: Final = tuple(name for name, column in columns_of(CitedWork).items() if column.origin == "text")


def resolve_works(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill works, work_identifiers and work_contributors from the kept citations; `meanings` maps citation to work."""
    filled = [f"(cited_works.{name} IS NOT NULL)::INTEGER" for name in _COUNTED]
    filled.append("(cited_works.csl_type <> 'unknown')::INTEGER")
    run_script(
        connection,
        "works_cited",
        cited_columns=column_list(_WORK_COLUMNS, "cited_works"),
        n_filled=" + ".join(filled),
    )
    _connect(connection)
    survived = [f"{_origin(name)}.{name}" for name in _WORK_COLUMNS]
    run_script(
        connection,
        "works",
        work_columns=column_list(_WORK_COLUMNS),
        survived_columns=", ".join(survived),
        author_names=str(list(_AUTHOR_COLUMNS)),
        date_names=str(list(_DATE_COLUMNS)),
        rest_names=str(list(_REST_COLUMNS)),
    )


def _connect(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the connected components over shared identifiers, by steps until none changes."""
    while True:
        run_script(connection, "works_step")
        (n_changed,) = one_row(
            connection,
            "SELECT count(*) FROM components JOIN next_components AS next USING (citation_id) "
            "WHERE next.component <> components.component",
        )
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE components AS SELECT citation_id, component FROM next_components"
        )
        if not n_changed:
            return


def _origin(column: str) -> str:
    if column in _AUTHOR_COLUMNS:
        return "authors"
    return "dates" if column in _DATE_COLUMNS else "rest"
