"""The tables of a document: rows under their headers, and infoboxes cut into the tables that were merged into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import regex

from extractors.blocks import Table
from extractors.facts import Labelled
from extractors.header_evidence import heads_columns
from extractors.infobox import Announcer, HeaderStatus, PairRow, Piece, cut
from extractors.literals import is_null_literal
from extractors.outline import Node, Outline
from extractors.view import Part, View
from schemas.spans import Found, Span

Origin = Literal["html", "infobox", "pipe", "glued"]
_VERSUS: Final = regex.compile(r"(?P<left>[^:]{2,80}?)\s(?:vs\.?|versus)\s(?P<right>.{2,80})", regex.I)
_WORD: Final = regex.compile(r"\p{L}{3,}")

_MIN_UNMARKED_ROWS: Final = 4

Row = list[Part]


@dataclass(slots=True)
class Tabulated:
    """One table: header cells (empty where it has none) and body rows, cells by their column from 1."""

    origin: Origin
    header_status: HeaderStatus
    n_cols: int
    span: Span
    header: dict[int, Part] = field(default_factory=dict)
    rows: list[dict[int, Part]] = field(default_factory=list)
    name: Found[str] | None = None
    section: Node | None = None
    has_lost_columns: bool = False


@dataclass(slots=True)
class Tables:
    """All tables of a document, and the key/value rows of its infoboxes."""

    tabulated: list[Tabulated] = field(default_factory=list)
    attributes: list[Labelled] = field(default_factory=list)
    flattened: list[Span] = field(default_factory=list)


def tables_of(view: View, outline: Outline, skipped: frozenset[int] = frozenset()) -> Tables:
    """Return the tables of a view in reading order; `skipped` are table numbers that the site reads as metadata."""
    found = Tables()
    page_title = next((view.shown(part).casefold() for part in view.of_kind("title")), None)
    for table in view.tables():
        if table.table_no in skipped:
            continue
        rows = _rows(view, table)
        if not rows:
            continue
        box = _infobox(view, outline, table, rows, page_title)
        if box is not None:
            _take_infobox(view, table, box, found)
        else:
            found.tabulated.append(_plain_table(view, outline, table, rows))
    return found


def _rows(view: View, table: Table) -> list[Row]:
    rows: dict[int, Row] = {}
    for part in view.cells(table.table_no):
        rows.setdefault(part.block.row or 1, []).append(part)
    return [rows[number] for number in sorted(rows)]


def _plain_table(view: View, outline: Outline, table: Table, rows: list[Row]) -> Tabulated:
    """Return a table as it stands; its header is what markup or the shape of the rendering says."""
    span = Span(rows[0][0].start, rows[-1][-1].end)
    tabulated = Tabulated(table.origin, "absent", table.n_cols, span, section=outline.section(rows[0][0]))
    if table.caption is not None:
        tabulated.name = view.slice(*table.caption)
    body = list(rows)
    # One cell over the whole width is the table's title.
    if len(body) > 1 and len(body[0]) == 1 and table.n_cols > 1 and body[0][0].block.note == "spanned":
        title = body.pop(0)[0]
        tabulated.name = tabulated.name or view.found(title)
    if len(body) > 1 and all(part.block.is_header for part in body[0]):
        tabulated.header = {part.block.col or 1: part for part in body.pop(0)}
        tabulated.header_status = "inferred" if table.origin == "glued" else "explicit"
    elif heads_columns(tuple(tuple(view.shown(part) for part in row) for row in body)):
        tabulated.header = {part.block.col or 1: part for part in body.pop(0)}
        tabulated.header_status = "inferred"
    tabulated.rows = [{part.block.col or 1: part for part in row} for row in body]
    return tabulated


@dataclass(slots=True)
class _Box:
    """An infobox in pieces: its rows of label and value (`titles`: the cell over the whole width above a row)."""

    pairs: list[Row]
    titles: dict[int, Part]
    pieces: list[Piece]
    nodes: dict[int, Node]


def _infobox(view: View, outline: Outline, table: Table, rows: list[Row], page_title: str | None) -> _Box | None:
    """Return a table as an infobox, or None where it is an ordinary one.

    Where the markup does not call it so, it is one if it bears the page's title, or if it has no header of its own
    and header pairs stand among its rows.
    """
    bears_title = len(rows[0]) == 1 and table.n_cols > 1 and view.shown(rows[0][0]).casefold() == page_title
    if not table.is_infobox and not bears_title:
        first = next((row for row in rows if len(row) > 1), None)
        if first is None or len(rows) < _MIN_UNMARKED_ROWS or table.origin == "glued" or _is_marked_header(first):
            return None
    pairs, titles = _pairs(view, table, rows)
    nodes, announcers = _announcers(view, outline)
    pair_rows = [
        PairRow(
            tuple(view.shown(part) for part in row),
            _is_marked_header(row),
            view.shown(titles[index]) if index in titles else None,
        )
        for index, row in enumerate(pairs)
    ]
    pieces = cut(pair_rows, announcers, is_truncated=_is_truncated(view, table))
    is_merged = any(piece.header for piece in pieces)
    return _Box(pairs, titles, pieces, nodes) if table.is_infobox or bears_title or is_merged else None


def _is_marked_header(row: Row) -> bool:
    return len(row) > 1 and all(part.block.is_header for part in row)


def _is_truncated(view: View, table: Table) -> bool:
    return any(issue.code == "truncated_capture" and issue.start == table.start for issue in view.page.issues)


def _pairs(view: View, table: Table, rows: list[Row]) -> tuple[list[Row], dict[int, Part]]:
    """Return the rows of label and value, and the cells over the whole width by the number of the pair below.

    The first lone cell is the title of the infobox, which stands for the page. A lone cell of one column is a label
    whose value is empty, unless a truncated table ends with it: then it is the beginning of a row.
    """
    pairs: list[Row] = []
    titles: dict[int, Part] = {}
    for number, row in enumerate(rows):
        is_last = number == len(rows) - 1
        if len(row) > 1:
            pairs.append(row)
        elif row[0].block.note == "spanned" or row[0].block.is_header or number == 0:
            if number:
                titles[len(pairs)] = row[0]
        elif not (is_last and _is_truncated(view, table)):
            pairs.append(row)
    return pairs, titles


def _take_infobox(view: View, table: Table, box: _Box, found: Tables) -> None:
    for piece in box.pieces:
        if piece.header is None:
            found.attributes.extend(_attributes(view, [box.pairs[index] for index in piece.rows]))
        elif piece.rows:
            section = None if piece.announcer is None else box.nodes[piece.announcer]
            found.tabulated.append(_infobox_table(view, box, piece, section))
    if len(box.pieces) > 1:
        found.flattened.append(Span(table.start, table.end))


def _announcers(view: View, outline: Outline) -> tuple[dict[int, Node], list[Announcer]]:
    """Return the sections that may have lost a table: those without a body, or whose body ends in a colon."""
    nodes: dict[int, Node] = {}
    announcers: list[Announcer] = []
    for node in outline.nodes:
        own = [part for part in node.body if part.kind != "table_cell"]
        is_open = bool(own) and view.text(own[-1]).rstrip().endswith(":")
        if own and not is_open:
            continue
        intro = view.shown(own[-1]) if own else ""
        is_bare = is_open or (node.level is not None and not node.children)
        nodes[node.place] = node
        announcers.append(Announcer(node.place, view.shown(node.heading), intro, is_bare))
    return nodes, announcers


def _attributes(view: View, rows: Sequence[Row]) -> Iterator[Labelled]:
    """Yield the values of the rows under their labels; a row of three cells has two values."""
    for row in rows:
        label = view.found(row[0])
        if label is None:
            continue
        if len(row) == 1:
            yield Labelled("infobox", label, None)
        for part in row[1:]:
            value = view.found(part)
            yield Labelled("infobox", label, value if value and not is_null_literal(value.value) else None, value)


def _infobox_table(view: View, box: _Box, piece: Piece, section: Node | None) -> Tabulated:
    assert piece.header is not None
    header = box.pairs[piece.header]
    body = [box.pairs[index] for index in piece.rows]
    n_cols = max(part.block.col or 1 for row in [header, *body] for part in row)
    tabulated = Tabulated("infobox", piece.status, n_cols, Span(header[0].start, body[-1][-1].end), section=section)
    tabulated.header = {part.block.col or 1: part for part in header}
    tabulated.rows = [{part.block.col or 1: part for part in row} for row in body]
    if piece.header in box.titles:
        tabulated.name = view.found(box.titles[piece.header])
    if section is not None:
        tabulated.name = tabulated.name or view.found(section.heading)
        tabulated.has_lost_columns = _lost_a_side(view.shown(section.heading), [view.shown(part) for part in header])
    return tabulated


def _lost_a_side(heading: str, header: Sequence[str]) -> bool:
    """Whether a section compares two things ('A vs. B') while the header names only one of them."""
    match = _VERSUS.search(heading)
    if match is None:
        return False
    named = {word.lower() for cell in header[1:] for word in _WORD.findall(cell)}
    sides = [{word.lower() for word in _WORD.findall(match[side])} for side in ("left", "right")]
    return len(header) == 2 and sum(bool(side & named) for side in sides) <= 1
