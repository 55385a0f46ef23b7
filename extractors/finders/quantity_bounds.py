"""How a figure is bounded: comparators in words and signs, and MeasEval's modifiers.

Comparators stand before a figure ('at least', 'fewer than', '≥') or behind its number ('12+', '10 or fewer').
Modifiers are those of MeasEval (SemEval-2021 task 8), with IsMin and IsMax for ends of a scale of values.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from extractors.finders.cues import folded, holds_any
from extractors.finders.quantities import TOLERANCE, Figure
from schemas.records.evidence import Comparator

_LEFT_WORDS: Final[dict[Comparator, str]] = {
    ">=": r"at\sleast|no\s(?:fewer|less)\sthan|not\sless\sthan|(?:a\s)?minimum(?:\sof)?"
    r"|(?:higher|greater|more|larger|older|longer)\sthan\sor\sequal\sto|equal\sto\sor\s(?:greater|higher|more)\sthan"
    r"|as\s(?:few|little|early|low|short)\sas|≥|>=|&ge;|⩾|>\s?or\s?=",
    "<=": r"at\s(?:the\s)?most|up\sto|no\smore\sthan|not\smore\sthan|no\slonger\sthan|no\slater\sthan"
    r"|(?:a\s)?maximum(?:\sof)?|(?:less|lower|fewer|smaller|shorter|younger)\sthan\sor\sequal\sto"
    r"|equal\sto\sor\s(?:less|lower|fewer)\sthan|as\s(?:many|much|long|high|late)\sas|within|≤|<=|&le;|⩽",
    ">": r"(?:more|greater|higher|larger|longer|older|later)\sthan|exceed(?:s|ed|ing)?|in\sexcess\sof|over|above|beyond"
    r"|upwards\sof|>|&gt;",
    "<": r"(?:less|fewer|lower|smaller|shorter|younger|earlier|sooner)\sthan|below|under|<|&lt;",
    "~": r"about|approximately|approx\.?|around|roughly|nearly|almost|close\sto|circa|ca\.|some|estimated(?:\sat)?"
    r"|an\sestimated|~|≈|∼",
    "=": r"=",
}
_FILLER: Final = (
    r"(?:\s(?:the|a|an|its|their|last|past|first|next|initial|further|another|total\sof|mean\sof|median\sof"
    r"|average\sof|day|age|aged?)){0,3}\s?"
)
# Read backwards from the figure, so that most figures cost one failed match.
_LEFT: Final = regex.compile(
    "(?r)(?:"
    + "|".join(rf"(?P<c{index}>(?<![\w-])(?:{words}))" for index, words in enumerate(_LEFT_WORDS.values()))
    + rf"){_FILLER}",
    regex.I,
)
_COMPARATORS: Final[tuple[Comparator, ...]] = tuple(_LEFT_WORDS)
_RIGHT: Final = regex.compile(
    r"(?P<plus>\+)|[\s-](?:or|and)\s(?:(?P<most>fewer|less|under|below|younger|shorter|lower)"
    r"|(?P<least>more|greater|older|over|above|longer|higher|up|upwards))(?!\w|\sthan\b)|\s(?P<about>or\sso)(?!\w)"
    r"|\s(?P<min>at\s(?:the\s)?least)(?!\w)|\s(?P<max>at\s(?:the\s)?most)(?!\w)",
    regex.I,
)
_BETWEEN: Final = regex.compile(r"\bbetween\s$", regex.I)
_OVER_TIME: Final = regex.compile(
    r"(?<!\bfor )(?<!\bwell )(?<!\bjust )(?<!\blasting )(?<!\blasted )\bover\s[^\n]*$", regex.I
)
_MODIFIER_CUES: Final[tuple[tuple[str, str], ...]] = (
    ("IsMean", r"\b(?:mean|average|averaged|averaging)\b"),
    ("IsMedian", r"\bmedian\b"),
    ("IsMin", r"\b(?:shortest|minimum|smallest|lowest|earliest|youngest)\b"),
    ("IsMax", r"\b(?:longest|maximum|largest|highest|oldest|at its peak)\b"),
)
_LEFT_CUES: Final = tuple((name, regex.compile(cue, regex.I)) for name, cue in _MODIFIER_CUES)
# One of these stands in each of them.
_CUE_STEMS: Final = ("mean", "averag", "median", "imum", "est", "peak")
_CUE_REACH: Final = 90
_ON_AVERAGE: Final = regex.compile(r"[^.;,(]{0,24}\bon\saverage\b", regex.I)
_CLAUSE: Final = regex.compile(r"[.;:,()\n](?!\d)|\b(?:and|but|while|whereas|compared)\b")
_REACH: Final = 64


class Bound(NamedTuple):
    """A comparator with its place, the stretch `[start, end)` of comparator and figure, and the modifiers."""

    comparator: Comparator | None
    start: int
    end: int
    modifiers: tuple[str, ...]


def bound_of(text: str, left: int, right: int, figure: Figure) -> Bound:
    """Return how the figure is bounded by the words around it within `[left, right)`."""
    comparator, start = _before(text, max(left, figure.start - _REACH), figure)
    if figure.shape == "range" and start == figure.start:
        between = _BETWEEN.search(text, max(left, start - 10), start)
        start = start if between is None else between.start()
    end = figure.end
    number_end = figure.numbers[-1].end
    behind = _RIGHT.match(text, number_end, right)
    if behind is None and end != number_end:
        behind = _RIGHT.match(text, end, right)
    if behind is not None and (comparator is None or comparator == "="):
        comparator = _behind(behind)
    if behind is not None:
        end = max(end, behind.end())
    return Bound(comparator, start, end, _modifiers(text, left, right, figure, comparator))


def _before(text: str, left: int, figure: Figure) -> tuple[Comparator | None, int]:
    match = _LEFT.match(text, left, figure.start)
    if match is None:
        return None, figure.start
    name = next(key for key, value in match.groupdict().items() if value is not None)
    word = match[name].lower()
    is_time = figure.unit is not None and figure.unit.family == "time"
    if word == "over" and is_time and _OVER_TIME.search(text[left : figure.start]):
        return None, figure.start  # 'over 12 months' says during, not more than
    return _COMPARATORS[int(name[1:])], match.start()


def _behind(match: regex.Match[str]) -> Comparator:
    if match["plus"] or match["least"] or match["min"]:
        return ">="
    return "<=" if match["most"] or match["max"] else "~"


def _modifiers(text: str, left: int, right: int, figure: Figure, comparator: Comparator | None) -> tuple[str, ...]:
    found = []
    if figure.shape in ("range", "list"):
        found.append("IsRange" if figure.shape == "range" else "IsList")
    if figure.unit is not None and figure.unit.ucum.startswith("{") and figure.unit.family != "points":
        found.append("IsCount")
    if TOLERANCE.match(text, figure.numbers[0].end, right):
        found.append("HasTolerance")
    if comparator == "~":
        found.append("IsApproximate")
    if comparator in (">", ">="):
        found.append("IsMin")
    if comparator in ("<", "<="):
        found.append("IsMax")
    if holds_any(folded(text, max(left, figure.start - _CUE_REACH), figure.start), _CUE_STEMS):
        window = text[max(left, figure.start - _CUE_REACH) : figure.start]
        *_, clause = [0, *(boundary.end() for boundary in _CLAUSE.finditer(window))]
        found += [name for name, cue in _LEFT_CUES if name not in found and cue.search(window, clause)]
    if "IsMean" not in found and _ON_AVERAGE.match(text, figure.end, min(right, figure.end + 40)):
        found.append("IsMean")
    return tuple(found)
