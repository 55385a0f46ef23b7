"""Study designs that titles name."""

from __future__ import annotations

import pytest

from extractors.finders.study_designs import study_design


@pytest.mark.parametrize(
    ("title", "design"),
    [
        ("Feathers after burns: a systematic review", "systematic_review"),
        ("Feathers after burns: a scoping literature review", "systematic_review"),
        ("A systematic review and meta-analysis of randomised trials of feathers", "meta_analysis"),
        ("Feathers for owls: a network meta-analysis", "meta_analysis"),
        ("Feather growth: a narrative review", "review"),
        ("A review of preclinical studies of feathers", "review"),
        ("Feathers in rats: a randomised study", "preclinical"),
        ("A pilot study of feathers in adult mice", "preclinical"),
        ("Feathers in a porcine burn model", "preclinical"),
        ("Feather cells in vitro", "preclinical"),
        ("Feathers against placebo: a randomized, double-blind trial", "randomised_trial"),
        ("A randomised controlled study of feathers", "randomised_trial"),
        ("Feathers in vivo: a phase I/IIa study", "clinical_trial"),
        ("A phase 2b trial of feathers", "clinical_trial"),
        ("A non-randomised phase 1 trial of feathers", "clinical_trial"),
        ("First-in-human feather trial", "clinical_trial"),
        ("Feather graft: case report and review of the literature", "case_report"),
        ("Three owls: a case series", "case_report"),
        ("Feathers and falls: a retrospective study", "cohort"),
        ("A birth cohort study of feathers", "cohort"),
    ],
)
def test_a_named_design_is_read(title: str, design: str) -> None:
    assert study_design(title) == design


@pytest.mark.parametrize(
    "title",
    [
        "", "Feathers after burns", "A two-centre pilot study of feathers", "Reviewing the field", "A study protocol",
        "An overview of randomised controlled trials", "Effects of peer review on owls", "The review board",
        "Feathers: a retrospective case-control study", "The next phase of feather work",
        "Phase II and III trials of feathers", "In vitro fertilisation of owls", "From preclinical to clinical owls",
        "Trial and error in feather care", "Review of Patient Records at Owl Hill" ,
        "Phase contrast imaging of feathers",
        "Model owls", "A cohort of chicks", "Randomised thoughts on feathers", "Case for a new owl clinic",
        "Prospective owners of owls", "Clinical feathers", "Meta-cognition in owls",
    ],
)  # fmt: skip
def test_other_titles_name_none(title: str) -> None:
    assert study_design(title) is None
