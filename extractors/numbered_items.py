"""Numbers that stand before the items of a list as text of their own: blocks, or glued to the first word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import regex

from extractors.view import Part, View

_LONE_NUMBER: Final = regex.compile(r"\d{1,3}[.)]?")
_GLUED_NUMBER: Final = regex.compile(r"(?P<number>\d{1,2})(?:[.)]?\s++(?=[\p{Lu}\d])|(?=\p{Lu}))")


def mark_list_numbers(view: View) -> None:
    """Take the number before an item out of the list: as a block of its own, or glued to the item's first word."""
    from_here = list(view.parts)
    for index, part in enumerate(from_here):
        if part.kind != "list_item":
            continue
        after = from_here[index + 1] if index + 1 < len(from_here) else None
        is_lone = after is not None and _LONE_NUMBER.fullmatch(view.text(part).strip()) is not None
        if is_lone and after is not None and _item(after) == _item(part):
            part.kind, part.note = "boilerplate", "list_mark"
    _cut_glued_numbers(view)


def mark_glued_items(view: View, headings: Sequence[Part]) -> None:
    """Type lines that begin with their own number, glued or not, as the items of a section without bullets.

    headings: those of the sections whose items are numbered.
    """
    run: list[Part] = []
    n_lists = max((part.block.list_no or 0 for part in view.parts), default=0)
    for part in [*view.parts, None]:
        if part is not None and part.kind == "paragraph" and run:
            run.append(part)
            continue
        items = run[1:]
        text = view.page.text
        if len(items) > 1 and all(
            text.startswith(str(number), item.start) and view.text(item)[len(str(number)) :][:1].isalnum()
            for number, item in enumerate(items, start=1)
        ):
            n_lists += 1
            for number, item in enumerate(items, start=1):
                start = item.start + len(str(number))
                item.kind = "list_item"
                item.block = replace(item.block, start=start, list_no=n_lists, item_no=number, marker=str(number))
        run = [part] if part is not None and any(part is heading for heading in headings) else []


def _item(part: Part) -> tuple[int | None, int | None]:
    return part.block.list_no, part.block.item_no


def _cut_glued_numbers(view: View) -> None:
    """Cut '1' off '1The cells' where all items of a list begin with their own number."""
    lists: dict[int, list[Part]] = {}
    for part in view.of_kind("list_item"):
        lists.setdefault(part.block.list_no or 0, []).append(part)
    numbered: list[tuple[Part, int]] = []
    for items in lists.values():
        matches = [_GLUED_NUMBER.match(view.page.text, item.start, item.end) for item in items]
        if all(match and int(match["number"]) == number for number, match in enumerate(matches, start=1)):
            numbered += [(item, match.end()) for item, match in zip(items, matches, strict=True) if match]
    # One number alone may be a quantity.
    for item, start in numbered if len(numbered) > 1 else ():
        item.block = replace(item.block, start=start)
