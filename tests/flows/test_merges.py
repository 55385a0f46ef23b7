"""The command that lists merges and takes them back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import NOTHING_PUBLISHED, PUBLISHED, USAGE
from flows.ingest import ingest
from flows.settings import Settings
from warehouse.decisions import read_own_decisions

REFERENCE = (
    "Marlow A, Quist B. Pruning of climbing roses in the northern winter. J Gard Med. 2019 May;12(3):101-9. "
    "doi: 10.1000/roses.2019. PMID: 31000001."
)
PAGE = "Findings of the year\n\nA graft held for two years.\n\nSource: {reference}\n\nWritten for page {name}.\n"


def call(*arguments: str | Path) -> Result:
    wide = {"COLUMNS": "240", "NO_COLOR": "1", "TERM": "dumb"}
    return CliRunner().invoke(app, ["merges", *map(str, arguments)], env=wide)


@pytest.fixture
def warehouse(tmp_path: Path) -> Settings:
    """Two pages that cite one work."""
    for name in ("one", "two"):
        page = tmp_path / "raw" / "gardens" / f"{name}.txt"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE.format(name=name, reference=REFERENCE), encoding="utf-8")
    settings = Settings(raw=tmp_path / "raw", data=tmp_path / "data", task_runner="inprocess")
    assert ingest(settings).exit_code == PUBLISHED
    return settings


@pytest.fixture
def places(warehouse: Settings) -> tuple[str, ...]:
    return ("--raw", str(warehouse.raw), "--data", str(warehouse.data))


@pytest.fixture
def listed(places: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    def ask(*arguments: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(call(*arguments, *places, "--json").stdout)
        return found

    return ask


def content(settings: Settings) -> str:
    shown = CliRunner().invoke(app, ["releases", "--data", str(settings.data), "--json"])
    return str(next(line for line in json.loads(shown.stdout) if line["is_live"])["content_sha256"])


Asked = Callable[..., list[dict[str, Any]]]


def test_merges_are_listed_with_what_was_compared(places: tuple[str, ...], listed: Asked) -> None:
    (merge,) = listed("--table", "works")
    assert (merge["rule"], merge["judgement"], merge["is_in_force"]) == ("shared_identifier", "merge", True)
    assert "doi:10.1000/roses.2019" in merge["compared"]
    shown = call("--table", "works", *places).stdout
    assert merge["merge_id"] in shown
    assert "Pruning of climbing roses" in shown
    assert "shared: doi:10.1000/roses.2019 | pmid:31000001" in shown


def test_merges_are_found_by_citation_work_and_decision(listed: Asked) -> None:
    (merge,) = listed("--table", "works")
    for name in ("merge_id", "left_id", "right_id", "right_canonical_id"):
        assert listed("--id", merge[name]) == [merge]
    assert listed("--id", "none-such") == []


def test_a_merge_is_taken_back_and_put_back_with_the_same_content(
    warehouse: Settings, places: tuple[str, ...], listed: Asked
) -> None:
    before = content(warehouse)
    (merge,) = listed("--table", "works")
    recorded = call("--undo", merge["merge_id"], "--reason", "two editions", *places)
    assert recorded.exit_code == 0
    assert "The next run applies it" in recorded.stdout
    (decision,) = read_own_decisions(warehouse.data)
    assert (decision.judgement, decision.reason) == ("keep_apart", "two editions")
    assert content(warehouse) == before

    again = call("--undo", merge["merge_id"], "--reason", "two editions", *places)
    assert again.exit_code == USAGE
    assert "recorded already" in again.stderr

    assert ingest(warehouse).exit_code == PUBLISHED
    parted = listed("--table", "works")
    assert {(entry["decided_by"], entry["is_in_force"]) for entry in parted} == {("rule", False), ("person", True)}
    assert content(warehouse) != before

    person = next(entry for entry in parted if entry["decided_by"] == "person")
    applied = call("--undo", person["merge_id"], "--reason", "one edition after all", "--apply", *places)
    assert applied.exit_code == PUBLISHED
    assert "Published" in applied.stdout
    assert content(warehouse) == before


def test_the_undone_merge_itself_may_be_named_to_put_it_back(
    warehouse: Settings, places: tuple[str, ...], listed: Asked
) -> None:
    before = content(warehouse)
    (merge,) = listed("--table", "works")
    for reason in ("two editions", "one edition"):
        assert call("--undo", merge["merge_id"], "--reason", reason, "--apply", *places).exit_code == PUBLISHED
    assert content(warehouse) == before


def test_a_row_is_explained_with_the_merges_behind_it(warehouse: Settings, listed: Asked) -> None:
    (merge,) = listed("--table", "works")
    for row_id in (merge["right_canonical_id"], merge["left_id"]):
        shown = CliRunner().invoke(app, ["explain", "works", row_id, "--data", str(warehouse.data), "--json"])
        assert [entry["merge_id"] for entry in json.loads(shown.stdout)["merges"]] == [merge["merge_id"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--undo", "none-such", "--reason", "x"], "No merge none-such"),
        (["--undo", "none-such"], "--reason"),
        (["--apply"], "belong to --undo"),
        (["--table", "nowhere"], "No table 'nowhere'"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(places: tuple[str, ...], arguments: list[str], message: str) -> None:
    result = call(*arguments, *places)
    assert result.exit_code == USAGE
    assert message in result.stderr


def test_without_a_warehouse_there_are_no_merges(tmp_path: Path) -> None:
    assert call("--data", tmp_path).exit_code == NOTHING_PUBLISHED
