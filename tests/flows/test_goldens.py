"""Golden cases are compared field by field, accepted, and never lose anything unless that is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from extractors.observation import Observed
from extractors.sites.troy_technical import TroyTechnical
from flows import cli
from flows.cli import app
from flows.errors import USAGE, CommandError
from flows.goldens import Change, all_cases, changes, compare_case, expected, find_case, observed, write
from flows.settings import SAMPLES

SAMPLE = "ipsc-islet-cells-type-1-diabetes.txt"
CASE = f"troy_technical/{SAMPLE}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one sample that was never reviewed."""
    folder = tmp_path / "raw" / "samples" / "troy_technical"
    folder.mkdir(parents=True)
    shutil.copyfile(SAMPLES / "troy_technical" / SAMPLE, folder / SAMPLE)
    return tmp_path


@pytest.fixture
def reviewed(root: Path) -> Path:
    write(find_case(CASE, root))
    return root


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.stdout, "_width", 240)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["accept", *map(str, arguments)], env={"NO_COLOR": "1", "TERM": "dumb"})


def told(before: Observed, now: Observed) -> list[tuple[str, str | None, Any, Any]]:
    return [(change.kind, change.column, change.before, change.after) for change in changes(before, now)]


# ------------------------------------------------------------------ differences

CLAIM = {"kind": "efficacy", "text": "Nine of ten grafts held for a year."}
OTHER = {"kind": "efficacy", "text": "The price of a vial fell by half."}


def test_equal_rows_do_not_differ() -> None:
    assert told({"claims": [CLAIM, OTHER]}, {"claims": [dict(reversed(CLAIM.items())), OTHER]}) == []


def test_a_changed_a_new_and_a_lost_value_are_told_apart() -> None:
    now = {"text": CLAIM["text"], "kind": "safety", "setting": "human"}
    assert told({"claims": [CLAIM]}, {"claims": [now]}) == [
        ("changed", "kind", "efficacy", "safety"),
        ("added", "setting", None, "human"),
    ]
    assert told({"claims": [now]}, {"claims": [CLAIM]}) == [
        ("changed", "kind", "safety", "efficacy"),
        ("lost", "setting", "human", None),
    ]


def test_a_row_in_other_words_is_changed_and_another_row_is_lost_and_added() -> None:
    reworded = CLAIM | {"text": "Nine of ten grafts held for two years."}
    assert told({"claims": [CLAIM]}, {"claims": [reworded]}) == [("changed", "text", CLAIM["text"], reworded["text"])]
    assert told({"claims": [CLAIM]}, {"claims": [OTHER]}) == [("lost", None, CLAIM, None), ("added", None, None, OTHER)]


def test_a_lost_row_is_lost_though_its_kind_occurs_elsewhere() -> None:
    assert told({"claims": [CLAIM, OTHER]}, {"claims": [OTHER]}) == [("lost", None, CLAIM, None)]


def test_rows_that_only_moved_are_no_loss() -> None:
    [change] = changes({"claims": [CLAIM, OTHER]}, {"claims": [OTHER, CLAIM]})
    assert (change.kind, change.is_regression) == ("changed", False)


def test_numbers_that_moved_on_are_changes_of_the_same_rows() -> None:
    rows = [{"ordinal": at, "kind": "paragraph", "text": f"Sentence {word}."} for at, word in enumerate("abc", 1)]
    now = [{"ordinal": 1, "kind": "title", "text": "A new title"}] + [
        row | {"ordinal": at} for at, row in enumerate(rows, 2)
    ]
    found = list(changes({"passages": rows}, {"passages": now}))
    assert sorted({(change.kind, change.column) for change in found}, key=str) == [
        ("added", None),
        ("changed", "ordinal"),
    ]


def test_other_words_in_the_same_place_are_a_change() -> None:
    before = {"ordinal": 4, "kind": "label", "text": "Evidence Level"}
    assert told({"passages": [before]}, {"passages": [before | {"text": "How sure"}]}) == [
        ("changed", "text", "Evidence Level", "How sure")
    ]
    assert [
        kind for kind, *_ in told({"passages": [before]}, {"passages": [before | {"text": "x", "ordinal": 5}]})
    ] == [
        "lost",
        "added",
    ]


def test_the_document_is_the_same_whatever_its_title() -> None:
    found = list(changes({"documents": [{"title": "One", "slug": "one"}]}, {"documents": [{"title": "Two"}]}))
    assert [(change.kind, change.column) for change in found] == [("changed", "title"), ("lost", "slug")]


def test_to_lose_a_complaint_is_no_regression() -> None:
    lost = Change(kind="lost", table="quality_issues", row="x", before={})
    assert not lost.is_regression
    assert lost.model_copy(update={"table": "claims"}).is_regression


# ------------------------------------------------------------------ cases


def test_samples_and_golden_directories_are_cases(root: Path) -> None:
    own = root / "tests" / "golden" / "troy_technical" / "first"
    own.mkdir(parents=True)
    own.joinpath("capture.txt").write_text("Key Findings\n\nNine of ten grafts held.\n", encoding="utf-8")
    assert [str(case) for case in all_cases(root)] == [CASE, "troy_technical/first"]
    assert find_case("troy_technical/first", root).expected_path == own / "expected.json"


def test_a_sample_that_a_golden_directory_holds_is_one_case(root: Path) -> None:
    own = root / "tests" / "golden" / "troy_technical" / "first"
    own.mkdir(parents=True)
    shutil.copyfile(root / "raw" / "samples" / CASE, own / "capture.txt")
    assert [str(case) for case in all_cases(root)] == ["troy_technical/first"]


def test_a_case_that_is_not_there_is_answered_with_those_alike(root: Path) -> None:
    with pytest.raises(CommandError, match=f"did you mean {CASE}"):
        find_case("troy_technical/ipsc-islet-cells", root)


def test_what_was_written_is_what_is_observed(reviewed: Path) -> None:
    case = find_case(CASE, reviewed)
    assert expected(case) == observed(case)
    assert compare_case(case).changes == ()


# ------------------------------------------------------------------ accepting


def lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TroyTechnical, "shape", lambda _site, view: [_drop(part) for part in view.parts[4:]])


def _drop(part: Any) -> None:
    part.kind = "boilerplate"


def test_a_new_case_is_written(root: Path) -> None:
    result = call(CASE, "--root", root)
    assert result.exit_code == 0, result.stderr
    assert "please review" in result.stdout
    assert expected(find_case(CASE, root))["documents"]


def test_an_unchanged_case_is_left_alone(reviewed: Path) -> None:
    path = find_case(CASE, reviewed).expected_path
    before = path.stat().st_mtime_ns
    result = call("--all", "--root", reviewed)
    assert (result.exit_code, path.stat().st_mtime_ns) == (0, before)
    assert "Nothing to write" in result.stdout


def test_a_better_result_is_shown_and_written(reviewed: Path) -> None:
    case = find_case(CASE, reviewed)
    poorer = expected(case)
    claim = poorer["claims"].pop()
    poorer["documents"][0].pop("kind")
    write(case, poorer)
    result = call(CASE, "--yes", "--root", reviewed)
    assert result.exit_code == 0, result.stderr
    assert "+ kind 'news_digest'" in result.stdout
    assert f"+ {claim['text'][:40]}" in result.stdout
    assert expected(case) == observed(case)


def test_what_is_lost_is_refused_unless_it_is_said(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = find_case(CASE, reviewed).expected_path
    before = path.read_text(encoding="utf-8")
    lose(monkeypatch)
    refused = call("--all", "--yes", "--root", reviewed)
    assert refused.exit_code == USAGE
    assert "--allow-regression" in refused.stderr
    assert "    - " in refused.stdout
    assert path.read_text(encoding="utf-8") == before
    allowed = call(CASE, "--yes", "--allow-regression", "--root", reviewed)
    assert allowed.exit_code == 0, allowed.stderr
    assert len(path.read_text(encoding="utf-8")) < len(before)


def test_machines_read_the_differences(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch)
    result = call(CASE, "--json", "--root", reviewed)
    [comparison] = json.loads(result.stdout)
    assert result.exit_code == USAGE
    assert {change["kind"] for change in comparison["changes"]} >= {"lost"}


@pytest.mark.parametrize("arguments", [[], [CASE, "--all"], ["nowhere/none"]])
def test_a_case_must_be_named_or_all_of_them(root: Path, arguments: list[str]) -> None:
    assert call(*arguments, "--root", root).exit_code == USAGE
