"""What measurements of one sentence say about each other: comparisons, sample sizes, shared outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from extractors.finders.measured import MeasurementFound
from extractors.finders.measurement_rows import sample_size_of
from extractors.finders.quantity_context import (
    IS_COMPARISON,
    dimension_of,
    group_within,
    subgroup_before,
    subgroup_behind,
    subject_before,
)
from extractors.finders.quantity_kinds import RESPONSE
from extractors.finders.quantity_parts import SUBJECTS, total_beside
from schemas.records.evidence import MeasurementKind
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
_OF_ALL: Final = regex.compile(r"[\s•-]{0,3}(?:of|among|in)\s(?:the\s|all\s|these\s)?$", regex.I)
_IN_PARALLEL: Final = 120
_NEIGHBOURS: Final = 12


def link(
    text: str, sentence: Span, rows: Sequence[MeasurementFound], before: MeasurementFound | None
) -> list[MeasurementFound]:
    """Return the measurements of a sentence with what their neighbours tell; `before` is from the sentence before."""
    is_comparison = sum(row.kind in _SHARES for row in rows) > 1 or (
        IS_COMPARISON.search(text, sentence.start, min(sentence.end, sentence.start + 2000)) is not None
    )
    subjects = next((row.unit for row in rows if row.unit in SUBJECTS), None)
    linked: list[MeasurementFound] = []
    previous = before
    for row in rows:
        if row.kind in _SHARES:
            grouped = _with_subgroup(text, sentence, row, is_comparison=is_comparison)
            previous = _inherited(text, grouped, previous, is_first=previous is before)
            linked.append(previous)
        elif row.kind in ("sample_size", "count"):
            linked.append(_with_group(text, sentence, row, subjects))
        else:
            linked.append(row)
    return _with_sample_sizes(text, _with_subjects(text, sentence, linked))


def _with_subgroup(text: str, sentence: Span, row: MeasurementFound, *, is_comparison: bool) -> MeasurementFound:
    """Read the subgroup out of the entity ('of the cell group'), behind the figure, or before its bracket."""
    entity = row.measured_entity
    if entity is not None and _GROUP.search(entity.value):
        return _grouped(row, entity)
    if row.population is not None and entity is not None:
        arm = group_within(text, entity.end, row.population.end)
        if arm is not None:
            return _grouped(row, arm)._replace(population=None)
    behind = row.raw.end
    if text[row.raw.start - 1 : row.raw.start] == "(" and text[behind : behind + 1] == ")":
        found = subgroup_before(text, sentence.start, row.raw.start - 1)
        return row if found is None else _grouped(row, found)
    if entity is None and row.outcome is None:
        found = subgroup_behind(text, behind, sentence.end, is_comparison=is_comparison)
        return row if found is None else _grouped(row, found)
    return row


def _grouped(row: MeasurementFound, found: Found[str]) -> MeasurementFound:
    return row._replace(subgroup=found, subgroup_dimension=dimension_of(found.value))


def _inherited(
    text: str, row: MeasurementFound, before: MeasurementFound | None, *, is_first: bool
) -> MeasurementFound:
    """Take entity, property and outcome from the measurement that this one continues or is compared with."""
    if before is None or before.unit != row.unit or before.kind not in _SHARES:
        return row
    between = text[max(before.raw.end, row.raw.start - 24) : row.raw.start]
    entity = row.measured_entity
    if entity is None and _ANOTHER.search(between) and row.outcome is not None:
        row = row._replace(measured_entity=before.measured_entity)
    if is_first or row.raw.start - before.raw.end > _IN_PARALLEL or row.outcome is not None:
        return row
    is_bracketed = text[row.raw.start - 1 : row.raw.start] == "("
    if not is_bracketed and not _COMPARED.search(between):
        return row
    if row.measured_entity is not None and row.subgroup is None:
        return row
    shares_kind = before.kind in ("response_rate", "proportion") and row.kind in ("response_rate", "proportion")
    return row._replace(
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


def _with_group(text: str, sentence: Span, row: MeasurementFound, subjects: str | None) -> MeasurementFound:
    """Name the group that a count stands for: 'hydrogel alone (n=12)', '9 men'."""
    if row.unit is None:
        row = row._replace(unit=subjects)
    if row.comparator == "=" and text[row.raw.start - 1 : row.raw.start] == "(":
        left = max(sentence.start, row.raw.start - 70)
        match = _BEFORE_N.search(text[left : row.raw.start])
        if match is not None:
            found = found_text(text, left + match.start("group"), left + match.end("group"))
            if found is not None and _GENERIC.fullmatch(found.value):
                return row._replace(measured_entity=found, unit=row.unit or "{participants}")
            if found is not None:
                return row._replace(subgroup=found, subgroup_dimension=dimension_of(found.value) or "arm")
    entity = row.measured_entity
    noun = None if entity is None else _SUBGROUP_NOUN.search(entity.value)
    if entity is None or noun is None:
        return row
    dimension = "arm" if noun.group().lower() == "controls" else dimension_of(entity.value)
    return row._replace(subgroup=entity, subgroup_dimension=dimension)


def _with_sample_sizes(text: str, rows: list[MeasurementFound]) -> list[MeasurementFound]:
    """Attach sample sizes that are stated with a share: '3.4 points in 48 adults', '11 of 14 (79%)', '(n = 24)'."""
    result = list(rows)
    is_pair = sum(row.kind in _SHARES for row in rows) > 1
    for index, row in enumerate(rows):
        place = _sample_size(text, rows, index) if row.kind in _SHARES and row.denominator is None else None
        size = None if place is None else sample_size_of(rows[place])
        if place is None or size is None:
            continue
        source = rows[place]
        if source.denominator is not None:
            result[index] = _as_fraction(row._replace(sample_size=size), source)
            if place > index:
                result[place] = source._replace(kind=result[index].kind, measured_property=row.measured_property)
            continue
        sized = row._replace(sample_size=size, sample_size_comparator=source.comparator)
        if place < index:
            sized = sized._replace(measured_entity=source.measured_entity)
        elif is_pair and row.subgroup is None and source.measured_entity is not None:
            sized = _grouped(sized, source.measured_entity)
        result[index] = sized
    return [_beside_count(text, row, result[max(0, index - _NEIGHBOURS) : index]) for index, row in enumerate(result)]


def _beside_count(text: str, row: MeasurementFound, seen: Sequence[MeasurementFound]) -> MeasurementFound:
    """Give the percentage beside a count what the count says: 'Improvement was seen in 15 patients (75%)'."""
    before = seen[-1] if seen else None
    if before is None or row.unit != "%" or text[row.raw.end : row.raw.end + 1] != ")":
        return row
    is_count = before.unit in SUBJECTS and before.denominator is None
    if not is_count or text[before.raw.end : row.raw.start] not in (" (", "("):
        return row
    kind: MeasurementKind = (
        "response_rate" if before.outcome is not None and RESPONSE.search(before.outcome.value) else row.kind
    )
    total = total_beside(text, before, seen[:-1])
    return row._replace(
        kind=kind,
        measured_entity=before.measured_entity,
        outcome=row.outcome or before.outcome,
        sample_size=row.sample_size if total is None else sample_size_of(total),
    )


def _as_fraction(row: MeasurementFound, source: MeasurementFound) -> MeasurementFound:
    """Give the percentage beside a fraction what the fraction says: '11 of 14 participants (79%) could feel it'."""
    return row._replace(
        kind="response_rate" if "response_rate" in (source.kind, row.kind) else "proportion",
        measured_entity=row.measured_entity or source.measured_entity,
        population=row.population or source.population,
        outcome=row.outcome or source.outcome,
        is_finding=source.is_finding,
    )


def _sample_size(text: str, rows: list[MeasurementFound], index: int) -> int | None:
    """Return the place of the row that states the sample size of row `index`: beside it, behind it, or before all."""
    row = rows[index]
    before = rows[index - 1] if index else None
    is_beside = text[row.raw.start - 1 : row.raw.start] == "(" and row.unit == "%"
    if is_beside and before is not None and before.denominator is not None and row.raw.start - before.raw.end <= 3:
        return index - 1
    after = rows[index + 1] if index + 1 < len(rows) else None
    if after is not None and after.raw.start - row.raw.end < 20:
        between = text[row.raw.end : after.raw.start]
        is_fraction = after.denominator is not None and _BRACKET.fullmatch(between)
        if is_fraction or (after.kind == "sample_size" and _SAMPLE_LINK.fullmatch(between)):
            return index + 1
    stated = [place for place in range(index + 1, min(index + 6, len(rows))) if _is_stated(text, rows[place], row)]
    if len(stated) == 1:
        return stated[0]
    if not index or row.measured_entity is not None or _is_of_number(text, row):
        return None
    return 0 if _is_total(text, rows[0]) else None


def _is_of_number(text: str, row: MeasurementFound) -> bool:
    """Whether a percentage says in brackets what share a number is; it is of the total only where that adds up."""
    return (
        text[row.raw.start - 1 : row.raw.start] == "("
        and text[max(0, row.raw.start - 3) : row.raw.start - 1].rstrip()[-1:].isdigit()
    )


def _is_stated(text: str, each: MeasurementFound, row: MeasurementFound) -> bool:
    """Whether a row in brackets is called a sample size: 'a low sample size (12 or fewer patients)'."""
    if each.kind != "sample_size" or text[each.raw.start - 1 : each.raw.start] != "(":
        return False
    return _SAMPLE_SIZE.search(text, max(row.raw.end, each.raw.start - 40), each.raw.start) is not None


def _is_total(text: str, first: MeasurementFound) -> bool:
    """Whether a sentence begins with whom it speaks of: 'Of 100 patients, 60% improved'."""
    start = first.context.start
    if first.kind != "sample_size" or text[first.raw.end : first.raw.end + 1] != "," or first.raw.start - start > 20:
        return False
    return _OF_ALL.fullmatch(text, start, first.raw.start) is not None
