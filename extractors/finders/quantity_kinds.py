"""Which kind of measurement a figure is, and whether it is a result or a figure of design or background."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders.quantities import Figure
from extractors.finders.quantity_property import is_change
from schemas.records.evidence import MeasurementKind

RESPONSE: Final = regex.compile(
    r"improv|respon[ds]|remission|recover(?!y\sroom)|\bstable\b|stabili[sz]|worsen|regain|\bheal|\bclos(?:ed|ure)\b|\bcured?\b"
    r"|relief|\bsuccess|insulin[- ]independen|progression-free|regress|\bbenefit|\bfreed\b|could\s(?!not\b)"
    r"|clear\ssurface|\bwalk|no\slonger\s(?:need|requir|us)",
    regex.I,
)
ADVERSE: Final = regex.compile(
    r"adverse|side\seffect|infection|death|\bdied|fever|headache|complication|arrhythmia|toxic|bleed|nausea|abscess"
    r"|relapse|seizure|swelling|rash\b|vomit|dizz|pneumonia|embol|reaction|thrombo|tumou?r|reject|fracture|hospitali[sz]|withdr[ae]w|dropped\sout|missed|syndrome|toxicity|sickness|rejection",
    regex.I,
)
_EVENT_BEFORE: Final = regex.compile(
    r"\b(?:occurred|reported|seen|observed|developed|noted|experienced|suffered|recorded)\s(?:in|by|among)\s(?:\w+\s){0,2}$",
    regex.I,
)
_DOSE: Final = regex.compile(
    r"\b(?:inject|infus|dos(?:e|es|ed|ing|age)\b|receiv|administ|transplant|deliver|given\b|implant|tablets?\b|capsules?\b"
    r"|daily\b|twice\b|once\b)",
    regex.I,
)
# Enrolment says that people are a sample; a bare preposition does so only where a study is spoken of.
_SAMPLE_BEFORE: Final = regex.compile(
    r"\b(?:enrol+\w*|recruit\w*|includ\w+|randomi[sz]\w+|pooled|follow(?:s|ed)?|treated|plans?|planned|tested\sin"
    r"|assigned|samples?|sample\ssizes?|first\sof|infused|injected|implanted|transplanted|grafted|given\sto)\b[^.;:()\n]{0,40}$|\([^()\n]{0,40}$|^\W{0,6}$",
    regex.I,
)
_OF_STUDY: Final = regex.compile(
    r"\b(?:trials?|stud(?:y|ies)|analysis|cohort|series|groups?|arms?|points?|results?|experiments?|review|participants"
    r"|patients|total|only)\b[^.;()\n]{0,60}?\b(?:with|of|in|among|from|on|only|total|across)\s(?:\w+\s){0,2}$"
    r"|\bonly\s$",
    regex.I,
)
_AMONG: Final = regex.compile(r"\b(?:with|of|in|among|from|across)\s(?:\w+\s){0,2}$", regex.I)
_STUDIED: Final = regex.compile(
    r"(?:participants?|patients?|volunteers?|subjects?|rats?|mice|animals?|pigs|rabbits|eyes|knees|controls)", regex.I
)
_SAMPLE_AFTER: Final = regex.compile(
    r"(?:\s(?:in|at|from|across)\s[^.;:,()\n]{3,60}?(?=\s(?:were|was|will|are|have)\s))?"
    r"\s(?:were|was|have\sbeen|had\sbeen|will\sbe|to\sbe|are\sto\sbe)?\s?(?:enrol+ed|recruited|included|randomi[sz]ed|treated|injected|took\spart|received"
    r"|participated|underwent|completed|in\s(?:two|three|four|five|six|\d)\s(?:arms|groups))\b",
    regex.I,
)
_RATE_OF_PEOPLE: Final = regex.compile(
    r"\s(?:(?:with|who|whose)\s[^.;,()\n]{3,60})?\s?(?:live|suffer|die|are\sdiagnosed|develop|reach|need|experience)\w*\b"
    r"|[^.;\n]{0,60}\b(?:every|each|per|a)\syear\b|\sworldwide\b|\sglobally\b",
    regex.I,
)
_PLAN: Final = regex.compile(
    r"\b(?:plans?|planned|to\sdetect|will|aims?|goal|(?<!than\s)expect(?:ed|s)?|endpoint|main\soutcome|primary\soutcome|criteri\w+|eligib\w+"
    r"|required?s?|must|should|need|intend\w*|design\w*|target\w*|protocol|if"
    r"|accepts?|calls?\sfor|at\sleast\s\d+\spoints\sbetween)\b",
    regex.I,
)
_BACKGROUND: Final = regex.compile(
    r"\b(?:worldwide|globally|each\syear|every\syear|a\syear|annually|enables?|affects?|suffers?|experiences?|accounts?\sfor"
    r"|represents?|covers|falls|develops?|have|relapse|are|is|lives?|is\sestimated|are\sestimated|are\sdiagnosed|lifetime|carries)\b|\bin\s(?:about\s)?one\sin\b",
    regex.I,
)
_RESULT: Final = regex.compile(
    r"\b(?:found|showed|shown|reported|observed|resulted|revealed|demonstrated|improved|experienced|responded|remained|saw"
    r"|had|fell|rose|dropped|grew|declined|closed|healed|survived|reached|achieved|met|kept|occurred|died|developed"
    r"|recovered|regained|stayed|disappeared|lower|higher|increased|decreased|were|was|could|did|ended|freed|raised"
    r"|outcomes?|lasted|persisted|counted)\b",
    regex.I,
)
_STUDY_RESULT: Final = regex.compile(
    r"(?!.{0,30}\bfollow)\s(?:(?:did|do|have|has)\s(?:not\s)?)?(?:show|report|found|find|mention|had|have|improv|describ|observ|saw|used?\s"
    r"|demonstrat|note|reveal|failed|stayed|gave)",
    regex.I,
)
_WITHIN: Final = regex.compile(r"\b(?:of|in|from|across|among|the)\s(?:the\s)?$", regex.I)
_LASTING: Final = regex.compile(
    r"\b(?:closed|healed|lasted|survived|remained|persisted|stayed|disappeared|recovered|kept|began|returned|walked|alive"
    r"|sooner|faster|earlier|later|longer|up\sfrom|down\sfrom|freed|side\seffect|was\sseen)\b",
    regex.I,
)
_DESIGN_TIME: Final = regex.compile(
    r"\b(?:follow(?:ed|s)?[- ]?up|study\sduration|matured?|culture|every|within\sthe\slast|lived|trial\sduration|will"
    r"|plans?)\b",
    regex.I,
)

_DISEASE: Final = regex.compile(
    r"\b(?:incidence|diagnos|cases|patients|people|population|risk|relapse|mortality)", regex.I
)
_LATER: Final = regex.compile(r"\s(?:later|earlier|before|after(?:wards)?)(?:,|\sthe\b)", regex.I)
_AT: Final = regex.compile(r"\bat\s(?:about\s)?$", regex.I)


def kind_of(text: str, left: int, right: int, figure: Figure, about: str) -> MeasurementKind:
    """Return the kind of a fraction or a figure with a unit; `about` is its property and outcome as far as known."""
    unit = figure.unit
    if unit is None or figure.shape == "fraction" or unit.family == "percent":
        return _share_kind(text, left, right, figure, about)
    if unit.family == "mass" and unit.ucum.endswith(_OF_VOLUME):
        return "score_change" if is_change(text, left, figure.start, figure.end, right) else "physical_quantity"
    if unit.family in _BY_FAMILY:
        return _BY_FAMILY[unit.family]
    if unit.family == "physical":
        return "score_change" if is_change(text, left, figure.start, figure.end, right) else "physical_quantity"
    if unit.family == "cells":
        window = text[max(left, figure.start - 90) : min(right, figure.end + 60)]
        is_dose = unit.is_per or (figure.numbers[-1].value >= 1000 and _DOSE.search(window) is not None)
        return "dose" if is_dose else "count"
    return _people_kind(text, left, right, figure, about)


# A mass in a volume is a concentration, and no dose.
_OF_VOLUME: Final = ("/mL", "/dL", "/uL", "/L")
_BY_FAMILY: Final[dict[str, MeasurementKind]] = {
    "time": "duration",
    "mass": "dose",
    "volume": "dose",
    "points": "score_change",
    "studies": "count",
    "trials": "count",
    "sites": "count",
    "procedures": "count",
    "events": "event_count",
}


def _share_kind(text: str, left: int, right: int, figure: Figure, about: str) -> MeasurementKind:
    unit = figure.unit
    if figure.shape == "fraction":
        if figure.numbers[1].value >= 1000:
            return "incidence"
        if figure.numbers[0].normaliser == "fraction_part":
            before = text[max(left, figure.start - 24) : figure.start].lower()
            if " by " in before or before.startswith("by "):
                return "score_change"
        elif ADVERSE.search(about):
            return "event_count"
    elif is_change(text, left, figure.start, figure.end, right):
        return "score_change"
    elif (
        unit is not None
        and unit.is_per
        and _DISEASE.search(text, max(left, figure.start - 80), min(right, figure.start + 120))
    ):
        return "incidence"
    return "response_rate" if RESPONSE.search(about) and not ADVERSE.search(about) else "proportion"


def part_kind(about: str) -> MeasurementKind:
    """Return the kind of a count of a total; `about` is its outcome as far as known."""
    if ADVERSE.search(about):
        return "event_count"
    return "response_rate" if RESPONSE.search(about) else "proportion"


def _people_kind(text: str, left: int, right: int, figure: Figure, about: str) -> MeasurementKind:
    unit = figure.unit
    assert unit is not None
    before = text[max(left, figure.start - 70) : figure.start]
    if RESPONSE.search(about) and not ADVERSE.search(about):
        return "count"
    if _EVENT_BEFORE.search(before) or (ADVERSE.search(about) and unit.family != "body"):
        return "event_count"
    if unit.is_per or _RATE_OF_PEOPLE.match(text, figure.end, right):
        return "count"
    if _SAMPLE_AFTER.match(text, figure.end, right) or _SAMPLE_BEFORE.search(before):
        return "sample_size"
    window = text[max(left, figure.start - 120) : figure.start]
    is_studied = _STUDIED.fullmatch(text, unit.noun_start, unit.end) is not None and _AMONG.search(before) is not None
    return "sample_size" if is_studied or _OF_STUDY.search(window) else "count"


_GENERAL: Final = regex.compile(
    r"\b(?:worldwide|globally|(?:each|every|per)\syear|enables?|affects?|lifetime)\b", regex.I
)
_NO_RESULT: Final = frozenset(
    {"sample_size", "age", "dose", "year", "year_range", "scale_range", "incidence", "physical_quantity"}
)


def is_result(text: str, left: int, right: int, figure: Figure, kind: MeasurementKind) -> bool:
    """Whether a measurement is a result; figures of design (enrolment, doses, follow-up) and background are none."""
    if kind in _NO_RESULT or kind == "p_value":
        return kind == "p_value"
    sentence = text[max(left, figure.start - 200) : min(right, figure.end + 200)]
    if _PLAN.search(sentence):
        return False
    if kind == "duration":
        return _is_lasting(text, left, right, figure)
    if kind == "count":
        return _is_study_result(text, left, right, figure)
    if _BACKGROUND.search(sentence) is None:
        return True
    return _RESULT.search(sentence) is not None and _GENERAL.search(sentence) is None


def _is_lasting(text: str, left: int, right: int, figure: Figure) -> bool:
    """Whether a duration is how long something took or lasted, and not when it was looked at."""
    if _AT.search(text, max(left, figure.start - 12), figure.start):
        return False
    if _LATER.match(text, figure.end, right):
        return False
    near = text[max(left, figure.start - 80) : min(right, figure.end + 40)]
    return _LASTING.search(near) is not None and _DESIGN_TIME.search(near) is None


def _is_study_result(text: str, left: int, right: int, figure: Figure) -> bool:
    """Whether so many studies showed something: 'nine studies showed a gain'."""
    unit = figure.unit
    if unit is None or unit.family not in ("studies", "trials"):
        return False
    if _WITHIN.search(text, max(left, figure.start - 12), figure.start):
        return False
    return _STUDY_RESULT.match(text, figure.end, right) is not None
