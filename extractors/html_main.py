"""Which blocks of an HTML page are its text: boilerplate regions, the main element, link lists, the title."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

import regex

from extractors import glued
from extractors.blocks import Block
from extractors.boilerplate import boilerplate_note, without_comments, without_tail
from extractors.html_rendering import Region, Rendering
from extractors.html_rules import DOUBTFUL

_MIN_TEXT: Final = 140
_MIN_SCOPE_SHARE: Final = 0.5
_MIN_MAIN_TEXT: Final = 1_000
_MAIN: Final = "/main["
_ARTICLE_SHARE: Final = 0.7
_WORD: Final = regex.compile(r"\w+")
_ARTICLE: Final = regex.compile(r".*?/article(?:\[\d+\])?(?=/|$)")

# Prose that tells where the text stands, and the part of it that the element around the text must hold.
_MIN_PROSE: Final = 60
_MAX_PROSE_LINKED: Final = 0.3
_MIN_PAGE_PROSE: Final = 200
_MIN_PROSE_BLOCKS: Final = 2
_CONTAINER_SHARE: Final = 0.6
_PROSE: Final = frozenset(("paragraph", "list_item", "quote", "value"))
_KEPT_OUTSIDE: Final = frozenset(("breadcrumb", "byline", "label", "value", "table_cell", "code", "quote"))

_PART_OF_TEXT: Final = regex.compile(
    r"(?:[uod]l|li|d[dt]|blockquote|p|span|a|b|i|strong|em|t(?:able|body|r|d)|figure)\["
)

_LINKED: Final = 0.8
_MIN_LINKS: Final = 3
_MAX_LINK_CHARS: Final = 160
_LINK_HEADINGS: Final = regex.compile(
    r"(?:see also|references?|sources?|bibliography|citations?|further reading|external links|notes|resources|links|"
    r"contents|table of contents|in this (?:article|section))\b.{0,40}",
    regex.I,
)
_LONE_NUMBER: Final = regex.compile(r"(?P<mark>\d{1,3})[.)]?")
_MAX_NUMBER_CHARS: Final = 4
_MAX_GLUED_CHARS: Final = 200


def settle(text: str, out: Rendering, n_body: int) -> list[Block]:
    """Return the first `n_body` blocks with boilerplate and the title typed; `text` is the whole rendering.

    A region that its tag or name calls boilerplate but that holds most of the page's text is content after all.
    """
    blocks = out.blocks[:n_body]
    _restore_main_text(blocks, out.regions)
    notes = [_note(region) for region in out.regions[:n_body]]
    _leave_out_outside(blocks, out, notes)
    title = _title(text, blocks, notes, out.blocks[n_body:])
    _leave_out_other_elements(blocks, out, notes, title)
    _leave_out_link_lists(text, blocks, out, notes)
    settled: list[Block] = []
    is_framed: list[bool] = []
    for index, (block, note) in enumerate(zip(blocks, notes, strict=True)):
        is_framed.append(note is not None and block.kind != "breadcrumb")
        if index == title:
            settled.append(block.retyped("title"))
        elif is_framed[-1]:
            settled.append(block.retyped("boilerplate", note))
        else:
            settled.append(_without_cue(text, block))
    return _with_pairs(text, _with_tail(text, settled, is_framed))


def _without_cue(text: str, block: Block) -> Block:
    """Return a block as boilerplate where its whole line is chrome on any site."""
    if block.kind not in ("paragraph", "list_item", "heading"):
        return block
    cue = boilerplate_note(text[block.start : block.end])
    return block if cue is None else block.retyped("boilerplate", cue)


def _note(region: Region | None) -> str | None:
    while region is not None:
        if not region.is_content_after_all:
            return region.note
        region = region.parent
    return None


def _restore_main_text(blocks: list[Block], regions: list[Region | None]) -> None:
    """Mark the doubtful regions that hold more text than all that is outside any region."""
    total = sum(block.end - block.start for block in blocks)
    each = _every_region(regions)
    for _ in range(4):
        free = sum(b.end - b.start for b, r in zip(blocks, regions, strict=False) if _note(r) is None)
        if free >= max(_MIN_TEXT, 0.25 * total):
            return
        best: Region | None = None
        for region in each:
            is_open = not region.is_content_after_all and (region.note in DOUBTFUL or free < _MIN_TEXT)
            if is_open and region.n_chars > free and (best is None or region.n_chars > best.n_chars):
                best = region
        if best is None:
            return
        best.is_content_after_all = True


def _every_region(regions: list[Region | None]) -> list[Region]:
    """Return each region once, inner ones first, with the text of those within it counted as its own, too."""
    chains: list[list[Region]] = []
    seen: set[int] = set()
    for innermost in regions:
        chain = []
        region = innermost
        while region is not None and id(region) not in seen:
            seen.add(id(region))
            chain.append(region)
            region = region.parent
        chains.append(chain)
    for chain in reversed(chains):  # a chain ends within an earlier one
        for region in chain:
            if region.parent is not None:
                region.parent.n_chars += region.n_chars
    return [region for chain in chains for region in chain]


def _leave_out_outside(blocks: list[Block], out: Rendering, notes: list[str | None]) -> None:
    """Note the blocks outside `main` and `article` where these hold most of the text that is not linked."""
    sizes: Counter[int] = Counter()
    n_in_main = 0
    for block, scope, n_linked, note in zip(blocks, out.scopes, out.n_linked, notes, strict=False):
        if note is None:
            size = block.end - block.start - n_linked
            sizes[scope] += size
            n_in_main += size if _MAIN in block.locator else 0
    inside = sum(size for scope, size in sizes.items() if scope)
    # `main` is what it says where it has any text; articles may be teasers of other pages.
    is_main = n_in_main >= _MIN_MAIN_TEXT
    if not is_main and (inside < _MIN_TEXT or inside < _MIN_SCOPE_SHARE * (inside + sizes[0])):
        return
    largest, size = max(sizes.items(), key=lambda each: (each[1], -each[0]))
    only = largest if largest and size >= _ARTICLE_SHARE * inside else None
    article = _article(blocks[out.scopes.index(only)].locator) if only is not None else None
    posts = _posts(blocks, out, notes, article)
    for index, (block, scope) in enumerate(zip(blocks, out.scopes, strict=False)):
        if notes[index] is not None or block.kind == "breadcrumb" or _article(block.locator) in posts:
            continue
        if not scope or (only is not None and scope > only) or (is_main and _MAIN not in block.locator):
            notes[index] = "outside_main"


def _article(locator: str) -> str | None:
    """Return the XPath of the outermost `article` around a block."""
    match = _ARTICLE.match(locator)
    return None if match is None else match.group()


def _posts(blocks: list[Block], out: Rendering, notes: list[str | None], article: str | None) -> frozenset[str | None]:
    """Return the articles that stand beside one and are posts as it is.

    Each has a byline and prose of its own, and a heading of the same level; teasers of other pages have a lower one.
    """
    if article is None:
        return frozenset()
    with_byline: set[str] = set()
    with_prose: set[str] = set()
    levels: dict[str, int | None] = {}
    for index, block in enumerate(blocks):
        path = _article(block.locator) if notes[index] is None else None
        if path is None or _parent(path) != _parent(article):
            continue
        if block.kind == "heading":
            levels.setdefault(path, block.level)
        elif block.kind == "byline":
            with_byline.add(path)
        elif block.kind in _PROSE and _is_prose(block, out.n_linked[index]):
            with_prose.add(path)
    posts = {path for path in with_byline & with_prose if levels.get(path) == levels.get(article)}
    return frozenset(posts) if article in posts and len(posts) > 1 else frozenset()


def _title(text: str, blocks: list[Block], notes: list[str | None], metadata: list[Block]) -> int | None:
    """Return the index of the page's title among its h1 headings, or None."""
    stated = " ".join(text[b.start : b.end] for b in metadata if b.name in ("title", "og:title")).casefold()
    stated_words = set(_WORD.findall(stated))
    best: tuple[tuple[bool, bool, int], int] | None = None
    for index, block in enumerate(blocks):
        if block.kind != "heading" or block.level != 1 or notes[index] in ("footer", "aside", "comments", "related"):
            continue
        words = set(_WORD.findall(text[block.start : block.end].casefold()))
        share = len(words & stated_words) / max(len(words), 1)
        score = (notes[index] in (None, "outside_main"), share >= 0.6 and len(words) > 2, -index)
        if best is None or score > best[0]:
            best = (score, index)
    return None if best is None else best[1]


def _leave_out_other_elements(blocks: list[Block], out: Rendering, notes: list[str | None], title: int | None) -> None:
    """Note the blocks outside the innermost element that holds most of the page's prose.

    Prose between the title and that element stays (a lead), and so do tables, bylines and the like.
    """
    prose = [
        index
        for index, block in enumerate(blocks)
        if notes[index] is None and block.kind in _PROSE and _is_prose(block, out.n_linked[index])
    ]
    container = _container(blocks, prose)
    if container is None:
        return
    prefix = container + "/"
    inside = [block.locator == container or block.locator.startswith(prefix) for block in blocks]
    first = inside.index(True)
    posts = _posts(blocks, out, notes, _article(prefix))
    prose_set = set(prose)
    for index, block in enumerate(blocks):
        if notes[index] is not None or inside[index] or block.kind in _KEPT_OUTSIDE:
            continue
        if _article(block.locator) in posts:
            continue
        is_lead = title is not None and title < index < first and index in prose_set
        if not is_lead and not _announces_table(blocks, index) and not _heads_byline(blocks, index, prefix):
            notes[index] = "outside_main"


def _announces_table(blocks: list[Block], index: int) -> bool:
    """Return whether a block is the heading above a table, or the line between the two."""
    return any(block.kind == "table_cell" for block in blocks[index + 1 : index + 3])


def _heads_byline(blocks: list[Block], index: int, container: str) -> bool:
    """Return whether a block is the heading above the byline of the article around the text."""
    article = _article(container)
    is_inside = article is not None and _article(blocks[index].locator) == article
    below = blocks[index + 1].kind if index + 1 < len(blocks) else None
    return is_inside and blocks[index].kind == "heading" and below == "byline"


def _is_prose(block: Block, n_linked: int) -> bool:
    length = block.end - block.start
    return length >= _MIN_PROSE and n_linked <= _MAX_PROSE_LINKED * length


def _container(blocks: list[Block], prose: list[int]) -> str | None:
    """Return the XPath of the innermost element with most of the prose; None where the page has too little of it.

    Paragraphs that stand side by side weigh double: those of a text do, those of teasers have each a box of its own.
    """
    sizes: Counter[str] = Counter()
    n_blocks: Counter[str] = Counter()
    n_siblings = Counter(_box(blocks[index]) for index in prose)
    total = 0
    for index in prose:
        block = blocks[index]
        path = _box(block)
        size = (block.end - block.start) * (2 if n_siblings[path] > 1 else 1)
        total += size
        while path:
            sizes[path] += size
            n_blocks[path] += 1
            path = _parent(path)
    if total < 2 * _MIN_PAGE_PROSE:
        return None
    best = ""
    for path, size in sizes.items():
        if size >= _CONTAINER_SHARE * total and n_blocks[path] >= _MIN_PROSE_BLOCKS and len(path) > len(best):
            best = path
    return best or None


def _box(block: Block) -> str:
    """Return the XPath of the element that a block stands in, past lists, quotes and other parts of a text."""
    path = _parent(block.locator)
    while _PART_OF_TEXT.match(path, path.rfind("/") + 1):
        path = _parent(path)
    return path


def _parent(path: str) -> str:
    return path[: path.rfind("/")]


def _leave_out_link_lists(text: str, blocks: list[Block], out: Rendering, notes: list[str | None]) -> None:
    """Note runs of three and more short blocks that are links and nothing else, unless a heading announces links."""
    run: list[int] = []
    is_announced = False
    for index, block in enumerate(blocks):
        if notes[index] is not None:
            continue
        length = block.end - block.start
        is_heading = block.kind == "heading"
        is_linked = (
            block.kind in ("paragraph", "list_item", "heading")
            and length <= _MAX_LINK_CHARS
            and out.n_linked[index] >= _LINKED * length
        )
        if is_linked and not is_announced:
            run.append(index)
            continue
        _note_run(run, notes)
        run = []
        if is_heading:
            is_announced = _LINK_HEADINGS.fullmatch(text[block.start : block.end]) is not None
    _note_run(run, notes)


def _note_run(run: list[int], notes: list[str | None]) -> None:
    if len(run) >= _MIN_LINKS:
        for index in run:
            notes[index] = "links"


def _with_pairs(text: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks with lone numbers as their items' markers, labels without value as text, glued lines noted."""
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        if (
            block.kind == "list_item" and before is not None and before.kind == "list_item"
            and before.list_no == block.list_no and before.item_no == block.item_no
            and before.end - before.start <= _MAX_NUMBER_CHARS
            and (number := _LONE_NUMBER.fullmatch(text, before.start, before.end))
        ):  # fmt: skip
            result[-1] = replace(block, marker=number["mark"])
            continue
        if before is not None and before.kind == "label" and block.kind != "value" and before.note is None:
            result[-1] = before.retyped("paragraph")
        result.append(_noted_if_glued(text, block))
    return result


def _noted_if_glued(text: str, block: Block) -> Block:
    """Return a line of tags or links that stand side by side without a blank noted so, as in text captures."""
    if block.kind != "paragraph" or block.note is not None or block.end - block.start > _MAX_GLUED_CHARS:
        return block
    line = text[block.start : block.end]
    places = glued.joints(line)
    return block.retyped("paragraph", "glued") if places.all and glued.is_glued(line, places) else block


def _with_tail(text: str, blocks: list[Block], is_framed: list[bool]) -> list[Block]:
    """Return the blocks with comments and chrome at the end of the text typed; regions of chrome are left aside."""
    content = [index for index, framed in enumerate(is_framed) if not framed]
    settled = without_tail(without_comments([blocks[index] for index in content], text), text)
    result = list(blocks)
    for index, block in zip(content, settled, strict=True):
        result[index] = block
    return result
