"""A tried page is shown with its values in the style of their kind, where a person watches."""

from __future__ import annotations

import io
from typing import Literal, get_args

import pytest
from rich.console import Console

from flows.page_display import STYLES, highlighted, legend, print_page
from flows.settings import SAMPLES
from flows.trial import HighlightKind, Outcome, TrialBlock, try_capture
from flows.trial_display import print_trial

PAGE = SAMPLES / "troy_technical" / "ipsc-islet-cells-type-1-diabetes.html"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return try_capture(PAGE, None, 2**20)


def block(text: str, start: int) -> TrialBlock:
    return TrialBlock(
        kind="paragraph",
        level=None,
        start=start,
        end=start + len(text),
        locator="line=1",
        name=None,
        becomes=None,
        note=None,
        text=text,
    )


def printed(outcome: Outcome, *, is_terminal: bool) -> str:
    stream = io.StringIO()
    colours: Literal["truecolor", "auto"] = "truecolor" if is_terminal else "auto"
    print_trial(Console(file=stream, force_terminal=is_terminal, color_system=colours, width=100), outcome)
    return stream.getvalue()


def test_every_kind_has_a_style_and_a_place_in_the_legend(outcome: Outcome) -> None:
    assert STYLES.keys() == set(get_args(HighlightKind))
    assert len(set(STYLES.values())) == len(STYLES)
    assert all(kind in legend(outcome).plain for kind in STYLES)


def test_a_highlight_is_the_text_that_gave_the_value(outcome: Outcome) -> None:
    [title] = {(mark.start, mark.end) for mark in outcome.highlights if mark.kind == "title"}
    text = next(entry.text for entry in outcome.blocks if entry.start == title[0])
    assert text == outcome.rows["documents"][0]["title"]


def test_spans_are_cut_at_the_ends_of_their_block() -> None:
    shown = highlighted(
        block("grew 40 cells", 100), [(90, 104, "claim"), (105, 113, "measurement"), (200, 210, "date")]
    )
    assert [(span.start, span.end, span.style) for span in shown.spans] == [
        (0, 4, STYLES["claim"]),
        (5, 13, STYLES["measurement"]),
    ]


def test_what_lies_within_another_keeps_both_styles() -> None:
    shown = highlighted(block("grew 40 cells", 0), [(0, 13, "claim"), (5, 13, "measurement")])
    assert [span.style for span in shown.spans] == [STYLES["claim"], STYLES["measurement"]]


def test_a_person_sees_the_page_in_styles_and_a_pipe_plain_lines(outcome: Outcome) -> None:
    watched, piped = printed(outcome, is_terminal=True), printed(outcome, is_terminal=False)
    assert "\x1b[" in watched
    assert "\x1b[" not in piped
    assert f"{len(outcome.blocks)} blocks" in piped
    for shown in (watched, piped):
        assert "documents: 1 row" in shown


def test_the_whole_text_of_the_content_is_shown(outcome: Outcome) -> None:
    stream = io.StringIO()
    print_page(Console(file=stream, width=10_000), outcome)
    lines = stream.getvalue().splitlines()
    content = [entry for entry in outcome.blocks if entry.kind in {"paragraph", "list_item", "heading", "title"}]
    assert content
    for entry in content:
        kind = entry.becomes or entry.kind
        assert any(line.startswith(kind) and entry.text in line for line in lines), entry.text


def test_json_has_the_rows_as_a_golden_holds_them(outcome: Outcome) -> None:
    [document] = outcome.observed["documents"]
    assert document["title"] == outcome.rows["documents"][0]["title"]
    assert "document_id" not in document
