"""Infoboxes into which several tables were merged: find the header pairs, cut, and attach each table to its section.

Header pairs are recognised by structure. A header row pairs two short class names ('Factor', 'Function in PD') and one
of these holds as well: a section that was left without a body announces it, its left label occurs a second time, or
the left cells below change their form (to acronyms, registry numbers) where the rows above were ordinary labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import regex

HeaderStatus = Literal["explicit", "inferred", "ambiguous", "absent"]

_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*+")
# A class name: letters, blanks, hyphens, apostrophes; no digits, lists, slashes, brackets or sentence marks.
_CLASS_NAME: Final = regex.compile(r"[\p{Lu}][\p{L}\p{M}'’ -]*+")
_CODE: Final = regex.compile(r"(?=.*\d)[\p{L}\d#-]{3,24}+|[\p{Lu}\d][\p{Lu}\d-]{1,9}+")
_STOP: Final = frozenset("a an and as at by for from in into of on or per the to vs versus with".split())


@dataclass(frozen=True, slots=True)
class PairRow:
    """One row of an infobox: its cell texts and whether the markup calls it a header."""

    cells: tuple[str, ...]
    is_marked_header: bool = False


@dataclass(frozen=True, slots=True)
class Announcer:
    """A section that could announce a table: its place among the sections, heading, and the text that introduces it.

    is_surely_bare: the section certainly lost its body (its level shows that it has no subsections, or its last
    sentence ends in a colon); a text rendering without levels cannot tell a parent from a section left bare.
    """

    place: int
    heading: str
    intro: str = ""
    is_surely_bare: bool = False

    def announces(self, noun: str) -> bool:
        """Whether it speaks of several of `noun` (a singular stem), or of one where it is surely bare."""
        words = {word.lower() for word in _WORD.findall(f"{self.heading} {self.intro}")}
        return any(_stem(word) == noun and (word != noun or self.is_surely_bare) for word in words)


@dataclass(slots=True)
class Piece:
    """One of the tables: indices of its header row (None for the key/value part) and of its body rows."""

    header: int | None
    status: HeaderStatus
    rows: list[int] = field(default_factory=list)
    announcer: int | None = None


def stems(text: str) -> set[str]:
    """Return the words of a text without plural endings, stop words left out."""
    return {_stem(word.lower()) for word in _WORD.findall(text)} - _STOP


def _stem(word: str) -> str:
    word = regex.sub(r"['’]s?$", "", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def cut(rows: Sequence[PairRow], announcers: Sequence[Announcer]) -> list[Piece]:
    """Cut the rows of one infobox into pieces; the first is the key/value part where any row stands before a header.

    Pieces are attached to announcers in reading order, since tables keep the order of the sections they were taken
    from. Every row is in exactly one piece.
    """
    headers = _headers(rows, announcers)
    pieces: list[Piece] = []
    current = Piece(None, "absent")
    for index in range(len(rows)):
        status = headers.get(index)
        if status is None:
            current.rows.append(index)
            continue
        if current.rows or current.header is not None:
            pieces.append(current)
        current = Piece(index, status)
    pieces.append(current)
    _attach([piece for piece in pieces if piece.header is not None], rows, announcers)
    return pieces


def _headers(rows: Sequence[PairRow], announcers: Sequence[Announcer]) -> dict[int, HeaderStatus]:
    left_uses = Counter(row.cells[0].lower() for row in rows if len(row.cells) > 1)
    candidates = [index for index, row in enumerate(rows) if _may_be_header(rows, index)]
    headers: dict[int, HeaderStatus] = {}
    for index, row in enumerate(rows):
        if row.is_marked_header and len(row.cells) > 1:
            headers[index] = "explicit"
    for index in candidates:
        if index in headers:
            continue
        left = rows[index].cells[0]
        head = _stem(_WORD.findall(left)[-1].lower())
        is_announced = any(announcer.announces(head) for announcer in announcers)
        is_repeated = left_uses[left.lower()] > 1
        if is_announced or is_repeated or _form_changes(rows, index):
            headers[index] = "inferred"
    return headers


def _may_be_header(rows: Sequence[PairRow], index: int) -> bool:
    """Whether the row pairs class names and has a body whose values say more than its own right cell."""
    cells = rows[index].cells
    if len(cells) < 2 or index + 1 >= len(rows):
        return False
    left, rights = cells[0], cells[1:]
    if not _CLASS_NAME.fullmatch(left) or len(left.split()) > 2 or _CODE.fullmatch(left):
        return False
    return all(_CLASS_NAME.fullmatch(right) and len(right.split()) <= 4 for right in rights)


def _form_changes(rows: Sequence[PairRow], index: int) -> bool:
    """Whether the left cells below are codes or acronyms while the row's own label and the one above are not."""
    below = [row.cells[0] for row in rows[index + 1 : index + 4] if row.cells]
    above = rows[index - 1].cells[0] if index else ""
    is_code_below = len(below) >= 2 and all(_CODE.fullmatch(cell) for cell in below[:2])
    return is_code_below and not _CODE.fullmatch(above)


def _attach(pieces: Sequence[Piece], rows: Sequence[PairRow], announcers: Sequence[Announcer]) -> None:
    """Align pieces with announcers in order so that the summed likeness is greatest (dynamic programming).

    Ties go to the later section: of a heading and the subheading right below it, the subheading lost its table.
    """
    n, m = len(pieces), len(announcers)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    likeness = [[_likeness(piece, rows, announcer) for announcer in announcers] for piece in pieces]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            score = likeness[i - 1][j - 1]
            matched = best[i - 1][j - 1] + score if score else 0.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], matched)
    i, j = n, m
    while i and j:
        score = likeness[i - 1][j - 1]
        if score and best[i][j] == best[i - 1][j - 1] + score:
            pieces[i - 1].announcer = announcers[j - 1].place
            i, j = i - 1, j - 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i -= 1


def _likeness(piece: Piece, rows: Sequence[PairRow], announcer: Announcer) -> float:
    if piece.header is None:
        return 0.0
    cells = rows[piece.header].cells
    heading, intro = stems(announcer.heading), stems(announcer.intro)
    left, right = stems(cells[0]), set().union(*(stems(cell) for cell in cells[1:]))
    # The left class names the rows, so it counts most; the heading counts more than the words behind it.
    return 4.0 * len(left & heading) + 2.0 * len(left & intro) + 1.0 * len(right & heading) + 0.25 * len(right & intro)


__all__ = ["Announcer", "HeaderStatus", "PairRow", "Piece", "cut", "stems"]
