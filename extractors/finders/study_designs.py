"""The design of a study as its title states it."""

from __future__ import annotations

from typing import Final

import regex

from schemas.records.works import StudyDesign

_NUMERAL: Final = r"(?:[0-4]|IV|I{1,3})[ab]?"
_PHASE: Final = rf"\bphase\s+{_NUMERAL}(?:\s?(?:[/–-]|and|or)\s?{_NUMERAL})?(?![\w])"
_ANIMALS: Final = (
    r"(?:rats?|mouse|mice|murine|rodents?|porcine|pigs?|canine|dogs?|rabbits?|sheep|ovine|zebrafish|monkeys?|primates?)"
)
_NOT_A_PAPER: Final = r"(?<!\bpeer )(?<!\bpeer-)(?<!\bchart )(?<!\brecords? )(?<!\binstitutional )(?<!\bunder )"

# The first that fits decides. What pools studies comes before the studies that it pools ('a systematic review of
# randomised trials'), animals before the design of the experiment ('a randomised study in rats').
_PATTERNS: Final[dict[StudyDesign, str]] = {
    "meta_analysis": r"\bmeta-?\s?analy(?:s[ie]s|tic)\b",
    "systematic_review": r"\b(?:systematic|scoping|umbrella|cochrane)(?:\s+\w+)?\s+reviews?\b|\bsystematically review",
    "case_report": r"\bcase (?:reports?|series|study and (?:literature )?review)\b",
    "review": rf"{_NOT_A_PAPER}\breview\b(?!\s+board|\s+of\s+(?:\w+\s+)?(?:records|charts|files|notes)\b)",
    "preclinical": rf"\b{_ANIMALS}\b.{{0,30}}\bmodels?\b|\bin (?:\w+ )?{_ANIMALS}\b"
    r"|\bpre-?clinical\b(?!\s+(?:and|to|or)\s+clinical)|\banimal (?:study|model|experiment)s?\b",
    "randomised_trial": r"(?<!non[- ])(?<!non)(?<!quasi[- ])\brandomi[sz]ed\b.{0,80}\b(?:trial|study)\b"
    r"|(?<!non[- ])\brandomi[sz]ed[- ](?:placebo[- ])?controlled\b(?!\s+(?:trials|studies))",
    "clinical_trial": rf"{_PHASE}.{{0,60}}\b(?:trial|study)\b|\bclinical trial\b"
    r"|\b(?:first-in-human|first-in-man|open-label|single-arm)\b.{0,60}\b(?:trial|study)\b"
    r"|\bnon[- ]?randomi[sz]ed\b.{0,40}\btrial\b|\bpilot (?:clinical )?trial\b|\bpilot clinical study\b",
    "cohort": r"\bcohort\b.{0,40}\b(?:study|analysis)\b"
    r"|\b(?:retrospective|prospective)\b(?!.{0,40}\b(?:case[- ]control|cross-sectional)\b).{0,40}\bstudy\b",
}
_WEAK_PRECLINICAL: Final = regex.compile(r"\bin (?:vivo|vitro)\b(?!\s+fertili[sz])", regex.I)
_DESIGNS: Final = tuple((design, regex.compile(pattern, regex.I)) for design, pattern in _PATTERNS.items())


def study_design(title: str) -> StudyDesign | None:
    """Return the design that a title names, None where it names none.

    Titles are searched as they are printed; 'pilot study' and 'overview' name no design.
    """
    for design, pattern in _DESIGNS:
        if pattern.search(title):
            return design
    return "preclinical" if _WEAK_PRECLINICAL.search(title) else None
