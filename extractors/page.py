"""HTML to the page model. The only module that imports lxml and bs4."""

from __future__ import annotations

import logging
from bisect import bisect_left
from typing import Final

from bs4.dammit import UnicodeDammit
from lxml import etree

from extractors.blocks import Block, Link, Page, PageIssue
from extractors.html_main import settle
from extractors.html_metadata import write_metadata
from extractors.html_walk import MAX_DEPTH, Walk
from extractors.inline_links import links_in
from extractors.repeats import drop_repeats

_CUT_TAIL: Final = 4_096

# A guess that fits badly is judged in `decode`, which reports it; bs4 would print a warning besides.
logging.getLogger("bs4.dammit").setLevel(logging.ERROR)


def guess_encoding(sample: bytes, *, is_html: bool) -> str | None:
    """Return the encoding that bs4 guesses for a sample of bytes, or None."""
    return UnicodeDammit(sample, is_html=is_html).original_encoding


def parse_html(capture_id: str, text: str) -> Page:
    """Return the page model of an HTML page; `Page.text` is its canonical rendering (design, section 4).

    Deeply nested, malformed and truncated pages are read as far as possible and say so in an issue.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    # The parser takes U+0000 for the end of the page.
    source = text.encode("utf-8", "replace").replace(b"\x00", b"")
    root = etree.fromstring(source, parser) if source.strip() else None
    if root is None:
        return Page(capture_id, "", (), (), "html")
    walk = Walk()
    walk.run(etree.iterwalk(root, events=("start", "end")))
    out = walk.out
    n_body = len(out.blocks)
    targets, issues = write_metadata(root, walk)
    rendered = "".join(out.parts)
    body, repeats = drop_repeats(settle(rendered, out, n_body), rendered)
    issues += repeats
    if (detail := _what_is_cut(text, walk)) is not None:
        issues.append(PageIssue("truncated_capture", max(len(rendered) - 1, 0), len(rendered), detail, "warn"))
    blocks: tuple[Block, ...] = (*body, *out.blocks[n_body:])
    used = {block.table_no for block in body if block.kind == "table_cell"}
    tables = tuple(sorted((t for t in out.tables if t.table_no in used), key=lambda t: t.table_no))
    links = _with_written_links(rendered[: body[-1].end] if body else "", out.finished_links(targets))
    return Page(capture_id, rendered, blocks, links, "html", tables, tuple(issues))


def _with_written_links(text: str, anchors: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return the anchors with the links that a page shows as written, such as `[[slug]]`, in reading order."""
    starts = [anchor.start for anchor in anchors]
    written = [
        link
        for link in links_in(text)
        if (place := bisect_left(starts, link.end)) == 0 or anchors[place - 1].end <= link.start
    ]
    return tuple(sorted((*anchors, *written), key=lambda link: (link.start, link.end))) if written else anchors


def _what_is_cut(source: str, walk: Walk) -> str | None:
    """Return what of a page is missing: it ends within a tag, or ends neither body nor html, or is too deep."""
    if walk.is_too_deep:
        return f"nested deeper than {MAX_DEPTH} levels"
    tail = source[-_CUT_TAIL:]
    lower_tail = tail.lower()
    is_cut = tail.rfind("<") > tail.rfind(">") or (
        "</html" not in lower_tail and "</body" not in lower_tail and "<body" in source.lower()
    )
    return "the page ends before its markup does" if is_cut else None
