"""Dates in running text and behind labels, each with what it dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.dates import find_dates
from schemas.spans import NORMALISERS, Span


def read(text: str) -> list[tuple[str, str]]:
    found = find_dates(text)
    for item in found:
        assert NORMALISERS[item.found.normaliser](text[item.found.start : item.found.end]) == item.found.value
        assert item.precision == {4: "year", 7: "month", 10: "day"}[len(item.found.value)]
    return [(item.found.value, item.role) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Published: March 7, 2031", [("2031-03-07", "published")]),
        ("Posted on Jan 3, 2031", [("2031-01-03", "published")]),
        ("by owl | Jun 9, 2031 | News, Owls", [("2031-06-09", "published")]),
        ('{"datePublished": "2031-05-19T23:30:00-07:00"}', [("2031-05-19", "published")]),
        ("article:published_time: 2031-05-19", [("2031-05-19", "published")]),
        ("Updated 5 May 2031", [("2031-05-05", "modified")]),
        ("Last updated on: 5th of May 2031", [("2031-05-05", "modified")]),
        ("dateModified: 2031-05", [("2031-05", "modified")]),
        ("Last Reviewed: May 22, 2031", [("2031-05-22", "reviewed")]),
        ("Medically reviewed by Dr. A. Owl on May 2, 2031", [("2031-05-02", "reviewed")]),
        ("{'merged_at': '2031-05-13', 'slug': 'owl'}", [("2031-05-13", "merged")]),
        ("| created_at | 2031-05-13 |", [("2031-05-13", "created")]),
        ("© 2031 Owl Press", [("2031", "copyright")]),
        ("Copyright 2029-2031 Owl Press", [("2029", "copyright"), ("2031", "copyright")]),
        ("The trial began in March 2031.", [("2031-03", "trial_start")]),
        ("The first patient was treated on 3 April 2031.", [("2031-04-03", "trial_start")]),
        ("The first of 24 planned participants was treated on 6 May 2031.", [("2031-05-06", "trial_start")]),
        ("The first of the volunteers was treated on 6 May 2031.", [("2031-05-06", "trial_start")]),
        ("jRCT2053200001 began in May 2031.", [("2031-05", "trial_start")]),
        ("The first of three owls reached the patients on 6 May 2031.", [("2031-05-06", "event")]),
        ("Enrolment opened in May 2031 and was completed in June 2032.",
         [("2031-05", "trial_start"), ("2032-06", "event")]),
        ("The trial completed its enrolment in May 2031.", [("2031-05", "event")]),
        ("The trial was completed in May 2031.", [("2031-05", "trial_end")]),
        ("The study ran from May 2031 to June 2032.", [("2031-05", "trial_start"), ("2032-06", "trial_end")]),
        ("The trial ends in December 2031.", [("2031-12", "trial_end")]),
        ("Owls met in Oslo on Friday, May 2, 2031.", [("2031-05-02", "event")]),
        ("The agency approved it in May 2031. The trial began well.", [("2031-05", "event")]),
        ("A review, published on May 5, 2031, says so.", [("2031-05-05", "event")]),
        ("2031 May 19 was cold", [("2031-05-19", "event")]),
    ],
)  # fmt: skip
def test_role_of_each_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in 2031 the owls", "from 2010-12 onwards", "patients may 2031 times", "https://owl.example/2031-05-19/x",
        "https://owl.example/2031/05/19", "doi: 10.1101/2031.01.18.576147", "NCT09994567", "2004-000123-45",
        "2031-13-01",
        "February 30, 2031", "May 32, 2031", "file-2031-05-19.txt", "x2031-05-19", "2031-05-19-b", "the march 2031",
        "Phase 1/2 trials (2014-2016)", "May and June", "12/05/2031", "1-3 May", "0000-0002-1825-0097",
        "PMID: 20310519",
        "copyright law of owls", "Table 2031", "v2031-05-19a",
    ],
)  # fmt: skip
def test_lookalikes_are_no_dates(text: str) -> None:
    assert read(text) == []


def test_dates_inside_given_spans_are_left_out() -> None:
    text = "Owl J. 2031 May 3;1(1):2. Met on 4 May 2031."
    assert [item.found.value for item in find_dates(text, inside=(Span(0, 25),))] == ["2031-05-04"]


@given(
    st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "%b %d, %Y"])
)
def test_every_day_round_trips(day: date, style: str) -> None:
    assert read(f"Met on {day.strftime(style)} at noon.") == [(day.isoformat(), "event")]


@given(st.text(alphabet="Mayune 2031-05,.:©trialbegan\n", max_size=60))
def test_every_slice_gives_its_value(text: str) -> None:
    read(text)
