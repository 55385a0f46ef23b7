"""Dates that a page states in words or ISO 8601, each with what it dates.

Only days and months are read (EDTF level 0), and years only behind a copyright sign: a bare year in prose is a
number among others. A role comes from the label before the date or from a cue in the same sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders.cues import CENTURIES, folded, holds_any
from extractors.finders.identifiers import find_identifiers
from schemas.calendar import Precision, parse_date
from schemas.spans import Found, Span, found_text

DateRole = Literal[
    "published", "modified", "reviewed", "merged", "created", "copyright", "event", "trial_start", "trial_end"
]


@dataclass(frozen=True, slots=True)
class DateFound:
    """A stated date (EDTF), how fine it is, and its role; `is_labelled` tells a label from a cue in prose."""

    found: Found[str]
    precision: Precision
    role: DateRole
    is_labelled: bool


_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)(?!\p{L})\.?"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:1[5-9]|20|21)\d\d(?![\d]|-\d)"
# The first mark is asked for first: nearly every place fails there.
_DATE: Final = regex.compile(
    rf"(?=[\dJFMASOND])(?<![\w/.=-])(?:(?P<iso>(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?=[T\s]\d\d:|[^\w/-]|$)"
    rf"|{_MONTH}\s{{1,2}}{_DAY},?\s{{1,2}}{_YEAR}|{_DAY}\s(?:of\s)?{_MONTH},?\s{{1,2}}{_YEAR}"
    rf"|{_YEAR}\s{_MONTH}(?:\s(?:0?[1-9]|[12]\d|3[01])(?!\d))?|{_MONTH},?\s{{1,2}}{_YEAR})"
)
_COPYRIGHT: Final = regex.compile(
    r"(?:(?:copyright|\(c\))\s{0,2}\u00a9?|\u00a9\s{0,2}(?:copyright)?)\s{0,2}(?P<a>(?:19|20)\d\d)(?!\d)"
    r"(?:\s?[-\u2013]\s?(?P<b>(?:19|20)\d\d)(?!\d))?",
    regex.I,
)
_COPYRIGHT_CUES: Final = ("copyright", "(c)", "\u00a9")
_ADDRESS: Final = regex.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}+", regex.I)
_BEFORE: Final = r"['\"\u201d]?\s?(?:[:=|]|content=|,)?[\s'\"|>*_=:]{0,8}(?:\p{Lu}\p{Ll}{2,8}day,\s)?$"
_OPENS: Final = r"(?:[\n.|\u00b7\u2022;{>\"'*_\u2013\u2014]\s{0,3}|\d{4}\s{0,2})"
_BY: Final = r"(?:\sby\s[^\n|:]{2,80}?)?"
# A label ends right before the date; the looser ones ('Updated') must also open their line or segment.
_LABEL_PATTERNS: Final[dict[DateRole, str]] = {
    "merged": rf"merged[_ ](?:at|on){_BEFORE}",
    "reviewed": rf"(?:last[_ ]?reviewed|medically reviewed|date[_ ]?reviewed|reviewed[_ ]?(?:at|on)|review date){_BY}"
    rf"(?:\s(?:on|in))?{_BEFORE}|{_OPENS}reviewed{_BY}(?:\son)?{_BEFORE}",
    "modified": r"(?:last[_ ]?(?:updated|modified|edited|revised)|date[_ ]?(?:modified|updated)"
    rf"|(?:updated|modified)[_ ]?(?:at|time))(?:\son)?{_BEFORE}"
    rf"|{_OPENS}(?:updated|modified|revised|edited)(?:\son)?{_BEFORE}",
    "created": rf"(?:date[_ ]?created|created[_ ]?at){_BEFORE}|{_OPENS}created(?:\son)?{_BEFORE}",
    "published": r"(?:date[_ ]?published|published[_ ]?(?:at|time)|publish(?:ed)?[_ ]date|publication date|posted on)"
    rf"{_BEFORE}|{_OPENS}(?:first\s)?(?:published|posted)(?:\s(?:on|online))?{_BEFORE}|\nby\s[^|\n]{{1,80}}\s\|\s$",
}
_LABELS: Final = {role: regex.compile(pattern, regex.I) for role, pattern in _LABEL_PATTERNS.items()}
_LABEL_WORD: Final = regex.compile(
    r"merged|review|updat|modifi|edited|revised|creat|publish|publication|posted|\nby\s", regex.I
)
_TRIAL: Final = regex.compile(
    r"\b(?:trials?|stud(?:y|ies)|enrol\w*|recruit\w*|patients?|participants?|volunteers?|dos(?:ed|ing)|NCT\d+"
    r"|ISRCTN\d+|(?:ChiCTR|jRCT|UMIN)\w+)\b",
    regex.I,
)
_CUES: Final = regex.compile(
    r"\b(?:(?P<start>began|begun|begins?|beginning|start(?:s|ed|ing)?|launch(?:ed|es)|commenced?s?|initiated|opened"
    r"|first\s(?:of\s(?:(?:\d{1,5}|(?!of)\p{Ll}{3,9})\s){1,2})?(?:patient|participant|subject|volunteer|person)s?"
    r"|kick(?:ed|s)\soff)"
    r"|(?P<end>complet(?:ed?|es|ion|ing)|end(?:s|ed|ing)?|conclud(?:ed?|es)|finish(?:ed|es)?|closed|last\spatient))\b",
    regex.I,
)
# What ended was the enrolment, and not the trial.
_ENROLMENT: Final = regex.compile(r"\b(?:enrol\w*|recruit\w*|accrual)\b[^.;:()\n]{0,40}$", regex.I)
_OF_ENROLMENT: Final = regex.compile(
    r"\s(?:(?:its|the|their|patient|full|of)\s){0,2}(?:enrol|recruit|accrual)", regex.I
)
_RANGE_START: Final = regex.compile(r"\b(?:from|between|since)\s$", regex.I)
_RANGE_END: Final = regex.compile(r"\s?(?:to|until|till|through|and|[-\u2013])\s?", regex.I)
_SENTENCE_END: Final = regex.compile(r"[.?!]\s+(?=\p{Lu})|\n")
_REACH: Final = 160


def find_dates(text: str, start: int = 0, end: int | None = None, inside: tuple[Span, ...] = ()) -> list[DateFound]:
    """Return every day or month stated in `text[start:end]`, in order, and copyright years.

    Dates inside addresses, identifiers and the spans `inside` (references: those date the cited work) are left out.
    """
    end = len(text) if end is None else end
    if not holds_any(text[start:end], CENTURIES):
        return []
    part = folded(text, start, end)
    has_address = "://" in part or "www." in part
    closed = [(match.start(), match.end()) for match in _ADDRESS.finditer(text, start, end)] if has_address else []
    closed += [(item.found.start, item.as_written.end) for item in find_identifiers(text, start, end)]
    closed += [(span.start, span.end) for span in inside]
    closed.sort()
    result: list[DateFound] = []
    index, reach = 0, start
    for match in _DATE.finditer(text, start, end):
        while index < len(closed) and closed[index][0] < match.end():
            reach = max(reach, closed[index][1])
            index += 1
        if match.start() >= reach:
            made = _date(text, start, end, match, result[-1] if result else None)
            result += [made] if made else []
    for match in _COPYRIGHT.finditer(text, start, end) if holds_any(part, _COPYRIGHT_CUES) else ():
        for group in ("a", "b"):
            year = found_text(text, *match.span(group), "edtf") if match.group(group) else None
            result += [DateFound(year, "year", "copyright", True)] if year else []
    return sorted(result, key=lambda item: item.found.start)


def _date(text: str, start: int, end: int, match: regex.Match[str], before: DateFound | None) -> DateFound | None:
    """Make the date of `match`; an ISO month without a label may be a span of years and is left out."""
    stated = parse_date(match.group())
    first, last = match.span()
    if text[last - 1] == ".":
        last -= 1
    found = found_text(text, first, last, "edtf")
    if stated is None or found is None:
        return None
    label = _label_role(text, start, first)
    if label is None and match.group("iso") and stated.precision == "month":
        return None
    role = label or _cue_role(text, start, end, (first, last), before)
    return DateFound(found, stated.precision, role, label is not None)


def _label_role(text: str, start: int, first: int) -> DateRole | None:
    """Return the role that the label right before the date names."""
    left = max(start, first - 120)
    window = ("\n" if left == start else "") + text[left:first]
    if _LABEL_WORD.search(window) is None:
        return None
    for role, pattern in _LABELS.items():
        if pattern.search(window):
            return role
    return None


def _cue_role(text: str, start: int, end: int, span: tuple[int, int], before: DateFound | None) -> DateRole:
    """Return the role that the nearest cue in the sentence gives, 'event' where a trial is not its subject."""
    first, last = span
    left = max(start, first - _REACH)
    for boundary in _SENTENCE_END.finditer(text, left, first):
        left = boundary.end()
    closing = _SENTENCE_END.search(text, last, min(end, last + _REACH))
    right = closing.start() if closing else min(end, last + _REACH)
    if not _TRIAL.search(text, left, right):
        return "event"
    follows_start = before is not None and before.role == "trial_start" and left <= before.found.end
    if before and follows_start and _RANGE_END.fullmatch(text, before.found.end, first):
        return "trial_end"
    cues = [(_distance(cue.span(), span), cue) for cue in _CUES.finditer(text, left, right)]
    if cues:
        nearest = min(cues, key=lambda pair: pair[0])[1]
        if nearest.group("start"):
            return "trial_start"
        is_enrolment = _ENROLMENT.search(text, max(left, nearest.start() - 60), nearest.start())
        return "event" if is_enrolment or _OF_ENROLMENT.match(text, nearest.end(), right) else "trial_end"
    if _RANGE_START.search(text, left, first) and _RANGE_END.match(text, last, right):
        return "trial_start"
    return "event"


def _distance(cue: tuple[int, int], date: tuple[int, int]) -> int:
    """Return how far a cue is from a date; one behind it counts double, since English puts the verb first."""
    return date[0] - cue[1] if cue[1] <= date[0] else 2 * (cue[0] - date[1])
