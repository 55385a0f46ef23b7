from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from schemas.batches import BatchResult, CaptureResult
from tests.warehouse.rows import VERSION, Page, build_input
from warehouse import Staging, StagingError, build
from warehouse.gate import gate


def garden() -> Page:
    page = Page("Garden\nRoses\nTulips\nColour: red\nHeight: tall")
    document = page.document("garden", "Garden")
    page.section(document, "Roses", 1)
    page.section(document, "Tulips", 2)
    page.attribute(document, "Colour", "red", 1)
    page.attribute(document, "Height", "tall", 2)
    page.table(document, ["red", "tall"])
    return page


def gated(result: CaptureResult) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    made = gate(BatchResult(VERSION, [result]))
    books = {row["table_name"]: row for row in made.books.to_dicts()}
    return made.frames, books


def open_rejects(frames: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    return frames["rejects"].to_dicts() if "rejects" in frames else []


def row_of(result: CaptureResult, table: str, **values: Any) -> dict[str, Any]:
    return next(row for row in result.rows[table] if all(row[name] == value for name, value in values.items()))


def test_sound_rows_pass_as_they_are() -> None:
    result = garden().result()
    frames, _ = gated(result)
    assert "rejects" not in frames
    assert {name: frame.height for name, frame in frames.items()} == dict(result.extracted)
    assert set(frames["sections"]["_capture_id"]) == {result.key.capture_id}
    assert set(frames["sections"]["_source_id"]) == {"garden"}


def test_a_row_that_breaks_a_check_is_refused_with_its_evidence_and_its_siblings_stay() -> None:
    result = garden().result()
    bad = row_of(result, "sections", heading="Roses")
    bad["span_end"] = bad["span_start"] - 1
    frames, _ = gated(result)
    assert frames["sections"]["heading"].to_list() == ["Tulips"]
    (reject,) = open_rejects(frames)
    assert (reject["stage"], reject["reason"], reject["table_name"]) == ("frame", "check_failed", "sections")
    assert json.loads(reject["payload"])["heading"] == "Roses"
    assert bad["section_id"] not in frames["evidence"]["row_id"].to_list()


def test_a_value_outside_its_list_is_refused_with_its_field() -> None:
    result = garden().result()
    row_of(result, "attributes", label="Colour")["scope"] = "margin"
    frames, books = gated(result)
    (reject,) = open_rejects(frames)
    assert (reject["reason"], reject["field"]) == ("invalid_value", "scope")
    assert books["evidence"]["withdrawn"] == 3


def test_a_key_given_twice_keeps_the_first_row_and_what_refers_to_it() -> None:
    result = garden().result()
    first = row_of(result, "attributes", label="Colour")
    result.rows["attributes"].append({**first, "ordinal": 9})
    result.extracted["attributes"] += 1
    frames, _ = gated(result)
    (reject,) = open_rejects(frames)
    assert reject["reason"] == "not_unique"
    assert sorted(frames["attributes"]["ordinal"]) == [1, 2]
    assert frames["evidence"].filter(pl.col("row_id") == first["attribute_id"]).height == 3


def test_equal_keys_of_two_captures_are_no_fault() -> None:
    first, second = garden(), Page("Garden\nRoses")
    second.section(second.document("garden", "Garden"), "Roses")
    made = gate(BatchResult(VERSION, [first.result(), second.result()]))
    assert "rejects" not in made.frames
    assert made.frames["documents"].height == 2


def test_rows_that_cannot_stand_without_a_refused_one_go_with_it() -> None:
    result = garden().result()
    row_of(result, "data_tables")["n_cols"] = None
    frames, _ = gated(result)
    assert "table_cells" not in frames
    reasons = sorted((reject["table_name"], reject["reason"]) for reject in open_rejects(frames))
    assert reasons == [
        ("data_tables", "missing_value"),
        ("table_cells", "dangling_reference"),
        ("table_cells", "dangling_reference"),
    ]


def test_an_optional_reference_to_a_refused_row_becomes_null() -> None:
    page = Page("Garden\nRoses\nPruning")
    document = page.document("garden", "Garden")
    parent = page.section(document, "Roses", 1)
    page.section(document, "Pruning", 2, parent)
    result = page.result()
    row_of(result, "sections", heading="Roses")["is_empty"] = None
    frames, _ = gated(result)
    assert frames["sections"].select("heading", "parent_section_id").rows() == [("Pruning", None)]


def test_a_value_whose_evidence_is_refused_goes_too() -> None:
    result = garden().result()
    section = row_of(result, "sections", heading="Roses")
    proof = row_of(result, "evidence", row_id=section["section_id"], column_name="heading")
    proof["span_start"] = -1
    frames, _ = gated(result)
    assert frames["sections"]["heading"].to_list() == ["Tulips"]
    assert {reject["reason"] for reject in open_rejects(frames)} == {"check_failed", "unproved_value"}


def test_equal_refusals_have_ids_of_their_own() -> None:
    result = garden().result()
    for row in result.rows["table_cells"]:
        row.update(row_no=None, col_no=1, value="x", span_start=0, span_end=1)
    frames, _ = gated(result)
    ids = [reject["reject_id"] for reject in open_rejects(frames)]
    assert len(ids) == 2
    assert len(set(ids)) == 2


def test_a_captures_row_that_fails_is_a_fault_of_the_extractor() -> None:
    result = garden().result()
    result.rows["captures"][0]["status"] = "lost"
    with pytest.raises(StagingError, match="captures row"):
        gate(BatchResult(VERSION, [result]))


def test_the_books_balance_whatever_is_refused(tmp_path: Path) -> None:
    page = garden()
    result = page.result()
    row_of(result, "attributes", label="Colour")["scope"] = "margin"
    row_of(result, "data_tables")["n_cols"] = None
    Staging(tmp_path).write_batch(BatchResult(VERSION, [result]))
    made = build(tmp_path, build_input([page.file]))
    assert made.run.n_rows_rejected == 1 + 1 + 2 + 3
    with duckdb.connect(made.path, read_only=True) as connection:
        assert connection.execute("SELECT label FROM attributes").fetchall() == [("Height",)]
        assert connection.execute("SELECT count(*) FROM rejects").fetchall() == [(4,)]
