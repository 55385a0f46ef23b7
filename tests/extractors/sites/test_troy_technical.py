"""Digests of research news: sections, labelled bullets, and the box at the end in whatever words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.extract import try_file
from extractors.reading import read_page
from extractors.site import all_sites, route

FINDINGS = """Key Findings
- Yield: A new loom made 40 owl socks a week.
- iWool Quality: Nine in ten socks met the limit of 3 mm.
"""
DETAILS = """Technical / Clinical Details
Each sock starts from one feather that an owl has dropped, which is washed, cut and spun at a low temperature.
- pH Control: The bath is measured every hour.
"""
BACKGROUND = """Background & Context
Owls have had cold feet for longer than anyone can remember, and no product on the market keeps them warm at night.
"""
OUTLOOK = """Strategic Significance & Outlook
If the loom is accepted, one plant could serve all owls of a forest. Shops pay through a subscription.
- Data Privacy: Foresters must keep the records of owls for 30 years.
"""
BOXES = {
    "weekly": """Free weekly owl briefing
One chart a week shows which socks deserve your time.
Subscribe Free
By subscribing, you agree to receive our newsletter.
- Your address is used for the newsletter only.
- Unsubscribe at any time.
See our Privacy Policy for details.

Comments
""",
    "other words": """Stay ahead of the flock
Every Friday we pick the three stories that matter.
Your e-mail address
Sign me up
We treat your address confidentially and never pass it on.
You can leave the list whenever you like.
Privacy notice
""",
    "letter": """One letter, every Monday
Ten lines on what changed in your forest.
Join free
By joining you agree to our privacy policy. Unsubscribe any time.
""",
}
HTML = """<html lang="en"><head><title>Owl socks and looms - Troy-Technical</title>
<meta property="article:published_time" content="2031-05-12T23:30:00+09:00">
<link rel="canonical" href="https://troy-technical.example/2031/05/owl-socks/"></head><body>
<main><article><header><h1>Owl socks and looms</h1><div class="entry-meta"><time>May 12, 2031</time>
<a href="/category/owls/">Owls</a>, <a href="/category/looms/">Looms</a></div></header><div class="entry-content">
<h2>Key Findings</h2><ul><li>Yield: A new loom made 40 owl socks a week.</li>
<li>iWool Quality: Nine in ten socks met the limit of 3 mm.</li></ul>
<h2>Technical / Clinical Details</h2><p>Each sock starts from one feather that an owl has dropped, which is washed, cut
and spun at a low temperature.</p><ul><li>pH Control: The bath is measured every hour.</li></ul>
<h2>Background &amp; Context</h2><p>Owls have had cold feet for longer than anyone can remember, and no product on the
market keeps them warm at night.</p>
<h2>Strategic Significance &amp; Outlook</h2><p>If the loom is accepted, one plant could serve all owls of a forest.
Shops pay through a subscription.</p>
<ul><li>Data Privacy: Foresters must keep the records of owls for 30 years.</li></ul>
<div><p><strong>Stay ahead of the flock</strong></p><p>Every Friday we pick the three stories that matter.</p>
<form><input type="email"><button>Sign me up</button></form><p>We treat your address confidentially.</p>
<p>Privacy notice</p></div></div></article><h2>2 Comments</h2><p>My owl was cured by socks.</p></main>
<footer><p>© 2031 Troy-Technical</p></footer></body></html>"""


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def rows_of(text: str, suffix: str = ".txt") -> dict[str, list[dict[str, Any]]]:
        path = tmp_path / f"page{suffix}"
        path.write_text(text, encoding="utf-8")
        rows = try_file(path, "troy_technical").result.rows
        assert "rejects" not in rows
        return rows

    return rows_of


def column(rows: dict[str, list[dict[str, Any]]], table: str, name: str, **where: Any) -> list[Any]:
    return [row[name] for row in rows.get(table, []) if all(row[key] == value for key, value in where.items())]


def shown(rows: dict[str, list[dict[str, Any]]], kind: str) -> list[str]:
    text = rows["pages"][0]["text"]
    return [text[row["span_start"] : row["span_end"]] for row in rows["passages"] if row["kind"] == kind]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_text_without_title(read: Any, box: str) -> None:
    rows = read(FINDINGS + DETAILS + BACKGROUND + OUTLOOK + box)
    document = rows["documents"][0]
    assert (document["kind"], document["title"], document["title_status"]) == ("news_digest", None, "absent")
    assert (document["canonical_url"], document["published_on"]) == (None, None)
    assert column(rows, "sections", "heading") == [
        "Key Findings", "Technical / Clinical Details", "Background & Context", "Strategic Significance & Outlook",
    ]  # fmt: skip
    assert column(rows, "list_items", "label") == ["Yield", "iWool Quality", "pH Control", "Data Privacy"]
    lines = [line.removeprefix("- ") for line in box.splitlines() if line]
    assert shown(rows, "boilerplate") == lines


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_sections_in_another_order_with_the_box_between(read: Any, box: str) -> None:
    box = box.replace("\nComments\n", "")
    rows = read(BACKGROUND + FINDINGS + OUTLOOK + box + DETAILS)
    assert column(rows, "sections", "heading")[-1] == "Technical / Clinical Details"
    assert column(rows, "list_items", "label") == ["Yield", "iWool Quality", "Data Privacy", "pH Control"]
    assert shown(rows, "boilerplate") == [line.removeprefix("- ") for line in box.splitlines() if line]


def test_words_of_a_form_within_the_text_are_content(read: Any) -> None:
    end = "Price\nShops pay through a subscription.\nPrivacy rules differ by forest.\n"
    rows = read(FINDINGS + OUTLOOK + end)
    assert shown(rows, "boilerplate") == []
    assert "Price" in column(rows, "sections", "heading")


def test_a_body_line_above_the_box_stays_content(read: Any) -> None:
    rows = read(FINDINGS + OUTLOOK + "Dosing\nOwls get monthly feathers.\n" + BOXES["weekly"])
    assert column(rows, "sections", "heading")[-1] == "Dosing"
    assert "Owls get monthly feathers." in shown(rows, "paragraph")
    assert shown(rows, "boilerplate")[0] == "Free weekly owl briefing"


def test_comments_hold_no_sections(read: Any) -> None:
    rows = read(FINDINGS + OUTLOOK + "3 Comments\nAn owl says\nI was cured.\nKey Findings\nI was cured again.\n")
    assert column(rows, "sections", "heading") == ["Key Findings", "Strategic Significance & Outlook"]
    assert shown(rows, "boilerplate") == [
        "3 Comments",
        "An owl says",
        "I was cured.",
        "Key Findings",
        "I was cured again.",
    ]


def test_html_page(read: Any) -> None:
    rows = read(HTML, ".html")
    document = rows["documents"][0]
    assert (document["title"], document["title_status"]) == ("Owl socks and looms", "explicit")
    assert (str(document["published_on"]), document["copyright_year"]) == ("2031-05-12", 2031)
    assert document["canonical_url"] == "https://troy-technical.example/2031/05/owl-socks"
    assert document["has_commercial_interest"]
    assert column(rows, "document_tags", "tag", kind="category") == ["Owls", "Looms"]
    assert "My owl was cured by socks." in shown(rows, "boilerplate")
    assert "Stay ahead of the flock" in shown(rows, "boilerplate")


def test_html_gives_the_rows_of_the_text(read: Any) -> None:
    text, html = read(FINDINGS + DETAILS + BACKGROUND + OUTLOOK + BOXES["other words"]), read(HTML, ".html")
    for table, name in (
        ("sections", "heading"), ("sections", "is_empty"), ("list_items", "label"), ("list_items", "text"),
        ("list_items", "list_no"), ("list_items", "ordinal"),
    ):  # fmt: skip
        assert column(html, table, name) == column(text, table, name), (table, name)
    assert column(html, "links", "text") == column(text, "links", "text") == []


def test_the_title_element_loses_the_name_of_the_site(read: Any) -> None:
    rows = read(HTML.replace("<h1>Owl socks and looms</h1>", ""), ".html")
    assert (rows["documents"][0]["title"], rows["documents"][0]["title_status"]) == ("Owl socks and looms", "inferred")


def test_the_line_under_the_title_dates_a_page_without_metadata(read: Any) -> None:
    html = HTML.replace('<meta property="article:published_time" content="2031-05-12T23:30:00+09:00">', "")
    rows = read(html, ".html")
    assert str(rows["documents"][0]["published_on"]) == "2031-05-12"
    assert column(rows, "dates", "raw", role="published") == ["May 12, 2031"]


@pytest.mark.parametrize(
    "head",
    [
        "Owl socks and looms for all forests\nMay 12, 2031 Owls, Looms\n",
        "Skip to content\nTroy-Technical\nReports\nOwl socks and looms for all forests\nMay 12, 2031 Owls, Looms\n",
        "Owl socks and looms for all forests - Troy-Technical\nPublished: 2031-05-12\nFiled under: Owls, Looms\n",
    ],
)
def test_text_with_title_and_date(read: Any, head: str) -> None:
    rows = read(head + FINDINGS + BACKGROUND + OUTLOOK)
    document = rows["documents"][0]
    assert (document["title"], document["title_status"]) == ("Owl socks and looms for all forests", "explicit")
    assert str(document["published_on"]) == "2031-05-12"
    assert column(rows, "document_tags", "tag", kind="category") == ["Owls", "Looms"]
    assert column(rows, "sections", "heading")[0] == "Key Findings"


@pytest.mark.parametrize("head", ["", "spun at a low temperature.\n", "Loom Speed\nTwelve socks an hour.\n"])
def test_a_page_cut_at_its_head_has_no_title(read: Any, head: str) -> None:
    assert read(head + BACKGROUND + OUTLOOK)["documents"][0]["title"] is None


def test_categories_below_the_text(read: Any) -> None:
    filed = '<p>Categories: <a href="/category/owls/">Owls</a> Tags: <a href="/tag/wool/">Wool</a></p>'
    rows = read(HTML.replace("</div></div></article>", f"</div></div>{filed}</article>"), ".html")
    assert column(rows, "document_tags", "tag", kind="category") == ["Owls", "Looms"]
    assert column(rows, "document_tags", "tag", kind="tag") == ["Wool"]


def test_a_way_to_the_comments_is_no_category(read: Any) -> None:
    rows = read(HTML.replace('<a href="/category/looms/">Looms</a>', '<a href="#respond">Leave a comment</a>'), ".html")
    assert column(rows, "document_tags", "tag", kind="category") == ["Owls"]


@pytest.mark.parametrize(
    "text", [FINDINGS + DETAILS + BACKGROUND, OUTLOOK + DETAILS, BACKGROUND + "Subscribe to Troy-Technical\n"]
)
def test_pages_are_known_without_an_address(text: str) -> None:
    assert route(read_page("0" * 64, text.encode(), False)[0], None, None).source.source_id == "troy_technical"


def test_other_pages_are_not_taken() -> None:
    text = "Owl news\n\nKey Findings\n\nOwls are well.\n\nBackground & Context\n\nThey were not.\n"
    assert route(read_page("0" * 64, text.encode(), False)[0], None, None).source.source_id == "generic"


def test_fingerprints_and_hosts_are_its_own() -> None:
    site = all_sites()["troy_technical"]
    others = [each for name, each in all_sites().items() if name != "troy_technical"]
    assert all(each.fingerprint != site.fingerprint for each in others)
    assert all(set(each.source.hosts).isdisjoint(site.source.hosts) for each in others)
