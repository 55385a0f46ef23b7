"""What is stated of a trial near its mention: status, enrolment, follow-up and who sponsors it.

Sponsor is who the text calls so: 'sponsored by X', 'X-sponsored', 'the sponsor, X,', 'Sponsor: X'. Who funds, runs,
hosts, leads or announces a trial is none (ClinicalTrials.gov keeps collaborators and sites apart, too).
"""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders import trial_words as words
from extractors.finders.cues import folded, holds_any
from extractors.finders.trial_records import EnrolmentKind, SponsorFound
from extractors.finders.trial_text import Reading
from schemas.spans import Found

_N: Final = rf"(?P<n>{words.NUMBER})"
_BETWEEN: Final = r"(?:\s(?!of\b|or\b|to\b|and\b|in\b|with\b|months?\b|years?\b|weeks?\b|days?\b)[\p{L}-]{2,20}){0,4}"
_PEOPLE: Final = words.PEOPLE


_WHICH: Final = (
    r"(?:(?:not\syet|actively|still|currently|now)\s)?recruiting(?:\s(?:patients|participants))?"
    r"|active,?\snot\srecruiting"
    r"|(?:still\s)?enroll?ing(?:\sby\sinvitation)?|ongoing|on-going|under\s?way|in\sprogress|complete|completed"
    r"|(?:terminated|stopped|halted|discontinued)(?:\s(?:early|prematurely))?|suspended|withdrawn|paused|planned"
    r"|in\splanning|being\splanned|in\spreparation|closed(?:\sto\s(?:enroll?ment|recruitment))?|fully\senrolled"
    r"|open(?:\s(?:for|to)\s(?:enroll?ment|recruitment))?|(?:expected|due|scheduled|slated|set|about)\sto\s(?:begin"
    r"|start|open)"
    r"(?:\ssoon)?"
)
_STATUS_BEHIND: Final = regex.compile(
    r"(?:[^.;()]{0,110}?\s)?(?:is|are|was|were|remains?|(?:has|have)\s(?:now\s)?been|had\sbeen)"
    r"\s(?:(?:currently|now|still|already|also|both|today|since)\s){0,2}"
    rf"(?P<status>{_WHICH})(?P<tail>\s(?:or|and)\s(?:are|is|was|were))?(?![\w-])",
    regex.I,
)
_STATUS_VERB: Final = regex.compile(
    r"\s(?:(?P<status>(?:(?:still|now|currently)\s)?enroll?s)(?=\s)"
    r"|(?:is|are|remains?)\s(?P<status>(?:(?:still|now|currently)\s)?active)(?=[\s.,;)]|$))",
    regex.I,
)
_STATUS_SHORT: Final = regex.compile(
    rf"\s?[(,;:–—-]\s?(?:[^().;]{{0,40}}[,;]\s)?(?:(?:overall\s)?status:?\s)?(?P<status>{_WHICH})\s?(?=[),;.]|$)",
    regex.I,
)
_STATUS_IN: Final = regex.compile(
    r"\s(?P<status>in\splanning|under\s?way|in\sprogress|in\spreparation)(?![\w-])", regex.I
)
_STATUS_LABEL: Final = regex.compile(
    rf"(?<![\w-])(?:overall[ _]?|trial\s|recruitment\s)?status:\s?(?P<status>{_WHICH})(?![\w-])", regex.I
)
_STATUS_BEFORE: Final = regex.compile(
    r"(?P<status>(?:is\s|are\s)?(?:plans|planning)(?:\sto\s(?:start|begin|run|conduct|launch|open))?|(?:is"
    r"|are)\srecruiting\s(?:for|into)"
    r"|will\s(?:start|begin|launch|open|conduct|run)|(?:(?:has|have)\s(?:now\s|recently\s|since\s)?)?completed)"
    r"\s(?:(?:an?|the|its|their|another)\s)?$",
    regex.I,
)
_BY_PATIENTS: Final = regex.compile(
    rf"(?:{_PEOPLE}|who|all|of\sthem|those|\d)\s(?:who\s|that\s|had\s|have\s|has\s){{0,2}}[^.;,]{{0,12}}$", regex.I
)
_NOT: Final = regex.compile(r"\b(?:not|never|no|nor|without|cannot)\b|n['’]t\b", regex.I)

_ENROL_VERB: Final = (
    r"enroll?(?:s|ed|ing)?|recruit(?:s|ed|ing)?|includ(?:e|es|ed|ing)|randomi[sz](?:e|es|ed|ing)|involv(?:e|es|ed|ing)"
    r"|follow(?:s|ed|ing)?|test(?:s|ed|ing)\s(?:it\s)?(?:in|on)|plan(?:s|ned)?|pool(?:s|ed)|target(?:s|ed|ing)?"
)
# Behind these words 'in 7 patients' tells a result.
_FINDS: Final = (
    r"(?:showed|shown?s?|found|improv\w*|report\w*|reduc\w*|increas\w*|led|result\w*|was|were|is|are|had|has|have"
    r"|met|and|or|but|produc\w*"
    r"|caus\w*|occur\w*|seen|benefit\w*|that|which|who|failed|worked|helped|saw|died|respon\w*)\s"
)
_APPROX: Final = (
    r"(?:\s(?:up\sto|about|approximately|around|roughly|a\stotal\sof|an\sestimated|in\stotal|only|just|some)){0,2}"
)
# Patterns, each with words of which one stands in whatever it finds: asked first, since most sentences have none.
_ENROLMENTS: Final = tuple(
    (hints, regex.compile(pattern, regex.I))
    for hints, pattern in (
        (
            ("enrol", "recruit", "includ", "randomi", "involv", "follow", "test", "plan", "pool", "target"),
            rf"(?<![\w-])(?P<cue>{_ENROL_VERB}){_APPROX}\s{_N}{_BETWEEN}\s{_PEOPLE}",
        ),
        (
            ("trial", "stud"),
            rf"(?<![\w-])(?P<cue>(?:trials?|stud(?:y|ies))\s(?:of|in|with|involving"
            rf"|on)){_APPROX}\s{_N}{_BETWEEN}\s{_PEOPLE}",
        ),
        (
            ("trial", "stud", "test", "evaluat", "assess", "compar"),
            r"(?<![\w-])(?P<cue>(?:(?:trials?|stud(?:y|ies))\s(?:of|testing|using)|test(?:s|ed|ing)|evaluat(?:es|ed|ing)"
            r"|assess(?:es|ed|ing)"
            rf"|compar(?:es|ed|ing))\s(?:(?!{_FINDS})[\w’'-]{{1,30}}\s){{1,8}}?in){_APPROX}\s{_N}{_BETWEEN}\s{_PEOPLE}",
        ),
        (
            ("enrol", "recruit", "randomi", "includ", "took", "participated"),
            rf"(?<![\w-]){_N}{_BETWEEN}\s{_PEOPLE}\s(?P<cue>(?:were|was|are|will\sbe|have\sbeen|had\sbeen)\s(?:being\s)?"
            r"(?:enroll?ed|recruited|randomi[sz]ed|included)|enroll?ed|took\spart|participated)(?!\w)",
        ),
        (
            ("planned", "intended", "anticipated", "expected"),
            rf"(?<![\w-]){_N}\s(?P<cue>planned|intended|anticipated|expected)\s{_PEOPLE}",
        ),
        (
            ("enrol", "sample"),
            rf"(?<![\w-])(?P<cue>(?:(?:target|planned|estimated|anticipated|actual)\s)?(?:enroll?ment|sample\ssize))"
            rf"(?:\s(?:of|is|was)|:|\s\(?n\s?=)?{_APPROX}\s?{_N}",
        ),
        (("=",), rf"(?<![\w])(?P<cue>n)\s?=\s?{_N}"),
        (
            ("-patient", "-participant", "-subject", "-person", "-volunteer"),
            rf"(?<![\w-]){_N}(?P<cue>-(?:patient|participant|subject|person|volunteer))(?=\s)",
        ),
    )
)
_PLANNED: Final = regex.compile(
    r"(?<!\w)(?:plan(?:s|ned|ning)?|will|aims?|aiming|intend(?:s|ed)?|target(?:s|ed|ing)?|expect(?:s|ed)?"
    r"|anticipated|estimated"
    r"|up\sto|seeks?|to\s(?:enroll?|recruit|include|randomi[sz]e)|currently\srecruiting|(?:is"
    r"|are)\s(?:now\s)?(?:recruiting|enroll?ing))(?!\w)",
    regex.I,
)
_ACTUAL: Final = regex.compile(
    r"enroll?ed|recruited|included|randomi[sz]ed|involved|followed|took\spart|participated|tested|pooled|actual",
    regex.I,
)
_POOLED: Final = regex.compile(r"(?<!\w)(?:pooled|analy[sz]ed|covered)\s", regex.I)
_NO_TOTAL: Final = regex.compile(
    r"(?:\bof\sthe|\bof\s(?:these|those)|\b(?:first|last|next|another|additional|further|other|than|least|over"
    r"|so\sfar|already"
    r"|\d\s(?:of|out\sof)|(?<!up\s)to|[-–—]|each|per))\s$",
    regex.I,
)

_DURATION: Final = (
    r"(?:(?:at\sleast|up\sto|more\sthan|over|about|approximately|around|a\sminimum\sof|a\s(?:median|mean"
    r"|maximum)\sof|≥|>=|>)\s?)?"
    r"(?:\d{1,4}(?:\.\d)?\+?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen))"
    r"(?:\s?(?:[-–—]|to|and|or)\s?(?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|twelve)\+?)?"
    r"[\s-](?:hours?|days?|weeks?|months?|years?)(?!\w)"
)
_FOLLOW: Final = r"follow(?:ed|ing|s)?[-\s]?(?:up)?(?!\w)"
_FOLLOW_UPS: Final = tuple(
    regex.compile(pattern, regex.I)
    for pattern in (
        rf"(?<![\w-])(?P<time>{_DURATION})(?:['’]?\s(?:of\s)?(?:[\p{{L}}-]{{2,20}}\s){{0,4}}?)follow[-\s]?up(?!\w)",
        rf"(?<![\w-]){_FOLLOW}(?:\s(?:(?!days|years|months|weeks)[\w'’-]{{1,20}})){{0,6}}?(?:\s(?:for|over|of|was|is"
        rf"|to|until|through|lasted)|:)"
        rf"\s(?:(?:a|an|the)\s)?(?P<time>{_DURATION})",
        rf"(?<![\w-])at\s(?P<time>{_DURATION})(?!\s(?:of\sage|old|earlier|later|intervals?|apart|and\s\d))",
    )
)

_CAPITAL: Final = r"(?:\p{Lu}[\p{L}\p{M}\d.&'’/-]{0,30}|\d{1,4}[A-Z][\w-]{0,10})"
_SMALL: Final = r"(?:of|the|for|de|di|du|la|del|van|von|and|&|in)"
_NAME: Final = (
    rf"(?!(?:An?|The|This|That|Its|In|By|For)\s){_CAPITAL}(?:\s(?:{_SMALL}\s(?:{_SMALL}\s)?)?{_CAPITAL}){{0,8}}"
    r"(?:,?\s(?:Inc|Ltd|LLC|Co|Corp)\.?)?(?:\s\(\p{Lu}[\p{L}. ]{1,20}\))?"
)
_SPONSORS: Final = tuple(
    regex.compile(pattern)
    for pattern in (
        rf"(?<![\w-])(?i:(?:co-)?sponsored(?:\sand\s(?:funded|conducted|run|led))?\sby"
        rf"|under\sthe\ssponsorship\sof)\s(?i:the\s)?(?P<name>{_NAME}|(?i:multiple|various)(?!\w))",
        rf"(?<![\w-])(?P<name>{_NAME})[-‐‑](?i:sponsored)(?!\w)",
        rf"(?<![\w-])(?i:(?:trial|study|lead)?\s?sponsor),\s(?P<name>{_NAME}),",
        rf"(?<![\w-])(?i:(?:(?:trial|study)(?:['’]s)?|lead|the)\s?sponsor)\s(?i:is\s"
        rf"|was\s)?(?i:the\s)?(?P<name>{_NAME})",
        rf"(?<![\w-])(?i:(?:lead\s?)?sponsors?(?:\.name)?)\s?[:=]\s(?i:the\s)?(?P<name>{_NAME}|(?i:multiple|various"
        rf"|not\sspecified|N/A)(?!\w))",
        rf"(?<![\w-])(?P<name>{_NAME})(?:,\s|\s)(?i:(?:is|was|as)\sthe\s(?:trial['’]s\s"
        r"|study['’]s\s|lead\s)?sponsor"
        rf"|sponsors\s(?:the|this|that|its|an?)\s)",
    )
)
_TWO: Final = regex.compile(
    rf"(?P<a>[^,]+?)\s(?:and|&)\s(?:the\s)?(?P<b>(?:(?!and\s).)*?(?<!\w){words.ORGANISATION_WORD}(?!\w).*)"
)
_ORGANISATION: Final = regex.compile(rf"(?<!\w){words.ORGANISATION_WORD}(?!\w)")
_NOT_SPONSORED: Final = regex.compile(
    r"(?:\bnot|\bnon|\bnever|n['’]t|\bunless|\bif|\bwhether)[\s-](?:\w+\s)?$", regex.I
)


def status_of(
    reading: Reading, region: tuple[int, int], phrase: tuple[int, int], adjective: tuple[int, int] | None
) -> Found[str] | None:
    """Return the status as written, said of the noun phrase (or number) at `phrase` within `region`.

    A status that is denied, or one of two that do not agree, is none.
    """
    shown = reading.shown
    first, last = region
    label = _STATUS_LABEL.search(shown, first, last)
    behind = _STATUS_BEHIND.match(shown, phrase[1], min(last, phrase[1] + 190))
    if behind is not None and (behind["tail"] or _NOT.search(shown, phrase[1], behind.start("status"))):
        return None
    for match in (
        label,
        behind,
        *(p.match(shown, phrase[1], min(last, phrase[1] + 120)) for p in (_STATUS_SHORT, _STATUS_VERB, _STATUS_IN)),
    ):
        if match is not None:
            return reading.words(*match.span("status"))
    if adjective is not None:
        return reading.words(*adjective)
    low = max(0, phrase[0] - 48)
    before = _STATUS_BEFORE.search(shown[low : phrase[0]])
    if before is None or _BY_PATIENTS.search(shown[low : low + before.start()]) or _NOT.search(before.group()):
        return None
    return reading.words(low + before.start("status"), low + before.end("status"))


def enrolment_of(reading: Reading, first: int, last: int) -> tuple[Found[int], EnrolmentKind] | None:
    """Return how many people `shown[first:last]` says take part, and whether that is a plan.

    Parts ('5 of 11', 'the first 12') and bounds from below are none.
    """
    shown = reading.shown
    part = folded(shown, first, last)
    for hints, pattern in _ENROLMENTS:
        if not holds_any(part, hints):
            continue
        for match in pattern.finditer(shown, first, last):
            place = match.start("n")
            if _NO_TOTAL.search(shown[max(first, place - 24) : place]) and match["cue"].lower() not in (
                "planned",
                "intended",
            ):
                continue
            found = reading.number(*match.span("n"))
            if found is None or found.value == 0:
                continue
            return found, _kind(shown, (max(first, match.start() - 60), min(last, match.end() + 40)), match)
    return None


def _kind(shown: str, around: tuple[int, int], match: regex.Match[str]) -> EnrolmentKind:
    """Return whether the number is a plan, from the words up to it; behind it only where its cue leaves it open."""
    is_done = _ACTUAL.search(match["cue"]) is not None
    if _PLANNED.search(shown, around[0], match.end() if is_done else around[1]):
        return "planned"
    return "actual" if is_done or _POOLED.search(shown, around[0], match.end()) else "unknown"


def follow_up_of(reading: Reading, first: int, last: int, *, with_visits: bool) -> Found[str] | None:
    """Return how long people are followed, as written ('12+ months').

    with_visits: where that is not stated, the time of an assessment ('at 18 months').
    """
    for pattern in _FOLLOW_UPS if with_visits else _FOLLOW_UPS[:-1]:
        match = pattern.search(reading.shown, first, last)
        if match is not None:
            return reading.words(*match.span("time"))
    return None


def sponsors_of(reading: Reading, first: int, last: int) -> list[SponsorFound]:
    """Return whom `shown[first:last]` calls sponsor."""
    shown = reading.shown
    if "ponsor" not in folded(shown, first, last):
        return []
    for pattern in _SPONSORS:
        match = pattern.search(shown, first, last)
        if match is None or _NOT_SPONSORED.search(shown[max(first, match.start() - 16) : match.start()]):
            continue
        names = _names(shown, *match.span("name"))
        made = [_sponsor(reading.words(*name)) for name in names]
        return [sponsor for sponsor in made if sponsor is not None]
    return []


def _names(shown: str, first: int, last: int) -> list[tuple[int, int]]:
    """Split 'Lund University and Nord Pharma' where both sides are organisations by their words."""
    while shown[last - 1] in ".,;" and not shown[:last].endswith(("Inc.", "Ltd.", "K.K.", "Co.", "Corp.", "S.A.")):
        last -= 1
    two = _TWO.fullmatch(shown, first, last)
    if two is None or not _ORGANISATION.search(two["a"]):
        return [(first, last)]
    return [two.span("a"), two.span("b")]


def _sponsor(name: Found[str] | None) -> SponsorFound | None:
    return None if name is None else SponsorFound(name, is_placeholder(name.value))


def is_placeholder(value: str) -> bool:
    """Return whether a value only fills its place ('Multiple', 'N/A', 'Not specified')."""
    return value.strip().rstrip(".").casefold() in words.PLACEHOLDERS
