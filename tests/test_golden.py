"""Every sample gives exactly the rows that were reviewed: one test per field."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from extractors.extract import try_file
from schemas.declaration import columns_of
from schemas.records import TABLE_BY_NAME
from schemas.spans import NORMALISERS
from tests.golden_cases import Case, all_cases, expected, observed, write

CASES = all_cases()


@cache
def rows_now(case: Case) -> dict[str, list[dict[str, Any]]]:
    return observed(case)


def fields() -> list[Any]:
    found = []
    for case in CASES:
        if not case.expected_path.exists():
            continue
        for table, rows in expected(case).items():
            columns = dict.fromkeys(name for row in rows for name in row)
            found += [pytest.param(case, table, column, id=f"{case}-{table}.{column}") for column in columns]
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_has_reviewed_rows(case: Case) -> None:
    if not case.expected_path.exists():
        write(case)
        pytest.fail(f"{case.expected_path} was missing and has been written: please review it")


@pytest.mark.parametrize(("case", "table", "column"), fields())
def test_field(case: Case, table: str, column: str) -> None:
    want = [row.get(column) for row in expected(case)[table]]
    assert [row.get(column) for row in rows_now(case).get(table, [])] == want


@pytest.mark.parametrize("case", [case for case in CASES if case.expected_path.exists()], ids=str)
def test_no_other_field(case: Case) -> None:
    want = {(table, name) for table, rows in expected(case).items() for row in rows for name in row}
    now = {(table, name) for table, rows in rows_now(case).items() for row in rows for name in row}
    assert now <= want


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_traced_value_is_proved(case: Case) -> None:
    rows = try_file(case.capture, case.site).result.rows
    text = rows["pages"][0]["text"] if "pages" in rows else ""
    proofs = {(row["table_name"], row["row_id"], row["column_name"]): row for row in rows.get("evidence", [])}
    for table, entries in rows.items():
        model = TABLE_BY_NAME[table]
        own = model.proved_by_own_span
        for row in entries:
            for name, column in columns_of(model).items():
                if column.origin != "text" or row[name] is None:
                    continue
                proof = proofs[table, row[model.primary_key[0]], name]
                quote = text[proof["span_start"] : proof["span_end"]]
                value = row[name].isoformat() if hasattr(row[name], "isoformat") else row[name]
                given = NORMALISERS[proof["normaliser"]](quote)
                assert given is not None
                assert (float(given) if isinstance(value, float) else given) == (
                    value if isinstance(value, float) else str(value)
                )
            if own is not None and row[own[0]] is not None:
                assert NORMALISERS[own[1]](text[row["span_start"] : row["span_end"]]) == row[own[0]]
