"""What is found of a trial, in the terms of the tables `trials`, `trial_mentions`, `trial_registrations`, ..."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple

import regex

from extractors.finders.identifiers import Identifier
from extractors.finders.registries import REGISTRY_OF
from extractors.finders.trial_phases import PhaseDesign, PhaseFound
from schemas.calendar import Precision
from schemas.records.evidence import Registry
from schemas.spans import Found

EnrolmentKind = Literal["planned", "actual", "unknown"]


@dataclass(frozen=True, slots=True)
class SponsorFound:
    """A sponsor as written; `is_placeholder` for words like 'Multiple'."""

    raw_name: Found[str]
    is_placeholder: bool


@dataclass(frozen=True, slots=True)
class RegistrationFound:
    """A registry with the number of the trial there."""

    registry: Registry
    registry_id: Found[str]


class TrialFound(NamedTuple):
    """A mention of a trial or a group of trials, with what is stated of it nearby.

    further: its other numbers, where it stands in several registries. is_anaphoric: 'the trial' or 'that phase 1
    trial', which is one of an earlier block where one can be meant.
    """

    raw: Found[str]
    registry: Registry | None = None
    registry_id: Found[str] | None = None
    further: tuple[RegistrationFound, ...] = ()
    acronym: Found[str] | None = None
    label: Found[str] | None = None
    is_group: bool = False
    n_trials: Found[int] | None = None
    phase_design: PhaseDesign | None = None
    phases: tuple[PhaseFound, ...] = ()
    status: Found[str] | None = None
    enrolment: Found[int] | None = None
    enrolment_kind: EnrolmentKind | None = None
    started: Found[date] | None = None
    started_precision: Precision | None = None
    ended: Found[date] | None = None
    ended_precision: Precision | None = None
    follow_up: Found[str] | None = None
    condition: Found[str] | None = None
    intervention: Found[str] | None = None
    sponsors: tuple[SponsorFound, ...] = ()
    is_anaphoric: bool = False

    @property
    def registrations(self) -> tuple[RegistrationFound, ...]:
        """All its registry numbers, its own one first."""
        if self.registry is None or self.registry_id is None:
            return ()
        return (RegistrationFound(self.registry, self.registry_id), *self.further)


_IN_PASSING: Final = regex.compile(
    r"\b(?:earlier|previous|prior|past|older|another|other|separate|similar|future|later|next|subsequent)\b", regex.I
)
_PLACES: Final = {registry: place for place, registry in enumerate(REGISTRY_OF.values())}
# Fields that are taken over together.
_PAIRS: Final = (
    ("registry_id", "registry"),
    ("phases", "phase_design"),
    ("enrolment", "enrolment_kind"),
    ("started", "started_precision"),
    ("ended", "ended_precision"),
)
_KEPT: Final = frozenset(("raw", "further", "is_group", "is_anaphoric", "n_trials")) | {
    name for pair in _PAIRS for name in pair
}


def registry_of(identifier: Identifier) -> Registry | None:
    """Return the registry of a well-formed trial number, None for any other identifier."""
    return REGISTRY_OF.get(identifier.scheme) if identifier.status != "malformed" else None


def is_trial_number(identifier: Identifier) -> bool:
    """Return whether an identifier has the prefix of a trial registry, well-formed or not."""
    return identifier.scheme in REGISTRY_OF


def numbered(found: TrialFound, *identifiers: Identifier) -> TrialFound:
    """Return a trial with its registry numbers, which make a label needless.

    The one of the registry that stands first in `REGISTRIES` is its own, so that pages that list the same numbers in
    another order speak of the same trial.
    """
    stated = {item.found.value: RegistrationFound(REGISTRY_OF[item.scheme], item.found) for item in identifiers}
    own, *further = sorted(stated.values(), key=lambda item: _PLACES[item.registry])
    return found._replace(registry=own.registry, registry_id=own.registry_id, further=tuple(further), label=None)


def filled(found: TrialFound, other: TrialFound) -> TrialFound:
    """Return `found` with what only `other` states of the same trial."""
    changes: dict[str, Any] = {}
    for first, second in _PAIRS:
        if not getattr(found, first) and getattr(other, first):
            changes |= {first: getattr(other, first), second: getattr(other, second)}
    for name, held, stated in zip(TrialFound._fields, found, other, strict=True):
        if stated and not held and name not in _KEPT:
            changes[name] = stated
    changes["further"] = found.further + _new_numbers(found, other)
    made = found._replace(**changes)
    return made._replace(label=None) if made.registry_id or made.acronym else made


def _new_numbers(found: TrialFound, other: TrialFound) -> tuple[RegistrationFound, ...]:
    """Return the numbers that only `other` states; the first one becomes that of a trial without."""
    stated = other.registrations if found.registry_id else other.further
    known = {item.registry_id.value for item in found.registrations}
    return tuple(item for item in stated if item.registry_id.value not in known)


def is_in_passing(found: TrialFound) -> bool:
    """Return whether a trial is named beside what a page goes on about ('an earlier trial of another team')."""
    return found.registry_id is None and _IN_PASSING.search((found.label or found.raw).value) is not None


def can_be_one(before: TrialFound, found: TrialFound) -> bool:
    """Return whether 'the trial' can be the one before: no other number, phases, start, enrolment or condition."""
    if before.registry_id and found.registry_id:
        return False
    old, new = ({row.phase for row in trial.phases} for trial in (before, found))
    if old and new and old != new:
        return False
    for name in ("enrolment", "started"):
        stated = [value.value for value in (getattr(before, name), getattr(found, name)) if value is not None]
        if len(set(stated)) > 1:
            return False
    conditions = [set(item.value.casefold().split()) for item in (before.condition, found.condition) if item]
    return len(conditions) < 2 or not conditions[0].isdisjoint(conditions[1])


def has_facts(found: TrialFound) -> bool:
    """Return whether anything beyond a name is stated."""
    return bool(found.phases or found.status or found.enrolment or found.started or found.ended or found.sponsors)
