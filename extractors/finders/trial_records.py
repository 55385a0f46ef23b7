"""What is found of a trial, in the terms of the tables `trials`, `trial_mentions`, `trial_phases`, `trial_sponsors`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from extractors.finders.identifiers import Identifier, Scheme
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


class TrialFound(NamedTuple):
    """A mention of a trial or a group of trials, with what is stated of it nearby.

    is_anaphoric: 'the trial' or 'that phase 1 trial', whose trial stands in an earlier block.
    """

    raw: Found[str]
    registry: Registry | None = None
    registry_id: Found[str] | None = None
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


_REGISTRIES: Final[dict[Scheme, Registry]] = {
    "nct": "ClinicalTrials.gov",
    "isrctn": "ISRCTN",
    "chictr": "ChiCTR",
    "jrct": "jRCT",
    "umin": "UMIN",
    "eudract": "EudraCT",
}
# Fields that are taken over together.
_PAIRS: Final = (
    ("registry_id", "registry"),
    ("phases", "phase_design"),
    ("enrolment", "enrolment_kind"),
    ("started", "started_precision"),
    ("ended", "ended_precision"),
)
_KEPT: Final = frozenset(("raw", "is_group", "is_anaphoric", "n_trials")) | {name for pair in _PAIRS for name in pair}


def registry_of(identifier: Identifier) -> Registry | None:
    """Return the registry of a well-formed trial number, None for any other identifier."""
    return _REGISTRIES.get(identifier.scheme) if identifier.status != "malformed" else None


def is_trial_number(identifier: Identifier) -> bool:
    """Return whether an identifier has the prefix of a trial registry, well-formed or not."""
    return identifier.scheme in _REGISTRIES


def numbered(found: TrialFound, identifier: Identifier) -> TrialFound:
    """Return a trial with its registry number, which makes a label needless."""
    return found._replace(registry=registry_of(identifier), registry_id=identifier.found, label=None)


def filled(found: TrialFound, other: TrialFound) -> TrialFound:
    """Return `found` with what only `other` states of the same trial."""
    changes: dict[str, Any] = {}
    for first, second in _PAIRS:
        if not getattr(found, first) and getattr(other, first):
            changes |= {first: getattr(other, first), second: getattr(other, second)}
    for name, held, stated in zip(TrialFound._fields, found, other, strict=True):
        if stated and not held and name not in _KEPT:
            changes[name] = stated
    made = found._replace(**changes)
    return made._replace(label=None) if made.registry_id or made.acronym else made


def has_facts(found: TrialFound) -> bool:
    """Return whether anything beyond a name is stated."""
    return bool(found.phases or found.status or found.enrolment or found.started or found.ended or found.sponsors)
