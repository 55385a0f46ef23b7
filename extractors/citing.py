"""Citations of a document, as rows: each with its work, the work's contributors and identifiers, and its mentions."""

from __future__ import annotations

import json
from typing import Any, Final

from extractors.document import PlacedCitation, Reading
from extractors.facts import date_fact
from extractors.finders.citation_mentions import find_citation_mentions
from extractors.finders.citation_resolution import (
    CitedThing,
    as_repeat,
    cited_journal_line,
    cited_reference,
    cited_source,
    fold_repeats,
    resolve,
)
from extractors.finders.citations import BareIdentifier, Reference
from extractors.finders.identifiers import Identifier
from extractors.finders.journal_line import JournalLine
from extractors.finders.names import Contributor
from extractors.finders.narrative_sources import NarrativeSource, find_narrative_sources
from extractors.finders.study_designs import study_design
from extractors.references import LinkedIdentifier
from extractors.site import host_of
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import (
    Citation,
    CitationMention,
    CitedWork,
    CitedWorkContributor,
    CitedWorkIdentifier,
    StatedDate,
)
from schemas.spans import Found, Span, found_text

# A prefix of its kind ('DOI: ') and a full stop.
_MAX_MARKS: Final = 8
_PROSE: Final = frozenset({"paragraph", "list_item", "quote", "value", "list_intro"})


def record_citations(reading: Reading) -> None:
    """Draft the journal line, the references, narrative sources, identifiers that stand alone, then the mentions."""
    if reading.facts.journal_line is not None:
        _record_journal_line(reading, reading.facts.journal_line)
    for part, reference in reading.cited.references:
        _record_reference(reading, part, reference)
    repeats, taken = _record_narrative_sources(reading)
    for part, bare in reading.cited.bare:
        # A malformed one in running text is a quality issue without a row.
        if bare.identifier.status != "malformed" and bare.identifier.found.start not in taken:
            _record_bare(reading, part, bare)
    for part, linked in reading.cited.linked:
        _record_linked(reading, part, linked)
    _record_mentions(reading, repeats)


def _place(reading: Reading, draft: Draft, raw: Found[str], part: Part | None, thing: CitedThing) -> None:
    reading.citations.append(PlacedCitation(draft, Span(raw.start, raw.end), part, thing))


def _item_no(part: Part) -> int | None:
    """Return the number of an item of an ordered list."""
    return part.block.item_no if part.block.marker and part.block.marker.isdecimal() else None


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
    thing = cited_reference(reading.view.page.text, reference, _item_no(part))
    _place(reading, citation, reference.raw, part, thing)
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
    identifiers = (*((line.doi,) if line.doi else ()), *line.others)
    states_title = reading.site.title_is_cited_work and reading.facts.title_status == "explicit"
    title = reading.facts.title if states_title else None
    _place(reading, citation, line.raw, None, cited_journal_line(line, title.value if title else None))
    _record_work(
        reading,
        citation,
        identifiers,
        (),
        csl_type="article-journal" if line.container_title else "unknown",
        title=title,
        container_title=line.container_title,
        issued=line.issued,
        issued_precision=line.issued_precision,
        issued_year=line.issued_year,
        study_design=study_design(title.value) if title else None,
    )
    if not identifiers:
        detail = "the line on the summarised paper states no DOI, PMID or PMCID"
        span = Span(line.raw.start, line.raw.end)
        reading.recorder.issue("citation_missing_identifier", detail, span=span, document=reading.document)
    if line.issued is not None:
        _record_date(reading, line.issued)


def _record_narrative_sources(reading: Reading) -> tuple[list[tuple[Part, NarrativeSource]], set[int]]:
    """Draft the sources that prose introduces.

    Return those that repeat an earlier one, which are mentions of it, and where the identifiers stand that came along.
    """
    text, site = reading.view.page.text, reading.site
    own_hosts = {"", host_of(reading.address), *site.source.hosts}  # relative targets, too
    own_links = [
        Span(link.start, link.end)
        for link in reading.view.links()
        if link.target is not None and host_of(link.target) in own_hosts
    ]
    own_names = site.names()
    found = [
        (part, source)
        for part in reading.view.of_kind(*_PROSE)
        for source in find_narrative_sources(
            text,
            part.start,
            part.end,
            own_names=own_names,
            own_links=own_links,
            inside=reading.cited.spans,
            visible=reading.visible(part),
        )
    ]
    folded = fold_repeats([source for _, source in found])
    for (part, source), earlier in zip(found, folded, strict=True):
        if earlier is None:
            _record_narrative_source(reading, part, source)
    repeats = [pair for pair, earlier in zip(found, folded, strict=True) if earlier is not None]
    return repeats, {item.found.start for _, source in found for item in source.identifiers}


def _record_narrative_source(reading: Reading, part: Part, source: NarrativeSource) -> None:
    citation = reading.recorder.add(
        Citation,
        document_id=reading.document,
        section_id=reading.section_of(part),
        form="narrative_source",
        raw=source.raw,
        keyed_by=(source.raw,),
    )
    _place(reading, citation, source.raw, part, cited_source(source))
    _record_work(
        reading,
        citation,
        source.identifiers,
        (),
        csl_type=source.csl_type,
        publisher=source.publisher,
        container_title=source.container_title,
        issued=source.issued,
        issued_precision=source.issued_precision,
        issued_year=source.issued_year,
        study_design=source.study_design,
    )


def _record_bare(reading: Reading, part: Part, bare: BareIdentifier) -> None:
    citation = reading.recorder.add(
        Citation,
        document_id=reading.document,
        section_id=reading.section_of(part),
        form="bare_identifier",
        prefix=bare.prefix,
        raw=bare.raw,
        keyed_by=(bare.raw,),
    )
    is_item = part.end - part.start <= bare.raw.end - bare.raw.start + _MAX_MARKS
    number = _item_no(part) if is_item else None  # an entry of the list of references that is an identifier alone
    _place(reading, citation, bare.raw, part, CitedThing(bare.raw.start, "bare_identifier", number=number))
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
    shown = Found(raw.value, linked.link.start, linked.link.end)
    _place(reading, citation, shown, part, CitedThing(linked.link.start, "bare_identifier"))
    _record_work(reading, citation, (linked.identifier,), (), csl_type="unknown")


def _record_mentions(reading: Reading, repeats: list[tuple[Part, NarrativeSource]]) -> None:
    """Draft the short references back to citations, each with the citation it means or none where that stays open."""
    text = reading.view.page.text
    things = [placed.thing for placed in reading.citations]
    families = {family for thing in things for family in thing.families}
    n_references = max((thing.number or 0 for thing in things), default=0)
    placed = [
        (part, mention)
        for part in reading.view.of_kind(*_PROSE)
        for mention in find_citation_mentions(
            text,
            part.start,
            part.end,
            families=families,
            n_references=n_references,
            inside=reading.cited.spans,
            visible=reading.visible(part),
        )
    ]
    placed += [(part, as_repeat(source)) for part, source in repeats]
    placed.sort(key=lambda pair: pair[1].raw.start)
    meant = resolve([mention for _, mention in placed], things)
    for (part, mention), index in zip(placed, meant, strict=True):
        citation = None if index is None else reading.citations[index]
        span = Span(mention.raw.start, mention.raw.end)
        reading.recorder.add(
            CitationMention,
            document_id=reading.document,
            section_id=reading.section_of(part),
            citation_id=citation.draft if citation else None,
            form=mention.form,
            raw=mention.raw,
            keyed_by=(mention.form, mention.raw, *map(str, mention.numbers), *mention.keys),
        )
        if citation is not None:
            reading.mentioned.append((span, citation))
        elif mention.form != "anaphoric":
            detail = f"{mention.raw.value!r} means none of the document's references"
            reading.recorder.issue("citation_unresolved", detail, span=span, document=reading.document)


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
            "family": person.family, "given": person.given_initials, "suffix": person.suffix, "literal": person.literal,
        }  # fmt: skip
        names.append({"role": person.role, **{name: found.value for name, found in parts.items() if found}})
    return json.dumps(names, ensure_ascii=False)
