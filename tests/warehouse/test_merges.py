"""What a release tells of its merges."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from schemas.ids import row_id
from tests.warehouse.rows import Page, built
from warehouse import Built

TITLE = "Pruning of climbing roses in the northern winter"
REFERENCE = f"Marlow. {TITLE}. J Gard. 2019;12:101-9. 10.1000/r"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release in which two pages cite one work, one of them without its DOI, and two state contrary identifiers."""
    stated = {"title": TITLE, "container_title": "J Gard", "issued": "2019", "volume": "12", "page": "101-9"}
    first, second = Page(f"A\n{REFERENCE}"), Page(f"B\n{REFERENCE.removesuffix(' 10.1000/r')}\nx 10.1/x 7", "orchard")
    first.citation(
        first.document("A", "A"), REFERENCE, authors=["Marlow"], identifiers=[("doi", "10.1000/r")], **stated
    )
    document = second.document("B", "B")
    second.citation(document, REFERENCE.removesuffix(" 10.1000/r"), authors=["Marlow"], **stated)
    second.citation(document, "x 10.1/x 7", identifiers=[("doi", "10.1/x"), ("pmid", "7")])
    third = Page("C\ny 10.1/y 7\nMarlow. 2018. 10.1000/r")
    document = third.document("C", "C")
    third.citation(document, "y 10.1/y 7", identifiers=[("doi", "10.1/y"), ("pmid", "7")])
    third.citation(document, "Marlow. 2018. 10.1000/r", issued="2018", identifiers=[("doi", "10.1000/r")])
    return built(tmp_path_factory.mktemp("data"), [first, second, third])


def read(made: Built, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(made.path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_merges_are_shown_with_the_words_of_both_references(made: Built) -> None:
    shown = read(made, "SELECT judgement, rule, left_text, right_text FROM v_merges WHERE table_name = 'works'")
    bare = REFERENCE.removesuffix(" 10.1000/r")
    assert {(judgement, rule, frozenset(texts)) for judgement, rule, *texts in shown} == {
        ("keep_apart", "contradictory_identifiers", frozenset(("x 10.1/x 7", "y 10.1/y 7"))),
        ("merge", "same_title_year_author", frozenset((bare, REFERENCE))),
        ("merge", "shared_identifier", frozenset(("Marlow. 2018. 10.1000/r", REFERENCE))),
    }


def test_works_that_several_sources_cite_are_counted_across_rules(made: Built) -> None:
    assert read(made, "SELECT title, n_citations, n_sources FROM v_shared_works") == [(TITLE, 3, 2)]


def test_conflicts_name_what_contradicts_what(made: Built) -> None:
    kinds = read(made, "SELECT kind, a, b, detail FROM work_conflicts ORDER BY kind")
    assert [kind for kind, *_ in kinds] == ["conflicting_values", "contradictory_identifiers"]
    works = {work_id for (work_id,) in read(made, "SELECT work_id FROM works")}
    (_, citation, work, detail), (_, one, other, stated) = kinds
    assert {one, other, work} <= works
    assert read(made, f"SELECT raw FROM citations WHERE citation_id = '{citation}'") == [("Marlow. 2018. 10.1000/r",)]
    assert "issued is 2018 here and 2019 in the work" in detail
    assert "doi 10.1/x, 10.1/y" in stated


def test_every_id_of_a_merge_leads_to_its_work(made: Built) -> None:
    dangling = read(
        made,
        "SELECT left_id FROM merges WHERE table_name = 'works' EXCEPT "
        "SELECT row_id FROM clusters JOIN works ON works.work_id = canonical_id",
    )
    assert dangling == []
    assert read(made, "SELECT count(*) - count(DISTINCT (table_name, row_id)) FROM clusters") == [(0,)]


def test_an_id_that_several_works_might_mean_leads_nowhere(made: Built) -> None:
    assert read(made, f"SELECT * FROM clusters WHERE row_id = '{row_id('works', ['pmid', '7'])}'") == []


def test_the_id_that_a_reference_without_identifiers_would_give_leads_to_the_work(made: Built) -> None:
    key = ["title", "pruning of climbing roses in the northern winter", "2019", "marlow"]
    found = read(made, f"SELECT canonical_id FROM clusters WHERE row_id = '{row_id('works', key)}'")
    assert found == [(row_id("works", ["doi", "10.1000/r"]),)]


def test_evidence_of_a_work_comes_from_the_citations_that_its_values_come_from(made: Built) -> None:
    unproved = read(
        made,
        "SELECT column_name FROM evidence WHERE table_name = 'works' EXCEPT "
        "SELECT column_name FROM stored_values WHERE table_name = 'works'",
    )
    assert unproved == []
