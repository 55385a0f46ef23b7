"""Trials of a document: those that its prose, its tables and its metadata speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from extractors.evidence.entities import mention_name, term_entity
from extractors.evidence.statements import STATING, Evidence, TrialPlaced
from extractors.finders.organisations import cell_name
from extractors.finders.terms import find_terms
from extractors.finders.trial_records import TrialFound
from extractors.finders.trial_stages import StageFound, find_stages
from extractors.finders.trial_tables import table_trials
from extractors.finders.trials import find_trials, malformed_numbers
from extractors.tabulation import Tabulated
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import Trial, TrialMention, TrialPhase, TrialRegistration, TrialSponsor
from schemas.spans import Found, Span

_TREATMENTS: Final = frozenset({"therapy", "product", "drug", "cell_type"})


@dataclass(slots=True)
class _Trials:
    """The trials of one document while they are drafted, by what identifies them."""

    drafts: dict[tuple[str, ...], Draft] = field(default_factory=dict)
    last_single: Draft | None = None


def record_trials(evidence: Evidence, tables: Iterable[Tabulated]) -> None:
    """Draft trials with their mentions, phases and sponsors, then the stages that are stated of therapies."""
    view, trials = evidence.reading.view, _Trials()
    text = view.page.text
    tabulated: set[int] = set()
    for table in tables:
        _record_table(evidence, trials, table, tabulated)
    for part in view.parts:
        if part.kind in STATING:
            _record_found(evidence, trials, part, is_prose=True)
            _warn_of_malformed(evidence, part)
        elif part.kind == "heading":
            _record_found(evidence, trials, part, is_prose=False)
        if part.kind in STATING or (part.kind == "table_cell" and id(part) not in tabulated):
            for stage in find_stages(text, part.start, part.end):
                _record_stage(evidence, part, stage)
    for part in view.meta:
        if part.block.name is not None and part.block.name.startswith("jsonld:"):
            _record_found(evidence, trials, part, is_prose=False)


def _record_found(evidence: Evidence, trials: _Trials, part: Part, *, is_prose: bool) -> None:
    """Draft the trials of one part; headings and metadata speak of a trial only where they give its number."""
    inside = tuple(evidence.reading.cited.spans)
    text = evidence.reading.view.page.text
    for found in find_trials(text, part.start, part.end, inside=inside, abbreviations=evidence.introduced):
        if is_prose or found.registry_id is not None:
            _record_mention(evidence, trials, part, found)


def _record_table(evidence: Evidence, trials: _Trials, table: Tabulated, tabulated: set[int]) -> None:
    view = evidence.reading.view
    columns = sorted(table.header)
    headers = [view.shown(table.header[col]) for col in columns]
    for row in table.rows:
        cells = [Span(row[col].start, row[col].end) if col in row else None for col in columns]
        found = table_trials(view.page.text, headers, cells)
        for trial in found:
            part = evidence.reading.part_at(trial.raw.start)
            _record_mention(evidence, trials, part, trial)
        if found:
            tabulated.update(id(part) for part in row.values())


def _trial(evidence: Evidence, trials: _Trials, found: TrialFound) -> Draft:
    """Return the trial that a mention means: by registry number anywhere, by name within the document."""
    if found.is_anaphoric and found.registry_id is None and found.acronym is None and trials.last_single is not None:
        return trials.last_single
    label = found.label
    keys = [("registry", item.registry, item.registry_id.value) for item in found.registrations]
    if not keys:
        if found.acronym is None and label is None:
            label = found.raw
        name = found.acronym or label
        assert name is not None
        document = evidence.reading.document.values
        keys = [("document", document["source_id"], document["natural_key"], name.value)]
    held = next((trials.drafts[key] for key in keys if key in trials.drafts), None)
    if held is None:
        held = evidence.reading.recorder.add(
            Trial,
            registry=found.registry,
            registry_id=found.registry_id,
            acronym=found.acronym,
            label=label,
            is_group=found.is_group,
            n_trials=found.n_trials,
            keyed_by=keys[0],
        )
        if found.registry_id is None and not found.is_group:
            detail = f"{found.raw.value!r} has no registry number"
            span = Span(found.raw.start, found.raw.end)
            evidence.reading.recorder.issue(
                "trial_without_registry_id", detail, span=span, document=evidence.reading.document
            )
    for key in keys:
        trials.drafts.setdefault(key, held)
    if not found.is_group:
        trials.last_single = held
    return held


def _record_mention(evidence: Evidence, trials: _Trials, part: Part | None, found: TrialFound) -> None:
    reading = evidence.reading
    trial = _trial(evidence, trials, found)
    mention = reading.recorder.add(
        TrialMention,
        document_id=reading.document,
        section_id=reading.section_of(part) if part else None,
        trial_id=trial,
        citation_id=_citation(evidence, found.raw),
        phase_design=found.phase_design,
        status=found.status,
        enrolment=found.enrolment,
        enrolment_kind=found.enrolment_kind,
        started_on=found.started,
        started_precision=found.started_precision,
        ended_on=found.ended,
        ended_precision=found.ended_precision,
        follow_up=found.follow_up,
        condition=found.condition,
        intervention=found.intervention,
        raw=found.raw,
        keyed_by=(found.raw,),
    )
    n_trials = trial.values.get("n_trials")
    placed = TrialPlaced(Span(found.raw.start, found.raw.end), mention, found, n_trials.value if n_trials else None)
    evidence.trials.append(placed)
    for number in found.registrations:
        reading.recorder.add(
            TrialRegistration,
            document_id=reading.document,
            trial_mention_id=mention,
            registry=number.registry,
            registry_id=number.registry_id,
        )
    for phase in found.phases:
        reading.recorder.add(
            TrialPhase,
            document_id=reading.document,
            trial_mention_id=mention,
            group_no=phase.group_no,
            phase=phase.phase,
            n_trials=phase.n_trials,
            raw=phase.raw,
            keyed_by=("mention", found.raw, str(phase.group_no), phase.phase),
        )
    for sponsor in found.sponsors:
        _record_sponsor(evidence, mention, sponsor.raw_name, is_placeholder=sponsor.is_placeholder)


def _record_sponsor(evidence: Evidence, mention: Draft, raw: Found[str], *, is_placeholder: bool) -> None:
    names = [] if is_placeholder else cell_name(evidence.reading.view.page.text, raw.start, raw.end, "organisation")
    part = evidence.reading.part_at(raw.start)
    entities = [mention_name(evidence, part, name, "sponsor") for name in names]
    evidence.reading.recorder.add(
        TrialSponsor,
        document_id=evidence.reading.document,
        trial_mention_id=mention,
        raw_name=raw,
        entity_id=entities[0] if len(entities) == 1 else None,
        is_placeholder=is_placeholder,
    )


def _record_stage(evidence: Evidence, part: Part, stage: StageFound) -> None:
    entity = _staged(evidence, stage)
    for phase in stage.phases:
        evidence.reading.recorder.add(
            TrialPhase,
            document_id=evidence.reading.document,
            entity_id=entity,
            group_no=phase.group_no,
            phase=phase.phase,
            n_trials=phase.n_trials,
            raw=phase.raw,
            keyed_by=("stage", stage.subject, stage.raw, phase.phase, evidence.reading.view.text(part)[:80]),
        )


def _staged(evidence: Evidence, stage: StageFound) -> Draft | None:
    """Return the therapy or product whose stage it is: the one named with it, else the document's only one."""
    subject = stage.subject
    if subject is not None:
        text = evidence.reading.view.page.text
        terms = find_terms(text, subject.start, subject.end, abbreviations=evidence.introduced)
        treatments = [found for found in terms if found.term.kind in _TREATMENTS]
        if treatments:
            return term_entity(evidence, treatments[-1])
        return None
    treatments = [found for found in evidence.subjects if found.term.kind in _TREATMENTS]
    return term_entity(evidence, treatments[0]) if len({found.term.key for found in treatments}) == 1 else None


def _citation(evidence: Evidence, raw: Found[str]) -> Draft | None:
    """Return the citation that stands or is mentioned in the sentence of a trial."""
    statement = evidence.statement_at(raw.start)
    if statement is None:
        return None
    span = statement.span
    for placed in evidence.reading.citations:
        if span.start <= placed.span.start < span.end:
            return placed.draft
    return next((placed.draft for at, placed in evidence.reading.mentioned if span.start <= at.start < span.end), None)


def _warn_of_malformed(evidence: Evidence, part: Part) -> None:
    for item in malformed_numbers(evidence.reading.view.page.text, part.start, part.end):
        detail = f"{item.as_written.value}: {item.reason}"
        span = Span(item.as_written.start, item.as_written.end)
        evidence.reading.recorder.issue("malformed_identifier", detail, span=span, document=evidence.reading.document)
