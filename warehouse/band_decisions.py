"""Bands that a person decided: rows of `data/decisions/bands.csv`, to which lines are only ever added."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from warehouse.durable import sync_folder
from warehouse.errors import DecisionError


@dataclass(frozen=True, slots=True)
class BandDecision:
    """What a person decided of one metric of a source; a bound that is None lets any value pass.

    `decided_at` is UTC without an offset.
    """

    source_id: str
    metric: str
    low: float | None
    high: float | None
    author: str
    reason: str
    decided_at: datetime


def bands_path(data: Path) -> Path:
    """Return the file of decisions about bands."""
    return data / "decisions" / "bands.csv"


def read_band_decisions(data: Path) -> list[BandDecision]:
    """Return all decisions in the order in which they were made; raises `DecisionError` naming the line."""
    path = bands_path(data)
    if not path.exists():
        return []
    decisions = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                decisions.append(
                    BandDecision(
                        source_id=row["source_id"],
                        metric=row["metric"],
                        low=float(row["low"]) if row["low"] else None,
                        high=float(row["high"]) if row["high"] else None,
                        author=row["author"],
                        reason=row["reason"],
                        decided_at=_in_utc(row["decided_at"]),
                    )
                )
            except (KeyError, TypeError, ValueError) as error:
                raise DecisionError(f"{path}, line {number}: {error}; mend the line or take it out") from error
    return decisions


def _in_utc(text: str) -> datetime:
    """Read a time; one without an offset is taken for UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def add_band_decisions(data: Path, decisions: Sequence[BandDecision]) -> Path:
    """Append decisions to the file and return it; they are on disk when this returns."""
    path = bands_path(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(BandDecision)], lineterminator="\n")
        if is_new:
            writer.writeheader()
        for decision in decisions:
            writer.writerow(asdict(decision) | {"decided_at": f"{decision.decided_at.isoformat()}+00:00"})
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return path
