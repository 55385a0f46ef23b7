from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from schemas.ids import row_id
from tests.warehouse.rows import Page, built


def read(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def citing(name: str, *citations: tuple[str, dict[str, Any]], source: str = "garden") -> Page:
    page = Page("\n".join([name, *(raw for raw, _ in citations)]), source)
    document = page.document(name, name)
    for raw, values in citations:
        page.citation(document, raw, **values)
    return page


def test_a_shared_doi_makes_one_work_whatever_its_case(tmp_path: Path) -> None:
    first = citing("A", ("One. 10.1000/ABC", {"title": "One", "identifiers": [("doi", "10.1000/ABC")]}))
    second = citing(
        "B", ("Uno. 10.1000/abc", {"title": "Uno", "identifiers": [("doi", "10.1000/abc")]}), source="orchard"
    )
    made = built(tmp_path, [first, second])
    assert read(made.path, "SELECT work_id FROM works") == [(row_id("works", ["doi", "10.1000/abc"]),)]
    assert read(made.path, "SELECT count(DISTINCT work_id), count(*) FROM citations WHERE work_id IS NOT NULL") == [
        (1, 2)
    ]
    assert read(made.path, "SELECT n_documents, n_sources, doi FROM v_works") == [(2, 2, "10.1000/abc")]
    assert read(made.path, "SELECT rule, judgement FROM merges") == [("shared_identifier", "merge")]
    assert read(made.path, "SELECT DISTINCT table_name, kind FROM clusters") == [("works", "same")]


def test_identifiers_join_transitively(tmp_path: Path) -> None:
    pages = [
        citing("A", ("a 10.1000/abc", {"identifiers": [("doi", "10.1000/abc")]})),
        citing("B", ("b 10.1000/abc 111", {"identifiers": [("doi", "10.1000/abc"), ("pmid", "111")]})),
        citing("C", ("c 111 PMC22", {"identifiers": [("pmid", "111"), ("pmcid", "PMC22")]})),
        citing("D", ("d PMC22", {"identifiers": [("pmcid", "PMC22")]})),
    ]
    made = built(tmp_path, pages)
    assert read(made.path, "SELECT doi, pmid, pmcid, n_citations FROM v_works") == [("10.1000/abc", "111", "PMC22", 4)]


def test_a_long_chain_is_one_component(tmp_path: Path) -> None:
    # Citation n shares its DOI with one neighbour and its PMID with the other.
    raws = {n: (f"10.1/x{n // 2}", f"{n - n // 2}00") for n in range(40)}
    page = Page("\n".join(["A", *(f"c{n} {doi} PMID {pmid}" for n, (doi, pmid) in raws.items())]))
    document = page.document("A", "A")
    for n, (doi, pmid) in raws.items():
        page.citation(document, f"c{n} {doi} PMID {pmid}", identifiers=[("doi", doi), ("pmid", pmid)])
    made = built(tmp_path, [page])
    # The component states twenty DOIs, so every citation is told of all of them, and none is merged.
    assert read(made.path, "SELECT count(*) FROM works") == [(40,)]
    details = read(made.path, "SELECT DISTINCT detail FROM quality_issues WHERE code = 'conflicting_values'")
    assert len(details) == 1
    assert "10.1/x0, 10.1/x1, " in details[0][0]


def test_a_truncated_doi_joins_nothing(tmp_path: Path) -> None:
    cut = ("Cut. 10.1000/ab", {"title": "Cut", "identifiers": [("doi", "10.1000/ab", "truncated")]})
    made = built(tmp_path, [citing("A", cut), citing("B", cut)])
    assert read(made.path, "SELECT count(*) FROM works") == [(2,)]
    assert read(made.path, "SELECT DISTINCT doi, n_distrusted_identifiers FROM v_works") == [(None, 1)]
    assert read(made.path, "SELECT DISTINCT status FROM work_identifiers") == [("truncated",)]


def test_two_dois_in_one_component_keep_works_apart_and_are_reported(tmp_path: Path) -> None:
    pages = [
        citing("A", ("a 10.1000/one 111", {"identifiers": [("doi", "10.1000/one"), ("pmid", "111")]})),
        citing("B", ("b 10.1000/two 111", {"identifiers": [("doi", "10.1000/two"), ("pmid", "111")]})),
        citing("C", ("c 10.1000/two 111", {"identifiers": [("doi", "10.1000/two"), ("pmid", "111")]})),
        citing("D", ("d 111", {"identifiers": [("pmid", "111")]})),
    ]
    made = built(tmp_path, pages)
    counted = "SELECT count(*) FROM citations GROUP BY work_id ORDER BY 1"
    assert read(made.path, counted) == [(1,), (1,), (2,)]
    issues = read(made.path, "SELECT DISTINCT severity, detail FROM quality_issues WHERE code = 'conflicting_values'")
    assert len(issues) == 1
    assert "10.1000/one, 10.1000/two" in issues[0][1]
    assert read(made.path, "SELECT count(*) FROM merges WHERE judgement = 'keep_apart'") == [(2,)]


def test_without_identifiers_title_year_and_first_author_make_one_work(tmp_path: Path) -> None:
    def work(raw: str, title: str, year: str, author: str) -> tuple[str, dict[str, Any]]:
        return raw, {"title": title, "issued": year, "authors": [author]}

    pages = [
        citing("A", work("Smith. Roses in Spring. 2020.", "Roses in Spring", "2020", "Smith")),
        citing("B", work("SMITH. Roses, in spring! 2020-05.", "Roses, in spring!", "2020-05", "SMITH")),
        citing("C", work("Smith. Roses in Spring. 2021.", "Roses in Spring", "2021", "Smith")),
        citing("D", work("Lee. Roses in Spring. 2020.", "Roses in Spring", "2020", "Lee")),
    ]
    made = built(tmp_path, pages)
    assert read(made.path, "SELECT issued, n_citations FROM v_works ORDER BY ALL") == [
        ("2020", 1),
        ("2020-05", 2),
        ("2021", 1),
    ]


def test_sources_without_a_title_are_never_taken_for_each_other(tmp_path: Path) -> None:
    told = ("a review in 2025", {"issued": "2025"})
    made = built(tmp_path, [citing("A", told), citing("B", told)])
    assert read(made.path, "SELECT count(*) FROM works") == [(2,)]


def test_each_part_of_a_work_comes_from_the_citation_that_states_it_best_with_its_evidence(tmp_path: Path) -> None:
    identifiers = [("doi", "10.1000/abc")]
    fullest = citing(
        "A",
        (
            "Smith et al. Roses. J Bot. 2020;3:1-9. 10.1000/abc",
            {
                "title": "Roses",
                "issued": "2020",
                "container_title": "J Bot",
                "volume": "3",
                "page": "1-9",
                "authors": ["Smith"],
                "authors_truncated": True,
                "identifiers": identifiers,
            },
        ),
    )
    authors = citing(
        "B",
        (
            "Smith, Lee, Kim. 2020. 10.1000/abc",
            {"issued": "2020", "authors": ["Smith", "Lee", "Kim"], "identifiers": identifiers},
        ),
    )
    dated = citing("C", ("2020-05-19. 10.1000/abc", {"issued": "2020-05-19", "identifiers": identifiers}))
    made = built(tmp_path, [fullest, authors, dated])
    shown = "SELECT title, container_title, issued, issued_precision, issued_year, authors_truncated FROM works"
    assert read(made.path, shown) == [("Roses", "J Bot", "2020-05-19", "day", 2020, False)]
    assert read(made.path, "SELECT family FROM work_contributors ORDER BY ordinal") == [("Smith",), ("Lee",), ("Kim",)]
    proofs = "SELECT column_name, capture_id FROM evidence WHERE table_name = 'works' ORDER BY column_name"
    assert read(made.path, proofs) == [
        ("container_title", fullest.capture_id),
        ("issued", dated.capture_id),
        ("page", fullest.capture_id),
        ("title", fullest.capture_id),
        ("volume", fullest.capture_id),
    ]
    assert read(made.path, "SELECT count(*) FROM quality_issues") == [(0,)]


def test_citations_of_one_work_that_disagree_are_reported(tmp_path: Path) -> None:
    first = citing(
        "A",
        (
            "Roses. 2020;3. 10.1/a",
            {"title": "Roses", "issued": "2020", "volume": "3", "identifiers": [("doi", "10.1/a")]},
        ),
    )
    second = citing("B", ("2019. 10.1/a", {"issued": "2019", "identifiers": [("doi", "10.1/a")]}))
    made = built(tmp_path, [first, second])
    ((capture_id, detail),) = read(made.path, "SELECT capture_id, detail FROM quality_issues")
    assert capture_id == second.capture_id
    assert detail.startswith("issued is 2019 here and 2020 in the work")
    assert read(made.path, "SELECT quote FROM v_quality") == [("2019. 10.1/a",)]


def test_the_id_of_a_weaker_identifier_leads_to_the_work(tmp_path: Path) -> None:
    made = built(
        tmp_path, [citing("A", ("a 10.1000/abc 111", {"identifiers": [("doi", "10.1000/abc"), ("pmid", "111")]}))]
    )
    asked = row_id("works", ["pmid", "111"])
    found = read(made.path, f"SELECT canonical_id FROM clusters WHERE row_id = '{asked}'")
    assert found == [(row_id("works", ["doi", "10.1000/abc"]),)]


def test_a_merge_says_what_was_compared(tmp_path: Path) -> None:
    pages = [citing(name, ("One. 10.1/a", {"title": "One", "identifiers": [("doi", "10.1/a")]})) for name in "AB"]
    made = built(tmp_path, pages)
    ((compared,),) = read(made.path, "SELECT compared FROM merges")
    assert json.loads(compared) == {"shared": ["doi:10.1/a"], "title": ["One", "One"], "issued": [None, None]}


def test_ids_made_in_sql_are_those_of_python(tmp_path: Path) -> None:
    doi = '10.1000/<a>\\"ü’&b/c'
    made = built(tmp_path, [citing("A", (f"a {doi}", {"identifiers": [("doi", doi)]}))])
    assert read(made.path, "SELECT work_id FROM works") == [(row_id("works", ["doi", doi]),)]
