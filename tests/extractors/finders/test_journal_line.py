"""The 'journal, year, DOI, published' line of a summary page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.journal_line import find_journal_line
from schemas.spans import NORMALISERS

JOURNAL = "Annals of Owl Medicine"
DOI = "10.5555/aom.2031.77"


def read(text: str) -> tuple[str | None, ...] | None:
    line = find_journal_line(text)
    if line is None:
        return None
    parts = (line.container_title, line.stated_year, line.issued, line.doi.found if line.doi else None)
    for part in (*parts, line.raw):
        assert part is None or NORMALISERS[part.normaliser](text[part.start : part.end]) == part.value
    return tuple(part and part.value for part in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{JOURNAL}, 2031 · DOI: {DOI} · Published: March 7, 2031", (JOURNAL, "2031", "2031-03-07", DOI)),
        (f"{JOURNAL}, 2031 | DOI: {DOI} | Published: 7 March 2031", (JOURNAL, "2031", "2031-03-07", DOI)),
        (f"{JOURNAL}, 2031 • https://doi.org/{DOI}", (JOURNAL, "2031", "2031", DOI)),
        (f"{JOURNAL} (2031); doi:{DOI}", (JOURNAL, "2031", "2031", DOI)),
        (f"DOI: {DOI} – {JOURNAL}, 2031", (JOURNAL, "2031", "2031", DOI)),
        (f"Published: March 2031 · DOI: {DOI} · {JOURNAL}", (JOURNAL, None, "2031-03", DOI)),
        (f"{JOURNAL}, 2031DOI: {DOI}Published: March 7, 2031", (JOURNAL, "2031", "2031-03-07", DOI)),
        (f"{JOURNAL}, 2031 · Published: March 7, 2031", (JOURNAL, "2031", "2031-03-07", None)),
        (f"2031 · {JOURNAL} · DOI: {DOI}", (JOURNAL, "2031", "2031", DOI)),
        (f"Cells, Tissues and Feathers, 2031 · DOI: {DOI}", ("Cells, Tissues and Feathers", "2031", "2031", DOI)),
        (f"DOI: {DOI} · Published: 2031-03-07", (None, None, "2031-03-07", DOI)),
        (f"{JOURNAL}, 2030 · DOI: {DOI} · Published: January 3, 2031", (JOURNAL, "2030", "2031-01-03", DOI)),
    ],
)
def test_parts_are_read_in_any_order(text: str, expected: tuple[str | None, ...]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", JOURNAL, f"{JOURNAL}, 2031", "Published: March 7, 2031", f"DOI: {DOI}", "Home · Research · Contact",
        "Owls · Mice · Rats, 2031", f"We found in 2031 that owls are well (DOI: {DOI}).", f"See DOI: {DOI}, 2031.",
        f"Smith J. Owls are fine. Ann Owl. 2031;1(1):2. doi: {DOI}.", "by owl | Mar 7, 2031 | News",
        "© 2031 Owl Press", "Last Reviewed: March 7, 2031", "Owl one · Owl two, 2031", "10.5 mg · 2031",
        f"The study was published 2031 · DOI: {DOI}", "Evidence Level · Systematic Review",
        "Regenerative MedicineNeurology",
        "1. Home · 2. Research", f"Journal One · Journal Two · owl · DOI: {DOI} has 3 parts", "2031", "· · ·",
        "x" * 500,
    ],
)  # fmt: skip
def test_other_lines_are_not_read(text: str) -> None:
    assert read(text) is None


def test_two_candidates_for_the_journal_leave_it_open() -> None:
    assert read(f"Owl News · {JOURNAL}, 2031 · DOI: {DOI}") == (None, "2031", "2031", DOI)


@given(
    st.sampled_from([JOURNAL, "Nature", "Cells, Tissues and Feathers", "PLoS Owl"]),
    st.integers(1950, 2060),
    st.sampled_from([" · ", " | ", " • ", "; "]),
    st.booleans(),
)
def test_round_trip(journal: str, year: int, separator: str, is_dated: bool) -> None:
    parts = [f"{journal}, {year}", f"DOI: {DOI}"] + ([f"Published: May 3, {year}"] if is_dated else [])
    assert read(separator.join(parts)) == (journal, str(year), f"{year}-05-03" if is_dated else str(year), DOI)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{JOURNAL}, 2031", (JOURNAL, "2031", "2031", None)),
        (f"DOI: {DOI}", (None, None, None, DOI)),
        ("Published: March 7, 2031", (None, None, "2031-03-07", None)),
    ],
)
def test_one_part_is_enough_where_the_line_is_expected(text: str, expected: tuple[str | None, ...]) -> None:
    assert find_journal_line(text) is None
    line = find_journal_line(text, is_expected=True)
    assert line is not None
    parts = (line.container_title, line.stated_year, line.issued, line.doi.found if line.doi else None)
    assert tuple(part and part.value for part in parts) == expected


@pytest.mark.parametrize("text", [JOURNAL, "Owl Care", "We found in 2031 that owls are well.", "2031", ""])
def test_other_lines_are_none_even_where_one_is_expected(text: str) -> None:
    assert find_journal_line(text, is_expected=True) is None


@pytest.mark.parametrize("unread", ["DOI: not available", "DOI: N/A", "Published: 07/03/31", "Volume: 12"])
def test_a_label_without_a_readable_value_is_no_journal(unread: str) -> None:
    line = find_journal_line(f"{JOURNAL}, 2031 · {unread} · Published: March 7, 2031")
    assert line is not None
    assert line.container_title is not None
    assert line.container_title.value == JOURNAL


def test_other_identifiers_of_the_paper_come_along() -> None:
    line = find_journal_line(f"{JOURNAL}, 2031 · DOI: {DOI} · PMID: 12345678")
    assert line is not None
    assert [(item.scheme, item.found.value) for item in line.others] == [("pmid", "12345678")]
    assert line.container_title is not None
    assert line.container_title.value == JOURNAL
