"""The data contract says what is declared, the committed one is today's, and what it promised is kept."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.contract import refuse_breaking, write_docs
from flows.errors import CommandError
from schemas.contract import ContractError, breaking_changes, data_contract, latest_version, may_break, read_contract
from schemas.declaration import Table, columns_of
from schemas.records import TABLES
from schemas.tables import create_table, is_nullable, literal_values, sql_type

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "docs" / "data-contract.yaml"
Change = Callable[[dict[str, Any]], None]


def text_now() -> str:
    return data_contract(latest_version((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return dict(read_contract(text_now()))


def test_the_committed_contract_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == text_now(), "run `make docs` and commit the result"


def test_what_the_committed_contract_promises_is_kept() -> None:
    refuse_breaking(COMMITTED, text_now())


# ------------------------------------------------------------------ what it says


def test_tables_stand_in_load_order(now: dict[str, Any]) -> None:
    assert [table["name"] for table in now["schema"]] == [model.table for model in TABLES]


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.table)
def test_every_column_is_described_as_declared(now: dict[str, Any], model: type[Table]) -> None:
    table = next(table for table in now["schema"] if table["name"] == model.table)
    columns = {column["name"]: column for column in table["properties"]}
    assert list(columns) == list(model.model_fields)
    for name, declared in columns_of(model).items():
        column = columns[name]
        assert column["physicalType"] == sql_type(model, name)
        assert column["required"] is not is_nullable(model, name)
        assert column["description"] == declared.description
        listed = [rule["arguments"]["validValues"] for rule in column.get("quality", ())]
        assert listed == ([list(values)] if (values := literal_values(model, name)) else [])
        assert [entry["to"] for entry in column.get("relationships", ())] == (
            [declared.references] if declared.references else []
        )
    keys = sorted((column["primaryKeyPosition"], name) for name, column in columns.items() if column.get("primaryKey"))
    assert tuple(name for _, name in keys) == model.primary_key


def test_every_check_is_a_query_that_an_empty_warehouse_passes(now: dict[str, Any]) -> None:
    with duckdb.connect() as connection:
        for model in TABLES:
            connection.execute(create_table(model))
        for table in now["schema"]:
            for rule in table.get("quality", ()):
                assert connection.execute(rule["query"]).fetchone() == (rule["mustBe"],)


# ------------------------------------------------------------------ what breaks it


def column_of(contract: dict[str, Any], table: str, column: str) -> dict[str, Any]:
    properties = next(entry for entry in contract["schema"] if entry["name"] == table)["properties"]
    found: dict[str, Any] = next(entry for entry in properties if entry["name"] == column)
    return found


def remove_table(contract: dict[str, Any]) -> None:
    contract["schema"] = [table for table in contract["schema"] if table["name"] != "figures"]


def remove_column(contract: dict[str, Any]) -> None:
    table = next(table for table in contract["schema"] if table["name"] == "documents")
    table["properties"] = [column for column in table["properties"] if column["name"] != "slug"]


def retype(contract: dict[str, Any]) -> None:
    column_of(contract, "documents", "n_words")["physicalType"] = "VARCHAR"


def narrow(contract: dict[str, Any]) -> None:
    column_of(contract, "captures", "status")["quality"][0]["arguments"]["validValues"].remove("held")


def close(contract: dict[str, Any]) -> None:
    rule = deepcopy(column_of(contract, "captures", "status")["quality"])
    column_of(contract, "documents", "language")["quality"] = rule


def require(contract: dict[str, Any]) -> None:
    column_of(contract, "documents", "title")["required"] = True


def rekey(contract: dict[str, Any]) -> None:
    column_of(contract, "documents", "document_id").pop("primaryKey")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (remove_table, "figures: the table was removed"),
        (remove_column, "documents.slug: the column was removed"),
        (retype, "documents.n_words: the type was BIGINT and is VARCHAR"),
        (narrow, "captures.status: no longer a value: held"),
        (close, "documents.language: any value was allowed, and now only those of a list"),
        (require, "documents.title: it could be NULL and no longer can"),
        (rekey, "documents: the primary key was (document_id) and is ()"),
    ],
)
def test_a_breaking_change_is_told(now: dict[str, Any], change: Change, told: str) -> None:
    changed = deepcopy(now)
    change(changed)
    assert breaking_changes(now, changed) == [told]


def add_column(contract: dict[str, Any]) -> None:
    table = next(table for table in contract["schema"] if table["name"] == "documents")
    table["properties"].append({"name": "mood", "physicalType": "VARCHAR", "required": True})


def add_table(contract: dict[str, Any]) -> None:
    contract["schema"].append({"name": "moods", "properties": []})


def widen(contract: dict[str, Any]) -> None:
    column_of(contract, "captures", "status")["quality"][0]["arguments"]["validValues"].append("lost")


def reword(contract: dict[str, Any]) -> None:
    column_of(contract, "captures", "status")["description"] = "In other words"


@pytest.mark.parametrize("change", [add_column, add_table, widen, reword])
def test_what_only_adds_breaks_nothing(now: dict[str, Any], change: Change) -> None:
    changed = deepcopy(now)
    change(changed)
    assert breaking_changes(now, changed) == []


@pytest.mark.parametrize(
    ("old", "new", "is_raised"), [("0.1.0", "1.0.0", True), ("1.9.0", "1.10.0", False), ("9.0.0", "10.0.0", True)]
)
def test_a_new_major_version_may_break(old: str, new: str, is_raised: bool) -> None:
    assert may_break(old, new) is is_raised


def test_the_version_is_the_first_heading_that_is_one() -> None:
    assert latest_version("# Changelog\n\n## Unreleased\n\n## 1.2.0\n\n- x\n\n## 1.1.0\n") == "1.2.0"
    with pytest.raises(ContractError):
        latest_version("# Changelog\n")


# ------------------------------------------------------------------ writing it


def committed_with_more(folder: Path) -> Path:
    """Write a contract that promises a column which no table declares."""
    path = folder / "data-contract.yaml"
    column = "  - name: mood\n    physicalType: VARCHAR\n    required: false\n"
    path.write_text(text_now().replace("  properties:\n", f"  properties:\n{column}", 1), encoding="utf-8")
    return path


def test_a_broken_promise_is_not_written_over(tmp_path: Path) -> None:
    path = committed_with_more(tmp_path)
    before = path.read_text(encoding="utf-8")
    with pytest.raises(CommandError, match=r"sources\.mood: the column was removed"):
        write_docs(tmp_path / "data-dictionary.md")
    assert path.read_text(encoding="utf-8") == before
    assert not (tmp_path / "data-dictionary.md").exists()


def test_a_new_major_version_in_the_changelog_lets_it_through(tmp_path: Path) -> None:
    path = committed_with_more(tmp_path)
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## 9.0.0\n\n- `mood` is gone.\n", encoding="utf-8")
    write_docs(tmp_path / "data-dictionary.md", changelog)
    assert read_contract(path.read_text(encoding="utf-8"))["version"] == "9.0.0"


@pytest.mark.parametrize("text", ["", "- a\n- list\n", "version: 1.0.0\n", "a: [\n"])
def test_a_file_that_is_no_contract_is_refused(text: str) -> None:
    with pytest.raises(ContractError):
        read_contract(text)
