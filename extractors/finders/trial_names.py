"""What a trial is called that has no acronym."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders.trial_heads import Head
from extractors.finders.trial_text import Reading
from schemas.spans import Found

_CAPITAL: Final = r"\p{Lu}[\p{L}\p{M}\d.&'’-]{1,30}"
_TIED: Final = regex.compile(
    rf"(?:^|[\s\"“(])(?:(?:An?|The)\s)?(?P<name>(?!(?:An?|The)\s){_CAPITAL}(?:\s(?:of\s|for\s|and\s"
    rf"|de\s)?{_CAPITAL}){{0,6}})"
    r"(?:['’]s?)?\s(?:(?:press|news|recent|new|own)\s)?(?:announcement|statement|overview|report|release|account"
    r"|description|update|page|article)"
    r"\s(?:on|of|about|describing)\s$"
)
_OF: Final = regex.compile(r"\s(?:of|testing|using|for|in)\s(?:the\s|an?\s)?", regex.I)


def tied_start(reading: Reading, low: int, head: Head) -> int | None:
    """Return where the institution is named whose own trial it is ('Hill Hospital announcement on its skin trial')."""
    if head.determiner not in ("its", "their"):
        return None
    first = max(low, head.start - 160)
    match = _TIED.search(reading.shown[first : head.start])
    return None if match is None else first + match.start("name")


def label_of(reading: Reading, low: int, head: Head, tested: Found[str] | None) -> Found[str] | None:
    """Return what the trial is called: its noun phrase without article and number, with what it tests where that is
    needed to tell it from others; None for a bare 'trial'."""
    tied = tied_start(reading, low, head)
    if tied is not None:
        return reading.words(tied, head.end)
    if not head.has_content and tested is not None:
        behind = _OF.match(reading.shown, head.end)
        if behind is not None:
            place = reading.visible.origin(behind.end())
            if place <= tested.start <= place + 2 and (last := reading.shown_at(tested.end)) > head.end:
                return reading.words(head.body, last)
    return None if head.body == head.noun else reading.words(head.body, head.end)
