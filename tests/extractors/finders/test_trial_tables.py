"""Trials in rows of tables."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.finders.trial_records import TrialFound
from extractors.finders.trial_tables import column_of, table_trials
from schemas.spans import Span
from tests.extractors.finders.trial_proof import checked, plain


def row(cells: dict[str, str]) -> list[TrialFound]:
    """Read one row whose cells stand one behind the other in the page text."""
    text, spans = "Owls. ", []
    for cell in cells.values():
        spans.append(Span(len(text), len(text) + len(cell)) if cell else None)
        text += f"{cell} | "
    return checked(text, table_trials(text, list(cells), spans))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Trial": "NCT09990001", "Sponsor": "Hill Heart Centre"}, {"registry_id": "NCT09990001",
         "raw": "NCT09990001"}),
        ({"Trial": "NCT09990001", "Phase": "1/2", "Status": "Recruiting", "N": "60 (planned)", "Condition": "Owl pox",
          "Start": "May 2031"},
         {"status": "Recruiting", "enrolment": 60, "enrolment_kind": "planned", "condition": "Owl pox",
          "started": date(2031, 5, 1), "started_precision": "month", "phase_design": "combined"}),
        ({"Study": "Lausanne pilot", "Phase": "II", "Participants": "1,200"},
         {"label": "Lausanne pilot", "enrolment": 1200, "enrolment_kind": "unknown", "phase_design": "single"}),
        ({"Trial": "HOOT-PD", "Phase": "Phase 1/2a", "Status": "Active"}, {"acronym": "HOOT-PD", "label": None}),
        ({"Trial": "HOOT-PD (NCT09990001)", "Phase": "II/III"}, {"acronym": "HOOT-PD", "registry_id": "NCT09990001"}),
        ({"Company": "Owl Bio", "Phase": "Phase 2", "NCT number": "NCT09990001"}, {"registry_id": "NCT09990001"}),
        ({"Identifier": "ISRCTN12345678", "Actual enrollment": "n=24", "Completion date": "2031"},
         {"registry": "ISRCTN", "enrolment": 24, "enrolment_kind": "actual", "ended": date(2031, 1, 1),
          "ended_precision": "year"}),
        ({"Trial": "[NCT09990001](https://clinicaltrials.gov/study/NCT09990001)", "Phase": "Phase 1, Phase 2"},
         {"registry_id": "NCT09990001", "phase_design": "combined"}),
        ({"Trial": "NCT09990001", "Intervention": "Cell sheets", "Follow-up": "12 months"},
         {"intervention": "Cell sheets", "follow_up": "12 months"}),
        ({"Trial": "NCT09990001", "N": "20-30", "Phase": "N/A", "Status": "Not specified"},
         {"enrolment": None, "phases": (), "status": None}),
        ({"Company": "Owl Bio", "Product": "OWL-001 (NCT09990001)"}, {"intervention": None, "acronym": None}),
    ],
)  # fmt: skip
def test_a_row_is_a_trial(cells: dict[str, str], expected: dict[str, object]) -> None:
    (trial,) = row(cells)
    assert {name: plain(getattr(trial, name)) for name in expected} == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"Factor": "Stage", "Cell therapy": "Phase 1/2"}, {"Trial": "Owls", "Details": "two"},
        {"Trial": "NCT0999000", "Status": "Recruiting"}, {"Trial": "N/A", "Status": "Recruiting"},
        {"Trial": "", "Status": "Recruiting"}, {"Company": "Owl Bio", "Phase": "Phase 2"},
        {"Product": "OWL-001", "Status": "Recruiting"}, {"Trial number": "12", "Status": "Recruiting"}, {},
        {"Route": "Intravenous", "Advantages": "Simple"}, {"Trial": "Lausanne", "Condition": "Owl pox"},
        {"Feature": "Status", "Value": "Recruiting"}, {"Status": "Recruiting", "Phase": "Phase 2"},
        {"Trial": "TBD", "Phase": "Phase 2"}, {"Trial": "NCT099900011", "Phase": "Phase 1"},
        {"Study": "Unknown", "Status": "Completed"}, {"Patients": "24", "Condition": "Owl pox"},
        {"Trials": "43", "Phase": "Phase 1"}, {"Sponsor": "Owl Bio", "Status": "Active"},
        {"Study duration": "12 months", "Participants": "24"}, {"Start": "May 2031", "Completion": "2033"},
        {"Phase": "1. Intake", "Participants": "all"}, {"Trial period": "30 days", "Status": "Active"},
    ],
)  # fmt: skip
def test_other_rows_are_none(cells: dict[str, str]) -> None:
    assert row(cells) == []


def test_a_placeholder_is_flagged_and_no_name() -> None:
    (trial,) = row({"Trial": "NCT09990001", "Sponsor": "Multiple"})
    assert [(sponsor.raw_name.value, sponsor.is_placeholder) for sponsor in trial.sponsors] == [("Multiple", True)]


def test_several_numbers_in_a_cell_are_several_trials() -> None:
    found = row({"NCT number": "NCT09990001, NCT09990002", "N": "30", "Phase": "2"})
    assert [plain(trial.registry_id) for trial in found] == ["NCT09990001", "NCT09990002"]
    assert [trial.enrolment for trial in found] == [None, None]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Trial Status", "status"), ("Study Start", "start"), ("No. of patients", "enrolment"), ("Lead sponsor",
         "sponsor"),
        ("ClinicalTrials.gov identifier", "trial"), ("Indication", "condition"), ("Trial Phase:", "phase"),
        ("Factor", None), ("Sponsor / Collaborators", None), ("Trial sites", None), ("", None), ("Country", None),
        ("Main question being tested", None), ("Patient selection", None), ("Stage", None),
    ],
)  # fmt: skip
def test_columns_by_their_headers(header: str, column: str | None) -> None:
    assert column_of(header) == column
