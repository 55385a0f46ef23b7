"""Bands and verdicts: what holds a source, what only warns, and what is chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.bounds import SourceBounds
from warehouse.bounds import (
    LEARNED_FROM,
    LEARNED_LIMIT,
    Band,
    Figure,
    Past,
    accepted_band,
    declared_bands,
    described,
    judge,
    kind_of,
    learned_band,
)

TITLED = Band(0.9, None, "declared", "")
METRICS = ["documents", "fill.title", "records.claims", "reject_rate", "issue_rate", "layout.full", "boilerplate_share"]


def figure(metric: str, value: float, n: int, n_below: int = 0, n_above: int = 0) -> Figure:
    return Figure("garden", metric, value, n, n, n_below, n_above)


def past(value: float, n: int = 20, times: int = 6) -> list[Past]:
    return [Past(value, n)] * times


@pytest.mark.parametrize(
    ("hits", "n", "verdict"),
    [
        (1, 1, "sound"),
        (0, 1, "warned"),  # one odd page
        (0, 2, "held"),
        (2, 3, "warned"),
        (1, 3, "held"),
        (9, 10, "sound"),
        (8, 10, "warned"),
        (6, 10, "held"),
        (895, 1000, "warned"),  # chance
        (850, 1000, "held"),
        (8_500, 10_000, "held"),
        (8_990, 10_000, "warned"),
    ],
)
def test_a_declared_fill_rate_holds_where_chance_cannot_explain_it(hits: int, n: int, verdict: str) -> None:
    assert judge(figure("fill.title", hits / n, n), TITLED) == verdict


def test_what_is_declared_of_every_page_does_not_hang_on_one() -> None:
    always = Band(1.0, None, "declared", "")
    assert judge(figure("fill.title", 0.99, 100), always) == "warned"
    assert judge(figure("fill.title", 0.9, 100), always) == "held"


@pytest.mark.parametrize(
    ("n_below", "n_above", "verdict"),
    [(0, 0, "sound"), (1, 0, "warned"), (0, 9, "warned"), (2, 0, "warned"), (5, 0, "held")],
)
def test_declared_records_are_counted_page_by_page(n_below: int, n_above: int, verdict: str) -> None:
    bands = dict(declared_bands(SourceBounds(records={"sections": (1, 200)})))
    # A few pages with many sections do not hide those without any.
    assert judge(figure("records.sections", 50.0, 10, n_below, n_above), bands["records.sections"]) == verdict


def test_a_site_declares_documents_fill_rates_records_and_layouts() -> None:
    bounds = SourceBounds((1, 3), {"title": 0.9, "claims.polarity": 0.5}, {"sections": (2, 9)}, unknown_layout=0.2)
    assert {metric: (band.low, band.high) for metric, band in declared_bands(bounds)} == {
        "documents": (1.0, 3.0),
        "fill.title": (0.9, None),
        "fill.claims.polarity": (0.5, None),
        "records.sections": (2.0, 9.0),
        "layout.unknown": (None, 0.2),
    }


def test_bands_are_learned_from_enough_releases_only() -> None:
    assert learned_band("fill.title", past(1.0, times=LEARNED_FROM - 1), 10) is None
    assert learned_band("fill.title", past(1.0, times=LEARNED_FROM), 10) is not None
    assert judge(figure("fill.title", 0.0, 10), None) == "sound"


def test_only_the_last_releases_teach() -> None:
    band = learned_band("records.claims", [*past(10.0, times=LEARNED_LIMIT), *past(1000.0, times=50)], 20)
    assert band is not None
    assert band.high == pytest.approx(15.0)


def test_one_odd_release_moves_no_band() -> None:
    odd = [*past(0.0, times=1), *past(12.0, times=8)]
    usual = learned_band("records.claims", past(12.0, times=9), 20)
    assert learned_band("records.claims", odd, 20) == usual


@pytest.mark.parametrize(
    ("metric", "usual", "value", "n", "verdict"),
    [
        ("records.claims", 12.0, 0.0, 8, "held"),
        ("records.claims", 12.0, 5.0, 8, "held"),
        ("records.claims", 12.0, 7.0, 8, "sound"),
        ("records.claims", 12.0, 0.0, 1, "sound"),
        ("records.claims", 0.3, 0.0, 8, "sound"),  # too few to miss
        ("records.claims", 12.0, 40.0, 8, "warned"),
        ("documents", 6.0, 1.0, 8, "held"),
        ("fill.title", 1.0, 0.5, 8, "held"),
        ("fill.title", 1.0, 0.8, 8, "sound"),
        ("fill.title", 0.1, 0.0, 8, "sound"),
        ("fill.title", 0.1, 1.0, 8, "sound"),
        ("reject_rate", 0.0, 0.5, 400, "warned"),
        ("reject_rate", 0.0, 0.5, 4, "sound"),
        ("issue_rate", 2.0, 9.0, 8, "warned"),
        ("issue_rate", 2.0, 0.0, 8, "sound"),
        ("layout.full", 1.0, 0.0, 8, "warned"),
        ("layout.full", 0.0, 1.0, 8, "warned"),
        ("boilerplate_share", 0.2, 0.9, 8, "warned"),
    ],
)
def test_what_is_learned_holds_or_warns(metric: str, usual: float, value: float, n: int, verdict: str) -> None:
    assert judge(figure(metric, value, n), learned_band(metric, past(usual), n)) == verdict


def test_a_small_sample_may_scatter_more_than_a_large_one() -> None:
    scattered = [Past(value, 100) for value in (10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0)]
    few, many = learned_band("records.claims", scattered, 4), learned_band("records.claims", scattered, 100)
    assert few is not None
    assert many is not None
    assert few.low is None
    assert many.low is not None


@pytest.mark.parametrize(
    ("metric", "value", "band"),
    [
        ("fill.title", 0.2, TITLED),
        ("records.claims", 0.0, Band(3.0, 9.0, "learned", "")),
        ("records.claims", 30.0, Band(3.0, 9.0, "declared", "")),
        ("layout.unknown", 1.0, Band(None, 0.2, "declared", "")),
    ],
)
def test_an_accepted_figure_passes_from_then_on(metric: str, value: float, band: Band) -> None:
    low, high = accepted_band(metric, value, band.low, band.high)
    assert judge(figure(metric, value, 50), Band(low, high, "person", "")) == "sound"


def test_an_accepted_band_is_still_a_band() -> None:
    low, high = accepted_band("fill.title", 0.6, 0.9, None)
    assert judge(figure("fill.title", 0.1, 50), Band(low, high, "person", "")) == "held"


def test_a_finding_says_what_was_expected_and_who_says_so() -> None:
    text = described(figure("fill.title", 0.25, 8), TITLED, "held")
    assert text == "fill.title is 0.25 in 8 new captures; expected at least 0.9 (declared by the site)"
    few = described(figure("fill.title", 0.0, 1), TITLED, "warned")
    assert few.endswith("too few to hold the source")


@given(
    metric=st.sampled_from(METRICS),
    usual=st.floats(0, 1),
    value=st.floats(0, 1),
    n=st.integers(1, 2000),
    times=st.integers(0, 12),
)
def test_usual_figures_are_sound_and_nothing_raises(
    metric: str, usual: float, value: float, n: int, times: int
) -> None:
    band = learned_band(metric, past(usual, n, times), n)
    assert judge(figure(metric, usual, n), band) == "sound"
    verdict = judge(figure(metric, value, n), band)
    assert verdict != "held" or kind_of(metric).holds
    assert verdict == "sound" or band is not None
