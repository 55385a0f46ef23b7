"""Text captures to the page model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import fill

import pytest

from extractors.blocks import Page
from extractors.text_page import parse_text

BODY = (
    "Skin cells were taken from a stamp-sized piece and sprayed on the wound within an hour of the first cut, "
    "and the wounds closed after 11 days on average."
)
SUMMARY = f"""Skin Help
AboutTopicsLatest NewsContact
Subscribe

Quick Links

  • Home
  • About
© 2025 Skin Help

All rights reserved.

  1. Home
  2. Research
  3. Burns
  4. Sprayed skin cells for deep burns

Sprayed skin cells for deep burns

Journal of Invented Burns, 2025 · DOI: 10.5555/jib.1 · Published: March 2, 2025

BurnsSkin Grafts

Simple Explanation

{BODY}

Study Duration
12 months
Participants
41 adults
Evidence Level
Not specified

Key Findings

  • 1
    Wounds closed after 11 days.
  • 2
    Scars were lower on one side.

Practical Implications

Surgery

{BODY}

Study Limitations

  • 1
    Few people took part.

Your Feedback

Was this summary helpful?

Back to Burns
"""


def kinds(text: str) -> list[tuple[str, str]]:
    page = parse_text("c", text)
    return [(block.kind, " ".join(page.of(block).split())) for block in page.blocks]


def content(text: str) -> list[tuple[str, str]]:
    return [each for each in kinds(text) if each[0] != "boilerplate"]


def notes(page: Page) -> dict[str, str | None]:
    return {page.of(block): block.note for block in page.blocks if block.kind == "boilerplate"}


def test_summary_page_is_read_block_by_block() -> None:
    assert content(SUMMARY) == [
        ("breadcrumb", "Home"), ("breadcrumb", "Research"), ("breadcrumb", "Burns"),
        ("breadcrumb", "Sprayed skin cells for deep burns"),
        ("title", "Sprayed skin cells for deep burns"),
        ("paragraph", "Journal of Invented Burns, 2025 · DOI: 10.5555/jib.1 · Published: March 2, 2025"),
        ("paragraph", "BurnsSkin Grafts"),
        ("heading", "Simple Explanation"), ("paragraph", BODY),
        ("label", "Study Duration"), ("value", "12 months"),
        ("label", "Participants"), ("value", "41 adults"),
        ("label", "Evidence Level"), ("value", "Not specified"),
        ("heading", "Key Findings"),
        ("list_item", "Wounds closed after 11 days."), ("list_item", "Scars were lower on one side."),
        ("heading", "Practical Implications"), ("heading", "Surgery"), ("paragraph", BODY),
        ("heading", "Study Limitations"), ("list_item", "Few people took part."),
    ]  # fmt: skip


def test_chrome_around_a_summary_is_typed_and_noted() -> None:
    found = notes(parse_text("c", SUMMARY))
    assert found["AboutTopicsLatest NewsContact"] == "navigation"
    assert found["© 2025 Skin Help"] == "footer"
    assert found["Was this summary helpful?"] == "form"
    assert found["Your Feedback"] == "form"
    assert found["Back to Burns"] == "navigation"


def test_lone_category_that_the_breadcrumb_names_is_no_heading() -> None:
    text = SUMMARY.replace("BurnsSkin Grafts", "Burns")
    assert ("paragraph", "Burns") in content(text)


def without_navigation(text: str) -> str:
    return text[text.index("  1. Home") :]


def with_more_chrome(text: str) -> str:
    return text + "\nSubscribe\n\nWe use cookies to improve this site.\n\n© 2026 Skin Help\n\nComments\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "\u2009"),
        lambda text: text.replace("•", "◦"),
        lambda text: text.replace("•", "▪"),
        lambda text: text.replace("•", "●"),
        lambda text: text.replace("•", "*"),
        lambda text: text.replace("•", "-"),
        lambda text: text.replace("•", "–"),
        lambda text: text.replace("  • ", "\u00a0\u00a0•\u00a0"),
        lambda text: text.replace("  • ", "\t• "),
        lambda text: text.replace("  • 1\n", "  •\n  1\n").replace("  • 2\n", "  •\n  2\n"),
        lambda text: text.replace("\n\n", "\n \t\u00a0\n"),
        lambda text: text.replace("\n", "  \n"),
        without_navigation,
        with_more_chrome,
    ],
)
def test_marks_line_ends_and_chrome_change_no_content(change: Callable[[str], str]) -> None:
    assert content(change(SUMMARY)) == content(SUMMARY)


SAMPLES = sorted((Path(__file__).parents[2] / "raw" / "samples").glob("*/*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(" ", "\u00a0").replace("<td\u00a0", "<td ").replace("<th\u00a0", "<th "),
        lambda text: text.replace("\n- ", "\n• ").replace("  • ", "  ▪ "),
        lambda text: text if "\n\n" in text else text.replace("\n", "\n\n"),
        lambda text: f"{text}\nShare this\nSubscribe\n© 2026 Someone\n",
    ],
    ids=["line ends", "blanks", "bullets", "blank lines", "chrome"],
)
def test_samples_keep_their_content_in_other_guises(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text()
    assert content(change(text)) == content(text)


@pytest.mark.parametrize("quotes", ["“”", '""', "«»"])
def test_quotation_marks_change_no_kind(quotes: str) -> None:
    text = SUMMARY.replace("Wounds closed", f"{quotes[0]}Wounds{quotes[1]} closed")
    assert [kind for kind, _ in kinds(text)] == [kind for kind, _ in kinds(SUMMARY)]


def test_capture_without_blank_lines_keeps_its_lists_headings_and_breadcrumb() -> None:
    found = content("\n".join(line for line in SUMMARY.splitlines() if line.strip()))
    assert ("title", "Sprayed skin cells for deep burns") in found
    assert ("heading", "Study Limitations") in found
    assert [piece for kind, piece in found if kind == "list_item"] == [
        "Wounds closed after 11 days.", "Scars were lower on one side.", "Few people took part.",
    ]  # fmt: skip


def test_labels_need_values_that_say_something() -> None:
    names = "Anna Bee\nCarl Dee\nEva Eff\nGus Gee\n"
    text = f"A Title Here\n\nFirst text of the page, which is a sentence.\n\n{names}\nMore.\n\nEnd.\n"
    assert not any(kind in ("label", "value") for kind, _ in kinds(text))


def test_nested_items_know_their_level() -> None:
    page = parse_text("c", "- one\n  - inner\n  - inner two\n- two\n")
    assert [(b.level, b.list_no, b.item_no) for b in page.blocks] == [(1, 1, 1), (2, 2, 1), (2, 2, 2), (1, 1, 2)]


def test_hard_wrapped_lines_are_one_block() -> None:
    paragraph = (
        "Cells were given to the Animals in three doses over a whole Year, and none of the Animals fell ill in that "
        "Time or in the Year after it, which the Authors call encouraging. A Second Group got salt water."
    )
    item = "One Item of a list whose text is so long that it takes up more than a single Line of the page"
    text = f"{fill(paragraph, 60)}\n\n{fill(item, 60, initial_indent='- ', subsequent_indent='  ')}\n\nEnd of it.\n"
    assert kinds(text) == [("paragraph", paragraph), ("list_item", item), ("paragraph", "End of it.")]


def test_short_lines_of_a_capture_with_long_lines_are_not_joined() -> None:
    text = f"{BODY} {BODY}\nslug therapeutics-some-long-identifier-of-a-page-here\nkey_of_a_node None\n"
    assert len(kinds(text)) == 3


@pytest.mark.parametrize(
    "line",
    [
        "by admin | Jun 19, 2025 | Burns, Skin",
        "By Jonas Aker, 11 May 2026",
        "By Ann Bee and Carl Dee | May 2, 2025",
        "Written by Ann Bee on May 2, 2025",
    ],
)
def test_author_and_date_are_a_byline(line: str) -> None:
    assert ("byline", line) in kinds(f"A Title of It\n{line}\n{BODY}\n")


def test_author_alone_is_a_byline_right_below_the_title_only() -> None:
    text = f"A Title of It\nBy Ann Bee, MD\n{BODY}\nBy Country\n{BODY}\n"
    found = kinds(text)
    assert found[1] == ("byline", "By Ann Bee, MD")
    assert ("heading", "By Country") in found


@pytest.mark.parametrize(
    "line",
    [
        "A diagram illustrating how sprayed cells settle in a wound.",
        "Photograph of a nurse holding a spray gun over a bandaged arm.",
        "A timeline with four steps from the first cut to the last visit.",
    ],
)
def test_what_a_picture_shows_is_its_alternative_text(line: str) -> None:
    assert ("figure_alt", line) in kinds(f"Title of It\n\n{BODY}\n\n{line}\n\n{BODY}\n")


@pytest.mark.parametrize(
    "line", ["A map of the wound is drawn at each visit to the clinic.", "A chart can help you remember it."]
)
def test_sentence_about_a_picture_is_a_paragraph(line: str) -> None:
    assert ("paragraph", line) in kinds(f"Title of It\n\n{BODY}\n\n{line}\n\n{BODY}\n")


def test_quoted_line_is_a_quote() -> None:
    line = "“We want fewer operations for every patient who comes to us.” — Ann Bee, surgeon"
    assert ("quote", line) in kinds(f"Title of It\n{BODY}\n{line}\n{BODY}\n")


def test_dates_and_stated_values_are_no_headings() -> None:
    found = kinds(f"Title of It\n{BODY}\nLast Reviewed: May 22, 2026\nMay 12, 2026\nPublished on May 3, 2024\n{BODY}\n")
    assert [kind for kind, _ in found] == ["title"] + ["paragraph"] * 5


def test_pipe_table_has_its_header_and_cells() -> None:
    page = parse_text("c", "| Route | Use |\n|---|---|\n| Vein | [[slug|often]] |\n| Nose | |\n")
    cells = [(page.of(b), b.row, b.col, b.is_header) for b in page.blocks]
    assert cells == [
        ("Route", 1, 1, True),
        ("Use", 1, 2, True),
        ("Vein", 2, 1, False),
        ("[[slug|often]]", 2, 2, False),
        ("Nose", 3, 1, False),
    ]
    assert [(t.origin, t.n_rows, t.n_cols) for t in page.tables] == [("pipe", 3, 2)]


def test_table_on_one_line_is_read_and_what_follows_too() -> None:
    page = parse_text(
        "c",
        "Overview\n<table class='infobox'><tr><th colspan=2>T</th></tr>"
        "<tr><td>a</td><td>b</td></tr></table> After it.\n",
    )
    assert [(b.kind, page.of(b)) for b in page.blocks if b.kind != "boilerplate"] == [
        ("heading", "Overview"),
        ("table_cell", "T"),
        ("table_cell", "a"),
        ("table_cell", "b"),
        ("paragraph", "After it."),
    ]
    assert page.tables[0].is_infobox


def test_iframe_fence_and_image_are_typed() -> None:
    found = kinds(
        f"Title of It\n{BODY}\n<iframe src='x' width='2'></iframe>\n```\nx = 1\n```\n![A knee](k.png)\n{BODY}\n"
    )
    assert [kind for kind, _ in found] == ["title", "paragraph", "code", "code", "figure_alt", "paragraph"]


def test_comments_below_the_body_are_boilerplate_but_not_posts_below_a_count() -> None:
    body = "\n".join(f"{place} group: {BODY} {BODY}" for place in ("First", "Second", "Third"))
    assert [kind for kind, _ in kinds(f"Title of It\n{body}\nComments\nNice text.\nI agree.\n")][-3:] == [
        "boilerplate"
    ] * 3
    found = kinds(f"by admin | Jun 19, 2025 | Skin\n{body}\n2 comments\nby admin | Jun 9, 2025 | Skin\n{BODY}\n")
    assert found[-1][0] == "paragraph"


def test_short_content_between_menus_and_footer_is_kept() -> None:
    text = "Subscribe\nSkip to content\nTitle of It\nOne fact is known.\n© 2025 Someone\nPrivacy Policy\n"
    assert [kind for kind, _ in kinds(text)][2:4] == ["title", "paragraph"]


def test_whole_page_on_one_line_is_one_block_with_its_text() -> None:
    text = " ".join(SUMMARY.split())
    page = parse_text("c", text)
    assert page.text == text
    assert [(b.start, b.end, b.locator) for b in page.blocks] == [(0, len(text), "line=1")]


@pytest.mark.parametrize(
    "cut", ["<table><tr><td>a</td><td", "<table class='x", "Text\n<iframe src='x", "<table><tr><td>a"]
)
def test_capture_cut_within_markup_says_so(cut: str) -> None:
    page = parse_text("c", f"Title of It\n{BODY}\n{cut}")
    assert "truncated_capture" in [issue.code for issue in page.issues]
