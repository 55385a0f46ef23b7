"""What every declaration of a table keeps to, so that everything else can be derived from it."""

from __future__ import annotations

import pytest

from schemas.declaration import Table
from schemas.records import TABLE_BY_NAME, TABLES
from schemas.tables import columns_of, description_of, literal_values, python_type, references

COMPOSITE = {"passages", "table_cells", "evidence", "clusters"}
ALL = pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)


@ALL
def test_every_column_is_described(model: type[Table]) -> None:
    assert description_of(model).endswith(".")
    for name, column in columns_of(model).items():
        assert column.description.strip(), name
        assert "\n" not in column.description, name
        assert not column.description.endswith("."), name
        assert (column.rule is not None) == (column.origin == "derived"), name
        assert not column.is_json or python_type(model, name) is str, name


@ALL
def test_only_tables_whose_rows_hold_their_span_have_composite_keys(model: type[Table]) -> None:
    assert set(model.primary_key) | set(model.key_columns) <= columns_of(model).keys()
    assert (len(model.primary_key) > 1) == (model.table in COMPOSITE)
    if model.table in COMPOSITE:
        assert not [name for name, column in columns_of(model).items() if column.origin == "text"]


@ALL
def test_references_lead_to_keys_of_tables_that_are_loaded_before(model: type[Table]) -> None:
    order = [table.table for table in TABLES]
    for reference in references(model):
        assert TABLE_BY_NAME[reference.to_table].primary_key == (reference.to_column,)
        assert order.index(reference.to_table) <= order.index(model.table)


@ALL
def test_closed_lists_repeat_nothing(model: type[Table]) -> None:
    for name in columns_of(model):
        values = literal_values(model, name) or ()
        assert len(set(values)) == len(values)


@ALL
def test_checks_have_names_of_their_own(model: type[Table]) -> None:
    names = [check.name for check in model.checks]
    assert len(set(names)) == len(names)


def test_tables_have_names_of_their_own() -> None:
    assert len(TABLE_BY_NAME) == len(TABLES)
