"""What only the whole of a text capture shows: its breadcrumb, title, head of menus and tail of chrome."""

from __future__ import annotations

from typing import Final

import regex

from extractors.blocks import Block
from extractors.boilerplate import without_comments, without_tail

_TOP: Final = 40
_LONG: Final = 400
_TAG_LINES: Final = 5
_CHROME: Final = frozenset(("boilerplate", "breadcrumb"))
_MIN_MENU: Final = 3
_MIN_MENU_WORDS: Final = 2
_MAX_ENTRY: Final = 30
_MAX_ENTRY_WORDS: Final = 4
_MENU_WORDS: Final = regex.compile(
    r"(?:home(?: ?page)?|start|about(?: us)?|blog|contact(?: us)?|news|events|services|products|treatments?|programs?|"
    r"conditions|resources|shop|store|cart|faqs?|careers?|our (?:team|story|clinic|doctors)|team|log ?in|"
    r"sign (?:in|up)|register|account|search|menu|subscribe|donate|reports|"
    r"book(?: (?:a|an) (?:consultation|appointment|call))?|schedule (?:a|an) (?:consultation|appointment))",
    regex.I,
)
_SECTION_NAMES: Final = regex.compile(
    r"(?:key (?:findings|points|takeaways|facts|messages)|overview|abstract|introduction|summary|background.{0,20}|"
    r"methods|results|conclusions?|discussion|references|highlights|contents|table of contents|at a glance|"
    r"(?:simple|plain language) (?:explanation|summary)|technical.{0,20}details|see also)", regex.I
)  # fmt: skip


def settle_text(blocks: list[Block], text: str) -> list[Block]:
    """Return the blocks with the title and the chrome at the end typed."""
    blocks = without_tail(without_comments(blocks, text), text)
    title = find_title(blocks, text)
    if title is None:
        return blocks
    blocks[title] = blocks[title].retyped("title")
    return _without_tag_headings(blocks, text, title)


def find_title(blocks: list[Block], text: str) -> int | None:
    """Return the index of the block that is the page's title, or None.

    It is the heading that repeats the last item of the breadcrumb, or else the first block of content where that is a
    heading, no common section name, and no list hangs on it.
    """
    crumbs = [block for block in blocks[:_TOP] if block.kind == "breadcrumb"]
    last = _text(crumbs[-1], text).casefold() if crumbs else None
    content = [index for index, block in enumerate(blocks) if block.kind not in _CHROME]
    if last is not None:
        for index in content[:_TOP]:
            if blocks[index].kind == "heading" and _text(blocks[index], text).casefold() == last:
                return index
    if not content or blocks[content[0]].kind != "heading":
        return None
    first = blocks[content[0]]
    hangs_list = len(content) > 1 and blocks[content[1]].kind == "list_item"
    is_top = first.level in (None, 1)
    return None if hangs_list or not is_top or _SECTION_NAMES.fullmatch(_text(first, text)) else content[0]


def _without_tag_headings(blocks: list[Block], text: str, title: int) -> list[Block]:
    """Return the blocks with the categories below the title, alone or glued together, as a line of text.

    The breadcrumb names the first of them.
    """
    crumbs = {_text(block, text) for block in blocks[:title] if block.kind == "breadcrumb"}
    for index in range(title + 1, min(title + _TAG_LINES, len(blocks))):
        line = _text(blocks[index], text)
        if blocks[index].kind != "heading":
            continue
        if line in crumbs:
            blocks[index] = blocks[index].retyped("paragraph")
        elif any(line.startswith(crumb) and line[len(crumb) : len(crumb) + 1].isupper() for crumb in crumbs):
            blocks[index] = blocks[index].retyped("paragraph", "glued")
    return blocks


def _text(block: Block, text: str) -> str:
    return " ".join(text[block.start : block.end].split())


def with_menu(blocks: list[Block], text: str) -> list[Block]:
    """Type a run of short lines at the top as a menu where two of them say so ('Home', 'Contact').

    The last of the run is the title where no other heading follows it.
    """
    run: list[int] = []
    below: Block | None = None
    for index, block in enumerate(blocks[:_TOP]):
        if block.kind in _CHROME:
            continue
        if not _is_menu_entry(block, text):
            below = block
            break
        run.append(index)
    if below is not None and below.kind != "heading":
        run = run[:-1]
    n_words = sum(_MENU_WORDS.fullmatch(_text(blocks[index], text)) is not None for index in run)
    if below is None or len(run) < _MIN_MENU or n_words < _MIN_MENU_WORDS:
        return blocks
    result = list(blocks)
    for index in run:
        result[index] = blocks[index].retyped("boilerplate", "navigation")
    return result


def _is_menu_entry(block: Block, text: str) -> bool:
    line = _text(block, text)
    is_short = len(line) <= _MAX_ENTRY and len(line.split()) <= _MAX_ENTRY_WORDS and line[-1:] not in ".!?:;,"
    return is_short and block.kind in ("heading", "paragraph", "list_item") and block.level in (None, 1)


def with_breadcrumb(blocks: list[Block], text: str) -> list[Block]:
    """Type a numbered list near the top that begins with 'Home' as the breadcrumb, and what precedes it as menus."""
    first = next(
        (
            index
            for index, block in enumerate(blocks[:_TOP])
            if block.kind == "list_item" and block.marker == "1" and _text(block, text).casefold() in ("home", "start")
        ),
        None,
    )
    if first is None:
        return list(blocks)
    stop = first
    while stop < len(blocks) and blocks[stop].list_no == blocks[first].list_no:
        stop += 1
    if stop - first < 2:
        return list(blocks)
    head = [
        b if b.kind in _CHROME or len(_text(b, text)) > _LONG else b.retyped("boilerplate", "navigation")
        for b in blocks[:first]
    ]
    return head + [block.retyped("breadcrumb") for block in blocks[first:stop]] + list(blocks[stop:])
