"""How surely a sentence is worded, where its finding was observed, and whether it advertises: cue lists and readers.

Certainty goes by the weakest cue. The cues are in `vocabulary/claims/cues.csv`, from own reasoning; the idea of the
categories (speculation, hedging, attribution) is that of BioScope (doi:10.1186/1471-2105-9-S11-S9).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import ahocorasick
import regex

from extractors.finders.vocabulary import FOLDER

Certainty = Literal["asserted", "reported", "qualified", "hedged", "speculative"]
Setting = Literal["human", "animal", "in_vitro", "mixed"]

_OWN_VOICE: Final = regex.compile(
    r"\bwe (?:also |proudly |now |can )?(?:offer|provide|focus|speciali[sz]e|deliver|treat|combine|use|welcome)\b"
    r"|\bour (?:[\w-]{1,20} ){0,3}(?:philosophy|approach|programs?|programmes?|clinics?|treatments?|therap(?:y|ies)"
    r"|protocols?|specialists?|physicians|doctors|patients|framework|platforms?|care|team)\b"
)
_OFFERING: Final = regex.compile(
    r"\b(?:offers?|provides?|delivers?|programs?|programmes?|speciali[sz]es?|personali[sz]ed|treats|welcomes|combines"
    r"|centers on|centres on|our)\b"
)
_NO_ADVERTISING: Final = regex.compile(
    r"\b(?:shouldn't|should never|should not|isn't|is not|doesn't mean|not mean|never substitute|beware"
    r"|claims? of|claiming|not because)\b"
)
# 'human' and 'patient' that name where cells come from, or nobody who was observed.
_SOURCED: Final = regex.compile(
    r"\bpatients?'|\bpatient[ -](?:derived|specific|selection|own|education|age|factors|batch)"
    r"|\bfor (?:the )?patients\b(?! with)"
)
_CONDITION: Final = regex.compile(r"\b(?:if|were it to|provided that|once)\b")
_MODALS: Final = frozenset("may might could potentially perhaps possibly".split())
_MONTH_MAY: Final = regex.compile(
    r"\bmay (?:\d{1,2},? )?(?:19|20)\d\d\b|\b(?:in|since|until|by|from) may\b(?! be)|\d may\b"
)


_Cue = Literal["speculative", "hedged", "qualified", "reported", "human", "animal", "in_vitro", "advertising"]
_RANKS: Final[tuple[Certainty, ...]] = ("asserted", "reported", "qualified", "hedged", "speculative")


@cache
def _automaton() -> ahocorasick.Automaton:
    """All cues of all lists at once (A. Aho, M. Corasick, 1975, doi:10.1145/360825.360855)."""
    held: dict[str, list[str]] = {}
    with (FOLDER / "claims" / "cues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            for phrase in row["words"].split("|"):
                held.setdefault(phrase, []).append(row["cue"])
    automaton = ahocorasick.Automaton()
    for phrase, cues in held.items():
        automaton.add_word(phrase, (len(phrase), tuple(cues)))
    automaton.make_automaton()
    return automaton


def _cues(folded: str) -> list[tuple[int, int, tuple[_Cue, ...]]]:
    """Return whole-word cues with their places, the longest first where they begin together."""
    plain = folded.replace("-", " ").replace("–", " ")
    end = len(plain)
    found = []
    for at, (length, cues) in _automaton().iter(plain):
        first, last = at + 1 - length, at + 1
        if (first and plain[first - 1].isalnum()) or (last < end and plain[last].isalnum()):
            continue
        found.append((first, last, cues))
    return sorted(found, key=lambda cue: (cue[0], -cue[1]))


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sentence is worded; `hedges` are where the words that limit it stand in the shown text, in order.

    setting: as far as the words tell. has_advertising: whether it holds a slogan.
    """

    certainty: Certainty
    hedges: tuple[tuple[int, int], ...]
    setting: Setting | None
    has_advertising: bool


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """Return the less certain of two."""
    return max(one, other, key=_RANKS.index)


def read_wording(folded: str) -> Wording:
    """Read the cues of a sentence in small letters with plain apostrophes, hyphens and blanks."""
    certainty: Certainty = "asserted"
    hedges: list[tuple[int, int]] = []
    settings: set[Setting] = set()
    has_advertising = False
    masked = [match.span() for match in _SOURCED.finditer(folded)] if "patient" in folded else []
    taken = 0
    for first, last, cues in _cues(folded):
        for cue in cues:
            match cue:
                case "qualified" | "hedged" | "speculative":
                    if first >= taken and not _is_month(folded, first, last):
                        taken = last
                        hedges.append((first, last))
                        certainty = weaker(certainty, cue)
                case "reported":
                    certainty = weaker(certainty, cue)
                case "advertising":
                    has_advertising = True
                case _:
                    if not any(start <= first < end for start, end in masked):
                        settings.add(cue)
    condition = _CONDITION.search(folded) if hedges else None
    if condition is not None and any(folded[first:last] in _MODALS for first, last in hedges):
        certainty = "speculative"
        hedges = sorted([*hedges, condition.span()])
    setting: Setting | None = (min(settings) if len(settings) == 1 else "mixed") if settings else None
    return Wording(certainty, tuple(hedges), setting, has_advertising)


def _is_month(folded: str, first: int, last: int) -> bool:
    return folded[first:last] == "may" and _MONTH_MAY.search(folded, max(0, first - 6), last + 10) is not None


def is_advertising(folded: str, wording: Wording, *, is_commercial: bool, own_names: frozenset[str]) -> bool:
    """Whether a sentence promotes what its publisher offers.

    Strong advertising words count anywhere, 'we' and the publisher's own name only with an offer beside them and on a
    page that sells something; what warns of advertising is none.
    """
    if not (is_commercial or wording.has_advertising) or _NO_ADVERTISING.search(folded):
        return False
    if wording.has_advertising:
        return True
    is_named = any(name and name.lower() in folded for name in own_names) and _OFFERING.search(folded) is not None
    return is_named or _OWN_VOICE.search(folded) is not None
