"""The trial that a row of a table describes, by the words in its header.

A row is a trial where a cell holds a registry number, or where the column of trials names one and another column says
something of it. A row that only has a phase is none: that is the stage of what the row is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, Literal

import regex

from extractors.finders.identifiers import Identifier, find_identifiers
from extractors.finders.trial_details import is_placeholder
from extractors.finders.trial_heads import is_trial_name
from extractors.finders.trial_phases import PHASE_NUMBERS, Stated, parse_units, phase_rows, phases_in
from extractors.finders.trial_records import (
    EnrolmentKind,
    SponsorFound,
    TrialFound,
    filled,
    is_trial_number,
    numbered,
    registry_of,
)
from extractors.finders.trial_text import Reading, read_block, read_day, read_number
from extractors.finders.trial_words import NUMBER, PEOPLE
from extractors.finders.trials import find_trials
from schemas.spans import Found, Span, found_text

Column = Literal[
    "trial", "acronym", "sponsor", "phase", "status", "enrolment", "condition", "intervention", "start", "end",
    "follow_up",
]  # fmt: skip
# The first that fits decides: 'Trial Status' is a status, 'Study Start' a start. A column of sponsors together with
# collaborators is none, since its cells do not tell them apart.
_PATTERNS: Final[dict[Column, str]] = {
    "status": r"(?:overall |recruitment |trial |study |current )?status",
    "start": r"(?:trial |study |actual )?(?:start(?:ed)?(?: date)?|start year|began)",
    "end": r"(?:trial |study |primary |estimated |actual ){0,3}(?:completion|end|ended|finish)(?: date)?",
    "phase": r"(?:trial |study |clinical )?phases?",
    "sponsor": r"(?:lead |trial |study )?sponsors?",
    "enrolment": r"(?:no\.? of |number of |planned |target |actual |estimated ){0,3}"
    r"(?:participants?|patients?|subjects?|enroll?ment|sample size|n)(?: \(n\)| enrolled| \(planned\)| \(actual\))?",
    "follow_up": r"(?:length of |duration of )?follow-?\s?up(?: time| period| duration)?",
    "condition": r"(?:target )?(?:conditions?|indications?|diseases?|disorders?)(?: treated)?",
    "intervention": r"(?:study )?(?:interventions?|products?|treatments?|therap(?:y|ies)|drugs?)"
    r"|cell (?:products?|types?)",
    "acronym": r"(?:trial |study )?(?:acronym|short name)",
    "trial": r"(?:clinical |registered )?(?:trials?|stud(?:y|ies))"
    r"(?: (?:id|name|number|no\.?|identifier|registration))?|identifiers?"
    r"|(?:nct|registry|registration|trial registry)(?: ?(?:number|no\.?|id|identifier))?"
    r"|clinicaltrials\.gov(?: (?:id|identifier|number))?",
}
_HEADERS: Final = {name: regex.compile(pattern, regex.I) for name, pattern in _PATTERNS.items()}
_TRIAL_ONLY: Final = regex.compile(r"(?:clinical |registered )?(?:trials?|stud(?:y|ies))(?: name)?", regex.I)
_ENROLMENT: Final = regex.compile(
    rf"(?:n\s?=\s?)?(?P<n>{NUMBER})(?:\s(?:planned\s|enrolled\s)?{PEOPLE})?(?:\s?\((?P<kind>planned|estimated|target"
    rf"|actual|enrolled)\))?",
    regex.I,
)
_PLANNED: Final = regex.compile(r"planned|target|estimated", regex.I)
_ACTUAL: Final = regex.compile(r"actual|enrolled", regex.I)


def column_of(header: str) -> Column | None:
    """Return what a column of trials holds by its header, None where the header says nothing of a trial."""
    bare = " ".join(header.strip(" :*#").split())
    return next((name for name, pattern in _HEADERS.items() if pattern.fullmatch(bare)), None)


def table_trials(text: str, headers: Sequence[str | None], cells: Sequence[Span | None]) -> list[TrialFound]:
    """Return the trials of one row, given the header and the span of each cell; one per registry number in it.

    Cells beyond the headers are left out, and so is a row whose registry numbers are all malformed.
    """
    columns: dict[Column, tuple[Span, str]] = {}
    for header, cell in zip(headers, cells, strict=False):
        name = column_of(header) if header is not None and cell is not None else None
        if name is not None and cell is not None and name not in columns and header is not None:
            columns[name] = (cell, header)
    spans = [cell for cell in cells if cell is not None]
    numbers = _numbers(text, [columns["trial"][0]] if "trial" in columns else spans)
    found = _described(text, columns)
    if found is None:
        return []
    well_formed = [item for item in numbers if registry_of(item)]
    known = _in_cells(text, spans if well_formed else [])
    if well_formed:
        if len(well_formed) > 1:
            found = found._replace(enrolment=None, enrolment_kind=None, acronym=None)
        rows = [(numbered(found._replace(raw=item.as_written), item), item.found.value) for item in well_formed]
        return [filled(row, known[value]) if value in known else row for row, value in rows]
    if numbers or "trial" not in columns:
        return []
    return _named(text, columns, found)


def _numbers(text: str, spans: Sequence[Span]) -> list[Identifier]:
    found: dict[str, Identifier] = {}
    for span in spans:
        for item in find_identifiers(text, span.start, span.end):
            if is_trial_number(item):
                found.setdefault(item.found.value, item)
    return list(found.values())


def _in_cells(text: str, spans: Sequence[Span]) -> dict[str, TrialFound]:
    """Return what cells say in running text of their registry numbers ('STEM-PD (NCT01234567), phase 1')."""
    found = [trial for span in spans for trial in find_trials(text, span.start, span.end)]
    return {trial.registry_id.value: trial for trial in found if trial.registry_id is not None}


def _named(text: str, columns: Mapping[Column, tuple[Span, str]], found: TrialFound) -> list[TrialFound]:
    """Return the trial of a row that has a name and no number; something must be said of it in another column."""
    cell, header = columns["trial"]
    name = found_text(text, cell.start, cell.end)
    if (
        name is None
        or is_placeholder(name.value)
        or not _TRIAL_ONLY.fullmatch(header.strip(" :*#"))
        or len(name.value) > 200
        or not any(character.isalpha() for character in name.value)  # a count of trials
    ):
        return []
    if not (found.phases or found.status or found.enrolment or found.sponsors or found.started):
        return []
    if found.acronym is not None:
        return [found]
    reading = read_block(text, cell.start, cell.end)
    shown = len(reading.shown)
    is_acronym = is_trial_name(reading, 0, shown) and " " not in reading.shown.strip()
    return [found._replace(acronym=name) if is_acronym else found._replace(label=name)]


def _described(text: str, columns: Mapping[Column, tuple[Span, str]]) -> TrialFound | None:
    """Return what the columns say; None where no cell has anything."""
    values = {name: found_text(text, cell.start, cell.end) for name, (cell, _) in columns.items()}
    said = {name: value for name, value in values.items() if value is not None and not is_placeholder(value.value)}
    raw = said.get("trial") or next(iter(said.values()), None)
    if raw is None:
        return None
    found = TrialFound(
        raw,
        acronym=said.get("acronym"),
        status=said.get("status"),
        follow_up=said.get("follow_up"),
        condition=said.get("condition"),
        intervention=_without_number(text, said.get("intervention")),
        sponsors=_sponsors(values.get("sponsor")),
    )
    if "phase" in said:
        found = _with_phases(read_block(text, columns["phase"][0].start, columns["phase"][0].end), found)
    if "enrolment" in said:
        found = _with_enrolment(text, said["enrolment"], columns["enrolment"][1], found)
    return _with_days(text, said, found)


def _without_number(text: str, value: Found[str] | None) -> Found[str] | None:
    """A cell that also holds a registry number is no plain value."""
    return None if value is None or find_identifiers(text, value.start, value.end) else value


def _sponsors(value: Found[str] | None) -> tuple[SponsorFound, ...]:
    return () if value is None else (SponsorFound(value, is_placeholder(value.value)),)


def _with_phases(reading: Reading, found: TrialFound) -> TrialFound:
    """A cell holds 'Phase 1/2' or, under its header, '1/2' alone; all phases of one trial are one design."""
    shown = reading.shown
    first, last = len(shown) - len(shown.lstrip()), len(shown.rstrip())
    stated = phases_in(shown, first, last)
    if not stated and PHASE_NUMBERS.fullmatch(shown, first, last):
        groups = parse_units(shown[first:last])
        stated = [Stated(first, last, groups)] if groups else []
    if not stated or any(shown[a.end : b.start].strip(" ,;/|") for a, b in pairwise(stated)):
        return found
    begin, stop = stated[0].start, stated[-1].end
    raw = reading.words(begin, stop)
    if raw is None:
        return found
    one = Stated(begin, stop, (tuple(phase for item in stated for group in item.groups for phase in group),))
    return found._replace(phase_design=one.design, phases=tuple(phase_rows(one, raw)))


def _with_enrolment(text: str, value: Found[str], header: str, found: TrialFound) -> TrialFound:
    match = _ENROLMENT.fullmatch(text, value.start, value.end)
    number = read_number(text, *match.span("n")) if match else None
    if match is None or number is None:
        return found
    words = f"{header} {match.group()}"
    kind: EnrolmentKind = "planned" if _PLANNED.search(words) else "actual" if _ACTUAL.search(words) else "unknown"
    return found._replace(enrolment=number, enrolment_kind=kind)


def _with_days(text: str, said: Mapping[Column, Found[str]], found: TrialFound) -> TrialFound:
    started = read_day(text, said["start"].start, said["start"].end) if "start" in said else None
    ended = read_day(text, said["end"].start, said["end"].end) if "end" in said else None
    if started is not None:
        found = found._replace(started=started[0], started_precision=started[1])
    return found if ended is None else found._replace(ended=ended[0], ended_precision=ended[1])
