"""The canonical rendering of an HTML page: text, blocks and links, written while a parser walks the elements.

Knows nothing of the parser: `page.py` tells it where elements begin and end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from extractors.blocks import Block, BlockKind, Link, Table

_MAX_SPAN: Final = 100


@dataclass(slots=True)
class Region:
    """An element that is boilerplate for `note`; `parent` is the next such element around it, `n_chars` its text."""

    note: str
    parent: Region | None
    n_chars: int = 0
    is_content_after_all: bool = False


@dataclass(slots=True)
class TableState:
    """A table while it is being read; `taken` maps a column to the last row that a rowspan covers."""

    table_no: int
    first_block: int
    is_infobox: bool
    row: int = 0
    col: int = 0
    n_cols: int = 0
    is_data: bool = False
    is_layout: bool = False
    caption: tuple[int, int] | None = None
    taken: dict[int, int] = field(default_factory=dict)

    def next_cell(self, colspan: int, rowspan: int) -> int:
        """Take the next free column of the row for a cell and return it."""
        col = self.col + 1
        while self.taken.get(col, 0) >= self.row:
            col += 1
        for covered in range(col, col + min(colspan, _MAX_SPAN)):
            if rowspan > 1:
                self.taken[covered] = self.row + rowspan - 1
            self.col = covered
        self.n_cols = max(self.n_cols, self.col)
        return col


@dataclass(slots=True)
class ListState:
    """A list while it is being read; `ordinal` is the number that the next item of an `ol` shows."""

    list_no: int
    level: int
    ordinal: int | None
    item_no: int = 0


@dataclass(slots=True)
class Context:
    """What the blocks of an element are, as far as its own element and those around it tell; never altered.

    mode: how inner blocks and blanks are read: as blocks, as line breaks (cells), as blanks (headings), as they stand.
    """

    kind: BlockKind = "paragraph"
    level: int | None = None
    mode: str = "block"
    note: str | None = None
    listing: ListState | None = None
    item_no: int | None = None
    marker: str | None = None
    table: TableState | None = None
    row: int | None = None
    col: int | None = None
    is_header: bool = False
    region: Region | None = None
    in_scope: bool = False
    scope: int = 0

    def changed(self, **fields: Any) -> Context:
        """Return a copy with other values in some fields; several times as fast as `dataclasses.replace`."""
        copy = Context(
            self.kind, self.level, self.mode, self.note, self.listing, self.item_no, self.marker, self.table, self.row,
            self.col, self.is_header, self.region, self.in_scope, self.scope,
        )  # fmt: skip
        for name, value in fields.items():
            setattr(copy, name, value)
        return copy


@dataclass(slots=True)
class OpenLink:
    """An anchor while it is being read; its span may cover several blocks."""

    target: str | None
    start: int = -1
    end: int = -1


class Rendering:
    """Text, blocks and links of a page in the making. Offsets are code points of the text so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.regions: list[Region | None] = []
        self.scopes: list[int] = []
        self.n_linked: list[int] = []
        self.links: list[OpenLink] = []
        self.tables: list[Table] = []
        self.open_links: list[OpenLink] = []
        self._buffer: list[str] = []
        self._n = 0
        self._n_linked = 0
        self._space = False
        self._at_break = False
        self._alts: list[str] = []

    @property
    def has_text(self) -> bool:
        """Whether the present block has text or images so far."""
        return self._n > 0 or bool(self._alts)

    def skip_blank(self) -> None:
        """Forget the blanks before a block."""
        self._space = False

    def add(self, source: str) -> None:
        """Add inline text with its white space collapsed."""
        words = source.split()
        if not words:
            self._space = True
            return
        text = " ".join(words)
        if self._n and not self._at_break and (self._space or source[0].isspace()):
            text = " " + text
        self._put(text)
        self._space = source[-1].isspace()
        self._at_break = False

    def add_verbatim(self, source: str) -> None:
        """Add preformatted text as it stands."""
        text = source.replace("\r\n", "\n").replace("\r", "\n")
        if not self._n:
            text = text.lstrip()
        if text:
            self._put(text)

    def _put(self, text: str) -> None:
        if self.open_links:
            start = self._block_start() + self._n
            link = self.open_links[-1]
            if link.start < 0:
                link.start = start + (text[0] == " ")
            link.end = start + len(text)
            self._n_linked += len(text)
        self._buffer.append(text)
        self._n += len(text)

    def _block_start(self) -> int:
        return self.length + 1 if self.length else 0

    def line_break(self) -> bool:
        """Add a line break; return whether it is the second in a row, which ends the block."""
        if self._at_break:
            return True
        if self._n:
            self._put_break()
        return False

    def inner_break(self) -> None:
        """Begin a new line for a block within a cell."""
        if self._n and not self._at_break:
            self._put_break()

    def _put_break(self) -> None:
        self._buffer.append("\n")
        self._n += 1
        self._at_break = True
        self._space = False

    def blank(self) -> None:
        """Part what follows from what stands before."""
        self._space = True

    def alt(self, text: str) -> None:
        """Keep an image's alternative text for a block of its own after the present one."""
        text = " ".join(text.split())
        if text:
            self._alts.append(text)

    def flush(self, context: Context, locator: str, css: str | None) -> None:
        """End the present block, if it has text, and write the alternative texts met in it."""
        if self._n:
            text = "".join(self._buffer).rstrip()
            self._buffer.clear()
            if text:
                self._write(text, context, locator, css)
            self._n = self._n_linked = 0
            self._at_break = False
        self._space = False
        if self._alts:
            alts, self._alts = self._alts, []
            for alt in alts:
                start, end = self._append(alt)
                self._keep(Block("figure_alt", start, end, locator, css=css), context)

    def _write(self, text: str, context: Context, locator: str, css: str | None) -> None:
        start, end = self._append(text)
        href = None
        if self._n_linked:
            link = self.open_links[-1] if self.open_links else self.links[-1]
            if link.start == start and link.end >= end:
                href = link.target
        kind, listing, table = context.kind, context.listing, context.table
        level, note = context.level, context.note
        list_no = item_no = table_no = row = col = None
        marker = None
        is_header = False
        if kind == "list_item" and listing is not None:
            level, note = listing.level, None
            list_no, item_no, marker = listing.list_no, context.item_no, context.marker
        elif kind == "table_cell" and table is not None:
            level, table_no, row, col, is_header = None, table.table_no, context.row, context.col, context.is_header
        block = Block(
            kind, start, end, locator, level, href, list_no, item_no, marker, table_no, row, col, is_header, note, css
        )
        self._keep(block, context)

    def _keep(self, block: Block, context: Context) -> None:
        self.blocks.append(block)
        self.regions.append(context.region)
        self.scopes.append(context.scope)
        self.n_linked.append(self._n_linked if block.kind != "figure_alt" else 0)
        if context.region is not None:
            context.region.n_chars += block.end - block.start

    def _append(self, text: str) -> tuple[int, int]:
        if self.length:
            self.parts.append("\n")
            self.length += 1
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def metadata(self, name: str, value: str, locator: str) -> tuple[int, int] | None:
        """Write a `name: value` line at the end; its block covers the value. Return the value's span."""
        value = " ".join(value.split())
        name = " ".join(name.split())
        if not value or not name:
            return None
        start, end = self._append(f"{name}: {value}")
        start += len(name) + 2
        self.blocks.append(Block("metadata", start, end, locator, name=name))
        self.regions.append(None)
        self.scopes.append(0)
        self.n_linked.append(0)
        return start, end

    def open_link(self, target: str | None) -> OpenLink:
        """Begin an anchor."""
        link = OpenLink(target)
        self.open_links.append(link)
        return link

    def close_link(self) -> None:
        """End the innermost anchor; an anchor without text is none."""
        link = self.open_links.pop()
        if link.start >= 0:
            self.links.append(link)

    def close_table(self, state: TableState) -> None:
        """Record a table; a layout table's cells become paragraphs and it is no table."""
        own = [
            (index, block)
            for index, block in enumerate(self.blocks[state.first_block :], state.first_block)
            if block.table_no == state.table_no
        ]
        if state.is_layout or not own:
            for index, block in own:
                self.blocks[index] = replace(
                    block, kind="paragraph", table_no=None, row=None, col=None, is_header=False, note=None
                )
            return
        first, last = own[0][1], own[-1][1]
        self.tables.append(
            Table(
                state.table_no, "html", first.start, last.end, max(block.row or 1 for _, block in own),
                max(state.n_cols, 1), state.is_infobox, state.caption,
            )
        )  # fmt: skip

    def finished_links(self, targets: dict[str, tuple[int, int]]) -> tuple[Link, ...]:
        """Return the links in reading order, with the spans of their targets."""
        links = []
        for link in sorted(self.links, key=lambda each: (each.start, each.end)):
            span = targets.get(" ".join(link.target.split())) if link.target else None
            if span is None:
                links.append(Link(link.start, link.end, None, None, None, "html"))
            else:
                links.append(Link(link.start, link.end, link.target, span[0], span[1], "html"))
        return tuple(links)
