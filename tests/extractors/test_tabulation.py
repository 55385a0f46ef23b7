"""Tables of documents: plain ones, infoboxes, and what their cells become."""

from __future__ import annotations

from extractors.outline import outline_of
from extractors.page import parse_html
from extractors.tabulation import Tables, Tabulated, tables_of
from extractors.text_page import parse_text
from extractors.view import View, view_of
from schemas.spans import Span

BOX = """Perineural Wrap
Overview
<table{attributes}>
<tr><th colspan="2">{title}</th></tr>
{rows}
</table>
The wrap is laid around a nerve and left there for good, as surgeons of several clinics describe it.
Registered Trials
Dose by Level
Outlook
The next wrap will be thinner.
"""
KEYS = (("Name", "Perineural wrap"), ("Stage", "Phase 2"))
TRIALS = (("Trial", "Sponsor"), ("NCT09000081", "Harbour Clinic"), ("NCT09000082", "Multiple"))
LEVELS = (("Level", "Volume"), ("Cervical", "4 microliters"), ("Thoracic", "6 microliters"))


def box_of(*rows: tuple[str, ...], attributes: str = ' class="infobox"', title: str = "Perineural Wrap") -> str:
    cells = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return BOX.format(attributes=attributes, title=title, rows=cells)


def read(text: str, *, is_html: bool = False) -> tuple[View, Tables]:
    page = (parse_html if is_html else parse_text)("0" * 64, text)
    view = view_of(page, Span(0, len(page.text)), [b for b in page.blocks if b.kind != "metadata"], [])
    return view, tables_of(view, outline_of(view, ()))


def grid_of(view: View, table: Tabulated) -> list[list[str]]:
    rows = [table.header, *table.rows] if table.header else table.rows
    return [[view.shown(row[col]) for col in sorted(row)] for row in rows]


def labelled(tables: Tables) -> list[tuple[str, str | None]]:
    return [(entry.label.value, entry.value.value if entry.value else None) for entry in tables.attributes]


def test_infobox_gives_attributes_and_a_table_per_header_with_its_section() -> None:
    view, tables = read(box_of(*KEYS, *TRIALS, *LEVELS))
    assert labelled(tables) == [*KEYS]
    assert [grid_of(view, table) for table in tables.tabulated] == [
        [list(row) for row in TRIALS],
        [list(row) for row in LEVELS],
    ]
    headings = [view.shown(table.section.heading) if table.section else None for table in tables.tabulated]
    assert headings == ["Registered Trials", "Dose by Level"]
    assert [table.origin for table in tables.tabulated] == ["infobox", "infobox"]
    assert len(tables.flattened) == 1


def test_infobox_on_one_line_gives_the_same_rows() -> None:
    text = box_of(*KEYS, *TRIALS)
    head, rest = text.split("<table", 1)
    table, tail = rest.split("</table>", 1)
    one_line = head + "<table" + table.replace("\n", "") + "</table>" + tail
    (view, tables), (_, expected) = read(one_line), read(text)
    assert labelled(tables) == labelled(expected)
    assert [grid_of(view, table) for table in tables.tabulated] == [[list(row) for row in TRIALS]]


def test_infobox_without_class_is_known_by_the_title_of_the_page() -> None:
    _, tables = read(box_of(*KEYS, attributes=""))
    assert labelled(tables) == [*KEYS]
    assert not tables.tabulated


def test_infobox_without_class_and_title_is_known_by_its_header_pairs() -> None:
    view, tables = read(box_of(*KEYS, *TRIALS, attributes="", title="At a glance"))
    assert labelled(tables) == [*KEYS]
    assert [grid_of(view, table)[0] for table in tables.tabulated] == [["Trial", "Sponsor"]]


def test_table_without_class_title_and_header_pairs_stays_a_table() -> None:
    view, tables = read(box_of(("Cervical", "4"), ("Thoracic", "6"), ("Lumbar", "9"), attributes="", title="Doses"))
    assert not tables.attributes
    assert [grid_of(view, table) for table in tables.tabulated] == [
        [["Cervical", "4"], ["Thoracic", "6"], ["Lumbar", "9"]]
    ]
    assert tables.tabulated[0].header_status == "absent"


def test_two_parts_without_header_pair_are_attributes() -> None:
    _, tables = read(box_of(*KEYS, ("Origin", "Neural Crest"), ("Markers", "p75, SOX10")))
    assert labelled(tables) == [*KEYS, ("Origin", "Neural Crest"), ("Markers", "p75, SOX10")]
    assert not tables.tabulated
    assert not tables.flattened


def test_literal_none_and_empty_values_are_null() -> None:
    _, tables = read(box_of(*KEYS, ("Approved", "None"), ("Maker", "")))
    assert labelled(tables)[2:] == [("Approved", None), ("Maker", None)]
    assert [entry.shown.value if entry.shown else None for entry in tables.attributes][2:] == ["None", None]


def test_three_cells_of_a_key_give_two_values() -> None:
    _, tables = read(box_of(*KEYS, ("Dose", "4 microliters", "6 microliters")))
    assert labelled(tables)[2:] == [("Dose", "4 microliters"), ("Dose", "6 microliters")]


def test_table_of_three_columns_keeps_them() -> None:
    rows = (("Trial", "Phase", "Sponsor"), ("NCT09000083", "1", "Quay Trust"), ("NCT09000084", "2", "Harbour Clinic"))
    view, tables = read(box_of(*KEYS, *rows))
    assert [grid_of(view, table) for table in tables.tabulated] == [[list(row) for row in rows]]
    assert tables.tabulated[0].n_cols == 3


def test_truncated_infobox_keeps_whole_rows_only() -> None:
    text = box_of(*KEYS, *TRIALS, ("Company", "Product"))
    cut = text[: text.index("</td>", text.index("Company"))]
    view, tables = read(cut)
    assert labelled(tables) == [*KEYS]
    assert [grid_of(view, table) for table in tables.tabulated] == [[list(row) for row in TRIALS]]


def test_html_and_text_give_the_same_tables() -> None:
    box = box_of(*KEYS, *TRIALS, *LEVELS)
    table = box[box.index("<table") : box.index("</table>") + 8]
    html = (
        "<!DOCTYPE html><html><body><main><article><h1>Perineural Wrap</h1><h2>Overview</h2>"
        + table
        + "<p>The wrap is laid around a nerve and left there for good, as surgeons of several clinics describe it.</p>"
        "<h2>Registered Trials</h2><h2>Dose by Level</h2><h2>Outlook</h2><p>The next wrap will be thinner.</p>"
        "</article></main></body></html>"
    )
    (text_view, text_tables), (html_view, html_tables) = read(box), read(html, is_html=True)
    assert labelled(html_tables) == labelled(text_tables)
    assert [grid_of(html_view, each) for each in html_tables.tabulated] == [
        grid_of(text_view, each) for each in text_tables.tabulated
    ]
    assert [html_view.shown(each.section.heading) for each in html_tables.tabulated if each.section] == [
        "Registered Trials",
        "Dose by Level",
    ]


def test_comparison_that_shows_one_side_has_lost_columns() -> None:
    text = box_of(*KEYS, ("Aspect", "Wrap Therapy"), ("Cost", "Low"), ("Surgery", "Open"), ("Repeats", "None needed"))
    view, tables = read(text.replace("Dose by Level", "Aspects: Wrap vs. Autograft"))
    assert [grid_of(view, table)[0] for table in tables.tabulated] == [["Aspect", "Wrap Therapy"]]
    assert tables.tabulated[0].has_lost_columns


def test_skipped_tables_give_nothing() -> None:
    page = parse_text("0" * 64, "Wrap\n\n| slug | wrap |\n| id | w-1 |\n")
    view = view_of(page, Span(0, len(page.text)), page.blocks, [])
    tables = tables_of(view, outline_of(view, ()), frozenset({1}))
    assert not tables.tabulated
    assert not tables.attributes
