"""The comparison of matchers on a few labelled records of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import matchers
from bench.matchers import judge

TITLES = ("Grafting cherry branches in cold orchards", "Bees and the setting of almond fruit", "Pruning old pear trees")


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
    assert {(one.n_true, one.f1) for one in judge(scores, ((1.0,),), true, seed=1)} == {(20, 1.0)}
