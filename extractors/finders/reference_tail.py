"""What follows date and pages in an NLM citation: identifiers, 'Epub', 'eCollection', 'Erratum in:', addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.identifiers import Identifier

_DAY: Final = r"(?:1[89]|20)\d\d(?:\s{1,3}[A-Z][a-z]{2,8}(?:\s{1,3}\d{1,2})?)?"
_GAP: Final = regex.compile(r"[\s.;,]*+(?:\]\()?+")
_PHRASE: Final = regex.compile(
    rf"(?:Epub|Print|eCollection)\s{_DAY}|Online ahead of print|Epub ahead of print|Free (?:PMC|full text) article"
    r"|Review|No abstract available|Clinical Trial|Randomized Controlled Trial|Meta-Analysis|Corrected and republished"
    r"|\[?Article in [A-Z][a-z]{2,14}\]?|(?:Chinese|Dutch|English|French|German|Italian|Japanese|Korean|Polish"
    r"|Portuguese|Russian|Spanish|Swedish|Turkish)(?=\.)"
)
_ADDRESS: Final = regex.compile(
    r"(?:(?:Available|Retrieved|Accessed)\s(?:from|at|online)?:?\s{0,3})?[<\[(]?https?://[^\s<>\"\[\]|]{4,500}+[>\]]?",
    regex.I,
)
_OTHER_WORK: Final = regex.compile(
    r"(?:Erratum|Comment|Update|Retraction|Republished|Corrected and republished|Expression of concern|Summary)"
    rf"\s(?:in|on|of|for|from):\s(?:[^.;\n]{{1,120}}+\.\s{{1,3}}{_DAY}[^.\n]{{0,60}}+\.?)?+"
)
_LINK_TAIL: Final = regex.compile(r"/?+[\])>]?+(?:\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+\))?+")


@dataclass(frozen=True, slots=True)
class Tail:
    """Where the citation ends, and the starts of identifiers that belong to another work (an erratum's DOI)."""

    end: int
    of_others: frozenset[int]


def read_tail(text: str, start: int, end: int, identifiers: list[Identifier]) -> Tail:
    """Walk over the known parts from `start` on and stop at the first thing that is none of them."""
    by_start = {place: item for item in identifiers for place in (item.found.start, item.label_start)}
    position = reached = start
    of_others: set[int] = set()
    behind_other_work = False
    while position < end:
        gap = _GAP.match(text, position, end)
        position = gap.end() if gap else position
        item = by_start.get(position) or by_start.get(position + 1)
        if item is not None:
            if item.scheme == "doi" and behind_other_work:
                of_others.add(item.found.start)
            link = _LINK_TAIL.match(text, item.as_written.end, end)
            position = link.end() if link else item.as_written.end
        elif other := _OTHER_WORK.match(text, position, end):
            behind_other_work = True
            position = other.end()
        elif part := _PHRASE.match(text, position, end) or _ADDRESS.match(text, position, end):
            position = part.end()
        else:
            break
        reached = position
    if reached < end and text[reached] == ".":
        reached += 1
    return Tail(reached, frozenset(of_others))
