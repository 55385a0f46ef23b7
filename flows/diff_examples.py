"""Rows that differ between two releases, as examples: what was added and removed, and which values changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import duckdb

from flows.reports import Example
from schemas.declaration import Table, columns_of

Kind = Literal["added", "removed", "changed"]
_Rows = dict[tuple[str, ...], dict[str, Any]]
# Keys and places say nothing to the eye; a row is shown by what it says.
_SILENT: Final = frozenset({"key", "span", "run"})


def examples_of(
    connection: duckdb.DuckDBPyConnection,
    model: type[Table],
    keys: Mapping[Kind, Sequence[Sequence[str]] | None],
    sides: tuple[str | None, str],
    columns: Sequence[str],
) -> tuple[Example, ...]:
    """Return the rows with these keys. sides: the attached old release (None where it lacks the table) and the new one.

    columns: those that are compared.
    """
    chosen = {kind: [tuple(key) for key in found or ()] for kind, found in keys.items()}
    old_side, new_side = sides
    old = _rows(connection, model, old_side, columns, chosen["removed"] + chosen["changed"])
    new = _rows(connection, model, new_side, columns, chosen["added"] + chosen["changed"])
    examples = [Example(kind="added", key=key, values=_said(model, new[key])) for key in chosen["added"]]
    examples += [Example(kind="removed", key=key, values=_said(model, old[key])) for key in chosen["removed"]]
    for key in chosen["changed"]:
        before, after = old[key], new[key]
        differing = {name: (before[name], after[name]) for name in columns if before[name] != after[name]}
        examples.append(Example(kind="changed", key=key, values=differing))
    return tuple(examples)


def key_as_text(model: type[Table], alias: str) -> str:
    """Return the SQL expression for the primary key of a row as a list of texts."""
    return f"[{', '.join(f'{alias}.{name}::VARCHAR' for name in model.primary_key)}]"


def _rows(
    connection: duckdb.DuckDBPyConnection,
    model: type[Table],
    side: str | None,
    columns: Sequence[str],
    keys: Sequence[tuple[str, ...]],
) -> _Rows:
    if side is None or not keys:
        return {}
    names = ", ".join(f'side."{name}"' for name in columns)
    key = key_as_text(model, "side")
    found = connection.execute(
        f'SELECT {key}, {names} FROM {side}."{model.table}" AS side WHERE {key} IN (SELECT unnest($keys::VARCHAR[][]))',
        {"keys": [list(key) for key in keys]},
    ).fetchall()
    return {tuple(key): dict(zip(columns, values, strict=True)) for key, *values in found}


def _said(model: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says, the words of the page first: without keys and offsets where it has anything else."""
    declared = columns_of(model)
    names = sorted((name for name in row if row[name] is not None), key=lambda name: declared[name].origin != "text")
    stated = {name: row[name] for name in names}
    return {name: value for name, value in stated.items() if declared[name].origin not in _SILENT} or stated
