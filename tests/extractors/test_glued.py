"""Cells and tags glued together by a text rendering."""

from __future__ import annotations

import pytest

from extractors.glued import cells_at, is_glued, is_navigation, joints, table_rows
from extractors.text_page import parse_text


def split(line: str) -> list[str]:
    return [line[start:end] for start, end in cells_at(line, joints(line).all)]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("OptionMain purposeUsual setting", ["Option", "Main purpose", "Usual setting"]),
        ("Follow-upTells whether function changes", ["Follow-up", "Tells whether function changes"]),
        ("Cost (in euros)Who pays", ["Cost (in euros)", "Who pays"]),
        ("Spinal CordBiomaterials", ["Spinal Cord", "Biomaterials"]),
        ("Healed eyes 86%Lasting relief", ["Healed eyes 86%", "Lasting relief"]),
    ],
)
def test_joints_part_cells(line: str, cells: list[str]) -> None:
    assert split(line) == cells


@pytest.mark.parametrize(
    "line",
    [
        "The PubMed entry of the NurOwn trial by BrainStorm", "McDonald and MacArthur", "Levels of mRNA and iPSC lines",
        "O’Brien’s group", "Use of siRNA, lncRNA and pH", "A plain line of words", "IL-1RA and TNF", "",
    ],
)  # fmt: skip
def test_names_in_camel_case_are_no_cells(line: str) -> None:
    assert not joints(line).certain


def test_rows_follow_the_header_and_one_that_does_not_fit_is_kept_whole() -> None:
    lines = ["Cell injectionCalms the joint", "Third pathOne moreToo many", "RestGives it time"]
    rows = table_rows("OptionMain purpose", joints("OptionMain purpose").all, [(each, joints(each)) for each in lines])
    assert rows is not None
    assert [row.is_split for row in rows] == [True, True, False, True]
    assert [len(row.cells) for row in rows] == [2, 2, 1, 2]


def test_header_without_fitting_rows_is_no_table() -> None:
    prose = "This is a sentence about cells."
    assert table_rows("OptionMain purpose", joints("OptionMain purpose").all, [(prose, joints(prose))]) is None


def test_menu_and_tags_are_glued_but_a_sentence_is_not() -> None:
    assert is_navigation("AboutCategoriesLatest NewsContact", joints("AboutCategoriesLatest NewsContact"))
    assert is_glued("Regenerative MedicineNeurology", joints("Regenerative MedicineNeurology"))
    assert not is_glued("We ran the testAnd it failed.", joints("We ran the testAnd it failed."))


def test_glued_table_in_a_capture_has_a_header_and_is_told() -> None:
    rows = "OptionMain purpose\nCell injectionCalms the joint\nJoint surgeryReplaces the surface\n"
    text = f"Compare:\n{rows}That is all of it.\n"
    page = parse_text("c", text)
    cells = [(page.of(b), b.row, b.col, b.is_header) for b in page.blocks if b.kind == "table_cell"]
    assert cells == [
        ("Option", 1, 1, True), ("Main purpose", 1, 2, True), ("Cell injection", 2, 1, False),
        ("Calms the joint", 2, 2, False), ("Joint surgery", 3, 1, False), ("Replaces the surface", 3, 2, False),
    ]  # fmt: skip
    assert [issue.code for issue in page.issues] == ["glued_cells"]
    assert page.of(page.blocks[-1]) == "That is all of it."
