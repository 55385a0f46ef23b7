"""Which process is meant: its number alone is not enough, since numbers are used again."""

from __future__ import annotations

import os
import socket
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_BOOT_ID: Final = _PROC / "sys/kernel/random/boot_id"
_ZOMBIE: Final = "Z"


@dataclass(frozen=True, slots=True)
class Process:
    """A process on a machine; `started` tells it from a later one with the same number."""

    pid: int
    started: str
    host: str

    @classmethod
    def current(cls) -> Process:
        """Return the process that runs this code."""
        return cls(os.getpid(), _started(os.getpid()) or "", socket.gethostname())

    @property
    def may_live(self) -> bool:
        """Whether it may still run; one on another machine cannot be asked and counts as alive."""
        return self.host != socket.gethostname() or _started(self.pid) == self.started

    @property
    def token(self) -> str:
        """A short name for files that belong to the process."""
        return f"{self.host}~{self.pid}~{self.started}"

    @classmethod
    def of_token(cls, token: str) -> Process | None:
        """Return the process that a token names, None where it is no token."""
        host, _, rest = token.partition("~")
        pid, _, started = rest.partition("~")
        return cls(int(pid), started, host) if host and pid.isdecimal() and started else None


def _started(pid: int) -> str | None:
    """Return when a process started, in a form that is only compared; None where it is dead or a zombie."""
    if not _PROC.joinpath("self/stat").exists():
        return _started_by_ps(pid)
    try:
        stat = _PROC.joinpath(str(pid), "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands in brackets and may hold blanks and brackets itself.
    state, *fields = stat.rpartition(")")[2].split()
    return None if state == _ZOMBIE else f"{_boot()}-{fields[18]}"


@cache
def _boot() -> str:
    """Return what tells this boot from others: start times count from it."""
    return _BOOT_ID.read_text().strip()[:8] if _BOOT_ID.exists() else "boot"


def _started_by_ps(pid: int) -> str | None:
    """Ask `ps` where there is no /proc (macOS)."""
    asked = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = asked.stdout.strip().partition(" ")
    return None if not started or state.startswith(_ZOMBIE) else "".join(c for c in started if c.isalnum())
