"""Noun phrases that end in 'trial' or 'study', with what stands before the noun: number, phase, name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders import trial_words as words
from extractors.finders.trial_phases import Stated
from extractors.finders.trial_text import Reading
from extractors.finders.visible_text import BREAK

Range = tuple[int, int]
_Kind = Literal["border", "wrong", "determiner", "count", "word"]

_HEAD: Final = regex.compile(r"(?<![\w-])(?P<noun>trials?|stud(?:y|ies))(?![\w-])", regex.I)
_NO_TRIAL: Final = regex.compile(words.NOT_A_TRIAL_BEHIND, regex.I)
_NUMBER: Final = regex.compile(words.NUMBER, regex.I)
_INEXACT: Final = regex.compile(
    r"(?:more\sthan|over|at\sleast|about|around|nearly|almost|some|approximately|roughly|up\sto|fewer\sthan|less\sthan"
    r"|hundreds\sof|dozens\sof|than|exceeding|or|>|≥|~|≈|[-–—])\s?$",
    regex.I,
)
_BRACKETED: Final = regex.compile(r"\([\w–-]{2,20}+\)")
_MOST_WORDS: Final = 12
_LONGEST_WORD: Final = 40
_CAPITALS: Final = regex.compile(r"\p{Lu}{2}")
_BOTH_CASES: Final = regex.compile(r"(?:\P{Ll}*\p{Ll}){3}")
_NAME: Final = r"[\p{Lu}\p{Ll}\d]{2,20}(?:[-–][\p{Lu}\p{Ll}\d]{1,15}){0,3}"
_CODE: Final = regex.compile(r"\p{Lu}{2,4}[-–]\p{Lu}{0,2}\d{1,4}\p{Lu}?")
_IS_A: Final = regex.compile(rf"(?:^|[\s,])(?P<name>{_NAME})(?:\s(?:is|was)\s(?:now\s)?|,\s)$")
_VOWEL: Final = regex.compile(r"[AEIOUY]")
_NAME_TOKEN: Final = regex.compile(_NAME)
_NAME_ORDINAL: Final = regex.compile(r"\d{1,2}|I{1,3}|IV")
_NAME_BEHIND: Final = regex.compile(
    r"(?:\s?\(|,?\s(?:called|named|dubbed|nicknamed|known\sas|code-named|titled|entitled)\s(?:the\s)?[\"“‘']?|,\s)"
    rf"(?P<name>{_NAME})(?P<tail>[\"”’'),;.\s]|$)"
)
_REGISTRY_PREFIX: Final = ("NCT", "ISRCTN", "CHICTR", "JRCT", "UMIN", "EUDRACT", "PHASE")
_KNOWN_ENDS: Final = ("MSC", "MSCS", "PSC", "PSCS", "RNA")


@dataclass(slots=True)
class Head:
    """A noun phrase `[start, end)` of the shown text; `body` is where it begins without article and number.

    determiner: in lower case, '' where there is none. stated: the phases before the noun. name: an acronym. status: a
    word like 'ongoing'. has_content: whether a word before the noun tells this trial from others.
    """

    start: int
    body: int
    noun: int
    end: int
    is_plural: bool
    is_study: bool
    determiner: str = ""
    stated: Stated | None = None
    name: Range | None = None
    count: Range | None = None
    is_counted_roughly: bool = False
    status: Range | None = None
    has_content: bool = False
    is_possessive: bool = False

    @property
    def is_pointing(self) -> bool:
        """Whether it points back at a trial spoken of before ('that trial', 'the phase 1 trial')."""
        is_bare = not (self.is_plural or self.has_content or self.name or self.count)
        return is_bare and self.determiner in words.POINTING


def heads_in(reading: Reading, first: int, last: int, stated: list[Stated]) -> list[Head]:
    """Return the noun phrases of one sentence `shown[first:last]`, given the phase expressions in it."""
    by_end = {item.end: item for item in stated}
    found: list[Head] = []
    low = first
    for match in _HEAD.finditer(reading.shown, first, last):
        head = None if _NO_TRIAL.match(reading.shown, match.end(), last) else _head(reading, low, match, by_end)
        low = match.end()
        if head is not None:
            found.append(head)
    return found


def _head(reading: Reading, low: int, match: regex.Match[str], by_end: dict[int, Stated]) -> Head | None:
    """Read backwards from the noun to the beginning of its phrase; None where it is no clinical trial."""
    shown, noun = reading.shown, match["noun"].lower()
    begin = match.start()
    head = Head(begin, begin, begin, match.end(), noun in ("trials", "studies"), noun.startswith("stud"))
    for _ in range(_MOST_WORDS):
        at = head.start - 1
        if at <= low or shown[at] not in " \u00a0\u202f":
            break
        if at in by_end and head.stated is None and head.count is None and by_end[at].start >= low:
            head.stated = by_end[at]
            head.start = head.body = head.stated.start
            continue
        first = _word_start(shown, low, at)
        kind = _kind(shown[first:at], head)
        if kind == "wrong":
            return None
        if kind == "border":
            break
        _take(reading, head, kind, first, at)
        if kind == "determiner":
            break
    if head.count is not None:
        before = shown[max(low, head.count[0] - 16) : head.count[0]]
        head.is_counted_roughly = _INEXACT.search(before) is not None
    if head.name is not None and not _fits_name(reading, head.name, head.determiner):
        head.name = None
    return head


def _take(reading: Reading, head: Head, kind: _Kind, first: int, last: int) -> None:
    """Add the word `shown[first:last]` to the phrase."""
    word = reading.shown[first:last]
    follower = head.start
    head.start = first
    if kind == "determiner":
        head.determiner = _plain(word)
        return
    if kind == "count":
        head.count = (first, last)
        return
    head.body = first
    lower = _plain(word)
    if lower in words.STATUS_ADJECTIVES:
        head.status = head.status or (first, last - 1 if word.endswith(",") else last)
    elif lower not in words.PLAIN:
        if head.name is None and is_trial_name(reading, first, last):
            name = _inner(reading.shown, first, last)
            ordinal = _NAME_ORDINAL.match(reading.shown, follower, head.noun)
            is_numbered = ordinal is not None and reading.shown[ordinal.end() : ordinal.end() + 1] == " "
            head.name = (name[0], ordinal.end()) if ordinal is not None and is_numbered else name
        head.has_content = True
    head.is_possessive = head.is_possessive or (word[0].isupper() and word.endswith(("'s", "’s", "s'", "s’")))


def _plain(word: str) -> str:
    return word.lower().strip("\"“”'‘’*_,")


def _word_start(shown: str, low: int, at: int) -> int:
    """Return where the word that ends at `at` begins."""
    first = at
    while first > low and at - first < _LONGEST_WORD and not shown[first - 1].isspace() and shown[first - 1] != BREAK:
        first -= 1
    return first


def _kind(word: str, head: Head) -> _Kind:
    """Return what a word before the noun does: it is of the phrase, opens it, stands outside or spoils it."""
    lower = _plain(word)
    if _BRACKETED.fullmatch(word):
        return "word"
    if lower in words.NOT_A_TRIAL_BEFORE:
        return "wrong"
    if lower == "that" and not head.is_plural and head.count is None:
        return "determiner"
    if _is_border(word, lower):
        return "border"
    if lower in words.DEFINITE | words.INDEFINITE | words.UNREAL:
        return "determiner"
    if head.count is not None:
        return "border"
    if lower in words.VAGUE:
        return "determiner"
    is_number = _NUMBER.fullmatch(word) is not None and (head.is_plural or lower == "one")
    return "count" if is_number else "word"


def _is_border(word: str, lower: str) -> bool:
    """Whether the phrase begins behind this word at the latest."""
    if not lower or word[-1] in ".:;!?([{)]}|" or BREAK in word or not (word[0].isalnum() or word[0] in "\"“‘'*"):
        return True
    return lower in words.BORDERS or (word.endswith(",") and lower not in words.PLAIN and "-" not in lower)


def _inner(shown: str, first: int, last: int) -> Range:
    """Return a word without quotes and brackets around it."""
    while first < last and not shown[first].isalnum():
        first += 1
    while last > first and not shown[last - 1].isalnum():
        last -= 1
    return first, last


def is_trial_name(reading: Reading, first: int, last: int) -> bool:
    """Whether a word has the form of a trial's acronym ('STEM-PD', 'exPDite') and is no term or organisation."""
    first, last = _inner(reading.shown, first, last)
    word = reading.shown[first:last]
    upper = word.upper().replace("–", "-")
    parts = upper.split("-")
    if len(word) < 4 or not _NAME_TOKEN.fullmatch(word) or not _CAPITALS.search(word) or word[0].isdigit():
        return False
    if upper in words.NOT_ACRONYMS or parts[0] in words.NOT_ACRONYMS or parts[-1].endswith(_KNOWN_ENDS):
        return False
    if upper.startswith(_REGISTRY_PREFIX) or not (_BOTH_CASES.match(word) or _VOWEL.search(word)):
        return False
    if not word.isupper() and "-" not in word and not _BOTH_CASES.match(word):
        return False
    if _CODE.fullmatch(word):
        return False
    # 'REACH-ALS' ends in a condition and is a name; 'iPSC-DA' begins with a term and is none.
    return not reading.is_term(first, first + len(parts[0]))


def _fits_name(reading: Reading, name: Range, determiner: str) -> bool:
    """Named trials have 'the', 'its' or no article; without one only an unmistakable form is a name."""
    word = reading.shown[name[0] : name[1]]
    if determiner in words.DEFINITE:
        return True
    return determiner == "" and ("-" in word or len(word) > 5 or not word.isupper())


def name_behind(reading: Reading, at: int, last: int) -> Range | None:
    """Return the acronym that follows a noun phrase: 'trial (STEM-PD)', 'a trial called TRANSEURO'."""
    match = _NAME_BEHIND.match(reading.shown, at, min(last, at + 80))
    if match is None or not is_trial_name(reading, *match.span("name")):
        return None
    opening = reading.shown[at : match.start("name")]
    is_loose = opening.strip() == "," and match["tail"] not in (",", ")")
    return None if is_loose else match.span("name")


def name_said(reading: Reading, low: int, head: Head) -> Range | None:
    """Return the acronym that a noun phrase says is a trial: 'exPDite is a phase 1 trial', 'in exPDite, a trial'."""
    first = max(low, head.start - 48)
    match = _IS_A.search(reading.shown[first : head.start]) if head.determiner in words.INDEFINITE else None
    if match is None:
        return None
    span = (first + match.start("name"), first + match.end("name"))
    if match.group().endswith(", ") and match["name"].isalpha() and match["name"].isupper():
        return None  # 'at EULAR, a phase 2 trial was presented'
    return span if is_trial_name(reading, *span) else None


def name_before(reading: Reading, low: int, at: int) -> Range | None:
    """Return the acronym right before a bracketed registry number: 'exPDite-2 (NCT01234567)'."""
    shown = reading.shown
    if at - low < 6 or shown[at - 1] != "(":
        return None
    last = at - 2 if shown[at - 2].isspace() else at - 1
    first = _word_start(shown, low, last)
    return (first, last) if is_trial_name(reading, first, last) else None
