"""Tables written as rows of cells between pipes (`| a | b |`)."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import regex

# A pipe within `[[slug|label]]` or after a backslash parts no cells.
_PART: Final = regex.compile(r"\[\[[^\[\]\n]{0,300}+\]\]|\\.|(?P<pipe>\|)")
_SEPARATOR_CHARACTERS: Final = frozenset("|-: \t")


def is_separator(line: str) -> bool:
    """Return whether a line is the rule under a header row (`|---|:--:|`)."""
    return "--" in line and "|" in line and _SEPARATOR_CHARACTERS.issuperset(line)


def has_outer_pipes(line: str) -> bool:
    """Return whether a line is a row beyond doubt: it begins and ends with a pipe."""
    return len(line) > 2 and line[0] == "|" and line[-1] == "|"


def cell_spans(line: str) -> list[tuple[int, int]]:
    """Return the trimmed span of each cell of a row, empty cells as empty spans; offsets within the line."""
    bounds = [match.start() for match in _PART.finditer(line) if match["pipe"]]
    edges = [-1, *bounds, len(line)]
    if bounds and bounds[0] == 0:
        edges.pop(0)
    if bounds and bounds[-1] == len(line) - 1:
        edges.pop()
    spans = []
    for left, right in pairwise(edges):
        cell = line[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        spans.append((start, max(start, left + 1 + len(cell.rstrip()))))
    return spans
