"""Citations of a document, as rows: each with its work, the work's contributors and identifiers."""

from __future__ import annotations

import json
from typing import Any

from extractors.document import Reading
from extractors.facts import date_fact
from extractors.finders.citations import BareIdentifier, Reference
from extractors.finders.identifiers import Identifier
from extractors.finders.journal_line import JournalLine
from extractors.finders.names import Contributor
from extractors.finders.study_designs import study_design
from extractors.references import LinkedIdentifier
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import Citation, CitedWork, CitedWorkContributor, CitedWorkIdentifier, StatedDate
from schemas.spans import Found, Span, found_text


def record_citations(reading: Reading) -> None:
    """Draft the journal line, the references, then identifiers that stand alone."""
    if reading.facts.journal_line is not None:
        _record_journal_line(reading, reading.facts.journal_line)
    for part, reference in reading.cited.references:
        _record_reference(reading, part, reference)
    for part, bare in reading.cited.bare:
        _record_bare(reading, part, bare)
    for part, linked in reading.cited.linked:
        _record_linked(reading, part, linked)


def _record_reference(reading: Reading, part: Part, reference: Reference) -> None:
    citation = reading.recorder.add(
        Citation,
        document_id=reading.document,
        section_id=reading.section_of(part),
        form=reference.form,
        prefix=reference.prefix,
        raw=reference.raw,
        keyed_by=(reference.raw,),
    )
    _record_work(
        reading,
        citation,
        reference.identifiers,
        reference.contributors,
        csl_type=reference.csl_type,
        title=reference.title,
        container_title=reference.container_title,
        publisher=reference.publisher,
        publisher_place=reference.publisher_place,
        medium=reference.medium,
        chapter_number=reference.chapter_number,
        issued=reference.issued,
        issued_precision=reference.issued_precision,
        issued_year=reference.issued_year,
        volume=reference.volume,
        issue=reference.issue,
        page=reference.page,
        page_kind=reference.page_kind,
        url=reference.url,
        study_design=study_design(reference.title.value) if reference.title else None,
        authors_truncated=reference.authors_truncated,
    )
    if reference.issued is not None:
        _record_date(reading, reference.issued)
    span = Span(reference.raw.start, reference.raw.end)
    if not reference.identifiers:
        detail = "a reference without DOI, PMID or PMCID"
        reading.recorder.issue("citation_missing_identifier", detail, span=span, document=reading.document)
    wanted = reading.site.citation_prefix
    if wanted is not None and reference.prefix is None:
        detail = f"a reference without '{wanted}:' before it"
        reading.recorder.issue("missing_citation_prefix", detail, span=span, document=reading.document)


def _record_journal_line(reading: Reading, line: JournalLine) -> None:
    citation = reading.recorder.add(
        Citation, document_id=reading.document, form="journal_line", raw=line.raw, keyed_by=(line.raw,)
    )
    title = (
        reading.facts.title if reading.site.title_is_cited_work and reading.facts.title_status == "explicit" else None
    )
    _record_work(
        reading,
        citation,
        (*((line.doi,) if line.doi else ()), *line.others),
        (),
        csl_type="article-journal" if line.container_title else "unknown",
        title=title,
        container_title=line.container_title,
        issued=line.issued,
        issued_precision=line.issued_precision,
        issued_year=line.issued_year,
        study_design=study_design(title.value) if title else None,
    )
    if line.issued is not None:
        _record_date(reading, line.issued)
    if line.doi is None and not line.others:
        detail = "the line on the summarised paper states no DOI, PMID or PMCID"
        span = Span(line.raw.start, line.raw.end)
        reading.recorder.issue("citation_missing_identifier", detail, span=span, document=reading.document)


def _record_bare(reading: Reading, part: Part, bare: BareIdentifier) -> None:
    if bare.identifier.status == "malformed":
        return  # in running text a quality issue without a row
    citation = reading.recorder.add(
        Citation,
        document_id=reading.document,
        section_id=reading.section_of(part),
        form="bare_identifier",
        prefix=bare.prefix,
        raw=bare.raw,
        keyed_by=(bare.raw,),
    )
    _record_work(reading, citation, (bare.identifier,), (), csl_type="unknown")


def _record_linked(reading: Reading, part: Part, linked: LinkedIdentifier) -> None:
    if linked.identifier.status == "malformed" or linked.link.target_start is None or linked.link.target_end is None:
        return
    raw = found_text(reading.view.page.text, linked.link.target_start, linked.link.target_end, "identity")
    if raw is None:
        return
    citation = reading.recorder.add(
        Citation,
        document_id=reading.document,
        section_id=reading.section_of(part),
        form="bare_identifier",
        raw=raw,
        keyed_by=(raw,),
    )
    _record_work(reading, citation, (linked.identifier,), (), csl_type="unknown")


def _record_date(reading: Reading, issued: Found[str]) -> None:
    raw = found_text(reading.view.page.text, issued.start, issued.end, "identity")
    fact = date_fact("cited_work", raw) if raw else None
    if fact is not None:
        reading.recorder.add(
            StatedDate,
            document_id=reading.document,
            role=fact.role,
            value=fact.value,
            precision=fact.precision,
            raw=fact.raw,
            keyed_by=(fact.role, fact.raw),
        )


def _record_work(
    reading: Reading,
    citation: Draft,
    identifiers: tuple[Identifier, ...],
    contributors: tuple[Contributor, ...],
    **values: Any,
) -> None:
    first = {item.scheme: item.found.value for item in reversed(identifiers) if item.status != "malformed"}
    reading.recorder.add(
        CitedWork,
        citation_id=citation,
        document_id=reading.document,
        doi=first.get("doi"),
        pmid=first.get("pmid"),
        pmcid=first.get("pmcid"),
        contributors=_csl_names(contributors),
        **values,
    )
    for person in contributors:
        reading.recorder.add(
            CitedWorkContributor,
            document_id=reading.document,
            citation_id=citation,
            role=person.role,
            ordinal=person.ordinal,
            family=person.family,
            given_initials=_initials(reading, person),
            literal=person.literal,
            keyed_by=(person.role, str(person.ordinal)),
        )
    for item in identifiers:
        reading.recorder.add(
            CitedWorkIdentifier,
            document_id=reading.document,
            citation_id=citation,
            scheme=item.scheme,
            value=item.found,
            as_written=item.as_written,
            status=item.status,
            keyed_by=(item.scheme, item.as_written),
        )


def _initials(reading: Reading, person: Contributor) -> Found[str] | None:
    """Return the initials, with a suffix ('2nd') where there is one."""
    if person.given_initials is None or person.suffix is None:
        return person.given_initials
    return found_text(reading.view.page.text, person.given_initials.start, person.suffix.end, "collapse_ws")


def _csl_names(contributors: tuple[Contributor, ...]) -> str | None:
    """Return contributors as a JSON array of CSL names, each with its role."""
    if not contributors:
        return None
    names = []
    for person in contributors:
        parts = {
            "family": person.family,
            "given": person.given_initials,
            "suffix": person.suffix,
            "literal": person.literal,
        }
        names.append({"role": person.role, **{name: found.value for name, found in parts.items() if found}})
    return json.dumps(names, ensure_ascii=False)
