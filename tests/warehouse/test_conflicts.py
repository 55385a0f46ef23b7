"""`v_conflicts` shows both sides with their sources and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.warehouse.claims import claiming
from tests.warehouse.rows import Page, built
from tests.warehouse.texts import read

UP, DOWN = "Grafts restored walking.", "Grafts did not restore walking."


USUAL = {"condition": "paralysis", "intervention": "graft", "outcome": "walking"}


def test_claims_stand_side_by_side_with_source_and_date(tmp_path: Path) -> None:
    pages = [
        claiming(UP, day="2024-05-01"),
        claiming(DOWN, day="2025-05-01", source="orchard", polarity="negative"),
        claiming("Pain went.", concepts={**USUAL, "outcome": "pain"}),
        claiming("Pain was less.", source="orchard", concepts={**USUAL, "outcome": "pain"}),
    ]
    made = built(tmp_path, pages)
    assert read(made, "SELECT relation FROM claim_relations ORDER BY ALL") == [("contradicts",), ("supports",)]
    sides = "text_a, source_a, date_a, text_b, source_b, date_b"
    ((about, relation, *found),) = read(made, f"SELECT about, relation, {sides} FROM v_conflicts")
    assert (about, relation) == ("claims", "contradicts")
    assert {tuple(found[:3]), tuple(found[3:])} == {
        (UP, "garden", date(2024, 5, 1)),
        (DOWN, "orchard", date(2025, 5, 1)),
    }


def test_figures_stand_side_by_side_without_a_claim_too(tmp_path: Path) -> None:
    pages = [
        claiming(f"{value} in a hundred walked.", polarity="neutral", figure={"raw": value, "outcome": "walked"})
        for value in ("40", "70")
    ]
    made = built(tmp_path, pages)
    shown = "SELECT least(text_a, text_b), greatest(text_a, text_b) FROM v_conflicts WHERE about = 'measurements'"
    assert read(made, shown) == [("40", "70")]


def test_works_that_contradict_each_other_are_among_them(tmp_path: Path) -> None:
    pages = []
    for number, (doi, pmid) in enumerate((("10.1000/a", "11111"), ("10.1000/b", "11111"))):
        page = Page(f"{number}\nNoe A. Roses in winter. 2020. doi:{doi} PMID: {pmid}")
        raw = page.text.splitlines()[1]
        identifiers = [("doi", doi), ("pmid", pmid)]
        page.citation(page.document(str(number)), raw, identifiers=identifiers, title="Roses in winter", issued="2020")
        pages.append(page)
    made = built(tmp_path, pages)
    assert ("works",) in read(made, "SELECT DISTINCT about FROM v_conflicts")


def test_the_view_says_what_it_answers(tmp_path: Path) -> None:
    made = built(tmp_path, [claiming(UP)])
    views = "SELECT comment IS NOT NULL FROM duckdb_views() WHERE view_name IN ('v_conflicts', 'measurement_conflicts')"
    assert read(made, views) == [(True,), (True,)]
