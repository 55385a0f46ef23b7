"""The five real captures, one per source site: what must come out of them, as figures and marks.

They are read from REGENBASE_CAPTURES (default: shared/captures beside the repository), and never stand in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.running import run_direct
from flows.settings import Settings

ROOT = Path(__file__).parent.parent
CAPTURES = Path(os.environ.get("REGENBASE_CAPTURES", ROOT.parent / "shared" / "captures"))

pytestmark = pytest.mark.skipif(
    not CAPTURES.is_dir(), reason=f"no captures at {CAPTURES}: set REGENBASE_CAPTURES to the folder that holds them"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings(raw=CAPTURES, data=tmp_path_factory.mktemp("acceptance"), task_runner="inprocess")
    report = run_direct(settings)
    assert report.status == "published", report.reason
    assert report.exit_code == 0
    with duckdb.connect(str(settings.live), read_only=True) as connection:
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def one(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    rows = ask(connection, query)
    assert len(rows) == 1
    return rows[0][0] if len(rows[0]) == 1 else rows[0]


def test_five_captures_give_ten_documents(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert one(warehouse, "SELECT count(*) FROM captures WHERE status = 'loaded'") == 5
    assert ask(warehouse, "SELECT source_id, count(*) FROM documents GROUP BY ALL ORDER BY ALL") == [
        ("longevity_institute", 1),
        ("scidex", 1),
        ("spinalcord_help", 1),
        ("stem_cell_blog", 6),
        ("troy_technical", 1),
    ]


def test_nothing_is_rejected(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert ask(warehouse, "SELECT stage, reason, message FROM rejects") == []


def test_absent_titles_are_null(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert ask(warehouse, "SELECT source_id, title_status, count(title) FROM documents GROUP BY ALL ORDER BY ALL") == [
        ("longevity_institute", "explicit", 1),
        ("scidex", "explicit", 1),
        ("spinalcord_help", "explicit", 1),
        ("stem_cell_blog", "absent", 0),
        ("troy_technical", "absent", 0),
    ]


def test_dates_of_the_page_are_not_those_of_the_cited_paper(warehouse: duckdb.DuckDBPyConnection) -> None:
    dates = ask(warehouse, "SELECT source_id, count(published_on) FROM documents GROUP BY ALL ORDER BY ALL")
    assert dates == [
        ("longevity_institute", 0),
        ("scidex", 0),
        ("spinalcord_help", 0),
        ("stem_cell_blog", 6),
        ("troy_technical", 0),
    ]
    assert one(
        warehouse, "SELECT issued FROM cited_works JOIN citations USING (citation_id) WHERE form = 'journal_line'"
    )
    assert (
        one(warehouse, "SELECT last_reviewed_on::VARCHAR FROM documents WHERE kind = 'clinic_article'") == "2026-05-22"
    )


def test_infobox_is_cut_into_its_tables(warehouse: duckdb.DuckDBPyConnection) -> None:
    tables = ask(
        warehouse,
        """
        SELECT list(DISTINCT c.header ORDER BY c.header), t.n_rows, t.n_cols, s.heading IS NOT NULL
        FROM data_tables t JOIN table_cells c USING (data_table_id) LEFT JOIN sections s USING (section_id)
        WHERE t.origin = 'infobox' GROUP BY t.ordinal, t.n_rows, t.n_cols, s.heading ORDER BY t.ordinal
        """,
    )
    assert tables == [
        (["Factor", "Function in PD"], 5, 2, True),
        (["Advantages", "Source"], 5, 2, True),
        (["Sponsor", "Trial"], 5, 2, True),
        (["Advantages", "Route"], 4, 2, True),
        (["Factor", "MSC Therapy"], 9, 2, True),
        (["Company", "Product"], 3, 2, True),
    ]
    assert ask(warehouse, "SELECT scope, count(*) FROM attributes GROUP BY ALL ORDER BY ALL") == [
        ("infobox", 6),
        ("metadata", 8),
        ("study_fact", 3),
    ]


def test_glued_tables_have_their_columns(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT n_rows, n_cols FROM data_tables WHERE origin = 'glued' ORDER BY ordinal"
    assert ask(warehouse, query) == [(2, 4), (4, 2)]


def test_references_are_complete_works(warehouse: duckdb.DuckDBPyConnection) -> None:
    works = ask(
        warehouse,
        """
        SELECT form, count(*), count(w.title), count(container_title), count(issued), count(page), count(volume),
            count(publisher), count(chapter_number), count(pmid), count(pmcid)
        FROM citations JOIN cited_works w USING (citation_id) GROUP BY ALL ORDER BY ALL
        """,
    )
    assert works == [
        ("bare_identifier", 2, 0, 0, 0, 0, 0, 0, 0, 2, 0),
        ("journal_line", 1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
        ("narrative_source", 4, 0, 1, 1, 0, 0, 3, 0, 0, 0),
        ("nlm_book_chapter", 1, 1, 1, 1, 0, 0, 1, 1, 0, 0),
        ("pubmed_nlm", 5, 5, 5, 5, 5, 5, 0, 0, 5, 5),
    ]
    assert one(warehouse, "SELECT count(*) FROM cited_work_contributors WHERE role = 'author'") == 28
    assert one(warehouse, "SELECT count(*) FROM cited_work_contributors WHERE role = 'editor'") == 2


def test_cut_doi_is_truncated_and_only_that_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    statuses = ask(
        warehouse, "SELECT status, count(*) FROM work_identifiers WHERE scheme = 'doi' GROUP BY ALL ORDER BY ALL"
    )
    assert statuses == [("format_valid", 6), ("truncated", 1)]


def test_people_have_their_parts(warehouse: duckdb.DuckDBPyConnection) -> None:
    people = ask(
        warehouse,
        """
        SELECT role, honorific, credentials, position IS NOT NULL, organisation IS NOT NULL, contains(name, 'Dr')
        FROM contributors WHERE role <> 'account' ORDER BY ordinal
        """,
    )
    assert people == [
        ("author", "Dr.", "DC", True, True, False),
        ("medical_reviewer", "Dr.", "MD", True, True, False),
    ]


def test_tags_are_separate(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert ask(warehouse, "SELECT tag FROM document_tags WHERE kind = 'tag' ORDER BY ordinal") == [
        ("Regenerative Medicine",),
        ("Neurology",),
    ]
    assert one(warehouse, "SELECT count(*) FROM document_tags WHERE kind = 'category'") == 30


def test_entity_links_have_kind_and_slug(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT kind, count(*), count(entity_kind), count(entity_slug)
        FROM links WHERE kind IN ('entity', 'see_also') GROUP BY ALL ORDER BY ALL
    """
    assert ask(warehouse, query) == [("entity", 14, 14, 14), ("see_also", 10, 10, 10)]


def test_questions_figures_and_lists(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert one(warehouse, "SELECT count(*), count(answer) FROM questions") == (7, 7)
    assert one(warehouse, "SELECT count(*) FROM figures") == 3
    assert one(warehouse, "SELECT count(*) FROM list_items") > 100


def test_chrome_is_boilerplate(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Menus, newsletter forms, feedback and the wiki's own chrome are typed, and no section lies in them."""
    counts = dict(
        ask(
            warehouse,
            """
            SELECT source_id, count(*) FROM passages p JOIN documents d USING (document_id)
            WHERE p.kind = 'boilerplate' GROUP BY ALL
            """,
        )
    )
    assert counts["spinalcord_help"] == 18
    assert counts["troy_technical"] == 10
    assert counts["scidex"] >= 5
    assert (
        ask(warehouse, "SELECT heading FROM sections WHERE heading IN ('Your Feedback', 'Comments', 'Quick Links')")
        == []
    )


def test_merge_date_belongs_to_the_merge(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert one(warehouse, "SELECT role, value FROM dates WHERE role = 'merged'") == ("merged", "2026-05-13")
    assert one(warehouse, "SELECT modified_on FROM documents WHERE kind = 'wiki_artifact'") is None


def test_every_traced_value_has_its_quote(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert one(warehouse, "SELECT count(*) FROM v_evidence WHERE quote IS NULL OR quote = ''") == 0
    assert one(warehouse, "SELECT count(*) FROM evidence") > 700


def test_trials_have_registry_number_or_name_and_sponsors_as_written(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert one(warehouse, "SELECT count(*) FROM trials WHERE registry = 'ClinicalTrials.gov'") == 5
    assert ask(
        warehouse, "SELECT is_placeholder, count(*), count(entity_id) FROM trial_sponsors GROUP BY ALL ORDER BY ALL"
    ) == [
        (False, 4, 4),
        (True, 1, 0),
    ]
    assert one(warehouse, "SELECT count(*) FROM trials WHERE acronym IS NOT NULL") == 1


def test_started_trial_has_its_design(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT started_on::VARCHAR, enrolment, enrolment_kind, follow_up, list(phase)
        FROM trial_mentions LEFT JOIN trial_phases USING (trial_mention_id)
        WHERE started_on IS NOT NULL GROUP BY ALL
    """
    assert ask(warehouse, query) == [("2024-09-09", 6, "planned", "12+ months", ["PHASE1"])]


def test_phase_breakdown_adds_up(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT group_no, phase, n_trials FROM trial_phases WHERE n_trials IS NOT NULL ORDER BY ALL"
    assert ask(warehouse, query) == [(1, "PHASE1", 30), (2, "PHASE2", 7), (3, "PHASE1", 6), (3, "PHASE2", 6)]
    assert one(warehouse, "SELECT holds FROM consistency_checks WHERE rule = 'phases_sum'") is True


def test_response_rates_of_the_posts(warehouse: duckdb.DuckDBPyConnection) -> None:
    rates = ask(
        warehouse,
        """
        SELECT comparator, value, unit FROM v_measurements
        WHERE source_id = 'stem_cell_blog' AND unit = '%' ORDER BY value
        """,
    )
    assert rates == [
        ("~", 18.0, "%"),
        (None, 33.0, "%"),
        (None, 33.0, "%"),
        (None, 38.0, "%"),
        ("~", 40.0, "%"),
        (None, 57.0, "%"),
        (None, 58.0, "%"),
        ("~", 60.0, "%"),
        (None, 94.0, "%"),
    ]
    assert one(warehouse, "SELECT value, denominator, unit FROM v_measurements WHERE kind = 'incidence'") == (
        10.5,
        100000.0,
        "/100000{people}",
    )


def test_shares_that_do_not_make_a_whole_are_reported(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert one(warehouse, "SELECT rule, source_id FROM v_failed_checks") == ("percent_sum", "stem_cell_blog")


def test_small_sample_stands_with_its_rate(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT value, sample_size, sample_size_comparator FROM v_response_rates WHERE sample_size IS NOT NULL"
    assert ask(warehouse, query) == [(100.0, 10, "<=")]


def test_regulatory_status_names_its_regulator(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT status_term, polarity, source_id FROM v_claims
        WHERE kind = 'regulatory_status' AND regulator IS NOT NULL
    """
    assert ask(warehouse, query) == [("not_approved", "negative", "longevity_institute")]
    assert one(warehouse, "SELECT count(*) FROM v_claims WHERE status_term = 'investigational'") >= 3


def test_claims_of_labelled_sections_carry_their_role(warehouse: duckdb.DuckDBPyConnection) -> None:
    roles = dict(
        ask(
            warehouse,
            "SELECT page_role, count(*) FROM v_claims WHERE source_id = 'spinalcord_help' GROUP BY ALL",
        )
    )
    assert roles["key_finding"] >= 5
    assert roles["implication"] == 3
    assert roles["limitation"] == 3


def test_commercial_claims_without_citation_are_listed(warehouse: duckdb.DuckDBPyConnection) -> None:
    sources = ask(warehouse, "SELECT DISTINCT source_id FROM v_uncited_claims ORDER BY ALL")
    assert sources == [("longevity_institute",), ("troy_technical",)]


def test_mentions_of_the_summarised_works_are_resolved(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT count(*) FROM citation_mentions m JOIN documents d USING (document_id)
        WHERE d.source_id = 'stem_cell_blog' AND m.form = 'author_mention' AND m.citation_id IS NULL
    """
    assert one(warehouse, query) == 0
    assert one(warehouse, "SELECT count(*) FROM citation_mentions WHERE citation_id IS NOT NULL") >= 30


def test_organisations_people_and_products_are_entities(warehouse: duckdb.DuckDBPyConnection) -> None:
    names = {name for (name,) in ask(warehouse, "SELECT name FROM entities WHERE kind IN ('organisation', 'product')")}
    assert {"University of Poona", "Cynata Therapeutics", "CYP-001", "Kyoto University", "UCI Health"} <= names
    assert "Multiple" not in names
