"""Answers of the live warehouse as a person, or a machine, reads them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import Any, Literal

import orjson
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.text import Text

from flows.console import counted, short_path
from flows.display import changes_grid, grid, issues_grid, rejects_grid
from flows.drift import told
from flows.inspection import ReleaseLine, Status
from flows.reports import Comparison, Example

ROWS_SHOWN = 200
EXAMPLE_CHARS = 40


def print_rows(
    console: Console, columns: Sequence[str], rows: list[tuple[Any, ...]], form: Literal["table", "csv", "json"]
) -> None:
    """Print a result; only the table is cut, since it is for eyes."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        sys.stdout.write(orjson.dumps(to_jsonable_python(records), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        numeric = [all(isinstance(row[at], int | float) for row in rows) and bool(rows) for at in range(len(columns))]
        justified = [(name, "right" if right else "left") for name, right in zip(columns, numeric, strict=True)]
        console.print(grid(justified, rows[:ROWS_SHOWN], is_data=True))
        if len(rows) > ROWS_SHOWN:
            console.print(f"({ROWS_SHOWN} of {counted(len(rows), 'row')}; --format csv gives all)", markup=False)


def print_status(console: Console, status: Status) -> None:
    """Print what is live and what a person should look at."""
    console.print(Text(f"Warehouse  {short_path(status.warehouse)}"))
    console.print(Text(f"Live       {status.live or 'nothing yet: run `regenbase run`'}"))
    console.print(Text(f"Writer     {status.lock or 'none'}"))
    if status.runs:
        columns = [("run", "left"), ("status", "left"), ("finished", "left")]
        columns += [(name, "right") for name in ("captures", "extracted", "documents", "rejects")]
        rows = [
            (
                run.run_id,
                run.status,
                f"{run.finished_at:%Y-%m-%d %H:%M}" if run.finished_at else None,
                run.n_captures,
                run.n_extracted,
                run.n_documents,
                run.n_rejects,
            )
            for run in status.runs
        ]
        console.print("")
        console.print(grid(columns, rows))
    for held in status.held:
        console.print(Text(f"\nheld: {told(held)}", style="bold yellow"), soft_wrap=True)
    for drift in status.drifts:
        console.print(Text(f"\nwarning: {told(drift)}", style="yellow"), soft_wrap=True)
    if status.live:
        console.print("")
        console.print(rejects_grid(status.rejects) if status.rejects else "No open rejects.")
        console.print("")
        console.print(issues_grid(status.issues, shown=None) if status.issues else "No quality issues.")


def print_releases(console: Console, releases: Sequence[ReleaseLine]) -> None:
    """Print the releases that are kept."""
    columns = (("release", "left"), ("", "left"), ("created", "left"), ("documents", "right"), ("content", "left"))
    rows = [
        (
            release.release_id,
            "live" if release.is_live else "",
            f"{release.created_at:%Y-%m-%d %H:%M}",
            release.n_documents,
            release.content_sha256[:12],
        )
        for release in releases
    ]
    console.print(grid(columns, rows))


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print what differs between two releases."""
    before = comparison.old or "nothing: it is the first release that is kept"
    console.print(Text(f"{comparison.new} against {before}", style="bold"))
    console.print(changes_grid(comparison.changes) if comparison.changes else "No row differs.")
    for change in comparison.changes:
        if change.examples:
            console.print(Text(f"\n{change.table_name}, {change.source_id}", style="bold cyan"))
        for example in change.examples:
            console.print(_example_line(example), no_wrap=True, overflow="ellipsis")


_EXAMPLE_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def _example_line(example: Example) -> Text:
    mark, style = _EXAMPLE_MARKS[example.kind]
    line = Text(f"  {mark} ", style=style)
    for name, value in example.values.items():
        line.append(f"{name} ", style="dim")
        shown = " → ".join(_brief(part) for part in value) if example.kind == "changed" else _brief(value)
        line.append(f"{shown}  ")
    line.append(f"[{'/'.join(example.key)}]", style="dim")
    return line


def _brief(value: object) -> str:
    shown = "NULL" if value is None else " ".join(str(value).split())
    return shown if len(shown) <= EXAMPLE_CHARS else f"{shown[: EXAMPLE_CHARS - 1]}…"
