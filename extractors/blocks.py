"""The page model: one shape for HTML and text, in which site extractors and finders work.

All offsets are code points of `Page.text`. Blocks are in reading order and do not overlap; metadata blocks come last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal[
    "title",
    "heading",
    "paragraph",
    "list_item",
    "table_cell",
    "figure_alt",
    "quote",
    "byline",
    "label",
    "value",
    "metadata",
    "breadcrumb",
    "boilerplate",
    "code",
]
Rendering = Literal["html", "text"]
TableOrigin = Literal["html", "pipe", "glued"]


# Not `frozen`: that makes a block six times as slow to make, and blocks are most of what a parser does.
@dataclass(slots=True, unsafe_hash=True)
class Block:
    """One unit of a page; `text[start:end]` is what a reader reads (bullets and tags around it excluded).

    Never altered once it is made: `retyped` gives a copy.

    level: heading level 1 to 6, or list nesting from 1; None where the rendering does not show it.
    locator: an XPath for HTML, `line=12` or `lines=12-14` (from 1) for text.
    list_no / item_no: the page's list (from 1) and the place in it (from 1); marker: what stood before it ('-', '3').
    table_no / row / col: the page's table, row and column, all from 1; is_header: a `th`, a header row of a pipe table.
    note: why the parser typed it so, where that is not obvious ('navigation', 'repeat', 'glued', 'spanned').
    css: id and class attribute values of the element and its near ancestors, lower case, for boilerplate rules.
    name: the name of a metadata block ('og:title', 'jsonld:author.name', 'time@datetime', 'a@href').
    """

    kind: BlockKind
    start: int
    end: int
    locator: str
    level: int | None = None
    href: str | None = None
    list_no: int | None = None
    item_no: int | None = None
    marker: str | None = None
    table_no: int | None = None
    row: int | None = None
    col: int | None = None
    is_header: bool = False
    note: str | None = None
    css: str | None = None
    name: str | None = None

    def retyped(self, kind: BlockKind, note: str | None = None) -> Block:
        """Return the block with another kind."""
        # The call that every block of chrome takes; `dataclasses.replace` is several times slower.
        return Block(
            kind, self.start, self.end, self.locator, self.level, self.href, self.list_no, self.item_no, self.marker,
            self.table_no, self.row, self.col, self.is_header, self.note if note is None else note, self.css, self.name,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor: its text at `[start, end)`, its target at `[target_start, target_end)`.

    form: how it is written; for HTML anchors the target stands in an `a@href` metadata block. A `lost` anchor has no
    target at all (an `<a>` without href, `[text]()`); its target span is None.
    """

    start: int
    end: int
    target: str | None
    target_start: int | None
    target_end: int | None
    form: Literal["html", "markdown", "wikilink", "bare"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page: its number, how it was written, its caption span and whether its shape is doubtful."""

    table_no: int
    origin: TableOrigin
    start: int
    end: int
    n_rows: int
    n_cols: int
    is_infobox: bool = False
    caption: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageIssue:
    """Something the parser noticed: a quality code of `quality_issues`, with the span it concerns."""

    code: str
    start: int
    end: int
    detail: str
    severity: Literal["info", "warn", "error"] = "info"


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed capture. `issues` become rows of `quality_issues` as they stand."""

    capture_id: str
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    rendering: Rendering
    tables: tuple[Table, ...] = ()
    issues: tuple[PageIssue, ...] = field(default=())

    def of(self, block: Block) -> str:
        """Return the text of a block."""
        return self.text[block.start : block.end]
