"""Counts of a total that stands elsewhere: 'Of 16 treated eyes, 11 (69%) kept their acuity'.

A bare number is such a count where the percentage in the bracket behind it is its share of the total, or where the
sentence opens with the total ('Of 16 eyes, 11 kept ...'). The arithmetic is what ties them: where no total or more than
one fits, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import regex

from extractors.finders.measured import MeasurementFound
from extractors.finders.quantities import Figure
from extractors.finders.quantity_context import outcome_at
from extractors.finders.quantity_kinds import is_result, part_kind
from schemas.spans import Span, found_text

# Whom a study counts.
SUBJECTS: Final = frozenset({"{participants}", "{animals}", "{eyes}", "{knees}"})
_PERCENT_BEHIND: Final = regex.compile(
    r"(?P<of>\sof\s(?:them|these|those|whom))?\s?\(\s?(?P<percent>\d{1,3}(?:\.(?P<places>\d{1,3}))?)\s?%\s?\)"
)
_OF_ALL: Final = regex.compile(r"[\s•-]{0,3}of\s(?:the\s|all\s|these\s)?$", regex.I)
_CLAUSE_START: Final = regex.compile(r"(?:,|,?\s(?:and|but|while|whereas))\s(?:only\s|just\s|another\s)?$")
_LEAD: Final = 20


class Part(NamedTuple):
    """How many of `total` a figure counts, where its own words end, and where those behind it begin."""

    total: MeasurementFound
    last: int
    end: int


def part_at(
    text: str, sentence: Span, figure: Figure, seen: Sequence[MeasurementFound], before: Sequence[MeasurementFound]
) -> Part | None:
    """Return of which total a whole number is a part; totals of the sentence before count where it states none."""
    number = figure.numbers[0]
    if figure.shape != "one" or number.value != int(number.value):
        return None
    behind = _PERCENT_BEHIND.match(text, figure.end, sentence.end)
    if behind is not None:
        total = _whole(number.value, behind, seen) or _whole(number.value, behind, before)
        last = behind.end("of") if behind["of"] else figure.end
        return None if total is None else Part(total, last, behind.end())
    first = seen[0] if seen else None
    if first is None or figure.unit is not None or not opens_with_total(text, first):
        return None
    is_part = first.value is not None and 0 < number.value <= first.value.value
    if not is_part or not _CLAUSE_START.search(text, max(first.raw.end, figure.start - _LEAD), figure.start):
        return None
    return Part(first, figure.end, figure.end) if outcome_at(text, figure.end, sentence.end) is not None else None


def part_row(text: str, sentence: Span, figure: Figure, part: Part) -> MeasurementFound | None:
    """Return the measurement of a bare number that is a part of a total."""
    number, total = figure.numbers[0], part.total
    raw = found_text(text, number.start, part.last)
    outcome = outcome_at(text, part.end, sentence.end)
    if raw is None or total.value is None:
        return None
    kind = part_kind("" if outcome is None else outcome.value)
    return MeasurementFound(
        kind=kind,
        form="exact",
        raw=raw,
        context=sentence,
        value=number.found,
        denominator=total.value,
        unit=total.unit,
        measured_entity=total.measured_entity,
        outcome=outcome,
        modifiers=("IsCount",),
        is_finding=is_result(text, sentence.start, sentence.end, figure, kind),
    )


def opens_with_total(text: str, first: MeasurementFound) -> bool:
    """Whether a sentence begins with the whole that it divides: 'Of the 12 patients enrolled, nine ...'."""
    start = first.context.start
    if first.kind not in ("sample_size", "count") or first.unit not in SUBJECTS or first.raw.start - start > _LEAD:
        return False
    return first.denominator is None and _OF_ALL.fullmatch(text, start, first.raw.start) is not None


def total_beside(text: str, count: MeasurementFound, seen: Sequence[MeasurementFound]) -> MeasurementFound | None:
    """Return the row with the total that a count and the percentage in the bracket behind it are a part of."""
    behind = _PERCENT_BEHIND.match(text, count.raw.end, count.context.end)
    return None if behind is None or count.value is None else _whole(count.value.value, behind, seen)


def _whole(count: float, percent: regex.Match[str], rows: Sequence[MeasurementFound]) -> MeasurementFound | None:
    fits = [row for row in _totals(rows) if _is_share(count, row, percent)]
    # '20 patients and 20 controls' are two totals; '20 patients ... the 20 patients' are one.
    totals = {(row.value and row.value.value, row.measured_entity and row.measured_entity.value) for row in fits}
    return fits[-1] if len(totals) == 1 else None


def _totals(rows: Iterable[MeasurementFound]) -> list[MeasurementFound]:
    """Return the rows that count whom a study looked at."""
    return [
        row
        for row in rows
        if row.kind in ("sample_size", "count")
        and row.unit in SUBJECTS
        and row.value is not None
        and row.denominator is None
        and row.comparator in (None, "=")
    ]


def _is_share(count: float, total: MeasurementFound, percent: regex.Match[str]) -> bool:
    """Whether a percentage is `count` of a total, as far as it is written out; some round, some cut off."""
    if total.value is None or not 0 < count <= total.value.value:
        return False
    step = 10.0 ** -len(percent["places"] or "")
    return abs(100 * count / total.value.value - float(percent["percent"])) < step
