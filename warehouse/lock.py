"""One writer at a time: `data/lock` names the process that writes."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Final

from warehouse.errors import LockedError
from warehouse.processes import Process

LOCK_NAME: Final = "lock"


class WriterLock:
    """Holds the data folder for one writer; a lock whose owner is dead is taken over.

    Raises `LockedError`, which names the owner, where another process holds it.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / LOCK_NAME

    def __enter__(self) -> WriterLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(self._path) as descriptor:
            owner = _read(descriptor)
            if owner is not None and owner.may_live:
                raise LockedError(
                    f"{_shown(owner)} is writing to {self._path.parent}; wait for it, or delete {self._path} "
                    "where you know that it is dead"
                )
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps(asdict(Process.current())).encode(), 0)
            os.fsync(descriptor)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with _opened(self._path) as descriptor:
            # Someone may have deleted the lock by hand, and another writer may hold it now.
            if _read(descriptor) in (Process.current(), None):
                self._path.unlink()


def lock_owner(data: Path) -> str | None:
    """Return who holds the lock, for a person; None where nobody alive does."""
    try:
        owner = _process(data.joinpath(LOCK_NAME).read_bytes())
    except FileNotFoundError:
        return None
    return _shown(owner) if owner is not None and owner.may_live else None


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open the lock file while no other process looks at it, so that two cannot take over one stale lock."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Another process may have deleted the file between the two calls.
            if os.fstat(descriptor).st_nlink:
                yield descriptor
                return
        finally:
            os.close(descriptor)


def _read(descriptor: int) -> Process | None:
    return _process(os.pread(descriptor, 4096, 0))


def _process(content: bytes) -> Process | None:
    """Return the process that a lock file names; None where its writer died before it had written all."""
    try:
        fields = json.loads(content)
        return Process(int(fields["pid"]), str(fields["started"]), str(fields["host"]))
    except (ValueError, KeyError, TypeError):
        return None


def _shown(owner: Process) -> str:
    return f"process {owner.pid} on {owner.host}"
