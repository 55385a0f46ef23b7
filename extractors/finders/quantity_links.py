"""What measurements of one sentence say about each other: comparisons, sample sizes, shared outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import regex

from extractors.finders.measured import MeasurementFound
from extractors.finders.measurement_rows import Seen, sample_size_of
from extractors.finders.quantity_context import (
    IS_COMPARISON,
    dimension_of,
    group_within,
    subgroup_before,
    subgroup_behind,
    subject_before,
)
from extractors.finders.quantity_kinds import RESPONSE
from schemas.spans import Found, Span, found_text

_SHARES: Final = frozenset({"response_rate", "proportion", "event_count", "score_change", "incidence"})
_SAMPLE_LINK: Final = regex.compile(r"\s(?:in|of|among|from|for)\s(?:the\s|a\stotal\sof\s|all\s)?|\s?[(,]\s?", regex.I)
_SAMPLE_SIZE: Final = regex.compile(r"\bsample\ssizes?\b", regex.I)
_ANOTHER: Final = regex.compile(r"\banother\s$|(?:,|\band|\bwhile)\s(?:only\s|just\s|another\s)?$", regex.I)
_COMPARED: Final = regex.compile(
    r"\b(?:compared\s(?:to|with)|versus|vs\.?|against|and|than|but|while|whereas)\s(?:only\s|just\s|about\s)?(?:by\s|in\s)?$|,\s$",
    regex.I,
)
_GROUP: Final = regex.compile(r"(?:group|arm|cohort|subgroup)s?$", regex.I)
_SUBGROUP_NOUN: Final = regex.compile(r"(?:men|women|boys|girls|males|females|controls|smokers)$", regex.I)
_BEFORE_N: Final = regex.compile(
    r"(?:^|[:,;]\s|\band\s)(?P<group>(?!and\s)[\p{L}][\p{L}\d '’/-]{1,50}?)\s\(\s?$", regex.I
)
_GENERIC: Final = regex.compile(r"(?:participants|patients|people|subjects|adults|volunteers|individuals)", regex.I)
_BRACKET: Final = regex.compile(r"\s?[(,]\s?")
_OF_ALL: Final = regex.compile(r"(?:^|[\s•-])(?:of|among|in)\s(?:the\s|all\s|these\s)?$", regex.I)
_IN_PARALLEL: Final = 120


def link(text: str, sentence: Span, seen: Sequence[Seen], before: MeasurementFound | None) -> list[MeasurementFound]:
    """Return the measurements of a sentence with what their neighbours tell; `before` is the one of the sentence before."""
    rows = [each.row for each in seen]
    n_shares = sum(row.kind in _SHARES for row in rows)
    is_comparison = (
        n_shares > 1 or IS_COMPARISON.search(text, sentence.start, min(sentence.end, sentence.start + 2000)) is not None
    )
    previous = before
    for index, row in enumerate(rows):
        if row.kind in _SHARES or row.kind == "duration":
            row = _with_subgroup(text, sentence, row, is_comparison=is_comparison)
        if row.kind in _SHARES:
            row = _inherited(text, row, previous, is_first=previous is before)
            previous = row
        if row.kind in ("sample_size", "count"):
            row = _with_group(text, sentence, row, rows)
        rows[index] = row
    rows = _with_subjects(text, sentence, rows)
    return _with_sample_sizes(text, rows)


def _with_subgroup(text: str, sentence: Span, row: MeasurementFound, *, is_comparison: bool) -> MeasurementFound:
    """Read the subgroup out of the entity ('of the cell group'), behind the figure, or before its bracket."""
    entity = row.measured_entity
    if entity is not None and _GROUP.search(entity.value) and row.kind in _SHARES:
        return _grouped(row, entity)
    if row.population is not None and entity is not None:
        arm = group_within(text, entity.end, row.population.end)
        if arm is not None:
            return replace(_grouped(row, arm), population=None)
    if row.kind == "duration":
        return row
    behind = row.raw.end
    if text[row.raw.start - 1 : row.raw.start] == "(" and text[behind : behind + 1] == ")":
        found = subgroup_before(text, sentence.start, row.raw.start - 1)
        return row if found is None else _grouped(row, found)
    if entity is None and row.outcome is None:
        found = subgroup_behind(text, behind, sentence.end, is_comparison=is_comparison)
        return row if found is None else _grouped(row, found)
    return row


def _grouped(row: MeasurementFound, found: Found[str]) -> MeasurementFound:
    return replace(row, subgroup=found, subgroup_dimension=dimension_of(found.value))


def _inherited(
    text: str, row: MeasurementFound, before: MeasurementFound | None, *, is_first: bool
) -> MeasurementFound:
    """Take entity, property and outcome from the measurement that this one continues or is compared with."""
    if before is None or before.unit != row.unit or before.kind not in _SHARES:
        return row
    between = text[max(before.raw.end, row.raw.start - 24) : row.raw.start]
    entity = row.measured_entity
    if entity is None and _ANOTHER.search(between) and row.outcome is not None:
        row = replace(row, measured_entity=before.measured_entity)
    if is_first or row.raw.start - before.raw.end > _IN_PARALLEL or row.outcome is not None:
        return row
    is_bracketed = text[row.raw.start - 1 : row.raw.start] == "("
    if not is_bracketed and not _COMPARED.search(between):
        return row
    shares_kind = before.kind in ("response_rate", "proportion") and row.kind in ("response_rate", "proportion")
    return replace(
        row,
        kind=before.kind if shares_kind else row.kind,
        measured_entity=row.measured_entity or before.measured_entity,
        measured_property=row.measured_property or before.measured_property,
        outcome=before.outcome,
        is_finding=before.is_finding,
    )


def _with_subjects(text: str, sentence: Span, rows: list[MeasurementFound]) -> list[MeasurementFound]:
    """Give the first of two compared shares the subject of the sentence as its subgroup, where the second has one."""
    for index in range(len(rows) - 1):
        row, after = rows[index], rows[index + 1]
        is_pair = row.kind in _SHARES and after.kind in _SHARES and row.unit == after.unit
        if is_pair and row.subgroup is None and after.subgroup is not None:
            subject = subject_before(text, sentence.start, row.raw.start)
            if subject is not None:
                rows[index] = _grouped(row, subject)
    return rows


def _with_group(text: str, sentence: Span, row: MeasurementFound, rows: list[MeasurementFound]) -> MeasurementFound:
    """Name the group that a count stands for: 'hydrogel alone (n=12)', '9 men'."""
    if row.unit is None:
        unit = next((each.unit for each in rows if each.unit in ("{participants}", "{animals}", "{eyes}")), None)
        row = replace(row, unit=unit)
    if row.comparator == "=" and text[row.raw.start - 1 : row.raw.start] == "(":
        left = max(sentence.start, row.raw.start - 70)
        match = _BEFORE_N.search(text[left : row.raw.start])
        if match is not None:
            found = found_text(text, left + match.start("group"), left + match.end("group"))
            if found is not None and _GENERIC.fullmatch(found.value):
                return replace(row, measured_entity=found, unit=row.unit or "{participants}")
            if found is not None:
                return replace(row, subgroup=found, subgroup_dimension=dimension_of(found.value) or "arm")
    entity = row.measured_entity
    noun = None if entity is None else _SUBGROUP_NOUN.search(entity.value)
    if entity is not None and noun is not None:
        found = found_text(text, entity.start, entity.end)
        name = "arm" if noun.group().lower() == "controls" else None
        return (
            row if found is None else replace(row, subgroup=found, subgroup_dimension=name or dimension_of(found.value))
        )
    return row


def _with_sample_sizes(text: str, rows: list[MeasurementFound]) -> list[MeasurementFound]:
    """Attach sample sizes that are stated with a share: '3.4 points in 48 adults', '11 of 14 (79%)', '(n = 24)'."""
    result = list(rows)
    n_shares = sum(row.kind in _SHARES for row in rows)
    for index, row in enumerate(rows):
        if row.kind not in _SHARES or row.denominator is not None:
            continue
        source = _sample_size(text, rows, index)
        size = None if source is None else sample_size_of(source)
        if source is not None and size is not None:
            comparator = None if source.denominator is not None else source.comparator
            row = replace(row, sample_size=size, sample_size_comparator=comparator)
            if source.denominator is not None:
                row = _as_fraction(row, source)
                if source is rows[min(index + 1, len(rows) - 1)]:
                    result[index + 1] = replace(source, kind=row.kind, measured_property=row.measured_property)
            elif source is rows[0] and source.raw.start < row.raw.start:
                row = replace(row, measured_entity=source.measured_entity)
            elif row.subgroup is None and source.measured_entity is not None and n_shares > 1:
                row = _grouped(row, source.measured_entity)
            result[index] = row
    return [_beside_count(text, row, result[index - 1] if index else None) for index, row in enumerate(result)]


def _beside_count(text: str, row: MeasurementFound, before: MeasurementFound | None) -> MeasurementFound:
    """Give the percentage beside a count what the count says: 'Improvement was seen in 15 patients (75%)'."""
    if before is None or row.unit != "%" or row.sample_size is not None or row.measured_entity is not None:
        return row
    is_count = before.unit in ("{participants}", "{animals}", "{eyes}", "{knees}") and before.denominator is None
    if not is_count or text[before.raw.end : row.raw.start] not in (" (", "("):
        return row
    kind = "response_rate" if before.outcome is not None and RESPONSE.search(before.outcome.value) else row.kind
    return replace(row, kind=kind, measured_entity=before.measured_entity, outcome=row.outcome or before.outcome)


def _as_fraction(row: MeasurementFound, source: MeasurementFound) -> MeasurementFound:
    """Give the percentage beside a fraction what the fraction says: '11 of 14 participants (79%) could feel it'."""
    return replace(
        row,
        kind="response_rate" if "response_rate" in (source.kind, row.kind) else "proportion",
        measured_entity=row.measured_entity or source.measured_entity,
        population=row.population or source.population,
        outcome=row.outcome or source.outcome,
        is_finding=source.is_finding,
    )


def _sample_size(text: str, rows: list[MeasurementFound], index: int) -> MeasurementFound | None:
    row = rows[index]
    if index and text[row.raw.start - 1 : row.raw.start] == "(":
        before = rows[index - 1]
        if before.denominator is not None and row.unit == "%" and row.raw.start - before.raw.end <= 3:
            return before
    for after in rows[index + 1 : index + 2]:
        between = text[row.raw.end : after.raw.start]
        if after.denominator is not None and _BRACKET.fullmatch(between):
            return after
        if after.kind == "sample_size" and len(between) < 20 and _SAMPLE_LINK.fullmatch(between):
            return after
    stated = [
        each
        for each in rows[index + 1 : index + 6]
        if each.kind == "sample_size"
        and text[each.raw.start - 1 : each.raw.start] == "("
        and _SAMPLE_SIZE.search(text, max(row.raw.end, each.raw.start - 40), each.raw.start)
    ]
    if len(stated) == 1:
        return stated[0]
    first = rows[0]
    is_total = first.kind == "sample_size" and text[first.raw.end : first.raw.end + 1] == ","
    before = text[first.context.start : first.raw.start]
    return first if index and is_total and row.measured_entity is None and _OF_ALL.fullmatch(before) else None
