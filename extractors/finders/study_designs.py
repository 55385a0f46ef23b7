"""The design of a study as its title states it."""

from __future__ import annotations

from typing import Final

import regex

from schemas.records.works import StudyDesign

# Stronger designs first: 'a systematic review and meta-analysis of randomised trials' is a meta-analysis.
_DESIGNS: Final[tuple[tuple[StudyDesign, regex.Pattern[str]], ...]] = tuple(
    (design, regex.compile(pattern, regex.I))
    for design, pattern in (
        ("meta_analysis", r"\bmeta-?\s?analys[ie]s\b"),
        ("systematic_review", r"\b(?:systematic|scoping|umbrella)\s+(?:literature\s+)?review\b"),
        ("randomised_trial", r"\brandomi[sz]ed\b.{0,80}\b(?:trial|study)\b|\brandomi[sz]ed[- ]controlled\b"),
        (
            "clinical_trial",
            r"\bphase\s+(?:[0-4]|I{1,3}V?|IV)[ab]?(?:\s?[/-]\s?(?:[0-4]|I{1,3}V?|IV)[ab]?)?\b.{0,60}\b(?:trial|study)\b"
            r"|\bclinical trial\b(?!s)|\b(?:first-in-human|open-label|pilot)\b.{0,60}\b(?:trial|study)\b",
        ),
        ("case_report", r"\bcase (?:report|series)\b"),
        ("cohort", r"\bcohort\b.{0,40}\b(?:study|analysis)\b|\b(?:retrospective|prospective)\b.{0,40}\bstudy\b"),
        (
            "preclinical",
            r"\bin (?:vivo|vitro)\b|\b(?:rat|mouse|murine|mice|rats|porcine|canine|rabbit|primate|zebrafish)s?\b.{0,30}"
            r"\bmodels?\b|\bin (?:rats|mice|pigs|rabbits|dogs|monkeys)\b|\bpreclinical\b",
        ),
        ("review", r"\b(?:narrative |literature |critical |comprehensive )?review\b"),
    )
)


def study_design(title: str) -> StudyDesign | None:
    """Return the design that a title names, None where it names none."""
    return next((design for design, pattern in _DESIGNS if pattern.search(title)), None)
