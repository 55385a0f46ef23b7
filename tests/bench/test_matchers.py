"""The comparison of matchers on a few labelled records of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import matchers
from bench.matchers import judge

TITLES = ("Grafting cherry branches in cold orchards", "Bees and the setting of almond fruit", "Pruning old pear trees")


RECORDS = [f"dblp {n}" for n in range(40)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three works that both sources have, and two more of each source that nobody else has."""
    for source, others in (("dblp", ("Soil moisture", "Wind breaks")), ("acm", ("Frost alarms", "Apple storage"))):
        lines = [f"{n}%{title}%Ann Ames, Bo Bolt%Orchard J%20{n}0" for n, title in enumerate((*TITLES, *others), 1)]
        (tmp_path / f"{source}.csv").write_text("\n".join(("id%title%authors%venue%year", *lines)))
    (tmp_path / "gt.csv").write_text("idDBLP%idACM\n1%1\n2%2\n3%3\n")
    return tmp_path


def test_ours_joins_what_is_the_same_and_the_missing_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matchers, "find_spec", lambda _name: None)
    result = matchers.bench(folder, seed=1)
    ours = dict(zip(result.columns, result.rows[0], strict=True))
    assert (ours["precision"], ours["recall"], ours["F1"]) == (1.0, 1.0, 1.0)
    assert [note.partition(":")[0] for note in result.notes if "skipped" in note] == ["rapidfuzz", "splink"]


def test_threshold_comes_from_the_half_that_is_not_judged() -> None:
    true = {(f"dblp {n}", f"acm {n}") for n in range(40)}
    scores = dict.fromkeys(true, (0.9,)) | {(f"dblp {n}", f"acm {n + 1}"): (0.2,) for n in range(40)}
    assert {(one.n_true, one.f1) for one in judge(scores, ((1.0,),), true, RECORDS, seed=1)} == {(20, 1.0)}


def test_every_matcher_is_judged_on_the_same_halves() -> None:
    true = {(f"dblp {n}", f"acm {n}") for n in range(20)}
    few, many = dict.fromkeys(list(true)[:5], (1.0,)), {(f"dblp {n}", "acm 1"): (1.0,) for n in range(40)}
    n_true = [[one.n_true for one in judge(scores, ((1.0,),), true, RECORDS, seed=1)] for scores in (few, many)]
    assert n_true[0] == n_true[1]
    assert len(set(n_true[0])) > 1


def test_rapidfuzz_scores_the_pairs_that_ours_blocks(folder: Path) -> None:
    pytest.importorskip("rapidfuzz")
    result = matchers.bench(folder, seed=1)
    rows = {row[0]: dict(zip(result.columns, row, strict=True)) for row in result.rows}
    assert rows["rapidfuzz"]["pairs scored"] == rows["ours: SQL"]["pairs scored"] == 3
    assert rows["rapidfuzz"]["precision"] == 1.0
