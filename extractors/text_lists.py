"""Lists in text captures: which lines begin an item, which go on with it, and how deep it is nested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors import text_lines
from extractors.text_lines import Line

_FIRST_CHARACTERS: Final = text_lines.LONE_BULLETS | frozenset("(0123456789")


@dataclass(frozen=True, slots=True)
class Item:
    """An item: what stood before it, where its text starts and ends, and the line behind its last one."""

    marker: str
    is_numbered: bool
    start: int
    end: int
    stop: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its list (from 1), its number in it (from 1) and its nesting level (from 1)."""

    list_no: int
    item_no: int
    level: int


@dataclass(slots=True)
class _Level:
    indent: int
    list_no: int
    is_numbered: bool
    item_no: int = 0


@dataclass(slots=True)
class Lists:
    """The lists that are open while the lines of a capture are read."""

    n_lists: int = 0
    _levels: list[_Level] = field(default_factory=list)

    def leave(self) -> None:
        """End all open lists."""
        self._levels.clear()

    @property
    def is_numbered(self) -> bool:
        """Whether the innermost open list has numbers."""
        return bool(self._levels) and self._levels[-1].is_numbered

    @property
    def next_number(self) -> int:
        """The number that the next item of the innermost list would have."""
        return self._levels[-1].item_no + 1 if self._levels else 1

    def place(self, indent: int, *, is_numbered: bool) -> Place:
        """Take the next place for an item; deeper indents open lists within, another kind of mark a list of its own."""
        levels = self._levels
        while levels and levels[-1].indent > indent + 1:
            levels.pop()
        top = levels[-1] if levels else None
        if top is None or indent > top.indent + 1 or top.is_numbered != is_numbered:
            if top is not None and indent <= top.indent + 1:
                levels.pop()
            self.n_lists += 1
            top = _Level(indent, self.n_lists, is_numbered)
            levels.append(top)
        top.item_no += 1
        return Place(top.list_no, top.item_no, len(levels))


def item_at(lines: Sequence[Line], at: int, lists: Lists, wrap_width: int | None) -> Item | None:
    """Return the item that begins at a line: a bullet or number before its text, or a lone number above it."""
    line = lines[at]
    if line.text[0] not in _FIRST_CHARACTERS:
        return None
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following is not None and following.table is None and line.text in text_lines.LONE_BULLETS:
        return _under_bullet(lines, at, lists, wrap_width)
    lone = text_lines.LONE_NUMBER.fullmatch(line.text)
    if lone is not None and following is not None and _is_item_text(line, lone["mark"], following, lists):
        return _with_more_lines(lines, at + 1, Item(lone["mark"], True, following.start, 0, 0), line.indent, wrap_width)
    match = text_lines.BULLET.match(line.text)
    is_numbered = match is None
    if match is None:
        match = text_lines.NUMBERED.match(line.text)
        if match is None or (not lists.is_numbered and _is_numbered_heading(line, following)):
            return None
    found = Item(match["mark"], is_numbered, line.start + match.end(), 0, 0)
    return _with_more_lines(lines, at, found, line.indent, wrap_width)


def _under_bullet(lines: Sequence[Line], at: int, lists: Lists, wrap_width: int | None) -> Item | None:
    """Return the item whose text, or number above its text, stands in the line below a lone bullet."""
    line, following = lines[at], lines[at + 1]
    # A dash or asterisk between blank lines parts sections.
    if line.text in "-*–·" and following.after_blank:
        return None
    number = text_lines.LONE_NUMBER.fullmatch(following.text)
    text_at = at + 2 if number is not None else at + 1
    if text_at >= len(lines) or lines[text_at].table is not None or starts_item(lines[text_at]):
        return None
    if number is None:
        return _with_more_lines(lines, text_at, Item(line.text, False, following.start, 0, 0), line.indent, wrap_width)
    found = Item(number["mark"], True, lines[text_at].start, 0, 0)
    return _with_more_lines(lines, text_at, found, line.indent, wrap_width)


def starts_item(line: Line) -> bool:
    """Return whether a line has a bullet or number before its text, or is a lone number."""
    if line.text[0] not in _FIRST_CHARACTERS:
        return False
    if line.text in text_lines.LONE_BULLETS:
        return True
    patterns = (text_lines.BULLET, text_lines.NUMBERED)
    return any(p.match(line.text) for p in patterns) or bool(text_lines.LONE_NUMBER.fullmatch(line.text))


def _with_more_lines(lines: Sequence[Line], last: int, item: Item, indent: int, wrap_width: int | None) -> Item:
    """Return the item with the lines that go on with it: those indented under it, and those that a wrap broke off."""
    while last + 1 < len(lines):
        more = lines[last + 1]
        if more.after_blank or more.table is not None or starts_item(more):
            break
        if not (more.indent > indent + 1 or text_lines.continues(lines[last].text, more.text, wrap_width)):
            break
        last += 1
    return Item(item.marker, item.is_numbered, item.start, lines[last].end, last + 1)


def _is_item_text(line: Line, mark: str, following: Line, lists: Lists) -> bool:
    """Return whether the line after a lone number is the text of that item."""
    if following.table is not None or following.after_blank or text_lines.LONE_NUMBER.fullmatch(following.text):
        return False
    return int(mark) == 1 or not line.text[0].isdigit() or lists.next_number == int(mark)


def _is_numbered_heading(line: Line, following: Line | None) -> bool:
    """Return whether '2. Methods' stands alone above text: a heading, not an item."""
    if following is None or following.table is not None or not text_lines.is_heading_shaped(line.text):
        return False
    is_list_next = text_lines.NUMBERED.match(following.text) or text_lines.BULLET.match(following.text)
    return not is_list_next and len(following.text) > len(line.text)
