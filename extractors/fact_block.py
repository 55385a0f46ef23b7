"""A block of facts about a study: labels, each with its value below it, beside it or glued to it.

Renderings differ: `dt` and `dd`, boxes, a line per label and value with or without blank lines, all in one line. The
labels that a site knows find the block; labels of the same shape between and around them belong to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

import regex

from extractors.facts import Labelled
from extractors.literals import is_null_literal
from extractors.view import Part, View

_LINES: Final = frozenset({"heading", "paragraph", "label", "value", "byline", "quote", "citation"})
_VALUES: Final = _LINES | {"list_item"}
_MAX_LABEL: Final = 60
_MAX_LABEL_WORDS: Final = 5
_MAX_SHORT_VALUE: Final = 80
_BLANK_LINE: Final = regex.compile(r"\n[ \t\r]*\n")


class FactBlock:
    """Types labels and values in a view. known: labels in lower case; sections: headings in lower case, none of it."""

    def __init__(self, view: View, known: Collection[str], sections: Collection[str]) -> None:
        self.view = view
        self.known = frozenset(known)
        self.sections = frozenset(sections)
        names = "|".join(regex.escape(name) for name in sorted(known, key=len, reverse=True))
        # 'Participants: 36 rats', 'Participants36 rats', and, where the line holds several, 'Participants 36 rats'.
        gap = r"\s*+:\s*+|(?=[\p{Lu}\d<>~≥≤])|\s++(?=[\p{Lu}\d])"
        self.glued = regex.compile(rf"(?P<label>(?i:{names}))(?P<gap>{gap})")

    def mark(self, closed: Collection[int] = ()) -> None:
        """Retype the parts of the block; parts whose `id` is in `closed` stay as they are."""
        self._mark_cells()
        self._split_glued(closed)
        parts = self.view.parts
        anchors = [i for i, part in enumerate(parts) if id(part) not in closed and self._is_known(part)]
        for index in anchors:
            parts[index].kind = "label"
            self._mark_values(index)
        if anchors:
            self._mark_before(anchors[0])

    def _name(self, part: Part) -> str:
        return self.view.shown(part).rstrip(": ").lower()

    def _is_known(self, part: Part) -> bool:
        return part.kind in _LINES and part.end - part.start <= _MAX_LABEL and self._name(part) in self.known

    def _is_label(self, part: Part) -> bool:
        """Return whether a line has the shape of a label: a few words, a capital first, no final mark."""
        shown = self.view.shown(part)
        words = shown.removesuffix(":")
        return (
            part.kind in _LINES
            and 0 < len(words) <= _MAX_LABEL
            and len(words.split()) <= _MAX_LABEL_WORDS
            and words[0].isupper()
            and words[-1] not in ".!?;,"
            and self._name(part) not in self.sections
        )

    def _mark_cells(self) -> None:
        """Take tables of two columns whose first column holds a known label."""
        for table in self.view.tables():
            cells = self.view.cells(table.table_no)
            first = [cell for cell in cells if cell.block.col == 1]
            if table.n_cols != 2 or not any(self._name(cell) in self.known for cell in first):
                continue
            for cell in cells:
                cell.kind = "label" if cell.block.col == 1 else "value"

    def _split_glued(self, closed: Collection[int]) -> None:
        parts: list[Part] = []
        for part in self.view.parts:
            pieces = [] if part.kind not in _LINES or id(part) in closed else self._pieces(part)
            parts += pieces or [part]
        self.view.parts[:] = parts

    def _pieces(self, part: Part) -> list[Part]:
        """Return the labels and values of a line that holds both, nothing where it does not begin with a label."""
        text = self.view.page.text
        matches = list(self.glued.finditer(text, part.start, part.end))
        if not matches or matches[0].start() != part.start:
            return []
        if len(matches) == 1 and matches[0]["gap"].isspace():
            return []
        ends = [match.start() for match in matches[1:]] + [part.end]
        pieces = []
        for match, end in zip(matches, ends, strict=True):
            spans = (("label", *match.span("label")), ("value", match.end(), end))
            for kind, first, last in spans:
                found = self.view.slice(first, last)
                if found is not None:
                    block = replace(part.block, start=found.start, end=found.end)
                    pieces.append(Part(block, kind, "glued"))  # type: ignore[arg-type]
        return pieces

    def _body(self, index: int) -> tuple[list[int], bool]:
        """Return the parts that may belong to the label at `index`, and whether another known label ends them."""
        parts = self.view.parts
        body: list[int] = []
        for place in range(index + 1, len(parts)):
            part = parts[place]
            if self._is_known(part):
                return body, True
            is_section = part.kind == "heading" and (part.level is not None or self._name(part) in self.sections)
            if part.kind not in _VALUES or is_section:
                break
            body.append(place)
        return body, False

    def _mark_values(self, index: int) -> None:
        """Type the value of a known label, and the pairs that follow up to the next known label or the block's end."""
        parts = self.view.parts
        body, is_between = self._body(index)
        if not is_between:
            body = self._own(index, body)
        is_alternating = len(body) % 2 == 1 and all(self._is_label(parts[place]) for place in body[1::2])
        for count, place in enumerate(body):
            parts[place].kind = "label" if is_alternating and count % 2 else "value"

    def _own(self, index: int, body: list[int]) -> list[int]:
        """Return what of `body` belongs to the block of the last known label: value first, then pairs of its shape."""
        parts = self.view.parts
        own = body[:1]
        for at in range(1, len(body) - 1, 2):
            label, value = parts[body[at]], parts[body[at + 1]]
            if not self._is_label(label) or not self._is_in_block(parts[index], label, value):
                break
            own += body[at : at + 2]
        return own

    def _is_in_block(self, known: Part, label: Part, value: Part) -> bool:
        """Return whether a pair belongs with a known label: typed so, of one class, or in short lines without a gap."""
        if label.kind == "label" and value.kind == "value":
            return True
        if self.view.page.rendering == "html" and known.block.css and label.block.css:
            return known.block.css == label.block.css
        text = self.view.page.text
        shown = self.view.shown(value)
        is_gap = _BLANK_LINE.search(text, min(known.start, label.start), max(value.end, known.end)) is not None
        return not is_gap and len(shown) <= _MAX_SHORT_VALUE and shown[-1] != "."

    def _mark_before(self, first: int) -> None:
        """Take pairs above the first known label where class or blank lines bind them to it."""
        parts = self.view.parts
        place = first - 2
        while place >= 0:
            label, value = parts[place], parts[place + 1]
            if value.kind not in _LINES or not self._is_label(label) or not self._is_bound(parts[first], label, place):
                return
            label.kind, value.kind = "label", "value"
            place -= 2

    def _is_bound(self, known: Part, label: Part, place: int) -> bool:
        parts, text = self.view.parts, self.view.page.text
        if self.view.page.rendering == "html":
            return known.block.css is not None and known.block.css == label.block.css
        if _BLANK_LINE.search(text, label.start, known.start) is not None:
            return False
        above = parts[place - 1].end if place else 0
        shown = self.view.shown(parts[place + 1])
        is_short = len(shown) <= _MAX_SHORT_VALUE and shown[-1] != "."
        return is_short or _BLANK_LINE.search(text, above, label.start) is not None


def read_pairs(view: View) -> Iterable[Labelled]:
    """Yield the labels of a view, each with the values behind it; a label without one has none."""
    parts = view.parts
    for index, part in enumerate(parts):
        label = view.found(part) if part.kind == "label" else None
        if label is None:
            continue
        label = view.slice(label.start, label.end - 1) if label.value.endswith(":") else label
        values = [each for _, each in view.following(index, {"value"})]
        value = view.slice(values[0].start, values[-1].end) if values else None
        if label is not None:
            is_value = value is not None and not is_null_literal(value.value)
            yield Labelled("study_fact", label, value if is_value else None, value)
