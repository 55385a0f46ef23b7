"""The data dictionary tells what is declared, and the committed one is today's."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.declaration import Table
from schemas.records import TABLES
from schemas.tables import columns_of, data_dictionary, description_of, is_nullable, literal_values, sql_type

COMMITTED = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_committed_dictionary_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == data_dictionary(), "run `make docs` and commit the result"


def sections() -> dict[str, list[str]]:
    _, *parts = data_dictionary().split("\n## ")
    return {part.splitlines()[0]: part.splitlines()[1:] for part in parts}


def test_tables_stand_in_load_order() -> None:
    assert list(sections()) == [model.table for model in TABLES]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
def test_a_section_tells_every_column(model: type[Table]) -> None:
    lines = sections()[model.table]
    assert description_of(model) in lines
    rows = [line for line in lines if line.startswith("| `")]
    for line, (name, column) in zip(rows, columns_of(model).items(), strict=True):
        null = "yes" if is_nullable(model, name) else "no"
        assert line.startswith(
            f"| `{name}` | {sql_type(model, name)} | {null} | {column.origin} | {column.description}."
        )
        for told in (*(literal_values(model, name) or ()), column.references, column.rule):
            assert (told or "").replace("|", "\\|") in line
    for check in model.checks:
        assert f"- `{check.name}`: `{check.sql}`" in lines
