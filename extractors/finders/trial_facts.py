"""One mention of a trial with all that its sentence states of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

import regex

from extractors.finders.dates import find_dates
from extractors.finders.trial_anchors import Anchor
from extractors.finders.trial_details import enrolment_of, follow_up_of, sponsors_of, status_of
from extractors.finders.trial_heads import Range
from extractors.finders.trial_names import label_of
from extractors.finders.trial_phases import Stated, phase_rows
from extractors.finders.trial_records import TrialFound
from extractors.finders.trial_subjects import condition_of, intervention_of
from extractors.finders.trial_text import Reading, read_day
from schemas.calendar import Precision
from schemas.spans import Found, Span, found_text

_YEAR: Final = r"(?:(?:early|mid|late|spring|summer|autumn|fall)[\s-](?:of\s)?)?(?P<year>(?:19[89]|20)\d\d)(?![\w–-])"
_START_YEAR: Final = regex.compile(
    r"(?<!\w)(?:(?:began|begun|begins?|beginning|start(?:s|ed|ing)?|launch(?:ed|es|ing)|initiated|opened|opens"
    r"|commenced)"
    rf"(?:\s(?:enroll?ment|recruitment|enrolling|recruiting|dosing))?\sin|from)\s{_YEAR}",
    regex.I,
)
_END_YEAR: Final = regex.compile(
    rf"(?<!\w)(?:(?:ended|ends|completed|completing|concluded|finished|closed|end)\sin\s|from\s(?:19[89]"
    rf"|20)\d\d\s(?:to|until)\s){_YEAR}",
    regex.I,
)


@dataclass(frozen=True)
class Facts:
    """Reads what is stated in regions of one block; `inside` are references, whose dates are those of the work."""

    reading: Reading
    start: int
    end: int
    inside: tuple[Span, ...] = ()

    @cached_property
    def _dates(self) -> Sequence[tuple[int, Literal["started", "ended"], Found[date], Precision]]:
        made: list[tuple[int, Literal["started", "ended"], Found[date], Precision]] = []
        for item in find_dates(self.reading.text, self.start, self.end, self.inside):
            day = read_day(self.reading.text, item.found.start, item.found.end)
            if day is not None and item.role in ("trial_start", "trial_end"):
                place = self.reading.shown_at(item.found.start)
                made.append((place, "started" if item.role == "trial_start" else "ended", *day))
        return made

    def mention(self, sentence: Span, anchor: Anchor, region: Range, raw: Found[str], *, is_one: bool) -> TrialFound:
        """Return the trial of one mention; `is_one` False leaves out what can be said of a single trial only."""
        reading, head = self.reading, anchor.head
        phrase = (anchor.start, anchor.tail)
        body, noun = (head.body, head.noun) if head else (anchor.start, anchor.start)
        tested = intervention_of(reading, phrase, body, noun, region[1])
        found = TrialFound(
            raw,
            acronym=reading.words(*anchor.name) if anchor.name else None,
            is_group=anchor.is_plural and not anchor.numbers,
            n_trials=_count(reading, anchor),
            status=status_of(reading, region, phrase, head.status if head else None),
            condition=condition_of(reading, phrase, region[1]),
            intervention=tested,
        )
        found = self._with_phases(anchor, found)
        if head is not None and not anchor.numbers and anchor.name is None:
            label = label_of(reading, sentence.start, head, None if found.n_trials else tested)
            found = found._replace(raw=_wider(reading, raw, label), label=label)
        return self.stated(region, found, behind=anchor.tail if anchor.counted else None) if is_one else found

    def stated(
        self, region: Range, found: TrialFound, *, behind: int | None = None, is_later: bool = False
    ) -> TrialFound:
        """Add enrolment, follow-up, sponsors and dates of a region.

        behind: where the enrolment begins at the earliest. is_later: a sentence without a mention of its own.
        """
        enrolment = enrolment_of(self.reading, behind or region[0], region[1])
        found = found._replace(
            enrolment=enrolment[0] if enrolment else None,
            enrolment_kind=enrolment[1] if enrolment else None,
            follow_up=follow_up_of(self.reading, *region, with_visits=not is_later),
            sponsors=tuple(sponsors_of(self.reading, *region)),
        )
        for place, role, day, precision in self._dates:
            if region[0] <= place < region[1]:
                found = _with_day(found, role, day, precision)
        return found if is_later else self._with_years(region, found)

    def _with_years(self, region: Range, found: TrialFound) -> TrialFound:
        for role, pattern in (("started", _START_YEAR), ("ended", _END_YEAR)):
            match = pattern.search(self.reading.shown, *region)
            span = self.reading.visible.span(*match.span("year")) if match else None
            day = read_day(self.reading.text, *span) if span else None
            if day is not None:
                found = _with_day(found, "started" if role == "started" else "ended", *day)
        return found

    def _with_phases(self, anchor: Anchor, found: TrialFound) -> TrialFound:
        if anchor.counted:
            return found._replace(phase_design="separate", phases=tuple(anchor.counted))
        stated = anchor.stated
        raw = self.reading.words(stated.start, stated.end) if stated else None
        if stated is None or raw is None:
            return found
        if len(stated.groups) > 1 and not anchor.is_plural:  # 'a phase I and II study' is one design
            stated = Stated(stated.start, stated.end, (tuple(phase for group in stated.groups for phase in group),))
        per_phase = found.n_trials if len(stated.groups) == 1 else None
        return found._replace(phase_design=stated.design, phases=tuple(phase_rows(stated, raw, per_phase)))


def _with_day(
    found: TrialFound, role: Literal["started", "ended"], day: Found[date], precision: Precision
) -> TrialFound:
    """The first start and the first end that are stated count."""
    if role == "started":
        return found if found.started else found._replace(started=day, started_precision=precision)
    return found if found.ended else found._replace(ended=day, ended_precision=precision)


def _wider(reading: Reading, raw: Found[str], label: Found[str] | None) -> Found[str]:
    """Return the mention with all that its label takes in."""
    if label is None or (label.start >= raw.start and label.end <= raw.end):
        return raw
    start, end = min(raw.start, label.start), max(raw.end, label.end)
    return found_text(reading.text, start, end) or raw


def _count(reading: Reading, anchor: Anchor) -> Found[int] | None:
    """Return how many trials a group has; 'more than 40' and 'one' are no number of a group."""
    head = anchor.head
    if head is None or head.count is None or head.is_counted_roughly or anchor.numbers:
        return None
    found = reading.number(*head.count)
    return found if found is not None and found.value > 1 else None
