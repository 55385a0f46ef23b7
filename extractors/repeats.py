"""Pages that repeat themselves: a preview and then the whole body, a title printed twice. The later copy is kept."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from extractors.blocks import Block, PageIssue

_MIN_NEXT_COPY: Final = 200
_MIN_FAR_COPY: Final = 600
_MIN_PREFIX: Final = 3
_TOP_BLOCKS: Final = 12
_MAX_GAP: Final = 2
_CONTENT: Final = frozenset(
    "title heading paragraph list_item table_cell quote figure_alt code label value byline".split()
)
_STARTS: Final = frozenset(("title", "heading"))

_Key = tuple[str, str]


def drop_repeats(blocks: list[Block], text: str) -> tuple[list[Block], list[PageIssue]]:
    """Return the blocks with the earlier copy of repeated runs retyped as boilerplate (note `repeat`), and issues.

    A preview is repeated by what follows it: at least two blocks from a heading on, the last of which may be cut.
    Where a line or two stand between, 200 characters are a copy, further away 600: short sections ('Safety', 'All were
    well.') recur in honest documents. Time grows linearly with the blocks.
    """
    content = [index for index, block in enumerate(blocks) if block.kind in _CONTENT]
    keys = [_key(blocks[index], text) for index in content]
    following = _next_occurrences(keys)
    result = list(blocks)
    issues: list[PageIssue] = []
    at = 0
    while at < len(content):
        length = _run_length(at, keys, following, content, blocks)
        if length:
            run = content[at : at + length]
            for index in run:
                result[index] = result[index].retyped("boilerplate", "repeat")
            start, end = blocks[run[0]].start, blocks[run[-1]].end
            issues.append(PageIssue("body_repeated", start, end, f"{length} blocks stand again further down"))
            at += length
        else:
            at += 1
    _drop_repeated_title(result, text, issues)
    return result, issues


def _key(block: Block, text: str) -> _Key:
    group = "cell" if block.kind == "table_cell" else "text"
    return group, " ".join(text[block.start : block.end].split()).casefold().rstrip("….")


def _next_occurrences(keys: list[_Key]) -> list[int]:
    """Return for each position the next one with the same key, or -1."""
    seen: dict[_Key, int] = {}
    following = [-1] * len(keys)
    for index in range(len(keys) - 1, -1, -1):
        following[index] = seen.get(keys[index], -1)
        seen[keys[index]] = index
    return following


def _run_length(at: int, keys: list[_Key], following: list[int], content: list[int], blocks: list[Block]) -> int:
    """Return how many blocks from `at` on are an earlier copy; 0 where they are none."""
    again = following[at]
    if again < 0:
        return 0
    length = 1
    while at + length < again and again + length < len(keys) and keys[at + length] == keys[again + length]:
        length += 1
    n_chars = sum(len(keys[at + step][1]) for step in range(length))
    if at + length < again and again + length < len(keys) and _is_cut_copy(keys[at + length], keys[again + length]):
        length += 1
    if n_chars >= (_MIN_NEXT_COPY if again <= at + length + _MAX_GAP else _MIN_FAR_COPY):
        return length
    is_preview = length >= 2 and blocks[content[at]].kind in _STARTS and at + length == again
    return length if is_preview else 0


def _is_cut_copy(early: _Key, late: _Key) -> bool:
    return (
        early[0] == late[0]
        and len(early[1]) >= _MIN_PREFIX
        and len(late[1]) > len(early[1])
        and late[1].startswith(early[1])
    )


def _drop_repeated_title(blocks: list[Block], text: str, issues: list[PageIssue]) -> None:
    """Retype all but the last of the equal headings that stand one after the other at the top."""
    top = [index for index, block in enumerate(blocks) if block.kind in _CONTENT][:_TOP_BLOCKS]
    for early, late in pairwise(top):
        first, second = blocks[early], blocks[late]
        if first.kind not in _STARTS or second.kind not in _STARTS or _key(first, text) != _key(second, text):
            continue
        blocks[early] = first.retyped("boilerplate", "repeat")
        if first.kind == "title":
            blocks[late] = second.retyped("title")
        issues.append(PageIssue("title_repeated", first.start, first.end, "the same title stands again below"))
