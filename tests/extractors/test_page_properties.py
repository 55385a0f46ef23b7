"""What holds for the page model of any text and any markup."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractors.blocks import Page
from extractors.page import parse_html
from extractors.text_page import parse_text

LINES = regex.compile(r"lines?=(\d+)(?:-(\d+))?")
BREAK = regex.compile(r"\r\n|\r|\n")

PIECES = st.sampled_from(
    [
        "Key Findings",
        "A sentence that says something about cells, and ends.",
        "- item",
        "• item",
        "•",
        "  • 1",
        "1",
        "2.",
        "1. first",
        "1. Home",
        "Home > Research > Title",
        "| a | b |",
        "|---|---|",
        "a | b",
        "<table>",
        "<tr>",
        "<td>x</td>",
        "<td colspan=2>",
        "</table>",
        "<table class='infobox'><tr><td>a</td></tr></table>",
        "<p>in</p>",
        "<iframe src='x'></iframe>",
        "```",
        "# Head",
        "> said",
        "![alt](x.png)",
        "[text](/a/b)",
        "[[slug|label]]",
        "[]()",
        "https://x.example/a_(b).",
        "<a href='/x'>y</a>",
        "ApproachPrimary aimTypical setting",
        "Clinical layerWhy it",
        "Advanced imagingHelps clarify",
        "Comments",
        "© 2025 Someone",
        "Subscribe",
        "by A Bee | Jan 2, 2025 | Knees",
        "By Ann Bee, May 2, 2025",
        "A diagram illustrating how cells move.",
        "Study Duration",
        "12 months",
        "---",
        "Title",
        "“Said in one breath that lasts for more than forty characters.”",
        "\u200b",
        "\ufeff",
        "\u00a0\u00a0- x",
        "\t- y",
        "▸Metadatakey: value",
        "Was this summary helpful?",
        "Back to Knees",
        "<",
        "<td",
        "x" * 120,
        "word " * 50,
    ]
)
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "", " ", "\u2028", "\x0c"])
SOUP = st.lists(st.tuples(PIECES | st.text(max_size=30), ENDS), max_size=40).map(
    lambda ps: "".join(a + b for a, b in ps)
)

TAGS = (
    "p div span a b br ul ol li dl dt dd table tr td th caption thead tbody h1 h2 h3 main article section header "
    "footer nav aside form button details summary figure figcaption img pre code blockquote time title meta link "
    "script style template noscript svg math iframe textarea select option center font body html head frameset x-y o:p"
).split()
NAMES = st.sampled_from(
    [
        "",
        "comments",
        "infobox",
        "entry-content",
        "label",
        "value",
        "byline",
        "caption",
        "modal-x",
        "breadcrumb",
        "sr-only",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "", " hidden", " aria-hidden='true'", " style='display:none'", " href='/a b'", " href", " alt='A picture'",
        " colspan=2", " rowspan='3'", " colspan=99999999999999", " start='5'", " value='-1'", " role='presentation'",
        " role='main'", " aria-label='Breadcrumb'", " datetime='2025-01-02'", " itemprop='author'", " content='c'",
        " name='n'", " property='og:title'", " rel='canonical'", " type='application/ld+json'",
    ]
)  # fmt: skip
TAG = st.builds(
    lambda slash, tag, names, more: f"<{slash}{tag}{f' class={names!r}' if names else ''}{more}>",
    st.sampled_from(["", "", "/"]), st.sampled_from(TAGS), NAMES, ATTRIBUTES,
)  # fmt: skip
MARKUP = st.lists(
    TAG
    | st.sampled_from(
        [
            "text",
            " ",
            "\n",
            "1",
            "AboutUs",
            "&amp;",
            "&#0;",
            "&#xd800;",
            "&nosuch;",
            "<!-- c -->",
            "<![CDATA[x]]>",
            "<?pi?>",
            '{"@type": "Article", "name": "n"}',
            "word " * 40,
            "<",
            "</",
            "<p",
        ]
    )
    | st.text(max_size=12),
    max_size=80,
).map("".join)


def check(page: Page) -> None:
    """Check what every page keeps to."""
    page.text.encode()
    end = 0
    for block in page.blocks:
        assert end <= block.start < block.end <= len(page.text), block
        piece = page.of(block)
        assert piece == piece.strip(), block
        end = block.end
    kinds = [block.kind == "metadata" for block in page.blocks]
    assert kinds == sorted(kinds), "metadata comes last"
    for link in page.links:
        assert 0 <= link.start < link.end <= len(page.text)
        if link.target is not None:
            assert link.target_start is not None
            assert link.target_end is not None
            assert 0 <= link.target_start < link.target_end <= len(page.text)
    numbers = [table.table_no for table in page.tables]
    assert len(numbers) == len(set(numbers))
    used = {block.table_no for block in page.blocks if block.kind == "table_cell"}
    assert used <= set(numbers)
    for table in page.tables:
        cells = [block for block in page.blocks if block.table_no == table.table_no and block.kind == "table_cell"]
        assert all(1 <= (cell.row or 0) <= table.n_rows and 1 <= (cell.col or 0) <= table.n_cols for cell in cells)
    for issue in page.issues:
        assert 0 <= issue.start <= issue.end <= len(page.text)


def check_lines(page: Page) -> None:
    """Check that a text page's locators name the lines of its blocks."""
    starts = [0, *(match.end() for match in BREAK.finditer(page.text))]
    for block in page.blocks:
        match = LINES.fullmatch(block.locator)
        assert match is not None, block
        first, last = int(match[1]), int(match[2] or match[1])
        assert starts[first - 1] <= block.start, block
        assert first == len(starts) or block.start < starts[first], block
        assert starts[last - 1] < block.end, block
        assert last == len(starts) or block.end <= starts[last], block


@given(SOUP | st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_trimmed_blocks_at_the_lines_they_name(text: str) -> None:
    page = parse_text("c", text)
    assert page.text is text
    check(page)
    check_lines(page)
    for link in page.links:
        if link.target_start is not None:
            assert text[link.target_start : link.target_end].strip() == link.target


@given(MARKUP | st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_markup_gives_ordered_trimmed_blocks_whose_xpath_finds_one_element(source: str) -> None:
    page = parse_html("c", source)
    check(page)
    root = parsed(source)
    for block in page.blocks:
        found = root.xpath(block.locator) if block.locator else [root]
        assert isinstance(found, list)
        assert len(found) == 1, block
    for link in page.links:
        if link.target_start is not None:
            assert page.text[link.target_start : link.target_end] == link.target


def parsed(source: str) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(source.encode("utf-8", "replace"), parser) if source.strip() else None
    return etree.Element("html") if root is None else root


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_every_word_of_a_body_is_in_the_rendering(source: str) -> None:
    inner = f"<p>alpha {source}"
    page = parse_html("c", f"<html><body>{inner}</body></html>")
    assert "alpha" in page.text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "\u200b\n"])
def test_text_without_words_has_no_blocks(text: str) -> None:
    assert parse_text("c", text).blocks == ()
