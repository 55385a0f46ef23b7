"""Any number of captures in the shape of the five sites, the same ones for the same seed.

Every capture is a function of (seed, number) alone, so that a store can be extended: captures 1000 to 1009 are the
same whether or not the first thousand were written.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final, Literal

from bench import faults
from bench.faults import Fault
from bench.nodes import Rendering
from bench.sites import SITES

Relation = Literal["plain", "repeat", "version"]

# Captures refer back (repeats, versions) over at most this many numbers.
_REACH: Final = 200
_FIRST_CAPTURE: Final = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of what is not a plain capture; `max_bytes` is the limit that an over-long capture exceeds."""

    html: float = 0.5
    bad: float = 0.01
    repeats: float = 0.02
    versions: float = 0.02
    max_bytes: int = 512 * 1024


PLAIN: Final = Mix(bad=0.0, repeats=0.0, versions=0.0)


@dataclass(frozen=True, slots=True)
class Generated:
    """One file of the store with its sidecar, and what a run should make of it.

    documents: how many documents stand on it, 0 where its `fault` makes it a failed capture.
    """

    path: str
    data: bytes
    sidecar: bytes
    source: str
    rendering: Rendering
    relation: Relation
    fault: Fault | None
    documents: int


@dataclass(slots=True)
class Written:
    """What lies in a store that was written."""

    files: int = 0
    n_bytes: int = 0
    relations: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


def capture(seed: int, number: int, mix: Mix = Mix()) -> Generated:
    """Return the capture of a number."""
    random = Random(f"{seed}/{number}")
    chance = random.random()
    if number and chance < mix.repeats + mix.versions:
        earlier = _plain_before(seed, number, mix, random)
        if earlier is not None:
            is_repeat = chance < mix.repeats
            return _repeat(seed, number, earlier) if is_repeat else _version(seed, number, earlier)
    is_bad = mix.repeats + mix.versions <= chance < mix.repeats + mix.versions + mix.bad
    return _page(seed, number, mix, random.choice(faults.FAULTS) if is_bad else None)


def captures(seed: int, numbers: range, mix: Mix = Mix()) -> Iterator[Generated]:
    """Yield the captures of the numbers, one at a time."""
    return (capture(seed, number, mix) for number in numbers)


def write(root: Path, seed: int, numbers: range, mix: Mix = Mix()) -> Written:
    """Write the captures of the numbers below `root`, each with its sidecar."""
    written = Written()
    for made in captures(seed, numbers, mix):
        path = root / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
        path.with_name(f"{path.name}.meta.json").write_bytes(made.sidecar)
        written.files += 1
        written.n_bytes += len(made.data)
        written.relations[made.relation] += 1
        if made.fault:
            written.faults[made.fault] += 1
    return written


def _page(seed: int, number: int, mix: Mix, fault: Fault | None) -> Generated:
    source, rendering = _kind(seed, number, mix)
    random = Random(f"{seed}/{number}/page")
    page = SITES[source](random, number, rendering)
    sidecar = _sidecar(page.url, rendering, number)
    data, documents = page.body.encode(), page.documents
    if fault is not None:
        data, sidecar, documents = faults.applied(fault, faults.Whole(page, sidecar), random, mix.max_bytes)
    return Generated(_path(source, number, rendering), data, sidecar, source, rendering, "plain", fault, documents)


def _repeat(seed: int, number: int, earlier: Generated) -> Generated:
    """Return the same bytes under another path, fetched later."""
    fields = json.loads(earlier.sidecar)
    sidecar = _sidecar(fields["url"], earlier.rendering, number)
    return Generated(
        _path(earlier.source, number, earlier.rendering),
        earlier.data,
        sidecar,
        earlier.source,
        earlier.rendering,
        "repeat",
        None,
        earlier.documents,
    )


def _version(seed: int, number: int, earlier: Generated) -> Generated:
    """Return other bytes of the same address: one sentence on the page has changed."""
    text = earlier.data.decode()
    parts = text.split(". ")
    parts.insert(len(parts) // 2, f"This page was revised, and note {number} was added to it")
    fields = json.loads(earlier.sidecar)
    return Generated(
        _path(earlier.source, number, earlier.rendering),
        ". ".join(parts).encode(),
        _sidecar(fields["url"], earlier.rendering, number),
        earlier.source,
        earlier.rendering,
        "version",
        None,
        earlier.documents,
    )


def _plain_before(seed: int, number: int, mix: Mix, random: Random) -> Generated | None:
    """Return an earlier capture that is neither bad nor refers back itself."""
    for _ in range(8):
        earlier = random.randrange(max(0, number - _REACH), number)
        if Random(f"{seed}/{earlier}").random() >= mix.repeats + mix.versions + mix.bad:
            return _page(seed, earlier, mix, None)
    return None


def _kind(seed: int, number: int, mix: Mix) -> tuple[str, Rendering]:
    random = Random(f"{seed}/{number}/kind")
    # Every five numbers hold each site once, so that small stores are balanced, too.
    source = list(SITES)[number % len(SITES)]
    return source, "html" if random.random() < mix.html else "text"


def _path(source: str, number: int, rendering: Rendering) -> str:
    # A thousand files a folder, as crawlers do.
    return f"{source}/{number // 1000:03d}/{number:07d}.{'html' if rendering == 'html' else 'txt'}"


def _sidecar(url: str, rendering: Rendering, number: int) -> bytes:
    fields = {
        "url": url,
        "captured_at": (_FIRST_CAPTURE + timedelta(seconds=number)).isoformat(),
        "http_status": 200,
        "content_type": f"text/{'html' if rendering == 'html' else 'plain'}; charset=utf-8",
    }
    return json.dumps(fields).encode()
