"""Which blocks of an HTML page are its text: boilerplate regions, the main element, the title."""

from __future__ import annotations

from collections import Counter
from typing import Final

import regex

from extractors.blocks import Block
from extractors.html_rendering import Region, Rendering
from extractors.html_rules import DOUBTFUL

_MIN_TEXT: Final = 140
_MIN_SCOPE_SHARE: Final = 0.6
_ARTICLE_SHARE: Final = 0.7
_WORD: Final = regex.compile(r"\w+")


def settle(text: str, out: Rendering, n_body: int) -> list[Block]:
    """Return the first `n_body` blocks with boilerplate and the title typed; `text` is the whole rendering.

    A region that its tag or name calls boilerplate but that holds most of the page's text is content after all.
    """
    blocks = out.blocks[:n_body]
    regions = out.regions[:n_body]
    _restore_main_text(blocks, regions)
    notes = [_note(region) for region in regions]
    _leave_out_outside(blocks, out.scopes, notes)
    title = _title(text, blocks, notes, out.blocks[n_body:])
    settled = []
    for index, (block, note) in enumerate(zip(blocks, notes, strict=True)):
        if index == title:
            settled.append(block.retyped("title"))
        elif note is not None and block.kind != "breadcrumb":
            settled.append(block.retyped("boilerplate", note))
        else:
            settled.append(block)
    return settled


def _note(region: Region | None) -> str | None:
    while region is not None:
        if not region.is_content_after_all:
            return region.note
        region = region.parent
    return None


def _restore_main_text(blocks: list[Block], regions: list[Region | None]) -> None:
    """Mark the doubtful regions that hold more text than all that is outside any region."""
    total = sum(block.end - block.start for block in blocks)
    for _ in range(4):
        free = sum(b.end - b.start for b, r in zip(blocks, regions, strict=True) if _note(r) is None)
        if free >= max(_MIN_TEXT, 0.25 * total):
            return
        best: Region | None = None
        for innermost in regions:
            region = innermost
            while region is not None:
                is_open = not region.is_content_after_all and (region.note in DOUBTFUL or free < _MIN_TEXT)
                if is_open and region.n_chars > free and (best is None or region.n_chars > best.n_chars):
                    best = region
                region = region.parent
        if best is None:
            return
        best.is_content_after_all = True


def _leave_out_outside(blocks: list[Block], scopes: list[int], notes: list[str | None]) -> None:
    """Note the blocks outside `main` and `article` where these hold most of the text."""
    sizes: Counter[int] = Counter()
    for block, scope, note in zip(blocks, scopes, notes, strict=False):
        if note is None:
            sizes[scope] += block.end - block.start
    inside = sum(size for scope, size in sizes.items() if scope)
    if inside < _MIN_TEXT or inside < _MIN_SCOPE_SHARE * (inside + sizes[0]):
        return
    largest, size = max(sizes.items(), key=lambda each: (each[1], -each[0]))
    only = largest if largest and size >= _ARTICLE_SHARE * inside else None
    for index, (block, scope) in enumerate(zip(blocks, scopes, strict=False)):
        if notes[index] is None and block.kind != "breadcrumb" and (not scope or (only is not None and scope > only)):
            notes[index] = "outside_main"


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
