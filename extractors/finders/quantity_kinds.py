"""Which kind of measurement a figure is, and whether it is a result or a figure of design or background."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders.quantities import Figure
from extractors.finders.quantity_property import is_change
from schemas.records.evidence import MeasurementKind

RESPONSE: Final = regex.compile(
    r"improv|respon[ds]|remission|recover(?!y\sroom)|\bstable\b|stabili[sz]|worsen|regain|\bheal|\bclos(?:ed|ure)\b|\bcured?\b"
    r"|relief|\bsuccess|insulin[- ]independen|progression-free|regress|\bbenefit|\bfreed\b|could\s|clear\ssurface"
    r"|\bwalk",
    regex.I,
)
ADVERSE: Final = regex.compile(
    r"adverse|side\seffect|infection|death|\bdied|fever|headache|complication|arrhythmia|toxic|bleed|nausea|abscess"
    r"|relapse|seizure|reaction|thrombo|tumou?r|reject|fracture|hospitali[sz]|withdr[ae]w|dropped\sout|missed",
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
_SAMPLE_BEFORE: Final = regex.compile(
    r"\b(?:enrol+\w*|recruit\w*|includ\w+|randomi[sz]\w+|pooled|follow(?:s|ed)?|treated|plans?|planned|tested\sin|assigned"
    r"|trials?|stud(?:y|ies)|analysis|cohort|series|group|groups|sample(?:\ssizes?)?|arms?|with|of|in|among|from|only"
    r"|first\sof|total)\b[^.;:()\n]{0,40}$|\([^()\n]{0,40}$|^\W{0,6}$",
    regex.I,
)
_SAMPLE_AFTER: Final = regex.compile(
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
    r"\b(?:plans?|planned|will|aims?|goal|(?<!than\s)expect(?:ed|s)?|endpoint|main\soutcome|primary\soutcome|criteri\w+|eligib\w+"
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
    r"|demonstrat|note|reveal|failed|stayed)",
    regex.I,
)
_WITHIN: Final = regex.compile(r"\b(?:of|in|from|across|among|the)\s(?:the\s)?$", regex.I)
_LASTING: Final = regex.compile(
    r"\b(?:closed|healed|lasted|survived|remained|persisted|stayed|disappeared|recovered|kept|began|returned|walked|alive"
    r"|sooner|faster|earlier|later|longer|up\sfrom|down\sfrom|freed|side\seffect|was\sseen)\b",
    regex.I,
)
_DESIGN_TIME: Final = regex.compile(
    r"\b(?:follow(?:ed|s)?[- ]?up|study\sduration|matured?|culture|every|within\sthe\slast|lived|trial\sduration|will|plans?)\b",
    regex.I,
)

_DISEASE: Final = regex.compile(
    r"\b(?:incidence|diagnos|cases|patients|people|population|risk|relapse|mortality)", regex.I
)
_AT: Final = regex.compile(r"\bat\s(?:about\s)?$", regex.I)


def kind_of(text: str, left: int, right: int, figure: Figure, about: str) -> MeasurementKind | None:
    """Return the kind of a figure with a unit; `about` is its property and outcome as far as they are known."""
    unit = figure.unit
    if unit is None:
        return _share_kind(text, left, right, figure, about) if figure.shape == "fraction" else None
    family = unit.family
    if figure.shape == "fraction" or family == "percent":
        return _share_kind(text, left, right, figure, about)
    if family == "time":
        return "duration"
    if family in ("mass", "volume"):
        return "dose"
    if family == "points":
        return "score_change"
    if family == "physical":
        return "score_change" if is_change(text, left, figure.start, figure.end, right) else "physical_quantity"
    if family == "cells":
        window = text[max(left, figure.start - 90) : min(right, figure.end + 60)]
        if unit.is_per:
            return "dose"
        return "dose" if figure.numbers[-1].value >= 1000 and _DOSE.search(window) else "count"
    return _count_kind(text, left, right, figure, about)


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
    elif unit is not None and unit.is_per and _DISEASE.search(text[max(left, figure.start - 80) : right][:200]):
        return "incidence"
    return "response_rate" if RESPONSE.search(about) and not ADVERSE.search(about) else "proportion"


def _count_kind(text: str, left: int, right: int, figure: Figure, about: str) -> MeasurementKind:
    unit = figure.unit
    assert unit is not None
    if unit.family in ("studies", "trials", "sites", "procedures"):
        return "count"
    if unit.family == "events":
        return "event_count"
    before = text[max(left, figure.start - 70) : figure.start]
    if RESPONSE.search(about) and not ADVERSE.search(about):
        return "count"
    if _EVENT_BEFORE.search(before) or (ADVERSE.search(about) and unit.family != "body"):
        return "event_count"
    if unit.is_per or _RATE_OF_PEOPLE.match(text, figure.end, right):
        return "count"
    if _SAMPLE_AFTER.match(text, figure.end, right) or _SAMPLE_BEFORE.search(before):
        return "sample_size"
    return "count"


def is_result(text: str, left: int, right: int, figure: Figure, kind: MeasurementKind) -> bool:
    """Whether a measurement is a result; figures of design (enrolment, doses, follow-up) and background are none."""
    window_start = max(left, figure.start - 200)
    sentence = text[window_start : min(right, figure.end + 200)]
    if kind in ("sample_size", "age", "dose", "year", "year_range", "scale_range", "incidence"):
        return False
    if kind == "p_value":
        return True
    if _PLAN.search(sentence):
        return False
    if kind == "duration":
        near = text[max(left, figure.start - 80) : min(right, figure.end + 40)]
        if _AT.search(text, max(left, figure.start - 12), figure.start):
            return False
        return _LASTING.search(near) is not None and _DESIGN_TIME.search(near) is None
    if kind == "count":
        unit = figure.unit
        is_study = unit is not None and unit.family in ("studies", "trials")
        if not is_study or _WITHIN.search(text, max(left, figure.start - 12), figure.start):
            return False
        return _STUDY_RESULT.match(text, figure.end, right) is not None
    if kind == "physical_quantity":
        return False
    return _BACKGROUND.search(sentence) is None or (_RESULT.search(sentence) is not None and not _is_general(sentence))


_GENERAL: Final = regex.compile(
    r"\b(?:worldwide|globally|(?:each|every|per)\syear|enables?|affects?|lifetime)\b", regex.I
)


def _is_general(sentence: str) -> bool:
    return _GENERAL.search(sentence) is not None
