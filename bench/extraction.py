"""How many captures a second one core extracts, and which stage takes how much of it."""

from __future__ import annotations

import gzip
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from bench.generator import PLAIN, write
from bench.measuring import ROOT
from bench.report import Result
from bench.stages import profile
from extractors.extract import extract_batch
from raw.captures import CaptureFile
from raw.store import inventory

_SHARED: Final = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: generated captures, rounds over every set (the best one counts), the seed."""

    captures: int = 60
    rounds: int = 5
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Set:
    name: str
    root: Path
    files: tuple[CaptureFile, ...]


def bench(sizes: Sizes) -> list[Result]:
    """Measure the real captures, real HTML pages and generated ones; what is not there is left out with a note."""
    speed = Result(
        "Extraction: captures per second of one core, all stages, no staging",
        ("captures of", "what", "number", "kB each", "ms each", "per second"),
    )
    results = [speed]
    with _sets(sizes, speed) as sets:
        for one in sets:
            _measure_speed(one, sizes.rounds, speed)
            results.append(_stage_table(one, sizes.rounds))
    speed.notes.append("processor time of one process, best of the rounds; 'all' is the whole set one after another")
    return results


@contextmanager
def _sets(sizes: Sizes, result: Result) -> Iterator[list[_Set]]:
    real = Path(os.environ.get("REGENBASE_CAPTURES", _SHARED / "captures"))
    pages = Path(os.environ.get("REGENBASE_HTML", _SHARED / "html")) / "pages"
    with tempfile.TemporaryDirectory() as folder:
        made, unpacked = Path(folder, "generated"), Path(folder, "html")
        write(made, sizes.seed, range(sizes.captures), PLAIN)
        unpack(pages, unpacked / "pages")
        named = (("real, five sites", real), ("real HTML, any site", unpacked), ("generated", made))
        sets = [_Set(name, root, inventory(root).files) for name, root in named if root.is_dir()]
        for name, root, variable in ((*named[0], "REGENBASE_CAPTURES"), (*named[1], "REGENBASE_HTML")):
            if not root.is_dir():
                result.notes.append(f"{name}: skipped, not found; {variable} says where they are")
        yield [one for one in sets if one.files]


def unpack(pages: Path, target: Path) -> None:
    """Write gzipped pages as plain files, where there are any."""
    for packed in sorted(pages.glob("*.html.gz")):
        target.mkdir(parents=True, exist_ok=True)
        (target / packed.name.removesuffix(".gz")).write_bytes(gzip.decompress(packed.read_bytes()))


def _measure_speed(one: _Set, rounds: int, result: Result) -> None:
    groups: defaultdict[str, list[CaptureFile]] = defaultdict(list)
    for file in one.files:
        groups[f"{file.folder_source}, {'text' if file.path.endswith('.txt') else 'HTML'}"].append(file)
    for name, files in (*sorted(groups.items()), ("all", list(one.files))):
        taken = best(one.root, files, rounds) / len(files)
        size = fmean(file.n_bytes for file in files) / 1000
        result.rows.append((one.name, name, len(files), size, taken * 1000, 1 / taken))


def best(root: Path, files: Sequence[CaptureFile], rounds: int) -> float:
    """Return the least processor time of some rounds over the files, in seconds; a first round warms up."""
    extract_batch(root, files)
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        extract_batch(root, files)
        taken.append(time.process_time() - begun)
    return min(taken)


def _stage_table(one: _Set, rounds: int) -> Result:
    clocks = profile(one.root, one.files, rounds)
    n_captures = len(one.files) * rounds
    result = Result(
        f"Extraction, {one.name}: share of the time per stage", ("stage", "share %", "ms each", "calls each")
    )
    each = (clocks.total - clocks.overhead * sum(clocks.calls.values())) / n_captures
    for stage, share, calls in clocks.shares():
        result.rows.append((stage, share * 100, share * each * 1000, calls / n_captures))
    cost = clocks.overhead * sum(clocks.calls.values()) / clocks.total
    result.notes.append(f"own time of each stage; the clocks themselves took {cost:.1%} of the run and are taken off")
    return result
