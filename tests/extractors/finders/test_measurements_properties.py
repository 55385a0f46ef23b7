"""What holds for measurements in any text: spans, proofs, order, and time that grows with the text only."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from extractors.finders.measurements import MeasurementFound, find_measurements
from schemas.records.evidence import Comparator, MeasurementKind
from schemas.spans import NORMALISERS, Found

# Words and marks that meet each other in reports, so that generated text reaches every branch.
FRAGMENTS = (
    "11~of~14~patients~(79%)~improved~within~six weeks~at least~6–12~months~n=12~p < .05~2021~between~and~to~from~rose~"
    "by~half~a third~of~the~10 or fewer~100,000~out of every~people~120 million~cells~2 × 10^6~mg/kg~aged~18~years old~"
    "Phase~1/2~trials~compared to~33%~for~intrathecal use~group~(~)~,~.~;~-~–~−~\u00a0~\u2009~<b>~</b>~[a](/b)~[[a|b]]~"
    "points~12.4~9.8~with~saline~one~two~studies~showed~7 and 9~48 hours~two weeks~EDSS~1-3~{a: 1}~\n~https://a.b/9~week"
).split("~")
TEXT = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=14).flatmap(
    lambda parts: st.sampled_from([" ", ""]).map(lambda glue: glue.join(parts))
)
SLICES = (
    "raw value value_low value_high denominator measured_entity measured_property outcome subgroup population "
    "sample_size"
).split()


def check(text: str, start: int, end: int, item: MeasurementFound) -> None:
    assert start <= item.context.start < item.context.end <= end
    for name in SLICES:
        found = getattr(item, name)
        if not isinstance(found, Found):
            continue
        assert start <= found.start < found.end <= end
        proved = NORMALISERS[found.normaliser](text[found.start : found.end])
        assert proved == found.value or float(proved or "nan") == found.value
    assert item.context.start <= item.raw.start < item.raw.end <= item.context.end
    assert item.kind in get_args(MeasurementKind)
    assert item.comparator is None or item.comparator in get_args(Comparator)
    numbers = (item.value, item.value_low, item.value_high)
    assert any(numbers)
    assert item.value is None or not any(numbers[1:])
    if item.value_low is not None and item.value_high is not None:
        assert item.value_low.value <= item.value_high.value
    if item.form == "bound":
        assert item.comparator in ("<", "<=", ">", ">=")
    assert (item.sample_size_comparator is None) or item.sample_size is not None


@given(TEXT)
@example("one in")
@example("\u2212")
@example("12 of 12 (")
@example("between 1 and")
def test_every_measurement_proves_itself(text: str) -> None:
    found = find_measurements(text)
    for item in found:
        check(text, 0, len(text), item)
    assert all(left.raw.start <= right.raw.start for left, right in pairwise(found))


@given(TEXT, TEXT, TEXT)
def test_nothing_outside_the_slice_is_read(before: str, text: str, after: str) -> None:
    whole = f"{before}\n{text}\n{after}"
    start = len(before) + 1
    for item in find_measurements(whole, start, start + len(text)):
        check(whole, start, start + len(text), item)


@given(st.integers(2, 999_999), st.sampled_from(["{}", "{:,}"]))
def test_every_count_is_read(number: int, form: str) -> None:
    (found,) = find_measurements(f"The trial enrolled {form.format(number)} patients.")
    assert (found.kind, found.value and found.value.value, found.unit) == ("sample_size", number, "{participants}")


@given(st.decimals(0, 99, places=1), st.decimals(0, 99, places=1))
def test_every_range_is_ordered_or_left_out(low: object, high: object) -> None:
    for item in find_measurements(f"It failed in {low}–{high}% of grafts."):
        check(f"It failed in {low}–{high}% of grafts.", 0, 200, item)
