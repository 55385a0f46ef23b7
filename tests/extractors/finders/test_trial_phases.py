"""Phases, and the stages of therapies and products."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.trial_phases import phases_in
from extractors.finders.trial_stages import find_stages
from schemas.spans import NORMALISERS


@pytest.mark.parametrize(
    ("text", "groups", "design"),
    [
        ("Phase 1", [["PHASE1"]], "single"),
        ("phase IIb", [["PHASE2B"]], "single"),
        ("Phase 3b", [["PHASE3"]], "single"),
        ("phase 0", [["EARLY_PHASE1"]], "single"),
        ("Early Phase 1", [["EARLY_PHASE1"]], "single"),
        ("early phase 2", [["PHASE2"]], "single"),
        ("Phase 1/2", [["PHASE1", "PHASE2"]], "combined"),
        ("phase I/IIa", [["PHASE1", "PHASE2A"]], "combined"),
        ("Phase 2a/b", [["PHASE2A", "PHASE2B"]], "combined"),
        ("phase 1 / phase 2", [["PHASE1", "PHASE2"]], "combined"),
        ("phase I-II", [["PHASE1", "PHASE2"]], "combined"),
        ("phase Ib–IIa", [["PHASE1B", "PHASE2A"]], "combined"),
        ("PHASE1|PHASE2", [["PHASE1", "PHASE2"]], "combined"),
        ("EARLY_PHASE1", [["EARLY_PHASE1"]], "single"),
        ("phase I and II", [["PHASE1"], ["PHASE2"]], "separate"),
        ("phases 2 & 3", [["PHASE2"], ["PHASE3"]], "separate"),
        ("phase 1, 2 and 3", [["PHASE1"], ["PHASE2"], ["PHASE3"]], "separate"),
        ("phase I–III", [["PHASE1"], ["PHASE2"], ["PHASE3"]], "separate"),
        ("phase 1 to 3", [["PHASE1"], ["PHASE2"], ["PHASE3"]], "separate"),
        ("phase 1 and phase 1/2", [["PHASE1"], ["PHASE1", "PHASE2"]], "separate"),
        ("phase 2 and 3 patients", [["PHASE2"]], "single"),
        ("phase 1, 3 patients", [["PHASE1"]], "single"),
        ("phase 2 and I think", [["PHASE2"]], "single"),
    ],
)
def test_phases_and_how_they_belong_together(text: str, groups: list[list[str]], design: str) -> None:
    (stated,) = phases_in(text, 0, len(text))
    assert [list(group) for group in stated.groups] == groups
    assert stated.design == design


@pytest.mark.parametrize(
    "text",
    [
        "phase", "phases", "the next phase", "early-phase", "early-stage", "acute phase", "phase in", "phase is",
        "phase 5",
        "phase 1.5", "phase 12", "biphase 1", "phase 2-dependent", "phase 3%", "phase IX", "phase 2/1", "Stage 2",
        "ph 7.4",
        "pH 2", "phase A", "phase a", "two-phase 1", "phased 1", "phase I'm", "PHASE5", "emphases 1",
    ],
)  # fmt: skip
def test_other_phases_are_none(text: str) -> None:
    found = phases_in(text, 0, len(text))
    assert [text[item.start : item.end] for item in found if item.end == len(text) or text[item.end] not in "'"] == []


@pytest.mark.parametrize(
    ("text", "expected", "subject"),
    [
        ("Phase 1/2 trials", ["PHASE1", "PHASE2"], None),
        ("Clinical Stage: Phase 1/2a trials", ["PHASE1", "PHASE2A"], None),
        ("Phase 2", ["PHASE2"], None),
        ("Preclinical", ["PRECLINICAL"], None),
        ("Stage | Preclinical development", ["PRECLINICAL"], None),
        ("Gene-modified MSCs (more growth factor) in preclinical development", ["PRECLINICAL"], "Gene-modified MSCs"),
        ("MSC exosomes are still preclinical.", ["PRECLINICAL"], "MSC exosomes"),
        ("MSC therapy is in Phase 1/2 trials.", ["PHASE1", "PHASE2"], "MSC therapy"),
        ("Bemdaneprocel has entered Phase 3 trials.", ["PHASE3"], "Bemdaneprocel"),
        ("OWL-001, a Phase 2 candidate, is safe.", ["PHASE2"], None),
    ],
)
def test_stages_of_therapies(text: str, expected: list[str], subject: str | None) -> None:
    (stage,) = find_stages(text, 0, len(text))
    assert [row.phase for row in stage.phases] == expected
    assert (stage.subject.value if stage.subject else None) == subject


@pytest.mark.parametrize(
    "text",
    [
        "", "Phase", "Clinical stage", "Preclinical studies have shown benefit in owls.",
        "It could enter phase 2 next year.",
        "It has not entered phase 2.", "It is expected to reach phase 3.", "The trial is in phase 2.",
        "a preclinical-stage company",
        "Patients are in phase 2 of the program.", "It completed a phase 2 trial.", "Phase 1/2 Trials (2031-2033)",
        "A phase 2 trial of owls is ongoing.", "Early-stage disease", "the acute phase",
        "They will move into preclinical testing.",
        "NCT09990001 is now in phase 3.", "preclinical and clinical studies", "Phase 1 studies are built to ask.",
        "Stage 3 pressure ulcers",
        "It was safe in phase 1 trials.",
    ],
)  # fmt: skip
def test_what_is_no_stage(text: str) -> None:
    assert find_stages(text, 0, len(text)) == []


@given(st.text(alphabet="phaseIV 1234/ab,and-clinr.\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for stated in phases_in(text, 0, len(text)):
        assert 0 <= stated.start < stated.end <= len(text)
        assert all(stated.groups)
    for stage in find_stages(text, 0, len(text)):
        assert NORMALISERS[stage.raw.normaliser](text[stage.raw.start : stage.raw.end]) == stage.raw.value
        assert stage.phases
