"""Raw HTML in text captures."""

from __future__ import annotations

import pytest

from extractors.fragments import raw_tables


def cells(text: str) -> list[tuple[str, int, int]]:
    return [(text[c.start : c.end], c.row, c.col) for table in raw_tables(text) for c in table.cells]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", ""])
def test_cells_stand_in_rows_and_columns_whatever_the_line_ends(line_end: str) -> None:
    lines = ["<table>", "<tr>", "<td>a</td>", "<td> b </td>", "</tr>", "<tr>", "<TD>c</TD>", "</tr>", "</table>"]
    assert cells(line_end.join(lines)) == [("a", 1, 1), ("b", 1, 2), ("c", 2, 1)]


def test_header_infobox_caption_and_colspan_are_read() -> None:
    text = '<table class="Infobox x"><caption>Facts</caption><tr><th colspan="2">H</th><td>n</td></tr></table>'
    (table,) = raw_tables(text)
    assert table.is_infobox
    assert table.caption is not None
    assert text[slice(*table.caption)] == "Facts"
    header, beside = table.cells
    assert (header.is_header, header.is_spanned, beside.col, table.n_cols) == (True, True, 3, 3)


def test_cells_that_are_never_closed_end_at_the_next() -> None:
    assert cells("<table><tr><td>a<td>b<tr><td>c</table>") == [("a", 1, 1), ("b", 1, 2), ("c", 2, 1)]


@pytest.mark.parametrize("tail", ["", "<td", "<td class=", "</t", "<tr><td>"])
def test_table_cut_anywhere_keeps_what_stands_before_the_cut(tail: str) -> None:
    text = f"<table><tr><td>a</td>{tail}"
    (table,) = raw_tables(text)
    assert table.is_cut
    assert (text[table.cells[0].start : table.cells[0].end], table.strays) == ("a", [])


def test_cut_table_ends_before_the_text_below_it_and_the_next_table() -> None:
    text = "<table><tr><td>a</td></tr>\nTitle\nOverview\n<table><tr><td>b</td></tr></table>\n"
    first, second = raw_tables(text)
    assert (first.is_cut, second.is_cut) == (True, False)
    assert text[first.start : first.end] == "<table><tr><td>a</td></tr>"


def test_table_within_a_cell_belongs_to_the_outer_one() -> None:
    assert len(raw_tables("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")) == 1


def test_text_between_cells_is_kept() -> None:
    text = "<table><tr>stray words<td>a</td></tr></table>"
    (table,) = raw_tables(text)
    assert [text[start:end] for start, end in table.strays] == ["stray words"]
