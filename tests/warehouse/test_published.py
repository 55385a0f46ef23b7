"""What analysts use: views, macros, search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.rows import Page, published
from warehouse import connect_live

LONG = "Peonies " + "like a deep and fertile soil; " * 60 + "and they resent being moved."


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("published")
    roses = Page(
        "Roses\nAbout roses\nRoses grow in summer.\nRoses, roses and roses again.\nMenu of roses\nColour: red\n1 | x\n"
        "Smith, Lee. Title. 2020. 10.1000/ABC",
        url="https://garden.example/roses",
        captured_at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    document = roses.document("roses", "Roses")
    roses.section(document, "About roses")
    roses.passage(document, "Roses grow in summer.", 1)
    roses.passage(document, "Roses, roses and roses again.", 2)
    roses.passage(document, "Menu of roses", 3, kind="boilerplate")
    roses.attribute(document, "Colour", "red")
    roses.table(document, ["1", "x"])
    roses.citation(
        document,
        "Smith, Lee. Title. 2020. 10.1000/ABC",
        title="Title",
        issued="2020",
        authors=["Smith", "Lee"],
        identifiers=[("doi", "10.1000/ABC")],
    )
    peonies = Page(f"Peonies\n{LONG}\nÄpfel grow, too.", "orchard")
    document = peonies.document("peonies", "Peonies")
    peonies.passage(document, LONG, 1)
    peonies.passage(document, "Äpfel grow, too.", 2)
    published(data, [roses, peonies])
    with connect_live(data) as connection:
        yield connection


def test_documents_say_what_they_hold(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute(
        "SELECT title, source_name, url, n_sections, n_citations, n_works, n_versions FROM v_documents ORDER BY title"
    ).fetchall()
    assert rows == [
        ("Peonies", "Orchard", None, 0, 0, 0, 1),
        ("Roses", "Garden", "https://garden.example/roses", 1, 1, 1, 1),
    ]


def test_citations_show_the_work_they_mean(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute("SELECT document_title, work_title, issued_year, doi, raw FROM v_citations").fetchall()
    assert rows == [("Roses", "Title", 2020, "10.1000/abc", "Smith, Lee. Title. 2020. 10.1000/ABC")]
    assert live.execute("SELECT authors, source_ids FROM v_works").fetchall() == [("Smith, Lee", ["garden"])]


def test_any_value_has_its_quote_and_address(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute(
        "SELECT value, quote, normaliser, url FROM v_evidence WHERE table_name = 'work_identifiers' ORDER BY value"
    ).fetchall()
    assert rows == [
        ("10.1000/ABC", "10.1000/ABC", "identity", "https://garden.example/roses"),
        ("10.1000/abc", "10.1000/ABC", "doi", "https://garden.example/roses"),
    ]
    n_evidence, n_shown = live.execute(
        "SELECT (SELECT count(*) FROM evidence), (SELECT count(*) FROM v_evidence)"
    ).fetchall()[0]
    assert n_evidence == n_shown


def test_the_proofs_of_a_row(live: duckdb.DuckDBPyConnection) -> None:
    ((work_id,),) = live.execute("SELECT work_id FROM works").fetchall()
    rows = live.execute(f"SELECT column_name, quote FROM evidence_of('works', '{work_id}')").fetchall()
    assert rows == [("title", "Title"), ("issued", "2020")]


def test_quotes_count_code_points(live: duckdb.DuckDBPyConnection) -> None:
    ((capture_id, text),) = live.execute("SELECT capture_id, text FROM pages WHERE text LIKE 'Peonies%'").fetchall()
    start = text.index("Äpfel")
    assert live.execute("SELECT quote(?, ?, ?)", [capture_id, start, start + 5]).fetchall() == [("Äpfel",)]
    shown = live.execute("SELECT context(?, ?, ?, 6)", [capture_id, start, start + 5]).fetchall()
    assert shown == [("oved.\nÄpfel grow,",)]
    assert live.execute("SELECT context(?, 0, 7, 3)", [capture_id]).fetchall() == [("Peonies\nPe",)]


def test_attributes_and_tables_stand_beside_their_documents(live: duckdb.DuckDBPyConnection) -> None:
    attributes = live.execute("SELECT document_title, key, value FROM v_attributes").fetchall()
    assert attributes == [("Roses", "colour", "red")]
    assert live.execute("SELECT document_title, row_no, cell_values FROM v_tables").fetchall() == [
        ("Roses", 1, ["1", "x"])
    ]


def test_the_scorecard_has_every_source(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute(
        "SELECT source_id, n_documents, share_titled, share_of_citations_identified "
        "FROM v_source_scorecard ORDER BY source_id"
    ).fetchall()
    assert rows == [("garden", 1, 1.0, 1.0), ("orchard", 1, 1.0, None)]


def test_search_ranks_passages_and_leaves_menus_out(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute("SELECT passage FROM search('ROSES')").fetchall()
    assert rows == [("Roses, roses and roses again.",), ("Roses grow in summer.",)]


def test_search_finds_any_of_the_words_and_prefers_rare_ones(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute("SELECT passage, n_words_found FROM search('grow äpfel')").fetchall()
    assert rows == [("Äpfel grow, too.", 2), ("Roses grow in summer.", 1)]


def test_search_finds_the_end_of_a_long_passage(live: duckdb.DuckDBPyConnection) -> None:
    rows = live.execute("SELECT document_title, passage FROM search('resent')").fetchall()
    assert rows == [("Peonies", LONG)]


def test_search_may_be_limited_and_may_find_nothing(live: duckdb.DuckDBPyConnection) -> None:
    assert len(live.execute("FROM search('roses grow', n := 1)").fetchall()) == 1
    assert live.execute("FROM search('xylophone')").fetchall() == []
    assert live.execute("FROM search('?!')").fetchall() == []


def test_every_view_says_what_it_answers_and_names_its_columns() -> None:
    folder = Path(__file__).parents[2] / "warehouse" / "sql"
    for path in folder.glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("-- ")
        assert "SELECT *" not in text
    views = (folder / "views.sql").read_text(encoding="utf-8")
    assert views.count("CREATE VIEW") == views.count("COMMENT ON VIEW")
