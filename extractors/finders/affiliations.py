"""What stands behind a person's name: 'Medical Director, Some Institute', 'Head of X at Y', 'is the Director of Z'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.person_words import ORGANISATION_WORDS, POSITION_ENDING, POSITION_WORDS
from schemas.spans import Found, found_text


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Position and organisation, either of which may not be stated; `end` is where their sentence ends."""

    position: Found[str] | None
    organisation: Found[str] | None
    end: int


_MAX_CHARS: Final = 400
_OPENING: Final = regex.compile(r"\s?(?:[,|·•:]|\s[–—-](?=\s)|[–—]|\n)\s*+|\s?\((?=\p{Lu})")
_JOINT: Final = regex.compile(r",|\s(?:[|·•–—]|-)\s")
_SENTENCE_END: Final = regex.compile(r"\.(?=\s|$)|[\n;]")
_ABBREVIATION: Final = regex.compile(
    r"(?:\b(?:Dept|Depts|Univ|Inst|Lab|Div|Fac|Hosp|St|Ste|Mt|Ft|Prof|Dr|Med|Sci|Nat|Assoc|Asst|Jr|Sr|No|Ave|Rd)|\b\p{L})$"
)
_LEGAL_FORM: Final = regex.compile(r"\b(?:Inc|Ltd|Co|Corp|U\.S|U\.K)$")
_IS: Final = regex.compile(r"(?:is|was|serves as|works as)\s++(?:currently\s)?(?:the\s|an?\s|our\s)?")
_NO_POSITION: Final = regex.compile(r"(?:who|which|that|whose|is|was|has|and|but|where)\b")
_AT: Final = regex.compile(r"\s(?:at|@|with)\s(?:the\s)?(?=\p{Lu})")
_OF: Final = regex.compile(r"\s(?:of|for)\s(?:the\s)?(?=\p{Lu})")
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*+")
_POSITION_ENDING: Final = regex.compile(POSITION_ENDING, regex.I)
# What a physician practises, said as a position: 'Jane Roe, MD, Internal Medicine'.
_FIELD: Final = regex.compile(
    r"(?:hyperbaric|internal|sports|regenerative|family|emergency|functional|integrative|nuclear|pain|preventive|lifestyle"
    r"|longevity|physical|rehabilitation|sleep|anti-aging|aesthetic|occupational|palliative|reproductive|precision"
    r"|translational|critical care)(?:\s(?:&|and)\s\w++)?\smedicine",
    regex.I,
)
_AGAIN: Final = r"\s*+(?:(?:Dr|Prof|Mr|Mrs|Ms)\.\s|(?:He|She|They|His|Her)\b"


def names_organisation(text: str) -> bool:
    """Whether a phrase holds a word that only organisations are called by."""
    return not _FIELD.fullmatch(text) and any(word.lower() in ORGANISATION_WORDS for word in _WORD.findall(text))


def names_position(text: str) -> bool:
    """Whether a phrase holds a word for what a person does ('Director', 'Cardiologist')."""
    words = [word.lower() for word in _WORD.findall(text)]
    words += [word.partition("-")[0] for word in words if "-" in word]  # 'Editor-at-large'
    return any(word in POSITION_WORDS or _POSITION_ENDING.fullmatch(word) for word in words)


def read_affiliation(text: str, start: int, end: int, name: str) -> Affiliation:
    """Read what stands at `start`, right behind the person called `name`, up to the end of the sentence."""
    nothing = Affiliation(None, None, start)
    end = min(end, start + _MAX_CHARS)
    opening = _OPENING.match(text, start, end)
    at = opening.end() if opening else start + 1
    verb = _IS.match(text, at, end)
    if opening is None and (verb is None or not text[start : start + 1].isspace()):
        return nothing
    if opening is not None and opening.group().endswith("("):
        stop = text.find(")", at, end)
    else:
        at = verb.end() if verb else at
        stop = _sentence_end(text, at, end, name)
    if stop < 0:
        return nothing
    position, organisation = tell_apart(text, at, stop, is_sentence=verb is not None)
    return Affiliation(position, organisation, stop)


def _sentence_end(text: str, at: int, end: int, name: str) -> int:
    """Return where the sentence ends: a full stop that is no abbreviation's, or the one before the name again."""
    words = _WORD.findall(name)
    again = regex.compile(_AGAIN + (rf"|{regex.escape(words[0])}\b|{regex.escape(words[-1])}\b)" if words else ")"))
    for match in _SENTENCE_END.finditer(text, at, end):
        before = text[max(at, match.start() - 12) : match.start()]
        if match.group() != ".":
            return match.start()
        if _LEGAL_FORM.search(before):
            if regex.match(r"\s*+(?:$|\p{Lu})", text[match.end() : end]):
                return match.end()
        elif again.match(text, match.end(), end) or not _ABBREVIATION.search(before):
            return match.start()
    return end


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return what stands between commas, bars and dashes outside of brackets."""
    pieces: list[tuple[int, int]] = []
    first = start
    for joint in _JOINT.finditer(text, start, stop):
        inside = text[start : joint.start()]
        if inside.count("(") <= inside.count(")"):
            pieces.append((first, joint.start()))
            first = joint.end()
    return [*pieces, (first, stop)]


def _found(text: str, start: int, end: int) -> Found[str] | None:
    return found_text(text, start, end, "collapse_ws")


def tell_apart(
    text: str, start: int, stop: int, *, is_sentence: bool = False
) -> tuple[Found[str] | None, Found[str] | None]:
    """Tell position and organisation of `[start, stop)` apart by their words, in the order in which they stand.

    is_sentence: a verb leads to it ('is the ...'), so that only what it holds in one piece counts.
    """
    pieces = _pieces(text, start, stop)
    shown = [text[first:last].strip() for first, last in pieces]
    if not shown[0] or _NO_POSITION.match(shown[0]):
        return None, None
    if names_position(shown[0]) or (not is_sentence and _FIELD.fullmatch(shown[0])):
        return _position_first(text, pieces, stop, is_sentence=is_sentence)
    if is_sentence:
        return None, None
    if names_organisation(shown[0]):
        if len(shown) > 1 and names_position(shown[1]):
            return _found(text, *pieces[1]), _found(text, *pieces[0])
        return None, _found(text, start, stop)
    if any(names_organisation(piece) for piece in shown[1:]):
        return _found(text, *pieces[0]), _found(text, pieces[1][0], stop)
    return None, None


def _position_first(
    text: str, pieces: list[tuple[int, int]], stop: int, *, is_sentence: bool
) -> tuple[Found[str] | None, Found[str] | None]:
    """Read a position and the organisation behind it: 'Head of X at Y', 'Founder, CEO, Y', 'Director of Z'."""
    first, last = pieces[0]
    joint = _AT.search(text, first, last)
    if joint is None and (len(pieces) == 1 or is_sentence):
        joint = next((m for m in _OF.finditer(text, first, last) if names_organisation(text[m.end() : last])), None)
    if joint is not None:
        return _found(text, first, joint.start()), _found(text, joint.end(), last if is_sentence else stop)
    if is_sentence:
        return _found(text, first, last), None
    n_positions = 1
    for own in pieces[1:-1]:
        shown = text[own[0] : own[1]]
        if not names_position(shown) or names_organisation(shown):
            break
        n_positions += 1
    organisation = _found(text, pieces[n_positions][0], stop) if n_positions < len(pieces) else None
    return _found(text, first, pieces[n_positions - 1][1]), organisation
