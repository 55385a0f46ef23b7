from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.measuring import Contender, ContenderError, run
from bench.report import Result, as_table


def test_extraction_of_few_captures_gives_speed_and_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REGENBASE_CAPTURES", str(tmp_path / "none"))
    monkeypatch.setenv("REGENBASE_HTML", str(tmp_path / "none"))
    assert main(["extraction", "--extraction-captures", "5", "--rounds", "1", "--json"]) == 0
    speed, stages = json.loads(capsys.readouterr().out)["results"]
    assert any("skipped" in note for note in speed["notes"])
    assert [row["number"] for row in speed["rows"] if row["what"] == "all"] == [5]
    assert sum(row["share %"] for row in stages["rows"]) == pytest.approx(100)


@pytest.mark.slow
def test_whole_runs_are_measured_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pipeline", "--captures", "5", "--baseline-python", sys.executable, "--json"]) == 0
    runs, nightly = json.loads(capsys.readouterr().out)["results"]
    captures = {row["contender"]: row["captures"] for row in runs["rows"]}
    assert captures["ours, 1 worker"] == captures["ours, 2 workers"] > 0
    assert captures["floor: lxml + Arrow"] == 5
    assert [row["extracted"] for row in nightly["rows"]][1:] == [1, 0]


def test_captures_can_be_written_for_a_look_at_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(tmp_path / "raw"), "--captures", "4"]) == 0
    assert "files=4" in capsys.readouterr().out
    assert len(list((tmp_path / "raw").rglob("*.meta.json"))) == 4


def test_a_contender_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ContenderError, match="no such contender"):
        run(Contender("nobody", "no such contender"), tmp_path, tmp_path)


def test_tables_put_numbers_to_the_right() -> None:
    lines = as_table(Result("Speed", ("what", "ms"), [("a", 1.5), ("longer", 12_345)], ["a note"])).splitlines()
    assert lines[2:] == ["what        ms", "------  ------", "a         1.50", "longer  12,345", "  * a note"]
