"""Which part a term plays in a claim."""

from __future__ import annotations

import pytest

from extractors.finders.pico import pico_roles
from extractors.finders.terms import Term, TermFound
from schemas.records.evidence import EntityKind
from schemas.spans import Span

KINDS: dict[str, EntityKind] = {
    "arthritis": "condition",
    "tremor": "condition",
    "cancer": "condition",
    "headache": "adverse_event",
    "levodopa": "drug",
    "placebo": "drug",
    "surgery": "therapy",
    "stem cells": "cell_type",
    "gait score": "outcome_measure",
    "intravenous": "route",
    "intrathecal": "route",
    "Acme": "organisation",
}


def roles(text: str, *subjects: str) -> list[tuple[str, str]]:
    terms = [
        TermFound(Term(name.replace(" ", "-"), kind, name, None), place, place + len(name))
        for name, kind in KINDS.items()
        if (place := text.find(name)) >= 0
    ]
    terms.sort(key=lambda found: found.start)
    found = pico_roles(text, Span(0, len(text)), terms, frozenset(subjects))
    return [(role, term.term.name) for role, term in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For arthritis, stem cells were better than surgery.",
         [("condition", "arthritis"), ("intervention", "stem cells"), ("comparator", "surgery")]),
        ("Compared with placebo, levodopa raised the gait score.",
         [("comparator", "placebo"), ("intervention", "levodopa"), ("outcome", "gait score")]),
        ("Unlike surgery, levodopa is a tablet.", [("comparator", "surgery"), ("intervention", "levodopa")]),
        ("Levels after placebo fell.", [("comparator", "placebo")]),
        ("In patients with arthritis levodopa reduced tremor.",
         [("condition", "arthritis"), ("intervention", "levodopa"), ("outcome", "tremor")]),
        ("Adverse events such as headache and cancer were rare in patients with arthritis.",
         [("adverse_event", "headache"), ("adverse_event", "cancer"), ("condition", "arthritis")]),
        ("The intravenous route was better than the intrathecal one.",
         [("intervention", "intravenous"), ("comparator", "intrathecal")]),
        ("They gave intravenous levodopa.", [("intervention", "levodopa")]),
        ("Acme was founded in 1990.", []),
    ],
)  # fmt: skip
def test_roles_follow_from_kind_and_wording(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_the_subject_of_a_page_is_no_outcome() -> None:
    assert roles("Levodopa reduced tremor.", "tremor") == [("condition", "tremor")]
