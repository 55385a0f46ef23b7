"""Work for the pool's tests; worker processes import it by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path


def double(items: Sequence[int]) -> list[int]:
    return [2 * item for item in items]


def double_unless_deadly(items: Sequence[int]) -> list[int]:
    if 13 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * item for item in items]


def give_up(item: int) -> list[int]:
    return [-item]


def note_process_and_wait(folder: Sequence[str]) -> None:
    Path(folder[0], str(os.getpid())).touch()
    time.sleep(60)
