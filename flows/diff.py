"""What differs between two releases: rows added, removed and changed per table and source, counted in DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from flows.diff_examples import Kind, examples_of, key_as_text
from flows.reports import Change, sql_text
from schemas.declaration import Table, columns_of
from schemas.records import TABLE_BY_NAME, TABLES

# A row that no one page states: works, trials, entities, and what resolution made of them.
SHARED: Final = "(shared)"
# What the pipeline writes about its own work differs in every run.
OWN_BOOKS: Final = frozenset({"runs", "run_tables", "releases", "source_bands", "source_metrics"})
_OLD: Final = "old_release"
_NEW: Final = "new_release"
# The first of these that a table has leads to its source.
_LINKS: Final = ("source_id", "capture_id", "document_id")


@dataclass(frozen=True, slots=True)
class Hop:
    """A reference from a row towards its source: its column, and the table and column it points at."""

    column: str
    table: str
    key: str


def compare(old: Path | None, new: Path, n_examples: int = 0) -> tuple[Change, ...]:
    """Return what differs in the file `new` from the file `old`; everything is added where `old` is None.

    n_examples: rows shown of each table, source and kind of difference.

    A row is known by its primary key and is changed where any column differs that the pipeline does not write about
    its own work. Tables and columns that only one of the releases has are compared as far as both have them.
    """
    if old is not None and old.samefile(new):
        return ()
    # Spilled rows go beside the releases, not into the folder the command was called from.
    with duckdb.connect(config={"temp_directory": str(new.resolve().parent / "diff.tmp")}) as connection:
        attached = {_NEW: new} if old is None else {_NEW: new, _OLD: old}
        for name, path in attached.items():
            quoted = str(path).replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        have = {name: _columns(connection, name) for name in attached}
        changes: list[Change] = []
        filled = _filled(connection, have)
        for model in TABLES:
            columns = _compared(model, have)
            if model.table in filled - OWN_BOOKS and columns and (text := _query(model, have, columns, n_examples)):
                changes += _changes(connection, model, text, have, columns, n_examples)
    return tuple(changes)


def _changes(
    connection: duckdb.DuckDBPyConnection,
    model: type[Table],
    text: str,
    have: Mapping[str, Mapping[str, set[str]]],
    columns: list[str],
    n_examples: int,
) -> Iterator[Change]:
    cursor = connection.execute(text)
    names = [column[0] for column in cursor.description or ()]
    sides = (_OLD if model.table in have.get(_OLD, ()) else None, _NEW)
    for row in cursor.fetchall():
        found = dict(zip(names, row, strict=True))
        kinds: tuple[Kind, ...] = ("added", "removed", "changed")
        keys: dict[Kind, list[list[str]] | None] = {kind: found.pop(f"keys_{kind}") for kind in kinds}
        shown = examples_of(connection, model, keys, sides, columns) if n_examples else ()
        yield Change.model_validate(found | {"examples": shown})


def hops_to_source(model: type[Table]) -> tuple[Hop, ...] | None:
    """Return the references that lead from a row to `source_id`, () where the row has it itself, None where none do."""
    columns = columns_of(model)
    for name in _LINKS:
        if name not in columns:
            continue
        if name == "source_id":
            return ()
        table = {"capture_id": "captures", "document_id": "documents"}[name]
        return (Hop(name, table, name), *(hops_to_source(TABLE_BY_NAME[table]) or ()))
    for name, column in columns.items():
        if column.references is None:
            continue
        table, _, key = column.references.partition(".")
        rest = None if table == model.table else hops_to_source(TABLE_BY_NAME[table])
        if rest is not None:
            return (Hop(name, table, key), *rest)
    return None


def _columns(connection: duckdb.DuckDBPyConnection, release: str) -> dict[str, set[str]]:
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = $name", {"name": release}
    ).fetchall()
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found


def _filled(connection: duckdb.DuckDBPyConnection, have: Mapping[str, Mapping[str, set[str]]]) -> set[str]:
    """Return the tables with a row in any release: to plan the comparison of an empty one takes as long."""
    asked = [
        f"SELECT '{table}' WHERE EXISTS (FROM {name}.\"{table}\")"
        for name, known in have.items()
        for table in TABLE_BY_NAME.keys() & known.keys()
    ]
    if not asked:
        return set()
    return {table for (table,) in connection.execute(" UNION ALL ".join(asked)).fetchall()}


def _compared(model: type[Table], have: Mapping[str, Mapping[str, set[str]]]) -> list[str]:
    """Return the columns that are compared: those that both releases have, without the pipeline's own books."""
    known = [tables[model.table] for tables in have.values() if model.table in tables]
    shared = set.intersection(*known) if known else set()
    return [name for name, column in columns_of(model).items() if column.origin != "run" and name in shared]


def _query(
    model: type[Table], have: Mapping[str, Mapping[str, set[str]]], compared: list[str], n_examples: int
) -> str | None:
    """Return the query for one table, None where neither release has it."""
    hops = hops_to_source(model)
    usable = {name: _is_usable(model, hops or (), columns) for name, columns in have.items()}
    sides = [name for name, is_usable in usable.items() if is_usable]
    if not sides:
        return None
    # A side without the table borrows the other's, with no rows of it.
    new = _NEW if _NEW in sides else _OLD
    old = _OLD if _OLD in sides else _NEW
    key = ", ".join(model.primary_key)
    new_source, new_joins = _way_to_source(hops, new, "new_link")
    old_source, old_joins = _way_to_source(hops, old, "old_link")
    return sql_text("changes").format(
        table=model.table,
        columns_of_key=key,
        key_as_text=key_as_text(model, "differing"),
        n_examples=max(n_examples, 1),
        columns=", ".join(f'"{name}"' for name in compared),
        link="NULL::VARCHAR" if hops is None else hops[0].column if hops else "source_id",
        new=new,
        old=old,
        is_in_new=str(usable.get(_NEW, False)).upper(),
        is_in_old=str(usable.get(_OLD, False)).upper(),
        new_source=new_source,
        new_joins=new_joins,
        old_source=old_source,
        old_joins=old_joins,
    )


def _is_usable(model: type[Table], hops: tuple[Hop, ...], columns: Mapping[str, set[str]]) -> bool:
    """Whether a release has the table, its key, and the whole way from there to the source."""
    needed = {(model.table, name) for name in model.primary_key}
    table = model.table
    for hop in hops:
        needed |= {(table, hop.column), (hop.table, hop.key)}
        table = hop.table
    if hops:
        needed.add((table, "source_id"))
    return all(column in columns.get(table, ()) for table, column in needed)


def _way_to_source(hops: tuple[Hop, ...] | None, release: str, link: str) -> tuple[str, str]:
    """Return the expression for the source of a differing row, and the joins that it needs."""
    if hops is None:
        return f"'{SHARED}'", ""
    joins: list[str] = []
    column = f"differing.{link}"
    for number, hop in enumerate(hops, start=1):
        joins.append(f"LEFT JOIN {release}.{hop.table} AS hop{number} ON hop{number}.{hop.key} = {column}")
        following = hops[number].column if number < len(hops) else "source_id"
        column = f"hop{number}.{following}"
    return column, "\n    ".join(joins)
