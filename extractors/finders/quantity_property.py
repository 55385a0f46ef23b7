"""The measured property near a figure: 'improvement rate', 'follow-up', 'grip strength'."""

from __future__ import annotations

from typing import Final

import regex

from schemas.spans import Found, found_text

_RATE: Final = (
    r"(?:(?:overall|objective|complete|partial|clinical|higher|lower|annual|five-year|one-year)\s)?(?P<rate>"
    r"(?:improvement|response|success|survival|remission|mortality|complication|infection|relapse|recurrence|cure"
    r"|healing|closure|engraftment|dropout|retention|failure|progression|incidence|prevalence|recovery|event)\srates?"
    r"|survival|mortality|prevalence|incidence|viability|purity|confluence|ejection\sfraction)"
)
_RATE_AFTER: Final = regex.compile(rf"\s{_RATE}(?![\w-])", regex.I)
_RATE_BEFORE: Final = regex.compile(
    rf"\b{_RATE}(?:\s(?:of|was|were|is|rose\sto|fell\sto|reached|to\sbe|being|at"
    rf"|in\s[\p{{L}} -]{{1,40}}?\swas))?\s?[(:]?\s?$",
    regex.I,
)
_RATE_NEAR: Final = regex.compile(
    r"(?P<rate>(?:improvement|response|success|survival|remission|mortality|complication|infection|relapse|recurrence"
    r"|cure|healing|closure)\srates?)\s[^.;()\n]{0,40}$",
    regex.I,
)
_DURATION: Final = regex.compile(
    r"(?P<property>follow(?:ed)?[- ]?up(?:\s(?:period|time|duration))?|(?:study|trial|treatment|disease)\sduration"
    r"|shelf\slife|half-life|lifespan|life\sexpectancy|survival|healing\stime|recovery(?:\stime)?|hospital\sstay"
    r"|length\sof\sstay|time\sto\s[\p{L}-]{3,20}(?:\s(?:engraftment|recovery|response|relapse|progression|closure|healing|failure|event|onset|peak|death))?|treatment\speriod|operating\stime|duration\sof\s[\p{L}-]{3,20}"
    r"|immunosuppression|surveillance|washout|follow(?:ed|s)?(?=\s(?:[\w,]{1,14}\s){0,4}(?:participants|patients|people|adults|them|animals)))(?!\w)",
    regex.I,
)
_BREAK: Final = regex.compile(r"[.;:](?!\s(?:\p{Lu}|\d))|\b(?:when|if|every|while|who|which|that|but)\b", regex.I)
_BEHIND: Final = regex.compile(
    r"[\s-](?:of\s)?(?:[\p{L}]{3,14}\s(?:and\s)?){0,3}?(?P<property>follow[- ]?up|survival|surveillance"
    r"|monitoring|immunosuppression"
    r"|imaging|observation)(?!\w)",
    regex.I,
)
_CHANGE_VERB: Final = (
    r"rose|fell|dropped|declined|increased|decreased|improved|grew|reached|raised|reduced|lowered|gained|lost|shrank"
    r"|climbed|worsened|falls?|rises?|drops?|declines?|increases?|decreases?|improves?|changed"
    r"|averaged|scored|was|were"
)
_CHANGE_REACH: Final = 70
VALUE_REACH: Final = 24
_CHANGED: Final = regex.compile(rf"\s(?:{_CHANGE_VERB})(?=\s)", regex.I)
_CLAUSE_START: Final = regex.compile(r"[.;:,•()\n]\s|^\s?-\s|\b(?:that|while|but|whereas)\s|,\sand\s", regex.I)
_AND: Final = regex.compile(r"\band\s", regex.I)
_OBJECT: Final = regex.compile(
    r"\b(?:raised|reduced|increased|decreased|lowered|improved|cut|boosted)\s(?:the\s|their\s)?"
    r"(?P<object>[\p{L}][\p{L}\s'’-]{2,40}?)\s(?:by|from)\s(?:[\p{L}]{2,14}\s){0,3}$",
    regex.I,
)
_IN: Final = regex.compile(
    r"\s(?P<noun>(?:increase|decrease|reduction|improvement|gain|decline|drop|rise|fall)\s)?(?:in|on)\s(?:the\s|their\s)?"
    r"(?P<object>(?!week|month|day|year|average|both|each|people|patients|adults|participants|rats|mice|animals|one|cells"
    r"|the\s|\d)[\p{L}][\p{L}'’-]{1,24}(?:\s(?!at|after|in|with|for|and|by|over|among|than|was|were|on|compared)"
    r"[\p{L}][\p{L}'’-]{1,24}){0,3})",
    regex.I,
)
_GAIN: Final = regex.compile(
    r"\b(?:gain|loss|increase|decrease|reduction|improvement|drop|rise|decline|fall|change|difference)s?\sof\s[^.;,()\n]{0,30}$",
    regex.I,
)
_CHANGE: Final = regex.compile(
    r"\b(?:rose|fell|rising|falling|growing|dropp?ed|declined|increased?|decreased?|improved?|grew|reduced?|raised|lowered|shrank|climbed"
    r"|falls?|rises?|drops?|declines?|increases|decreases|gain(?:s|ed)?|lost|loss|reduction|improvement|difference"
    r"|change[ds]?|rise|worsened|cut)\b(?!\srates?)[^.;:()\n]{0,48}?\b(?:by|of|from)\s[^.;:()\n]{0,30}$",
    regex.I,
)
_CHANGE_AFTER: Final = regex.compile(
    r"\s(?:lower|higher|less|more|better|worse|larger|smaller|fewer|greater|faster|slower|longer|shorter|earlier|later|sooner|thicker|thinner|stronger|weaker|increase|decrease|reduction"
    r"|improvement|gain|decline|drop|rise|fall)(?!\w)(?!\srates?)(?!\sthan\s(?:half|\d))",
    regex.I,
)
_LEAD: Final = regex.compile(r"(?:[-•]\s)?(?:(?:and|but|all|the|a|an|their|its|mean|median|average|total)\s)*", regex.I)
_EXTENT: Final = regex.compile(
    r"(?:^|[^\p{L}]|\b(?:is|was|were|are|be|with|had|has|the|a|an|and|or|of|to|showed|reached)\s)"
    r"(?P<property>(?!(?:is|was|were|are|be|with|had|has|the|a|an|and|or|of|to|dose|total|average|mean|median|some|most|out|all|that|more|less|in|for)\s)"
    r"[\p{L}][\p{L}-]{2,20}(?:\s(?!of\s)[\p{L}][\p{L}-]{2,20})?)\sof\s(?:at\sleast\s|about\s|over\s|up\sto\s|more\sthan\s|less\sthan\s)?$",
    regex.I,
)
_FROM: Final = regex.compile(r"\bfrom\s(?:about\s|around\s|a\s(?:mean|median|average)\sof\s)?$", regex.I)
_TO: Final = regex.compile(r"\sto\s(?:about\s|around\s|just\s|only\s)?$", regex.I)
_OPEN_END: Final = regex.compile(
    r"\b(?:to|and|or|of|in|by|with|for|the|a|an|that|had|has|have|was|were|is|are)$", regex.I
)
_CHANGED_DIRECTLY: Final = regex.compile(
    r"\b(?:rose|fell|dropped|declined|increased|decreased|grew|gained|lost|climbed|shrank|jumped|slumped|(?<!\bmade\s)(?<!\bmakes\s)(?<!\bmake\s)up|down)\s"
    r"(?:by\s|about\s|around\s|nearly\s|almost\s|only\s|just\s|some\s|over\s|more\sthan\s|less\sthan\s){0,2}$",
    regex.I,
)
_COMMON: Final = frozenset(
    "it they he she this that these those there what which who patients participants people rats mice adults "
    "one all others some but and year".split()
)


def rate_property(text: str, left: int, place: int, end: int, limit: int) -> Found[str] | None:
    """Return the rate that a percentage at `[place, end)` is: '100% improvement rate', 'improvement rates (57%)'."""
    behind = _RATE_AFTER.match(text, end, limit)
    if behind is not None:
        return found_text(text, *behind.span("rate"))
    window = max(left, place - 90)
    before = _RATE_BEFORE.search(text, window, place) or _RATE_NEAR.search(text, window, place)
    return None if before is None else found_text(text, *before.span("rate"))


def duration_property(text: str, left: int, place: int, end: int, limit: int) -> Found[str] | None:
    """Return what lasts: 'follow-up', 'shelf life'; the nearest name before the figure, else the one right behind."""
    behind = _BEHIND.match(text, end, min(limit, end + 60))
    if behind is not None:
        return found_text(text, *behind.span("property"))
    window = max(left, place - 70)
    nearest = max(_DURATION.finditer(text, window, place), key=_start, default=None)
    if nearest is None or _BREAK.search(text, nearest.end(), place):
        return None
    return found_text(text, *nearest.span("property"))


def _start(match: regex.Match[str]) -> int:
    return match.start()


def changed_property(
    text: str, left: int, place: int, end: int, limit: int, *, reach: int = _CHANGE_REACH
) -> Found[str] | None:
    """Return what changed or was scored: 'gain of 2.1 points in ejection fraction', 'Pain scores dropped by 34%'.

    `reach` is how far before the figure the verb may begin: near for a plain value ('Survival was 75%').
    """
    inside = _IN.match(text, end, min(limit, end + 120))
    if inside is not None and (inside["noun"] or _GAIN.search(text, max(left, place - 60), place)):
        return found_text(text, *inside.span("object"))
    window = max(left, place - 130)
    changed = _OBJECT.search(text, window, place)
    if changed is not None:
        return found_text(text, *changed.span("object"))
    found = _subject(text, left, window, place, reach)
    if found is None or found.value.lower() in _COMMON or len(found.value.split()) > 6:
        return None
    return None if _OPEN_END.search(found.value) else found


def _subject(text: str, left: int, window: int, place: int, reach: int) -> Found[str] | None:
    """Return the subject of the last verb of change before a figure, None where its clause began out of sight."""
    verbs = [match.start() for match in _CHANGED.finditer(text, window, place)]
    if not verbs or place - verbs[-1] > reach:
        return None
    begin = window
    for boundary in _CLAUSE_START.finditer(text, window, verbs[-1]):
        begin = boundary.end()
    if len(verbs) > 1:  # 'pain fell by 3 points and strength rose by 2'
        for boundary in _AND.finditer(text, max(begin, verbs[-2]), verbs[-1]):
            begin = boundary.end()
    if begin == window > left or not _WORDS.fullmatch(text, begin, verbs[-1]):
        return None
    lead = _LEAD.match(text, begin, verbs[-1])
    auxiliary = _AUXILIARY.search(text, begin, verbs[-1])
    end = verbs[-1] if auxiliary is None else auxiliary.start()
    return found_text(text, begin if lead is None else lead.end(), end)


_AUXILIARY: Final = regex.compile(
    r"(?:\s(?:was|were|has|have|had|is|are|been|be|will|would|could|also|even))+$", regex.I
)
_WORDS: Final = regex.compile(r"(?:[-•]\s)?[\p{L}][\p{L}\d '’/&-]{1,70}")


def extent_property(text: str, left: int, place: int) -> Found[str] | None:
    """Return what has an extent: 'wound closure of at least 95%'."""
    match = _EXTENT.search(text, max(left, place - 60), place)
    return None if match is None else found_text(text, *match.span("property"))


def is_change(text: str, left: int, place: int, end: int, limit: int) -> bool:
    """Whether a figure is by how much something changed or differed ('dropped by 34%', '27% lower')."""
    if _CHANGE_AFTER.match(text, end, limit):
        return True
    if _CHANGED_DIRECTLY.search(text, max(left, place - 40), place):
        return True
    return _CHANGE.search(text, max(left, place - 90), place) is not None


def is_from(text: str, left: int, place: int) -> bool:
    """Whether a figure is the starting point of a change ('fell from 8.1%')."""
    return _FROM.search(text, max(left, place - 30), place) is not None


def joins_to(text: str, place: int, start: int) -> bool:
    """Whether the text between two figures is the 'to' of a change."""
    return start - place < 24 and _TO.fullmatch(text, place, start) is not None
