"""HTML to the page model. The only module that imports lxml and bs4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import regex
from bs4.dammit import UnicodeDammit
from lxml import etree

from extractors import html_rules, jsonld
from extractors.blocks import Block, BlockKind, Page, PageIssue
from extractors.html_main import settle
from extractors.html_rendering import Context, ListState, Region, Rendering, TableState
from extractors.repeats import drop_repeats

# libxml2 stops at this depth and keeps what it has read.
MAX_DEPTH: Final = 2_048
_MAX_LOCATOR_DEPTH: Final = 64
_MAX_CSS_CHARS: Final = 200
_PLAIN_TAG: Final = regex.compile(r"[a-z][a-z0-9]*+")
_LINK_RELS: Final = frozenset("canonical alternate next prev amphtml shortlink author license me".split())
_CUT_TAIL: Final = 4_096


def guess_encoding(sample: bytes, *, is_html: bool) -> str | None:
    """Return the encoding that bs4 guesses for a sample of bytes, or None."""
    return UnicodeDammit(sample, is_html=is_html).original_encoding


class _Frame:
    """An open element: its place in the tree and the context of the text in it."""

    __slots__ = ("_css", "_path", "breaks", "context", "counts", "depth", "index", "is_link", "names", "parent", "tag")

    def __init__(self, tag: str, parent: _Frame | None, context: Context, names: str) -> None:
        self.tag: str = tag
        self.parent: _Frame | None = parent
        self.context = context
        self.names = names
        self.counts: dict[str, int] | None = None
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.index = 1
        self.breaks = ""
        self.is_link = False
        self._path: str | None = None
        self._css: str | None = None
        if parent is not None:
            counts = parent.counts
            if counts is None:
                counts = parent.counts = {}
            self.index = counts[tag] = counts.get(tag, 0) + 1

    @property
    def path(self) -> str:
        """The XPath of the element, or of the one around it at depth 64: paths of any depth would be quadratic."""
        if self._path is None:
            parent = self.parent
            if parent is None:
                self._path = ""  # above the root element
            elif self.depth > _MAX_LOCATOR_DEPTH:
                self._path = parent.path_at_limit()
            elif _PLAIN_TAG.fullmatch(self.tag):
                self._path = f"{parent.path}/{self.tag}[{self.index}]"
            else:
                name = self.tag.replace("'", "")
                self._path = f"{parent.path}/*[name()='{name}'][{self.index}]"
        return self._path

    def path_at_limit(self) -> str:
        """Return the path of the ancestor at the depth limit, without recursion."""
        frame: _Frame | None = self
        while frame is not None and frame.depth > _MAX_LOCATOR_DEPTH and frame._path is None:
            frame = frame.parent
        return "" if frame is None else frame.path

    @property
    def css(self) -> str | None:
        """The ids and classes of the element and its three nearest ancestors below `body`, nearest first."""
        if self._css is None:
            names: list[str] = []
            frame: _Frame | None = self
            for _ in range(4):
                if frame is None or frame.tag in ("body", "html"):
                    break
                if frame.names:
                    names.append(frame.names[:_MAX_CSS_CHARS])
                frame = frame.parent
            self._css = " ".join(names)
        return self._css or None


class _Walk:
    """One walk over the elements of `body`, iterative, each element once."""

    def __init__(self) -> None:
        self.out = Rendering()
        self.frame = _Frame("", None, Context(), "")
        self.n_lists = 0
        self.n_tables = 0
        self.n_scopes = 0
        self.is_too_deep = False
        self.hrefs: dict[str, str] = {}
        self.values: list[tuple[str, str, str]] = []

    def run(self, body: Any) -> None:
        """Walk from the root element."""
        events = etree.iterwalk(body, events=("start", "end"))
        out = self.out
        for event, element in events:
            if event == "start":
                tag = element.tag
                if tag in html_rules.DROPPED:
                    if self.frame.counts is None:
                        self.frame.counts = {}
                    self.frame.counts[tag] = self.frame.counts.get(tag, 0) + 1
                    events.skip_subtree()
                    continue
                self.start(element, tag)
                if (text := element.text) is not None:
                    self.text(text)
                continue
            if element.tag not in html_rules.DROPPED:
                self.end()
            if (tail := element.tail) is not None:
                self.text(tail)
        self.break_block("block")
        while out.open_links:
            out.close_link()

    def text(self, text: str) -> None:
        """Take text into the present block."""
        if self.frame.context.mode == "verbatim":
            self.out.add_verbatim(text)
        else:
            self.out.add(text)

    def start(self, element: Any, tag: str) -> None:
        """Open an element."""
        attributes = element.attrib
        names = role = ""
        if attributes:
            get = attributes.get
            names = f"{get('class', '')} {get('id', '')}".strip().lower()
            role = get("role", "").lower()
        context = self.frame.context
        breaks = ""
        if tag in html_rules.BLOCKS:
            breaks = self._breaks(tag, context)
            self.break_block(breaks)
            context = self._block_context(tag, names, role, attributes)
        elif tag == "br":
            self._line_break(context.mode)
        elif tag == "img" and (alt := attributes.get("alt")):
            self.out.alt(alt)
        frame = _Frame(tag, self.frame, context, names)
        frame.breaks = breaks
        self.frame = frame
        if frame.depth >= MAX_DEPTH - 3:
            self.is_too_deep = True
        if attributes:
            self._attributes(element, tag, attributes, frame)
        if tag == "a" and ("href" in attributes or not ("name" in attributes or "id" in attributes)):
            self._anchor(attributes.get("href"), frame)

    def end(self) -> None:
        """Close the innermost element."""
        frame = self.frame
        parent = frame.parent
        assert parent is not None
        if frame.is_link:
            self.out.close_link()
        if frame.breaks:
            before = len(self.out.blocks)
            self.break_block(frame.breaks)
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
            self.break_block("block")
            frame: _Frame | None = self.frame
            plain = replace(context, mode="block", kind="paragraph", table=None, note=None)
            while frame is not None and frame.context.table is context.table and frame.context.mode == "lines":
                frame.context = plain
                frame = frame.parent
            return "block"
        return "blank" if context.mode == "blanks" else "line"

    def break_block(self, breaks: str) -> None:
        """End the present block, or its line or word."""
        if breaks == "block":
            self.out.flush(self.frame.context, self.frame.path, self.frame.css)
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
            self.break_block("block")

    def _attributes(self, element: Any, tag: str, attributes: Any, frame: _Frame) -> None:
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

    def _anchor(self, href: str | None, frame: _Frame) -> None:
        href = " ".join(href.split()) if href is not None else ""
        if href and href not in self.hrefs:
            self.hrefs[href] = frame.path
        frame.is_link = True
        self.out.open_link(href or None)

    def _block_context(self, tag: str, names: str, role: str, attributes: Any) -> Context:
        """Return the context of what stands in a block element."""
        context = self.frame.context
        note = html_rules.boilerplate_note(tag, role, names, context.in_scope)
        if names or role or tag == "nav":
            label = attributes.get("aria-label", "").lower() if attributes else ""
            if "breadcrumb" in label or (names and html_rules.has_name(names, "breadcrumb")):
                return replace(context, kind="breadcrumb", mode="block", note=None, listing=None)
        if note is not None:
            context = replace(context, region=Region(note, context.region))
        if tag in html_rules.SCOPES or role == "main" or (names and html_rules.has_name(names, "content")):
            self.n_scopes += 1
            context = replace(context, in_scope=True, scope=self.n_scopes)
            if tag != "article" and context.region is not None:
                context = replace(context, region=None)
        if names and context.kind in ("paragraph", "list_item"):
            if html_rules.has_name(names, "byline"):
                context = replace(context, kind="byline")
            elif html_rules.has_name(names, "quote"):
                context = replace(context, kind="quote")
        return self._by_tag(tag, names, role, attributes, context)

    def _by_tag(self, tag: str, names: str, role: str, attributes: Any, context: Context) -> Context:
        if context.kind == "breadcrumb" or (context.mode != "block" and tag not in ("table", "tr", "td", "th")):
            return context
        if tag in html_rules.HEADINGS:
            return replace(context, kind="heading", level=html_rules.HEADINGS[tag], mode="blanks", note=None)
        if tag in ("ul", "ol", "menu", "dir"):
            self.n_lists += 1
            level = context.listing.level + 1 if context.listing is not None else 1
            return replace(context, listing=ListState(self.n_lists, level, _start_of(tag, attributes)))
        if tag == "li":
            return self._item(context, attributes)
        if tag in ("table", "tr", "td", "th", "caption"):
            return self._table_part(tag, names, role, attributes, context)
        kinds = html_rules.KINDS.get(tag)
        if kinds is not None:
            kind, mode = kinds
            return replace(context, kind=_kind(kind, context), mode=mode, level=None, note=html_rules.NOTES.get(tag))
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
        return replace(context, kind="list_item", listing=listing, item_no=listing.item_no, marker=marker, note=None)

    def _table_part(self, tag: str, names: str, role: str, attributes: Any, context: Context) -> Context:
        table = context.table
        if tag == "table":
            self.n_tables += 1
            is_infobox = bool(names) and html_rules.has_name(names, "infobox")
            table = TableState(self.n_tables, len(self.out.blocks), is_infobox, is_data=is_infobox)
            table.is_layout = role in ("presentation", "none")
            return replace(context, kind="paragraph", mode="block", table=table, note=None, listing=None)
        if table is None:
            return context
        if tag == "caption":
            table.is_data = True
            return replace(context, kind="paragraph", mode="blanks", note="caption")
        if tag == "tr":
            table.row += 1
            table.col = 0
            return replace(context, kind="paragraph", mode="block")
        if not table.row:
            table.row = 1
        colspan, rowspan = (_number(attributes.get(name), 1, 65_534) for name in ("colspan", "rowspan"))
        col = table.next_cell(colspan, rowspan)
        if tag == "th":
            table.is_data = True
        if table.is_layout:
            return replace(context, kind="paragraph", mode="block", table=None, note=None)
        note = "spanned" if colspan > 1 or rowspan > 1 else None
        return replace(
            context,
            kind="table_cell",
            mode="lines",
            row=table.row,
            col=col,
            is_header=tag == "th",
            note=note,
            level=None,
        )


def _kind(kind: BlockKind, context: Context) -> BlockKind:
    # A paragraph in an item, a quote or a byline stays what it is in.
    return context.kind if kind == "paragraph" and context.kind in ("list_item", "quote", "byline", "value") else kind


def _start_of(tag: str, attributes: Any) -> int | None:
    return _number(attributes.get("start"), 1, 10**9) if tag == "ol" else None


def _number(value: str | None, default: int, limit: int) -> int:
    if value is None or not value.strip().isdecimal() or len(value) > 12:
        return default
    return min(max(int(value), 1), limit)


def _metadata(root: Any, walk: _Walk) -> tuple[dict[str, tuple[int, int]], list[PageIssue]]:
    """Write the metadata lines; return where each link target stands, and the JSON-LD that could not be read."""
    out = walk.out
    if lang := (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")):
        out.metadata("html@lang", lang, "/html")
    counts: dict[str, int] = {}
    broken: list[str] = []
    for element in root.iter("title", "meta", "link", "script"):
        tag = element.tag
        counts[tag] = counts.get(tag, 0) + 1
        for name, value in _metadata_of(element, tag, counts[tag], broken):
            out.metadata(name, value, f"(//{tag})[{counts[tag]}]")
    for name, value, locator in dict.fromkeys(walk.values):
        out.metadata(name, value, locator)
    targets = {}
    for href, locator in walk.hrefs.items():
        if (span := out.metadata("a@href", href, locator)) is not None:
            targets[href] = span
    return targets, [PageIssue("malformed_metadata", 0, 0, detail, "warn") for detail in broken]


def _metadata_of(element: Any, tag: str, ordinal: int, broken: list[str]) -> Iterable[tuple[str, str]]:
    if tag == "meta":
        content = element.get("content")
        if not content:
            return []
        names = [element.get("name"), element.get("property")]
        found = [
            (name.strip().lower() if ":" not in name else name.strip(), content)
            for name in dict.fromkeys(names)
            if name
        ]
        return found + ([(f"itemprop:{element.get('itemprop')}", content)] if element.get("itemprop") else [])
    if tag == "link":
        rels = [rel for rel in (element.get("rel") or "").lower().split() if rel in _LINK_RELS]
        return [(f"link@{rel}", element.get("href") or "") for rel in rels[:1]]
    if tag == "title":
        parent = element.getparent()
        is_page_title = ordinal == 1 and (parent is None or parent.tag in ("head", "html", "body"))
        return [("title", element.text or "")] if is_page_title else []
    if (element.get("type") or "").split(";")[0].strip().lower() != "application/ld+json" or not element.text:
        return []
    try:
        return [(f"jsonld:{path}", value) for path, value in jsonld.leaves(element.text)]
    except ValueError as error:
        broken.append(f"JSON-LD script skipped: {error}"[:200])
        return []


def _is_cut(source: str) -> bool:
    """Return whether a page ends within a tag, or begins a body and ends neither body nor html."""
    tail = source[-_CUT_TAIL:]
    if tail.rfind("<") > tail.rfind(">"):
        return True
    lower_tail = tail.lower()
    return "</html" not in lower_tail and "</body" not in lower_tail and "<body" in source.lower()


def parse_html(capture_id: str, text: str) -> Page:
    """Return the page model of an HTML page; `Page.text` is its canonical rendering (design, section 4).

    Deeply nested, malformed and truncated pages are read as far as possible and say so in an issue.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    if root is None:
        return Page(capture_id, "", (), (), "html")
    walk = _Walk()
    walk.run(root)
    n_body = len(walk.out.blocks)
    targets, issues = _metadata(root, walk)
    out = walk.out
    rendered = "".join(out.parts)
    body = settle(rendered, out, n_body)
    body, more = drop_repeats(body, rendered)
    issues += more
    if walk.is_too_deep or _is_cut(text):
        detail = (
            f"nested deeper than {MAX_DEPTH} levels" if walk.is_too_deep else "the page ends before its markup does"
        )
        issues.append(PageIssue("truncated_capture", max(len(rendered) - 1, 0), len(rendered), detail, "warn"))
    blocks: tuple[Block, ...] = (*body, *out.blocks[n_body:])
    used = {block.table_no for block in body if block.kind == "table_cell"}
    tables = tuple(sorted((t for t in out.tables if t.table_no in used), key=lambda t: t.table_no))
    return Page(capture_id, rendered, blocks, out.finished_links(targets), "html", tables, tuple(issues))
