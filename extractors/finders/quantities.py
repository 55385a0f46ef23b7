"""Numbers in running text, and the figures that they form: one number, a range, a list, a fraction.

A number is digits, a number word or a power of ten. What is glued to letters or stands in an address, a tag or a
citation is none ('IGF-1', 'CD34', '24/7', 'width="600"'): `quantity_masks` and the guards here see to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

import regex

from extractors.finders.cues import folded, holds_any, plain_words
from extractors.finders.quantity_units import Unit, unit_at
from schemas.spans import NORMALISERS, Found, NormaliserName

Shape = Literal["one", "range", "list", "fraction"]

_WORDS: Final = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight"
    r"|nine)(?![\p{L}]))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen)(?:[\s](?:hundred|thousand|million|billion)(?![\p{L}]))?"
)
_SCALE: Final = r"(?:\s(?i:thousand|million|billion)(?!\p{L}))?"
# Every pattern begins with what a scan finds fast; guards come behind it.
_DIGITS: Final = regex.compile(
    r"(?=\d)(?<![\w.,#@$€£\p{No}])(?<![\p{L}_)][:’'\-–—−‐‑])(?<!\d[:’'])(?:"
    r"(?P<power>\d{1,6}(?:\.\d{1,6})?\s?(?:[×x]|&times;)\s?10(?:\s?(?:\^\s?|\*\*|<sup>)\d{1,2}(?!\d)(?:</sup>)?"
    r"|[⁰¹²³⁴-⁹]{1,2}|\s?(?:[3-9]|1[0-2])(?=(?:\s(?:and|to|or)\s\d{1,4}(?:\.\d{1,3})?\s?[×x]\s?10\d{1,2})?\s(?:[\p{L}-]{2,20}\s){0,3}?(?:cells|MSCs|iPSCs|neurons)\b)))"
    rf"|(?:\d{{1,3}}(?:[,\u00a0\u2009\u202f]\d{{3}})++|\d++)(?:\.\d++)?{_SCALE}(?![.,:]?\d|\p{{No}}))"
)
_POINTED: Final = regex.compile(r"\.(?<![\w.)]\.)\d{1,8}+(?![.,:]?\d)")
_WORD: Final = regex.compile(
    rf"\b(?=[OTFSENotfsen][NWHOIELnwhoiel])(?i:{_WORDS})"
    r"(?![\w]|-(?!to-|month|year|week|day|hour|minute|site|arm|point)|['’](?!\s))"
)
_NUMBER_WORDS: Final = frozenset(word.encode() for word in regex.findall(r"[a-z]{3,}", _WORDS))
# What a flattened superscript leaves: '2 × 107'; and how far a value strays: '12 ± 3 months'.
_POWER_LEFT: Final = regex.compile(r"\d\s?[×x]\s?$")
_TEN_POWER: Final = regex.compile(r"10\d{1,2}")
TOLERANCE: Final = regex.compile(r"\s?(?:±|\+/[-–−])\s?\d{1,6}(?:\.\d{1,4})?")
_STRAYS: Final = regex.compile(r"(?:±|\+/[-–−])\s?$")
_THREE: Final = regex.compile(r"[ ]\d{3}(?![\d.,])")
_RANGE_WORD: Final = r"(?:[-–—−‐‑‒]|\s[-–—−‐‑‒]\s|\s(?:to|through|until|up to)\s|[- ]to[- ]|-\sto\s)"
_RANGE: Final = regex.compile(rf"{_RANGE_WORD}$")
_AND: Final = regex.compile(r"\s(?:and|to)\s$")
_OR: Final = regex.compile(r"(?:,\s|,?\s(?:and|or|vs\.?|versus)\s)$")
_BETWEEN: Final = regex.compile(r"\b(?:between|betw\.)\s$", regex.I)
_OUT_OF: Final = regex.compile(
    r"(?P<of>\s(?:\(\d{1,3}(?:\.\d{1,3})?\s?%\)\s)?(?:of|out\sof|in)\s(?:(?:the|all|every|each|a\stotal\sof|these|those)\s)?$)"
    r"|(?P<slash>\s?/\s?$)|(?P<per>\s(?:(?:new\s)?cases\s)?per\s(?:every\s)?$)",
    regex.I,
)
_IS_PERCENT: Final = regex.compile(r"\s\(\d{1,3}(?:\.\d{1,3})?\s?%\)\s")
_SCALED: Final = regex.compile(r"\s(?:thousand|million|billion)$", regex.I)
_FRACTION: Final = regex.compile(
    r"(?<![\w-])(?P<fraction>(?:(?:one|two|three|four|five|a|an)[\s-])?(?:half|thirds?|quarters?|fourths?|fifths?"
    r"|sixths?|eighths?|tenths?))(?=\s(?P<of>of\s)(?!(?:19|20)\d\d)|\s(?:in|as|the)\s|[.,;)]|\s*$)",
    regex.I,
)
_NOT_HALF: Final = regex.compile(
    r"(?:\b(?:first|second|third|other|latter|last|better|next|this|that|final|early|late|lower|upper|the)\s)$",
    regex.I,
)
_BY_HALF: Final = regex.compile(
    r"\bby\s(?:(?:about|almost|nearly|roughly|more\sthan|over|around|approximately)\s)?$", regex.I
)
_UNITS_BETWEEN: Final = 40


class Number(NamedTuple):
    """A number as written, with its value."""

    start: int
    end: int
    value: float
    normaliser: NormaliserName

    @property
    def found(self) -> Found[float]:
        """The value with its span."""
        return Found(self.value, self.start, self.end, self.normaliser)


class Figure(NamedTuple):
    """Numbers that belong together; `units` has one entry per number, None where no unit follows.

    `n_tokens` says how many of the numbers that were offered it took up.
    """

    shape: Shape
    numbers: tuple[Number, ...]
    units: tuple[Unit | None, ...]
    start: int
    end: int
    n_tokens: int

    @property
    def unit(self) -> Unit | None:
        """The unit of the last number, which the others share where they have none."""
        return self.units[-1]


def numbers_in(text: str, start: int, end: int) -> list[Number]:
    """Return the numbers of `text[start:end]` in order; those whose marks could mean several numbers are left out."""
    found = [_written(text, start, end, match) for match in _DIGITS.finditer(text, start, end)]
    found += [_made(text, *match.span(), "decimal") for match in _POINTED.finditer(text, start, end)]
    if not _NUMBER_WORDS.isdisjoint(plain_words(folded(text, start, end))):
        found += [_in_words(text, start, match) for match in _WORD.finditer(text, start, end)]
    found += _articles(text, start, end)
    return sorted((number for number in found if number is not None), key=_place)


def _place(number: Number) -> int:
    return number.start


def _in_words(text: str, start: int, match: regex.Match[str]) -> Number | None:
    first, last = match.span()
    before = text[max(start, first - 13) : first].lower()
    if before.endswith(("hundred and ", "thousand and ", "-")):
        return None
    return _made(text, first, last, "number_word")


def _written(text: str, start: int, end: int, match: regex.Match[str]) -> Number | None:
    first, last = match.span()
    if match["power"] is not None:
        return _made(text, first, last, "scientific")
    if last < end and _THREE.match(text, last, end):
        return None  # '10 000' with a plain blank may be one number or two
    if first - start >= 2 and text[first - 1] == " " and text[first - 2].isdigit() and _is_three(text, first, last):
        return None
    if last < end and text[last].isalpha() and unit_at(text, last, end, is_one=False) is None:
        return None
    if _STRAYS.search(text, max(start, first - 4), first):
        return None
    if _TEN_POWER.fullmatch(text, first, last) and _POWER_LEFT.search(text, max(start, first - 4), first):
        return None
    before = text[max(start, first - 2) : first]
    if before[-1:] in ("-", "\u2212") and (len(before) == 1 or before[0] in " \u00a0(\n"):
        first -= 1  # a sign, since no word or digit stands before it
    return _made(text, first, last, "decimal")


def _is_three(text: str, first: int, last: int) -> bool:
    return last - first == 3 and text[first:last].isdigit()


def _made(text: str, first: int, last: int, normaliser: NormaliserName) -> Number | None:
    value = NORMALISERS[normaliser](text[first:last])
    return None if value is None or len(value) > 15 else Number(first, last, float(value), normaliser)


_ARTICLE: Final = regex.compile(
    r"\b(?:within|less\sthan|more\sthan|at\sleast|up\sto|under)\s(?P<article>an?)\s"
    r"(?:hour|day|week|month|year|decade|minute)(?![\w-])",
    regex.I,
)
_ARTICLE_HINTS: Final = (" an hour", " a day", " a week", " a month", " a year", " a decade", " a minute")
_FRACTION_HINTS: Final = ("alf", "hird", "uarter", "ourth", "ifth", "ixth", "ighth", "enth")


def _articles(text: str, start: int, end: int) -> list[Number | None]:
    """Return articles that stand for one behind a comparator: 'within an hour', 'less than a year'."""
    if not holds_any(text[start:end], _ARTICLE_HINTS):
        return []
    return [_made(text, *match.span("article"), "number_word") for match in _ARTICLE.finditer(text, start, end)]


def fractions_in(text: str, start: int, end: int) -> list[Figure]:
    """Return fractions in words ('half of', 'two-thirds of', 'by a third') as figures of a part and a whole."""
    result: list[Figure] = []
    if not holds_any(text[start:end], _FRACTION_HINTS):
        return result
    for match in _FRACTION.finditer(text, start, end):
        first, last = match.span("fraction")
        left = text[max(start, first - 30) : first]
        is_bare = match["fraction"].lower() in ("half", "halves")
        if _NOT_HALF.search(left) or (match["of"] is None and not _BY_HALF.search(left)):
            continue
        if left.endswith("and ") and match["fraction"][0] in "aA":
            continue  # 'a year and a half of'
        if not is_bare and " " not in match["fraction"] and "-" not in match["fraction"]:
            continue
        part, whole = (_made(text, first, last, name) for name in _FRACTION_NAMES)
        if part is not None and whole is not None and part.value < whole.value:
            result.append(Figure("fraction", (part, whole), (None, None), first, last, 0))
    return result


_FRACTION_NAMES: Final[tuple[NormaliserName, NormaliserName]] = ("fraction_part", "fraction_whole")


def figure_at(text: str, start: int, end: int, numbers: Sequence[Number], index: int) -> Figure:
    """Return the figure that begins with `numbers[index]`: the longest of fraction, range, list and one number."""
    number = numbers[index]
    tolerance = TOLERANCE.match(text, number.end, end)
    if tolerance is not None:
        unit = unit_at(text, tolerance.end(), end, is_one=False)
        return Figure("one", (number,), (unit,), number.start, tolerance.end() if unit is None else unit.end, 1)
    units = [unit_at(text, number.end, end, is_one=number.value == 1)]
    if index + 1 < len(numbers):
        for build in (_fraction, _range, _list):
            figure = build(text, start, end, numbers[index : index + 12], units[0])
            if figure is not None:
                return figure
    return Figure("one", (number,), tuple(units), number.start, _end(number, units[0]), 1)


def _end(number: Number, unit: Unit | None) -> int:
    return number.end if unit is None else unit.end


def _fraction(text: str, start: int, end: int, numbers: Sequence[Number], unit: Unit | None) -> Figure | None:
    """'11 of 14 participants', '7.5 out of every 100,000 people', 'one in four patients', '5/11 patients'."""
    part, whole = numbers[0], numbers[1]
    if len(numbers) > 2 and _IS_PERCENT.match(text, part.end, whole.start + 12):
        whole = numbers[2]
    if unit is not None and unit.family not in ("people", "animals", "body", "studies", "trials", "events"):
        return None
    between = text[_end(part, unit) : whole.start]
    join = _OUT_OF.fullmatch(between) if len(between) <= _UNITS_BETWEEN else None
    if join is None or not 0 < part.value <= whole.value:
        return None
    if join["per"] or (join["slash"] and whole.value in _ROUND):
        return _rate(text, end, part, whole)
    behind = unit_at(text, whole.end, end, is_one=False)
    is_in = between.strip().lower().startswith("in")
    if behind is None and not _is_followed_by_percent(text, whole.end, end):
        return None
    if join["slash"] and (
        not _has_share(text, whole.end, end, part.value / whole.value)
        if behind is None
        else behind.family in ("studies", "trials", "sites")
    ):
        return None
    if is_in and (unit is not None or part.value > 10 or whole.value < 2):
        return None
    if behind is not None and behind.family not in ("people", "animals", "body", "studies", "trials", "cells", "sites"):
        return None
    n_tokens = 2 if whole is numbers[1] else 1  # a percentage between them is a figure of its own
    return Figure("fraction", (part, whole), (None, behind), part.start, _end(whole, behind), n_tokens)


def _rate(text: str, end: int, part: Number, whole: Number) -> Figure | None:
    """'12 per 100,000 people', '15/100,000'."""
    if whole.value not in _ROUND:
        return None
    behind = unit_at(text, whole.end, end, is_one=False)
    if behind is not None and behind.family != "people":
        return None
    return Figure("fraction", (part, whole), (None, behind), part.start, _end(whole, behind), 2)


_ROUND: Final = frozenset({1_000.0, 10_000.0, 100_000.0, 1_000_000.0})
_PERCENT: Final = regex.compile(r"\s?\(\s?\d{1,3}(?:\.\d{1,3})?\s?%")


def _has_share(text: str, place: int, end: int, share: float) -> bool:
    """Whether the percentage in the bracket behind is that of the fraction, which a date or a page is not."""
    match = _BRACKETED.match(text, place, min(end, place + 14))
    return match is not None and abs(float(match["percent"]) - 100 * share) <= 1


_BRACKETED: Final = regex.compile(r"\s?\(\s?(?P<percent>\d{1,3}(?:\.\d{1,3})?)\s?%")


def _is_followed_by_percent(text: str, place: int, end: int) -> bool:
    return _PERCENT.match(text, place, min(end, place + 14)) is not None


def _range(text: str, start: int, end: int, numbers: Sequence[Number], unit: Unit | None) -> Figure | None:
    """'6–12 months', '18 to 80', '10% to 20%', 'between 2019 and 2021', '36 hours to three weeks'."""
    low, high = numbers[0], numbers[1]
    between = text[_end(low, unit) : high.start]
    if len(between) > _UNITS_BETWEEN:
        return None
    joins: Callable[[str], object] = _RANGE.fullmatch
    if _BETWEEN.search(text[max(start, low.start - 12) : low.start]):
        joins = _AND.fullmatch
    if not joins(between):
        return None
    last = unit_at(text, high.end, end, is_one=False)
    if unit is not None and last is not None and unit.family != last.family:
        return None
    if unit is not None and last is None:
        return None
    low = _in_scale(text, low, high)
    is_same = unit is None or last is None or unit.ucum == last.ucum
    if is_same and low.value >= high.value:
        return None
    return Figure("range", (low, high), (unit or last, last), low.start, _end(high, last), 2)


def _in_scale(text: str, number: Number, last: Number) -> Number:
    """Return the number in the scale of the last one: '100 to 150 million' begins with a hundred million."""
    is_scaled = last.normaliser == "decimal" and _SCALED.search(text, last.start, last.end)
    if number is last or not is_scaled or number.normaliser != "decimal" or number.value >= 1000:
        return number
    if _SCALED.search(text, number.start, number.end):
        return number
    return _made(text, number.start, last.end, "shared_scale") or number


def _list(text: str, start: int, end: int, numbers: Sequence[Number], unit: Unit | None) -> Figure | None:
    """'7 and 9 years', '3, 6 and 12 months': numbers without units of their own before one that has one."""
    if unit is not None:
        return None
    taken = [numbers[0]]
    for number in numbers[1:]:
        if not _OR.fullmatch(text[taken[-1].end : number.start]):
            return None
        taken.append(number)
        last = unit_at(text, number.end, end, is_one=False)
        if last is None:
            continue
        if last.family in ("people", "studies", "trials", "events", "animals", "body", "sites"):
            return None
        taken = [_in_scale(text, each, number) for each in taken]
        return Figure("list", tuple(taken), (last,) * len(taken), taken[0].start, last.end, len(taken))
    return None
