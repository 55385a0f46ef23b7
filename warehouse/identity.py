"""Which staged rows are one: documents by what they say of themselves, entities by the form of their names.

Rules add pairs, people add and take away pairs, and connected rows get one canonical id. Staged rows are only read.
"""

from __future__ import annotations

from typing import Final

import duckdb
import pyarrow as pa

from schemas.declaration import Table
from schemas.records import Document, Entity
from schemas.urls import canonical_url
from warehouse.components import find_components
from warehouse.scripts import run_script

_DOCUMENTS: Final = {
    "table": Document.table,
    "key": "document_id",
    "known": "told_documents",
    "pairs": "document_pairs",
    "identities": "document_identities",
    "reasons": "document_reasons",
}
_ENTITIES: Final = {
    "table": Entity.table,
    "key": "entity_id",
    "known": "told_entities",
    "pairs": "entity_pairs",
    "identities": "entity_identities",
    "reasons": "entity_reasons",
}
# What stands behind the name of a company and tells nothing of it.
LEGAL_FORMS: Final = frozenset(
    "ab ag aps as asa bhd bv co company corp corporation gmbh inc incorporated jsc kg kgaa kk limited llc llp lp ltd "
    "nv oy oyj pbc pjsc plc pte pty sa sarl sas sdn spa srl ug".split()
)
# Tables whose rows another row may stand for, with the table that says which: `canonical_id` by the key.
IDENTITIES: Final[dict[type[Table], str]] = {Document: _DOCUMENTS["identities"], Entity: _ENTITIES["identities"]}


def identify_documents(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `document_identities` with the documents that another one stands for."""
    _canonicalise_redirects(connection)
    run_script(connection, "document_pairs")
    run_script(connection, "document_pairs_by_byline")
    find_components(connection, "document_pairs", "document_components")
    run_script(connection, "document_pairs_by_text")
    _identify(connection, _DOCUMENTS, "document")


def identify_entities(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `entity_identities` with the entities that another one stands for; needs `stale_captures`."""
    run_script(connection, "entities_pairs", legal_forms=f"'{'|'.join(sorted(LEGAL_FORMS))}'")
    find_components(connection, "entity_pairs", "entity_components")
    run_script(connection, "entities_unsure")
    _identify(connection, _ENTITIES, "entity")


def record_identities(connection: duckdb.DuckDBPyConnection) -> None:
    """Enter what was decided about documents and entities, and what is left for a person, in merges and clusters."""
    for names in (_DOCUMENTS, _ENTITIES):
        run_script(connection, "pairs_merges", **names)
    run_script(connection, "entities_doubts")


def _identify(connection: duckdb.DuckDBPyConnection, names: dict[str, str], kind: str) -> None:
    run_script(connection, "pairs_decided", **names)
    find_components(connection, names["pairs"], f"{kind}_components")
    run_script(connection, "document_identities" if kind == "document" else "entities_identities")
    run_script(connection, "pairs_reasons", **names)


def _canonicalise_redirects(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `redirects`: the canonical form of each address that pages are reached from."""
    found = connection.execute(
        "SELECT DISTINCT alias FROM staged_document_aliases WHERE kind = 'redirect' ORDER BY alias"
    ).fetchall()
    rows = [{"alias": alias, "address": canonical_url(alias)} for (alias,) in found]
    schema = pa.schema([("alias", pa.string()), ("address", pa.string())])
    connection.register("given_redirects", pa.Table.from_pylist(rows, schema=schema))
    connection.execute("CREATE TEMP TABLE redirects AS SELECT alias, address FROM given_redirects")
    connection.unregister("given_redirects")
