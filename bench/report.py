"""Results as plain tables for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | int | float


@dataclass(slots=True)
class Result:
    """One table of a bench: its title, its columns, its rows, and what must be known to read it."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def as_json(results: Sequence[Result], machine: str) -> str:
    """Return the results as one JSON object; each row is an object by column name."""
    tables = [asdict(result) | {"rows": [_named(result, row) for row in result.rows]} for result in results]
    return json.dumps({"machine": machine, "results": tables}, indent=2, ensure_ascii=False)


def _named(result: Result, row: tuple[Cell, ...]) -> dict[str, Any]:
    return dict(zip(result.columns, row, strict=True))


def as_table(result: Result) -> str:
    """Return a result as a plain table, numbers to the right, notes below."""
    shown = [result.columns, *(tuple(_shown(cell) for cell in row) for row in result.rows)]
    widths = [max(len(row[place]) for row in shown) for place in range(len(result.columns))]
    is_number = [
        bool(result.rows) and all(not isinstance(row[place], str) or row[place] == "" for row in result.rows)
        for place in range(len(result.columns))
    ]
    lines = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        ).rstrip()
        for row in shown
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join((result.title, "", *lines, *(f"  * {note}" for note in result.notes), ""))


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.2f}" if abs(cell) < 10 else f"{cell:.1f}"
