from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.abbreviations import find_abbreviations, singular
from schemas.spans import NORMALISERS


def pairs(text: str) -> list[tuple[str, str]]:
    found = find_abbreviations(text, 0, len(text))
    for item in found:
        for part in (item.short, item.long):
            assert NORMALISERS[part.normaliser](text[part.start : part.end]) == part.value
    return [(item.short.value, item.long.value) for item in found]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("People with spinal cord injury (SCI) took part.", "SCI", "spinal cord injury"),
        ("Grafts of mesenchymal stem cells (MSCs) were made.", "MSCs", "mesenchymal stem cells"),
        ("Such induced neurons (iNs) are young.", "iNs", "induced neurons"),
        ("It treats systemic sclerosis (SSc) of the skin.", "SSc", "systemic sclerosis"),
        ("She has osteoporosis (OP).", "OP", "osteoporosis"),
        ("Fat gives adipose-derived MSCs (AD-MSCs) in hours.", "AD-MSCs", "adipose-derived MSCs"),
        ("After HSC transplants (HSCT) they rest.", "HSCT", "HSC transplants"),
        ("human umbilical cord-derived MSCs (HUC-MSCs)", "HUC-MSCs", "human umbilical cord-derived MSCs"),
        ("the blood-spinal cord barrier (BSCB) leaks", "BSCB", "blood-spinal cord barrier"),
        ("mycophenolate mofetil (MMF) at night", "MMF", "mycophenolate mofetil"),
        ("On the Walking Balance Index (WBI; 0 to 20) they rose.", "WBI", "Walking Balance Index"),
        ("adults with ALS (amyotrophic lateral sclerosis) only", "ALS", "amyotrophic lateral sclerosis"),
        ("[Parkinson's disease](/diseases/pd) (PD) is slow.", "PD", "Parkinson's disease"),
        ("a **graft survival score** (GSS) was used", "GSS", "graft survival score"),
        ("Ridge Stem Cell Corporation (RSCC) pays.", "RSCC", "Ridge Stem Cell Corporation"),
        ("one of the cardiac progenitor cells\u00a0(CPCs)", "CPCs", "cardiac progenitor cells"),
    ],
)
def test_pair_is_read(text: str, short: str, long: str) -> None:
    assert pairs(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "The sponsor is a hospital (Japan).",
        "They rested (see below).",
        "It is a tissue (Autologous).",
        "A first phase (II) ended.",
        "The trial (2024) ended.",
        "Twelve people (n=12) came.",
        "A dose of ten units (IU) in all.",
        "Scores of pain (XYZ) fell.",
        "Motor scores (UPDRS Part III) rose.",
        "Stem cells (MSC) survive.",
        "Cells grow. Cancers (SCI) do not.",
        "It works (MS).",
        "The (SCI) research.",
        "()",
        "( )",
        "(A)",
        "Kits (IV/IM) are sold.",
        "Two of them (and more) left.",
        "A union of states (e.g. USA) agreed.",
        "In a market (the FDA) rules.",
        "He lost a long-standing, medical case (PD).",
        "grade (I/II) lesions",
        "an open bracket (SCI",
        "the Mild Study (mild study) ended",
    ],
)
def test_what_is_no_introduction_is_left(text: str) -> None:
    assert pairs(text) == []


def test_only_the_slice_is_read() -> None:
    text = "spinal cord injury (SCI) and multiple sclerosis (MS)"
    assert [item.short.value for item in find_abbreviations(text, 0, 24)] == ["SCI"]
    assert find_abbreviations(text, 7, 24) == []


@pytest.mark.parametrize(
    ("short", "expected"), [("MSCs", "MSC"), ("SSc", "SSc"), ("AIDS", "AIDS"), ("iNs", "iN"), ("As", "As")]
)
def test_plural_s_is_taken_off(short: str, expected: str) -> None:
    assert singular(short) == expected


@given(st.text(alphabet="abcSCIM ()[]/-\n.,;’'*é", max_size=120))
def test_values_prove_themselves(text: str) -> None:
    pairs(text)
