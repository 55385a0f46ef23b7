"""Abbreviations that a text introduces itself: 'spinal cord injury (SCI)', 'ALS (amyotrophic lateral sclerosis)'.

The pairing is that of A. Schwartz and M. Hearst, 'A simple algorithm for identifying abbreviation definitions in
biomedical text', Pacific Symposium on Biocomputing 2003, with stricter conditions on the short form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.visible_text import Visible, read_visible
from schemas.spans import Found, found_text


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form with the long form beside it, both as written; a plural 's' is part of `short`."""

    short: Found[str]
    long: Found[str]

    @property
    def singular(self) -> str:
        """The short form without the plural 's' ('MSCs' gives 'MSC')."""
        return singular(self.short.value)


_BRACKETS: Final = regex.compile(r"\((?P<inside>[^()\[\]\n\x00]{2,120}+)\)")
_SHORT: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}&/+‐‑–-]{1,11}(?:\s[\p{L}\p{N}-]{1,6})?")
_SHORT_BEFORE: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}&/+‐‑–-]{1,11}")
_CAPITALISED: Final = regex.compile(r"\p{Lu}\p{Ll}++(?:[\s-]\p{L}?\p{Ll}*+)*+")
_NO_SHORT: Final = regex.compile(
    r"[IVXLC]+|[IVXLC]+[/-][IVXLC]+|\d.*+|(?:e\.?g|i\.?e|see|and|or|the|in|of|at|vs)\b.*+|.*\d{4,}+.*+"
)
_END_OF_CLAUSE: Final = regex.compile(r"[.;:!?,](?=\s)|[()\[\]\n\x00•]|\s[–—-]\s")
_WORD: Final = regex.compile(r"[^\s‐‑–/-]++")
_MAX_LONG: Final = 160


def singular(short: str) -> str:
    """Return a short form without its plural 's'; 'SSc' and 'AIDS' stay."""
    body = short[:-1]
    return body if short.endswith("s") and len(body) > 1 and body[-1].isupper() else short


def find_abbreviations(text: str, start: int, end: int) -> list[Abbreviation]:
    """Return the abbreviations that `[start, end)` introduces, in order; repeats included."""
    return abbreviations_in(text, read_visible(text, start, end)) if text.find("(", start, end) >= 0 else []


def abbreviations_in(text: str, visible: Visible) -> list[Abbreviation]:
    """Return the abbreviations that a stretch of visible text introduces."""
    found: list[Abbreviation] = []
    for match in _BRACKETS.finditer(visible.shown) if "(" in visible.shown else ():
        pair = _long_before(visible.shown, match) or _long_inside(visible.shown, match)
        if pair is not None:
            short, long = (_found(text, visible, *span) for span in pair)
            if short is not None and long is not None:
                found.append(Abbreviation(short, long))
    return found


def _found(text: str, visible: Visible, first: int, last: int) -> Found[str] | None:
    span = visible.span(first, last)
    return None if span is None else found_text(text, *span)


def _is_short(short: str) -> bool:
    letters = [mark for mark in short if mark.isalpha()]
    if len(letters) < 2 or not any(mark.isupper() for mark in letters) or _NO_SHORT.fullmatch(short):
        return False
    return _CAPITALISED.fullmatch(short) is None


def _long_before(shown: str, match: regex.Match[str]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Read 'long (SHORT)', 'long (SHORT; more)' and 'long (SHORT, more)'."""
    first = match.start("inside")
    short = _SHORT.match(shown, first, match.end("inside"))
    if short is None or not _is_short(short.group()):
        return None
    if short.end() < match.end("inside") and shown[short.end()] not in ",;":
        return None
    last = match.start()
    if last and shown[last - 1].isspace():
        last -= 1  # runs of white space are one blank in visible text
    opening = _clause_start(shown, last)
    form = singular(short.group())
    long = _pair(form, shown, opening, last)
    return None if long is None else ((short.start(), short.end()), (long, last))


def _long_inside(shown: str, match: regex.Match[str]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Read 'SHORT (long)'; the whole bracket must be the long form."""
    before = shown[max(0, match.start() - 16) : match.start()]
    if not before.endswith(" "):
        return None
    begin = before.rstrip().rfind(" ") + 1
    short = _SHORT_BEFORE.fullmatch(before.rstrip()[begin:].lstrip("\"'“‘"))
    if short is None or not _is_short(short.group()):
        return None
    last = match.start() - (len(before) - len(before.rstrip()))
    first, stop = match.span("inside")
    if shown[first:stop].count(" ") < 1 or _END_OF_CLAUSE.search(shown, first, stop):
        return None
    long = _pair(singular(short.group()), shown, first, stop)
    return ((last - len(short.group()), last), (first, stop)) if long == first else None


def _clause_start(shown: str, last: int) -> int:
    first = max(0, last - _MAX_LONG)
    opening = first
    for stop in _END_OF_CLAUSE.finditer(shown, first, last):
        opening = stop.end()
    return opening


def _pair(short: str, shown: str, first: int, last: int) -> int | None:
    """Return where the long form of `short` begins in `[first, last)`, None where its letters are not all there.

    Letters are looked for from behind; the first one must begin a word, and half of them must be initials of words.
    """
    long = shown[first:last]
    folded = long.lower()
    letters = [mark.lower() for mark in short if mark.isalnum()]
    if len(folded) != len(long):
        return None
    at = len(folded)
    for index in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and not (folded[at] == letters[index] and (index or _begins_word(folded, at))):
            at -= 1
        if at < 0:
            return None
    words = _WORD.findall(long[at:])
    if len(words) > min(len(letters) + 5, len(letters) * 2) or short.lower() in (word.lower() for word in words):
        return None
    if len(long) - at <= len(short) or (len(words) > 1 and 2 * _n_initials(letters, words) < len(letters)):
        return None
    return first + at


def _n_initials(letters: list[str], words: list[str]) -> int:
    """Return how many of the letters are initials of the words, in order."""
    initials = "".join(word[0].lower() for word in words)
    at, n_found = 0, 0
    for letter in letters:
        place = initials.find(letter, at)
        if place >= 0:
            at, n_found = place + 1, n_found + 1
    return n_found


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()
