"""The stem cell blog: archives and single posts, in HTML and in text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from extractors.extract import try_file

SAMPLES = Path(__file__).parents[3] / "raw/samples/stem_cell_blog"
ARCHIVE = "archive-stem-cell-research-3"
WORDS = "an owl was counted on every second tree of the wood in spring, and none of them slept by night in that year."
REFERENCE = "Uhu A, Kauz B. Owls by night. Owl Rep. 2030 Dec 3;2(1):1-9. doi: 10.5555/owl.2030.1."


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    result = try_file(path, "stem_cell_blog").result
    assert result.rows.get("rejects", []) == []
    return result.rows


def of_text(tmp_path: Path, text: str, suffix: str = "txt") -> dict[str, list[dict[str, Any]]]:
    path = tmp_path / f"page.{suffix}"
    path.write_text(text, encoding="utf-8")
    return rows(path)


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_archive_holds_one_document_per_post(suffix: str) -> None:
    found = rows(SAMPLES / f"{ARCHIVE}.{suffix}")
    documents = found["documents"]
    assert [str(each["published_on"]) for each in documents] == ["2025-03-14", "2025-02-03", "2024-12-19"]
    assert {each["kind"] for each in documents} == {"blog_post"}
    spans = [(each["span_start"], each["span_end"]) for each in documents]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert [each["form"] for each in found["citations"]] == ["pubmed_nlm", "pubmed_nlm", "nlm_book_chapter"]
    assert [(each["role"], each["name"]) for each in found["contributors"]] == [
        ("account", "admin"), ("author", "Maren Oduya"), ("account", "admin"),
    ]  # fmt: skip
    codes = [each["code"] for each in found["quality_issues"]]
    assert codes.count("truncated_doi") == codes.count("missing_citation_prefix") == 1
    assert codes.count("generic_author") == 2


def test_both_renderings_give_the_same_tags_dates_and_works() -> None:
    html, text = rows(SAMPLES / f"{ARCHIVE}.html"), rows(SAMPLES / f"{ARCHIVE}.txt")
    for table, columns in {
        "document_tags": ("ordinal", "kind", "tag"),
        "dates": ("role", "value", "precision", "raw"),
        "cited_works": ("title", "doi", "pmid"),
        "list_items": ("list_no", "ordinal", "label", "text"),
    }.items():
        shown = [[tuple(row[name] for name in columns) for row in found[table]] for found in (html, text)]
        assert shown[0] == shown[1], table


def test_titles_and_addresses_come_from_the_headings_links() -> None:
    found = rows(SAMPLES / f"{ARCHIVE}.html")
    assert {each["title_status"] for each in found["documents"]} == {"explicit"}
    assert [each["slug"] for each in found["documents"]][2] == "from-skin-to-pancreas-making-new-beta-cells"
    assert {each["role"] for each in found["document_urls"]} == {"canonical"}
    assert {each["language"] for each in found["documents"]} == {"en"}
    assert {each["copyright_year"] for each in found["documents"]} == {None}


def test_text_without_titles_has_none() -> None:
    documents = rows(SAMPLES / f"{ARCHIVE}.txt")["documents"]
    assert [(each["title"], each["title_status"]) for each in documents] == [(None, "absent")] * 3


def test_single_post_takes_its_title_from_the_page() -> None:
    (document,) = rows(SAMPLES / "skin-cell-sprays-for-deep-burns.html")["documents"]
    assert document["title_status"] == "explicit"
    assert document["canonical_url"] == "https://stem-cell-blog.example/skin-cell-sprays-for-deep-burns"


def test_headings_above_all_bylines_are_titles(tmp_path: Path) -> None:
    text = "".join(
        f"{title}\nby admin | May {day}, 2031 | Owls\nIn May {WORDS}\n"
        for title, day in [("Day Owls", 1), ("Owls Heal!", 2)]
    )
    assert [each["title"] for each in of_text(tmp_path, text)["documents"]] == ["Day Owls", "Owls Heal!"]


def test_heading_above_one_byline_ends_the_post_before(tmp_path: Path) -> None:
    first, second = (f"by admin | May {day}, 2031 | Owls\nIn May {WORDS}\n" for day in (2, 1))
    text = f"{first}Open Questions\n{second}"
    found = of_text(tmp_path, text)
    assert [each["title"] for each in found["documents"]] == [None, None]
    assert [(each["heading"], each["is_empty"]) for each in found["sections"]] == [("Open Questions", True)]


def test_archive_of_one_post_has_the_address_of_the_post(tmp_path: Path) -> None:
    page = (
        '<html lang="en"><head><link rel="canonical" href="https://b.example/tag/x/"></head><body><main><h1>Tag: X</h1>'
        '<article><h2 class="entry-title"><a href="https://b.example/one/">Only One</a></h2><div class="entry-meta">'
        f"Posted on May 1, 2031 by Ida Owl</div><p>In May {WORDS}</p></article></main></body></html>"
    )
    (document,) = of_text(tmp_path, page, "html")["documents"]
    assert (document["title"], document["canonical_url"]) == ("Only One", "https://b.example/one")


def test_category_that_is_an_anchor_keeps_its_comma(tmp_path: Path) -> None:
    page = (
        '<html><body><article><h1 class="entry-title">Owls</h1><p class="post-meta">by <a href="/a">admin</a> | '
        'May 1, 2031 | <a href="/c">Diet, Sleep</a>, <a href="/d">Owls</a></p>'
        f"<p>In May {WORDS}</p><p>{REFERENCE}</p></article></body></html>"
    )
    assert [each["tag"] for each in of_text(tmp_path, page, "html")["document_tags"]] == ["Diet, Sleep", "Owls"]
