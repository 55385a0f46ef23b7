"""What stands before the kind word of a narrative source: 'A Mass General Brigham', 'The 2022 EULAR', 'a recent'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import regex

from extractors.finders.journal_names import is_journal
from extractors.finders.name_words import LEADING_WORDS
from extractors.finders.organisation_grammar import organisation_stretches
from extractors.finders.source_words import (
    BLOCKING,
    BODIES,
    BODY_ENDINGS,
    BODY_KINDS,
    DONE_KINDS,
    INTRODUCING,
    ISSUED_KINDS,
    JOINING,
    NO_NAMES,
    NO_SOURCE_BEFORE,
    REFERRING,
    REGULATORS,
    SourceKind,
)
from extractors.finders.terms import find_terms
from schemas.calendar import MONTH_PATTERN


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before the kind word, in offsets of visible text.

    first: where the phrase begins, with its article. words_first: behind the article. is_bare: neither an article nor
    an owner, as guidelines in the plural may stand.
    """

    first: int
    words_first: int
    is_definite: bool
    is_bare: bool
    publisher: tuple[int, int] | None = None
    container: tuple[int, int] | None = None
    issued: tuple[int, int] | None = None


_REACH: Final = 140
_MAX_WORDS: Final = 14
_TOKEN: Final = regex.compile(
    r"(?:(?:\p{Lu}\.){1,5}|[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}’'/‑&-]|\.(?=\p{L})){0,40}+|&)(?=[\s,])"
)
_DATE: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}–-])(?:{MONTH_PATTERN}\s(?:\d{{1,2}},?\s)?|\d{{1,2}}\s{MONTH_PATTERN}\s)?(?:1[89]|20)\d\d(?![\d\p{{L}}–/-])",
    regex.I,
)
_POSSESSIVE: Final = regex.compile(r"(?<=\p{L})[’']s?$")
_CLAUSE_START: Final = regex.compile(r"(?:^|[.!?:;,(“\"]\s?|\s(?:to|in|by|from|and|the)\s)$")
_RUN: Final = regex.compile(
    r"(?:(?:\p{Lu}\.){2,5}|\p{Lu}[\p{L}\p{M}\p{N}’'&-]{0,40}+)"
    r"(?:\s(?:(?:of|for|and|de|del|der|&)\s(?:the\s)?)?(?:(?:\p{Lu}\.){2,5}|\p{Lu}[\p{L}\p{M}\p{N}’'&-]{0,40}+)){0,10}"
)


class _Word(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper() or self.text[1:2].isupper() or self.text == "&"


def read_lead(shown: str, head: int, kind: SourceKind, *, is_plural: bool) -> Lead | None:
    """Read back from the kind word at `head`; None where the phrase introduces nothing."""
    words, article = _walk_back(shown, head)
    if article is not None and article.text.lower() in REFERRING:
        return None
    plain = {word.text.lower() for word in words if not word.is_name or word.text.isupper()}
    if plain & NO_SOURCE_BEFORE:
        return None
    words_first = words[0].start if words else head
    dates = [*_DATE.finditer(shown, words_first, head)]
    if len(dates) > 1:
        return None
    issued = dates[0].span() if dates else None
    publisher = container = None
    is_owned = False
    for first, last in _runs(words, issued):
        bare = first, last - len(match.group()) if (match := _POSSESSIVE.search(shown, first, last)) else last
        name = shown[slice(*bare)]
        if is_journal(name):
            container = container or bare
        elif kind in ISSUED_KINDS and publisher is None and _is_body(name, kind):
            if kind in ("review", "analysis") and name.split()[0] in REGULATORS:
                return None
            publisher, is_owned = bare, bare[1] != last
    is_bare = article is None and not is_owned
    if article is None and not ((is_owned or is_plural) and _begins_clause(shown, words_first)):
        return None
    first = article.start if article is not None else words_first
    is_definite = article is not None and article.text.lower() == "the"
    return Lead(first, words_first, is_definite, is_bare, publisher, container, issued)


def body_at(shown: str, at: int, kind: SourceKind) -> tuple[int, int] | None:
    """Return (first, last) of the body whose name begins at `at`; None for people and places."""
    run = _RUN.match(shown, at, min(len(shown), at + 160))
    if run is None:
        return None
    stretches = organisation_stretches(shown[at : at + 200])
    if stretches and stretches[0][0] == 0:
        return at, at + stretches[0][1]
    last = run.end()
    if possessive := _POSSESSIVE.search(shown, at, last):
        last = possessive.start()
    known = [found for found in find_terms(shown, at, last) if found.term.kind == "organisation" and found.start == at]
    if known:
        return at, known[0].end
    first_word = run.group().split()[0]
    if first_word in BODIES:
        return at, at + len(first_word)
    return (at, last) if _is_body(shown[at:last], kind) else None


def is_year_alone(shown: str, at: int, kind: SourceKind) -> bool:
    """Whether 'in 2024' right behind the kind word dates the work itself and not what was done."""
    return kind not in DONE_KINDS and kind != "analysis" and shown.startswith(("in ", "from ", "of "), at)


def _walk_back(shown: str, head: int) -> tuple[list[_Word], _Word | None]:
    """Return the words before the kind word up to an article, and the article; None where another word ends them."""
    low = max(0, head - _REACH)
    tokens = [_Word(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(shown, low, head)]
    words: list[_Word] = []
    right = head
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index]
        gap = shown[word.end : right]
        if len(words) >= _MAX_WORDS or not (gap in (" ", "\u00a0") or (gap == ", " and _may_list(word, words))):
            break
        if index == 0 and low > 0 and word.start == low:
            break  # the window cut this word
        small = word.text.lower()
        before = tokens[index - 1] if index else None
        if small in JOINING and words and words[0].is_name and before is not None and _joins(before, small):
            pass
        elif small in INTRODUCING or small in REFERRING:
            return _trimmed(words), word
        elif not word.is_name and (small in BLOCKING or small in JOINING or small.endswith(("’s", "'s"))):
            break
        words.insert(0, word)
        right = word.start
    return _trimmed(words), None


def _joins(before: _Word, small: str) -> bool:
    """Whether a small word stands inside a name: behind a capital, or 'the' behind 'of'."""
    if small == "the":
        return before.text in ("of", "for")
    return before.is_name and before.text.lower() not in INTRODUCING


def _may_list(word: _Word, words: list[_Word]) -> bool:
    """Whether a comma behind `word` joins adjectives ('a large, peer-reviewed') or stands in a date."""
    return bool(words) and ((not word.is_name and not words[0].is_name) or words[0].text[:4].isdigit())


def _trimmed(words: list[_Word]) -> list[_Word]:
    while words and words[0].text.lower() in JOINING:
        words.pop(0)
    return words


def _runs(words: list[_Word], issued: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return the runs of capitalised words, small joints inside of them included, the date left out."""
    runs: list[tuple[int, int]] = []
    open_run = False
    while words and words[0].text.lower() in LEADING_WORDS:
        words = words[1:]  # 'Although WHO’s guidelines'
    for index, word in enumerate(words):
        if issued is not None and issued[0] <= word.start < issued[1]:
            open_run = False
        elif word.is_name:
            runs = [*runs[:-1], (runs[-1][0], word.end)] if open_run else [*runs, (word.start, word.end)]
            open_run = not _POSSESSIVE.search(word.text) or _goes_on(words, index)
        else:
            open_run = open_run and word.text in JOINING
    return runs


def _goes_on(words: list[_Word], index: int) -> bool:
    """Whether a possessive stands inside a name: "Alzheimer's Association"."""
    return index + 1 < len(words) and words[index + 1].is_name and words[index + 1].text != "&"


def _is_body(name: str, kind: SourceKind) -> bool:
    """Whether a capitalised name is that of a body which publishes."""
    parts = name.split()
    if any(first == 0 and last == len(name) for first, last in organisation_stretches(name)):
        return True
    found = find_terms(name, 0, len(name))
    if any(item.term.kind == "organisation" and item.end - item.start == len(name) for item in found):
        return True
    if parts[0] in BODIES and len(parts) == 1:
        return True
    if found or any(part.lower() in NO_NAMES or part[0].isdigit() for part in parts):
        return False
    if len(parts) > 1 and parts[-1] in BODY_ENDINGS:
        return True
    return kind in BODY_KINDS and len(parts) > 1 and all(part[0].isupper() or part in JOINING for part in parts)


def _begins_clause(shown: str, at: int) -> bool:
    """Whether a phrase without an article may begin here: "WHO's 2024 report", '2022 EULAR recommendations'."""
    return _CLAUSE_START.search(shown, max(0, at - 8), at) is not None
