"""The base of WordPress blogs: archive pages with several posts, and pages of single posts."""

from __future__ import annotations

from typing import Final

from extractors.articles import Article, add_bylines, links_in_part
from extractors.blocks import Block, Page
from extractors.facts import Facts, read_language
from extractors.finders.people import parse_byline
from extractors.site import Region, content_blocks
from extractors.view import Part, View, view_of
from schemas.spans import Span, found_text

_MAX_TITLE: Final = 120
_TITLE_CSS: Final = frozenset(("entry-title", "post-title"))
_META_CSS: Final = frozenset(("post-meta", "entry-meta"))
_CONTENT_CSS: Final = frozenset(("entry-content", "post-content"))


class WordPressBlog(Article):
    """A blog whose archive pages hold several posts, each with a byline 'by NAME | DATE | categories'."""

    def split(self, page: Page) -> list[Region]:
        """Return one region per post; what frames them (archive title, pagination, sidebar, footer) is in none."""
        blocks = content_blocks(page)
        starts = _post_starts(page, blocks)
        if len(starts) < 2:
            return super().split(page)
        regions = []
        for start, stop in zip(starts, [*starts[1:], len(blocks)], strict=True):
            last = stop
            while last > start + 1 and blocks[last - 1].kind == "boilerplate":
                last -= 1
            regions.append(Region(start, last))
        return regions

    def layout(self, page: Page) -> str | None:
        """Return 'archive' for several posts, 'post' for one; None where no byline tells that there is one."""
        n_posts = len(_post_starts(page, content_blocks(page)))
        return {0: None, 1: "post"}.get(n_posts, "archive")

    def shape(self, view: View) -> None:
        """Type the heading right above the byline as the post's title."""
        super().shape(view)
        heading = _title_above(view)
        if heading is None:
            return
        for part in view.parts:
            if part.kind == "title" and part is not heading:
                part.kind, part.note = "boilerplate", "archive"
        heading.kind = "title"

    def facts(self, view: View) -> Facts:
        """Return what the byline states, first of all, and the address that the post's heading links to."""
        facts = super().facts(view)
        add_bylines(view, facts, is_first=True)
        if facts.language is None:
            facts.language = read_language(_whole(view.page))
        own = next((link for title in view.of_kind("title") for link in links_in_part(view, title)), None)
        if own is not None and own.target_start is not None and own.target_end is not None:
            address = found_text(view.page.text, own.target_start, own.target_end, "identity")
            if address is not None and address.value.startswith(("http://", "https://")):
                # The address that an archive page states is its own, not the post's.
                facts.urls = [(url, role) for url, role in facts.urls if role != "canonical"]
                facts.urls.append((address, "canonical"))
        return facts


def _whole(page: Page) -> View:
    """Return the page itself as a view, for what its metadata say of every post."""
    return view_of(page, Span(0, len(page.text)), (), [block for block in page.blocks if block.kind == "metadata"])


def _has_css(block: Block, tokens: frozenset[str]) -> bool:
    return block.css is not None and not tokens.isdisjoint(block.css.split())


def _post_starts(page: Page, blocks: list[Block]) -> list[int]:
    """Return where posts begin: at their titles where the rendering shows these, else at their bylines."""
    bylines = [index for index, block in enumerate(blocks) if _is_post_byline(page, block)]
    above = {index: _title_place(blocks, index) for index in bylines}
    # Titles are shown for all posts or for none: a heading above one byline in many ends the post before, or names
    # the archive.
    shows_titles = all(place is not None for place in above.values())
    starts = set()
    for index, place in above.items():
        is_title = place is not None and (shows_titles or _is_title_mark(blocks[place]))
        starts.add(place if place is not None and is_title else index)
    starts |= {index for index, block in enumerate(blocks) if block.kind == "heading" and _is_title_mark(block)}
    return sorted(_with_picture(blocks, index) for index in starts)


def _is_post_byline(page: Page, block: Block) -> bool:
    if block.kind != "byline":
        return False
    byline = parse_byline(page.text, block.start, block.end)
    return byline is not None and bool(byline.dates) and (byline.has_bars or _has_css(block, _META_CSS))


def _title_place(blocks: list[Block], index: int) -> int | None:
    """Return what may be the title directly above a byline: a heading, or a short line ('Cells Heal!')."""
    above = blocks[index - 1] if index else None
    if above is None:
        return None
    is_line = above.kind == "paragraph" and above.end - above.start <= _MAX_TITLE
    return index - 1 if is_line or above.kind in ("heading", "title") else None


def _is_title_mark(block: Block) -> bool:
    """Whether markup shows that a heading is a post's title: a class of WordPress on a heading that is a link."""
    return _has_css(block, _TITLE_CSS) and block.href is not None


def _with_picture(blocks: list[Block], index: int) -> int:
    """Return where a post begins whose featured image stands above its title."""
    above = blocks[index - 1] if index else None
    is_picture = above is not None and above.kind == "figure_alt" and above.css is not None
    return index - 1 if above is not None and is_picture and not _has_css(above, _CONTENT_CSS) else index


def _title_above(view: View) -> Part | None:
    """Return the heading right above a post's byline, or a line there that opens the post; menus and pictures aside.

    Short lines may stand above the heading, such as a menu that shows no marks.
    """
    before: Part | None = None
    is_first = True
    for part in view.parts:
        if part.kind in ("boilerplate", "breadcrumb", "figure_alt"):
            continue
        if part.kind == "byline" or part.kind not in ("heading", "title"):
            is_line = part.kind == "paragraph" and part.end - part.start <= _MAX_TITLE
            if part.kind == "byline" or not is_line:
                return before if before and (part.kind == "byline" or _is_title_mark(before.block)) else None
            if before is not None and _is_title_mark(before.block):
                return before
            before = part if is_first else None
        else:
            before = part
        is_first = False
    return before if before is not None and _is_title_mark(before.block) else None
