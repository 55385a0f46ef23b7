"""A document as site extractors see it: the blocks of one region of a page, with ways to pick among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import regex

from extractors.blocks import Block, Link, Page, Table
from schemas.records.documents import PassageKind
from schemas.spans import Found, NormaliserName, Span, found_text

# Kinds that carry what the page says; the others frame it.
CONTENT_KINDS = frozenset({"heading", "paragraph", "list_item", "table_cell", "quote", "code", "figure_alt"})
PROSE_KINDS = frozenset({"paragraph", "list_item", "quote"})


@dataclass(slots=True)
class Part:
    """A block with what the site makes of it. `kind` starts as the block's own.

    depth: how deep a heading stands where the site knows its sections and the rendering shows no level.
    """

    block: Block
    kind: PassageKind
    note: str | None = None
    level: int | None = None
    depth: int | None = None

    @property
    def start(self) -> int:
        """First code point."""
        return self.block.start

    @property
    def end(self) -> int:
        """Code point behind."""
        return self.block.end


@dataclass(slots=True)
class View:
    """One document's share of a page. `parts` are its blocks in reading order, `meta` the page's metadata blocks.

    url: the address that the capture's file states, None where it states none or the page holds several documents.
    """

    page: Page
    span: Span
    parts: list[Part]
    meta: list[Part] = field(default_factory=list)
    url: str | None = None
    _named: dict[str, list[Part]] | None = field(default=None, init=False, repr=False, compare=False)

    def text(self, part: Part) -> str:
        """Return the text of a part as it stands."""
        return self.page.text[part.start : part.end]

    def shown(self, part: Part) -> str:
        """Return the text of a part as a reader sees it, '' where nothing shows."""
        found = self.found(part)
        return found.value if found else ""

    def found(self, part: Part, normaliser: NormaliserName = "strip_markup") -> Found[str] | None:
        """Return the text of a part with its span."""
        return found_text(self.page.text, part.start, part.end, normaliser)

    def slice(self, start: int, end: int, normaliser: NormaliserName = "strip_markup") -> Found[str] | None:
        """Return the text of any slice with its span."""
        return found_text(self.page.text, start, end, normaliser)

    def of_kind(self, *kinds: str) -> Iterator[Part]:
        """Yield the parts of these kinds."""
        return (part for part in self.parts if part.kind in kinds)

    def content(self) -> Iterator[Part]:
        """Yield what the page says, without titles, labels, boilerplate and metadata."""
        return (part for part in self.parts if part.kind in CONTENT_KINDS)

    def metadata(self, *names: str) -> Iterator[Found[str]]:
        """Yield the values of metadata blocks of these names, in the order of `names`."""
        if self._named is None:
            self._named = _by_name(self.meta)
        for name in names:
            for part in self._named.get(name.lower(), ()):
                found = self.found(part, "unescape")
                if found is not None:
                    yield found

    def first_metadata(self, *names: str) -> Found[str] | None:
        """Return the first value among these names."""
        return next(self.metadata(*names), None)

    def following(self, index: int, kinds: Iterable[str] = PROSE_KINDS) -> Iterator[tuple[int, Part]]:
        """Yield (index, part) behind `index` as long as the kinds fit."""
        allowed = frozenset(kinds)
        for place in range(index + 1, len(self.parts)):
            part = self.parts[place]
            if part.kind not in allowed:
                return
            yield place, part

    def links(self) -> Iterator[Link]:
        """Yield the anchors of this document, those of metadata left out."""
        return (link for link in self.page.links if self.span.start <= link.start and link.end <= self.span.end)

    def tables(self) -> Iterator[Table]:
        """Yield the tables of this document."""
        return (table for table in self.page.tables if self.span.start <= table.start and table.end <= self.span.end)

    def cells(self, table_no: int) -> list[Part]:
        """Return the cells of a table, in reading order."""
        return [part for part in self.parts if part.kind == "table_cell" and part.block.table_no == table_no]


# Things that a page describes besides itself: their dates, names and titles are not the page's.
_OTHER_THINGS: Final = frozenset(
    "audioobject breadcrumblist claimreview comment dataset event imageobject itemlist medicaltrial organization "
    "person product question rating review scholarlyarticle searchaction videoobject".split()
)
_JSONLD: Final = regex.compile(
    r"jsonld:(?:https?://[^/]*+/)?(?:(?P<type>[^./#]*)\.)?(?:mainentity\.)?(?P<path>[^/]+?)(?:\.\d++)?"
)


def _by_name(meta: Iterable[Part]) -> dict[str, list[Part]]:
    """Return metadata blocks by their names in small letters.

    `jsonld:*.datePublished` is that property of the page itself, whatever its type, one value or a list of them; not
    that of a comment, a picture or a person that the script describes as well.
    """
    named: dict[str, list[Part]] = {}
    for part in meta:
        if part.block.name is None:
            continue
        name = part.block.name.lower()
        match = _JSONLD.fullmatch(name) if name.startswith("jsonld:") else None
        named.setdefault(name, []).append(part)
        if match is not None and match["type"] not in _OTHER_THINGS:
            named.setdefault(f"jsonld:*.{match['path']}", []).append(part)
    return named


def view_of(page: Page, span: Span, blocks: Iterable[Block], meta: Iterable[Block], url: str | None = None) -> View:
    """Return a view whose parts start out as the page model typed them."""
    parts = [Part(block, block.kind, block.note, block.level) for block in blocks]
    return View(page, span, parts, [Part(block, block.kind) for block in meta], url)
