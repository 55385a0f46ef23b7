"""Numbers without a unit that say something through their wording: p values, sample sizes, ages, years, scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.quantities import Figure
from schemas.records.evidence import Comparator, MeasurementKind


@dataclass(frozen=True, slots=True)
class Bare:
    """The kind of a number without a unit, the unit that its kind implies, its comparator and where its words begin."""

    kind: MeasurementKind
    unit: str | None
    comparator: Comparator | None
    start: int
    end: int


_P_VALUE: Final = regex.compile(
    r"(?<![\p{L}\d])[pP](?:[-\s]?values?)?\s?(?P<sign>=|<|>|≤|≥|<=|>=|&lt;|&gt;|≈|~|(?:was|were|of)(?:\s(?:less|greater)\sthan)?"
    r"|less\sthan)\s?$"
)
_SIGNS: Final[dict[str, Comparator]] = {
    "=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "<=": "<=", ">=": ">=", "&lt;": "<", "&gt;": ">", "≈": "~",
    "~": "~",
}  # fmt: skip
_N: Final = regex.compile(r"(?<![\p{L}\d])[nN]\s?=\s?$")
# 'fever (n = 12)' counts those who had it.
HARM_BEFORE: Final = regex.compile(
    r"\b(?P<harm>(?:(?:back|chest|joint|bone|muscle|abdominal|injection[- ]site|wound|blood)\s)?"
    r"(?:fevers?|rash(?:es)?|deaths?|infections?|headaches?|nausea|vomiting|bleeding|pneumonia|sepsis|seizures?|fatigue"
    r"|pain|swelling|oedema|edema|neutropenia|an(?:a)?emia|thrombosis|embolism|arrhythmias?|fractures?|relapses?|falls?"
    r"|rejections?|tumou?rs?|abscess(?:es)?|leaks?|syndrome|toxicity|events?|reactions?|complications?))\s\($",
    regex.I,
)
_GROUP_OF: Final = regex.compile(
    r"\b(?:groups?|cohorts?|samples?|sample\ssizes?|series|total)\s(?:of|was|were)\s(?:(?:about|only|just|at\sleast|up\sto|fewer\sthan|more\sthan)\s)?$",
    regex.I,
)
_AGE_BEFORE: Final = regex.compile(
    r"(?:\b(?:aged?|ages|in\sage|age\srange(?:s|d)?|age\sof|(?:mean|median|average)\sage(?:\sof\sthe\s\w+)?|over\sage|under\sage|(?:older|younger)\sthan)"
    r"(?:\s(?:was|were|is|of|from|between|range[ds]?|at\sleast|up\sto|over|under|about|around|approximately|below|above))*[:,]?"
    r"|\b(?:patients|adults|people|participants|men|women|individuals|those|anyone|children|volunteers)\s(?:over|under|older\sthan|younger\sthan|above|below)(?:\sthe\sage\sof)?"
    r"|\bage\b[^.;()\n]{0,50}\(\s?range:?)\s$",
    regex.I,
)
_AGE_AFTER: Final = regex.compile(
    r"(?:\s|-)?(?:old(?!er\sthan)s?|of\sage)(?!\w)|\s(?:or|and)\s(?:older|younger)(?!\w|\sthan\b)", regex.I
)
# How old a scar or a sample is says nothing of a person.
_OF_A_THING: Final = regex.compile(
    r"\b(?:injur(?:y|ies)|lesions?|wounds?|scars?|grafts?|products?|samples?|defects?|lines?)\s(?:\p{L}{2,12}\s){0,2}(?:is|are|was|were)\s"
    r"[^.;:,()\n]{0,30}$",
    regex.I,
)
_AGE_VERB: Final = regex.compile(r"\bages?\b(?:[^.;:()\n]{0,40}|\s\p{L}{1,12}:\s?)$", regex.I)
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{Ll}{0,6}\.?"
_YEAR_BEFORE: Final = regex.compile(
    r"(?<![\w-])(?P<word>(?i:in|since|until|by|before|after|during|from))\s(?:(?i:early|mid|late|the\syear|the\ssummer\sof|the\sspring\sof"
    r"|the\sautumn\sof|the\sfall\sof)[\s-])?$"
)
_YEAR_WORDS: Final[dict[str, Comparator]] = {"since": ">=", "before": "<", "after": ">", "until": "<=", "by": "<="}
_NOT_YEAR_AFTER: Final = regex.compile(
    rf"\s?[:;/=]|-\d|[-–]\p{{L}}|\s(?:{_MONTH}(?:\s|$)|(?:patients?|people|participants|adults|women|men|children|volunteers|mice|rats"
    r"|individuals|words|characters|copies|points|pages|calories|steps|U\.?S\.?|dollars|euros)\b)|['’]s\b"
)
_RANGE_BEFORE: Final = regex.compile(
    r"(?:\b(?P<word>(?i:between|from|during|in|over|for|of|period|years|was|were|phase|trials?|studies|study|treated|enrolled|conducted))\s|\(\s?|,\s|:\s)$|^\W*$"
)
_NOT_RANGE_BEFORE: Final = regex.compile(r"(?:pages?|pp?\.|vol\.?|no\.|#|copyright|©|\(c\))\s?$", regex.I)
_NOT_RANGE_AFTER: Final = regex.compile(r"\s?[:;]\s?\d|-\d|\p{L}|/")
_SCALE: Final = regex.compile(
    r"(?:\b(?:Hoehn\s(?:&|&amp;|and)\sYahr|H&Y|EDSS|(?:MDS-)?UPDRS(?:\sPart\s\w+)?|ALSFRS(?:-R)?|WOMAC|VAS|NYHA|Kellgren[-–\s]Lawrence|KL"
    r"|mRS|GCS|MMSE|MoCA|ASIA|Rankin|Ashworth|NIHSS|SLEDAI|DAS28|ECOG|Karnofsky|Lysholm|IKDC|KOOS|Pfirrmann|Outerbridge|ICRS"
    r"|Rutherford|Fitzpatrick|Child[-–]Pugh)(?:\s(?:scale|score|stage|grade|class|scores|stages|grades|classes|level|levels|type|types))?"
    r"|\b(?i:stages|grades|classes|scores|scale|stage|grade|levels)\b)"
    r"(?:\s(?i:of|from|between|ranging\sfrom|ranges?\sfrom|that\sruns\sfrom|running\sfrom|was|were))*[\s:]{0,2}\(?\s?(?:[≥≤<>]\s?)?$"
)
_SCALE_AFTER: Final = regex.compile(r"[\s-](?:point\s)?(?:scale|rating\sscale|VAS)(?!\w)")


def bare_of(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    """Return what a figure without a unit is by its wording, None where nothing says so."""
    for read in (_p_value, _sample_size, _age, _scale, _years, _year):
        bare = read(text, left, right, figure)
        if bare is not None:
            return bare
    return None


def is_age(text: str, left: int, right: int, figure: Figure) -> bool:
    """Whether a figure in years (or months) is an age: '65-year-old', 'aged 18 to 80 years', 'average age was 39'."""
    window = max(left, figure.start - 80)
    if _OF_A_THING.search(text, window, figure.start):
        return False
    if _AGE_AFTER.match(text, figure.end, right):
        return True
    return _AGE_BEFORE.search(text, window, figure.start) is not None or (
        _AGE_VERB.search(text, window, figure.start) is not None
    )


def _p_value(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    match = _P_VALUE.search(text, max(left, figure.start - 40), figure.start)
    if match is None or figure.shape != "one" or not 0 <= figure.numbers[0].value <= 1:
        return None
    sign = match["sign"].lower()
    comparator = _SIGNS.get(sign, "<" if "less" in sign else ">" if "greater" in sign else "=")
    return Bare("p_value", None, comparator, match.start(), figure.end)


def _sample_size(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    number = figure.numbers[0]
    if figure.shape != "one" or number.value != int(number.value) or number.value < 1 or number.normaliser != "decimal":
        return None
    match = _N.search(text, max(left, figure.start - 8), figure.start)
    if match is not None and HARM_BEFORE.search(text, max(left, match.start() - 40), match.start()):
        return Bare("event_count", None, "=", match.start(), figure.end)
    if match is not None:
        return Bare("sample_size", None, "=", match.start(), figure.end)
    if _GROUP_OF.search(text, max(left, figure.start - 50), figure.start) and not _follows(text, figure.end, right):
        return Bare("sample_size", None, None, figure.start, figure.end)
    return None


_UNITLIKE: Final = regex.compile(r"\s?[%/°]|\s(?:to|out)\b|[-–]|\s\p{L}+s(?!\w)")


def _follows(text: str, place: int, right: int) -> bool:
    """Whether something behind a number says that it counts or measures something else."""
    return _UNITLIKE.match(text, place, right) is not None


_NO_AGE: Final = regex.compile(r"\s?[%°/]|\s(?:percent|of|out)\b|[-–]\p{L}")


def _age(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    if any(not 0 < number.value <= 120 for number in figure.numbers) or figure.shape not in ("one", "range", "list"):
        return None
    match = _AGE_BEFORE.search(text, max(left, figure.start - 80), figure.start)
    if match is None or _NO_AGE.match(text[figure.end : figure.end + 9]):
        return None
    return Bare("age", "a", None, figure.start, figure.end)


def _scale(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    if any(number.normaliser != "decimal" or number.value > 1000 for number in figure.numbers):
        return None
    before = _SCALE.search(text, max(left, figure.start - 70), figure.start)
    if figure.shape == "range":
        behind = _SCALE_AFTER.match(text, figure.end, right)
        if before is None and behind is None:
            return None
        return Bare("scale_range", None, None, figure.start if before is None else before.start(), figure.end)
    if before is None or figure.shape != "one" or text[figure.start - 1 : figure.start] not in "≥≤<>":
        return None
    return Bare("scale_range", None, None, before.start(), figure.end)


def _is_year(text: str, figure: Figure) -> bool:
    return (
        all(
            number.normaliser == "decimal" and number.end - number.start == 4 and 1800 <= number.value <= 2100
            for number in figure.numbers
        )
        and text[figure.numbers[0].start].isdigit()
    )


def is_year_like(text: str, left: int, figure: Figure) -> bool:
    """Whether a number before a noun may be a year: 'In 2019 patients received it'."""
    is_year = figure.shape == "one" and _is_year(text, figure)
    return is_year and _YEAR_BEFORE.search(text, max(left, figure.start - 30), figure.start) is not None


_MONTH_BEFORE: Final = regex.compile(rf"\b{_MONTH}(?:\s\d{{1,2}},?)?\s$")


def _years(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    if figure.shape != "range" or not _is_year(text, figure):
        return None
    window = max(left, figure.start - 30)
    if _NOT_RANGE_BEFORE.search(text, window, figure.start) or _MONTH_BEFORE.search(text, window, figure.start):
        return None
    match = _RANGE_BEFORE.search(text[window : figure.start])
    if match is None or _NOT_RANGE_AFTER.match(text, figure.end, right):
        return None
    word = match["word"]
    start = window + match.start("word") if word and word.lower() in ("between", "from") else figure.start
    return Bare("year_range", None, None, start, figure.end)


def _year(text: str, left: int, right: int, figure: Figure) -> Bare | None:
    if figure.shape != "one" or not _is_year(text, figure):
        return None
    match = _YEAR_BEFORE.search(text, max(left, figure.start - 30), figure.start)
    if match is None or _NOT_YEAR_AFTER.match(text, figure.end, right):
        return None
    return Bare("year", None, _YEAR_WORDS.get(match["word"].lower()), figure.start, figure.end)
