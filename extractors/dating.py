"""The dates of a document: those that prose states, added to those that its facts hold, none of them twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from extractors.facts import DateFact, Facts, date_fact
from extractors.finders.dates import DateFound, find_dates
from extractors.view import Part, View
from schemas.records.documents import DateRole
from schemas.spans import Found, Span

# Titles, menus and bylines are read by the site; a picture's text and a reference date other things.
_SEARCHED: Final = frozenset(
    {"paragraph", "list_item", "quote", "table_cell", "list_intro", "value", "label", "heading"}
)
# Roles that only the page's own facts have. In prose they date what the sentence speaks of.
_OF_THE_PAGE: Final = frozenset({"published", "modified", "reviewed", "created", "merged"})
# A line that states a date of the page holds little else.
_MAX_REST: Final = 40


def add_date(facts: Facts, fact: DateFact | None, *, is_first: bool = False) -> None:
    """Add a date unless it stands already; one that a reader sees takes the place of the same one in metadata.

    is_first: it comes before others of its role, since a document takes the first.
    """
    if fact is None:
        return
    for place, other in enumerate(facts.dates):
        if other.role == fact.role and other.value.value == fact.value.value:
            if fact.raw.start < other.raw.start:
                facts.dates[place] = fact
            return
    facts.dates.insert(0 if is_first else len(facts.dates), fact)


def add_stated_dates(view: View, facts: Facts, references: Sequence[Span]) -> None:
    """Add the dates that the text of a document states: events, starts and ends of trials, dates of the page.

    references: the spans of its references, whose dates are those of the cited works.
    """
    text = view.page.text
    stated = tuple(facts.dates)
    taken = [(fact.raw.start, fact.raw.end) for fact in stated]
    seen = {(fact.role, fact.value.value) for fact in stated}
    line = facts.journal_line
    inside = [*references, *([Span(line.raw.start, line.raw.end)] if line else [])]
    for part in view.parts:
        if part.kind not in _SEARCHED or part.block.table_no in facts.metadata_tables:
            continue
        near = tuple(span for span in inside if span.start < part.end and span.end > part.start)
        for found in find_dates(text, part.start, part.end, near):
            start, end = found.found.start, found.found.end
            if found.role == "copyright" or any(start < last and first < end for first, last in taken):
                continue
            fact = date_fact(_role(part, found), Found(text[start:end], start, end))
            if fact is None or (fact.role, fact.value.value) in seen:
                continue
            if not (_is_line(part, found) and _is_of_the_page(stated, fact)):
                seen.add((fact.role, fact.value.value))
                facts.dates.append(fact)


def _role(part: Part, found: DateFound) -> DateRole:
    """Return what a date dates: a label counts where its line holds little else, not at the head of a sentence."""
    if found.role not in _OF_THE_PAGE:
        return cast("DateRole", found.role)
    is_label = _is_line(part, found) and part.kind not in ("heading", "table_cell")
    return cast("DateRole", found.role) if is_label else "event"


def _is_line(part: Part, found: DateFound) -> bool:
    return part.end - part.start - (found.found.end - found.found.start) <= _MAX_REST


def _is_of_the_page(stated: Sequence[DateFact], fact: DateFact) -> bool:
    """Whether a line without a label only repeats a date of the page."""
    return fact.role == "event" and any(
        other.role in _OF_THE_PAGE and other.value.value == fact.value.value for other in stated
    )
