"""One quantity as a page states it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from schemas.records.evidence import Comparator, MeasurementKind
from schemas.spans import Found, Span

Form = Literal["exact", "bound", "approximate", "range", "list"]


class MeasurementFound(NamedTuple):
    """One quantity as a page states it; fields are those of the table `measurements`, `context` is the sentence.

    A named tuple, since a row is filled in step by step and a dataclass takes five times as long to copy.
    """

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
