"""Topic labels beside separators, or glued together."""

from __future__ import annotations

import pytest

from extractors.finders.glued_tags import find_tags


def read(line: str, known: tuple[str, ...] = (), is_expected: bool = False) -> tuple[list[str], bool, bool] | None:
    found = find_tags(line, 0, len(line), known, is_expected)
    if found is None:
        return None
    for tag in found.tags:
        assert line[tag.start : tag.end] == tag.value
    return [tag.value for tag in found.tags], found.is_glued, found.is_split


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Owl MedicineFeathers", ["Owl Medicine", "Feathers"]),
        ("Night Owl CareFeathersField Studies", ["Night Owl Care", "Feathers", "Field Studies"]),
        ("Cell & Gene TherapySpinal Cord", ["Cell & Gene Therapy", "Spinal Cord"]),
        ("Owl CareMRI", ["Owl Care", "MRI"]),
        ("iPSC ProductsFeathers", ["iPSC Products", "Feathers"]),
    ],
)
def test_joints_beyond_doubt_are_cut(line: str, tags: list[str]) -> None:
    assert read(line) == (tags, True, True)


@pytest.mark.parametrize(
    ("line", "known", "tags"),
    [
        ("NeuroFeathersOwl Care", ("NeuroFeathers",), ["NeuroFeathers", "Owl Care"]),
        ("SCIOwl Medicine", ("Owl Medicine",), ["SCI", "Owl Medicine"]),
    ],
)
def test_labels_that_the_page_shows_elsewhere_decide(line: str, known: tuple[str, ...], tags: list[str]) -> None:
    assert read(line, known) == (tags, True, True)


@pytest.mark.parametrize(
    ("line", "tags"), [("MicroRNA", ["MicroRNA"]), ("Owl CareBioFeathers", ["Owl Care", "BioFeathers"])]
)
def test_a_joint_that_may_be_a_name_in_camel_case_is_kept(line: str, tags: list[str]) -> None:
    assert read(line) == (tags, True, False)


@pytest.mark.parametrize(
    "line", ["Owl Care · Feathers", "Owl Care | Feathers", "Owl Care, Feathers", "Owl Care\nFeathers"]
)
def test_separators_cut_without_a_doubt(line: str) -> None:
    assert read(line) == (["Owl Care", "Feathers"], False, True)


@pytest.mark.parametrize(
    "line",
    [
        "", "Owls see well at night.", "owl care", "A feather and what it means for us all today", "Owl Care:",
        "Why owls?", "Owl Care, feathers", "12 | 13", "Owl Care | see also our other pages", "· · ·", "Read more »",
        "(owl) Care", "Owls, who see well, Sleep by day", "Posted on May 3, 2031 by Hoot",
        "The Owl Hill Barn and Feather Night Care Group", "Subscribe to our news | Follow us", "by Jane Owlman",
        "e.g. Owls", "of the Owl and the feather", "Owl" * 120,
    ],
)  # fmt: skip
def test_other_lines_are_none(line: str) -> None:
    assert read(line) is None


def test_one_capital_is_enough_where_a_label_must_stand() -> None:
    assert read("Owl care") is None
    assert read("Owl care", is_expected=True) == (["Owl care"], False, True)
