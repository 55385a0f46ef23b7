"""Cheap questions before dear ones: whether a stretch holds a word without which a pattern cannot match there.

A search for a plain word costs a fiftieth of a pattern of alternatives that may begin anywhere, and most paragraphs
hold no date, no registry number and no journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Small letters that patterns without case take for plain ones; 'İ' in small letters is an i with a dot above.
_SAME: Final = (("i̇", "i"), ("ſ", "s"))
CENTURIES: Final = ("19", "20", "18", "21", "17", "16", "15")


def folded(text: str, start: int, end: int) -> str:
    """Return `text[start:end]` as patterns that ignore case compare it; it tells what may be there, not where."""
    part = text[start:end].lower()
    if not part.isascii():
        for written, plain in _SAME:
            part = part.replace(written, plain)
    return part


def shortest(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words without those that hold another of them, which `holds_any` need not ask for."""
    each = sorted(set(words), key=lambda word: (len(word), word))
    return tuple(word for place, word in enumerate(each) if not any(other in word for other in each[:place]))


def holds_any(part: str, words: Iterable[str]) -> bool:
    """Return whether any of the words stands in `part`, as a word or as a piece of one."""
    for word in words:  # noqa: SIM110 - a generator for `any` would double the time
        if word in part:
            return True
    return False
