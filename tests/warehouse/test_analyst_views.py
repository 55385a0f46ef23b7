"""The analyst's questions, each answered by one view over the sample pages; the answers were read from the pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from flows.running import run_direct
from flows.settings import SAMPLES, Settings
from warehouse import connect_live

BURNS = "Harbour Hospital Opens Trial of Printed Skin for Burns"
ISLETS = "iPSC-Derived Islet Cells Reach Insulin Independence in a Small Type 1 Diabetes Study"
KNEES = "Stem Cells for Knee Cartilage: What Can Be Expected"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    settings = Settings(raw=SAMPLES, data=tmp_path_factory.mktemp("samples"), task_runner="inprocess")
    report = run_direct(settings)
    assert report.status == "published", report.reason
    with connect_live(settings.data) as connection:
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_which_trials_are_named_where_with_which_sponsors(samples: duckdb.DuckDBPyConnection) -> None:
    assert ask(
        samples,
        "SELECT registry_id, sponsors, source_ids, n_documents, len(registrations) FROM v_trials "
        "WHERE registry_id IS NOT NULL ORDER BY registry_id",
    ) == [
        ("NCT09120457", ["Norrland Heart Centre"], ["scidex"], 1, 1),
        ("NCT09233861", [], ["scidex"], 1, 1),
        ("NCT09347710", ["Cordavia Therapeutics"], ["scidex"], 1, 1),
        ("NCT09418826", [], ["scidex"], 1, 1),
        ("NCT09502293", [], ["scidex"], 1, 1),
        ("NCT09611408", [], ["troy_technical"], 1, 1),
        ("NCT09733105", [], ["longevity_institute"], 1, 1),
        ("NCT09844120", [], ["generic"], 1, 1),
    ]


def test_what_is_stated_of_a_trial(samples: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT registry_id, enrolment, started_on, phases, conditions, interventions, n_mentions FROM v_trials "
        "WHERE list_has_any(source_ids, ['generic', 'troy_technical']) AND registry_id IS NOT NULL ORDER BY ALL"
    )
    assert ask(samples, query) == [
        ("NCT09611408", 11, None, ["PHASE1", "PHASE2"], ["type 1 diabetes"], ["islet cells"], 2),
        ("NCT09844120", 24, date(2026, 5, 6), [], ["deep burns"], ["printed skin"], 3),
    ]


def test_which_trials_have_no_registry_number(samples: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT document_title, label FROM v_trials_without_registry_id ORDER BY ALL"
    assert ask(samples, query) == [
        (BURNS, "earlier trial"),
        (KNEES, "phase 2 trial of donor cells"),
        (ISLETS, "Phase 3 trial"),
    ]


def test_which_response_rates_are_reported_with_sample_size_source_and_citation(
    samples: duckdb.DuckDBPyConnection,
) -> None:
    query = (
        "SELECT value, unit, denominator, sample_size, subgroup, source_id, doi FROM v_response_rates ORDER BY value"
    )
    nerve, fistula = "10.5555/arn.2023.01187", "10.5555/gtr.2025.0055"
    assert ask(samples, query) == [
        (11.0, "{participants}", 14.0, None, None, "spinalcord_help", nerve),
        (19.0, "{eyes}", 22.0, None, None, "troy_technical", None),
        (33.0, "%", None, None, "control group", "stem_cell_blog", fistula),
        (52.0, "%", None, None, "cell group", "stem_cell_blog", fistula),
        (79.0, "%", None, 14, None, "spinalcord_help", nerve),
    ]


def test_which_claims_of_commercial_pages_have_no_citation_to_follow(samples: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT source_id, count(*) FROM v_uncited_claims GROUP BY ALL ORDER BY ALL"
    assert {source for source, _ in ask(samples, query)} == {"longevity_institute", "troy_technical"}
    (text,) = ask(
        samples,
        f"SELECT text FROM v_uncited_claims WHERE document_title = '{KNEES}' AND kind = 'regulatory_status'",
    )
    assert text == ("No cell product for knee cartilage wear is approved by the FDA.",)
    # What cites something that cannot be followed is there, too.
    assert ask(samples, "SELECT max(n_citations) FROM v_uncited_claims") == [(1,)]
    followed = "SELECT count(*) FROM v_claims WHERE has_commercial_interest AND n_resolvable_citations > 0"
    shown = "SELECT count(*) FROM v_uncited_claims"
    everything = "SELECT count(*) FROM v_claims WHERE has_commercial_interest"
    assert ask(samples, f"SELECT ({followed}) + ({shown}) = ({everything})") == [(True,)]


def test_which_works_several_sources_cite(samples: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT doi, pmid, n_documents, source_ids FROM v_shared_works"
    assert ask(samples, query) == [("10.5555/br.2025.18.402", "99505671", 2, ["generic", "stem_cell_blog"])]


def test_which_adverse_events_are_named_for_which_condition(samples: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT condition, adverse_event, source_id, polarities FROM v_adverse_events "
        "WHERE condition IS NOT NULL ORDER BY condition, adverse_event"
    )
    assert ask(samples, query) == [
        ("amyotrophic lateral sclerosis", "respiratory failure", "scidex", ["neutral"]),
        ("burn", "infection", "stem_cell_blog", ["positive"]),
        ("heart failure", "arrhythmia", "scidex", ["negative"]),
        ("heart failure", "tumour formation", "scidex", ["positive"]),
        ("myocardial infarction", "death", "longevity_institute", ["negative"]),
        ("type 1 diabetes", "serious adverse event", "troy_technical", ["neutral"]),
        ("type 1 diabetes", "tumour formation", "troy_technical", ["neutral"]),
    ]


def test_how_long_after_a_work_a_page_writes_about_it(samples: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT published_on, issued, issued_precision, lag_days FROM v_citation_lag ORDER BY published_on"
    assert ask(samples, query) == [
        (date(2024, 12, 19), "2023-06-05", "day", 563),
        (date(2025, 2, 3), "2024-11", "month", 94),
        (date(2025, 3, 14), "2025-01-22", "day", 51),
        (date(2025, 9, 8), "2025-07", "month", 69),
        (date(2026, 5, 11), "2025-07", "month", 314),
    ]


def test_which_identifiers_are_not_to_be_trusted(samples: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT stands_in, as_written, status, source_id FROM v_identifiers_to_distrust ORDER BY ALL"
    assert ask(samples, query) == [
        ("reference", "10.5555/polderacademic.reb", "truncated", "stem_cell_blog"),
        ("running text", "NCT0984412", "malformed", "generic"),
    ]


def test_on_which_pages_figures_disagree(samples: duckdb.DuckDBPyConnection) -> None:
    assert ask(samples, "SELECT rule, detail, document_title FROM v_failed_checks") == [
        ("phases_sum", "7 + 4 + 2 = 13 trials by phase, 12 trials stated", BURNS)
    ]


def test_what_sources_claim_by_kind_and_certainty(samples: duckdb.DuckDBPyConnection) -> None:
    counted = "SELECT kind, certainty, polarity, n_claims, n_cited FROM v_claim_counts"
    query = f"{counted} WHERE source_id = 'generic' ORDER BY ALL"
    assert ask(samples, query) == [
        ("development_status", "asserted", "neutral", 2, 0),
        ("efficacy", "asserted", "positive", 1, 1),
        ("mechanism", "asserted", "positive", 1, 1),
    ]
    totals = "SELECT (SELECT sum(n_claims) FROM v_claim_counts) = (SELECT count(*) FROM claims)"
    assert ask(samples, totals) == [(True,)]


def test_a_scorecard_per_source(samples: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT source_id, n_captures, n_documents, share_titled, share_dated, share_commercial, n_citations, "
        "share_of_citations_identified, n_errors, n_open_rejects FROM v_source_scorecard ORDER BY source_id"
    )
    assert ask(samples, query) == [
        ("generic", 2, 1, 1.0, 1.0, 0.0, 2, 1.0, 1, 0),
        ("longevity_institute", 4, 2, 1.0, 0.0, 1.0, 4, 0.0, 0, 0),
        ("scidex", 8, 3, 1.0, 0.0, 0.0, 6, 1.0, 0, 0),
        ("spinalcord_help", 5, 2, 1.0, 0.0, 0.0, 2, 1.0, 0, 0),
        ("stem_cell_blog", 4, 4, 1.0, 1.0, 0.0, 4, 1.0, 1, 0),
        ("troy_technical", 4, 2, 1.0, 1.0, 1.0, 1, 1.0, 0, 0),
    ]
