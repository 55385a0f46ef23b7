"""Where a sentence speaks of trials: noun phrases, registry numbers and counts by phase, put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import regex

from extractors.finders import trial_words as words
from extractors.finders.identifiers import Identifier
from extractors.finders.registries import NAMED
from extractors.finders.trial_heads import Head, Range, heads_in, name_before, name_behind, name_said
from extractors.finders.trial_phases import PhaseFound, Stated, phase_rows, phases_in
from extractors.finders.trial_text import Reading
from schemas.spans import Span

Placed = tuple[int, int, Identifier]

_LINK: Final = regex.compile(
    r"[\s(,\[:;–—-]*+(?:(?:registered|registration|registry|identifier|identified|numbers?|no\.?|id"
    rf"|{NAMED}|clinical\strials\.gov|(?:[\p{{L}}-]{{2,12}}\s){{0,4}}(?:registry\sof\sclinical\strials"
    r"|clinical\strials?\sregist(?:ry|er)(?:[\s–-]{1,3}(?:of\s)?india)?|clinical\sresearch\sinformation\sservice)"
    r"|under|with|as|at|on|by|in|the|trial|study|is|was|also|which|that)"
    r"(?!\w)[\s(,\[:;#–—-]*+){0,8}",
    regex.I,
)
_LISTED: Final = regex.compile(r"[\s(),;/&\[\]]*+(?:and|or)?[\s(]*+", regex.I)
_IS_A: Final = regex.compile(r"[)\]]?,?\s(?:is|was|,)\s?(?:(?:an?|the)\s)?", regex.I)
_CLOSING: Final = regex.compile(r"[^()\n\x00]{0,80}+\)")
_TO_PHASE: Final = regex.compile(
    r"[\s(,\[:;–—-]*+(?:(?:now|currently|is|was|are|were|an?|in|at|and|ongoing|completed"
    r"|recruiting)(?!\w)[\s(,:;-]*+){0,4}"
    r"[\s(,\[:;–—-]*+",
    regex.I,
)
_COUNTED_BEFORE: Final = regex.compile(
    rf"(?<![\w,.-])(?P<n>{words.NUMBER})(?:\s(?:of\s(?:them|these|those|which)|being|were|was|are|is|as|in|at"
    rf"|registered"
    r"|classified|clinical|randomi[sz]ed|trials|studies)){0,4}\s$",
    regex.I,
)
_COUNTED_BEHIND: Final = regex.compile(
    rf"\s?(?:trials?|studies|study)?\s?(?:[:=]\s?|\(\s?(?:n\s?=\s?)?)(?P<n>{words.NUMBER})(?:\s(?:trials?"
    rf"|studies))?\s?\)?",
    regex.I,
)
_NEXT_COUNT: Final = regex.compile(r"\s?(?:trials?|studies|study)?\s?\)?[,;]?\s?(?:(?:and|plus|but|while)\s)?", regex.I)
_NOUN: Final = regex.compile(r"\s(?:clinical\s)?(?:trials?|stud(?:y|ies))(?!\w)", regex.I)
_NAMED: Final = regex.compile(r"(?<!\w)(?:trials?|stud(?:y|ies))(?!\w)", regex.I)
_APPOSED: Final = regex.compile(r",\s(?:(?:an?|the|its)\s)?", regex.I)
_REACH: Final = 100
_NEAR: Final = 400


@dataclass(slots=True)
class Anchor:
    """One mention `[start, end)` of the shown text; `tail` is where what is said of it begins.

    numbers: its registry numbers, several where it lists several trials.
    """

    start: int
    end: int
    tail: int
    head: Head | None = None
    numbers: list[Placed] = field(default_factory=list)
    name: Range | None = None
    stated: Stated | None = None
    counted: list[PhaseFound] = field(default_factory=list)

    @property
    def is_plural(self) -> bool:
        """Whether it speaks of several trials."""
        return bool(self.counted) or (self.head is not None and self.head.is_plural)

    def cover(self, reading: Reading, last: int) -> None:
        """Take in what follows up to `last`, with the bracket that closes there."""
        self.end = max(self.end, last)
        shown = reading.shown
        near = max(self.start, self.end - 2 * _REACH)
        if shown.count("(", near, self.end) > shown.count(")", near, self.end):
            closing = _CLOSING.match(shown, self.end)
            self.end = closing.end() if closing else self.end
        self.tail = max(self.tail, self.end)
        while shown[self.tail : self.tail + 1] in (")", "]"):
            self.tail += 1


def anchors_in(reading: Reading, sentence: Span, numbers: list[Placed]) -> list[Anchor]:
    """Return the mentions of trials in one sentence, in order."""
    first, last = sentence.start, sentence.end
    stated = phases_in(reading.shown, first, last)
    anchors, used = _counted(reading, first, last, stated)
    stated = [item for item in stated if item not in used]
    starts = [anchor.start for anchor in anchors]
    for head in heads_in(reading, first, last, stated):
        place = bisect_right(starts, head.noun) - 1
        if place < 0 or anchors[place].end <= head.noun:
            anchors.append(_of_head(reading, head, first, last))
    anchors.sort(key=lambda anchor: anchor.start)
    anchors = _in_apposition(reading, _joined(reading, anchors))
    _add_numbers(reading, first, anchors, numbers)
    anchors.sort(key=lambda anchor: anchor.start)
    in_heads = {anchor.stated for anchor in anchors if anchor.stated}
    starts = [anchor.start for anchor in anchors]
    for item in stated:
        if item not in in_heads:
            near = anchors[bisect_left(starts, item.start - _NEAR) : bisect_right(starts, item.end + _NEAR)]
            _add_phase(reading, near, item)
    return anchors


def _of_head(reading: Reading, head: Head, first: int, last: int) -> Anchor:
    start = head.count[0] if head.count else head.body
    anchor = Anchor(start, head.end, head.end, head, name=head.name, stated=head.stated)
    if anchor.name is None and not head.is_plural:
        anchor.name = name_behind(reading, head.end, last)
        if anchor.name is not None:
            anchor.cover(reading, anchor.name[1])
        elif (name := name_said(reading, first, head)) is not None:
            anchor.name, anchor.start = name, name[0]
    return anchor


def _counted(reading: Reading, first: int, last: int, stated: list[Stated]) -> tuple[list[Anchor], set[Stated]]:
    """Return a count by phases ('30 phase I, seven phase II and six phase I/II') as one mention."""
    shown = reading.shown
    anchors: list[Anchor] = []
    used: set[Stated] = set()
    run: list[tuple[Stated, Range, int, int]] = []
    for item in [*stated, None]:
        entry = None if item is None else _count_of(shown, first, last, item)
        joins = entry is not None and (not run or _NEXT_COUNT.fullmatch(shown, run[-1][3], entry[2]) is not None)
        if not joins:
            if len(run) > 1 and (anchor := _of_run(reading, run)):
                anchors.append(anchor)
                used |= {row[0] for row in run}
            run = []
        if entry is not None:
            run.append(entry)
    return anchors, used


def _count_of(shown: str, first: int, last: int, item: Stated) -> tuple[Stated, Range, int, int] | None:
    """Return (phases, span of their count, begin, end) of one entry of such a count."""
    if len(item.groups) > 1:
        return None
    low = max(first, item.start - 60)
    before = _COUNTED_BEFORE.search(shown[low : item.start])
    if before is not None:
        span = (low + before.start("n"), low + before.end("n"))
        return item, span, span[0], item.end
    behind = _COUNTED_BEHIND.match(shown, item.end, min(last, item.end + 40))
    return None if behind is None else (item, behind.span("n"), item.start, behind.end())


def _of_run(reading: Reading, run: list[tuple[Stated, Range, int, int]]) -> Anchor | None:
    anchor = Anchor(run[0][2], run[-1][3], run[-1][3])
    for group, (item, count, begin, end) in enumerate(run, 1):
        raw, number = reading.words(begin, end), reading.number(*count)
        if raw is None or number is None:
            return None
        anchor.counted += phase_rows(item, raw, number, group)
    noun = _NOUN.match(reading.shown, anchor.end)
    if noun:
        anchor.end = anchor.tail = noun.end()
    return anchor


def _joined(reading: Reading, anchors: list[Anchor]) -> list[Anchor]:
    """Let a count by phases belong to the trials that it counts: '43 trials (30 phase I, 13 phase II)'."""
    kept: list[Anchor] = []
    for anchor in anchors:
        owner = kept[-1] if kept else None
        is_owned = owner is not None and owner.head is not None and owner.head.is_plural
        if not anchor.counted:
            kept.append(anchor)
        elif owner is not None and is_owned and 0 <= anchor.start - owner.end < 80:
            owner.counted = anchor.counted
            owner.cover(reading, anchor.end)
        elif _NAMED.search(reading.shown, anchor.start, anchor.end):
            kept.append(anchor)
    return kept


def _in_apposition(reading: Reading, anchors: list[Anchor]) -> list[Anchor]:
    """Let 'The MILES study, a phase 3 trial' be one mention, under its name."""
    kept: list[Anchor] = []
    for anchor in anchors:
        before = kept[-1] if kept else None
        if before is not None and before.name is not None and _is_apposed(reading, before, anchor):
            anchor.name, anchor.start = before.name, before.start
            anchor.stated = anchor.stated or before.stated
            kept.pop()
        kept.append(anchor)
    return kept


def _is_apposed(reading: Reading, named: Anchor, anchor: Anchor) -> bool:
    is_one = anchor.head is not None and anchor.name is None and not anchor.is_plural
    return is_one and _APPOSED.fullmatch(reading.shown, named.end, anchor.start) is not None


def _add_numbers(reading: Reading, first: int, anchors: list[Anchor], numbers: list[Placed]) -> None:
    """Give each registry number to the noun phrase that it identifies; the others are mentions of their own."""
    shown = reading.shown
    nouns = [anchor for anchor in anchors if anchor.head]
    starts = [anchor.start for anchor in nouns]
    owner: Anchor | None = None
    is_one_list = all(_LISTED.fullmatch(shown, one[1], other[0]) for one, other in pairwise(numbers))
    for begin, end, identifier in numbers:
        is_listed = owner is not None and _LISTED.fullmatch(shown, owner.numbers[-1][1], begin) is not None
        if not is_listed or owner is None:
            near = nouns[bisect_left(starts, begin - _NEAR) : bisect_right(starts, end + _NEAR)]
            owner = _owner(reading, near, begin, end)
            if owner is None and is_one_list:
                owner = _only(nouns)
        name = name_before(reading, first, begin)
        if owner is None:
            owner = Anchor(begin, end, end)
            anchors.append(owner)
        if name is not None and owner.name is None and not owner.numbers:
            owner.name = name
            owner.start = min(owner.start, name[0])
        owner.numbers.append((begin, end, identifier))
        if owner.head is None or begin - owner.end <= _REACH:
            owner.start = min(owner.start, begin)
            owner.cover(reading, end)


def _owner(reading: Reading, nouns: list[Anchor], begin: int, end: int) -> Anchor | None:
    """Return the noun phrase that the number stands in, right behind of, or that says what the number is."""
    shown = reading.shown
    for anchor in nouns:
        assert anchor.head is not None
        if anchor.numbers:
            continue
        if anchor.head.start <= begin < anchor.end:
            return anchor
        if anchor.end <= begin <= anchor.end + _REACH and _LINK.fullmatch(shown, anchor.end, begin):
            return anchor
        if end <= anchor.head.start <= end + 24 and _IS_A.fullmatch(shown, end, anchor.head.body):
            return anchor
    return None


def _only(nouns: list[Anchor]) -> Anchor | None:
    """Return the noun phrase of a sentence that has one trial and one number."""
    single = [a for a in nouns if a.head and not a.head.is_plural]
    if len(single) != 1 or len(nouns) != 1 or single[0].head is None:
        return None
    head = single[0].head
    is_open = head.determiner not in words.UNREAL and (head.stated or head.is_pointing or not head.is_study)
    return single[0] if is_open and single[0].name is None else None


def _is_part(shown: str, anchor: Anchor) -> bool:
    """Whether only some of the trials are meant: 'five of the trials were phase 2'."""
    head = anchor.head
    return head is not None and head.is_plural and shown[max(0, head.start - 4) : head.start] == " of "


def _add_phase(reading: Reading, anchors: list[Anchor], item: Stated) -> None:
    """Give phases that stand beside a mention to it: 'trials (Phase 1/2a)', 'NCT01234567, Phase 2'."""
    shown = reading.shown
    if shown.startswith(" of ", item.end):
        return  # 'phase 1 of the trial' is a part of it
    for anchor in reversed(anchors):
        if anchor.stated is not None or anchor.counted or _is_part(shown, anchor):
            continue
        place = anchor.end if anchor.end <= item.start else anchor.tail
        if 0 <= item.start - place <= 60 and _TO_PHASE.fullmatch(shown, place, item.start):
            anchor.stated = item
            if "(" in shown[place : item.start]:
                anchor.cover(reading, item.end)
            return
        if 0 <= anchor.start - item.end <= 6 and not shown[item.end : anchor.start].strip(" (:,–—-"):
            anchor.stated = item
            anchor.start = item.start
            anchor.cover(reading, anchor.end)
            return
