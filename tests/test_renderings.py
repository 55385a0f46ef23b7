"""HTML and text of one page give the same rows, as far as the text shows what the HTML does."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from tests.golden_cases import Case, all_cases, observed

# What a text rendering without marks cannot show.
NOT_IN_TEXT = {
    "sections": {"level", "parent_section", "is_empty"},
    "data_tables": {"origin", "header_status"},
}
TABLES = (
    "sections",
    "list_items",
    "data_tables",
    "table_cells",
    "questions",
    "figures",
    "contributors",
    "citations",
    "cited_works",
    "cited_work_identifiers",
    "cited_work_contributors",
    "citation_mentions",
    "claims",
    "claim_hedges",
    "measurements",
    "trials",
    "trial_phases",
    "trial_sponsors",
)
CASES = {f"{case.site}/{case.name}": case for case in all_cases()}
PAIRS = sorted(name.removesuffix(".html") for name in CASES if f"{name.removesuffix('.html')}.txt" in CASES)


@cache
def rows(case: Case) -> dict[str, list[dict[str, Any]]]:
    return observed(case)


def comparable(case: Case, table: str) -> Counter[str]:
    left_out = NOT_IN_TEXT.get(table, set())
    return Counter(
        json.dumps({name: value for name, value in row.items() if name not in left_out}, sort_keys=True)
        for row in rows(case).get(table, [])
    )


def test_every_site_has_a_pair() -> None:
    assert {pair.partition("/")[0] for pair in PAIRS} >= {
        "scidex",
        "spinalcord_help",
        "stem_cell_blog",
        "longevity_institute",
        "troy_technical",
        "generic",
    }


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("pair", PAIRS)
def test_both_renderings_give_the_same_rows(pair: str, table: str) -> None:
    assert comparable(CASES[f"{pair}.html"], table) == comparable(CASES[f"{pair}.txt"], table)


@pytest.mark.parametrize("pair", PAIRS)
def test_titles_are_equal_or_absent(pair: str) -> None:
    html = [row.get("title") for row in rows(CASES[f"{pair}.html"])["documents"]]
    text = [row.get("title") for row in rows(CASES[f"{pair}.txt"])["documents"]]
    assert all(there is None or there == here for here, there in zip(html, text, strict=True))
