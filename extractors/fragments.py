"""Raw HTML inside text captures: tables with their cells, other fragments; offsets are those of the capture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import regex

_LINE_END: Final = regex.compile(r"[\r\n]")
_TABLE_TAG: Final = regex.compile(
    r"<(?P<close>/?+)(?P<tag>table|thead|tbody|tfoot|tr|td|th|caption)\b(?P<rest>[^<>]{0,2000}+)>", regex.I
)
_TAG: Final = regex.compile(r"</?+[A-Za-z][^<>]*+>")
_COLSPAN: Final = regex.compile(r"\b(?:colspan|rowspan)\s*+=\s*+[\"']?(\d{1,4})", regex.I)
_COLSPAN_ONLY: Final = regex.compile(r"\bcolspan\s*+=\s*+[\"']?(\d{1,3})", regex.I)
_MAX_SPAN: Final = 100
_MAX_GAP_LINES: Final = 3


@dataclass(slots=True)
class Cell:
    """A cell: the trimmed span of its inner text, its place from 1, and whether it covers several places."""

    start: int
    end: int
    row: int
    col: int
    is_header: bool
    is_spanned: bool


@dataclass(slots=True)
class RawTable:
    """A table written as HTML in a text capture; `is_cut` where it ends before it is closed."""

    start: int
    end: int
    is_infobox: bool
    is_cut: bool
    cells: list[Cell] = field(default_factory=list)
    caption: tuple[int, int] | None = None
    strays: list[tuple[int, int]] = field(default_factory=list)
    n_rows: int = 0
    n_cols: int = 0


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    name: str
    is_close: bool
    rest: str


def raw_tables(text: str) -> list[RawTable]:
    """Return the outermost HTML tables of a text, in order, without overlap; linear in its length."""
    if "<t" not in text and "<T" not in text:
        return []
    tags = [_Tag(m.start(), m.end(), m["tag"].lower(), bool(m["close"]), m["rest"]) for m in _TABLE_TAG.finditer(text)]
    partner = _partners(tags)
    found: list[RawTable] = []
    at = 0
    while at < len(tags):
        tag = tags[at]
        if tag.name != "table" or tag.is_close:
            at += 1
            continue
        last = partner.get(at)
        if last is None:
            last = _last_of_cut(text, tags, at)
            limit = tags[last + 1].start if last + 1 < len(tags) else len(text)
            line_end = _LINE_END.search(text, tags[last].end, limit)
            end, is_cut = (limit if line_end is None else line_end.start()), True
        else:
            end, is_cut = tags[last].end, False
        found.append(_read(text, tags[at : last + 1], end, is_cut))
        at = last + 1
    return found


def _partners(tags: list[_Tag]) -> dict[int, int]:
    """Return the closing tag of each table that is closed."""
    opened: list[int] = []
    partner: dict[int, int] = {}
    for index, tag in enumerate(tags):
        if tag.name != "table":
            continue
        if not tag.is_close:
            opened.append(index)
        elif opened:
            partner[opened.pop()] = index
    return partner


def _last_of_cut(text: str, tags: list[_Tag], first: int) -> int:
    """Return the last tag of a table that is never closed: the next table or a gap of several lines ends it."""
    last = first
    for index in range(first + 1, len(tags)):
        if tags[index].name == "table" and not tags[index].is_close:
            break
        gap = text.count("\n", tags[last].end, tags[index].start) or text.count("\r", tags[last].end, tags[index].start)
        if gap > _MAX_GAP_LINES:
            break
        last = index
    return last


def _read(text: str, tags: list[_Tag], end: int, is_cut: bool) -> RawTable:
    table = RawTable(tags[0].start, end, "infobox" in tags[0].rest.lower(), is_cut)
    row = col = 0
    inside: _Tag | None = None
    is_spanned = False
    for tag, after in zip(tags, [*tags[1:], None], strict=True):
        stop = after.start if after is not None else end
        if tag.name == "tr" and not tag.is_close:
            row, col = row + 1, 0
        if tag.name in ("td", "th", "caption"):
            inside = None if tag.is_close else tag
            if inside is not None and tag.name != "caption":
                row = max(row, 1)
                col += 1
                is_spanned = any(match != "1" for match in _COLSPAN.findall(tag.rest))
        elif tag.name == "tr":
            inside = None
        span = _trimmed(text, tag.end, stop)
        if span is not None and inside is None:
            if tag.end < end and _has_text(text, span):
                table.strays.append(span)
        elif span is not None and inside is not None and inside.name == "caption":
            table.caption = table.caption or span
        elif span is not None and inside is not None:
            table.cells.append(Cell(*span, row, col, inside.name == "th", is_spanned))
        if inside is tag and tag.name != "caption" and (wide := _COLSPAN_ONLY.search(tag.rest)):
            col += min(max(int(wide[1]), 1), _MAX_SPAN) - 1
        table.n_rows, table.n_cols = row, max(table.n_cols, col)
    return table


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left == len(piece):
        return None
    return start + left, start + len(piece.rstrip())


def _has_text(text: str, span: tuple[int, int]) -> bool:
    """Return whether a stray piece is more than tags and the beginning of a cut tag."""
    bare = _TAG.sub("", text[span[0] : span[1]]).strip()
    return bool(bare) and not bare.startswith("<")
