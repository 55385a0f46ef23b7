"""How far a therapy or product has come, where that is said of it and not of one trial.

A whole value ('Phase 1/2 trials' beside 'Clinical Stage', a cell 'Preclinical') is a stage. In running text the phase
must be reached now: 'is in Phase 2', 'entered Phase 3 trials', 'in preclinical development'. What may come, what is
denied and what is said of a trial is none; neither are preclinical studies, which are work and no stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.cues import folded, holds_any
from extractors.finders.trial_phases import PhaseDesign, PhaseFound, Stated, phase_rows, phases_in
from extractors.finders.trial_text import Reading, read_block
from extractors.finders.visible_text import BREAK
from schemas.spans import Found

_QUICK: Final = regex.compile(r"phase|(?<!\w)ph\.?\s?\d|pre-?\s?clinical", regex.I)
_CUES: Final = ("ph", "clinical")
_LABEL: Final = regex.compile(
    r"\s*(?:(?:clinical|development(?:al)?|current|highest|trial)[\s_])?(?:stage|phase"
    r"|status)(?:\sof\sdevelopment)?\s?[:=|]\s?",
    regex.I,
)
_WHOLE: Final = regex.compile(
    r"\s?(?:(?:clinical|human|early|late|ongoing|completed)\s){0,2}(?:trials?|stud(?:y|ies)|development|stage"
    r"|testing|program(?:me)?s?)?"
    r"(?:\s\((?:ongoing|completed|planned|active|recruiting)\))?[.]?\s*",
    regex.I,
)
_PRECLINICAL_WHOLE: Final = regex.compile(
    r"\s*(?:in\s)?pre-?clinical(?:\s(?:development|stage|phase|research|testing|studies|only))?[.]?\s*", regex.I
)
_PRECLINICAL: Final = regex.compile(
    r"(?<![\w-])(?:(?:in|at|under|entering|through)\s(?:the\s|late\s|early\s)?(?P<a>pre-?clinical)\s(?:development"
    r"|stages?|phase"
    r"|testing|evaluation|investigation)|(?:is|are|remains?)\s(?:(?:still|currently|now"
    r"|mostly)\s)?(?P<b>pre-?clinical)(?=[.,;)]|$)"
    r"|(?P<c>pre-?clinical)[\s-]stage(?!\s(?:compan|biotech|firm|start)))",
    regex.I,
)
_REACHED: Final = regex.compile(
    r"(?:(?<!\w)(?:is|are|remains?|now|currently|still)\s(?:(?:now|currently|still|already|being\stested"
    r"|being\sevaluated|being\sstudied"
    r"|under\sevaluation|undergoing)\s){0,2}(?:in|at|undergoing|undergone)?"
    r"|(?<!\w)(?:has|have|had)\s(?:now\s|already\s|recently\s)?(?:entered|reached|advanced\s(?:in)?to"
    r"|moved\s(?:in)?to|progressed\sto|begun|completed)"
    r"|(?<!\w)(?:entered|reached|advanced\s(?:in)?to|moved\s(?:in)?to|progressed\sto))\s(?:the\s|a\s)?$",
    regex.I,
)
_OF_A_THING: Final = regex.compile(
    r"(?:-stage|-ready|\sclinical)?\s(?:candidates?|products?|assets?|therap(?:y|ies)|drugs?|development"
    r"|program(?:me)?s?)(?!\w)",
    regex.I,
)
_NOT_REACHED: Final = regex.compile(
    r"\b(?:not|never|yet\sto|no|could|may|might|would|should|will|expected|hopes?|plans?|ready|poised|before|if|once"
    r"|until|unless"
    r"|when|without|whether)\b|n['’]t\b",
    regex.I,
)
_OF_A_TRIAL: Final = regex.compile(r"\b(?:trials?|stud(?:y|ies)|patients?|participants?|NCT\d+)\b", regex.I)
_SUBJECTS: Final = frozenset(("therapy", "product", "cell_type", "drug", "cell_source", "molecule"))
_BLANK: Final = f" \t\r\n\u00a0{BREAK}"
_LONGEST_VALUE: Final = 120


@dataclass(frozen=True, slots=True)
class StageFound:
    """A stage as stated; `subject` is the therapy or product where the same sentence names it before the stage.

    phases: one row per phase; `raw` is the expression.
    """

    raw: Found[str]
    phases: tuple[PhaseFound, ...]
    phase_design: PhaseDesign
    subject: Found[str] | None = None


def find_stages(text: str, start: int, end: int) -> list[StageFound]:
    """Return the stages that `text[start:end]` states of a therapy or product, in order.

    Give it values, cells, list items and sentences, not headings: a heading 'Phase 2 Trials' announces a section.
    """
    part = folded(text, start, end)
    if not holds_any(part, _CUES) or _QUICK.search(text, start, end) is None:
        return []
    reading = read_block(text, start, end)
    whole = whole_stage(reading)
    if whole is not None:
        return [whole]
    found = [*_preclinical(reading), *_reached(reading)]
    return sorted(found, key=lambda stage: stage.raw.start)


def whole_stage(reading: Reading) -> StageFound | None:
    """Return the stage that a block is as a whole, with or without a label before it."""
    shown = reading.shown
    last = len(shown.rstrip(_BLANK))
    first = len(shown) - len(shown.lstrip(_BLANK))
    if last - first > _LONGEST_VALUE:
        return None
    label = _LABEL.match(shown, first, last)
    first = label.end() if label else first
    if _PRECLINICAL_WHOLE.fullmatch(shown, first, last):
        return _stage(reading, Stated(first, last, (("PRECLINICAL",),)), first, last)
    stated = phases_in(shown, first, last)
    if len(stated) == 1 and not shown[first : stated[0].start].strip() and _WHOLE.fullmatch(shown, stated[0].end, last):
        return _stage(reading, stated[0], first, last)
    return None


def reached_stages(reading: Reading) -> frozenset[int]:
    """Return where phases begin in which the shown text says a therapy is, so that no trial is read there."""
    return frozenset(item.start for item in _reached_phases(reading))


def _stage(
    reading: Reading, stated: Stated, first: int, last: int, subject: Found[str] | None = None
) -> StageFound | None:
    raw, phases = reading.words(first, last), reading.words(stated.start, stated.end)
    if raw is None or phases is None:
        return None
    return StageFound(raw, tuple(phase_rows(stated, phases)), stated.design, subject)


def _preclinical(reading: Reading) -> list[StageFound]:
    found = []
    for match in _PRECLINICAL.finditer(reading.shown):
        group = "a" if match["a"] else "b" if match["b"] else "c"
        low = _part_start(reading, match.start())
        if _NOT_REACHED.search(reading.shown[low : match.start()]):
            continue
        stated = Stated(*match.span(group), (("PRECLINICAL",),))
        stage = _stage(reading, stated, match.start(), match.end(), _subject(reading, low, match.start()))
        found += [stage] if stage else []
    return found


def _reached(reading: Reading) -> list[StageFound]:
    found = []
    for stated in _reached_phases(reading):
        low = _part_start(reading, stated.start)
        stage = _stage(reading, stated, stated.start, stated.end, _subject(reading, low, stated.start))
        found += [stage] if stage else []
    return found


_TRIAL_BEHIND: Final = regex.compile(r"(?:\sclinical)?\s(?:trial|study)(?!\w)", regex.I)
_BORDER: Final = regex.compile(r"[.!?;\x00\n]\s")


def _reached_phases(reading: Reading) -> list[Stated]:
    shown = reading.shown
    found = []
    for stated in phases_in(shown, 0, len(shown)):
        low = _part_start(reading, stated.start)
        left = shown[low : stated.start]
        is_reached = _REACHED.search(left) is not None
        if not is_reached and not _OF_A_THING.match(shown, stated.end):
            continue
        behind = shown[stated.end : stated.end + 12]
        if behind.startswith(" of ") or _NOT_REACHED.search(left) or _OF_A_TRIAL.search(left):
            continue
        if is_reached and _TRIAL_BEHIND.match(shown[stated.end : stated.end + 20]):
            continue  # 'completed a phase 2 trial' is about that trial
        found.append(stated)
    return found


def _part_start(reading: Reading, at: int) -> int:
    """Return where the sentence, or its last part before `at`, begins; never more than 160 characters before."""
    low = max(0, at - 160)
    for border in _BORDER.finditer(reading.shown, low, at):
        low = border.end()
    return low


def _subject(reading: Reading, first: int, last: int) -> Found[str] | None:
    """Return the only therapy, product or cell named before the stage."""
    shown = reading.shown
    terms = [
        term
        for term in reading.terms_in(first, last, _SUBJECTS)
        if shown.count("(", first, term.start) == shown.count(")", first, term.start)
    ]
    return reading.words(terms[0].start, terms[0].end) if len(terms) == 1 else None
