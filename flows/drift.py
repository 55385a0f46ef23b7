"""What drifted: which sources are held or warned of, what to look at, and how a person moves a band."""

from __future__ import annotations

import getpass
import shlex
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict

import warehouse
from flows.console import counted, own_command, short_path
from flows.errors import NOTHING_PUBLISHED, USAGE, CommandError
from flows.reports import DriftLine, lines, query
from flows.settings import Settings
from warehouse.drift import VANISHED
from warehouse.figures import ALL_SOURCES


class AcceptedBand(BaseModel):
    """The new bounds of one metric; None lets any value pass."""

    model_config = ConfigDict(frozen=True)

    metric: str
    seen: float
    low: float | None
    high: float | None


class Accepted(BaseModel):
    """The bands that a person moved, and the file that says so."""

    model_config = ConfigDict(frozen=True)

    path: Path
    source_id: str
    bands: tuple[AcceptedBand, ...]


def read_drift(connection: duckdb.DuckDBPyConnection, settings: Settings, run_id: str) -> tuple[DriftLine, ...]:
    """Return what a run held and what it warned of, in this order, with the commands to go on with."""
    found = lines(DriftLine, query(connection, "drift", {"run_id": run_id}))
    return tuple(line.model_copy(update={"commands": _commands(line, settings)}) for line in found)


def _commands(line: DriftLine, settings: Settings) -> tuple[str, ...]:
    """Return what shows a drift and what accepts it, as it can be pasted."""
    commands = []
    if line.example_path:
        path = settings.raw / line.example_path.partition("#")[0]
        commands.append(f"{own_command()} try {shlex.quote(short_path(path))}")
    if line.metric != VANISHED and line.source_id != ALL_SOURCES:
        is_usual = settings.data.resolve() == Settings().data.resolve()
        place = "" if is_usual else f" --data {shlex.quote(short_path(settings.data))}"
        accept = f"accept-drift {line.source_id} --metric {line.metric} --reason 'why it may be so'"
        commands.append(f"{own_command()} {accept}{place}")
    return tuple(commands)


def told(line: DriftLine) -> str:
    """Return a drift as a sentence, with the commands to go on with."""
    what = {"held": "is held", "warned": "drifts", "sound": "is sound"}[line.verdict]
    if line.verdict == "held" and line.n_held:
        what += f" ({counted(line.n_held, 'capture')} not loaded, what was good before stays)"
    said = f"{line.source_id} {what}: {line.detail}."
    return (
        f"{said} Look: {line.commands[0]}." + (f" Accept: {line.commands[1]}" if len(line.commands) > 1 else "")
        if line.commands
        else said
    )


def accept_drift(settings: Settings, source: str, metric: str | None, reason: str) -> Accepted:
    """Move the bands of a source to what the latest run saw; the next run loads what was held for them."""
    if not reason.strip():
        raise CommandError("Say why: --reason 'the site has dropped its dates'", USAGE)
    seen = _seen(settings, source)
    chosen = [line for line in seen if (line.verdict != "sound" if metric is None else line.metric == metric)]
    chosen = [line for line in chosen if line.metric != VANISHED]
    if not chosen:
        raise CommandError(_nothing_to_accept(source, metric, seen), USAGE)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    bands = tuple(_moved(line) for line in chosen)
    decisions = [
        warehouse.BandDecision(source, band.metric, band.low, band.high, getpass.getuser(), reason.strip(), now)
        for band in bands
    ]
    try:
        with warehouse.WriterLock(settings.data):
            path = warehouse.add_band_decisions(settings.data, decisions)
    except warehouse.LockedError as error:
        raise CommandError(str(error), NOTHING_PUBLISHED) from error
    return Accepted(path=path, source_id=source, bands=bands)


def _moved(line: DriftLine) -> AcceptedBand:
    low, high = warehouse.accepted_band(line.metric, line.value, line.low, line.high)
    return AcceptedBand(metric=line.metric, seen=line.value, low=low, high=high)


def _seen(settings: Settings, source: str) -> Sequence[DriftLine]:
    """Return the figures of the latest run that saw new captures of a source."""
    if not settings.live.exists():
        raise CommandError(f"No warehouse at {short_path(settings.live)}: run `regenbase run` first", NOTHING_PUBLISHED)
    with closing(warehouse.connect_live(settings.data)) as connection:
        known = {name for (name,) in connection.execute("SELECT source_id FROM sources").fetchall()}
        if source not in known:
            raise CommandError(f"No source {source!r}; there are {', '.join(sorted(known))}", USAGE)
        return lines(DriftLine, query(connection, "latest_figures", {"source_id": source}))


def _nothing_to_accept(source: str, metric: str | None, seen: Sequence[DriftLine]) -> str:
    if metric == VANISHED or (metric is None and any(line.metric == VANISHED for line in seen)):
        return (
            f"{source} lost records that its files gave before, which no band allows. "
            "If a page is gone for good, take its file away"
        )
    if metric is not None:
        known = ", ".join(line.metric for line in seen) or "none, since no new captures of it were seen yet"
        return f"{source} has no metric {metric!r}; there are {known}"
    return f"Nothing of {source} drifts: there is no band to move"
