"""Entities whose names differ in form only are one; what merely looks alike stays apart."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from extractors.finders.name_words import LEGAL_FORMS as FOUND_LEGAL_FORMS
from extractors.finders.organisations import organisation_key
from schemas.recording import Draft
from schemas.records import ClaimConcept, Entity, EntityName, EntityRelation, Mention, TrialSponsor
from tests.warehouse.claims import claim, trial_mention
from tests.warehouse.rows import Page, build_input, built, stage
from tests.warehouse.texts import assert_order_does_not_count, count, read
from warehouse import build
from warehouse.decisions import Decision, record
from warehouse.identity import LEGAL_FORMS

RULES = "SELECT rule, judgement, score FROM merges WHERE table_name = 'entities' ORDER BY ALL"


def entity(page: Page, kind: str, name: str, key: str | None = None, *, is_term: bool = False) -> Draft:
    """Add an entity; one of the vocabulary has a preferred name, which stands in no page."""
    return page.add(
        Entity, kind=kind, name=name if is_term else page.found(name), keyed_by=(kind, key or organisation_key(name))
    )


def named(page: Page, of: Draft, name: str, kind: str) -> None:
    page.add(EntityName, entity_id=of, name=page.found(name), kind=kind, keyed_by=(name, kind))


def page_naming(*names: str, kind: str = "organisation", head: str = "") -> Page:
    """Return a page that names things, each an entity of its own with a mention."""
    page = Page("\n".join((head, *names)))
    document = page.document(page.text)
    for name in names:
        thing = entity(page, kind, name, key=name)
        named(page, thing, name, "full")
        page.add(Mention, document_id=document, entity_id=thing, role="mention", raw=page.found(name))
    return page


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Atriva Bio", "ATRIVA BIO K.K.", "organisation"),
        ("Atriva Bio", "Atriva Bio (Japan)", "organisation"),
        ("Center of Cells & Genes", "The Centre of Cells and Genes, Ltd.", "organisation"),
        ("Müller’s Zellen", "Muller's Zellen GmbH", "organisation"),
        ("alpha-synuclein aggregation", "Alpha-Synuclein Aggregation", "mechanism"),
        ("CDV-201", "CDV 201", "product"),
        ("Jane A. Doe", "Jane A Doe", "person"),
    ],
)
def test_names_that_differ_in_form_only_are_one_entity(tmp_path: Path, one: str, other: str, kind: str) -> None:
    made = assert_order_does_not_count(tmp_path, [page_naming(one, kind=kind), page_naming(other, kind=kind)])
    assert count(made, "entities") == 1
    assert read(made, RULES) == [("same_form", "merge", 1.0)]
    assert read(made, "SELECT kind FROM clusters WHERE table_name = 'entities'") == [("same",)]
    names = read(made, "SELECT entity_names.name FROM entity_names JOIN entities USING (entity_id)")
    assert {name for (name,) in names} == {one, other}
    assert count(made, "mentions JOIN entities USING (entity_id)") == 2
    assert read(made, "SELECT loaded, merged FROM run_tables WHERE table_name = 'entities'") == [(1, 1)]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Harbour Hospital", "Harbour Institute", "organisation"),
        ("Harbour", "Harbour Hospital", "organisation"),
        ("University of Halm", "University of Hald", "organisation"),
        ("CDV-201", "CDV-202", "product"),
        ("Cells (10 mg)", "Cells (20 mg)", "product"),
        ("Jane A. Doe", "Jane B. Doe", "person"),
        ("Multiple", "multiple", "organisation"),
    ],
)
def test_names_that_look_alike_stay_apart(tmp_path: Path, one: str, other: str, kind: str) -> None:
    made = built(tmp_path, [page_naming(one, kind=kind), page_naming(other, kind=kind)])
    assert count(made, "entities") == 2
    assert read(made, RULES) == []


def test_one_name_of_two_kinds_is_two_entities(tmp_path: Path) -> None:
    made = built(tmp_path, [page_naming("Graft", kind="therapy"), page_naming("GRAFT", kind="product")])
    assert count(made, "entities") == 2


def test_everything_that_refers_to_a_merged_entity_refers_to_the_one_that_stays(tmp_path: Path) -> None:
    page = Page("Atriva Bio Ltd sponsors and makes CDV-201, NCT01234567. The graft held. Atriva Bio")
    document = page.document("a")
    stays = entity(page, "organisation", "Atriva Bio", key="atriva-bio", is_term=True)
    goes = entity(page, "organisation", "Atriva Bio Ltd")
    product = entity(page, "product", "CDV-201")
    for thing in (stays, goes):
        named(page, thing, "Atriva Bio", "full")
    relates = {"entity_a": goes, "relation": "develops", "entity_b": product}
    page.add(EntityRelation, document_id=document, keyed_by=("develops",), **relates)
    page.add(Mention, document_id=document, entity_id=goes, role="mention", raw=page.found("Atriva Bio Ltd"))
    mention = trial_mention(page, document, "NCT01234567")
    page.add(
        TrialSponsor,
        document_id=document,
        trial_mention_id=mention,
        raw_name=page.found("Atriva Bio Ltd"),
        entity_id=goes,
        is_placeholder=False,
    )
    stated = claim(page, document, "The graft held.")
    concept = {"claim_id": stated, "role": "intervention", "entity_id": goes, "basis": "document"}
    page.add(ClaimConcept, document_id=document, keyed_by=("intervention",), **concept)
    made = built(tmp_path, [page])
    ((kept,),) = read(made, "SELECT entity_id FROM entities WHERE kind = 'organisation'")
    for column in (
        "entity_id FROM mentions",
        "entity_id FROM trial_sponsors",
        "entity_id FROM claim_concepts",
        "entity_a FROM entity_relations",
        "entity_id FROM entity_names",
    ):
        assert read(made, f"SELECT {column}") == [(kept,)]
    assert read(made, "SELECT right_id FROM merges WHERE table_name = 'entities'") == [(kept,)]
    assert read(made, "SELECT name FROM entities WHERE kind = 'organisation'") == [("Atriva Bio",)]


def test_a_link_goes_with_the_term_that_its_slug_names(tmp_path: Path) -> None:
    linked = Page("Alpha-Synuclein Clumps in PD\nalpha-synuclein-aggregation")
    linked.document("a")
    thing = entity(linked, "mechanism", "Alpha-Synuclein Clumps in PD", key="alpha-synuclein-aggregation")
    named(linked, thing, "alpha-synuclein-aggregation", "slug")
    term = Page("Aggregation of alpha-synuclein")
    term.document("b")
    entity(term, "mechanism", "alpha-synuclein aggregation", is_term=True)
    made = assert_order_does_not_count(tmp_path, [linked, term])
    assert read(made, "SELECT name FROM entities") == [("alpha-synuclein aggregation",)]
    assert read(made, RULES) == [("same_slug", "merge", 1.0)]
    assert read(made, "SELECT kind FROM entity_names") == [("slug",)]


def test_a_slug_never_joins_two_terms_of_the_vocabulary(tmp_path: Path) -> None:
    page = Page("Cell Treatment\ncell-therapy and cell replacement")
    page.document("a")
    linked = entity(page, "therapy", "Cell Treatment", key="cell-therapy")
    named(page, linked, "cell-therapy", "slug")
    for name in ("cell therapy", "cell replacement therapy"):
        term = entity(page, "therapy", name, is_term=True)
        if name != "cell therapy":
            named(page, term, "cell-therapy", "synonym")
    made = built(tmp_path, [page])
    assert count(made, "entities") == 3
    assert {row[:2] for row in read(made, RULES)} == {("same_slug", "unsure")}


def abbreviating(short: str, *more: str) -> Page:
    """Return a page that introduces 'Harbour Cell Institute (HCI)', and names the short form alone where asked to."""
    page = page_naming("Harbour Cell Institute", *more, head=f"({short})")
    thing = next(draft for draft in page.recorder._drafts if draft.model is Entity)
    named(page, thing, short, "abbreviation")
    return page


def test_an_abbreviation_that_a_document_introduces_is_its_full_name(tmp_path: Path) -> None:
    made = built(tmp_path, [abbreviating("HCI", "HCI")])
    assert read(made, "SELECT name FROM entities") == [("Harbour Cell Institute",)] or count(made, "entities") == 1
    assert read(made, RULES) == [("introduced_abbreviation", "merge", 1.0)]
    assert {name for (name,) in read(made, "SELECT name FROM entity_names")} == {"Harbour Cell Institute", "HCI"}


def test_an_abbreviation_that_other_documents_use_is_left_to_a_person(tmp_path: Path) -> None:
    made = built(tmp_path, [abbreviating("HCI", "HCI"), page_naming("HCI", head="elsewhere")])
    assert count(made, "entities") == 2
    assert read(made, RULES) == [("introduced_abbreviation", "unsure", 0.5)]


def test_people_part_and_join_entities(tmp_path: Path) -> None:
    pages = [page_naming("Atriva Bio", "Atriva Bio Ltd", "Minamoto")]
    stage(tmp_path, [page.result() for page in pages])
    given = build_input([page.file for page in pages])
    first = build(tmp_path, given)
    ((left, right),) = read(first, "SELECT left_id, right_id FROM merges WHERE table_name = 'entities'")
    ((third,),) = read(first, "SELECT entity_id FROM entities WHERE name = 'Minamoto'")
    moment = datetime(2026, 1, 1)  # noqa: DTZ001 - stored in UTC, without a zone
    record(tmp_path, Decision("entities", left, right, "keep_apart", "two firms", "me", moment))
    record(tmp_path, Decision("entities", left, third, "merge", "its old name", "me", moment))
    record(tmp_path, Decision("entities", left, "nobody", "merge", "a slip", "me", moment))
    made = build(tmp_path, given)
    assert count(made, "entities") == 2
    decided = "rule, judgement, decided_by, undone_at IS NULL FROM merges WHERE table_name = 'entities'"
    assert read(made, f"SELECT {decided} ORDER BY ALL") == [
        ("decision", "keep_apart", "person", True),
        ("decision", "merge", "person", True),
        ("same_form", "merge", "rule", False),
    ]
    assert made.warnings == ("decision on entities: no row has the id nobody; it changes nothing",)


def test_trials_with_numbers_one_digit_apart_are_two(tmp_path: Path) -> None:
    pages = []
    for number in ("NCT01234567", "NCT01234568", "NCT01234567"):
        page = Page(f"{len(pages)} {number}")
        trial_mention(page, page.document(str(len(pages))), number)
        pages.append(page)
    made = assert_order_does_not_count(tmp_path, pages)
    numbers = "SELECT registry_id, count(*) FROM trials JOIN trial_mentions USING (trial_id) GROUP BY ALL ORDER BY ALL"
    assert read(made, numbers) == [("NCT01234567", 2), ("NCT01234568", 1)]


def test_legal_forms_that_extraction_leaves_out_are_left_out_here() -> None:
    assert {form for form in FOUND_LEGAL_FORMS if form.isalpha()} - {"se"} <= LEGAL_FORMS
