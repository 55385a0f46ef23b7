"""Whether the books of a large run hold: every file, capture and record is in exactly one place."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import warehouse
from bench.faults import REASONS
from bench.generator import Mix, Written, write
from bench.report import Result
from flows.running import run_direct
from flows.settings import Settings

# A page that is nested too deeply may lose all of its text.
_FAILED: Final = ("empty", "binary", "undecodable", "too_long", "no_document")


class LostError(Exception):
    """Something that went in is in no place, or in two."""


def bench(captures: int, seed: int, bad: float) -> list[Result]:
    """Run over generated captures and balance the books per source and table; `LostError` where they do not hold."""
    mix = Mix(bad=bad)
    with tempfile.TemporaryDirectory() as folder:
        raw, data = Path(folder, "raw"), Path(folder, "data")
        written = write(raw, seed, range(captures), mix)
        began = time.monotonic()
        report = run_direct(Settings(raw=raw, data=data, max_bytes=mix.max_bytes))
        taken = time.monotonic() - began
        if report.status not in ("published", "degraded"):
            raise LostError(f"nothing was published: {report.reason}")
        result = audit(data, written)
        result.notes.append(f"faults: {', '.join(f'{name} {n}' for name, n in sorted(written.faults.items()))}")
        result.notes.append(f"{taken:.0f} s, raw to published; the run ended {report.status}")
    return [result]


def audit(data: Path, written: Written) -> Result:
    """Return what became of each source's captures and records; raise `LostError` at the first that is unaccounted."""
    with closing(warehouse.connect_live(data)) as connection:
        (run,) = connection.execute(
            "SELECT n_files, n_captures, n_repeats, n_loaded, n_held, n_failed FROM runs"
        ).fetchall()
        lost = connection.execute(
            "SELECT source_id, table_name FROM run_tables WHERE extracted <> loaded + merged + rejected OR held <> 0"
        ).fetchall()
        rejects = dict(connection.execute("SELECT reason, count(*) FROM rejects GROUP BY ALL").fetchall())
        sources = connection.execute(
            """
            SELECT source_id, count(*), count_if(status = 'loaded'), count_if(status = 'failed')
            FROM captures GROUP BY ALL ORDER BY ALL
            """
        ).fetchall()
        records = {
            source: counts
            for source, *counts in connection.execute(
                "SELECT source_id, sum(extracted), sum(loaded), sum(merged), sum(rejected) FROM run_tables GROUP BY ALL"
            ).fetchall()
        }
    n_files, n_captures, n_repeats, n_loaded, n_held, n_failed = run
    _hold(n_files == written.files == n_captures + n_repeats, f"files: {n_files} of {written.files}, {n_captures=}")
    _hold(n_captures == n_loaded + n_held + n_failed, f"captures: {n_captures=} {n_loaded=} {n_held=} {n_failed=}")
    _hold(not lost, f"records of {lost}")
    _hold(n_failed == sum(rejects.get(reason, 0) for reason in _FAILED), f"rejects of {n_failed} failed captures")
    _hold_faults(written, rejects)
    columns = ("source", "captures", "loaded", "failed", "records", "of them loaded", "merged", "rejected")
    rows = [(*source, *records[source[0]]) for source in sources]
    return Result(
        f"The books of a run over {n_files:,} files, {sum(written.faults.values())} of them bad", columns, rows
    )


def _hold_faults(written: Written, rejects: dict[str, int]) -> None:
    expected = {fault: reason for fault, reason in REASONS.items() if fault in written.faults}
    for fault, reason in (expected | {"bad_sidecar": "bad_sidecar"}).items():
        number, found = written.faults[fault], rejects.get(reason, 0)
        # Empty files have the same bytes, so they are fewer captures than files.
        is_one = 1 <= found <= number if fault == "empty" else found == number
        _hold(is_one, f"{fault}: {found} of {number} rejected")


def _hold(holds: bool, what: str) -> None:
    if not holds:
        raise LostError(what)
