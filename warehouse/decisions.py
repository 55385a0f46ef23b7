"""What people decided about pairs of rows: a file beside the code, and one in the data folder, which has precedence."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

import duckdb
import pyarrow as pa

from warehouse.errors import DecisionError

DECISIONS: Final = "decisions.csv"
Judgement = Literal["merge", "keep_apart"]
_TABLE: Final = pa.schema(
    [
        ("decision_no", pa.int32()),
        ("table_name", pa.string()),
        ("left_id", pa.string()),
        ("right_id", pa.string()),
        ("judgement", pa.string()),
        ("reason", pa.string()),
        ("decided_by", pa.string()),
        ("decided_at", pa.timestamp("us")),
        ("undone_at", pa.timestamp("us")),
    ]
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement of a person about two rows of a table; times are UTC without an offset.

    `undone_at` is set where it was taken back: then it stands for the pair, but has no effect.
    """

    table_name: str
    left_id: str
    right_id: str
    judgement: Judgement
    reason: str
    decided_by: str
    decided_at: datetime
    undone_at: datetime | None = None

    @property
    def pair(self) -> tuple[str, str, str]:
        """What it is about, whichever of the two is named first."""
        return (self.table_name, min(self.left_id, self.right_id), max(self.left_id, self.right_id))


_COLUMNS: Final = tuple(field.name for field in fields(Decision))
_NEEDED: Final = _COLUMNS[:-1]


def decisions_path(data: Path) -> Path:
    """Return where the decisions of a warehouse lie."""
    return data / DECISIONS


def read_decisions(data: Path) -> list[Decision]:
    """Return the decisions that hold, one per pair, in the order of their pairs.

    Of several about one pair the later row of a file counts, and the data folder before the file beside the code.
    Raises `DecisionError` with file, line and remedy.
    """
    packaged = files("warehouse").joinpath(DECISIONS).read_text(encoding="utf-8")
    found = {decision.pair: decision for decision in parse_decisions(packaged, f"warehouse/{DECISIONS}")}
    found |= {decision.pair: decision for decision in read_own_decisions(data)}
    return [found[pair] for pair in sorted(found)]


def read_own_decisions(data: Path) -> list[Decision]:
    """Return the decisions of the data folder as they stand in its file."""
    path = decisions_path(data)
    return parse_decisions(path.read_text(encoding="utf-8-sig"), str(path)) if path.exists() else []


def parse_decisions(text: str, name: str) -> list[Decision]:
    """Return the decisions of a file; blank lines are passed over."""
    rows = csv.DictReader(io.StringIO(text))
    missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        raise DecisionError(f"{name}: the first line lacks {', '.join(missing)}; it must be {','.join(_COLUMNS)}")
    return [_parsed(row, f"{name}, line {rows.line_num}") for row in rows if any(row.values())]


def _parsed(row: dict[str, str], place: str) -> Decision:
    values = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    judgement = values["judgement"]
    if judgement not in ("merge", "keep_apart"):
        raise DecisionError(f"{place}: the judgement is 'merge' or 'keep_apart', not {judgement!r}")
    for name in ("table_name", "left_id", "right_id"):
        if not values[name]:
            raise DecisionError(f"{place}: {name} is empty")
    return Decision(
        table_name=values["table_name"],
        left_id=values["left_id"],
        right_id=values["right_id"],
        judgement="merge" if judgement == "merge" else "keep_apart",
        reason=values["reason"],
        decided_by=values["decided_by"],
        decided_at=_moment(values["decided_at"], place),
        undone_at=_moment(values["undone_at"], place) if values["undone_at"] else None,
    )


def _moment(text: str, place: str) -> datetime:
    """Return a time as UTC without an offset; one without an offset is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise DecisionError(f"{place}: {text!r} is no time; write it like 2026-01-31T12:00:00") from error
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def write_decisions(data: Path, decisions: Iterable[Decision]) -> None:
    """Write the file of the data folder anew, whole or not at all."""
    path = decisions_path(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for decision in decisions:
            writer.writerow([_written(getattr(decision, name)) for name in _COLUMNS])
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _written(value: str | datetime | None) -> str:
    return value.isoformat() if isinstance(value, datetime) else value or ""


def record(data: Path, decision: Decision) -> None:
    """Add a decision to the data folder in the place of an older one about the same pair."""
    kept = [known for known in read_own_decisions(data) if known.pair != decision.pair]
    write_decisions(data, [*kept, decision])


def take_back(data: Path, pair: tuple[str, str, str], now: datetime) -> Decision:
    """Mark the decision about a pair as undone and return it; raises `DecisionError` where there is none to undo."""
    found = next((known for known in read_decisions(data) if known.pair == pair), None)
    if found is None or found.undone_at is not None:
        raise DecisionError(f"no decision about {pair[0]} {pair[1]} and {pair[2]} stands")
    undone = replace(found, undone_at=now)
    record(data, undone)
    return undone


def make_decision_tables(connection: duckdb.DuckDBPyConnection, found: Sequence[Decision]) -> None:
    """Make the temporary tables `decisions` and `resolution_warnings` (message) for the scripts of resolution.

    found: as `read_decisions` returns them; `decision_no` counts in their order, which is that of the pairs, so that it
    does not depend on the order of files or lines.
    """
    rows = [
        {"decision_no": number, **{name: getattr(decision, name) for name in _COLUMNS}}
        for number, decision in enumerate(found, start=1)
    ]
    connection.register("given_decisions", pa.Table.from_pylist(rows, schema=_TABLE))
    columns = ", ".join(_TABLE.names)
    connection.execute(f"CREATE TEMP TABLE decisions AS SELECT {columns} FROM given_decisions")
    connection.unregister("given_decisions")
    connection.execute("CREATE TEMP TABLE resolution_warnings (message VARCHAR)")


def resolution_warnings(connection: duckdb.DuckDBPyConnection) -> Sequence[str]:
    """Return what could not be applied, for a person."""
    rows = connection.execute("SELECT DISTINCT message FROM resolution_warnings ORDER BY message").fetchall()
    return tuple(message for (message,) in rows)
