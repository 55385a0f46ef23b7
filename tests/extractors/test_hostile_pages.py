"""Pages that nobody wrote for readers: cut, deep, huge, broken. They are read or fail cleanly."""

from __future__ import annotations

import pytest

from extractors.decode import DecodeError
from extractors.page import parse_html
from extractors.reading import looks_like_html, read_page
from extractors.text_page import parse_text


@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "a href=x", "section class=sidebar", "span hidden"]
)
def test_ten_thousand_levels_are_read_as_far_as_possible(tag: str) -> None:
    page = parse_html("c", f"<html><body><p>Before.</p>{f'<{tag}>x' * 10_000}</body></html>")
    assert "Before." in page.text
    assert len(page.text) < 100_000


def test_five_megabytes_on_one_line_are_one_block() -> None:
    text = "word " * 1_000_000
    (block,) = parse_text("c", text).blocks
    assert (block.start, block.end) == (0, len(text) - 1)


def test_huge_table_keeps_all_cells() -> None:
    page = parse_html("c", f"<table><tr><th>h</th></tr>{'<tr><td>a</td><td>b</td></tr>' * 5_000}</table>")
    assert (page.tables[0].n_rows, page.tables[0].n_cols) == (5_001, 2)
    assert sum(block.kind == "table_cell" for block in page.blocks) == 10_001


@pytest.mark.parametrize(
    "source",
    [
        "<html><frameset cols='50%,50%'><frame src=a><noframes><p>None</p></noframes></frameset></html>",
        "<html><head><title>Only a title</title></head></html>", "<!doctype html>", "<html></html>", "</p></div>",
        "<?xml version='1.0'?>", "<script>x", "<style>x</style>", "<head><body><head>", "<html><html><body><body>",
    ],
)  # fmt: skip
def test_page_without_body_text_has_no_content(source: str) -> None:
    assert [block for block in parse_html("c", source).blocks if block.kind != "metadata"] == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a&nbsp;b &lt;i&gt; &copy;</p>", "a b <i> ©"),
        ("<p>a<b>b<i>c</b>d</i>e</p>", "abcde"),
        ("<p>one<p>two", "one\ntwo"),
        ("<p>a\u0000b</p>", "ab"),
        ("<", "<"),
        ("<>", "<>"),
        ("<p>&#xd800;x</p>", "\ufffdx"),
        ("<p>\ud800x</p>", "?x"),
        ("<table><p>out</p><tr><td>in</td></tr></table>", "out\nin"),
        ("<li>a<li>b", "a\nb"),
        ("a<br>b", "a\nb"),
        ("<p>a <span class='sr-only'>unseen</span> b</p>", "a b"),
        ("<p>a<i aria-hidden='true'>*</i> b</p>", "a b"),
    ],
)
def test_broken_markup_is_mended(source: str, text: str) -> None:
    page = parse_html("c", source)
    assert page.text.startswith(text)
    page.text.encode()


@pytest.mark.parametrize("data", [b"a\x00b", b"<html>\x00", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"PK\x03\x04\x00\x00"])
@pytest.mark.parametrize("is_html", [True, False, None])
def test_bytes_with_nul_fail_cleanly(data: bytes, is_html: bool | None) -> None:
    with pytest.raises(DecodeError):
        read_page("c", data, is_html)


@pytest.mark.parametrize(
    ("data", "is_html"),
    [
        (b"<!DOCTYPE html><p>x", True),
        (b"\xef\xbb\xbf\n<html>", True),
        (b"<!-- a --><html>", True),
        (b"<?xml version='1'?>", True),
        ("\ufeff<html>".encode("utf-16-le"), True),
        (b"Title\n<html>", False),
        (b"<table><tr>", False),
        (b"", False),
    ],
)
def test_html_is_known_by_how_it_begins(data: bytes, is_html: bool) -> None:
    assert looks_like_html(data) is is_html
