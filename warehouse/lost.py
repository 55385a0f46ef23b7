"""What pages lost since they were captured before: rows of a table, or a heading that several pages share.

Bounds and bands are of a source as a whole and need some releases to be learned; a page beside itself tells at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from schemas.batches import CAPTURE_COLUMN
from schemas.records import TABLES, Document, Section
from schemas.tables import columns_of
from warehouse.bounds import LOST, Figure
from warehouse.history import previous_attached
from warehouse.scripts import one_row, run_script

_ANEW: Final = (
    "SELECT count(*) FROM predecessors JOIN read_captures USING (capture_id) "
    "WHERE predecessors.former_id <> predecessors.capture_id"
)


def count_lost(connection: duckdb.DuckDBPyConnection, live: Path) -> Iterator[Figure]:
    """Yield, of the pages of a source that had something before, the share that has it no more; none where all have.

    Needs `predecessors` and `read_captures`. Tables that the live release does not have are left out.
    """
    if not one_row(connection, _ANEW)[0]:
        return
    with previous_attached(connection, live):
        had = "\n    UNION ALL\n    ".join(_had(connection))
        run_script(connection, "lost", prefix=LOST, had=had, capture=CAPTURE_COLUMN)
        rows = connection.execute(
            "SELECT source_id, metric, value, n, example FROM lost_figures ORDER BY source_id, metric"
        ).fetchall()
    for source, metric, value, n, example in rows:
        yield Figure(source, metric, value, n, n, example_capture_id=example)


def _had(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yield queries for what the captures of the live release gave."""
    known = set(
        connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'previous'"
        ).fetchall()
    )
    here = (
        "FROM previous.main.{0} AS rows JOIN previous.main.documents AS documents USING (document_id) "
        "SEMI JOIN replaced ON replaced.former_id = documents.capture_id"
    )
    yield "SELECT NULL::VARCHAR AS capture_id, NULL::VARCHAR AS what WHERE false"
    for model in TABLES:
        is_of_page = model.made_by == "extraction" and model is not Document and "document_id" in columns_of(model)
        if is_of_page and (model.table, "document_id") in known:
            yield f"SELECT DISTINCT documents.capture_id, '{model.table}' {here.format(model.table)}"
    if (Section.table, "heading") in known:
        yield f"SELECT DISTINCT documents.capture_id, heading_name(rows.heading) {here.format(Section.table)}"
