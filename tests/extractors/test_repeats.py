"""Repeated bodies and titles."""

from __future__ import annotations

from extractors.page import parse_html
from extractors.text_page import parse_text

SENTENCE = "Cells were given to the animals in three doses over a year, and none of them fell ill."


def kept(text: str) -> list[tuple[str, str]]:
    page = parse_text("c", text)
    return [(block.kind, page.of(block)) for block in page.blocks if block.note != "repeat"]


def codes(text: str) -> list[str]:
    return [issue.code for issue in parse_text("c", text).issues]


def test_preview_before_the_body_is_dropped() -> None:
    text = f"A Study of Cells\n{SENTENCE}\nA Study of Cells\n{SENTENCE}\nMore is said here.\n"
    assert kept(text) == [("title", "A Study of Cells"), ("paragraph", SENTENCE), ("paragraph", "More is said here.")]
    assert codes(text) == ["body_repeated"]


def test_preview_cut_within_a_word_is_dropped() -> None:
    text = f"A Study of Cells\n{SENTENCE[:40]}\nA Study of Cells\n{SENTENCE}\n"
    assert kept(text) == [("title", "A Study of Cells"), ("paragraph", SENTENCE)]


def test_preview_cut_within_a_tag_is_dropped() -> None:
    row = '<tr><td class="label">Kind</td><td>Cell</td></tr>'
    table = f'<table class="infobox">{row}<tr><td class="label">Dose</td></tr></table>'
    text = f"A Study of Cells\nOverview\n{table[:75]}\nA Study of Cells\nOverview\n{table}\n{SENTENCE}\n"
    found = kept(text)
    assert found[:2] == [("title", "A Study of Cells"), ("heading", "Overview")]
    assert [piece for kind, piece in found if kind == "table_cell"] == ["Kind", "Cell", "Dose"]
    assert set(codes(text)) == {"body_repeated", "truncated_capture"}
    assert len(parse_text("c", text).tables) == 1


def test_title_three_times_leaves_one_title_and_one_overview() -> None:
    text = f"Cells for Knees\nCells for Knees\nOverview\nCells for Knees\nOverview\n{SENTENCE}\n"
    assert kept(text) == [("title", "Cells for Knees"), ("heading", "Overview"), ("paragraph", SENTENCE)]
    assert codes(text) == ["title_repeated", "body_repeated"]


def test_short_headings_that_recur_are_no_repeats() -> None:
    text = f"Cells for Knees\n{SENTENCE}\nFirst Trial\nSafety\nAll were well.\nSecond Trial\nSafety\nTwo fell ill.\n"
    assert codes(text) == []


def test_long_paragraph_that_stands_twice_is_kept_once() -> None:
    long = SENTENCE * 3
    assert [piece for _, piece in kept(f"Head Line Here\n{long}\nBetween the two.\n{long}\n")].count(long) == 1


def test_html_repeats_are_dropped_too() -> None:
    body = f"<h2>Part One</h2><p>{SENTENCE}</p>"
    page = parse_html("c", f"<html><body>{body}{body}</body></html>")
    assert [b.note for b in page.blocks] == ["repeat", "repeat", None, None]


def test_many_repeats_take_linear_time() -> None:
    page = parse_text("c", "One\nTwo words.\n" * 20_000)
    assert len(page.blocks) == 40_000


def test_short_sections_that_recur_further_down_are_no_repeats() -> None:
    days = "".join(
        f"{day} of the Study\n{day} began with a blood test and ended with a walk.\nSafety\nAll were well.\n"
        for day in ("First Day", "Second Day", "Third Day")
    )
    assert codes(f"Cells for Knees\n{SENTENCE}\n{days}") == []


def test_whole_body_that_stands_again_far_below_is_kept_once() -> None:
    body = "".join(f"Part {name}\nIn part {name} {SENTENCE} {SENTENCE}\n" for name in ("One", "Two", "Three", "Four"))
    other = "".join(f"Something else about {name} is said here, briefly.\n" for name in ("cells", "knees", "dogs"))
    found = kept(f"Head Line Here\n{body}{other}{body}")
    assert [piece for _, piece in found].count("Part Two") == 1


def test_repeat_of_a_menu_is_no_content_and_no_issue() -> None:
    text = f"Subscribe\nCells for Knees\n{SENTENCE}\nSubscribe\n"
    assert codes(text) == []
