"""A replay as a person reads it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from flows.console import counted
from flows.rejects_display import print_reject
from flows.replay import ReplayReport

_HEADINGS = (
    ("resolved", "Resolved", "green"),
    ("still_open", "Still open", "yellow"),
    ("left", "Gone with their captures, which have left the raw folder", "dim"),
)


def print_replay(console: Console, report: ReplayReport) -> None:
    """Print what became of each reject, and what is new."""
    if report.run is None:
        console.print("No open reject is meant, so nothing was run.")
        return
    for outcome, heading, style in _HEADINGS:
        entries = [entry for entry in report.rejects if entry.outcome == outcome]
        if entries:
            console.print(Text(f"{heading}: {len(entries):,}", style=f"bold {style}"))
        for entry in entries:
            print_reject(console, entry.reject)
            if entry.now:
                console.print(Text(f"  now      {entry.now}\n"), soft_wrap=True)
    if report.new:
        console.print(Text(f"New: {len(report.new):,}", style="bold red"))
    for reject in report.new:
        print_reject(console, reject)
    counts = ", ".join(f"{sum(entry.outcome == name for entry in report.rejects):,} {word}" for name, word in _WORDS)
    said = f"{counted(report.n_captures, 'capture')} replayed: {counts}, {len(report.new):,} new."
    ended = f"Nothing was published: {report.run.reason}" if report.run.status == "failed" else ""
    ended = ended or f"Published {report.run.release_id}."
    console.print(Text(f"{said} {ended}", style="bold"), soft_wrap=True)


_WORDS = (("resolved", "resolved"), ("still_open", "still open"), ("left", "gone"))
