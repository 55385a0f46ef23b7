"""The evidence domain of a document, in the order in which its rows refer to each other."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Reading
from extractors.evidence.checks import record_checks
from extractors.evidence.claims import record_claims
from extractors.evidence.entities import record_entities
from extractors.evidence.measurements import record_measurements
from extractors.evidence.statements import read_statements
from extractors.evidence.trials import record_trials
from extractors.tabulation import Tabulated


def record_evidence(reading: Reading, tables: Sequence[Tabulated]) -> None:
    """Draft entities, trials, claims and measurements, then check whether the figures agree."""
    evidence = read_statements(reading)
    record_entities(evidence, tables)
    record_trials(evidence, tables)
    record_claims(evidence)
    measured = record_measurements(evidence)
    record_checks(evidence, measured, tables)
