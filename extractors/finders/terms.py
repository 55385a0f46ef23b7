"""Terms of the field in running text: conditions, cells, therapies, molecules, scales, places and others.

All forms of all terms are looked for at once with an Aho-Corasick automaton (A. Aho, M. Corasick, 'Efficient string
matching', CACM 18, 1975, doi:10.1145/360825.360855), so that time grows with the text and not with the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final, NamedTuple

import ahocorasick
import regex

from extractors.finders.abbreviations import Abbreviation, abbreviations_in
from extractors.finders.entity_words import NO_TERMS, NUMBERED, ROMAN, TURNED_BEFORE, TURNED_BEHIND
from extractors.finders.person_words import CREDENTIALS
from extractors.finders.visible_text import Visible, read_visible
from extractors.finders.vocabulary import Form, Term, fold, forms, joined
from schemas.spans import Span

__all__ = ["Introduced", "SeenTerms", "Term", "TermFound", "find_terms", "introduced_in", "introduced_terms"]


class TermFound(NamedTuple):
    """A term and where it stands; the span covers the marks of a link that it reaches into as a whole."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Introduced:
    """What a document settles about abbreviations.

    abbreviations: as introduced, repeats included, long forms outside the vocabulary too. shorts: short form in the
    singular to its term, None where the long form is no term. keys: terms whose full names stand in the document.
    """

    abbreviations: tuple[Abbreviation, ...] = ()
    shorts: dict[str, Term | None] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()

    @cached_property
    def automaton(self) -> ahocorasick.Automaton | None:
        """Finds the short forms in text with plain hyphens; None where there are none."""
        if not self.shorts:
            return None
        automaton = ahocorasick.Automaton()
        for short, term in self.shorts.items():
            automaton.add_word(joined(short), (len(short), term))
        automaton.make_automaton()
        return automaton


class _Candidate(NamedTuple):
    """A stretch of visible text that may be a term; `term` None: it is none, and nothing inside of it is."""

    first: int
    last: int
    rank: int
    term: Term | None


NOTHING: Final = Introduced()
_HYPHENS: Final = "-‐‑–"
_PIECE: Final = regex.compile(r"[\p{L}\p{N}]++")
_WORD_BEFORE: Final = regex.compile(r"\p{L}++(?=\W{1,2}$)")
_NAME_BEFORE: Final = regex.compile(r"\p{Lu}[\p{Ll}'’-]+,\s$")
_HEADED: Final = regex.compile(r"(?:the|a|an|human)\s", regex.I)


class SeenTerms:
    """A stretch of text with the forms that stand in it, from which its terms are settled more than once."""

    __slots__ = ("_open", "_plain", "_sure", "visible")

    def __init__(self, text: str, start: int, end: int, visible: Visible | None = None) -> None:
        """Look up the forms; `visible` is what a reader sees of `[start, end)`, where it has been read already."""
        self.visible = read_visible(text, start, end) if visible is None else visible
        self._sure, self._open = _known(self.visible.shown)
        self._plain: list[TermFound] | None = None

    def settled(self, introduced: Introduced) -> list[TermFound]:
        """Return the terms as `find_terms` does."""
        shown = self.visible.shown
        stated = [*_stated(shown, introduced)] if introduced.shorts else []
        for first, last, forms_there in self._open if introduced.keys else ():
            term = _meant(shown, first, last, forms_there, introduced)
            if term is not None:
                stated.append(_Candidate(first, last, 2, _unturned(shown, first, last, term)))
        if stated:
            return _apart(self.visible, [*stated, *self._sure])
        if self._plain is None:
            self._plain = _apart(self.visible, self._sure)
        return self._plain


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for folded, held in forms().items():
        sure = held[0].written is None and not held[0].is_ambiguous
        automaton.add_word(folded, (len(folded), held, held[0].term if sure else None))
    for phrase in NO_TERMS:
        automaton.add_word(fold(phrase), (len(phrase), (), None))
    automaton.make_automaton()
    return automaton


def introduced_terms(text: str, spans: Iterable[Span]) -> Introduced:
    """Read what a document, given as its content parts, settles about abbreviations. The first introduction counts."""
    return introduced_in(text, [SeenTerms(text, span.start, span.end) for span in spans])


def introduced_in(text: str, seen: Iterable[SeenTerms]) -> Introduced:
    """Return what `introduced_terms` does, of parts whose forms are looked up already."""
    abbreviations: list[Abbreviation] = []
    keys: set[str] = set()
    for part in seen:
        abbreviations += abbreviations_in(text, part.visible)
        keys.update(found.term.key for found in part.settled(NOTHING))
    shorts: dict[str, Term | None] = {}
    for abbreviation in abbreviations:
        if abbreviation.singular not in shorts:
            shorts[abbreviation.singular] = _long_term(text, abbreviation)
    return Introduced(tuple(abbreviations), shorts, frozenset(keys))


def _long_term(text: str, abbreviation: Abbreviation) -> Term | None:
    """Return the term that a long form is as a whole, None where it is none or more than one."""
    long = abbreviation.long
    found = find_terms(text, long.start, long.end)
    if len(found) != 1:
        return None
    rest = text[long.start : found[0].start] + text[found[0].end : long.end]
    return found[0].term if not rest.strip() or _HEADED.fullmatch(rest) else None


def find_terms(text: str, start: int, end: int, *, abbreviations: Introduced = NOTHING) -> list[TermFound]:
    """Return the terms in `[start, end)` in order, without overlaps; of overlapping ones the longest.

    abbreviations: what the document settles, from `introduced_terms`; without it ambiguous short forms ('MS') are
    never terms.
    """
    return SeenTerms(text, start, end).settled(abbreviations)


def _apart(visible: Visible, candidates: list[_Candidate]) -> list[TermFound]:
    """Return the terms among candidates, the longest where they overlap."""
    if not candidates:
        return []
    found: list[TermFound] = []
    taken = bytearray(len(visible.shown))
    for candidate in sorted(candidates, key=_longest_first):
        if taken.find(1, candidate.first, candidate.last) >= 0:
            continue
        span = visible.span(candidate.first, candidate.last)
        if span is None:
            continue
        taken[candidate.first : candidate.last] = b"\x01" * (candidate.last - candidate.first)
        if candidate.term is not None:
            found.append(TermFound(candidate.term, *span))
    found.sort(key=lambda item: item.start)
    return found


def _longest_first(candidate: _Candidate) -> tuple[int, int, int]:
    return candidate.first - candidate.last, candidate.first, candidate.rank


def _stated(shown: str, introduced: Introduced) -> Iterator[_Candidate]:
    """Return the abbreviations that the document introduces itself; what it means by them goes before all else."""
    if introduced.automaton is None:
        return
    n_marks = len(shown)
    for at, (length, term) in introduced.automaton.iter(joined(shown)):
        first, last = at + 1 - length, at + 1
        if shown[last : last + 1] == "s" and shown[last - 1].isupper():
            last += 1
        if (first and shown[first - 1].isalnum()) or (last < n_marks and shown[last].isalnum()):
            continue
        yield _Candidate(first, last, 0, _unturned(shown, first, last, term))


_Open = tuple[int, int, list[Form]]


def _known(shown: str) -> tuple[list[_Candidate], list[_Open]]:
    """Return what the vocabulary knows for sure, with case and borders settled, and the forms of several senses."""
    n_marks = len(shown)
    sure: list[_Candidate] = []
    unsettled: list[_Open] = []
    plain = joined(shown)
    small = plain.lower()
    for at, (length, held, only) in _automaton().iter(small if len(small) == n_marks else fold(shown)):
        first, last = at + 1 - length, at + 1
        if (last < n_marks and shown[last].isalnum()) or (
            first and shown[first - 1].isalnum() and shown[first].isalnum()
        ):
            continue
        if not held:
            sure.append(_Candidate(first, last, 1, None))
            continue
        term = only
        if term is None:
            written = plain[first:last]
            fitting = [form for form in held if form.written is None or _has_case(form.written, written)]
            term = next((form.term for form in fitting if not form.is_ambiguous), None)
            if term is None:
                unsettled.append((first, last, fitting))
                continue
        sure.append(_Candidate(first, last, 2, _unturned(shown, first, last, term)))
    return sure, unsettled


def _has_case(written: str, shown: str) -> bool:
    """Whether the words with capitals in `written` have the same letters in `shown`; a name may be all capitals.

    Both with blanks for hyphens.
    """
    if shown == written:
        return True
    for own, other in zip(written.split(" "), shown.split(" "), strict=True):
        is_name = own[1:].islower() and len(own) > 3
        if own != other and not own.islower() and not (is_name and other.isupper()):
            return False
    return True


def _meant(shown: str, first: int, last: int, fitting: list[Form], introduced: Introduced) -> Term | None:
    """Return the one term that an ambiguous form means in the document, None where that is not settled."""
    meant = {form.term.key: form.term for form in fitting if form.term.key in introduced.keys}
    if len(meant) != 1 or _is_other_sense(shown, first, last):
        return None
    return next(iter(meant.values()))


def _is_other_sense(shown: str, first: int, last: int) -> bool:
    """Whether an ambiguous short form is a numeral ('phase IV') or a degree ('Jane Roe, MS')."""
    short, before = shown[first:last], shown[max(0, first - 24) : first]
    if short in ROMAN:
        word = _WORD_BEFORE.search(before)
        return word is not None and word.group().lower() in NUMBERED
    return short in CREDENTIALS and _NAME_BEFORE.search(before) is not None


def _unturned(shown: str, first: int, last: int, term: Term | None) -> Term | None:
    """Return None for a term whose compound turns its sense: 'non-MSC', 'exosome-free', 'Schwann-like'."""
    if last < len(shown) and shown[last] in _HYPHENS:
        behind = _PIECE.match(shown, last + 1)
        if behind is not None and behind.group().lower() in TURNED_BEHIND:
            return None
    if first and shown[first - 1] in _HYPHENS:
        before = _WORD_BEFORE.search(shown[max(0, first - 16) : first])
        if before is not None and before.group().lower() in TURNED_BEFORE:
            return None
    return term
