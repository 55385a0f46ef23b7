"""What speaks for a row of an infobox being the header of a table that was merged into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import regex

_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*+")
# A class name: letters, blanks, hyphens, apostrophes, with a unit or note in brackets behind it; no digits, no lists.
_CLASS_NAME: Final = regex.compile(r"\p{Lu}[\p{L}\p{M}'’ /&-]*+(?:\([^()]{1,16}+\)|%|#)?\??")
_TOKEN: Final = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}+/#.-]{1,23}+")
_REGISTERED: Final = regex.compile(r"(?P<prefix>\p{L}{2,8})[- ]?\d{3,}+(?:[-.]\d++)*+")
_STOP: Final = frozenset("a an and as at by for from how in into is it of on or per the to vs versus what with".split())
_PARTS: Final = ("by", "per", "across")
_PLURALS: Final = {
    "analyses": "analysis", "criteria": "criterion", "diagnoses": "diagnosis", "hypotheses": "hypothesis",
    "indices": "index", "matrices": "matrix", "metastases": "metastasis", "mice": "mouse", "phenomena": "phenomenon",
    "children": "child", "women": "woman", "men": "man",
}  # fmt: skip
_MAX_LEFT_WORDS: Final = 3
_MAX_RIGHT_WORDS: Final = 5
_LOOK_AHEAD: Final = 6
_MIN_COLUMNS: Final = 3
_MOST: Final = 0.75

Form = Literal["number", "measure", "code", "list", "word", "name", "phrase", "empty"]


@dataclass(frozen=True, slots=True)
class PairRow:
    """One row of an infobox: its cell texts, whether the markup calls it a header, and the title right above it.

    title: the text of a cell over the whole width, which names the rows from here on.
    """

    cells: tuple[str, ...]
    is_marked_header: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Announcer:
    """A section that could announce a table: its place among the sections, heading, and the text that introduces it.

    is_surely_bare: the section certainly lost its body (its level shows that it has no subsections, or its last
    sentence ends in a colon); a text rendering without levels cannot tell a parent from a section left bare.
    """

    place: int
    heading: str
    intro: str = ""
    is_surely_bare: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weights that speak for one row.

    announced: per announcer, how far it speaks of the row's left class (0 for not at all).
    support: what structure adds to an announcement; doubt: what is taken off where no header stands before it.
    alone: structure that needs no announcement; again: weight where its left class heads a table already;
    after_codes: weight as the end of a table of codes; plural: whether a section announces several of its left class.
    """

    row: int
    announced: tuple[float, ...]
    support: float
    doubt: float
    alone: float
    again: float
    after_codes: float
    plural: bool


def stems(text: str) -> set[str]:
    """Return the words of a text without plural endings, stop words left out."""
    return {stem(word.lower()) for word in _WORD.findall(text)} - _STOP


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return a word in lower case without its plural or possessive ending."""
    word = word.removesuffix("s") if word.endswith(("'s", "’s")) else word
    word = word.rstrip("'’")
    if word in _PLURALS:
        return _PLURALS[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def evidence_of(rows: Sequence[PairRow], announcers: Sequence[Announcer], is_truncated: bool) -> list[Evidence]:
    """Return the evidence for each row that pairs class names and has a body, in order.

    The last row has none, so it is a candidate only where the infobox is truncated.
    """
    words = [_Words(announcer) for announcer in announcers]
    candidates = [
        index for index, row in enumerate(rows) if is_header_shaped(row) and (index + 1 < len(rows) or is_truncated)
    ]
    announced = {index: _announcements(rows[index], words) for index in candidates}
    stops = {index for index in candidates if any(announced[index])}
    return [_evidence(rows, index, announced[index], stops, words) for index in candidates]


def is_header_shaped(row: PairRow) -> bool:
    """Return whether a row pairs short class names."""
    if len(row.cells) < 2:
        return False
    left, rights = row.cells[0], row.cells[1:]
    if not _CLASS_NAME.fullmatch(left) or len(left.split()) > _MAX_LEFT_WORDS or is_code(left):
        return False
    return all(_CLASS_NAME.fullmatch(right) and len(right.split()) <= _MAX_RIGHT_WORDS for right in rights)


def heads_columns(rows: Sequence[tuple[str, ...]]) -> bool:
    """Return whether the first row names the columns of an unmarked table of three and more columns.

    It pairs class names, and a column below holds numbers, codes or sentences; two columns may be keys with values.
    """
    head, body = rows[0], rows[1:]
    if len(head) < _MIN_COLUMNS or not body or not is_header_shaped(PairRow(head)):
        return False
    columns = [[row[col] for row in body if col < len(row) and row[col]] for col in range(len(head))]
    return any(cells and all(_is_no_name(cell) for cell in cells) for cells in columns)


def _is_no_name(cell: str) -> bool:
    return form_of(cell) in ("number", "measure", "code") or len(cell.split()) > _MAX_RIGHT_WORDS


@lru_cache(maxsize=4096)
def is_code(text: str) -> bool:
    """Return whether a cell is an acronym, a gene or factor symbol, or a registry number."""
    if _TOKEN.fullmatch(text) is None:
        return False
    return any(character.isdigit() for character in text) or sum(character.isupper() for character in text) >= 2


@lru_cache(maxsize=4096)
def form_of(text: str) -> Form:
    """Return the form of a cell: what kind of thing it looks like, whatever its words are."""
    if not text:
        return "empty"
    if not any(character.isalpha() for character in text):
        return "number"
    if "," in text or ";" in text:
        return "list"
    if is_code(text):
        return "code"
    if any(character.isdigit() for character in text):
        return "measure"
    words = text.split()
    if len(words) == 1:
        return "word"
    return "name" if _is_title_case(text) else "phrase"


def _is_title_case(text: str) -> bool:
    return all(not word[:1].islower() or word in _STOP for word in text.split())


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    """Return whether a left cell looks like the label of a value: title case, letters only."""
    return _CLASS_NAME.fullmatch(text) is not None and not is_code(text) and _is_title_case(text)


class _Words:
    """The words of an announcer, read once."""

    __slots__ = ("_in_order", "heading_plurals", "heading_stems", "intro_plurals", "intro_stems", "is_surely_bare")

    def __init__(self, announcer: Announcer) -> None:
        words = [word.lower() for word in _WORD.findall(announcer.heading)]
        self._in_order = [stem(word) for word in words]
        self.heading_stems = set(self._in_order)
        self.heading_plurals = {single for single, word in zip(self._in_order, words, strict=True) if single != word}
        intro = {word: stem(word) for word in map(str.lower, _WORD.findall(announcer.intro))}
        self.intro_stems = set(intro.values())
        self.intro_plurals = {single for word, single in intro.items() if single != word}
        self.is_surely_bare = announcer.is_surely_bare

    def is_about(self, noun: str) -> bool:
        """Return whether the heading is about one thing: 'Origin', 'Origin and Migration', 'Mechanism of Action'."""
        return self._in_order[0] == noun and (len(self._in_order) == 1 or self._in_order[1] in _STOP)

    def parts_by(self, noun: str) -> bool:
        """Return whether the heading parts something by a class: 'Dose by Spinal Level'."""
        at = max((self._in_order.index(word) for word in _PARTS if word in self._in_order), default=len(self._in_order))
        return noun in self._in_order[at + 1 :]


def _announcements(row: PairRow, announcers: Sequence[_Words]) -> tuple[float, ...]:
    left = [stem(word.lower()) for word in _WORD.findall(row.cells[0])]
    return tuple([_announcement(left, announcer) for announcer in announcers])


def _announcement(left: Sequence[str], words: _Words) -> float:
    """Return how far a section speaks of rows of the class `left`, its last word the head noun."""
    head = left[-1]
    if head in words.heading_stems:
        if head in words.heading_plurals or words.parts_by(head):
            return 4.0
        return 4.0 if words.is_surely_bare and not words.is_about(head) else 1.5
    if head in words.intro_stems:
        if head in words.intro_plurals:
            return 4.0 if words.is_surely_bare else 3.0
        return 1.0 if words.is_surely_bare else 0.0
    return 0.0 if words.heading_plurals.isdisjoint(left[:-1]) else 1.5


def _evidence(
    rows: Sequence[PairRow], index: int, announced: tuple[float, ...], stops: set[int], words: Sequence[_Words]
) -> Evidence:
    row = rows[index]
    below = _below(rows, index, stops)
    lefts = [each.cells[0] for each in below]
    forms = [form_of(each.cells[1]) for each in below if len(each.cells) > 1]
    above = rows[index - 1] if index and row.title is None else None
    own = form_of(row.cells[1])
    likeness = _right_likeness(row, words)
    alone = max(_registered(lefts, above), _codes(below, above), _columns(row, above, below), _titled(row))
    stands_out = own not in forms[:2] and (above is None or len(above.cells) < 2 or form_of(above.cells[1]) != own)
    are_labels = len(lefts) == 1 or (bool(lefts) and all(_is_label(left) for left in lefts))
    is_like_values = (are_labels and not _is_uniform(below)) or _are_identifiers(below)
    return Evidence(
        row=index,
        announced=tuple(weight + likeness[place] if weight else 0.0 for place, weight in enumerate(announced)),
        support=_softly(row, above, below) + alone,
        doubt=0.0 if not is_like_values else 2.5 if " " in row.cells[0] or len(below) < 2 else 2.0,
        alone=alone,
        again=1.5 + max(likeness, default=0.0) + alone + (0.5 if stands_out and own == "name" else 0.0),
        after_codes=_after_codes(rows, index, lefts) if stands_out else 0.0,
        plural=any(weight >= 3.0 for weight in announced),
    )


def _below(rows: Sequence[PairRow], index: int, stops: set[int]) -> list[PairRow]:
    below: list[PairRow] = []
    own = _head_noun(rows[index].cells[0])
    for at in range(index + 1, min(index + 1 + _LOOK_AHEAD, len(rows))):
        row = rows[at]
        if row.title is not None or row.is_marked_header:
            break
        # 'Alzheimer disease' is a row under 'Disease', not the next header.
        if at in stops and below and _head_noun(row.cells[0]) != own:
            break
        below.append(row)
    return below


def _head_noun(left: str) -> str:
    words = _WORD.findall(left)
    return stem(words[-1].lower()) if words else ""


def _right_likeness(row: PairRow, announcers: Sequence[_Words]) -> list[float]:
    """Return per announcer how far it speaks of the right cells, at most 2."""
    right = set[str]().union(*(stems(cell) for cell in row.cells[1:])) - stems(row.cells[0])
    return [
        0.0
        if right.isdisjoint(words.heading_stems) and right.isdisjoint(words.intro_stems)
        else min(2.0, 1.0 * len(right & words.heading_stems) + 0.25 * len(right & words.intro_stems))
        for words in announcers
    ]


def _softly(row: PairRow, above: PairRow | None, below: Sequence[PairRow]) -> float:
    """Return what the form of the cells adds: of the row itself, of the left cells below, of the right ones."""
    weight = 0.0
    if not all(_is_title_case(cell) for cell in row.cells[1:]):
        weight -= 1.5
    if _is_plural(row.cells[0]) and not any(_is_plural(cell) for cell in row.cells[1:]):
        weight -= 1.0  # a key that lists its values, such as 'Delivery Routes'
    lefts = [each.cells[0] for each in below]
    if len(lefts) < 2 or _are_identifiers(below):
        return weight
    n_entries = sum(not _is_label(left) for left in lefts)
    if 2 * n_entries > len(lefts) and (above is None or _is_label(above.cells[0])):
        weight += 1.0
    elif above is not None and is_code(above.cells[0]) and not is_code(lefts[0]) and not is_code(lefts[1]):
        weight += 0.5  # a table of codes ended above
    return weight + (1.0 if _is_uniform(below) else 0.0)


def _is_plural(text: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    return bool(words) and stem(words[-1]) != words[-1]


def _is_uniform(below: Sequence[PairRow]) -> bool:
    """Return whether the right cells are of one kind: numbers, three and more of one form, or sharing their words."""
    rights = [row.cells[1] for row in below if len(row.cells) > 1]
    if len(rights) < 2:
        return False
    form, count = Counter(form_of(right) for right in rights).most_common(1)[0]
    if count >= _MOST * len(rights) and (form == "number" or len(rights) > 2):
        return True
    return all(stems(first) & stems(second) for first, second in pairwise(rights))


def _registered(lefts: Sequence[str], above: PairRow | None) -> float:
    """Return the weight of numbers of one registry below that do not stand above."""
    prefixes = [match["prefix"].upper() if (match := _REGISTERED.fullmatch(left)) else "" for left in lefts[:2]]
    if not prefixes or not prefixes[0] or len(set(prefixes)) > 1:
        return 0.0
    return 0.0 if above is not None and _REGISTERED.fullmatch(above.cells[0]) else 3.0


def _codes(below: Sequence[PairRow], above: PairRow | None) -> float:
    """Return the weight of acronyms below, each with words on its right."""
    n_codes = next((place for place, row in enumerate(below) if not is_code(row.cells[0])), len(below))
    if n_codes < 2 or (above is not None and is_code(above.cells[0])) or _are_identifiers(below[:n_codes]):
        return 0.0
    return 2.5 if n_codes >= 3 else 1.5


def _are_identifiers(rows: Sequence[PairRow]) -> bool:
    """Return whether rows name databases with a number in each: identifiers of one thing."""
    n_codes = sum(is_code(row.cells[0]) for row in rows)
    n_numbers = sum(form_of(row.cells[1]) in ("code", "number") for row in rows if len(row.cells) > 1)
    return n_codes * 2 > len(rows) and n_numbers * 2 >= len(rows)


def _columns(row: PairRow, above: PairRow | None, below: Sequence[PairRow]) -> float:
    """Return the weight of a number of columns that begins with this row."""
    if above is None or len(above.cells) < 2 or len(row.cells) < 2 or not below:
        return 0.0
    if len(row.cells) == len(above.cells) or len(below[0].cells) != len(row.cells):
        return 0.0
    return 3.0 if len(row.cells) > len(above.cells) else 2.5


def _titled(row: PairRow) -> float:
    """Return the weight of a title right above that speaks of the left class."""
    if row.title is None:
        return 0.0
    title = Announcer(0, row.title, is_surely_bare=True)
    return _announcements(row, [_Words(title)])[0]


def _after_codes(rows: Sequence[PairRow], index: int, lefts: Sequence[str]) -> float:
    """Return the weight of a row behind codes with none below; at a truncated end registry numbers must stand above."""
    above = [row.cells[0] for row in rows[max(0, index - 2) : index]]
    if len(above) < 2 or not all(is_code(left) for left in above):
        return 0.0
    ends = not is_code(lefts[0]) if lefts else all(_REGISTERED.fullmatch(left) for left in above)
    return 2.5 if ends else 0.0
