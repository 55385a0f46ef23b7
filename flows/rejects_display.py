"""Rejects as a person reads them: which file, where, what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from flows.console import counted
from flows.display import grid
from flows.rejects import QUOTE_CHARS, RejectGroup, RejectLine

REJECTS_SHOWN = 50


def print_rejects(console: Console, rejects: Sequence[RejectLine]) -> None:
    """Print one paragraph per reject."""
    for reject in rejects[:REJECTS_SHOWN]:
        print_reject(console, reject)
    n_open = sum(reject.resolved_run is None for reject in rejects)
    n_resolved = len(rejects) - n_open
    line = counted(n_open, "open reject") + (f", {n_resolved:,} resolved" if n_resolved else "")
    if len(rejects) > REJECTS_SHOWN:
        line += f"; the first {REJECTS_SHOWN} are shown, --group counts them, --json gives all"
    console.print(Text(f"{line}.", style="bold"), soft_wrap=True)


def print_reject(console: Console, reject: RejectLine) -> None:
    """Print one reject: file, what was refused and why, place, remedy, history."""
    files = reject.paths[0] if reject.paths else "(no capture)"
    more = f" and {counted(len(reject.paths) - 1, 'repeat')}" if len(reject.paths) > 1 else ""
    console.print(Text(f"{files}{more}", style="bold"), soft_wrap=True)
    for name, value in (
        ("refused", f"{reject.stage} {reject.reason}{_what(reject)}"),
        ("message", reject.message),
        ("place", _place(reject)),
        ("remedy", reject.remedy),
        ("seen", _seen(reject)),
    ):
        if value:
            console.print(Text(f"  {name:<8} ").append(value, style="dim" if name == "seen" else ""), soft_wrap=True)
    console.print("")


def print_groups(console: Console, groups: Sequence[RejectGroup]) -> None:
    """Print one line per kind of reject."""
    if not groups:
        console.print(Text("0 open rejects.", style="bold"))
        return
    columns = [("source", "left"), ("stage", "left"), ("reason", "left"), ("of", "left")]
    columns += [("open", "right"), ("resolved", "right"), ("captures", "right"), ("first seen", "left")]
    columns += [("remedy", "left"), ("example", "left")]
    rows = [
        (
            group.source_id or "(unknown)",
            group.stage,
            group.reason,
            ".".join(part for part in (group.table_name, group.field) if part) or "-",
            group.n_open,
            group.n_resolved,
            group.n_captures,
            f"{group.first_seen_at:%Y-%m-%d %H:%M}" if group.first_seen_at else "-",
            group.remedy,
            group.example,
        )
        for group in groups
    ]
    console.print(grid(columns, rows))


def _what(reject: RejectLine) -> str:
    named = ".".join(part for part in (reject.table_name, reject.field) if part)
    return f" ({named})" if named else ""


def _place(reject: RejectLine) -> str | None:
    if reject.quote is None:
        return None
    shown = reject.quote.replace("\n", " ⏎ ")
    if len(shown) > QUOTE_CHARS:
        shown = f"{shown[: QUOTE_CHARS - 1]}…"
    return f"“{shown}” [{reject.span_start}, {reject.span_end})"


def _seen(reject: RejectLine) -> str:
    first = f"first {_when(reject.first_seen_run, reject.first_seen_at)}"
    last = f", last {_when(reject.last_seen_run, reject.last_seen_at)}"
    return first + last + (f", resolved by run {reject.resolved_run}" if reject.resolved_run else "")


def _when(run_id: str | None, moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else run_id or "in an unknown run"
