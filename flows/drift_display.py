"""Accepted drift as a person reads it."""

from __future__ import annotations

from rich.console import Console

from flows.console import short_path
from flows.display import grid
from flows.drift import Accepted


def print_accepted(console: Console, accepted: Accepted) -> None:
    """Print the bands that were moved."""
    columns = (("metric", "left"), ("seen", "right"), ("at least", "right"), ("at most", "right"))
    rows = [[band.metric, *map(_number, (band.seen, band.low, band.high))] for band in accepted.bands]
    console.print(grid(columns, rows))
    console.print(
        f"Noted in {short_path(accepted.path)}. The next run compares {accepted.source_id} with these.", markup=False
    )


def _number(value: float | None) -> str:
    return "any" if value is None else f"{value:.3g}"
