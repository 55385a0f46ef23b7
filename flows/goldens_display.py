"""A golden case against today's code, as a person reviews it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from flows.console import counted
from flows.goldens import Change, Comparison

_MARKS: Final = {"added": "+", "changed": "~", "lost": "-"}
_STYLES: Final = {"added": "green", "changed": "yellow", "lost": "red"}
_VALUE_CHARS: Final = 90


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print what changed, table by table; a new case only as counts, since all of it is new."""
    if comparison.is_new:
        n_rows = sum(len(rows) for rows in comparison.rows.values())
        held = f"{counted(n_rows, 'row')} in {counted(len(comparison.rows), 'table')}"
        console.print(Text(f"{comparison.case}: new, {held}; please review it", style="bold"), soft_wrap=True)
        return
    if not comparison.changes:
        console.print(Text(f"{comparison.case}: as reviewed"), soft_wrap=True)
        return
    counts = ", ".join(
        f"{number:,} {kind}" for kind in _MARKS if (number := sum(change.kind == kind for change in comparison.changes))
    )
    console.print(Text(f"{comparison.case}: {counts}", style="bold"), soft_wrap=True)
    for table, members in groupby(comparison.changes, key=lambda change: change.table):
        console.print(Text(f"  {table}", style="bold cyan"))
        for change in members:
            console.print(_line(change), soft_wrap=True)


def print_verdict(console: Console, written: Sequence[Comparison]) -> None:
    """Print which cases were written."""
    if not written:
        console.print(Text("Nothing to write: every case is as reviewed.", style="bold"))
    for comparison in written:
        console.print(Text(f"Wrote tests/golden/{comparison.case}/expected.json", style="bold"), soft_wrap=True)


def _line(change: Change) -> Text:
    line = Text(f"    {_MARKS[change.kind]} ", style=_STYLES[change.kind])
    if change.column is None:
        line.append(change.row)
        return line
    line.append(f"{change.column}", style="bold")
    if change.kind != "added":
        line.append(f" {_short(change.before)}")
    if change.kind == "changed":
        line.append(" →")
    if change.kind != "lost":
        line.append(f" {_short(change.after)}")
    line.append(f"   ({change.row})", style="dim")
    return line


def _short(value: object) -> str:
    shown = " ".join(repr(value).split())
    return shown if len(shown) <= _VALUE_CHARS else f"{shown[: _VALUE_CHARS - 1]}…"
