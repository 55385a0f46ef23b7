"""Trials of a document: those that its prose, its tables and its metadata speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.evidence.entities import mention_name, term_entity
from extractors.evidence.statements import STATING, Evidence, TrialPlaced
from extractors.evidence.trial_cards import card_trials
from extractors.finders.organisations import cell_name
from extractors.finders.registries import may_hold_number
from extractors.finders.terms import find_terms
from extractors.finders.trial_records import TrialFound, can_be_one, filled, is_in_passing
from extractors.finders.trial_stages import StageFound, find_stages
from extractors.finders.trial_tables import table_trials
from extractors.finders.trials import find_trials, malformed_numbers
from extractors.tabulation import Tabulated
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import Trial, TrialMention, TrialPhase, TrialRegistration, TrialSponsor
from schemas.spans import Found, Span

_TREATMENTS: Final = frozenset({"therapy", "product", "drug", "cell_type"})


_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention with the part that it stands in, None where that is no part of the document's own."""

    part: Part | None
    found: TrialFound


@dataclass(slots=True)
class _Trials:
    """The trials of one document while they are drafted, by what identifies them.

    registered: what a later mention states of a trial that is named without its number before.
    """

    drafts: dict[_Key, Draft] = field(default_factory=dict)
    registered: dict[_Key, TrialFound] = field(default_factory=dict)
    last_single: Draft | None = None


def record_trials(evidence: Evidence, tables: Iterable[Tabulated]) -> None:
    """Draft trials with their mentions, phases and sponsors, then the stages that are stated of therapies."""
    view = evidence.reading.view
    tabulated: set[int] = set()
    tables = list(tables)
    placed = [*_of_tables(evidence, tables, tabulated), *_of_cards(evidence, tables, tabulated)]
    read = {item.registry_id.start for mention in placed for item in mention.found.registrations}
    placed += _of_text(evidence, tabulated, read)
    trials = _Trials(registered=_registered_later(evidence, placed))
    for mention in placed:
        _record_mention(evidence, trials, mention.part, mention.found)
    for part in view.parts:
        if part.kind in STATING:
            _warn_of_malformed(evidence, part)
        if id(part) not in tabulated and (part.kind in STATING or part.kind == "table_cell"):
            for stage in find_stages(view.page.text, part.start, part.end):
                _record_stage(evidence, part, stage)


def _of_cards(evidence: Evidence, tables: Iterable[Tabulated], tabulated: set[int]) -> Iterator[_Placed]:
    """Yield the trials that labelled values describe; `tabulated` takes the parts that were read for them."""
    part_at = evidence.reading.part_at
    for found, values in card_trials(evidence.reading.view, tables):
        yield from (_Placed(part_at(trial.raw.start), trial) for trial in found)
        tabulated.update(id(part_at(value.start)) for value in values)


def _of_text(evidence: Evidence, tabulated: set[int], read: set[int]) -> Iterator[_Placed]:
    """Yield the trials of prose; headings, cells and metadata speak of a trial only where they give its number.

    tabulated: the cells that were read as part of their row. read: where the numbers begin that tables and cards gave.
    """
    view = evidence.reading.view
    inside = tuple(evidence.reading.cited.spans)
    meta = [part for part in view.meta if part.block.name is not None and part.block.name.startswith("jsonld:")]
    for part in (*view.parts, *meta):
        is_prose = part.kind in STATING
        is_cell = part.kind == "table_cell" and id(part) not in tabulated
        may_be_numbered = is_cell or part.kind == "heading" or part in meta
        if is_prose or (may_be_numbered and may_hold_number(view.page.text, part.start, part.end)):
            found = find_trials(view.page.text, part.start, part.end, inside=inside, abbreviations=evidence.introduced)
            for trial in found:
                is_new = trial.registry_id.start not in read if trial.registry_id is not None else is_prose
                if is_new:
                    yield _Placed(part, trial)


def _registered_later(evidence: Evidence, placed: Sequence[_Placed]) -> dict[_Key, TrialFound]:
    """Return which trials get their number in a later block: 'opens a trial of X. ... The trial (NCT...) compares'."""
    registered: dict[_Key, TrialFound] = {}
    before: TrialFound | None = None
    for mention in placed:
        found = mention.found
        if found.is_group or is_in_passing(found) or (found.is_anaphoric and not found.registry_id):
            continue
        if found.is_anaphoric and before is not None and not before.registry_id and can_be_one(before, found):
            registered[_keys(evidence, before)[0]] = filled(found, before)
        before = found
    return registered


def _of_tables(evidence: Evidence, tables: Iterable[Tabulated], tabulated: set[int]) -> Iterator[_Placed]:
    """Yield the trials of table rows; `tabulated` takes the cells that were read for them."""
    view = evidence.reading.view
    for table in tables:
        columns = sorted(table.header)
        headers = [view.shown(table.header[col]) for col in columns]
        for row in table.rows:
            cells = [Span(row[col].start, row[col].end) if col in row else None for col in columns]
            found = table_trials(view.page.text, headers, cells)
            yield from (_Placed(evidence.reading.part_at(trial.raw.start), trial) for trial in found)
            if found:
                tabulated.update(id(part) for part in row.values())


def _keys(evidence: Evidence, found: TrialFound) -> list[_Key]:
    """Return what identifies a trial: its registry numbers, without any its name within the document."""
    numbers: list[_Key] = [("registry", item.registry, item.registry_id.value) for item in found.registrations]
    document = evidence.reading.document.values
    name = found.acronym or found.label or found.raw
    return numbers or [("document", document["source_id"], document["natural_key"], name.value)]


def _trial(evidence: Evidence, trials: _Trials, found: TrialFound) -> Draft:
    """Return the trial that a mention means: by registry number anywhere, by name within the document."""
    if found.is_anaphoric and found.registry_id is None and found.acronym is None and trials.last_single is not None:
        return trials.last_single
    named = _keys(evidence, found)
    found = trials.registered.get(named[0], found)
    keys = _keys(evidence, found)
    held = next((trials.drafts[key] for key in keys if key in trials.drafts), None)
    if held is None:
        held = _draft_trial(evidence, found, keys[0])
    for key in (*keys, *named):
        trials.drafts.setdefault(key, held)
    if not found.is_group:
        trials.last_single = held
    return held


def _draft_trial(evidence: Evidence, found: TrialFound, key: _Key) -> Draft:
    is_named = found.registry_id is not None or found.acronym is not None
    if found.registry_id is None and not found.is_group:
        detail = f"{found.raw.value!r} has no registry number"
        span = Span(found.raw.start, found.raw.end)
        evidence.reading.recorder.issue(
            "trial_without_registry_id", detail, span=span, document=evidence.reading.document
        )
    return evidence.reading.recorder.add(
        Trial,
        registry=found.registry,
        registry_id=found.registry_id,
        acronym=found.acronym,
        label=found.label or (None if is_named else found.raw),
        is_group=found.is_group,
        n_trials=found.n_trials,
        keyed_by=key,
    )


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
