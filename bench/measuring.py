"""What a piece of work costs: wall-clock and processor time, and the largest amount of memory held.

Processor seconds are what is compared: they hardly depend on what else runs on the machine. Where a contender works in
several processes or threads, those of all of them are added up.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
# getrusage gives kilobytes on Linux and bytes on macOS.
_RSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


class ContenderError(Exception):
    """A contender did not come to its end; the message holds what it wrote last."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a contender used; its own process and its workers are told apart, since each holds memory of its own."""

    wall: float
    cpu: float
    own_peak: int
    worker_peak: int
    rows: int = 0
    captures: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to get from captures to a warehouse, run in a process of its own."""

    name: str
    label: str
    workers: int = 1


def run(contender: Contender, raw: Path, data: Path, python: str = sys.executable) -> Usage:
    """Run a contender over the captures below `raw` and return what it used, the start of Python left out."""
    command = [python, "-m", "bench.contenders", contender.name, str(raw), str(data), str(contender.workers)]
    ended = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False)
    if ended.returncode:
        raise ContenderError(f"{contender.label} ended with {ended.returncode}: {ended.stderr.strip()[-2000:]}")
    return Usage(**json.loads(ended.stdout.splitlines()[-1]))


def _environment() -> Mapping[str, str]:
    """Return the caller's variables without settings that would change what is measured, and without telemetry."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REGENBASE_")}
    return kept | {"RUNTIME__DLTHUB_TELEMETRY": "false"}


def cpu_seconds() -> float:
    """Return the processor seconds of this process and of all that it has waited for."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peaks() -> tuple[int, int]:
    """Return the largest memory in bytes that this process and that any one of its workers held."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, workers = (resource.getrusage(one).ru_maxrss * _RSS_UNIT for one in who)
    return own, workers


class Stopwatch:
    """Measures from its creation on."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()

    def usage(self, *, rows: int, captures: int, note: str = "") -> Usage:
        """Return what was used so far."""
        own, workers = peaks()
        wall, cpu = time.perf_counter() - self._wall, cpu_seconds() - self._cpu
        return Usage(wall, cpu, own, workers, rows, captures, note)


def machine() -> str:
    """Return one line on the machine: cores, Python, how busy it is, and how fast a fixed loop runs.

    The load blurs wall-clock times most; the loop lets figures of two machines, or of two moments, be compared.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"load {os.getloadavg()[0]:.1f}, " if hasattr(os, "getloadavg") else ""
    loop = min(_loop_seconds() for _ in range(7)) * 1000
    return f"{cores} cores, Python {sys.version.split()[0]}, {load}a loop of 300,000 squares takes {loop:.1f} ms"


def _loop_seconds() -> float:
    begun = time.process_time()
    sum(number * number for number in range(300_000))
    return time.process_time() - begun
