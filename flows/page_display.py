"""A page on a terminal: its text block by block, with what was read from it in the style of its kind."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from flows.trial import HighlightKind, Outcome, TrialBlock

GUTTER: Final = 15
# A later kind is laid over an earlier one: a sentence that claims something holds measurements and entities.
STYLES: Final[dict[HighlightKind, str]] = {
    "claim": "underline",
    "citation": "on grey23",
    "title": "bold cyan",
    "entity": "green",
    "trial": "bold magenta",
    "measurement": "bold yellow",
    "date": "blue",
}
# What frames the page is cut to a line.
_FRAMES: Final = frozenset({"boilerplate", "metadata", "breadcrumb"})


def print_page(console: Console, outcome: Outcome) -> None:
    """Print a legend, then the page with its values highlighted."""
    console.print(legend(outcome))
    spans = sorted((mark.start, mark.end, mark.kind) for mark in outcome.highlights)
    starts = [start for start, _, _ in spans]
    longest = max((end - start for start, end, _ in spans), default=0)
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(width=GUTTER, style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for block in outcome.blocks:
        kind = block.becomes or block.kind
        if kind in _FRAMES:
            shown = f"{block.name}: {block.text}" if block.name else block.text
            line = Text(shown.replace("\n", " ⏎ "), style="dim")
            line.truncate(max(console.width - GUTTER - 2, GUTTER), overflow="ellipsis")
            grid.add_row(kind, line)
            continue
        first, last = bisect_left(starts, block.start - longest), bisect_left(starts, block.end)
        grid.add_row(kind, highlighted(block, spans[first:last]))
    console.print(grid)


def legend(outcome: Outcome) -> Text:
    """Return one line with a sample of each style and how often it occurs."""
    counts = {kind: sum(mark.kind == kind for mark in outcome.highlights) for kind in STYLES}
    line = Text("\n")
    for kind, style in STYLES.items():
        line.append(f"{kind} {counts[kind]}", style=style)
        line.append("  ")
    return line


def highlighted(block: TrialBlock, spans: Sequence[tuple[int, int, HighlightKind]]) -> Text:
    """Return the text of a block with the spans that touch it in their styles."""
    text = Text(block.text, style="bold" if block.kind == "heading" else "")
    for kind, style in STYLES.items():
        for start, end, marked in spans:
            if marked == kind and start < block.end and end > block.start:
                text.stylize(style, max(start, block.start) - block.start, min(end, block.end) - block.start)
    return text
