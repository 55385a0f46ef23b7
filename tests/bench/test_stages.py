from __future__ import annotations

from pathlib import Path

import pytest

from bench.generator import PLAIN, write
from bench.stages import Clocks, finder_entries, profile
from extractors import assembly
from extractors.extract import extract_batch
from raw.store import inventory


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, 3, range(5), PLAIN)
    return tmp_path


def test_an_inner_clock_is_taken_off_the_outer_one() -> None:
    clocks = Clocks()
    inner = clocks.around("inner", lambda: sum(range(20_000)))
    outer = clocks.around("outer", lambda: [inner() for _ in range(20)])
    outer()
    assert clocks.calls == {"inner": 20, "outer": 1}
    assert clocks.seconds["outer"] < clocks.seconds["inner"]


def test_the_shares_add_up_to_the_whole(root: Path) -> None:
    clocks = profile(root, inventory(root).files, 1)
    assert sum(share for _, share, _ in clocks.shares()) == pytest.approx(1.0)
    assert {"decode", "page model", "site"} <= set(clocks.calls)


def test_clocks_change_no_row_and_leave_nothing_behind(root: Path) -> None:
    files = inventory(root).files
    functions = dict(vars(assembly))
    before = extract_batch(root, files)
    profile(root, files, 1)
    assert vars(assembly) == functions
    assert extract_batch(root, files) == before


def test_finders_are_found() -> None:
    modules = {name.rsplit(".", 2)[-2] for name in finder_entries()}
    assert {"citations", "dates", "people"} <= modules
