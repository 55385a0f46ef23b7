"""Proves that every value of a trial follows from its slice of the text."""

from __future__ import annotations

from datetime import date

from extractors.finders.trial_records import TrialFound
from schemas.spans import NORMALISERS, Found


def proves(text: str, value: object) -> None:
    """Every value must follow from its slice by its normaliser."""
    if not isinstance(value, Found):
        return
    assert 0 <= value.start < value.end <= len(text)
    shown = NORMALISERS[value.normaliser](text[value.start : value.end])
    assert shown is not None
    if isinstance(value.value, int | float):
        assert float(shown) == value.value
    else:
        assert shown == (value.value.isoformat() if isinstance(value.value, date) else value.value)


def checked(text: str, found: list[TrialFound]) -> list[TrialFound]:
    for trial in found:
        for value in trial:
            proves(text, value)
        for phase in trial.phases:
            proves(text, phase.raw)
            proves(text, phase.n_trials)
        for sponsor in trial.sponsors:
            proves(text, sponsor.raw_name)
        assert (trial.started is None) == (trial.started_precision is None)
        assert (trial.ended is None) == (trial.ended_precision is None)
        assert (trial.enrolment is None) == (trial.enrolment_kind is None)
        assert (trial.registry is None) == (trial.registry_id is None)
        assert bool(trial.phases) == (trial.phase_design is not None)
    return found


def plain(value: object) -> object:
    return value.value if isinstance(value, Found) else value
