"""Phases of trials as pages write them, in ClinicalTrials.gov terms.

The registry holds the phases of a study as a set (data model 2, `phases`): 'Phase 1/2' is one design with both, the
'Phase 0' of older texts is its early phase 1. Letters that it does not know ('3b') fall back on the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, cast

import regex

from schemas.records.evidence import Phase
from schemas.spans import Found

PhaseDesign = Literal["single", "combined", "separate"]

_UNIT: Final = r"(?:[0-4]|IV|I{1,3})[abc]?(?![\p{L}\d]|\.\d)"
_PAIR: Final = rf"{_UNIT}(?:(?:\s?[/|]\s?(?:phase\s?)?{_UNIT}){{1,2}}|/[abc](?!\w))?"
_COUNTED: Final = (
    r"(?:patients?|participants?|subjects?|people|adults|children|volunteers|months?|years?|weeks?|days?|hours?|other"
    r"|more|further|sites?|cent(?:er|re)s?|cohorts?|arms?|countries|doses?|hospitals|companies)"
)
_JOIN: Final = r"(?:\s?[-–—‐‑]\s?|\s(?:and|or|&|and/or|to|through|versus|vs\.?)\s)"
_PHASE: Final = regex.compile(
    rf"(?<![\w-])(?:(?P<early>early\s)?phases?[\s-]{{0,2}}|(?-i:P[hH])\.?\s?(?=[1-4]))(?P<units>{_PAIR}"
    rf"(?:(?:,\s(?:phase\s)?{_PAIR}){{0,3}},?{_JOIN}(?:phases?\s)?{_PAIR}(?!\s{_COUNTED}))?|{_PAIR})"
    r"(?!-(?!ready|stage|trial|study|like\b)|%|\s?°)",
    regex.I,
)
_FIRST: Final = regex.compile(_PAIR, regex.I)
_CODES: Final = regex.compile(r"(?<!\w)(?:EARLY_)?PHASE[1-4](?:\s?[,|/;]\s?PHASE[1-4])?(?!\w)")
_PART: Final = regex.compile(r"(?P<unit>[0-4]|IV|I{1,3})?(?P<letter>[abc])?", regex.I)
_SPLIT: Final = regex.compile(r"\s?[/|]\s?")
_JOINED: Final = regex.compile(rf",\s|,?(?P<join>{_JOIN})", regex.I)
# Phases without the word, as a cell under the header 'Phase' holds them.
PHASE_NUMBERS: Final = regex.compile(rf"{_PAIR}(?:{_JOIN}{_PAIR})?", regex.I)
_WORD: Final = regex.compile(r"phases?\s?", regex.I)
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PHASES: Final[tuple[Phase, ...]] = ("EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4")


@dataclass(frozen=True, slots=True)
class PhaseFound:
    """A phase; those of one combined design share `group_no`, `n_trials` is how many trials are in it."""

    group_no: int
    phase: Phase
    raw: Found[str]
    n_trials: Found[int] | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """Phases written in one expression: `[start, end)` in the text searched, and the groups of combined ones."""

    start: int
    end: int
    groups: tuple[tuple[Phase, ...], ...]

    @property
    def design(self) -> PhaseDesign:
        """How the phases belong together."""
        if len(self.groups) > 1:
            return "separate"
        return "combined" if len(self.groups[0]) > 1 else "single"

    @property
    def phases(self) -> frozenset[Phase]:
        """All phases named."""
        return frozenset(phase for group in self.groups for phase in group)


def phases_in(text: str, start: int, end: int) -> list[Stated]:
    """Return the phase expressions of `text[start:end]` in order; what they are said of is not looked at."""
    found: list[Stated] = []
    for match in _PHASE.finditer(text, start, end):
        last, groups = match.end(), parse_units(match["units"])
        if groups is None:  # 'phase 2 and I think': only the first number is one
            alone = _FIRST.match(text, match.start("units"), last)
            last, groups = (alone.end(), parse_units(alone.group())) if alone else (last, None)
        if groups is None:
            continue
        first = match.start()
        if match["early"]:
            first, groups = _early(match, groups)
        found.append(Stated(first, last, groups))
    for match in _CODES.finditer(text, start, end):
        codes = [cast("Phase", code) for code in regex.findall(r"(?:EARLY_)?PHASE[1-4]", match.group())]
        found.append(Stated(*match.span(), (tuple(codes),)))
    return _without_overlaps(found)


def _early(match: regex.Match[str], groups: tuple[tuple[Phase, ...], ...]) -> tuple[int, tuple[tuple[Phase, ...], ...]]:
    """'Early Phase 1' is a phase of its own; before any other phase 'early' is a plain adjective."""
    if groups == (("PHASE1",),):
        return match.start(), (("EARLY_PHASE1",),)
    return match.end("early"), groups


def _without_overlaps(found: list[Stated]) -> list[Stated]:
    kept: list[Stated] = []
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def parse_units(units: str) -> tuple[tuple[Phase, ...], ...] | None:
    """Return the groups that '1/2a', 'I and II' or 'I to III' name; None where the numbers do not fit together."""
    parts = [part for part in _JOINED.split(units) if part and not _JOINED.fullmatch(part)]
    joins = [join.strip().lower() for join in _JOINED.findall(units) if join]
    pairs = [_pair(_WORD.sub("", part).strip()) for part in parts]
    if any(pair is None for pair in pairs):
        return None
    groups = [pair for pair in pairs if pair is not None]
    numbers = [number for group in groups for number, _ in group]
    if numbers != sorted(numbers) or len({tuple(group) for group in groups}) != len(groups):
        return None
    is_roman = ["i" in part.lower().replace("phase", "") for part in parts]
    if len(set(is_roman)) > 1:
        return None
    if len(groups) == 2 and joins and len(groups[0]) == len(groups[1]) == 1:
        low, high = groups[0][0], groups[1][0]
        is_dash = joins[0] in "-–—‐‑"
        if is_dash and high[0] - low[0] <= 1:
            groups = [[low, high]]  # 'phase I-II' is the usual way to write a combined design
        elif is_dash or joins[0] in ("to", "through"):
            groups = [[low], *([(number, "")] for number in range(low[0] + 1, high[0])), [high]]
    return tuple(tuple(_phase(number, letter) for number, letter in group) for group in groups)


def _pair(part: str) -> list[tuple[int, str]] | None:
    """Return number and letter of one phase or of a combined pair ('2a/b' is 2a and 2b)."""
    found: list[tuple[int, str]] = []
    for piece in _SPLIT.split(part):
        match = _PART.fullmatch(_WORD.sub("", piece).strip())
        if match is None or not match.group():
            return None
        unit, letter = match["unit"], (match["letter"] or "").upper()
        if unit is None and not found:
            return None
        number = found[-1][0] if unit is None else _ROMAN.get(unit.upper(), -1) if unit.isalpha() else int(unit)
        found.append((number, letter))
    if any(one >= other and one[0] >= other[0] for one, other in pairwise(found)):
        return None
    return found


def _phase(number: int, letter: str) -> Phase:
    if number in (1, 2) and letter in ("A", "B"):
        return cast("Phase", f"PHASE{number}{letter}")
    return _PHASES[number]


def phase_rows(
    stated: Stated, raw: Found[str], n_trials: Found[int] | None = None, first_group: int = 1
) -> list[PhaseFound]:
    """Return one row per phase; groups are numbered from `first_group`."""
    return [
        PhaseFound(number, phase, raw, n_trials)
        for number, group in enumerate(stated.groups, first_group)
        for phase in group
    ]
