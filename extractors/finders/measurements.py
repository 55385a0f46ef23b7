"""Quantities that say something, each with what it is about, in MeasEval's terms and UCUM units.

Choices that MeasEval leaves open: a percentage beside its fraction ('11 of 14 participants (79%)') is a measurement
of its own, which shares entity and outcome and takes the denominator as its sample size; a range whose ends have
different units ('36 hours to three weeks') is two rows of form 'range' with the same `raw`, one with its low and one
with its high end; a change between two values ('fell from 8.1% to 6.4%') is a list of the two, in their order;
fractions in words ('two-thirds of') have a value and a denominator, so that nothing is rounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, TypeVar

import regex

from extractors.finders.measured import Form, MeasurementFound
from extractors.finders.measurement_rows import rows_of
from extractors.finders.quantities import Figure, Number, figure_at, fractions_in, numbers_in
from extractors.finders.quantity_links import link
from extractors.finders.quantity_masks import masked
from extractors.finders.quantity_parts import part_at, part_row
from extractors.finders.quantity_property import is_from, joins_to
from extractors.finders.quantity_units import Unit
from extractors.finders.sentences import sentences
from schemas.spans import Span

__all__ = ["Form", "MeasurementFound", "find_measurements"]

Place = TypeVar("Place", Number, Figure)

_ELIDED: Final = regex.compile(
    r"(?:,|\band|\bagainst|\bversus|\bvs\.?|\bcompared\s(?:to|with)|\bbut)\s(?:only\s|just\s)?$", regex.I
)
_ELIDED_AFTER: Final = regex.compile(r"\s(?:with|in|for|after|among|on)\s", regex.I)
_DOSES_OF: Final = regex.compile(r"\bdoses?\sof\s$", regex.I)
_ELIDED_REACH: Final = 60


def find_measurements(
    text: str, start: int = 0, end: int | None = None, spans: Sequence[Span] | None = None
) -> list[MeasurementFound]:
    """Return the quantities that `text[start:end]` (a block, or a sentence) states, in reading order.

    Spans are code points of `text`. Years are given only where something happened in them; dates, identifiers,
    references, names, headings' numbers and vague quantities ('millions of people', 'several') give nothing.
    spans: its sentences, where they are known.
    """
    end = len(text) if end is None else end
    numbers, fractions = numbers_in(text, start, end), fractions_in(text, start, end)
    if numbers or fractions:
        masks = masked(text, start, end)
        numbers, fractions = _outside(numbers, masks), _outside(fractions, masks)
    if not numbers and not fractions:
        return []
    spans = sentences(text, start, end) if spans is None else spans
    result: list[MeasurementFound] = []
    before: list[MeasurementFound] = []
    for sentence, own, parts in _by_sentence(spans, numbers, fractions):
        seen = _seen(text, sentence, own, parts, before)
        before = link(text, sentence, seen, before[-1] if before else None)
        result += before
    return result


def _outside(places: list[Place], masks: Sequence[tuple[int, int]]) -> list[Place]:
    """Return the numbers or figures outside tags, addresses and references."""
    result, index, reach = [], 0, -1
    for place in places:
        while index < len(masks) and masks[index][0] < place.end:
            reach = max(reach, masks[index][1])
            index += 1
        if place.start >= reach:
            result.append(place)
    return result


def _by_sentence(
    spans: Sequence[Span], numbers: Sequence[Number], fractions: Sequence[Figure]
) -> list[tuple[Span, list[Number], list[Figure]]]:
    starts = [span.start for span in spans]
    grouped: dict[int, tuple[list[Number], list[Figure]]] = {}
    for number in numbers:
        grouped.setdefault(bisect_right(starts, number.start) - 1, ([], []))[0].append(number)
    for figure in fractions:
        grouped.setdefault(bisect_right(starts, figure.start) - 1, ([], []))[1].append(figure)
    return [(spans[index], *grouped[index]) for index in sorted(grouped) if index >= 0]


def _seen(
    text: str, sentence: Span, numbers: list[Number], fractions: list[Figure], before: Sequence[MeasurementFound]
) -> list[MeasurementFound]:
    """Read the figures of a sentence in order; `before` is what the sentence before it says."""
    parts = [figure for figure in fractions if figure.end <= sentence.end]
    starts = [figure.start for figure in parts]

    def is_free(number: Number) -> bool:
        place = bisect_right(starts, number.start) - 1
        return number.end <= sentence.end and (place < 0 or number.start >= parts[place].end)

    numbers = list(filter(is_free, numbers))
    seen = [row for figure in parts for row in rows_of(text, sentence, figure)]
    index, last, spent = 0, None, -1
    while index < len(numbers):
        figure = _elided(text, sentence, figure_at(text, sentence.start, sentence.end, numbers, index), last)
        changed = _change(text, sentence, figure, numbers, index)
        if changed is not None:
            figure = changed
        rows = rows_of(text, sentence, figure)
        if not rows and figure.unit is None:
            rows = _part_of_total(text, sentence, figure, seen, before)
        seen += rows
        last = figure if rows else last
        if rows and figure.shape == "fraction":
            spent = figure.numbers[1].start
        index += figure.n_tokens if rows or figure.shape == "range" else 1
        if index < len(numbers) and numbers[index].start == spent:
            index += 1
    return sorted(seen, key=lambda row: row.raw.start)


def _part_of_total(
    text: str, sentence: Span, figure: Figure, seen: Sequence[MeasurementFound], before: Sequence[MeasurementFound]
) -> list[MeasurementFound]:
    part = part_at(text, sentence, figure, seen, before)
    row = None if part is None else part_row(text, sentence, figure, part)
    return [] if row is None else [row]


def _change(text: str, sentence: Span, figure: Figure, numbers: list[Number], index: int) -> Figure | None:
    """'fell from 8.1% to 6.4%': two values of one unit, or of none, the first of them the higher, as a list."""
    if figure.shape != "one" or index + 1 >= len(numbers):
        return None
    if not is_from(text, sentence.start, figure.start) or not joins_to(text, figure.end, numbers[index + 1].start):
        return None
    after = figure_at(text, sentence.start, sentence.end, numbers, index + 1)
    if after.shape != "one" or (after.unit and after.unit.ucum) != (figure.unit and figure.unit.ucum):
        return None
    return Figure("list", (*figure.numbers, *after.numbers), (figure.unit, after.unit), figure.start, after.end, 2)


def _elided(text: str, sentence: Span, figure: Figure, before: Figure | None) -> Figure:
    """Give a bare number the unit of its parallel: '12.4 points with cells, 9.8 with gel and 8.1 with saline'."""
    if figure.shape != "one" or figure.unit is not None or before is None or before.unit is None:
        return figure
    if before.unit.family == "cells" and _DOSES_OF.search(text, max(sentence.start, figure.start - 12), figure.start):
        unit = Unit(before.unit.ucum, "cells", figure.end, figure.end, figure.end)
        return Figure("one", figure.numbers, (unit,), figure.start, figure.end, 1)
    if before.unit.family not in ("points", "percent") or not 0 < figure.start - before.end < _ELIDED_REACH:
        return figure
    between = text[before.end : figure.start]
    if ";" in between or not _ELIDED.search(between) or not _ELIDED_AFTER.match(text, figure.end, sentence.end):
        return figure
    place = figure.end
    unit = Unit(before.unit.ucum, before.unit.family, place, place, place)
    return Figure("one", figure.numbers, (unit,), figure.start, place, 1)
