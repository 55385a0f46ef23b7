"""Quantities that say something, each with what it is about, in MeasEval's terms and UCUM units.

Choices that MeasEval leaves open: a percentage beside its fraction ('11 of 14 participants (79%)') is a measurement
of its own, which shares entity and outcome and takes the denominator as its sample size; a range whose ends have
different units ('48 hours to two weeks') is two rows of form 'range' with the same `raw`, one with its low and one
with its high end; a change between two values ('fell from 8.1% to 6.4%') is a list of the two, in their order;
fractions in words ('two-thirds of') have a value and a denominator, so that nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import regex

from extractors.finders.quantities import Figure, Number, articles_in, figure_at, fractions_in, numbers_in
from extractors.finders.quantity_bare import bare_of, is_age
from extractors.finders.quantity_bounds import Bound, bound_of
from extractors.finders.quantity_context import (
    Share,
    bracketed_entity,
    dimension_of,
    noun_phrase,
    share_among,
    share_of,
)
from extractors.finders.quantity_kinds import is_result, kind_of
from extractors.finders.quantity_links import link
from extractors.finders.quantity_masks import masked
from extractors.finders.quantity_property import (
    changed_property,
    duration_property,
    is_from,
    joins_to,
    rate_property,
)
from extractors.finders.sentences import sentences
from schemas.records.evidence import Comparator, MeasurementKind
from schemas.spans import Found, Span, found_text

Form = Literal["exact", "bound", "approximate", "range", "list"]


@dataclass(frozen=True, slots=True)
class MeasurementFound:
    """One quantity as a page states it; fields are those of the table `measurements`, `context` is the sentence."""

    kind: MeasurementKind
    form: Form
    raw: Found[str]
    context: Span
    value: Found[float] | None = None
    value_low: Found[float] | None = None
    value_high: Found[float] | None = None
    denominator: Found[float] | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    measured_entity: Found[str] | None = None
    measured_property: Found[str] | None = None
    outcome: Found[str] | None = None
    subgroup_dimension: str | None = None
    subgroup: Found[str] | None = None
    population: Found[str] | None = None
    sample_size: Found[int] | None = None
    sample_size_comparator: Comparator | None = None
    modifiers: tuple[str, ...] = ()
    is_finding: bool = False
