from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import main
from bench.resolution import Quality, bench, generate, labelled_quality, labelled_records, resolve

DBLP = """id%title%authors%venue%year
1%Pruning of roses in the winter garden%Ann Marlow, Bo Quist%Garden Conf%1999
2%Bees and the setting of almond fruit%Cy Doyle%Garden Conf%2001
"""
ACM = """id%title%authors%venue%year
7%Pruning of roses in the winter garden.%B. Quist, A. Marlow%Conference on Gardens%1999
8%Moss on northern stones%?%Conference on Gardens%2001
9%Lichens of the sea%"Moss Letters%1995%%Lichens of the sea Moss Letters 1995"%%
"""


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    for name, text in (("dblp.csv", DBLP), ("acm.csv", ACM), ("gt.csv", "D1%D2\n1%7\n2%8\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_quality_is_of_pairs_across_the_sources(labelled: Path) -> None:
    quality, _ = labelled_quality(labelled)
    assert quality == Quality(n_joined=1, n_true=2, n_right=1)
    assert (quality.precision, quality.recall) == (1, 0.5)
    assert quality.f1 == pytest.approx(2 / 3)


def test_a_record_whose_fields_ran_together_is_read(labelled: Path) -> None:
    records = list(labelled_records(labelled / "acm.csv"))
    assert records[0][2] == ["B. Quist", "A. Marlow"]
    assert records[1][2] == []
    assert records[2] == ("9", "Lichens of the sea", [], "Moss Letters", "1995")


def test_generated_mentions_are_the_same_for_a_seed_and_are_joined_well(tmp_path: Path) -> None:
    found = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        generate(folder, 300, seed=7)
        found.append(resolve(folder))
    assert found[0]["quality"] == found[1]["quality"]
    quality = Quality(**found[0]["quality"])
    assert quality.precision > 0.99
    assert quality.recall > 0.9


def test_labels_that_are_not_there_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.resolution.LABELLED", tmp_path / "none")
    skipped, growth = bench([100, 200], seed=1)
    assert "skipped" in skipped.notes[0]
    assert [row[0] for row in growth.rows] == [100, 200]
    assert "times the time" in growth.notes[0]


@pytest.mark.slow
def test_the_bench_is_part_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolution", "--mentions", "100", "200"]) == 0
    assert "Works from generated mentions" in capsys.readouterr().out
