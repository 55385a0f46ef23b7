"""Measurements of a document, each with the claim, the citation and the trial that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from extractors.evidence.reach import citations_in_reach
from extractors.evidence.statements import STATING, Evidence
from extractors.finders.measured import MeasurementFound
from extractors.finders.measurements import find_measurements
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import Measurement
from schemas.spans import Found, Span

_READ: Final = STATING | {"table_cell"}
# Which kind of claim a measurement speaks for, where its sentence makes several.
_CLAIM_KINDS: Final = {
    "response_rate": ("efficacy", "comparative", "safety"),
    "event_count": ("safety", "efficacy"),
    "incidence": ("epidemiology", "safety"),
    "score_change": ("efficacy", "comparative"),
    "p_value": ("comparative", "efficacy"),
}
_OUTCOMES: Final = frozenset({"response_rate", "proportion"})
# Percentages that are a level of something and no share of people.
_LEVEL: Final = regex.compile(
    r"\b(?:HbA1c|ejection\sfraction|LVEF|haematocrit|hematocrit|saturation|viability|purity|confluence|body\sfat|FEV1?|levels?"
    r"|concentration|density|oxygen|humidity)\b",
    regex.I,
)

Measured = tuple[MeasurementFound, Part, Draft]


def record_measurements(evidence: Evidence) -> list[Measured]:
    """Draft the quantities of prose and table cells; repeats of a finding point at the first."""
    reading = evidence.reading
    text = reading.view.page.text
    references = reading.cited.spans
    recorded: list[Measured] = []
    claims = _claims_by_sentence(evidence)
    first_of: dict[tuple[object, ...], Draft] = {}
    for part in reading.view.parts:
        if part.kind not in _READ or (part.kind == "table_cell" and part.block.is_header):
            continue
        for found in find_measurements(text, part.start, part.end, evidence.sentences.get(id(part))):
            if any(reference.start <= found.raw.start < reference.end for reference in references):
                continue
            signature = _signature(found)
            draft = _record(evidence, part, found, claims, first_of.get(signature) if signature else None)
            if signature is not None:
                first_of.setdefault(signature, draft)
            recorded.append((found, part, draft))
    return recorded


def _claims_by_sentence(evidence: Evidence) -> dict[int, list[tuple[str, Draft]]]:
    """Return the claims of each sentence with their kinds, by where it starts."""
    claims: dict[int, list[tuple[str, Draft]]] = {}
    for statement, kind, draft in evidence.claims:
        claims.setdefault(statement.span.start, []).append((kind, draft))
    return claims


def _record(
    evidence: Evidence,
    part: Part,
    found: MeasurementFound,
    claims: dict[int, list[tuple[str, Draft]]],
    first: Draft | None,
) -> Draft:
    reading = evidence.reading
    statement = evidence.statement_at(found.raw.start)
    claim = _claim(claims.get(statement.span.start, ()), found.kind) if statement else None
    trial = _trial(evidence, found.context)
    reach = citations_in_reach(evidence, statement) if statement else []
    if trial is not None:  # what a sentence says of a trial of its own is not what the page's only reference reports
        reach = [(scope, placed) for scope, placed in reach if scope != "document"]
    draft = reading.recorder.add(
        Measurement,
        document_id=reading.document,
        section_id=reading.section_of(part),
        claim_id=claim,
        citation_id=reach[0][1].draft if reach else None,
        trial_mention_id=trial,
        kind=found.kind,
        form=found.form,
        value=found.value,
        value_low=found.value_low,
        value_high=found.value_high,
        denominator=found.denominator,
        comparator=found.comparator,
        unit=found.unit,
        measured_entity=found.measured_entity,
        measured_property=found.measured_property,
        outcome=found.outcome,
        subgroup_dimension=found.subgroup_dimension,
        subgroup=found.subgroup,
        population=found.population,
        sample_size=found.sample_size,
        sample_size_comparator=found.sample_size_comparator,
        modifiers=list(found.modifiers),
        is_finding=found.is_finding,
        duplicate_of=first,
        raw=found.raw,
        context_start=found.context.start,
        context_end=found.context.end,
        keyed_by=(found.kind, found.raw, reading.view.page.text[found.context.start : found.context.end]),
    )
    is_level = found.measured_property is not None and _LEVEL.search(found.measured_property.value) is not None
    is_sized = found.denominator is not None or found.sample_size is not None
    if found.kind in _OUTCOMES and found.is_finding and not is_sized and not is_level:
        detail = f"{found.raw.value!r} is stated without the number it is a share of"
        span = Span(found.raw.start, found.raw.end)
        reading.recorder.issue("missing_denominator", detail, span=span, document=reading.document)
    return draft


def _claim(own: Sequence[tuple[str, Draft]], kind: str) -> Draft | None:
    """Return the claim, of those of its sentence, that the measurement speaks for."""
    for wanted in _CLAIM_KINDS.get(kind, ()):
        for claim_kind, draft in own:
            if claim_kind == wanted:
                return draft
    return own[0][1] if own else None


def _trial(evidence: Evidence, context: Span) -> Draft | None:
    """Return the only trial that the sentence mentions."""
    own = [placed.mention for placed in evidence.trials if context.start <= placed.span.start < context.end]
    return own[0] if len(own) == 1 else None


def _signature(found: MeasurementFound) -> tuple[object, ...] | None:
    """Return what makes two statements the same finding; None where too little is stated to tell."""
    about = [found.measured_entity, found.measured_property, found.outcome, found.subgroup, found.population]
    words = tuple(" ".join(_words(part)) for part in about)
    if not any(words) or not (found.is_finding or found.kind in ("sample_size", "count")):
        return None
    numbers = tuple(_value(part) for part in (found.value, found.value_low, found.value_high, found.denominator))
    return (found.kind, found.comparator, found.unit, numbers, words)


def _value(found: Found[float] | None) -> float | None:
    return found.value if found else None


def _words(found: Found[str] | None) -> Sequence[str]:
    if found is None:
        return ()
    return [
        word.rstrip("s") for word in found.value.lower().split() if word not in ("the", "a", "an", "of", "in", "these")
    ]
