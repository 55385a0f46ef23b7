from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.pool import Pool
from tests.flows.deadly_work import double, double_unless_deadly, give_up

BATCHES = [range(start, start + 5) for start in range(0, 40, 5)]
PARENT = """
from flows.pool import Pool
from tests.flows.deadly_work import note_process_and_wait
list(Pool(note_process_and_wait, print, 2).run([[{folder!r}], [{folder!r}]]))
"""


def wait_until(is_so: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    # An orphan that ended but was not yet reaped is no longer at work.
    return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_every_batch_gives_its_outcome() -> None:
    outcomes = list(Pool(double, give_up, 2).run(BATCHES))
    assert sorted(value for outcome in outcomes for value in outcome) == [2 * item for item in range(40)]


def test_an_item_that_kills_its_process_costs_only_itself() -> None:
    outcomes = list(Pool(double_unless_deadly, give_up, 2).run(BATCHES))
    values = sorted(value for outcome in outcomes for value in outcome)
    assert values == sorted([-13, *(2 * item for item in range(40) if item != 13)])


def test_no_batches_give_nothing() -> None:
    assert list(Pool(double, give_up, 2).run([])) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT.format(folder=str(tmp_path))], stderr=subprocess.DEVNULL)
    try:
        assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
        workers = [int(entry.name) for entry in tmp_path.iterdir()]
        parent.send_signal(number)
        parent.wait(timeout=20)
        assert wait_until(lambda: not any(is_alive(worker) for worker in workers))
    finally:
        parent.kill()
