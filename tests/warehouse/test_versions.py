from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.rows import Page, build_input, built, stage
from warehouse import build

FULL = "Roses\nThey grow in summer and flower until the first frost.\nsite id: 7"


def day(number: int) -> datetime:
    return datetime(2025, 1, number, tzinfo=UTC)


def page(text: str, title: str | None = "Roses", **file: Any) -> Page:
    made = Page(text, **file)
    document = made.document("roses", title)
    made.passage(document, text.splitlines()[0])
    made.section(document, text.splitlines()[-1])
    return made


def read(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def current(path: Path) -> str:
    ((capture_id,),) = read(path, "SELECT capture_id FROM documents")
    return str(capture_id)


def test_the_version_captured_last_is_current(tmp_path: Path) -> None:
    old, new = page(FULL + "\nold", captured_at=day(1)), page(FULL.replace("7", "8"), captured_at=day(2))
    made = built(tmp_path, [old, new])
    assert current(made.path) == new.capture_id
    versions = "SELECT version_no, capture_id, is_current, first_seen FROM document_versions ORDER BY version_no"
    assert read(made.path, versions) == [
        (1, old.capture_id, False, day(1).replace(tzinfo=None)),
        (2, new.capture_id, True, day(2).replace(tzinfo=None)),
    ]
    assert read(made.path, "SELECT version_no FROM documents") == [(2,)]


def test_without_times_the_more_complete_version_is_current(tmp_path: Path) -> None:
    short, full = page("Roses\nThey grow well, it is said."), page(FULL)
    assert current(built(tmp_path, [full, short]).path) == full.capture_id


def test_of_two_renderings_of_the_same_content_the_one_that_states_more_is_current(tmp_path: Path) -> None:
    as_html = Page(FULL + "\nlang: en", captured_at=day(1))
    as_html.document("roses", "Roses", language=as_html.found("en"), content_sha256="c" * 64, n_words=9)
    as_text = Page(FULL, captured_at=day(2))
    as_text.document("roses", "Roses", content_sha256="c" * 64, n_words=9)
    assert current(built(tmp_path, [as_html, as_text]).path) == as_html.capture_id


def test_rows_of_superseded_versions_count_as_merged(tmp_path: Path) -> None:
    old, new = page(FULL + "\nold", captured_at=day(1)), page(FULL, captured_at=day(2))
    made = built(tmp_path, [old, new])
    assert read(made.path, "SELECT DISTINCT capture_id FROM evidence") == [(new.capture_id,)]
    assert read(made.path, "SELECT count(*) FROM pages") == [(2,)]
    assert read(made.path, "SELECT loaded, merged FROM run_tables WHERE table_name = 'sections'") == [(1, 1)]
    rule = "SELECT judgement, rule, score, compared ->> '$.n_words[0]' FROM merges"
    assert read(made.path, rule) == [("merge", "same_document", 1.0, str(len(old.text.split())))]


def test_an_embed_form_never_replaces_the_page(tmp_path: Path) -> None:
    full = page(FULL, captured_at=day(1), url="https://garden.example/roses")
    embed = page(FULL + " and more", captured_at=day(2), url="https://garden.example/roses?embed=1")
    assert current(built(tmp_path, [full, embed]).path) == full.capture_id


def test_an_embed_form_is_known_by_its_own_address_where_its_file_has_none(tmp_path: Path) -> None:
    full = page(FULL)
    embed = Page(FULL + " and much more of it\nhttps://garden.example/roses?embed=1")
    embed.url(embed.document("roses", "Roses"), "https://garden.example/roses?embed=1", "embed")
    assert current(built(tmp_path, [full, embed]).path) == full.capture_id


def test_a_page_that_offers_an_embed_form_is_none(tmp_path: Path) -> None:
    short = page("Roses\nThey grow.")
    full = Page(FULL + "\nhttps://garden.example/roses and https://garden.example/roses?embed=1")
    document = full.document("roses", "Roses")
    full.url(document, "https://garden.example/roses", "canonical")
    full.url(document, "https://garden.example/roses?embed=1", "embed")
    assert current(built(tmp_path, [short, full]).path) == full.capture_id


def test_a_stripped_form_never_replaces_the_page(tmp_path: Path) -> None:
    full = page(FULL, captured_at=day(1))
    stripped = page("They grow.", title=None, captured_at=day(2))
    assert current(built(tmp_path, [full, stripped]).path) == full.capture_id


def test_a_page_that_lost_words_but_kept_its_title_is_a_new_version(tmp_path: Path) -> None:
    full = page(FULL, captured_at=day(1))
    cut = page("Roses\nThey died.", captured_at=day(2))
    assert current(built(tmp_path, [full, cut]).path) == cut.capture_id


def test_of_several_documents_on_a_page_each_has_its_own_current_version(tmp_path: Path) -> None:
    first = Page("Roses\nTulips\nold", captured_at=day(1))
    for key in ("Roses", "Tulips"):
        first.section(first.document(key, key), key)
    second = Page("Roses\nLilies\nnew", captured_at=day(2))
    for key in ("Roses", "Lilies"):
        second.section(second.document(key, key), key)
    made = built(tmp_path, [first, second])
    shown = "SELECT title, capture_id FROM documents ORDER BY title"
    assert read(made.path, shown) == [
        ("Lilies", second.capture_id),
        ("Roses", second.capture_id),
        ("Tulips", first.capture_id),
    ]
    assert read(made.path, "SELECT count(*) FROM sections") == [(3,)]


def test_shared_rows_are_one_and_the_fullest_survives(tmp_path: Path) -> None:
    plain, full = Page("Roses\nRheum"), Page("Tulips\nRheum of Denmark")
    for made_page, key in ((plain, "Roses"), (full, "Tulips")):
        made_page.document(key, key)
    plain.entity("Rheum")
    full.entity("Rheum", country="Denmark")
    made = built(tmp_path, [plain, full])
    assert read(made.path, "SELECT name, country FROM entities") == [("Rheum", "Denmark")]
    assert read(made.path, "SELECT DISTINCT capture_id FROM evidence WHERE table_name = 'entities'") == [
        (full.capture_id,)
    ]
    assert read(made.path, "SELECT loaded, merged FROM run_tables WHERE table_name = 'entities'") == [(1, 1)]


def test_shared_rows_of_superseded_pages_go(tmp_path: Path) -> None:
    old, new = page(FULL + "\nRheum", captured_at=day(1)), page(FULL, captured_at=day(2))
    old.entity("Rheum")
    made = built(tmp_path, [old, new])
    assert read(made.path, "SELECT count(*) FROM entities") == [(0,)]


def test_table_cells_share_the_fate_of_their_document(tmp_path: Path) -> None:
    old, new = Page("Roses\nred\ntall\nold", captured_at=day(1)), Page("Roses\nred\ntall", captured_at=day(2))
    for version in (old, new):
        version.table(version.document("roses", "Roses"), ["red", "tall"])
    made = built(tmp_path, [old, new])
    assert read(made.path, "SELECT loaded, merged FROM run_tables WHERE table_name = 'table_cells'") == [(2, 2)]


@pytest.mark.parametrize("is_parted", [True, False])
def test_which_version_is_current_does_not_depend_on_batches(tmp_path: Path, is_parted: bool) -> None:
    pages = [page(FULL + f"\nsite {number}") for number in range(4)]
    results = [made.result() for made in pages]
    stage(tmp_path, *([[result] for result in results] if is_parted else [results[::-1]]))
    made = build(tmp_path, build_input([entry.file for entry in pages]))
    assert current(made.path) == min(entry.capture_id for entry in pages)
