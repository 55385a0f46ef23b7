"""The contenders, each as the only work of a process: `python -m bench.contenders NAME RAW DATA WORKERS`.

Prints its usage as one line of JSON. Imports are done before the clock starts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing import forkserver
from pathlib import Path
from typing import Final

from bench.measuring import Stopwatch, Usage

# What a contender imports beyond the lock.
NEEDED: Final = {"baseline": ("dlt", "trafilatura")}


def ours(raw: Path, data: Path, workers: int) -> Usage:
    """The whole run of this project without Prefect, extraction in `workers` processes."""
    import flows.extraction  # noqa: F401 - what the workers import
    from flows.ingest import ingest
    from flows.settings import Settings

    settings = Settings(raw=raw, data=data, workers=workers)
    clock = Stopwatch()
    report = ingest(settings)
    # Only what has been waited for is counted: the server that forks the workers must end first.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    if report.release_id is None:
        sys.exit(f"nothing was published: {report.reason}")
    note = "" if report.status == "published" else f"{report.status}: a source was held, or captures failed"
    rows = sum(source.n_rows for source in report.sources)
    return clock.usage(rows=rows, captures=report.n_extracted, note=note)


def baseline(raw: Path, data: Path, workers: int) -> Usage:
    """BeautifulSoup, trafilatura, the same Pydantic models, dlt into DuckDB."""
    from bench.baseline import load

    clock = Stopwatch()
    captures, rows = load(raw, data)
    return clock.usage(rows=rows, captures=captures)


def floor(raw: Path, data: Path, workers: int) -> Usage:
    """Parsing by lxml and loading by Arrow, nothing else."""
    from bench.floor import load

    clock = Stopwatch()
    captures, rows = load(raw, data)
    return clock.usage(rows=rows, captures=captures)


CONTENDERS: Final[dict[str, Callable[[Path, Path, int], Usage]]] = {"ours": ours, "baseline": baseline, "floor": floor}


def main() -> None:
    """Run the contender that the command line names."""
    name, raw, data, workers = sys.argv[1:]
    Path(data).mkdir(parents=True, exist_ok=True)
    usage = CONTENDERS[name](Path(raw), Path(data), int(workers))
    print(json.dumps(asdict(usage)))


if __name__ == "__main__":
    main()
