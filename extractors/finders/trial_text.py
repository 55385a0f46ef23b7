"""One block as it is read for trials: what is seen of it, its sentences and terms, the way back to the page text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import regex

from extractors.finders.sentences import sentences
from extractors.finders.terms import NOTHING, Introduced, TermFound, find_terms
from extractors.finders.trial_words import NUMBER
from extractors.finders.visible_text import BREAK, Visible, read_visible
from schemas.calendar import Precision, parse_date
from schemas.spans import NORMALISERS, Found, NormaliserName, Span, found_text

_NUMBER: Final = regex.compile(NUMBER, regex.I)


@dataclass(frozen=True)
class Reading:
    """`shown` is the block without markup; all offsets into it are turned back by `words`, `number` and `day`."""

    text: str
    visible: Visible
    abbreviations: Introduced = NOTHING

    @property
    def shown(self) -> str:
        """What a reader sees of the block."""
        return self.visible.shown

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """Its sentences, by offsets of `shown`."""
        return sentences(self.shown, 0, len(self.shown))

    @cached_property
    def terms(self) -> Sequence[TermFound]:
        """Its terms, by offsets of `shown`."""
        return find_terms(self.shown, 0, len(self.shown), abbreviations=self.abbreviations)

    @cached_property
    def _term_starts(self) -> Sequence[int]:
        return [term.start for term in self.terms]

    def terms_in(self, first: int, last: int, kinds: frozenset[str]) -> list[TermFound]:
        """Return the terms of these kinds that lie in `shown[first:last]`."""
        found: list[TermFound] = []
        for index in range(max(0, bisect_right(self._term_starts, first) - 1), len(self.terms)):
            term = self.terms[index]
            if term.start >= last:
                break
            if term.start >= first and term.end <= last and term.term.kind in kinds:
                found.append(term)
        return found

    def is_term(self, first: int, last: int) -> bool:
        """Return whether a term of any kind overlaps `shown[first:last]`."""
        index = bisect_right(self._term_starts, first)
        near = self.terms[max(index - 1, 0) : index + 1]
        return any(term.start < last and term.end > first for term in near)

    def shown_at(self, offset: int) -> int:
        """Return where the character at `offset` of the page text is seen, or what stands in its place."""
        visible = self.visible
        if not visible.firsts:
            return offset - visible.start
        index = max(bisect_right(visible.origins, offset) - 1, 0)
        following = visible.firsts[index + 1] if index + 1 < len(visible.firsts) else len(visible.shown)
        return max(0, min(visible.firsts[index] + offset - visible.origins[index], following))

    def words(self, first: int, last: int) -> Found[str] | None:
        """Return what stands in `shown[first:last]`, None where it is empty or a piece of a link."""
        shown = self.shown
        while first < last and (shown[first].isspace() or shown[first] == BREAK):
            first += 1
        while last > first and (shown[last - 1].isspace() or shown[last - 1] == BREAK):
            last -= 1
        span = self.visible.span(first, last) if first < last else None
        return None if span is None else found_text(self.text, *span)

    def number(self, first: int, last: int) -> Found[int] | None:
        """Return the whole number that is written in `shown[first:last]`."""
        span = self.visible.span(first, last)
        return None if span is None else read_number(self.text, *span)


def read_number(text: str, start: int, end: int) -> Found[int] | None:
    """Return the whole number, in digits or words, that `text[start:end]` is."""
    raw = text[start:end]
    names: tuple[NormaliserName, ...] = ("decimal", "number_word")
    for name in names if _NUMBER.fullmatch(raw) else ():
        value = NORMALISERS[name](raw)
        if value is not None and value.isdigit():
            return Found(int(value), start, end, name)
    return None


def read_day(text: str, start: int, end: int) -> tuple[Found[date], Precision] | None:
    """Return the first day of the date that `text[start:end]` is, with the precision that is stated."""
    stated = parse_date(text[start:end])
    return None if stated is None else (Found(stated.first_day, start, end, "iso_date"), stated.precision)


def read_block(text: str, start: int, end: int, abbreviations: Introduced = NOTHING) -> Reading:
    """Return the block `text[start:end]` as it is read."""
    return Reading(text, read_visible(text, start, end), abbreviations)
