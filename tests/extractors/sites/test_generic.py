"""Any other page: metadata, bylines, tags, dates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.extract import try_file

SAMPLES = Path(__file__).parents[3] / "raw/samples/generic"
WORDS = "Owls sleep by day, and whoever walks below their tree should therefore walk softly in the early hours of it."


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    result = try_file(path, "generic").result
    assert result.rows.get("rejects", []) == []
    return result.rows


def of(tmp_path: Path, text: str, suffix: str = "html") -> dict[str, list[dict[str, Any]]]:
    path = tmp_path / f"page.{suffix}"
    path.write_text(text, encoding="utf-8")
    return rows(path)


def page(head: str, body: str = "") -> str:
    main = f"<main><h1>Owls at Night</h1>{body}<p>{WORDS}</p></main>"
    return f'<html lang="en-GB"><head>{head}</head><body>{main}</body></html>'


def people(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str]]:
    return [(each["role"], each["name"]) for each in found.get("contributors", [])]


def dates(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str]]:
    return [(each["role"], each["value"]) for each in found.get("dates", [])]


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_author_in_metadata_and_byline_is_one_row(suffix: str) -> None:
    found = rows(SAMPLES / f"printed-skin-burns-trial.{suffix}")
    (document,) = found["documents"]
    assert (document["kind"], str(document["published_on"])) == ("web_page", "2026-05-11")
    assert people(found) == [("author", "Jonas Aker")]
    assert dates(found).count(("published", "2026-05-11")) == 1


def test_publisher_and_changed_date_come_from_metadata() -> None:
    found = rows(SAMPLES / "printed-skin-burns-trial.html")
    assert str(found["documents"][0]["modified_on"]) == "2026-05-13"
    assert ("publisher", "Harbour Hospital") in [(each["key"], each["value"]) for each in found["attributes"]]


def test_dates_of_other_things_in_jsonld_are_not_the_pages(tmp_path: Path) -> None:
    script = (
        '<script type="application/ld+json">{"@graph": [{"@type": "Comment", "datePublished": "2030-01-01"},'
        '{"@type": "https://schema.org/NewsArticle", "datePublished": "2031-05-01", "keywords": ["Owls", "Night"],'
        '"author": [{"@type": "Person", "@id": "#b"}, {"@type": "Organization", "name": "Perch"}],'
        '"comment": [{"datePublished": "2030-02-02", "author": {"name": "Troll"}}]},'
        '{"@type": "Person", "@id": "#a", "name": "Not Me"},'
        '{"@type": "Person", "@id": "#b", "name": "Dr. Ida Owl, MD"}]}'
        "</script>"
    )
    found = of(tmp_path, page(script))
    assert dates(found) == [("published", "2031-05-01")]
    assert people(found) == [("author", "Ida Owl"), ("author", "Perch")]
    assert (found["contributors"][0]["honorific"], found["contributors"][0]["credentials"]) == ("Dr.", "MD")
    assert [(each["kind"], each["tag"]) for each in found["document_tags"]] == [("tag", "Owls"), ("tag", "Night")]


def test_microdata_and_dublin_core(tmp_path: Path) -> None:
    head = '<meta name="dcterms.modified" content="2031-05-03"><meta itemprop="datePublished" content="2031-05-02">'
    assert dates(of(tmp_path, page(head))) == [("published", "2031-05-02"), ("modified", "2031-05-03")]


def test_time_element_dates_a_byline_without_a_year(tmp_path: Path) -> None:
    body = '<div class="byline">By <a href="/i">Ida Owl</a> <time datetime="2031-01-02">2 Jan</time></div>'
    found = of(tmp_path, page("", body))
    assert people(found) == [("author", "Ida Owl")]
    assert dates(found) == [("published", "2031-01-02")]


def test_account_is_no_person(tmp_path: Path) -> None:
    found = of(tmp_path, page('<meta name="author" content="admin">'))
    assert people(found) == [("account", "admin")]
    assert "generic_author" in [each["code"] for each in found["quality_issues"]]


def test_profile_address_is_no_name(tmp_path: Path) -> None:
    assert people(of(tmp_path, page('<meta property="article:author" content="https://perch.example/ida">'))) == []


def test_head_lines_and_tag_lines_of_text(tmp_path: Path) -> None:
    text = (
        "Owls at Night and by Day\n\nWritten by Ida Owl and Jonas Uhu\nPublished May 5, 2031\nUpdated: May 7, 2031\n\n"
        f"{WORDS}\n\nTags: Owls, Night\n\nFiled under: News\n"
    )
    found = of(tmp_path, text, "txt")
    assert people(found) == [("author", "Ida Owl"), ("author", "Jonas Uhu")]
    assert dates(found) == [("published", "2031-05-05"), ("modified", "2031-05-07")]
    tags = [(each["kind"], each["tag"]) for each in found["document_tags"]]
    assert tags == [("tag", "Owls"), ("tag", "Night"), ("category", "News")]


def test_date_of_a_paper_in_prose_is_not_the_pages(tmp_path: Path) -> None:
    body = "<p>Published May 5, 2030 in a journal of birds, the study found owls on every second tree of the wood.</p>"
    found = of(tmp_path, page("", body))
    assert dates(found) == [("event", "2030-05-05")]
    assert found["documents"][0]["published_on"] is None


def test_dates_of_trials_in_prose_have_their_roles(tmp_path: Path) -> None:
    body = "<p>The trial began on June 3, 2030 and was completed in May 2031 with all of its patients alive.</p>"
    assert dates(of(tmp_path, page("", body))) == [("trial_start", "2030-06-03"), ("trial_end", "2031-05")]
