"""Every kind of measurement with all its fields, comparators, units and ways to write a number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from extractors.finders.measurements import MeasurementFound, find_measurements
from schemas.records.evidence import MeasurementKind
from schemas.spans import NORMALISERS, Found

# Order of the fields in the golden file, and their short names there.
FIELDS = {
    "value": "value", "value_low": "value_low", "value_high": "value_high", "denominator": "denominator",
    "comparator": "comparator", "unit": "unit", "measured_entity": "entity", "measured_property": "property",
    "outcome": "outcome", "subgroup_dimension": "dimension", "subgroup": "subgroup", "population": "population",
    "sample_size": "sample_size", "sample_size_comparator": "sample_comparator",
}  # fmt: skip


def goldens() -> Iterator[tuple[str, list[str]]]:
    """Yield every sentence of the golden file with its measurements."""
    text = Path(__file__).with_name("measurements.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        sentence, *rows = block.strip().split("\n")
        yield sentence, rows


def shown(text: str, item: MeasurementFound) -> str:
    """Return a measurement as the golden file writes it, after proving every value by its slice."""
    parts = [f"- {item.kind}/{item.form}", str(proved(text, item.raw))]
    for name, short in FIELDS.items():
        stated = getattr(item, name)
        value = proved(text, stated) if isinstance(stated, Found) else stated
        if value is not None:
            parts.append(f"{short}: {value:g}" if isinstance(value, float) else f"{short}: {value}")
    if item.modifiers:
        parts.append(f"modifiers: {' '.join(item.modifiers)}")
    return " | ".join([*parts, "finding"] if item.is_finding else parts)


def proved(text: str, found: Found[Any]) -> object:
    value = NORMALISERS[found.normaliser](text[found.start : found.end])
    assert value == found.value or float(value or "nan") == found.value
    return found.value


@pytest.mark.parametrize(("sentence", "rows"), list(goldens()))
def test_a_sentence_gives_its_measurements(sentence: str, rows: list[str]) -> None:
    assert [shown(sentence, item) for item in find_measurements(sentence)] == rows


def test_the_golden_sentences_show_every_kind_and_form() -> None:
    heads = {row.removeprefix("- ").split(" | ")[0] for _, rows in goldens() for row in rows}
    assert {head.split("/")[0] for head in heads} == set(get_args(MeasurementKind))
    assert {head.split("/")[1] for head in heads} == {"exact", "bound", "approximate", "range", "list"}


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("at least", ">="), ("no fewer than", ">="), ("a minimum of", ">="), ("≥", ">="), (">=", ">="),
        ("at most", "<="), ("up to", "<="), ("no more than", "<="), ("a maximum of", "<="), ("≤", "<="),
        ("more than", ">"), ("over", ">"), ("above", ">"), ("exceeding", ">"), (">", ">"),
        ("fewer than", "<"), ("less than", "<"), ("below", "<"), ("under", "<"), ("&lt;", "<"),
        ("about", "~"), ("approximately", "~"), ("around", "~"), ("roughly", "~"), ("nearly", "~"), ("~", "~"),
    ],
)  # fmt: skip
def test_comparators_before_a_number(words: str, comparator: str) -> None:
    (found,) = find_measurements(f"It was seen in {words} 30% of patients.")
    assert (found.comparator, found.raw.value.endswith("30%")) == (comparator, True)
    assert found.form == ("approximate" if comparator == "~" else "bound")


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("12+ patients", ">="), ("12 or more patients", ">="), ("12 or fewer patients", "<="),
        ("12 patients or so", "~"),
        ("12 months or longer", ">="), ("12 months or less", "<="), ("12 weeks at most", "<="),
    ],
)  # fmt: skip
def test_comparators_behind_a_number(text: str, comparator: str) -> None:
    (found,) = find_measurements(text)
    assert (found.value and found.value.value, found.comparator, found.raw.value) == (12, comparator, text)


def test_over_a_time_says_during() -> None:
    (during,) = find_measurements("Pain fell over 12 months.")
    (longer,) = find_measurements("Pain lasted for over 12 months.")
    assert (during.comparator, longer.comparator) == (None, ">")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3 mg/kg", "mg/kg"), ("3 mL", "mL"), ("3 µL", "uL"), ("3 micrograms", "ug"), ("3 mm", "mm"), ("3 µm", "um"),
        ("3 °C", "Cel"), ("3 IU", "[iU]"), ("3 years", "a"), ("3 months", "mo"), ("3 weeks", "wk"), ("3 days", "d"),
        ("3 hours", "h"), ("3 h", "h"), ("3 min", "min"), ("3 seconds", "s"), ("3 percent", "%"), ("3 per cent", "%"),
        ("3 points", "{points}"), ("3 percentage points", "{percentage_points}"), ("3 eyes", "{eyes}"),
        ("3 knees", "{knees}"), ("3 mice", "{animals}"), ("3 points a month", "{points}/mo"), ("3mg", "mg"),
        ("3-month trial", "mo"), ("3 square centimetres", "cm2"), ("3\u00a0patients", "{participants}"),
        ("3 patients per year", "{participants}/a"), ("24-patient trial", "{participants}"),
    ],
)  # fmt: skip
def test_units_are_ucum(text: str, unit: str) -> None:
    assert [found.unit for found in find_measurements(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven trials", 7), ("Twenty-one patients", 21), ("two million cells", 2e6), ("1,250 patients", 1250),
        ("10\u2009000 patients", 10000), ("2.5 million people", 2.5e6), ("1.5 × 10⁶ cells", 1.5e6),
        ("5x10^7 cells", 5e7),
        ("the −3.5 point change", -3.5),
    ],
)  # fmt: skip
def test_numbers_in_every_writing(text: str, value: float) -> None:
    assert [found.value and found.value.value for found in find_measurements(text)] == [value]


def test_a_percentage_of_people_who_will_be_treated_is_no_result() -> None:
    planned = find_measurements("The goal is that at least 60% of patients improve.")
    general = find_measurements("Modern care enables 94% of patients to survive.")
    assert [found.is_finding for found in planned + general] == [False, False]


def test_the_context_is_the_sentence() -> None:
    text = "It rained. Nine patients improved. It stopped."
    (found,) = find_measurements(text)
    assert found.context.of(text) == "Nine patients improved."


def test_only_the_given_slice_is_read() -> None:
    text = "Nine patients improved. Ten mice slept."
    assert [found.raw.value for found in find_measurements(text, 24, len(text))] == ["Ten mice"]


def test_markdown_links_are_read_over() -> None:
    text = "About 40% of patients had [fatigue](/symptoms/fatigue-12-patients) at home."
    (found,) = find_measurements(text)
    assert found.outcome is not None
    assert found.outcome.value == "had fatigue at home"
