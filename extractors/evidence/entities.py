"""Entities and where a document names them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, Literal

import regex

from extractors.evidence.statements import Evidence
from extractors.finders.organisations import NameFound, cell_name, find_names, organisation_key
from extractors.finders.terms import TermFound
from extractors.finders.vocabulary import fold
from extractors.tabulation import Tabulated
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import Entity, EntityName, EntityRelation, Mention
from schemas.records.evidence import EntityKind
from schemas.spans import Found, found_text

Role = Literal["subject", "sponsor", "developer", "publisher", "cited_source", "announcer", "affiliation", "mention"]
# First parts of the paths of entity links, as wikis of the field name them.
LINK_KINDS: Final[dict[str, EntityKind]] = {
    "anatomy": "anatomy", "biomarkers": "molecule", "brain-regions": "anatomy", "cell-types": "cell_type",
    "cells": "cell_type", "companies": "organisation", "conditions": "condition", "diseases": "condition",
    "drugs": "drug", "genes": "molecule", "institutions": "organisation", "investigators": "person",
    "mechanisms": "mechanism", "molecules": "molecule", "organisations": "organisation",
    "organizations": "organisation", "pathways": "mechanism", "people": "person", "phenotypes": "condition",
    "products": "product", "proteins": "molecule", "researchers": "person", "therapeutics": "therapy",
    "therapies": "therapy", "tissues": "anatomy", "treatments": "therapy",
}  # fmt: skip
_COLUMN_KINDS: Final[tuple[tuple[regex.Pattern[str], Literal["organisation", "product"], Role], ...]] = (
    (regex.compile(r"(?:lead |trial |study )?sponsors?", regex.I), "organisation", "sponsor"),
    (regex.compile(r"(?:compan(?:y|ies)|developers?|manufacturers?|makers?)", regex.I), "organisation", "developer"),
    (regex.compile(r"(?:products?|candidates?|product name|programs?)", regex.I), "product", "mention"),
    (regex.compile(r"(?:institutions?|organi[sz]ations?|sites?|hospitals?)", regex.I), "organisation", "mention"),
)


def record_entities(evidence: Evidence, tables: Iterable[Tabulated]) -> None:
    """Draft the entities of links, vocabulary, names in prose and name columns of tables, each with its mentions."""
    subjects = {found.term.key for found in evidence.subjects}
    linked = _record_links(evidence)
    for part in evidence.reading.view.parts:
        for found in evidence.terms.get(id(part), ()):
            if (found.start, found.end) not in linked:
                role: Role = "subject" if part.kind == "title" and found.term.key in subjects else "mention"
                _mention(evidence, part, term_entity(evidence, found), role, found.start, found.end)
    named_cells = _record_tables(evidence, tables)
    for part in evidence.reading.view.parts:
        if id(part) in evidence.terms and id(part) not in named_cells:
            _record_names(evidence, part)
    _record_people(evidence)
    _record_publisher(evidence)


def term_entity(evidence: Evidence, found: TermFound) -> Draft:
    """Return the entity of a vocabulary term, with the form in which it is written here as one of its names."""
    term = found.term
    text = evidence.reading.view.page.text
    key = term.kind, term.key, text[found.start : found.end]
    if key in evidence.written:
        return evidence.written[key]
    # Names that are found by their form have keys of their own form; those of the vocabulary are the same things.
    key_of_term = organisation_key(term.name) if term.kind in ("organisation", "product") else term.key
    entity = _entity(evidence, term.kind, key_of_term, term.name)
    written = found_text(text, found.start, found.end)
    if written is not None:
        _name(evidence, entity, written, "full" if fold(written.value) == fold(term.name) else "synonym")
    evidence.written[key] = entity
    return entity


def name_entity(evidence: Evidence, name: NameFound) -> Draft:
    """Return the entity of an organisation, person or product."""
    entity = _entity(evidence, name.kind, name.key, name.name, country=name.country)
    _name(evidence, entity, name.name, "full")
    for abbreviation in evidence.introduced.abbreviations:
        if (abbreviation.long.start, abbreviation.long.end) == (name.name.start, name.name.end):
            _name(evidence, entity, abbreviation.short, "abbreviation")
    return entity


def mention_name(evidence: Evidence, part: Part | None, name: NameFound, role: Role) -> Draft:
    """Draft the mention of a name and return its entity."""
    entity = name_entity(evidence, name)
    _mention(evidence, part, entity, role, name.start, name.end)
    return entity


def _entity(
    evidence: Evidence, kind: EntityKind, key: str, name: str | Found[str], country: Found[str] | None = None
) -> Draft:
    held = evidence.entities.get((kind, key))
    if held is None:
        add = evidence.reading.recorder.add
        held = add(Entity, kind=kind, name=name, country=country, keyed_by=(kind, key))
        evidence.entities[kind, key] = held
    return held


def _name(evidence: Evidence, entity: Draft, name: Found[str], kind: str) -> None:
    """Draft a name of an entity, once per document."""
    key = (id(entity), kind, name.value)
    if key in evidence.named:
        return
    evidence.named.add(key)
    evidence.reading.recorder.add(EntityName, entity_id=entity, name=name, kind=kind, keyed_by=(name.value, kind))


def _mention(evidence: Evidence, part: Part | None, entity: Draft, role: Role, start: int, end: int) -> None:
    reading = evidence.reading
    raw = found_text(reading.view.page.text, start, end)
    if raw is not None:
        reading.recorder.add(
            Mention,
            document_id=reading.document,
            section_id=reading.section_of(part) if part else None,
            entity_id=entity,
            role=role,
            raw=raw,
            keyed_by=(role, raw),
        )


def _record_links(evidence: Evidence) -> set[tuple[int, int]]:
    """Draft what entity links name; return the places of terms that are then named already."""
    reading = evidence.reading
    taken: set[tuple[int, int]] = set()
    pattern = reading.site.entity_target
    for anchor in reading.view.links() if pattern else ():
        part = reading.part_at(anchor.start)
        match = regex.fullmatch(pattern, anchor.target) if pattern and anchor.target else None
        shown = found_text(reading.view.page.text, anchor.start, anchor.end)
        if match is None or part is None or id(part) not in evidence.terms or shown is None:
            continue
        if "-" in shown.value and shown.value == match["slug"]:
            continue  # a bare slug is no name
        kind = LINK_KINDS.get(match["kind"], "other")
        term = _whole_term(evidence, part, anchor.start, anchor.end, kind)
        entity = term_entity(evidence, term) if term else _entity(evidence, kind, match["slug"], shown)
        if term is None:
            _name(evidence, entity, shown, "full")
        else:
            taken.add((term.start, term.end))
        _mention(evidence, part, entity, "mention", anchor.start, anchor.end)
        _record_slug(evidence, entity, anchor.target_start, match)
    return taken


def _record_slug(evidence: Evidence, entity: Draft, target_start: int | None, match: regex.Match[str]) -> None:
    if target_start is None:
        return
    first, last = (target_start + place for place in match.span("slug"))
    slug = found_text(evidence.reading.view.page.text, first, last, "identity")
    if slug is not None and slug.value == match["slug"]:
        _name(evidence, entity, slug, "slug")


def _whole_term(evidence: Evidence, part: Part, start: int, end: int, kind: EntityKind) -> TermFound | None:
    """Return the vocabulary term that an anchor's text is as a whole, where it is of the link's kind."""
    for found in evidence.terms[id(part)]:
        if found.start <= start + 1 and found.end >= end - 1 and kind in (found.term.kind, "other"):
            return found
    return None


def _record_tables(evidence: Evidence, tables: Iterable[Tabulated]) -> set[int]:
    """Draft the names that whole cells hold, by the header of their column; return the cells that were read so."""
    read: set[int] = set()
    view = evidence.reading.view
    for table in tables:
        columns = {col: _column(view.shown(header)) for col, header in table.header.items()}
        for row in table.rows:
            makers: list[Draft] = []
            products: list[Draft] = []
            for col, part in row.items():
                column = columns.get(col)
                if column is None:
                    continue
                kind, role = column
                found = cell_name(view.page.text, part.start, part.end, kind)
                entities = [mention_name(evidence, part, name, role) for name in found]
                if entities:
                    read.add(id(part))
                (makers if role == "developer" else products if kind == "product" else []).extend(entities)
            _relate(evidence, makers, products)
    return read


def _column(header: str) -> tuple[Literal["organisation", "product"], Role] | None:
    return next(((kind, role) for pattern, kind, role in _COLUMN_KINDS if pattern.fullmatch(header)), None)


def _relate(evidence: Evidence, makers: list[Draft], products: list[Draft]) -> None:
    """Draft that the company of a row develops its product, and that a platform in its brackets carries it."""
    add, document = evidence.reading.recorder.add, evidence.reading.document
    for maker in dict.fromkeys(makers):
        for product in dict.fromkeys(products):
            add(
                EntityRelation,
                entity_a=maker,
                relation="develops",
                entity_b=product,
                document_id=document,
                keyed_by=("develops",),
            )


def _record_names(evidence: Evidence, part: Part) -> None:
    """Draft organisations, persons and products of running text; those of the vocabulary are drafted already."""
    known = {(found.start, found.end) for found in evidence.terms[id(part)]}
    seen = evidence.seen[id(part)]
    for name in find_names(evidence.reading.view.page.text, part.start, part.end, seen=seen):
        if (name.start, name.end) not in known:
            mention_name(evidence, part, name, "mention")


def _record_people(evidence: Evidence) -> None:
    """Draft the organisations that contributors belong to."""
    for person in evidence.reading.facts.people:
        organisation = person.organisation
        if organisation is None:
            continue
        part = evidence.reading.part_at(organisation.start)
        entity = _entity(evidence, "organisation", organisation_key(organisation.value), organisation)
        _name(evidence, entity, organisation, "full")
        _mention(evidence, part, entity, "affiliation", organisation.start, organisation.end)


@cache
def _name_pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){regex.escape(name)}(?![\p{{L}}\p{{N}}])", regex.I)


def _record_publisher(evidence: Evidence) -> None:
    """Draft the publisher once, from wherever the page prints its name, chrome included."""
    reading = evidence.reading
    name = _name_pattern(reading.site.source.name)
    parts = sorted(reading.view.parts, key=lambda part: part.kind not in ("boilerplate", "call_to_action"))
    for part in parts:
        match = name.search(reading.view.page.text, part.start, part.end)
        shown = found_text(reading.view.page.text, *match.span()) if match else None
        if shown is not None and part.kind not in ("title", "heading"):
            entity = _entity(evidence, "organisation", organisation_key(shown.value), shown)
            _name(evidence, entity, shown, "full")
            _mention(evidence, part, entity, "publisher", shown.start, shown.end)
            return
