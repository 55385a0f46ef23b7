"""Where names of organisations stand in runs of capitalised words: by heads, company words and legal forms."""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from extractors.finders.cues import holds_any, plain_words, shortest
from extractors.finders.name_words import (
    CAMPUS,
    COMMON_HEADS,
    COMPANY_WORDS,
    FIELD_HEADS,
    HEADS,
    JOURNAL_BEFORE,
    LEADING_WORDS,
    LEGAL_FORMS,
    ORIGINS,
    OWN_GENITIVES,
    PLAIN_WORDS,
    TITLE_WORDS,
    WEAK_LEGAL_FORMS,
)


class _Word(NamedTuple):
    """A word of a run. `folded`: small letters, no full stops, no genitive; `joint` joins it to the word before."""

    start: int
    end: int
    folded: str
    is_genitive: bool
    joint: str


_WORD: Final = (
    r"(?:(?:\p{Lu}\.){2,6}|St\.|(?:\p{Lu}|\p{Ll}{1,2}\p{Lu})[\p{L}\p{M}\p{N}]{0,40}+(?:['’&‑-][\p{L}\p{M}\p{N}]{1,40}+){0,4}+"
    r"(?:/S\b)?|\d{1,4}(?=\s\p{Lu}))"
)
_SMALL: Final = r"(?:of|for|de|del|della|di|do|da|dos|der|des|du|für|la|zu)"
_LEGAL: Final = r"(?:Inc|Ltd|LLC|LLP|Co|Corp|S\.A|AG|GmbH|PLC|plc)"
_RUN: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}@./-]){_WORD}")
_NEXT: Final = regex.compile(
    rf"(?P<joint>[ \u00a0](?:&|{_SMALL}(?:[ ]the)?)[ ]|[ \u00a0]|\.?,[ ](?={_LEGAL}\b)|\.[ ](?={_LEGAL}\b))"
    rf"(?P<word>{_WORD})"
)
_AND: Final = regex.compile(rf"[ ](?P<and>and)[ ](?P<word>{_WORD})(?:[ ]{_WORD})?")
_GENITIVE: Final = regex.compile(r"['’]s?$")
_FULL_STOP: Final = regex.compile(r"\.(?=\s?[,;:)\]]|\s|$)")
_JOURNAL: Final = regex.compile(JOURNAL_BEFORE)
_CAMPUS: Final = regex.compile(CAMPUS)
_MAX_WORDS: Final = 14
_COMPANY: Final = COMPANY_WORDS | LEGAL_FORMS
# What cores of names are made of; legal forms are also written with full stops ('S.A.') or a stroke ('A/S').
_CORES: Final = frozenset(word.encode() for word in HEADS | _COMPANY if word.isascii())
_ACCENTED: Final = shortest(word for word in HEADS | _COMPANY if not word.isascii())
_DOTTED: Final = ("a/s", *sorted({f".{form[1]}" for form in LEGAL_FORMS if form[1].isalpha()}))


def organisation_stretches(shown: str) -> list[tuple[int, int]]:
    """Return (first, last) of the organisations in visible text, in order; the last one's genitive is left out."""
    found: list[tuple[int, int]] = []
    if not _may_name(shown):
        return found
    at = 0
    while match := _RUN.search(shown, at):
        words = _run(shown, match)
        at = words[-1].end
        for first, last in _stretches(shown, words):
            if not _JOURNAL.search(shown[max(0, first - 80) : first]):
                found.append((first, last))
                at = max(at, last)
    return found


def _may_name(shown: str) -> bool:
    """Whether text holds a word that makes a run of capitalised words a name; most paragraphs hold none."""
    small = shown.lower()
    return not _CORES.isdisjoint(plain_words(small)) or holds_any(small, _DOTTED) or holds_any(small, _ACCENTED)


def _run(shown: str, match: regex.Match[str]) -> list[_Word]:
    words = [_word(match.group(), *match.span(), "")]
    while len(words) < _MAX_WORDS and (more := _NEXT.match(shown, words[-1].end)):
        words.append(_word(more["word"], *more.span("word"), more["joint"].strip()))
    return words


def _word(word: str, start: int, end: int, joint: str) -> _Word:
    bare = _GENITIVE.sub("", word)
    return _Word(start, end, bare.lower().replace(".", ""), bare != word, joint)


def _stretches(shown: str, words: list[_Word]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(words):
        core = _core(shown, words, first)
        if core is None:
            break
        is_company = words[core].folded in _COMPANY and words[core].folded not in HEADS
        opening = _opening(words, first, core)
        last = core
        while not words[last].is_genitive and not is_company:
            last = _closing(words, core)
            more = _next_core(shown, words, last) if last > core and not words[last].is_genitive else None
            if more is None:
                break
            core = last = more
        if _is_distinctive(words[opening : last + 1], is_company=is_company):
            spans.append((words[opening].start, _end(shown, words, core, last, is_company=is_company)))
        first = last + 1
    return spans


def _is_core(shown: str, words: list[_Word], index: int) -> bool:
    """Whether a word is one that only names of organisations have; company words and legal forms need one before."""
    word = words[index]
    if word.folded in HEADS:
        return True
    if index == 0 or word.joint not in ("", "&", ",", ".,", "."):
        return False
    return (word.folded in COMPANY_WORDS and word.joint in ("", "&")) or _is_legal(shown, words, index)


def _is_legal(shown: str, words: list[_Word], index: int) -> bool:
    word = words[index]
    if word.folded not in LEGAL_FORMS:
        return False
    if word.folded not in WEAK_LEGAL_FORMS or words[index - 1].folded in _COMPANY:
        return True
    written = shown[word.start : word.end + 1]
    return written in ("Co.", "Co,") or "." in written[:-1]


def _core(shown: str, words: list[_Word], first: int) -> int | None:
    """Return the last head of the first name in `words[first:]`: 'Hospital' of 'Karolinska University Hospital'."""
    for index in range(first, len(words)):
        if not _is_core(shown, words, index):
            continue
        while not words[index].is_genitive and (more := _next_core(shown, words, index)) is not None:
            index = more  # noqa: PLW2901 - the name's core moves on with its last head
        return index
    return None


def _next_core(shown: str, words: list[_Word], index: int) -> int | None:
    """Return a further head of the same name, up to two plain words behind ('... University Medical Center')."""
    for place in range(index + 1, min(index + 4, len(words))):
        word = words[place]
        if word.joint in (",", ".,", ".") and not _is_legal(shown, words, place):
            return None
        if word.joint not in ("", ",", ".,", ".") or word.folded in TITLE_WORDS:
            return None
        if _is_core(shown, words, place):
            return place
    return None


def _opening(words: list[_Word], first: int, core: int) -> int:
    """Walk back from the head to where the name begins; over 'of' only behind another head."""
    opening = core
    while opening > first:
        if words[opening].joint not in ("", "&", ",", ".,", ".") and words[opening - 1].folded not in HEADS:
            break
        if words[opening - 1].is_genitive and words[opening - 1].folded not in OWN_GENITIVES:
            break
        opening -= 1
    while opening < core and words[opening].folded in LEADING_WORDS:
        opening += 1
    return opening


def _closing(words: list[_Word], core: int) -> int:
    """Walk on over 'of ...' and 'for ...' behind the head, up to a word of titles."""
    last = core
    is_field = words[core].folded in FIELD_HEADS
    while last + 1 < len(words) and last - core < (7 if is_field else 3):
        word = words[last + 1]
        if (last == core and word.joint in ("", "&")) or word.folded in TITLE_WORDS or word.joint == "&":
            break
        last += 1
        if word.is_genitive:
            break
    return last


def _end(shown: str, words: list[_Word], core: int, last: int, *, is_company: bool) -> int:
    """Return where the name ends: with a legal form's full stop, without a genitive, over 'and' within a field."""
    word = words[last]
    if is_company:
        takes_stop = word.folded in LEGAL_FORMS and shown[word.end - 1] != "." and _FULL_STOP.match(shown, word.end)
        return word.end + 1 if takes_stop else word.end
    if word.is_genitive:
        genitive = _GENITIVE.search(shown, word.start, word.end)
        return genitive.start() if genitive else word.end
    if last > core and words[core].folded in FIELD_HEADS:
        more = _AND.match(shown, word.end)
        if more is not None and not any(_bare(part) in HEADS | _COMPANY for part in more.group().split()):
            return more.end("word")
    campus = _CAMPUS.match(shown, word.end)
    return campus.end() if campus else word.end


def _bare(word: str) -> str:
    return _GENITIVE.sub("", word).lower()


def _is_distinctive(words: list[_Word], *, is_company: bool) -> bool:
    """Whether a name holds a word that tells it from others of its kind."""
    if len(words) < 2:
        return False
    folded = [word.folded for word in words]
    if is_company:
        others = [word for word in folded if word not in LEGAL_FORMS]
        has_form = len(others) < len(folded)
        return any(word not in PLAIN_WORDS | LEADING_WORDS | COMPANY_WORDS | ORIGINS for word in others) or (
            has_form and len(others) > 1 and any(word in COMPANY_WORDS | ORIGINS for word in others)
        )
    others = [word for word in folded if word not in HEADS and not word.isdigit()]
    if any(word not in PLAIN_WORDS | ORIGINS | TITLE_WORDS for word in others):
        return True
    is_common = all(word in COMMON_HEADS for word in folded if word in HEADS)
    return any(word in ORIGINS for word in others) and len(words) >= 3 and not is_common
