"""What a trial tests, and in whom: short noun phrases beside its mention, left out where they are not certain."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders import trial_words as words
from extractors.finders.trial_text import Reading
from schemas.spans import Found

_GIVEN_KINDS: Final = frozenset(("therapy", "product", "cell_type", "drug"))
_CONDITION: Final = frozenset(("condition",))
_REACH: Final = 200
_INTRODUCED: Final = regex.compile(
    r"(?:\s\([^()]{1,60}\))?(?:,)?\s(?:(?:that|which)\s)?(?:(?:is|are|was|were|has|have|had|will|to)\s(?:been\s)?)?"
    r"(?:of|testing|tests?|tested|evaluating|evaluates?|evaluated|assessing|assesses|assessed|investigating"
    r"|investigates?"
    r"|investigated|examining|examines?|examined|studying|studies|studied|using|uses?|used|comparing|compares?|compared"
    r"|combining|with|for|involving|involves?|involved)\s(?:(?:the|a|an|its|their)\s)?(?:(?:safety|efficacy|effects?"
    r"|use)"
    r"(?:\sand\s(?:safety|efficacy|tolerability))?\sof\s)?",
    regex.I,
)
_BEING_TESTED: Final = regex.compile(
    r"\s(?:is|are|was|were)\s(?:now\s|currently\s)?(?:testing|evaluating|assessing|studying|investigating|comparing)\s"
    r"(?:(?:the|a|an|its|their)\s)?",
    regex.I,
)
_WORD: Final = regex.compile(r"\s?(?P<word>[\p{L}\p{N}][\p{L}\p{N}\p{M}’'+/.-]{0,40})")
_BORDERS: Final = words.BORDERS | frozenset(
    (
        "grown made derived taken given delivered treated engineered freed failed versus vs alone alongside "
        "transplanted injected infused administered implanted who patients participants people adults children "
        "subjects volunteers individuals"
    ).split()
)
_PAST: Final = frozenset(
    "met found began ran led gave got did cut kept put saw brought took won rose fell grew came went".split()
)
_ACTS: Final = frozenset(
    "transplantation injection infusion administration delivery implantation use transplant".split()
)
_PLACEBO: Final = regex.compile(r"\s(?:and|or)\s(?:a\s)?(?:placebo|sham|control)", regex.I)
_MOST_WORDS: Final = 7
_INTO: Final = regex.compile(
    r"(?<!\w)(?:for|in|with|of|against|among|treat|treating|having)\s(?:(?:the|a|an|treatment|of|treating|people"
    r"|patients|adults"
    r"|participants|children|individuals|with|who|have|had|has|living|suffering|from|advanced|moderate|mild|severe"
    r"|early"
    r"|late|chronic|acute|refractory|to|active|established|newly|diagnosed|symptomatic|progressive|recent-onset"
    r"|long-standing)[\s-]){0,7}$",
    regex.I,
)
_WITHOUT: Final = regex.compile(r"(?<!\w)(?:without|excluding|free\sof|not|no|than|unlike|other)\s", regex.I)
_COHORT: Final = regex.compile(r"[\s-](?:patients?|participants?|cohorts?|subjects|volunteers)(?!\w)", regex.I)
_PEOPLE_WITH: Final = regex.compile(
    rf"(?<!\w){words.PEOPLE}\s(?:with|who\shave|suffering\sfrom|living\swith)\s(?:an?\s|the\s)?"
    rf"(?P<condition>(?:[\p{{L}}-]{{2,20}}\s){{0,4}}?{words.CONDITIONS})",
    regex.I,
)
_DEGREE: Final = regex.compile(
    r"(?:(?:advanced|moderate|mild|severe|early|early-stage|late-stage|chronic|acute|subacute|refractory|active"
    r"|progressive"
    r"|symptomatic|recent-onset|relapsing|moderate-to-severe|mild-to-moderate|treatment-resistant"
    r"|drug-resistant)\s){1,3}$",
    regex.I,
)


def condition_of(reading: Reading, phrase: tuple[int, int], last: int) -> Found[str] | None:
    """Return the condition named inside the noun phrase, or behind it as that of its participants."""
    inside = reading.terms_in(*phrase, _CONDITION)
    if inside:
        return reading.words(inside[0].start, inside[0].end) if len(inside) == 1 else None
    shown, low = reading.shown, phrase[1]
    last = min(last, low + _REACH)
    for term in reading.terms_in(low, last, _CONDITION):
        first = term.start
        if degree := _DEGREE.search(shown[max(low, first - 48) : first]):
            first -= len(degree.group())
        left = shown[max(low, term.start - 90) : term.start]
        if _INTO.search(left):
            if _WITHOUT.search(left):
                return None
            return reading.words(first, term.end)
        if _COHORT.match(shown, term.end, last):
            return reading.words(first, term.end)
    match = _PEOPLE_WITH.search(shown, low, last)
    if match is None or _WITHOUT.search(shown[max(low, match.start() - 20) : match.end()]):
        return None
    return reading.words(*match.span("condition"))


def intervention_of(reading: Reading, phrase: tuple[int, int], body: int, noun: int, last: int) -> Found[str] | None:
    """Return what is tested: behind the phrase ('trial of donor cells'), else before its noun ('stem cell trial')."""
    match = _INTRODUCED.match(reading.shown, phrase[1], min(last, phrase[1] + 90))
    if match is not None and (found := _given(reading, match.end(), min(last, match.end() + 120))) is not None:
        return found
    later = _BEING_TESTED.search(reading.shown, phrase[1], min(last, phrase[1] + 80))
    if later is not None:
        return _given(reading, later.end(), min(last, later.end() + 120))
    terms = reading.terms_in(body, noun, _GIVEN_KINDS)
    if not terms:
        return None
    if reading.shown.find(" plus ", body, noun) >= 0:  # 'MSC plus growth factor trials'
        return reading.words(body, noun)
    return reading.words(terms[0].start, terms[0].end) if len(terms) == 1 else None


def _given(reading: Reading, first: int, last: int) -> Found[str] | None:
    """Return the noun phrase at `first` where it is something that people are given."""
    shown = reading.shown
    taken: list[regex.Match[str]] = []
    at = first
    while len(taken) <= _MOST_WORDS:
        match = _WORD.match(shown, at, last)
        if match is None or (taken and match.start() == match.start("word")):
            break
        word = match["word"].rstrip(".")
        lower = word.lower()
        is_of_act = lower == "of" and taken and taken[-1]["word"].lower() in _ACTS
        if lower in _BORDERS and not is_of_act:
            if lower in ("and", "or") and not _PLACEBO.match(shown, match.start()):
                return None
            break
        if taken and (lower.endswith("ing") or lower in _PAST):
            break
        if taken and lower.endswith("ed") and "-" not in lower and _is_given(reading, taken):
            break
        taken.append(match)
        at = match.end("word")
        if match["word"] != word:
            break
    if not taken or len(taken) > _MOST_WORDS or taken[0]["word"][0].isdigit():
        return None
    if not _is_given(reading, taken):
        return None
    return reading.words(taken[0].start("word"), _end(taken))


def _end(taken: list[regex.Match[str]]) -> int:
    return taken[-1].start("word") + len(taken[-1]["word"].rstrip("."))


def _is_given(reading: Reading, taken: list[regex.Match[str]]) -> bool:
    """Whether words end in something that people are given, by their last noun or as a term."""
    end = _end(taken)
    if taken[-1]["word"].rstrip(".").lower() in words.GIVEN:
        return True
    return any(term.end == end for term in reading.terms_in(taken[0].start("word"), end, _GIVEN_KINDS))
