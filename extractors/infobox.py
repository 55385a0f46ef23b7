"""Infoboxes into which several tables were merged: find the header pairs, cut, and attach each table to its section.

A header row pairs class names ('Factor', 'Function in PD'); so does many a key/value row ('Origin', 'Neural Crest').
What tells them apart is weighed (`extractors.header_evidence`): a section left bare that announces several of the left
class, in the order of the sections; the form of the cells below; a change in the number of columns; a left class that
heads another table already. A row without evidence stays what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

import regex

from extractors.header_evidence import Announcer, Evidence, PairRow, evidence_of, stems

HeaderStatus = Literal["explicit", "inferred", "ambiguous", "absent"]

# What an announced header needs in all, and what one without an announcement needs of structure alone.
_ENOUGH: Final = 2.0
_ENOUGH_ALONE: Final = 2.5
_NEVER: Final = float("-inf")
_COMPARES: Final = regex.compile(r"\b(?:vs|versus|compar\p{L}*+)\b", regex.I)


@dataclass(slots=True)
class Piece:
    """One of the tables: indices of its header row (None for key/value rows) and of its body rows."""

    header: int | None
    status: HeaderStatus
    rows: list[int] = field(default_factory=list)
    announcer: int | None = None


def cut(rows: Sequence[PairRow], announcers: Sequence[Announcer], *, is_truncated: bool = False) -> list[Piece]:
    """Cut the rows of one infobox into pieces; those without a header are key/value rows.

    Pieces are attached to announcers in reading order, since tables keep the order of the sections they were taken
    from. Every row is in exactly one piece. A header without rows is possible at the end of a truncated infobox only.
    """
    headers = _headers(rows, announcers, is_truncated)
    pieces: list[Piece] = []
    current = Piece(None, "absent")
    for index, row in enumerate(rows):
        status = headers.get(index)
        if status is None and not (row.title is not None and current.header is not None):
            current.rows.append(index)
            continue
        if current.rows or current.header is not None:
            pieces.append(current)
        current = Piece(None, "absent", [index]) if status is None else Piece(index, status)
    pieces.append(current)
    _attach([piece for piece in pieces if piece.header is not None], rows, announcers)
    return pieces


def _headers(rows: Sequence[PairRow], announcers: Sequence[Announcer], is_truncated: bool) -> dict[int, HeaderStatus]:
    # Where all rows are marked alike, the mark does not tell headers.
    headers: dict[int, HeaderStatus] = {
        index: "explicit"
        for index, (row, below) in enumerate(pairwise(rows))
        if row.is_marked_header and not below.is_marked_header and len(row.cells) > 1
    }
    evidence = [each for each in evidence_of(rows, announcers, is_truncated) if each.row not in headers]
    anchors = set(headers) | {each.row for each in evidence if each.alone >= _ENOUGH_ALONE}
    found = anchors | _announced(evidence, min(anchors, default=len(rows)))
    found |= _repeated(rows, evidence, found)
    return {index: headers.get(index, "inferred") for index in sorted(found)}


def _announced(evidence: Sequence[Evidence], first_anchor: int) -> set[int]:
    """Return the rows of the heaviest alignment of candidates with announcers, both in their order, one to one.

    The first header of all ends the key/value part, so what looks like a key with its value weighs less there.
    """
    n_announcers = max((len(each.announced) for each in evidence), default=0)
    candidates = [each for each in evidence if any(each.announced)]
    # best[i][j]: the weight of the first i candidates with the first j announcers, at least one pair among them.
    best = [[_NEVER] * (n_announcers + 1)]
    choice: list[list[bool]] = [[]]
    for each in candidates:
        above = best[-1]
        row, chosen = [_NEVER], [False]
        doubt = each.doubt if each.row < first_anchor else 0.0
        for j, announced in enumerate(each.announced, start=1):
            weight = announced + each.support if announced else _NEVER
            pair = weight - doubt if weight - doubt >= _ENOUGH else _NEVER
            if weight >= _ENOUGH:
                pair = max(pair, above[j - 1] + weight)
            without = max(above[j], row[j - 1])
            row.append(max(pair, without))
            chosen.append(pair > without)
        best.append(row)
        choice.append(chosen)
    found: set[int] = set()
    i, j = len(candidates), n_announcers
    while i and j:
        if choice[i][j]:
            found.add(candidates[i - 1].row)
            weight = candidates[i - 1].announced[j - 1] + candidates[i - 1].support
            if best[i - 1][j - 1] + weight < best[i][j]:
                break  # the first pair: nothing stands before it
            i, j = i - 1, j - 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i -= 1
    return found


def _repeated(rows: Sequence[PairRow], evidence: Sequence[Evidence], found: set[int]) -> set[int]:
    """Return further headers that the ones found make likely: a left class that heads a table again, a table of codes
    that ends, a second table that one section announces."""
    more: set[int] = set()
    lefts: set[str] = set()
    last: int | None = None
    above = sorted(found, reverse=True)
    for each in evidence:
        while above and above[-1] < each.row:
            last = above.pop()
            lefts.add(rows[last].cells[0].casefold())
        if each.row in found or last is None:
            continue
        left = rows[each.row].cells[0].casefold()
        weight = each.after_codes if each.row - last > 2 else 0.0
        if left in lefts:
            weight = max(weight, each.again)
        elif each.plural and not each.doubt and each.row - last > 1:
            weight = max(weight, max(each.announced) + each.support)
        if weight >= _ENOUGH:
            more.add(each.row)
            last = each.row
            lefts.add(left)
    return more


def _attach(pieces: Sequence[Piece], rows: Sequence[PairRow], announcers: Sequence[Announcer]) -> None:
    """Align pieces with announcers in order so that the summed likeness is greatest (dynamic programming).

    Ties go to the later section: of a heading and the subheading right below it, the subheading lost its table. A
    piece left over shares the section of its neighbour where that announces it, too.
    """
    n, m = len(pieces), len(announcers)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    likeness = [[_likeness(piece, rows, announcer) for announcer in announcers] for piece in pieces]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            score = likeness[i - 1][j - 1]
            matched = best[i - 1][j - 1] + score if score else 0.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], matched)
    place: list[int | None] = [None] * n
    i, j = n, m
    while i and j:
        score = likeness[i - 1][j - 1]
        if score and best[i][j] == best[i - 1][j - 1] + score:
            place[i - 1] = j - 1
            i, j = i - 1, j - 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i -= 1
    for index, piece in enumerate(pieces):
        at = place[index]
        if at is None:
            near = [place[other] for other in (index - 1, index + 1) if 0 <= other < n]
            at = next((other for other in near if other is not None and likeness[index][other] >= 2.0), None)
            place[index] = at
        piece.announcer = None if at is None else announcers[at].place


def _likeness(piece: Piece, rows: Sequence[PairRow], announcer: Announcer) -> float:
    if piece.header is None:
        return 0.0
    cells = rows[piece.header].cells
    heading, intro = stems(announcer.heading), stems(announcer.intro)
    left = stems(cells[0])
    right = set[str]().union(*(stems(cell) for cell in cells[1:])) - left
    # The left class names the rows, so it counts most; the heading counts more than the words behind it.
    of_left = 4.0 * len(left & heading) + 2.0 * len(left & intro)
    if not of_left and len(right & heading) < (1 if _COMPARES.search(announcer.heading) else 2):
        return 0.0  # a word of the right cells alone, such as a disease, stands in many a heading
    return of_left + 1.0 * len(right & heading) + 0.25 * len(right & intro)


__all__ = ["Announcer", "HeaderStatus", "PairRow", "Piece", "cut", "stems"]
