"""Trials of which a block speaks, each with what is stated of it nearby, in ClinicalTrials.gov terms.

A trial is read where the text says something of a real one: a registry number, an acronym, a phase, a count of trials,
or what is tested in whom. 'Trials take time', 'a phase 3 trial is needed', 'Phase 1 studies are built to ...' and
questions speak of none. Several trials under one statement are a group ('43 clinical trials', 'phase I and II
studies'). Facts belong to the mention before them in the sentence; a block with one trial goes on about it in its
later sentences ('The first patient was treated on ...'), and 'that phase 1 trial' is the one before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

import regex

from extractors.finders import registries
from extractors.finders.cues import folded, holds_any
from extractors.finders.identifiers import Identifier, find_identifiers
from extractors.finders.terms import NOTHING, Introduced
from extractors.finders.trial_anchors import Anchor, Placed, anchors_in
from extractors.finders.trial_details import status_of
from extractors.finders.trial_facts import Facts
from extractors.finders.trial_heads import Range
from extractors.finders.trial_phases import PhaseFound
from extractors.finders.trial_records import (
    SponsorFound,
    TrialFound,
    can_be_one,
    filled,
    has_facts,
    is_trial_number,
    numbered,
    registry_of,
)
from extractors.finders.trial_stages import StageFound, find_stages, reached_stages, whole_stage
from extractors.finders.trial_text import Reading, read_block
from extractors.finders.trial_wording import is_unreal
from schemas.spans import Found, Span

__all__ = [
    "PhaseFound",
    "SponsorFound",
    "StageFound",
    "TrialFound",
    "find_stages",
    "find_trials",
    "malformed_numbers",
]

# What a block must have to be read at all: a trial, a phase with its number, a registry, a study with a name.
_SMALL_QUICK: Final = (
    rf"phases?[\s-]{{0,2}}[0-4iv]|(?<!\w)ph\.?\s?[1-4]|{registries.CUE}"
    r"|study\s(?:\(|called|named|dubbed|known)"
)
_NAMED: Final = r"\p{Lu}{2}[\w–-]{0,20}\s(?:[\w-]{1,12}\s)?stud(?:y|ies)(?!\w)"
_QUICK: Final = regex.compile(rf"(?i:trial|{_SMALL_QUICK})|{_NAMED}")
# The same in parts, which are found faster: in small letters behind a plain word, and around 'stud'.
_CUES: Final = ("phase", "study", *registries.HINTS)
_ALL_CUES: Final = ("trial", "stud", *_CUES)
_CUED: Final = regex.compile(_SMALL_QUICK)
_NAMED_STUDY: Final = regex.compile(_NAMED)
_OR: Final = regex.compile(r"\bor\b", regex.I)
_LONGEST_NAME: Final = 40
_LONGEST_STUDY: Final = 10
_REGISTRY: Final = regex.compile(registries.CUE, regex.I)
_STUDY: Final = regex.compile(r"stud(?:y|ies)(?!\w)", regex.I)
_REACH: Final = 400


@dataclass(slots=True)
class _Draft:
    """A trial in the making, with the number of its first sentence; `is_worth`: enough is said for a row of its own."""

    found: TrialFound
    sentence: int
    is_pointing: bool = False
    is_worth: bool = True


def malformed_numbers(text: str, start: int, end: int) -> list[Identifier]:
    """Return the trial registry numbers of `text[start:end]` that have a wrong form; they name no trial."""
    return [item for item in find_identifiers(text, start, end) if is_trial_number(item) and item.status == "malformed"]


def find_trials(
    text: str, start: int, end: int, *, inside: tuple[Span, ...] = (), abbreviations: Introduced = NOTHING
) -> list[TrialFound]:
    """Return the trials of one block `text[start:end]` in order, each registry number and acronym once.

    inside: references, whose titles speak of the cited work; only registry numbers count there. abbreviations: what
    the document settles ('PD'), from `introduced_terms`.
    """
    if not _may_speak(text, start, end):
        return []
    reading = read_block(text, start, end, abbreviations)
    has_numbers = _REGISTRY.search(text, start, end) is not None
    numbers = [
        (reading.shown_at(item.label_start), reading.shown_at(item.found.end), item)
        for item in (find_identifiers(text, start, end) if has_numbers else ())
        if registry_of(item)
    ]
    if not numbers and whole_stage(reading) is not None:
        return []
    drafts = _Drafts(reading, Facts(reading, start, end, inside))
    index = 0
    for number, sentence in enumerate(reading.sentences):
        own: list[Placed] = []
        while index < len(numbers) and numbers[index][0] < sentence.end:
            own.append(numbers[index])
            index += 1
        drafts.read(number, sentence, own)
    return drafts.finished()


def _speaks(shown: str, start: int, end: int) -> bool:
    """Whether `_QUICK` finds anything, asked only where one of its words stands."""
    part = folded(shown, start, end)
    is_cued = holds_any(part, _ALL_CUES) or ("ph" in part and holds_any(part, "1234"))
    return is_cued and _QUICK.search(shown, start, end) is not None


def _may_speak(text: str, start: int, end: int) -> bool:
    """Whether `_QUICK` finds anything."""
    part = folded(text, start, end)
    if "trial" in part:
        return True
    is_cued = holds_any(part, _CUES) or ("ph" in part and holds_any(part, "1234"))
    if is_cued and _CUED.search(part) is not None:
        return True
    at = text.find("stud", start, end)
    while at >= 0:
        if _NAMED_STUDY.search(text, max(start, at - _LONGEST_NAME), min(end, at + _LONGEST_STUDY)) is not None:
            return True
        at = text.find("stud", at + 1, end)
    return False


class _Drafts:
    """The trials of one block while it is read sentence by sentence."""

    def __init__(self, reading: Reading, facts: Facts) -> None:
        self.reading, self.facts = reading, facts
        self.drafts: list[_Draft] = []
        self.by_key: dict[str, _Draft] = {}
        self.last_single: _Draft | None = None
        self.bare: list[tuple[int, Span]] = []

    @cached_property
    def stages(self) -> frozenset[int]:
        """Where phases begin that are the stage of a therapy and no trial."""
        return reached_stages(self.reading)

    def read(self, number: int, sentence: Span, own: list[Placed]) -> None:
        """Read one sentence with its registry numbers."""
        span = (sentence.start, sentence.end)
        is_read = (
            own or _speaks(self.reading.shown, *span) or (self.drafts and _STUDY.search(self.reading.shown, *span))
        )
        found = anchors_in(self.reading, sentence, own) if is_read else []
        anchors = [anchor for anchor in found if self._counts(sentence, anchor)]
        if not found:
            self.bare.append((number, sentence))
        for place, anchor in enumerate(anchors):
            low = sentence.start if place == 0 else anchor.start
            last = anchors[place + 1].start if place + 1 < len(anchors) else sentence.end
            region = (max(low, anchor.start - _REACH), min(last, anchor.tail + _REACH))
            for draft in self._made(number, sentence, anchor, region):
                self._add(draft)

    def finished(self) -> list[TrialFound]:
        """Return the trials that are worth a row."""
        only = self.drafts[0] if len(self.drafts) == 1 and not self.drafts[0].found.is_group else None
        for number, sentence in self.bare if only else ():
            if only is not None and number > only.sentence:
                region = (sentence.start, min(sentence.end, sentence.start + 2 * _REACH))
                later = self.facts.stated(region, TrialFound(only.found.raw), is_later=True)
                only.found = filled(only.found, later)
        return [draft.found for draft in self.drafts]

    def _counts(self, sentence: Span, anchor: Anchor) -> bool:
        """Whether a mention can be of a real trial at all."""
        head = anchor.head
        if self._is_inside(anchor):
            return bool(anchor.numbers)
        if anchor.numbers or anchor.name or head is None:
            return True
        if is_unreal(self.reading, sentence, anchor):
            return False
        if anchor.stated or anchor.counted:
            is_stage = anchor.stated is not None and anchor.stated.start in self.stages
            return not (head.is_plural and head.count is None and is_stage)
        if head.is_study:
            return head.is_pointing and self.last_single is not None
        if head.is_plural:
            return head.count is not None or self._has_status(anchor, sentence)
        return bool(head.determiner or head.is_possessive)

    def _has_status(self, anchor: Anchor, sentence: Span) -> bool:
        """Whether trials without number and phase are said to go on or to come, which is all that makes them real."""
        head, phrase = anchor.head, (anchor.start, anchor.tail)
        region = (anchor.start, min(sentence.end, anchor.tail + _REACH))
        return status_of(self.reading, region, phrase, head.status if head else None) is not None

    def _is_inside(self, anchor: Anchor) -> bool:
        place = self.reading.visible.origin(anchor.start) if self.facts.inside else 0
        return any(span.start <= place < span.end for span in self.facts.inside)

    def _made(self, number: int, sentence: Span, anchor: Anchor, region: Range) -> list[_Draft]:
        """Make the trials of one mention: one, or one per registry number of a list."""
        raw = self.reading.words(anchor.start, anchor.end)
        if raw is None and anchor.numbers:
            raw = anchor.numbers[0][2].as_written  # inside an address, of which a reader sees nothing
        if raw is None:
            return []
        if self._is_inside(anchor):
            return [_Draft(numbered(TrialFound(raw), item), number) for _, _, item in anchor.numbers]
        schemes = [item.scheme for _, _, item in anchor.numbers]
        is_list = len(set(schemes)) < len(schemes) or (
            len(schemes) > 1 and (anchor.is_plural or self._are_choices(anchor))
        )
        found = self.facts.mention(sentence, anchor, region, raw, is_one=not is_list)
        head = anchor.head
        is_told = found.label is not None and found.label.end > raw.end
        is_pointing = head is not None and head.is_pointing and anchor.name is None and not is_told
        if is_list:
            return [_Draft(item, number) for item in _listed(found, anchor, raw)]
        if anchor.numbers:
            return [_Draft(numbered(found, *(item for _, _, item in anchor.numbers)), number, is_pointing)]
        return [_Draft(found, number, is_pointing, _is_worth(anchor, found))]

    def _are_choices(self, anchor: Anchor) -> bool:
        """Whether numbers of several registries are those of several trials: 'NCT01234567 or ISRCTN12345678'."""
        pairs = pairwise(anchor.numbers)
        return any(_OR.search(self.reading.shown, one[1], other[0]) for one, other in pairs)

    def _add(self, draft: _Draft) -> None:
        """Take a trial in, or add what it says to the one before that it is."""
        found = draft.found
        named = [item.registry_id for item in found.registrations] + ([found.acronym] if found.acronym else [])
        keys = [item.value.casefold() for item in named]
        same = next((self.by_key[key] for key in keys if key in self.by_key), None)
        if same is None and draft.is_pointing and self.last_single is not None and _agree(self.last_single, draft):
            same = self.last_single
        if same is None:
            if not draft.is_worth:
                return
            if draft.is_pointing:
                draft.found = found._replace(is_anaphoric=True)
            self.drafts.append(draft)
            same = draft
        else:
            same.found = filled(same.found, found)
        for key in keys:
            self.by_key[key] = same
        if not same.found.is_group:
            self.last_single = same


def _listed(found: TrialFound, anchor: Anchor, raw: Found[str]) -> list[TrialFound]:
    """Return one trial per registry number of a list; separate phases cannot be told apart then."""
    found = found._replace(is_group=False, n_trials=None)
    if found.phase_design == "separate":
        found = found._replace(phase_design=None, phases=())
    found = found._replace(phases=tuple(replace(row, n_trials=None) for row in found.phases))
    rest = found if anchor.is_plural or anchor.head is None else TrialFound(raw)
    return [numbered(rest if at else found, item) for at, (_, _, item) in enumerate(anchor.numbers)]


def _is_worth(anchor: Anchor, found: TrialFound) -> bool:
    """Whether a mention without a registry number says enough of a real trial."""
    head = anchor.head
    if found.acronym or found.phases or head is None:
        return True
    is_told = bool(found.condition or found.intervention)
    if found.is_group:
        return found.n_trials is not None or (found.status is not None and is_told)
    if head.is_study:
        return False
    if head.is_pointing:
        return has_facts(found)
    return bool(head.determiner or head.is_possessive) and (is_told or has_facts(found))


def _agree(before: _Draft, draft: _Draft) -> bool:
    """Whether 'the trial' can be the one before."""
    return can_be_one(before.found, draft.found)
