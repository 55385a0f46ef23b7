"""Texts that are nearly the same are found and told apart from texts that only look alike; none is merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bench.near_duplicates import bench
from tests.warehouse.rows import Page, built
from tests.warehouse.texts import assert_order_does_not_count, change, count, document, page_of, prose, read

BODY = prose(1)
NEAR = change(BODY, 60)
MERGES = "SELECT judgement, rule, score, compared ->> '$.jaccard' FROM merges WHERE table_name = 'documents'"
CLUSTERS = "SELECT kind, count(*) FROM clusters WHERE table_name = 'documents' GROUP BY ALL ORDER BY ALL"


def at(path: str, body: str, source: str = "garden", **values: object) -> Page:
    url = f"https://{source}.example/{path}"
    return page_of(body, ("url", url), source=source, url=url, head=f"{source} {path}", **values)


def test_a_copy_on_another_site_is_syndicated_and_stays_a_document(tmp_path: Path) -> None:
    made = assert_order_does_not_count(tmp_path, [at("a", BODY), at("b", NEAR, "orchard")])
    assert count(made, "documents") == 2
    assert read(made, CLUSTERS) == [("syndicated", 1)]
    ((judgement, rule, score, jaccard),) = read(made, MERGES)
    assert (judgement, rule) == ("keep_apart", "near_duplicate")
    assert score == float(jaccard) == pytest.approx(111 / 121, abs=1e-4)


def test_another_address_of_one_site_is_a_revision_for_a_person_to_judge(tmp_path: Path) -> None:
    made = built(tmp_path, [at("a", BODY), at("b", NEAR)])
    assert count(made, "documents") == 2
    assert read(made, CLUSTERS) == [("revision", 1)]
    assert read(made, f"SELECT judgement FROM ({MERGES})") == [("unsure",)]


def test_below_nine_tenths_nothing_is_said(tmp_path: Path) -> None:
    made = built(tmp_path, [at("a", BODY), at("b", change(BODY, 20, 60, 90), "orchard")])
    assert read(made, MERGES) == []
    assert read(made, CLUSTERS) == []


def test_one_title_over_two_texts_says_nothing(tmp_path: Path) -> None:
    pages = [
        page_of(
            prose(number), ("url", f"https://garden.example/{number}"), head=f"Stem cells\n{number}", title="Stem cells"
        )
        for number in range(3)
    ]
    made = built(tmp_path, pages)
    assert count(made, "documents") == 3
    assert read(made, MERGES) == []


def test_short_texts_must_be_equal(tmp_path: Path) -> None:
    short = prose(2, 40)
    pages = [at("a", short), at("b", change(short, 39), "orchard"), at("c", short, "orchard")]
    made = built(tmp_path, pages)
    assert read(made, CLUSTERS) == [("syndicated", 1)]
    assert read(made, f"SELECT score FROM ({MERGES})") == [(1.0,)]


def test_of_a_cluster_the_one_published_first_comes_first(tmp_path: Path) -> None:
    pages = []
    for number, body in enumerate((BODY, change(BODY, 2), change(BODY, 118))):
        day = date(2024, 3 - number, 1)
        page = Page(f"{number} {day}\n{body}", "orchard" if number else "garden")
        dated = {"published_on": page.found(str(day), "iso_date", day), "published_precision": "day"}
        document(page, ("url", f"https://{page.source}.example/{number}"), body, **dated)
        pages.append(page)
    made = assert_order_does_not_count(tmp_path, pages)
    first = "(SELECT document_id FROM documents ORDER BY published_on LIMIT 1)"
    of_first = f"SELECT kind FROM clusters WHERE table_name = 'documents' AND canonical_id = {first} ORDER BY kind"
    assert read(made, of_first) == [("revision",), ("syndicated",)]


def test_a_crowd_of_equal_pages_costs_no_more_than_its_pages(tmp_path: Path) -> None:
    made = built(tmp_path, [at(str(number), BODY) for number in range(30)])
    assert len(read(made, MERGES)) == 29
    assert read(made, CLUSTERS) == [("revision", 29)]


def test_planted_copies_are_found_and_nothing_else() -> None:
    (result,) = bench(600, seed=3)
    figures = {str(name): value for name, value in result.rows}
    assert figures["recall"] == "1.0000"
    assert figures["wrong pairs"] == "0"
