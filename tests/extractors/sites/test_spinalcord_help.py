"""Summaries of papers: what each rendering of a page gives, and what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.extract import try_file
from extractors.reading import read_page
from extractors.site import all_sites, route

TITLE = "Warm feathers for owls with cold feet"
LINE = "Annals of Owl Care, 2031 · DOI: 10.5555/aoc.2031.9 · Published: March 7, 2031"
MENU = """Spinal Cord Research Help
AboutCategoriesLatest ResearchContact
Subscribe

Quick Links

  • Home
  • About

© 2032 Spinal Cord Research Help

All rights reserved.
"""
CRUMBS = f"""  1. Home
  2. Research
  3. Night Care
  4. {TITLE}
"""
EXPLANATION = """Simple Explanation

Twelve owls wore socks of feathers for a winter. Their feet were warmer in the morning than those of owls without.
"""
FACTS = """Study Duration
Not specified
Participants
12 owls in two arms: socks (n=6) and none (n=6)
Evidence Level
Level 4, owl study
"""
FINDINGS = """Key Findings

  • 1
    Feet were 3 degrees warmer.
  • 2
    No owl lost a sock.
"""
IMPLICATIONS = """Practical Implications

Housing

Perches may be padded.

Back to Work

Owls can hunt in socks.
"""
LIMITATIONS = """Study Limitations

  • 1
    One winter only.
"""
END = """Your Feedback

Was this summary helpful?

Back to Night Care
"""
HTML = f"""<html lang="en"><head><title>{TITLE} | Spinal Cord Research Help</title>
<link rel="canonical" href="https://spinalcord.help/research/warm-feathers"></head><body>
<header><nav><a href="/about">About</a><a href="/categories">Categories</a></nav></header>
<main><nav aria-label="Breadcrumb"><ol class="breadcrumb"><li>Home</li><li>Research</li><li>Night Care</li>
<li>{TITLE}</li></ol></nav>
<article><h1>{TITLE}</h1>
<div class="meta">Annals of Owl Care, 2031 · DOI: <a href="https://doi.org/10.5555/aoc.2031.9">10.5555/aoc.2031.9</a>
· Published: March 7, 2031</div>
<div class="tags"><a href="/categories/night-care">Night Care</a><a href="/categories/feathers">Feathers</a></div>
<h2>Simple Explanation</h2><p>Twelve owls wore socks of feathers for a winter. Their feet were warmer in the morning
than those of owls without.</p>
<div><div class="label">Study Duration</div><div class="value">Not specified</div></div>
<div><div class="label">Participants</div><div class="value">12 owls in two arms: socks (n=6) and none (n=6)</div></div>
<div><div class="label">Evidence Level</div><div class="value">Level 4, owl study</div></div>
<h2>Key Findings</h2><ul><li><span class="badge">1</span><div>Feet were 3 degrees warmer.</div></li>
<li><span class="badge">2</span><div>No owl lost a sock.</div></li></ul>
<h2>Practical Implications</h2><div><h3>Housing</h3><p>Perches may be padded.</p></div>
<div><h3>Back to Work</h3><p>Owls can hunt in socks.</p></div>
<h2>Study Limitations</h2><ul><li><span class="badge">1</span><div>One winter only.</div></li></ul></article>
<section class="feedback"><h3>Your Feedback</h3><p>Was this summary helpful?</p></section>
<a href="/categories/night-care">Back to Night Care</a></main>
<footer><p>© 2032 Spinal Cord Research Help</p></footer></body></html>"""


def page(
    *, menu: str = MENU, crumbs: str = CRUMBS, line: str = LINE, tags: str = "Night CareFeathers", facts: str = FACTS
) -> str:
    return "\n".join(
        [menu, crumbs, TITLE, "", line, "", tags, "", EXPLANATION, facts, FINDINGS, IMPLICATIONS, LIMITATIONS, END]
    )


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def rows_of(text: str, suffix: str = ".txt") -> dict[str, list[dict[str, Any]]]:
        path = tmp_path / f"page{suffix}"
        path.write_text(text, encoding="utf-8")
        rows = try_file(path, "spinalcord_help").result.rows
        assert "rejects" not in rows
        return rows

    return rows_of


def column(rows: dict[str, list[dict[str, Any]]], table: str, name: str, **where: Any) -> list[Any]:
    return [row[name] for row in rows.get(table, []) if all(row[key] == value for key, value in where.items())]


def shown(rows: dict[str, list[dict[str, Any]]], kind: str) -> list[str]:
    text = rows["pages"][0]["text"]
    return [text[row["span_start"] : row["span_end"]] for row in rows["passages"] if row["kind"] == kind]


def facts_of(rows: dict[str, list[dict[str, Any]]]) -> dict[str, str | None]:
    return {row["label"]: row["value"] for row in rows.get("attributes", []) if row["scope"] == "study_fact"}


def test_full_text_page(read: Any) -> None:
    rows = read(page())
    document = rows["documents"][0]
    assert (document["kind"], document["title"], document["title_status"]) == ("lay_summary", TITLE, "explicit")
    assert (document["published_on"], document["copyright_year"]) == (None, 2032)
    assert document["natural_key"] == '["doi", "10.5555/aoc.2031.9"]'
    assert column(rows, "document_tags", "tag", kind="breadcrumb") == ["Home", "Research", "Night Care", TITLE]
    assert column(rows, "document_tags", "tag", kind="tag") == ["Night Care", "Feathers"]
    assert column(rows, "quality_issues", "severity", code="glued_tags") == ["info"]
    assert column(rows, "quality_issues", "severity", code="glued_nav") == ["info"]
    assert column(rows, "list_items", "text") == [
        "Feet were 3 degrees warmer.", "No owl lost a sock.", "One winter only.",
    ]  # fmt: skip
    assert shown(rows, "citation") == [LINE]
    assert {"Your Feedback", "Was this summary helpful?", "Back to Night Care"} <= set(shown(rows, "boilerplate"))


def test_the_papers_line_is_a_citation_with_the_pages_title(read: Any) -> None:
    rows = read(page())
    assert column(rows, "citations", "form") == ["journal_line"]
    work = rows["cited_works"][0]
    assert (work["title"], work["container_title"], work["doi"]) == (TITLE, "Annals of Owl Care", "10.5555/aoc.2031.9")
    assert (work["issued"], work["issued_precision"]) == ("2031-03-07", "day")
    assert column(rows, "dates", "value", role="cited_work") == ["2031-03-07"]
    assert column(rows, "dates", "value", role="published") == []
    assert column(rows, "quality_issues", "severity", code="date_of_other_object") == ["info"]


def test_placeholders_stay_text_and_are_flagged(read: Any) -> None:
    rows = read(page())
    assert facts_of(rows)["Study Duration"] == "Not specified"
    assert column(rows, "attributes", "key") == ["study_duration", "participants", "evidence_level"]
    assert len(column(rows, "quality_issues", "code", code="placeholder_value")) == 1
    assert facts_of(read(page(facts=FACTS.replace("Not specified", "N/A"))))["Study Duration"] is None


def test_implications_stand_within_their_section(read: Any) -> None:
    rows = read(page())
    names = {row["section_id"]: row["heading"] for row in rows["sections"]}
    parents = {row["heading"]: names.get(row["parent_section_id"]) for row in rows["sections"]}
    assert parents == {
        "Simple Explanation": None, "Key Findings": None, "Practical Implications": None, "Study Limitations": None,
        "Housing": "Practical Implications", "Back to Work": "Practical Implications",
    }  # fmt: skip
    assert column(rows, "sections", "level") == [None] * 6
    assert not any(column(rows, "sections", "is_empty"))


def test_html_gives_the_rows_of_the_text(read: Any) -> None:
    text, html = read(page()), read(HTML, ".html")
    for table, name in (
        ("documents", "title"), ("documents", "copyright_year"), ("documents", "content_sha256"), ("documents", "kind"),
        ("documents", "published_on"), ("document_tags", "tag"), ("sections", "heading"), ("sections", "is_empty"),
        ("attributes", "value"), ("list_items", "text"), ("list_items", "list_no"), ("list_items", "ordinal"),
        ("cited_works", "title"), ("cited_works", "issued"), ("cited_works", "container_title"), ("dates", "value"),
    ):  # fmt: skip
        assert column(html, table, name) == column(text, table, name), (table, name)


def test_stripped_form_has_no_title(read: Any) -> None:
    rows = read("\n".join([EXPLANATION, FINDINGS, IMPLICATIONS, LIMITATIONS]))
    document = rows["documents"][0]
    assert (document["title"], document["title_status"], document["kind"]) == (None, "absent", "lay_summary")
    assert column(rows, "sections", "heading")[0] == "Simple Explanation"
    assert "attributes" not in rows
    assert "cited_works" not in rows


@pytest.mark.parametrize(
    "first", [FINDINGS, LIMITATIONS, "Research Summary\n\nOwls were warm all winter long.\n", IMPLICATIONS]
)
def test_a_page_cut_at_its_head_takes_no_section_for_its_title(read: Any, first: str) -> None:
    assert read(first + "\n" + EXPLANATION)["documents"][0]["title"] is None


@pytest.mark.parametrize(
    ("line", "issued", "journal"),
    [
        ("Published: May 2031 | Annals of Owl Care, 2031", "2031-05", "Annals of Owl Care"),
        ("DOI: 10.5555/aoc.2031.9 · Annals of Owl Care, 2031", "2031", "Annals of Owl Care"),
        ("Annals of Owl Care, 2031", "2031", "Annals of Owl Care"),
        ("DOI: 10.5555/aoc.2031.9", None, None),
        (LINE.replace(" · ", "\n\n"), "2031-03-07", "Annals of Owl Care"),
        (LINE.replace(" · ", ""), "2031-03-07", "Annals of Owl Care"),
    ],
)  # fmt: skip
def test_parts_of_the_papers_line_may_be_missing_or_elsewhere(
    read: Any, line: str, issued: str | None, journal: str | None
) -> None:
    rows = read(page(line=line))
    assert column(rows, "cited_works", "issued") == [issued]
    assert column(rows, "cited_works", "container_title") == [journal]
    assert column(rows, "document_tags", "tag", kind="tag") == ["Night Care", "Feathers"]


@pytest.mark.parametrize(
    ("tags", "expected", "severity"),
    [
        ("Night Care", ["Night Care"], []),
        ("Night CareFeathersField Studies", ["Night Care", "Feathers", "Field Studies"], ["info"]),
        ("Night Care, Feathers", ["Night Care", "Feathers"], []),
        ("Night CareBioFeathers", ["Night Care", "BioFeathers"], ["warn"]),
        ("Night care", ["Night care"], []),
    ],
)
def test_topic_labels(read: Any, tags: str, expected: list[str], severity: list[str]) -> None:
    rows = read(page(tags=tags))
    assert column(rows, "document_tags", "tag", kind="tag") == expected
    assert column(rows, "quality_issues", "severity", code="glued_tags") == severity
    assert "Simple Explanation" in column(rows, "sections", "heading")[0]


def test_no_labels_and_no_line(read: Any) -> None:
    rows = read(page(line="", tags=""))
    assert rows["documents"][0]["title"] == TITLE
    assert column(rows, "document_tags", "tag", kind="tag") == []
    assert "cited_works" not in rows


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        FACTS.replace("\n", "\n\n"),
        FACTS.replace("Duration\n", "Duration").replace("Participants\n", "Participants").replace("Level\n", "Level"),
        FACTS.replace("Duration\n", "Duration: ")
        .replace("Participants\n", "Participants: ")
        .replace("Level\n", "Level: "),
        FACTS.strip().replace("\n", " ") + "\n",
    ],
    ids=["lines", "spaced", "glued", "colons", "one line"],
)
def test_facts_in_other_renderings(read: Any, facts: str) -> None:
    assert facts_of(read(page(facts=facts))) == {
        "Study Duration": "Not specified",
        "Participants": "12 owls in two arms: socks (n=6) and none (n=6)",
        "Evidence Level": "Level 4, owl study",
    }


def test_further_labels_of_the_block_are_facts(read: Any) -> None:
    facts = f"Study Type\nField study\n{FACTS}Funding\nOwl Trust\n"
    assert list(facts_of(read(page(facts=facts)))) == [
        "Study Type", "Study Duration", "Participants", "Evidence Level", "Funding",
    ]  # fmt: skip
    unspaced = "\n".join(each for each in page(facts=facts).splitlines() if each.strip())
    rows = read(unspaced)
    assert list(facts_of(rows)) == ["Study Type", "Study Duration", "Participants", "Evidence Level", "Funding"]
    assert rows["documents"][0]["title"] == TITLE
    assert column(rows, "list_items", "text")[-1] == "One winter only."


def test_an_implication_may_be_named_like_a_fact(read: Any) -> None:
    rows = read(page().replace("Housing", "Participants"))
    assert column(rows, "sections", "heading").count("Participants") == 1
    assert facts_of(rows)["Participants"] == "12 owls in two arms: socks (n=6) and none (n=6)"


def test_definition_lists_and_tables_hold_facts(read: Any) -> None:
    boxes = HTML[HTML.index('<div><div class="label">') : HTML.index("<h2>Key Findings")]
    terms = "<dl><dt>Study Duration</dt><dd>One winter</dd><dt>Funding</dt><dd>None</dd></dl>"
    rows = read(HTML.replace(boxes, terms), ".html")
    assert facts_of(rows) == {"Study Duration": "One winter", "Funding": None}
    cells = "<table><tr><td>Study Duration</td><td>One winter</td></tr><tr><td>Funding</td><td>Owls</td></tr></table>"
    rows = read(HTML.replace(boxes, cells), ".html")
    assert facts_of(rows) == {"Study Duration": "One winter", "Funding": "Owls"}
    assert "data_tables" not in rows


@pytest.mark.parametrize(
    "crumbs", [f"Home > Research > Night Care > {TITLE}\n", f"HomeResearchNight Care{TITLE}\n"], ids=["arrows", "glued"]
)
def test_breadcrumb_in_one_line(read: Any, crumbs: str) -> None:
    rows = read(page(crumbs=crumbs))
    assert column(rows, "document_tags", "tag", kind="breadcrumb") == ["Home", "Research", "Night Care", TITLE]
    assert rows["documents"][0]["title"] == TITLE


def test_menus_without_breadcrumb_are_no_title(read: Any) -> None:
    rows = read(page(menu="Spinal Cord Research Help\nAbout Categories Latest Research Contact\n", crumbs=""))
    assert rows["documents"][0]["title"] == TITLE


def test_numbers_glued_to_findings_are_cut_off(read: Any) -> None:
    rows = read(page().replace("• 1\n    ", "• 1").replace("• 2\n    ", "• 2"))
    assert column(rows, "list_items", "text") == [
        "Feet were 3 degrees warmer.", "No owl lost a sock.", "One winter only.",
    ]  # fmt: skip


def test_sections_in_another_order_and_a_missing_end(read: Any) -> None:
    rows = read("\n".join([CRUMBS, TITLE, "", LINE, "", LIMITATIONS, FINDINGS, EXPLANATION, FACTS]))
    assert column(rows, "sections", "heading") == ["Study Limitations", "Key Findings", "Simple Explanation"]
    assert len(facts_of(rows)) == 3


def test_metadata_that_repeats_the_papers_date_is_not_the_pages(read: Any) -> None:
    data = '<script type="application/ld+json">{"@type":"ScholarlyArticle","datePublished":"2031-03-07"}</script>'
    rows = read(HTML.replace("</head>", data + "</head>"), ".html")
    assert rows["documents"][0]["published_on"] is None
    own = '<meta property="article:published_time" content="2032-01-02">'
    rows = read(HTML.replace("</head>", own + "</head>"), ".html")
    assert str(rows["documents"][0]["published_on"]) == "2032-01-02"


def test_a_line_collapsed_into_one_fails_cleanly(read: Any) -> None:
    rows = read(" ".join(page().split()))
    assert len(rows["documents"]) == 1


@pytest.mark.parametrize(
    "text",
    [page(), "\n".join([EXPLANATION, FINDINGS, IMPLICATIONS, LIMITATIONS]), page()[: page().index("Key Findings")]],
)
def test_pages_are_known_without_an_address(text: str) -> None:
    assert route(read_page("0" * 64, text.encode(), False)[0], None, None).source.source_id == "spinalcord_help"


def test_other_pages_are_not_taken() -> None:
    text = "Owl news\n\nKey Findings\n\nOwls are well.\n\nStudy Limitations\n\nFew owls.\n"
    assert route(read_page("0" * 64, text.encode(), False)[0], None, None).source.source_id == "generic"


def test_no_two_sites_claim_one_host() -> None:
    hosts = [host for site in all_sites().values() for host in site.source.hosts]
    assert len(hosts) == len(set(hosts))
    assert "spinalcord.help" in hosts
