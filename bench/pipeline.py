"""Whole runs, raw to published: beside what one would use instead, beside the floor, and at several sizes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.contenders import NEEDED
from bench.generator import Mix, write
from bench.measuring import Contender, Usage, run
from bench.report import Cell, Result

OURS: Final = Contender("ours", "ours, 1 worker")
OURS_TWICE: Final = Contender("ours", "ours, 2 workers", workers=2)
BASELINE: Final = Contender("baseline", "BeautifulSoup + dlt")
FLOOR: Final = Contender("floor", "floor: lxml + Arrow")
_COLUMNS: Final = ("contender", "captures", "rows", "wall s", "CPU s", "ms CPU/capture", "µs CPU/row", "CPU to ours")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: captures of a full run, rounds (the best one counts), the seed, Python of the baseline."""

    captures: int = 400
    rounds: int = 1
    seed: int = 1
    python: str = sys.executable


def bench(sizes: Sizes) -> list[Result]:
    """Measure all contenders on the same captures, one after another in each round, then a nightly run."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        written = write(raw, sizes.seed, range(sizes.captures), Mix())
        kilobytes = written.n_bytes / written.files / 1000
        title = f"Whole runs over {written.files:,} generated captures of {kilobytes:.1f} kB, half of them HTML"
        result = Result(title, _COLUMNS)
        contenders = _present(sizes, result)
        usages = _side_by_side(contenders, raw, Path(folder), sizes)
        _add_rows(result, contenders, usages)
        _add_ratios(result, usages)
        return [result, _nightly(raw, Path(folder, "0", "1"), usages[OURS_TWICE], sizes)]


def _present(sizes: Sizes, result: Result) -> list[Contender]:
    missing = _missing(sizes.python)
    if missing:
        result.notes.append(
            f"{BASELINE.label}: skipped, {', '.join(missing)} not importable; install the extra `bench` into an "
            "environment of its own and name its Python with --baseline-python"
        )
    return [OURS, OURS_TWICE, *([] if missing else [BASELINE]), FLOOR]


def _missing(python: str) -> list[str]:
    """Return what the baseline needs and its Python cannot import."""
    return [
        module
        for module in NEEDED[BASELINE.name]
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode
    ]


def _side_by_side(contenders: Sequence[Contender], raw: Path, folder: Path, sizes: Sizes) -> dict[Contender, Usage]:
    """Run all contenders in turn, as often as there are rounds, so that a busy moment hits all; keep the best."""
    found: dict[Contender, Usage] = {}
    for number in range(sizes.rounds):
        for place, contender in enumerate(contenders):
            python = sizes.python if contender is BASELINE else sys.executable
            usage = run(contender, raw, folder / str(number) / str(place), python)
            if contender not in found or usage.cpu < found[contender].cpu:
                found[contender] = usage
    return found


def _add_rows(result: Result, contenders: Sequence[Contender], usages: dict[Contender, Usage]) -> None:
    for contender in contenders:
        usage = usages[contender]
        result.rows.append((*_cells(contender, usage), usage.cpu / usages[OURS].cpu))
        if usage.note:
            result.notes.append(f"{contender.label}: {usage.note}")
    result.notes.append("CPU: processor seconds of all processes and threads, the start of the worker server included")


def _cells(contender: Contender, usage: Usage) -> tuple[Cell, ...]:
    each, row = usage.cpu / max(1, usage.captures), usage.cpu / max(1, usage.rows)
    return (contender.label, usage.captures, usage.rows, usage.wall, usage.cpu, each * 1e3, row * 1e6)


def _add_ratios(result: Result, usages: dict[Contender, Usage]) -> None:
    ours, twice, floor = usages[OURS], usages[OURS_TWICE], usages[FLOOR]
    result.notes.append(f"two workers are {ours.wall / twice.wall:.2f} times as fast as one (wall clock; goal 1.8)")
    result.notes.append(
        f"ours takes {ours.cpu / floor.cpu:.0f} times the floor's CPU for {_times(ours, floor)} the rows"
    )
    if BASELINE in usages:
        other = usages[BASELINE]
        result.notes.append(
            f"per capture ours is {other.cpu / ours.cpu:.2f} times as fast as {BASELINE.label}, which fills nine "
            f"document-level tables only; per row {other.cpu / other.rows / (ours.cpu / ours.rows):.2f} times"
        )


def _times(one: Usage, other: Usage) -> str:
    return f"{one.rows / max(1, other.rows):.1f} times"


def _nightly(raw: Path, data: Path, full: Usage, sizes: Sizes) -> Result:
    """Run again over the warehouse of a full run, after one capture in a hundred has come in, and with nothing new."""
    new = max(1, sizes.captures // 100)
    write(raw, sizes.seed, range(sizes.captures, sizes.captures + new), Mix())
    result = Result("Nightly runs, 2 workers", ("run", "extracted", "wall s", "CPU s", "CPU % of full"))
    runs = [("full", full), (f"{new:,} captures more", run(OURS_TWICE, raw, data))]
    runs.append(("nothing new", run(OURS_TWICE, raw, data)))
    for name, usage in runs:
        result.rows.append((name, usage.captures, usage.wall, usage.cpu, usage.cpu / full.cpu * 100))
    result.notes.append("the goal is 5 % of a full run; the release is built anew each time, whatever is new")
    return result


def bench_memory(captures: Sequence[int], seed: int) -> list[Result]:
    """Measure the peak memory of whole runs at several sizes, two workers each."""
    result = Result(
        "Peak memory of a whole run, 2 workers",
        ("captures", "MB of the run itself", "MB of one worker", "warehouse MB", "wall s", "CPU s"),
    )
    for size in captures:
        with tempfile.TemporaryDirectory() as folder:
            raw, data = Path(folder, "raw"), Path(folder, "data")
            write(raw, seed, range(size), Mix())
            usage = run(OURS_TWICE, raw, data)
            stored = (data / "regenbase.duckdb").stat().st_size
            peaks = (usage.own_peak / 1e6, usage.worker_peak / 1e6)
            result.rows.append((size, *peaks, stored / 1e6, usage.wall, usage.cpu))
    first, last = result.rows[0], result.rows[-1]
    grown = ", ".join(f"{what} {float(b) / float(a):.2f} times" for what, a, b in _pairs(first, last))
    result.notes.append(f"from {first[0]:,} to {last[0]:,} captures: {grown}; flat is the goal")
    return [result]


def _pairs(first: tuple[Cell, ...], last: tuple[Cell, ...]) -> list[tuple[str, Cell, Cell]]:
    return [("the run itself", first[1], last[1]), ("one worker", first[2], last[2])]
