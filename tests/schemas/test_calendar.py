"""A date is stored with the precision that the page states, never with more."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.calendar import parse_date

DAYS = st.dates(date(1500, 1, 1), date(2199, 12, 31))
DAY_FORMS = ["%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%d %B, %Y", "%Y %b %d", "%b. %d %Y", "%Y-%m-%dT23:30:00-08:00"]


@given(DAYS, st.sampled_from(DAY_FORMS))
def test_a_day_is_read_in_every_form(day: date, form: str) -> None:
    stated = parse_date(day.strftime(form))
    assert stated is not None
    assert (stated.first_day, stated.precision, stated.edtf) == (day, "day", day.isoformat())


@given(DAYS, st.sampled_from(["%Y-%m", "%B %Y", "%b, %Y", "%Y %b"]))
def test_a_month_stays_a_month(day: date, form: str) -> None:
    stated = parse_date(day.strftime(form))
    assert stated is not None
    assert (stated.first_day, stated.precision) == (day.replace(day=1), "month")
    assert stated.edtf == f"{day:%Y-%m}"


@given(DAYS)
def test_a_year_stays_a_year(day: date) -> None:
    stated = parse_date(f" {day.year} ")
    assert stated is not None
    assert (stated.first_day, stated.precision, stated.edtf) == (date(day.year, 1, 1), "year", str(day.year))


@given(DAYS, st.sampled_from(DAY_FORMS))
def test_edtf_is_a_form_that_is_read(day: date, form: str) -> None:
    stated = parse_date(day.strftime(form))
    assert stated is not None
    assert parse_date(stated.edtf) == stated


@pytest.mark.parametrize("text", ["", "soon", "31 April 2025", "2025-02-30", "May", "12345", "in May 2025", "2025-13"])
def test_what_is_not_wholly_a_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_range_of_months_begins_with_its_first() -> None:
    stated = parse_date("2024 Jan-Feb")
    assert stated is not None
    assert stated.edtf == "2024-01"


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    parse_date(text)
