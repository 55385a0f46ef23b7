from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse import LockedError, WriterLock, lock_owner
from warehouse.processes import Process

HOLD = """
import sys
from pathlib import Path
from warehouse import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(data: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lock_is_held_and_let_go(tmp_path: Path) -> None:
    assert lock_owner(tmp_path) is None
    with WriterLock(tmp_path):
        assert lock_owner(tmp_path) is not None
    assert lock_owner(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_it_is_let_go_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), WriterLock(tmp_path):
        raise KeyError
    with WriterLock(tmp_path):
        pass


def test_a_second_writer_is_told_who_holds_it(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        with pytest.raises(LockedError, match=f"process {process.pid} "), WriterLock(tmp_path):
            pass
        assert f"process {process.pid} " in str(lock_owner(tmp_path))
    finally:
        process.communicate()
    assert lock_owner(tmp_path) is None


def test_it_cannot_be_taken_twice_by_one_process(tmp_path: Path) -> None:
    with WriterLock(tmp_path), pytest.raises(LockedError), WriterLock(tmp_path):
        pass


def test_the_lock_of_a_killed_writer_is_taken_over(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (tmp_path / "lock").exists()
    assert lock_owner(tmp_path) is None
    with WriterLock(tmp_path):
        assert "process" in str(lock_owner(tmp_path))


def test_a_killed_writer_that_nobody_waited_for_is_dead(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    with WriterLock(tmp_path):
        pass
    process.communicate()


def test_another_process_with_the_number_of_a_dead_one_is_not_taken_for_it(tmp_path: Path) -> None:
    now = Process.current()
    (tmp_path / "lock").write_text(json.dumps({"pid": now.pid, "started": "long ago", "host": now.host}))
    assert lock_owner(tmp_path) is None
    with WriterLock(tmp_path):
        pass


def test_a_writer_on_another_machine_counts_as_alive(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text(json.dumps({"pid": 1, "started": "x", "host": "elsewhere"}))
    with pytest.raises(LockedError, match="process 1 on elsewhere"), WriterLock(tmp_path):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}'])
def test_a_lock_that_its_writer_did_not_finish_is_no_lock(tmp_path: Path, content: str) -> None:
    (tmp_path / "lock").write_text(content)
    assert lock_owner(tmp_path) is None
    with WriterLock(tmp_path):
        pass


def test_only_one_of_many_takes_over_a_stale_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text(json.dumps({"pid": 1, "started": "long ago", "host": Process.current().host}))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, tmp_path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(4)
    ]
    told = [process.stdout.readline() for process in started if process.stdout]
    for process in started:
        process.communicate()
    assert sorted(told) == ["", "", "", "held\n"]


def test_a_lock_deleted_by_hand_and_taken_by_another_is_left_to_it(tmp_path: Path) -> None:
    with WriterLock(tmp_path):
        (tmp_path / "lock").unlink()
        process = holder(tmp_path)
    try:
        assert f"process {process.pid} " in str(lock_owner(tmp_path))
    finally:
        process.communicate()


def test_a_process_is_known_by_its_token() -> None:
    now = Process.current()
    assert Process.of_token(now.token) == now
    assert now.may_live
    assert Process.of_token("nonsense") is None
