"""One walk over the elements of an HTML page, which writes its rendering. Knows no parser, only its events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

import regex

from extractors import html_rules
from extractors.blocks import BlockKind
from extractors.html_rendering import Context, ListState, Region, Rendering, TableState

# The parser (libxml2) stops at this depth and keeps what it has read.
MAX_DEPTH: Final = 2_048
_MAX_LOCATOR_DEPTH: Final = 64
_MAX_CSS_CHARS: Final = 200
_PLAIN_TAG: Final = regex.compile(r"[a-z][a-z0-9]*+")
_QUOTABLE_TAG: Final = regex.compile(r"[\p{L}\p{N}:._-]++")
_TABLE_PARTS: Final = frozenset(("table", "tr", "td", "th", "caption"))
_LISTS: Final = frozenset(("ul", "ol", "menu", "dir"))


class Events(Protocol):
    """What `lxml.etree.iterwalk` gives: ('start' or 'end', element), and a way to leave a subtree out."""

    def __iter__(self) -> Iterator[tuple[str, Any]]: ...

    def skip_subtree(self) -> None:
        """Go on behind the element that was just started."""


class Frame:
    """An open element: its place in the tree and the context of the text in it."""

    __slots__ = (
        "_css", "_path", "breaks", "context", "counts", "depth", "index", "is_link", "is_nameless", "names", "parent",
        "tag",
    )  # fmt: skip

    def __init__(self, tag: str, parent: Frame | None, context: Context, names: str) -> None:
        self.tag: str = tag
        self.parent: Frame | None = parent
        self.context = context
        self.names = names
        self.counts: dict[str, int] | None = None
        self.breaks = ""
        self.is_link = False
        self.is_nameless = False
        self._path: str | None = None
        self._css: str | None = None
        if parent is None:
            self.depth = 0
            self.index = 1
        else:
            self.depth = parent.depth + 1
            self.index = parent.count(tag)

    def count(self, tag: str) -> int:
        """Count a child element and return its place among those of its tag, from 1."""
        counts = self.counts
        if counts is None:
            self.counts = {tag: 1}
            return 1
        counts[tag] = place = counts.get(tag, 0) + 1
        return place

    @property
    def path(self) -> str:
        """The XPath of the element, or of the one around it at depth 64: paths of any depth would be quadratic."""
        if self._path is None:
            parent = self.parent
            if parent is None:
                self._path = ""  # above the root element
            elif self.depth > _MAX_LOCATOR_DEPTH:
                self._path = parent.path_at_limit()
            else:
                self._path = self._path_below(parent)
        return self._path

    def _path_below(self, parent: Frame) -> str:
        path = parent.path
        if parent.is_nameless:
            self.is_nameless = True
        elif _PLAIN_TAG.fullmatch(self.tag):
            return f"{path}/{self.tag}[{self.index}]"
        elif _QUOTABLE_TAG.fullmatch(self.tag):
            return f"{path}/*[name()='{self.tag}'][{self.index}]"
        else:
            self.is_nameless = True  # no XPath can state it, so the element around it stands for it
        return path

    def path_at_limit(self) -> str:
        """Return the path of the ancestor at the depth limit, without recursion."""
        frame: Frame | None = self
        while frame is not None and frame.depth > _MAX_LOCATOR_DEPTH and frame._path is None:
            frame = frame.parent
        return "" if frame is None else frame.path

    @property
    def css(self) -> str | None:
        """The ids and classes of the element and its three nearest ancestors below `body`, nearest first."""
        if self._css is None:
            names: list[str] = []
            frame: Frame | None = self
            for _ in range(4):
                if frame is None or frame.tag in ("body", "html"):
                    break
                if frame.names:
                    names.append(frame.names[:_MAX_CSS_CHARS])
                frame = frame.parent
            self._css = " ".join(names)
        return self._css or None


class Walk:
    """The walk: `run` takes all events, then `out` holds text, blocks and links.

    hrefs: the path of the first anchor to each target; values: (name, value, path) of what stands in attributes only.
    """

    def __init__(self) -> None:
        self.out = Rendering()
        self.frame = Frame("", None, Context(), "")
        self.n_lists = 0
        self.n_tables = 0
        self.n_scopes = 0
        self.is_too_deep = False
        self.hrefs: dict[str, str] = {}
        self.values: list[tuple[str, str, str]] = []

    def run(self, events: Events) -> None:
        """Walk from the root element, each element once."""
        dropped = html_rules.DROPPED
        add = self.out.add
        is_skipped = False
        for event, element in events:
            if event == "start":
                tag = element.tag
                if tag in dropped or not self._start(element, tag):
                    self.frame.count(tag)
                    events.skip_subtree()  # the next event is its end
                    is_skipped = True
                    continue
                text = element.text
            else:
                if not is_skipped:
                    self._end()
                is_skipped = False
                text = element.tail
            if text is not None:
                if self.frame.context.mode == "verbatim":
                    self.out.add_verbatim(text)
                else:
                    add(text)
        self._break("block")
        while self.out.open_links:
            self.out.close_link()

    def _start(self, element: Any, tag: str) -> bool:
        """Open an element; False where it is one within a line that is not shown."""
        attributes = element.attrib
        names = ""
        context = self.frame.context
        breaks = ""
        is_hidden = False
        if attributes:
            get = attributes.get
            names = f"{get('class', '')} {get('id', '')}".strip().lower()
            is_hidden = html_rules.is_hidden(get("hidden"), get("aria-hidden"), get("style"))
        if tag in html_rules.BLOCKS:
            breaks = self._breaks(tag, context)
            self._break(breaks)
            if names or tag in html_rules.TYPED or attributes:
                context = self._block_context(tag, names, attributes, is_hidden=is_hidden)
            else:
                context = self.frame.context
        elif is_hidden or (names and html_rules.note_of_names(names) == "hidden"):
            return False
        elif tag == "br":
            self._line_break(context.mode)
        elif tag == "img" and (alt := attributes.get("alt")):
            self.out.alt(alt)
        frame = Frame(tag, self.frame, context, names)
        frame.breaks = breaks
        self.frame = frame
        if frame.depth >= MAX_DEPTH - 3:
            self.is_too_deep = True
        if attributes:
            self._keep_attributes(element, tag, attributes, frame)
        if tag == "a" and ("href" in attributes or not ("name" in attributes or "id" in attributes)):
            self._anchor(attributes.get("href"), frame)
        return True

    def _end(self) -> None:
        """Close the innermost element."""
        frame = self.frame
        parent = frame.parent
        assert parent is not None
        if frame.is_link:
            self.out.close_link()
        if frame.breaks:
            before = len(self.out.blocks)
            self._break(frame.breaks)
            table = frame.context.table
            if table is not None and frame.tag == "caption" and len(self.out.blocks) > before:
                table.caption = (self.out.blocks[before].start, self.out.blocks[before].end)
            elif table is not None and frame.tag == "table":
                self.out.close_table(table)
        self.frame = parent

    def _breaks(self, tag: str, context: Context) -> str:
        """Return how a block element parts its text from what stands around it: a block, a line or a blank."""
        if context.mode == "block" or tag in ("td", "th", "table"):
            return "block"
        if context.mode == "lines" and tag in html_rules.LAYOUT and context.table and not context.table.is_data:
            context.table.is_layout = True
            self._break("block")
            frame: Frame | None = self.frame
            plain = context.changed(mode="block", kind="paragraph", table=None, note=None)
            while frame is not None and frame.context.table is context.table and frame.context.mode == "lines":
                frame.context = plain
                frame = frame.parent
            return "block"
        return "blank" if context.mode == "blanks" else "line"

    def _break(self, breaks: str) -> None:
        """End the present block, or its line or word."""
        if breaks == "block":
            if self.out.has_text:
                self.out.flush(self.frame.context, self.frame.path, self.frame.css)
            else:
                self.out.skip_blank()
        elif breaks == "line":
            self.out.inner_break()
        else:
            self.out.blank()

    def _line_break(self, mode: str) -> None:
        if mode == "blanks":
            self.out.blank()
        elif mode == "verbatim":
            self.out.add_verbatim("\n")
        elif self.out.line_break() and mode == "block":
            self._break("block")

    def _keep_attributes(self, element: Any, tag: str, attributes: Any, frame: Frame) -> None:
        """Keep the values that stand in attributes only."""
        if tag == "time" and (stamp := attributes.get("datetime")):
            self.values.append(("time@datetime", stamp, frame.path))
        name = attributes.get("itemprop")
        if name and tag not in ("meta", "link"):
            value = attributes.get("content") or attributes.get("datetime")
            if not value and len(element) == 0:
                value = element.text
            if value and len(value) <= html_rules.MAX_ITEMPROP_CHARS:
                self.values.append((f"itemprop:{name}", value, frame.path))

    def _anchor(self, href: str | None, frame: Frame) -> None:
        href = " ".join(href.split()) if href is not None else ""
        if href and href not in self.hrefs:
            self.hrefs[href] = frame.path
        frame.is_link = True
        self.out.open_link(href or None)

    def _block_context(self, tag: str, names: str, attributes: Any, *, is_hidden: bool) -> Context:
        """Return the context of what stands in a block element."""
        context = self.frame.context
        role = attributes.get("role", "").lower()
        note = html_rules.boilerplate_note(tag, role, names, context.in_scope)
        if names or role or tag == "nav":
            label = attributes.get("aria-label", "").lower()
            if "breadcrumb" in label or (names and html_rules.has_name(names, "breadcrumb")):
                return context.changed(kind="breadcrumb", mode="block", note=None, listing=None)
        if is_hidden and note is None and tag not in ("html", "body"):
            note = "hidden"
        if note is not None:
            context = context.changed(region=Region(note, context.region))
        if tag in html_rules.SCOPES or role == "main" or (names and html_rules.has_name(names, "content")):
            self.n_scopes += 1
            # A main element is content though a form or popup is around it; an article may be a teaser in an aside.
            region = None if tag == "main" or role == "main" else context.region
            context = context.changed(in_scope=True, scope=self.n_scopes, region=region)
        if names and context.kind in ("paragraph", "list_item"):
            kind = html_rules.kind_of_names(names)
            if kind is not None and not (kind in ("label", "value") and context.kind != "paragraph"):
                context = context.changed(kind=kind)
        return self._by_tag(tag, names, role, attributes, context)

    def _by_tag(self, tag: str, names: str, role: str, attributes: Any, context: Context) -> Context:
        if context.kind == "breadcrumb" or (context.mode != "block" and tag not in _TABLE_PARTS):
            return context
        if tag in html_rules.HEADINGS:
            return context.changed(kind="heading", level=html_rules.HEADINGS[tag], mode="blanks", note=None)
        if tag in _LISTS:
            self.n_lists += 1
            level = context.listing.level + 1 if context.listing is not None else 1
            return context.changed(listing=ListState(self.n_lists, level, _start_of(tag, attributes)))
        if tag == "li":
            return self._item(context, attributes)
        if tag in _TABLE_PARTS:
            return self._table_part(tag, names, role, attributes, context)
        is_within_caption = context.note == "caption" and context.kind == "paragraph"
        if is_within_caption or tag == "figcaption" or (names and tag != "figure" and html_rules.is_caption(names)):
            return context.changed(kind="paragraph", mode="blanks" if tag == "figcaption" else "block", note="caption")
        kinds = html_rules.KINDS.get(tag)
        if kinds is not None:
            kind, mode = kinds
            return context.changed(kind=_kind(kind, context), mode=mode, level=None, note=None)
        return context

    def _item(self, context: Context, attributes: Any) -> Context:
        listing = context.listing
        if listing is None:
            self.n_lists += 1
            listing = ListState(self.n_lists, 1, None)
        listing.item_no += 1
        marker = None
        if listing.ordinal is not None:
            listing.ordinal = _number(attributes.get("value"), listing.ordinal, 10**9)
            marker = str(listing.ordinal)
            listing.ordinal += 1
        return context.changed(kind="list_item", listing=listing, item_no=listing.item_no, marker=marker, note=None)

    def _table_part(self, tag: str, names: str, role: str, attributes: Any, context: Context) -> Context:
        table = context.table
        if tag == "table":
            self.n_tables += 1
            is_infobox = bool(names) and html_rules.has_name(names, "infobox")
            table = TableState(self.n_tables, len(self.out.blocks), is_infobox, is_data=is_infobox)
            table.is_layout = role in ("presentation", "none")
            return context.changed(kind="paragraph", mode="block", table=table, note=None, listing=None)
        if table is None:
            return context
        if tag == "caption":
            table.is_data = True
            return context.changed(kind="paragraph", mode="blanks", note="caption")
        if tag == "tr":
            table.row += 1
            table.col = 0
            return context.changed(kind="paragraph", mode="block")
        if not table.row:
            table.row = 1
        colspan, rowspan = (_number(attributes.get(name), 1, 65_534) for name in ("colspan", "rowspan"))
        col = table.next_cell(colspan, rowspan)
        if tag == "th":
            table.is_data = True
        if table.is_layout:
            return context.changed(kind="paragraph", mode="block", table=None, note=None)
        note = "spanned" if colspan > 1 or rowspan > 1 else None
        return context.changed(
            kind="table_cell", mode="lines", row=table.row, col=col, is_header=tag == "th", note=note, level=None
        )


def _kind(kind: BlockKind, context: Context) -> BlockKind:
    # A paragraph in an item, a quote or a byline stays what it is in.
    kept = ("list_item", "quote", "byline", "value", "label")
    return context.kind if kind == "paragraph" and context.kind in kept else kind


def _start_of(tag: str, attributes: Any) -> int | None:
    return _number(attributes.get("start"), 1, 10**9) if tag == "ol" else None


def _number(value: str | None, default: int, limit: int) -> int:
    if value is None or not value.strip().isdecimal() or len(value) > 12:
        return default
    return min(max(int(value), 1), limit)
