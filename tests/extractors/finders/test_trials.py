"""Trials in running text, each with what is stated of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.terms import introduced_terms
from extractors.finders.trials import TrialFound, find_trials, malformed_numbers
from schemas.spans import Span
from tests.extractors.finders.trial_proof import checked, plain


def read(text: str) -> list[TrialFound]:
    return checked(text, find_trials(text, 0, len(text)))


def one(text: str) -> TrialFound:
    (found,) = read(text)
    return found


def phases(trial: TrialFound) -> list[tuple[int, str]]:
    return [(row.group_no, row.phase) for row in trial.phases]


COMBINED = [(1, "PHASE1"), (1, "PHASE2")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Phase 1/2 study (NCT09990001) enrolled 12 participants.",
         {"registry": "ClinicalTrials.gov", "registry_id": "NCT09990001", "phase_design": "combined", "enrolment": 12,
          "enrolment_kind": "actual", "raw": "Phase 1/2 study (NCT09990001)", "is_group": False, "label": None}),
        ("The Owl Hill announcement on its Parkinson's stem cell trial ends. That phase 1 trial began with its first "
         "treated patient on May 9, 2031, and the protocol plans 6 participants with 12+ months of safety follow-up.",
         {"label": "Owl Hill announcement on its Parkinson's stem cell trial", "phase_design": "single", "enrolment": 6,
          "enrolment_kind": "planned", "started": date(2031, 5, 9), "started_precision": "day",
          "follow_up": "12+ months",
          "condition": "Parkinson's", "sponsors": (), "is_anaphoric": False}),
        ("Owl Hospital has opened a trial of printed skin for people with deep burns. The first of 24 planned "
         "participants was treated on 6 May 2031.",
         {"label": "trial of printed skin", "enrolment": 24, "enrolment_kind": "planned", "started": date(2031, 5, 6),
          "condition": "deep burns", "intervention": "printed skin", "sponsors": ()}),
        ("It names the phase 1 exOWLs trial of bemdaneprocel, without serious events at 18 months.",
         {"acronym": "exOWLs", "phase_design": "single", "intervention": "bemdaneprocel", "follow_up": "18 months"}),
        ("The HOOT-PD trial (NCT09990001), sponsored by Oslo University, is recruiting. It will enrol 8 patients.",
         {"acronym": "HOOT-PD", "registry_id": "NCT09990001", "status": "recruiting", "enrolment": 8,
          "enrolment_kind": "planned"}),
        ("HOOT-PD (NCT09990001) is ongoing.", {"acronym": "HOOT-PD", "status": "ongoing",
         "raw": "HOOT-PD (NCT09990001)"}),
        ("The first patient was treated in exOWLs-2, a phase 3 trial of owl cells in 102 people with dry eyes.",
         {"acronym": "exOWLs-2", "raw": "exOWLs-2, a phase 3 trial", "enrolment": 102}),
        ("At EULAR, a phase 2 trial of owl cells was presented.", {"acronym": None}),
        ("Its Phase 1/2/3 study of owl cells in dry eyes has enrolled 50 patients.",
         {"phase_design": "combined", "enrolment": 50}),
        ("The HOOT-PD study, a phase 3 trial (NCT09990001) sponsored by Owl University, treated 480 patients.",
         {"acronym": "HOOT-PD", "registry_id": "NCT09990001", "phase_design": "single"}),
        ("exOWLs is a phase 1 trial.", {"acronym": "exOWLs", "phase_design": "single"}),
        ("A phase 1 trial called OWLSIGHT enrolled 11 patients.", {"acronym": "OWLSIGHT", "enrolment": 11}),
        ("The OWLSIGHT study followed 11 patients for 3 years.",
         {"acronym": "OWLSIGHT", "enrolment": 11, "follow_up": "3 years"}),
        ("The sponsor, Owl Cell Works, plans a Phase 3 trial of 60 participants from early 2031.",
         {"label": "Phase 3 trial", "status": "plans", "enrolment": 60, "enrolment_kind": "planned",
          "started": date(2031, 1, 1), "started_precision": "year"}),
        ("A Hill Hospital announcement says that its phase 2 trial of donor cells will follow 54 participants "
         "for 24 months. The first patient was treated on March 3, 2031.",
         {"label": "phase 2 trial of donor cells", "enrolment": 54, "enrolment_kind": "planned",
          "follow_up": "24 months",
          "started": date(2031, 3, 3), "intervention": "donor cells", "sponsors": ()}),
        ("An early trial of islet cells grown from skin freed 5 of 11 adults with type 1 diabetes from insulin.",
         {"label": "early trial of islet cells", "intervention": "islet cells", "condition": "type 1 diabetes",
          "enrolment": None}),
        ("The randomized, double-blind phase 2b trial of donor cells in 36 patients with ALS was completed in 2031.",
         {"phase_design": "single", "status": "completed", "ended": date(2031, 1, 1), "ended_precision": "year",
          "condition": "ALS", "enrolment": 36, "enrolment_kind": "unknown", "is_anaphoric": False}),
        ("The phase 1 trial ran from May 2031 to June 2032 and followed participants for at least 24 months.",
         {"started": date(2031, 5, 1), "started_precision": "month", "ended": date(2032, 6, 1),
          "follow_up": "at least 24 months", "is_anaphoric": True}),
        ("NCT09990001 still enrols patients with non-ischemic disease",
         {"registry_id": "NCT09990001", "status": "still enrols", "condition": "non-ischemic disease"}),
        ("NCT09990001: Phase 2, recruiting, n=40", {"status": "recruiting",
         "enrolment": 40, "enrolment_kind": "unknown"}),
        ("The trial, registered as nct 0999 0001, compares printed skin with a graft.",
         {"registry_id": "NCT09990001", "intervention": "printed skin"}),
        ("ISRCTN12345678 is active, not recruiting.", {"registry": "ISRCTN", "status": "active, not recruiting"}),
        ("The trial is registered in ChiCTR (ChiCTR2000031234) and has enrolled 24 participants.",
         {"registry": "ChiCTR", "registry_id": "ChiCTR2000031234", "enrolment": 24}),
        ("jRCT2053200001 began in May 2031.", {"registry": "jRCT", "started": date(2031, 5, 1)}),
        ("UMIN000012345 was withdrawn.", {"registry": "UMIN", "status": "withdrawn"}),
        ("The trial (NCT09990001; EudraCT 2019-001234-12) was terminated early.",
         {"registry_id": "NCT09990001", "status": "terminated early"}),
        ("See https://clinicaltrials.gov/study/NCT09990001 for details.", {"raw": "NCT09990001"}),
        ("jsonld:MedicalTrial.identifier: NCT09990001", {"registry_id": "NCT09990001"}),
        ("The [exOWLs](/trials/ex) trial of [bemdaneprocel](/p/b) met its goal.",
         {"acronym": "exOWLs", "intervention": "bemdaneprocel"}),
        ("Hill Hospital's trial of printed skin is recruiting.",
         {"label": "Hill Hospital's trial", "status": "recruiting", "intervention": "printed skin"}),
        ("The company plans to start a phase 1/2 trial of exosomes in stroke patients.",
         {"status": "plans to start", "condition": "stroke", "phase_design": "combined", "intervention": "exosomes"}),
        ("In June 2031, the firm completed a phase 2 trial of islet cells.",
         {"status": "completed", "ended": date(2031, 6, 1), "ended_precision": "month"}),
        ("A 60-patient phase 2 trial will start in 2031.", {"enrolment": 60, "enrolment_kind": "planned"}),
        ("A trial in Japan is testing islet cells in 7 patients with ALS.",
         {"enrolment": 7, "intervention": "islet cells", "condition": "ALS"}),
        ("The trial’s sponsor is Owl Therapeutics.", {"is_anaphoric": True}),
        ("A phase 2 trial in patients with severe heart failure is expected to begin soon.",
         {"status": "expected to begin soon", "condition": "severe heart failure"}),
    ],
)  # fmt: skip
def test_what_is_stated_of_a_trial(text: str, expected: dict[str, object]) -> None:
    trial = one(text)
    assert {name: plain(getattr(trial, name)) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected", "n_trials"),
    [
        ("Phase I and II studies suggest that it is safe for owls.", [(1, "PHASE1"), (2, "PHASE2")], None),
        ("Recent early-phase clinical trials (Phase 1/2a) have involved owls.", [(1, "PHASE1"), (1, "PHASE2A")], None),
        ("Phase 1/2 Trials (2031-2033)", COMBINED, None),
        ("Six phase I/II trials were found.", COMBINED, 6),
        ("The next steps will involve larger, longer-term Phase 2/3 clinical trials in owls.",
         [(1, "PHASE2"), (1, "PHASE3")], None),
        ("The review includes 43 clinical trials of owls.", [], 43),
        ("Forty-three clinical trials were pooled.", [], 43),
        ("Of the 43 trials, 30 were phase I, seven were phase II and six were phase I/II.",
         [(1, "PHASE1"), (2, "PHASE2"), (3, "PHASE1"), (3, "PHASE2")], 43),
        ("A review of trials (30 being phase I, seven being phase II, and six being phase I/II)",
         [(1, "PHASE1"), (2, "PHASE2"), (3, "PHASE1"), (3, "PHASE2")], None),
        ("Two phase 1 trials and one phase 2 trial have been completed.", [(1, "PHASE1"), (2, "PHASE2")], None),
        ("The review pooled 12 trials: phase I (n = 8), phase II (n = 4).", [(1, "PHASE1"), (2, "PHASE2")], 12),
        ("Three ongoing trials are testing owls.", [], 3),
        ("Growth factor plus stem cell combination trials in planning", [], None),
        ("Human trials using iPSC-derived neurons are expected to begin soon.", [], None),
        ("More than 40 phase 2 trials were found.", [(1, "PHASE2")], None),
    ],
)  # fmt: skip
def test_groups_of_trials(text: str, expected: list[tuple[int, str]], n_trials: int | None) -> None:
    trial = one(text)
    assert trial.is_group
    assert trial.registry_id is None
    assert (phases(trial), plain(trial.n_trials)) == (expected, n_trials)


def test_a_count_by_phases_has_its_number_in_every_row_of_a_combined_design() -> None:
    trial = one("Review of clinical trials (30 being phase I, seven being phase II, and six being phase I/II)")
    assert [plain(row.n_trials) for row in trial.phases] == [30, 7, 6, 6]
    assert [plain(row.raw) for row in trial.phases] == [
        "30 being phase I",
        "seven being phase II",
        *["six being phase I/II"] * 2,
    ]
    assert (trial.phase_design, plain(trial.label)) == ("separate", "clinical trials")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Two phase 1 trials (NCT09990001 and NCT09990002) are recruiting.", ["NCT09990001", "NCT09990002"]),
        (
            "Trials NCT09990001, NCT09990002, and NCT09990003 tested owls.",
            ["NCT09990001", "NCT09990002", "NCT09990003"],
        ),
        (
            "NCT09990001 is completed. NCT09990002 is ongoing. NCT09990001 found no harm.",
            ["NCT09990001", "NCT09990002"],
        ),
    ],
)
def test_each_number_is_a_trial_of_its_own(text: str, ids: list[str]) -> None:
    found = read(text)
    assert [plain(trial.registry_id) for trial in found] == ids
    assert not any(trial.is_group for trial in found)


def test_facts_belong_to_the_trial_before_them() -> None:
    first, second = read(
        "The phase 1 trial NCT09990001 enrolled 10 patients, while the phase 2 trial NCT09990002 enrolled 40 patients."
    )
    assert (plain(first.enrolment), phases(first)) == (10, [(1, "PHASE1")])
    assert (plain(second.enrolment), phases(second)) == (40, [(1, "PHASE2")])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The trial NCT09990001 is sponsored by the University of Oslo.", [("University of Oslo", False)]),
        ("An OwlCo-sponsored phase 1 study is ongoing.", [("OwlCo", False)]),
        ("A phase 3 trial sponsored by multiple institutions is recruiting.", [("multiple", True)]),
        ("NCT09990001 (sponsor: Owl Pharma, Inc.) is ongoing.", [("Owl Pharma, Inc.", False)]),
        ("The phase 1 trial was sponsored by Hill Heart Centre and Owl Therapeutics.",
         [("Hill Heart Centre", False), ("Owl Therapeutics", False)]),
        ("A phase 1 trial funded by the Owl Foundation is ongoing.", []),
        ("Owl Hospital announced a phase 1 trial of owls.", []),
        ("A Hill Clinic overview of the phase 1 trial explains owls.", []),
        ("The phase 1 trial, which is not sponsored by Owl Pharma, ended.", []),
        ("The phase 1 trial was conducted by Owl Therapeutics with Hill Hospital as collaborator.", []),
    ],
)  # fmt: skip
def test_only_who_is_called_sponsor_is_one(text: str, names: list[tuple[str, bool]]) -> None:
    assert [(sponsor.raw_name.value, sponsor.is_placeholder) for sponsor in one(text).sponsors] == names


@pytest.mark.parametrize(
    "text",
    [
        "", "Trials", "Clinical trials take time, and questions remain.", "Larger, controlled trials with endpoints",
        "Larger clinical trials with longer follow-up are needed.",
        "Phase 1 studies are built to answer narrow questions.",
        "Phase 2 trials usually test a dose in 100 patients.", "A phase 1 trial typically enrolls 20 to 80 people.",
        "The next phase of progress is slow.", "Damage comes in three overlapping phases: acute, subacute and chronic.",
        "Early-phase clinical trial data are favorable.", "Recent early-stage clinical studies were reassuring.",
        "Is this part of a regulated phase 1 trial?", "Owls are needed before any trial in people.",
        "A phase 3 trial is needed to confirm this.", "No phase 3 trial has been done.", "Clinical Trial Design",
        "Completed and Active Trials", "Clinical Trials in Parkinson's Disease", "It was found by trial and error.",
        "Start your 30-day free trial today.", "The owl went on trial in May 2031.",
        "The trial period lasts two weeks.",
        "43 studies were included in this review.", "Three studies reported a 100% improvement rate.",
        "Several trials accept patients up to ten years later.", "Every trial kept patients on standard medicines.",
        "NCT0999000 is too short.", "The trial NCT099900011 does not exist.",
        "Phase 1 of the building works will enrol 30 contractors.", "The luteal phase 2 days later",
        "Phase II enzymes act in the liver.", "Cells were in phase 3 of the cell cycle.",
        "phase 2 cardiac rehabilitation took 12 weeks", "Multi-center trials combining different sources",
        "a trial of patience", "The mouse trial enrolled 30 participants.", "Three animal trials tested owls.",
        "The trial is paid for by the Owl Foundation.", "If phase 3 trials succeed, approval may follow.",
        "Drugs must pass phase 1, phase 2 and phase 3 trials.", "An MSC trial should be randomized.",
        "Trial-grade products are different.", "Phase 1/2", "Clinical Stage: Phase 1/2 trials", "Phase 2 trials",
        "MSC therapy is in Phase 1/2 trials.", "the first phase of the trial", "A phase 2 trial is not planned.",
        "More than 40 clinical trials have tested owls.", "The UCLA study enrolled 12 patients.",
        "A pilot study of 30 patients", "Five of the trials were phase 2.", "What the trials have shown so far",
        "Larger, well-designed trials would help.", "Patients who completed the trial were well.",
        "Ongoing research and clinical trials will help clarify this.", "ALS-MSC therapy and the acute phase",
        "Many trials vary in the number of patients.", "You may join a phase 2 trial.",
    ],
)  # fmt: skip
def test_lookalikes_are_no_trials(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Their phase 1 trial has not been completed.", None),
        ("The patients completed the phase 1 trial.", None),
        ("Human trials of the phase 2 product NCT09990001 are about to begin or are already in progress.", None),
        ("NCT09990001, status: Active, not recruiting", "Active, not recruiting"),
        ("The ongoing phase 2 trial met its goal.", "ongoing"),
        ("NCT09990001 (completed)", "completed"),
        ("The phase 2 trial is active.", "active"),
        ("The phase 2 trial completed enrolment.", None),
    ],
)
def test_status_as_written_or_none(text: str, status: str | None) -> None:
    assert plain(one(text).status) == status


@pytest.mark.parametrize(
    ("text", "enrolment", "kind"),
    [
        ("The phase 2 trial enrolled 1,240 patients.", 1240, "actual"),
        ("The phase 2 trial aims to enrol up to 30 patients.", 30, "planned"),
        ("The phase 2 trial (n = 24) met its goal.", 24, "unknown"),
        ("Twenty-four patients were randomised in the phase 2 trial.", 24, "actual"),
        ("The phase 2 trial has a target enrollment of 90.", 90, "planned"),
        ("The phase 2 trial enrolled more than 30 patients.", None, None),
        ("The phase 2 trial enrolled 5 of 11 patients.", None, None),
        ("The phase 2 trial enrolled the first 12 patients.", None, None),
        ("The phase 2 trial showed benefit in 7 patients.", None, None),
        ("The phase 2 trial followed patients for 24 months.", None, None),
        ("The phase 2 trial enrolled patients at 30 sites.", None, None),
    ],
)
def test_enrolment_and_its_kind(text: str, enrolment: int | None, kind: str | None) -> None:
    trial = one(text)
    assert (plain(trial.enrolment), trial.enrolment_kind) == (enrolment, kind)


@pytest.mark.parametrize(
    ("text", "intervention", "condition"),
    [
        ("A phase 1 trial of donor cells and owls in ALS is ongoing.", None, "ALS"),
        ("A phase 1 trial of 30 patients without ALS is ongoing.", None, None),
        ("A phase 1 trial of the company is ongoing.", None, None),
        ("A phase 1 trial of donor cells or placebo in adults with ALS is ongoing.", "donor cells", "ALS"),
        ("A phase 1 trial in stroke-free adults is ongoing.", None, None),
    ],
)
def test_subjects_that_are_not_certain_are_left_out(text: str, intervention: str | None, condition: str | None) -> None:
    trial = one(text)
    assert (plain(trial.intervention), plain(trial.condition)) == (intervention, condition)


def test_abbreviations_of_the_document_name_the_condition() -> None:
    text = "Parkinson's disease (PD) is slow.\nPhase 1/2 trial for PD"
    known = introduced_terms(text, [Span(0, len(text))])
    (trial,) = checked(text, find_trials(text, 34, len(text), abbreviations=known))
    assert plain(trial.condition) == "PD"


def test_titles_of_references_name_no_trials_but_their_numbers_do() -> None:
    text = (
        "Owl J. A phase 2 trial of owls (NCT09990001) with 30 patients. Hoot. 2031;1:2. The HOOT-PD trial is ongoing."
    )
    number, named = checked(text, find_trials(text, 0, len(text), inside=(Span(0, 78),)))
    assert (plain(number.registry_id), number.phases, number.enrolment) == ("NCT09990001", (), None)
    assert plain(named.acronym) == "HOOT-PD"


def test_malformed_numbers_are_reported_apart() -> None:
    text = "NCT0999000, NCT09990001, ISRCTN123456 and PMID: 012"
    assert [item.found.value for item in malformed_numbers(text, 0, len(text))] == ["NCT0999000", "ISRCTN123456"]


def test_offsets_are_those_of_the_page() -> None:
    text = "Owls.\n\nThe OWLSIGHT trial enrolled 11 patients.\n\nMore owls."
    (trial,) = checked(text, find_trials(text, 7, 46))
    assert text[trial.raw.start : trial.raw.end] == "OWLSIGHT trial"


_PIECES = (
    "the phase 1/2 trial", "Phase I and II studies", "NCT09990001", "(", ")", "[x](/y)", "43 clinical trials",
    "30 being phase I",
    "of donor cells", "in 24 patients with ALS", "sponsored by Owl Pharma", "is recruiting", "began in May 2031",
    "HOOT-PD", ",",
    ".", "and", "That trial", "<b>", "</b>", "\n\n", "\u00a0", "–", "12 months of follow-up",
    "EudraCT 2019-001234-12", "**", "?",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join), st.integers(0, 20))
def test_any_text_gives_values_that_prove_themselves(text: str, start: int) -> None:
    start = min(start, len(text))
    for trial in checked(text, find_trials(text, start, len(text))):
        assert start <= trial.raw.start


@given(st.text(alphabet="trialsphe 12/IN(CT0)9[]<>*|,.\n\u00a0–", max_size=80))
def test_any_characters_are_read(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("text", "own", "further"),
    [
        ("The trial (NCT09990001; EudraCT 2099-000123-45) enrolled 8 adults.", "NCT09990001", ["2099-000123-45"]),
        ("The trial was registered under EudraCT 2099-000123-45 (NCT09990001).", "NCT09990001", ["2099-000123-45"]),
        ("A phase 1 study in limbal deficiency (DRKS00099345; ISRCTN99912345) is recruiting.", "ISRCTN99912345",
         ["DRKS00099345"]),
        ("HOOT-PD (NCT09990001) is ongoing. HOOT-PD (EudraCT 2099-000123-45) ends soon.", "NCT09990001",
         ["2099-000123-45"]),
        ("A randomised trial registered in the Barn Clinical Trials Registry (CTRI/2099/03/012345) is open.",
         "CTRI/2099/03/012345", []),
    ],
)  # fmt: skip
def test_numbers_of_several_registries_are_one_trial(text: str, own: str, further: list[str]) -> None:
    trial = one(text)
    assert trial.registry_id is not None and trial.registry_id.value == own
    assert [item.registry_id.value for item in trial.further] == further
    assert [item.registry_id.value for item in trial.registrations] == [own, *further]
