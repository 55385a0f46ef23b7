"""Claims of a document: what its sentences assert, with hedges, citations in reach and the concepts they are about."""

from __future__ import annotations

from typing import Final, Literal

from extractors.evidence.entities import term_entity
from extractors.evidence.reach import citations_in_reach
from extractors.evidence.statements import Evidence, Statement
from extractors.finders.claims import ClaimContext, ClaimFound, find_claims
from extractors.finders.pico import PicoRole, pico_roles
from extractors.finders.terms import TermFound
from extractors.outline import Node
from extractors.site import compiled
from schemas.recording import Draft
from schemas.records import Claim, ClaimCitation, ClaimConcept, ClaimHedge
from schemas.records.evidence import PageRole

Basis = Literal["sentence", "section", "document"]
_TREATMENTS: Final = frozenset({"therapy", "product"})


def record_claims(evidence: Evidence) -> None:
    """Draft one row per asserting sentence and kind."""
    reading = evidence.reading
    text = reading.view.page.text
    own_names = reading.site.names()
    is_commercial = bool(reading.document.values["has_commercial_interest"])
    subjects = frozenset(found.term.key for found in evidence.subjects)
    places: dict[int, tuple[PageRole, str | None]] = {}
    for statement in evidence.statements:
        node = statement.node
        if id(node) not in places:
            places[id(node)] = page_role(evidence, node), reading.view.shown(node.heading) if node else None
        role, heading = places[id(node)]
        context = ClaimContext(
            page_role=role,
            block_kind=statement.part.kind,
            heading=heading,
            lead_in=statement.lead_in,
            is_commercial=is_commercial,
            own_names=own_names,
        )
        is_plain = not evidence.seen[id(statement.part)].visible.firsts
        claims = find_claims(text, statement.span, context, is_plain=is_plain)
        if not claims:
            continue
        roles = pico_roles(text, statement.span, statement.terms, subjects)
        reach = citations_in_reach(evidence, statement)
        for found in claims:
            claim = _record_claim(evidence, statement, found)
            for scope, placed in reach:
                reading.recorder.add(
                    ClaimCitation,
                    document_id=reading.document,
                    claim_id=claim,
                    citation_id=placed.draft,
                    scope=scope,
                    keyed_by=(scope,),
                )
            _record_concepts(evidence, statement, claim, roles)
    if evidence.claims and not reading.citations:
        detail = f"{len(evidence.claims)} claims, no citation"
        reading.recorder.issue("uncited_claims", detail, document=reading.document)


def page_role(evidence: Evidence, node: Node | None) -> PageRole:
    """Return what the site labels a section, or one around it."""
    while node is not None:
        heading = evidence.reading.view.shown(node.heading)
        for pattern, role in evidence.reading.site.page_roles:
            if compiled(pattern).fullmatch(heading):
                return role
        node = node.parent
    return "body"


def _record_claim(evidence: Evidence, statement: Statement, found: ClaimFound) -> Draft:
    reading = evidence.reading
    claim = reading.recorder.add(
        Claim,
        document_id=reading.document,
        section_id=reading.section(statement.node),
        kind=found.kind,
        page_role=found.page_role,
        polarity=found.polarity,
        certainty=found.certainty,
        setting=found.setting,
        status_term=found.status_term,
        regulator=found.regulator,
        is_marketing=found.is_marketing,
        text=found.text,
        keyed_by=(found.kind, found.text),
    )
    for ordinal, cue in enumerate(found.hedges, start=1):
        reading.recorder.add(
            ClaimHedge,
            document_id=reading.document,
            claim_id=claim,
            ordinal=ordinal,
            cue=cue,
            keyed_by=(str(ordinal), cue),
        )
    evidence.claims.append((statement, found.kind, claim))
    return claim


def _record_concepts(
    evidence: Evidence, statement: Statement, claim: Draft, roles: list[tuple[PicoRole, TermFound]]
) -> None:
    """Draft the concepts of a claim; where its sentence names none, its section's and then its document's count."""
    concepts: list[tuple[PicoRole, TermFound, Basis]] = [(role, found, "sentence") for role, found in roles]
    stated = {role for role, _ in roles}
    for role in ("condition", "intervention"):
        if role not in stated:
            subject = _subject(evidence, statement.node, role)
            if subject is not None:
                concepts.append((role, *subject))
    for role, found, basis in concepts:
        evidence.reading.recorder.add(
            ClaimConcept,
            document_id=evidence.reading.document,
            claim_id=claim,
            role=role,
            entity_id=term_entity(evidence, found),
            basis=basis,
            keyed_by=(role, basis),
        )


def _subject(evidence: Evidence, node: Node | None, role: str) -> tuple[TermFound, Basis] | None:
    """Return what a section's heading, else the document, is about; None where that is several things or none."""
    while node is not None:
        only = _only(evidence.terms.get(id(node.heading), []), role)
        if only is not None:
            return only, "section"
        node = node.parent
    only = _only(evidence.subjects, role)
    return (only, "document") if only is not None else None


def _only(terms: list[TermFound], role: str) -> TermFound | None:
    kinds = frozenset({"condition"}) if role == "condition" else _TREATMENTS
    fitting = [found for found in terms if found.term.kind in kinds]
    return fitting[0] if len({found.term.key for found in fitting}) == 1 else None
