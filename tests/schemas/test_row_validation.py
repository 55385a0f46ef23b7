"""Rows are validated as instances of their model would be."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from schemas.declaration import Table
from schemas.records import TABLES
from schemas.row_validation import row_validator
from tests.schemas.rows import valid_row

each_table = pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)


@each_table
def test_a_valid_row_is_that_of_its_instance(model: type[Table]) -> None:
    row = valid_row(model)
    validated = row_validator(model)(row)
    assert list(validated.items()) == list(model(**row).__dict__.items())


@each_table
def test_what_may_be_left_out_gets_its_default(model: type[Table]) -> None:
    needed = {name: value for name, value in valid_row(model).items() if model.model_fields[name].is_required()}
    assert row_validator(model)(needed) == model(**needed).__dict__


@each_table
def test_a_faulty_row_is_refused_in_the_same_words(model: type[Table]) -> None:
    row = valid_row(model)
    first = next(name for name, info in model.model_fields.items() if info.is_required())
    for faulty in (
        {**row, first: object()},
        {**row, "no_such_column": 1},
        {k: v for k, v in row.items() if k != first},
    ):
        with pytest.raises(ValidationError) as own:
            row_validator(model)(faulty)
        with pytest.raises(ValidationError) as instance:
            model(**faulty)
        told = [(error["loc"], error["type"], error["msg"]) for error in own.value.errors()]
        assert told == [(error["loc"], error["type"], error["msg"]) for error in instance.value.errors()]
