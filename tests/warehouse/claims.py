"""Claims, their concepts, figures and trials, as extraction makes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from schemas.recording import Draft
from schemas.records import Claim, ClaimConcept, Entity, Measurement, Trial, TrialMention
from tests.warehouse.rows import Page

ROLES = {
    "condition": "condition",
    "intervention": "therapy",
    "outcome": "outcome_measure",
    "adverse_event": "adverse_event",
}


def claim(page: Page, document: Draft, text: str, **values: Any) -> Draft:
    """Add a claim, positive and asserted unless told otherwise."""
    given = {
        "kind": "efficacy",
        "page_role": "body",
        "polarity": "positive",
        "certainty": "asserted",
        "is_marketing": False,
        **values,
    }
    return page.add(Claim, document_id=document, text=page.found(text), keyed_by=(given["kind"], text), **given)


def about(page: Page, document: Draft, of: Draft, **concepts: str) -> None:
    """Say what a claim is about: names by role."""
    for role, name in concepts.items():
        kind = ROLES[role]
        thing = page.add(Entity, kind=kind, name=name, keyed_by=(kind, name))
        page.add(
            ClaimConcept,
            document_id=document,
            claim_id=of,
            role=role,
            entity_id=thing,
            basis="sentence",
            keyed_by=(role, name),
        )


def claiming(
    text: str,
    *,
    source: str = "garden",
    day: str | None = None,
    concepts: dict[str, str] | None = None,
    figure: dict[str, Any] | None = None,
    **values: Any,
) -> Page:
    """Return a page whose one sentence is a claim about walking after grafts in paralysis, or about `concepts`."""
    page = Page(f"{day or ''}\n{text}", source)
    dated = {}
    if day:
        dated = {
            "published_on": page.found(day, "iso_date", date.fromisoformat(day)),
            "published_precision": "day",
        }
    document = page.document(page.text, **dated)
    made = claim(page, document, text, **values)
    usual = {"condition": "paralysis", "intervention": "graft", "outcome": "walking"}
    about(page, document, made, **(usual if concepts is None else concepts))
    if figure is not None:
        measured(page, document, made, text, **figure)
    return page


def measured(page: Page, document: Draft, of: Draft | None, text: str, **values: Any) -> Draft:
    """Add a response rate; `raw` is its text."""
    raw = values.pop("raw")
    place = page.found(text)
    given: dict[str, Any] = {"kind": "response_rate", "form": "exact", "unit": "%", "is_finding": True, **values}
    for name in ("measured_property", "outcome", "measured_entity", "subgroup"):
        if name in given:
            given[name] = page.found(given[name])
    return page.add(
        Measurement,
        document_id=document,
        claim_id=of,
        value=page.found(raw, "decimal", float(raw)),
        modifiers=[],
        raw=page.found(raw),
        context_start=place.start,
        context_end=place.end,
        keyed_by=(raw, text),
        **given,
    )


def trial_mention(page: Page, document: Draft, number: str) -> Draft:
    """Add a mention of a trial by its number."""
    trial = page.add(
        Trial,
        registry="ClinicalTrials.gov",
        registry_id=page.found(number),
        keyed_by=("registry", "ClinicalTrials.gov", number),
    )
    return page.add(
        TrialMention, document_id=document, trial_id=trial, raw=page.found(number), keyed_by=(page.found(number),)
    )
