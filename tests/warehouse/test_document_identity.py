"""One page is one document, whatever it is called and however it was rendered."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.records import Contributor, Mention
from tests.warehouse.claims import trial_mention
from tests.warehouse.rows import Page, build_input, built, stage
from tests.warehouse.texts import (
    alias,
    assert_order_does_not_count,
    change,
    count,
    document,
    page_of,
    prose,
    read,
)
from warehouse import build
from warehouse.decisions import Decision, record

BODY = prose(1)
RULES = "SELECT rule, judgement, score FROM merges WHERE table_name = 'documents' ORDER BY ALL"
DOI = "10.1000/abc.12345"


def wiki(slug: str, body: str, *, kind: str = "web_page", **names: str) -> Page:
    """A page that states its slug and perhaps its page id or what was merged into it."""
    page = Page(f"{slug} {' '.join(names.values())}\n{body}")
    draft = document(page, (kind, slug), body, slug=page.found(slug), kind=kind)
    alias(page, draft, slug, "slug")
    for name_kind, name in names.items():
        alias(page, draft, name, name_kind)
    return page


def test_a_page_that_another_one_says_was_merged_into_it_is_that_one(tmp_path: Path) -> None:
    old, new = wiki("old-slug", prose(2)), wiki("new-slug", BODY, merged_from="old-slug")
    old.section(old.recorder._drafts[2], "old-slug")
    made = assert_order_does_not_count(tmp_path, [old, new])
    assert read(made, "SELECT slug FROM documents") == [("new-slug",)]
    assert read(made, RULES) == [("same_by_own_word", "merge", 1.0)]
    assert read(made, "SELECT kind FROM clusters WHERE table_name = 'documents'") == [("same",)]
    assert count(made, "document_versions") == 2
    assert read(made, "SELECT loaded, merged FROM run_tables WHERE table_name = 'sections'") == [(0, 1)]
    assert read(made, "SELECT loaded, merged FROM run_tables WHERE table_name = 'documents'") == [(1, 1)]


def test_what_was_merged_away_is_not_shown_though_it_was_captured_last(tmp_path: Path) -> None:
    new = wiki("new-slug", BODY, merged_from="old-slug")
    old = Page(f"old-slug\n{prose(2)}", captured_at=datetime(2026, 1, 1, tzinfo=UTC))
    document(old, ("web_page", "old-slug"), prose(2), slug=old.found("old-slug"))
    assert read(built(tmp_path, [new, old]), "SELECT slug FROM documents") == [("new-slug",)]


def test_one_page_id_under_two_slugs_is_one_document(tmp_path: Path) -> None:
    pages = [wiki("first-slug", BODY, page_id="wp-77"), wiki("second-slug", prose(2), page_id="wp-77")]
    made = built(tmp_path, pages)
    assert count(made, "documents") == 1
    assert read(made, RULES) == [("same_by_own_word", "merge", 1.0)]


def test_a_redirect_leads_to_the_page_it_names(tmp_path: Path) -> None:
    url = "https://garden.example/old"
    old = page_of(prose(2), ("url", url), url=url)
    new = Page(f"http://www.garden.example/old/\n{BODY}")
    draft = document(new, ("url", "https://garden.example/new"), BODY, url="https://garden.example/new")
    alias(new, draft, "http://www.garden.example/old/", "redirect")
    assert count(built(tmp_path, [old, new]), "documents") == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"kind": "experiment", "page_id": "wp-77"}, id="another kind counts its ids anew"),
        pytest.param({"page_id": "wp-78"}, id="another id"),
    ],
)
def test_names_of_other_things_join_nothing(tmp_path: Path, other: dict[str, Any]) -> None:
    made = built(tmp_path, [wiki("first-slug", BODY, page_id="wp-77"), wiki("second-slug", prose(2), **other)])
    assert count(made, "documents") == 2


def test_names_count_within_a_source_only(tmp_path: Path) -> None:
    here = wiki("first-slug", BODY, page_id="wp-77")
    there = Page(f"wp-77\n{prose(2)}", "orchard")
    alias(there, document(there, ("web_page", "second-slug"), prose(2)), "wp-77", "page_id")
    assert count(built(tmp_path, [here, there]), "documents") == 2


def summary(key: tuple[str, str], title: str | None, body: str, doi: str = DOI) -> Page:
    page = Page(f"{title or ''}\nJournal, 2024 · DOI: {doi}\n{body}")
    draft = document(page, key, body, title=title, url=key[1] if key[0] == "url" else None)
    citation = page.citation(draft, f"Journal, 2024 · DOI: {doi}", identifiers=[("doi", doi)])
    citation.values["form"] = "journal_line"
    return page


URL = ("url", "https://garden.example/nerves")


@pytest.mark.parametrize("title", ["Nerve grafts", "NERVE  grafts", None])
def test_two_renderings_of_the_summary_of_one_paper_are_one(tmp_path: Path, title: str | None) -> None:
    pages = [summary(URL, "Nerve grafts", BODY), summary(("doi", DOI), title, change(BODY, 5, 50, 80))]
    made = assert_order_does_not_count(tmp_path, pages)
    assert read(made, "SELECT canonical_url FROM documents") == [(URL[1],)]
    assert read(made, RULES) == [("same_summarised_work", "merge", 1.0)]
    assert count(made, "citations") == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("Nerve grafts", "10.1000/abc.12346"), id="one title, another paper"),
        pytest.param(("Nerve grafts, in brief", DOI), id="one paper, another title"),
    ],
)
def test_other_summaries_stay_apart(tmp_path: Path, other: tuple[str, str]) -> None:
    title, doi = other
    pages = [summary(URL, "Nerve grafts", BODY), summary(("doi", doi), title, prose(2), doi)]
    assert count(built(tmp_path, pages), "documents") == 2


def post(key: tuple[str, ...], body: str, heading: str = "What Was Found", day: str = "2025-02-03") -> Page:
    page = Page(f"by admin | {day} | {key[-1]}\n{heading}\n{body}")
    draft = document(
        page,
        key,
        body,
        published_on=page.found(day, "iso_date", datetime.fromisoformat(day).date()),
        published_precision="day",
        url=key[1] if key[0] == "url" else None,
    )
    page.add(Contributor, document_id=draft, ordinal=1, role="author", name=page.found("admin"))
    page.section(draft, heading)
    return page


ARCHIVED = ("byline", "admin", "Feb 3, 2025", "What Was Found")
POSTED = ("url", "https://garden.example/post")


def test_a_post_of_an_archive_is_the_post_at_its_address(tmp_path: Path) -> None:
    made = assert_order_does_not_count(tmp_path, [post(ARCHIVED, BODY), post(POSTED, change(BODY, 5, 50))])
    assert read(made, "SELECT canonical_url FROM documents") == [(POSTED[1],)]
    assert read(made, RULES) == [("same_byline", "merge", 1.0)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(post(POSTED, prose(2)), id="one heading over another text"),
        pytest.param(post(POSTED, BODY, "What Was Left"), id="another heading"),
        pytest.param(post(POSTED, BODY, day="2025-02-04"), id="another day"),
    ],
)
def test_posts_that_look_alike_stay_apart(tmp_path: Path, other: Page) -> None:
    assert count(built(tmp_path, [post(ARCHIVED, BODY), other]), "documents") == 2


def test_a_byline_that_fits_two_addresses_tells_neither(tmp_path: Path) -> None:
    other = post(("url", "https://garden.example/other"), change(BODY, 7))
    assert count(built(tmp_path, [post(ARCHIVED, BODY), post(POSTED, BODY), other]), "documents") == 3


def test_a_text_without_address_is_the_page_that_has_the_same_text(tmp_path: Path) -> None:
    page = page_of(BODY, URL, url=URL[1], head="Roses", title="Roses")
    text = page_of(BODY, ("text", "1"))
    made = assert_order_does_not_count(tmp_path, [page, text])
    assert read(made, "SELECT canonical_url FROM documents") == [(URL[1],)]
    assert read(made, RULES) == [("same_text", "merge", 1.0)]


def test_a_stripped_form_is_the_page_that_holds_its_text(tmp_path: Path) -> None:
    page = page_of(BODY, URL, url=URL[1], head="Roses", title="Roses")
    made = built(tmp_path, [page, page_of(" ".join(BODY.split()[:80]), ("text", "1"))])
    assert read(made, "SELECT title FROM documents") == [("Roses",)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(page_of(change(BODY, 60), ("text", "1")), id="a word was changed"),
        pytest.param(page_of(" ".join(BODY.split()[:40]), ("text", "1")), id="a short piece"),
        pytest.param(page_of(BODY, ("text", "1"), head="Tulips", title="Tulips"), id="another title"),
        pytest.param(page_of(BODY, ("url", "https://garden.example/b"), head="b"), id="an address of its own"),
        pytest.param(page_of(BODY, ("text", "1"), source="orchard"), id="another source"),
    ],
)
def test_texts_that_look_alike_stay_apart(tmp_path: Path, other: Page) -> None:
    page = page_of(BODY, URL, url=URL[1], head="Roses", title="Roses")
    assert count(built(tmp_path, [page, other]), "documents") == 2


def test_people_part_and_join_documents(tmp_path: Path) -> None:
    pages = [
        wiki("first-slug", BODY, page_id="wp-77"),
        wiki("second-slug", prose(2), page_id="wp-77"),
        wiki("c", prose(3)),
    ]
    stage(tmp_path, [page.result() for page in pages])
    given = build_input([page.file for page in pages])
    first = build(tmp_path, given)
    ((left, right),) = read(first, "SELECT left_id, right_id FROM merges WHERE table_name = 'documents'")
    ((third,),) = read(first, "SELECT document_id FROM documents WHERE slug = 'c'")
    moment = datetime(2026, 1, 1)  # noqa: DTZ001 - stored in UTC, without a zone
    record(tmp_path, Decision("documents", left, right, "keep_apart", "two pages", "me", moment))
    record(tmp_path, Decision("documents", left, third, "merge", "one page", "me", moment))
    made = build(tmp_path, given)
    decided = (
        "SELECT rule, judgement, decided_by, undone_at IS NULL FROM merges WHERE table_name = 'documents' ORDER BY ALL"
    )
    assert read(made, decided) == [
        ("decision", "keep_apart", "person", True),
        ("decision", "merge", "person", True),
        ("same_by_own_word", "merge", "rule", False),
    ]
    assert count(made, "documents") == 2
    assert made.warnings == ()


def test_what_only_a_superseded_post_of_a_page_names_goes_with_it(tmp_path: Path) -> None:
    archive = Page("old\nRoses NCT01234567 Rheum\nTulips Crataegus", captured_at=datetime(2025, 1, 1, tzinfo=UTC))
    alone = Page("new\nRoses", captured_at=datetime(2025, 2, 1, tzinfo=UTC))
    for page, keys in ((archive, ("Roses", "Tulips")), (alone, ("Roses",))):
        for key in keys:
            post = page.document(key, key)
            if page is archive:
                name = {"Roses": "Rheum", "Tulips": "Crataegus"}[key]
                page.add(Mention, document_id=post, entity_id=page.entity(name), role="mention", raw=page.found(name))
            if page is archive and key == "Roses":
                trial_mention(page, post, "NCT01234567")
    made = built(tmp_path, [archive, alone])
    assert read(made, "SELECT name FROM entities") == [("Crataegus",)]
    assert count(made, "trials") == 0
    assert read(made, "SELECT loaded, merged FROM run_tables WHERE table_name = 'entities'") == [(1, 1)]
