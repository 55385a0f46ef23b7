"""The second gate: frames are split by row, and pandera, the quick pass and DuckDB judge alike."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from schemas.batches import CAPTURE_COLUMN, SOURCE_COLUMN
from schemas.declaration import Check, Table
from schemas.records import TABLES, Claim, Document, Entity, Evidence, Measurement, Source
from schemas.tables import (
    FrameFailure,
    arrow_schema,
    columns_of,
    element_type,
    frame_schema,
    is_nullable,
    literal_values,
    polars_schema,
    python_type,
    validate_frame,
)
from tests.schemas.rows import BREAKING, frame_of, valid_row

ALL = pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
CHECKS = [(model, check) for model in TABLES for check in model.checks]
SAMPLES: dict[type, list[Any]] = {
    str: [None, "absent", "day"],
    int: [None, -1, 0, 1],
    float: [None, 0.0, 0.5, 2.0],
    date: [None, date(2025, 5, 19)],
}


@ALL
def test_schemas_agree_with_the_declaration(model: type[Table]) -> None:
    schema = frame_schema(model)
    assert list(schema.columns) == arrow_schema(model).names == list(polars_schema(model)) == list(columns_of(model))
    for name, column in schema.columns.items():
        assert column.nullable == arrow_schema(model).field(name).nullable == is_nullable(model, name)
        assert column.dtype.type == polars_schema(model)[name]
        closed = [check.statistics["allowed_values"] for check in column.checks]
        values = literal_values(model, name)
        assert [tuple(value) for value in closed] == ([] if values is None else [values])
    assert [check.name for check in schema.checks] == [*(check.name for check in model.checks), "unique_key"]


@ALL
def test_valid_rows_pass_as_they_are(model: type[Table]) -> None:
    frame = frame_of(model, [valid_row(model)], _capture_id=["c"], _source_id=["s"])
    passed, failures = validate_frame(model, frame)
    assert (passed.equals(frame), failures) == (True, [])
    assert frame_schema(model).validate(frame, lazy=True).equals(frame)


@ALL
def test_an_empty_frame_passes(model: type[Table]) -> None:
    passed, failures = validate_frame(model, frame_of(model, []))
    assert passed.is_empty()
    assert failures == []


@ALL
def test_each_rule_refuses_its_row_and_no_other(model: type[Table]) -> None:
    key = model.primary_key[0]
    good = valid_row(model)
    bad: list[tuple[str | None, str, dict[str, Any]]] = [
        (None, check.name, BREAKING[check.name]) for check in model.checks
    ]
    for name in columns_of(model):
        if not is_nullable(model, name):
            bad.append((name, "not_null", {name: None}))
        if literal_values(model, name) is not None:
            bad.append((name, "one_of", {name: "no such value"}))
    for column, check, chosen in bad:
        rows = [good | {key: value} for value in keys_of(model)] + [good | {key: keys_of(model)[-1]}]
        rows[1] |= chosen
        passed, failures = validate_frame(model, frame_of(model, rows))
        assert (1, column, check) in {(failure.row_no, failure.column, failure.check) for failure in failures}
        assert {failure.row_no for failure in failures} == {1, 3}
        assert passed.equals(frame_of(model, [rows[0], rows[2]]))


def keys_of(model: type[Table]) -> list[Any]:
    """Return three different values of the first key column."""
    return literal_values(model, model.primary_key[0]) or ["a", "b", "c"]  # type: ignore[return-value]


def test_a_failure_says_what_is_wrong() -> None:
    rows = [valid_row(Measurement, measurement_id=key) for key in "abcb"]
    rows[0] |= {"value_low": 2.0, "value_high": 1.0}
    rows[1] |= {"kind": "weight", "raw": None}
    passed, failures = validate_frame(Measurement, frame_of(Measurement, rows))
    assert passed["measurement_id"].to_list() == ["c"]
    assert sorted(failures, key=lambda failure: (failure.row_no, failure.check)) == [
        FrameFailure(0, None, "range_ordered", "2.0, 1.0"),
        FrameFailure(1, "raw", "not_null", "None"),
        FrameFailure(1, "kind", "one_of", "weight"),
        FrameFailure(3, None, "unique_key", "b"),
    ]
    assert {failure.check: failure.reason for failure in failures} == {
        "range_ordered": "check_failed",
        "not_null": "missing_value",
        "one_of": "invalid_value",
        "unique_key": "not_unique",
    }
    assert "weight" in next(failure.message for failure in failures if failure.check == "one_of")


def test_captures_may_share_a_key_but_no_capture_has_it_twice() -> None:
    rows = [valid_row(Entity) for _ in range(3)]
    frame = frame_of(Entity, rows, **{CAPTURE_COLUMN: ["x", "y", "y"], SOURCE_COLUMN: ["s", "s", "s"]})
    passed, failures = validate_frame(Entity, frame)
    assert passed.equals(frame[:2])
    assert [(failure.row_no, failure.check) for failure in failures] == [(2, "unique_key")]


def test_a_key_of_several_columns_is_one_key() -> None:
    rows = [valid_row(Evidence, column_name=name) for name in ("title", "slug", "title")]
    assert [failure.row_no for failure in validate_frame(Evidence, frame_of(Evidence, rows))[1]] == [2]


@pytest.mark.parametrize("wrong", [pl.col("hosts").list.join(","), pl.col("commercial_interest").cast(pl.Int8)])
def test_a_frame_of_other_dtypes_is_no_frame_of_the_table(wrong: pl.Expr) -> None:
    frame = frame_of(Source, [valid_row(Source)])
    with pytest.raises(TypeError, match="sources"):
        validate_frame(Source, frame.with_columns(wrong))
    with pytest.raises(TypeError, match="name"):
        validate_frame(Source, frame.drop("name"))


@pytest.mark.parametrize(("model", "check"), CHECKS, ids=[f"{model.table}-{check.name}" for model, check in CHECKS])
def test_duckdb_and_polars_read_a_check_alike(model: type[Table], check: Check) -> None:
    read = list(dict.fromkeys(pl.sql_expr(check.sql).meta.root_names()))
    rows = list(product(*(SAMPLES[python_type(model, name)] for name in read)))
    schema = {name: polars_schema(model)[name] for name in read}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    verdicts = frame.select(verdict=pl.sql_expr(check.sql))["verdict"].to_list()
    with duckdb.connect() as connection:
        connection.register("samples", frame.to_arrow())
        judged = connection.execute(f"SELECT {check.sql} FROM samples").fetchall()
    assert verdicts == [verdict for (verdict,) in judged]
    assert {True, False} <= set(verdicts)


@settings(deadline=None)  # pandera takes some milliseconds a frame, more on a busy machine
@given(st.data())
def test_the_quick_pass_and_pandera_judge_alike(data: st.DataObject) -> None:
    model = data.draw(st.sampled_from([Claim, Document, Measurement, Evidence]))
    rows = data.draw(st.lists(st.builds(dict, _key=st.sampled_from("abcdef")), max_size=5))
    made = []
    for drawn in rows:
        row = valid_row(model, **{model.primary_key[-1]: drawn["_key"]})
        for name in data.draw(st.lists(st.sampled_from(list(columns_of(model))), max_size=2)):
            row[name] = data.draw(st.sampled_from(values_of(model, name)))
        made.append(row)
    frame = frame_of(model, made)
    passed, failures = validate_frame(model, frame)
    try:
        frame_schema(model).validate(frame, lazy=True)
    except SchemaErrors:
        assert failures
    else:
        assert not failures
    refused = {failure.row_no for failure in failures}
    assert passed.equals(frame[[number for number in range(frame.height) if number not in refused]])
    assert validate_frame(model, passed)[1] == []


def _samples(model: type[Table], name: str) -> list[Any]:
    kind = python_type(model, name)
    return [[{str: "x", int: 1}[element_type(model, name)]]] if kind is list else SAMPLES[kind]


def values_of(model: type[Table], name: str) -> list[Any]:
    kind = python_type(model, name)
    return [
        None,
        *(literal_values(model, name) or ()),
        *({str: ["other"], bool: [True]}.get(kind) or _samples(model, name)),
    ]
