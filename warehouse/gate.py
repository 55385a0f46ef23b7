"""The second gate: every frame of a batch is checked before it is staged.

A row that fails becomes a row of `rejects`; its siblings stay. What belonged to it goes with it: its evidence, and the
rows that cannot stand without it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl
import pyarrow as pa

from schemas.batches import BatchResult, CaptureResult
from schemas.declaration import Table
from schemas.recording import columns_of, reject_row
from schemas.records import TABLE_BY_NAME, TABLES, Capture, Evidence, Reject
from schemas.records.operations import RejectReason, RejectStage
from schemas.tables import FrameFailure, arrow_schema, validate_frame
from warehouse.errors import StagingError

CAPTURE: Final = "_capture_id"
SOURCE: Final = "_source_id"
_ROW: Final = "_row"
_EVIDENCE_KEY: Final = ["table_name", "row_id", CAPTURE]


@dataclass(frozen=True, slots=True)
class Gated:
    """The frames that may be staged, by table, and the books of the batch."""

    frames: dict[str, pl.DataFrame]
    books: pl.DataFrame


def gate(result: BatchResult) -> Gated:
    """Check all frames of a batch; raises `StagingError` where a capture contradicts itself."""
    return _Gate(result).run()


@dataclass(slots=True)
class _Refusal:
    """A row that does not pass, with why."""

    row: int
    stage: RejectStage
    reason: RejectReason
    column: str | None
    message: str


@dataclass(slots=True)
class _Gate:
    result: BatchResult
    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    # (table, capture, key) of every row refused so far.
    refused: set[tuple[str, str, str]] = field(default_factory=set)
    unproved: set[tuple[str, str, str]] = field(default_factory=set)
    rejects: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    withdrawn: Counter[str] = field(default_factory=Counter)
    repeats: Counter[tuple[str | None, ...]] = field(default_factory=Counter)

    def run(self) -> Gated:
        for capture in self.result.captures:
            _check_capture(capture)
        evidence = self._evidence()
        for model in TABLES:
            if model not in (Evidence, Reject):
                self._pass(model, _frame(model, self.result.captures))
        self._keep(Evidence, self._without_refused(evidence))
        rejects = _frame(Reject, self.result.captures, self.rejects)
        failures = validate_frame(Reject, rejects.drop(CAPTURE, SOURCE))[1]
        if failures:
            raise StagingError(f"a reject is itself not valid: {failures[0]}; mend what wrote it")
        self._keep(Reject, rejects)
        return Gated(self.frames, self._books())

    def _keep(self, model: type[Table], frame: pl.DataFrame) -> None:
        if frame.height:
            self.frames[model.table] = frame

    def _evidence(self) -> pl.DataFrame:
        """Return the evidence that passes; a value whose evidence fails is refused with its row."""
        frame = _frame(Evidence, self.result.captures)
        passed, refusals = _check(Evidence, frame)
        for refusal in refusals:
            row = frame.row(refusal.row, named=True)
            self.unproved.add((row["table_name"], row[CAPTURE], row["row_id"]))
            self._refuse(Evidence, row, refusal)
        return passed

    def _without_refused(self, evidence: pl.DataFrame) -> pl.DataFrame:
        """Take away the evidence of refused rows; it is booked as withdrawn, since it has no reject of its own."""
        if not self.refused:
            return evidence
        keys = pl.DataFrame(list(self.refused), schema=["table_name", CAPTURE, "row_id"], orient="row")
        gone = evidence.join(keys, on=_EVIDENCE_KEY, how="semi")
        self.withdrawn.update(gone[CAPTURE].to_list())
        return evidence.join(keys, on=_EVIDENCE_KEY, how="anti", maintain_order="left")

    def _pass(self, model: type[Table], frame: pl.DataFrame) -> None:
        if not frame.height:
            return
        if self.refused or self.unproved:
            frame = self._without_parents(model, frame)
        passed, refusals = _check(model, frame)
        for refusal in refusals:
            self._refuse(model, frame.row(refusal.row, named=True), refusal)
        self._keep(model, passed)

    def _without_parents(self, model: type[Table], frame: pl.DataFrame) -> pl.DataFrame:
        """Refuse rows that cannot stand without a refused row or proof; optional references to one become NULL."""
        kept = []
        for row in frame.iter_rows(named=True):
            refusal = self._orphaned(model, row)
            if refusal is None:
                kept.append(row)
            else:
                self._refuse(model, row, refusal)
        return pl.DataFrame(kept, schema=frame.schema, orient="row")

    def _orphaned(self, model: type[Table], row: dict[str, Any]) -> _Refusal | None:
        if (model.table, row[CAPTURE], str(row[model.primary_key[0]])) in self.unproved:
            return _Refusal(0, "frame", "unproved_value", None, f"{model.table}: the evidence of a value was refused")
        for name, column in columns_of(model).items():
            target = (column.references or "").partition(".")[0]
            if target and (target, row[CAPTURE], row[name]) in self.refused:
                if model.model_fields[name].is_required():
                    message = f"{model.table}.{name}: the {target} row it refers to was refused"
                    return _Refusal(0, "frame", "dangling_reference", name, message)
                row[name] = None
        return None

    def _refuse(self, model: type[Table], row: dict[str, Any], refusal: _Refusal) -> None:
        if model is Capture:
            raise StagingError(f"capture {row[CAPTURE]}: {refusal.message}; mend what wrote its captures row")
        if len(model.primary_key) == 1:
            self.refused.add((model.table, row[CAPTURE], str(row[model.primary_key[0]])))
        values = {name: row[name] for name in model.model_fields}
        payload = json.dumps(values, ensure_ascii=False, default=str)
        identity = (row[CAPTURE], model.table, refusal.column, payload)
        self.repeats[identity] += 1
        self.rejects.setdefault(row[CAPTURE], []).append(
            reject_row(
                capture_id=row[CAPTURE],
                source_id=row[SOURCE],
                stage=refusal.stage,
                reason=refusal.reason,
                message=refusal.message,
                extractor_version=self.result.extractor_version,
                table_name=model.table,
                field=refusal.column,
                payload=payload,
                repeat=self.repeats[identity],
            )
        )

    def _books(self) -> pl.DataFrame:
        lines = []
        for capture in self.result.captures:
            for table, extracted in sorted(capture.extracted.items()):
                withdrawn = self.withdrawn[capture.key.capture_id] if table == Evidence.table else 0
                key = capture.key
                lines.append(
                    (key.capture_id, capture.source_id, key.extractor_version, key.input_digest, table, extracted, withdrawn)
                )
        schema = {
            "capture_id": pl.String,
            "source_id": pl.String,
            "extractor_version": pl.String,
            "input_digest": pl.String,
            "table_name": pl.String,
            "extracted": pl.Int64,
            "withdrawn": pl.Int64,
        }
        return pl.DataFrame(lines, schema=schema, orient="row")


def _check_capture(capture: CaptureResult) -> None:
    """Refuse what no build could account for: rows of unknown tables, a missing captures row."""
    for table in capture.rows:
        if table not in TABLE_BY_NAME or TABLE_BY_NAME[table].made_by != "extraction":
            raise StagingError(f"capture {capture.key.capture_id} has rows of {table!r}, which extraction does not make")
    own = [row["capture_id"] for row in capture.rows.get(Capture.table, [])]
    if own != [capture.key.capture_id]:
        raise StagingError(f"capture {capture.key.capture_id} needs one captures row of its own, not {own}")


def _frame(
    model: type[Table], captures: Iterable[CaptureResult], more: dict[str, list[dict[str, Any]]] | None = None
) -> pl.DataFrame:
    """Return the rows of a table, and `more` of them by capture, with the columns that say where they come from."""
    rows: list[dict[str, Any]] = []
    owners: list[str] = []
    sources: list[str | None] = []
    for capture in captures:
        own = [*capture.rows.get(model.table, ()), *(more or {}).get(capture.key.capture_id, ())]
        rows += own
        owners += [capture.key.capture_id] * len(own)
        sources += [capture.source_id] * len(own)
    arrays = {entry.name: pa.array([row[entry.name] for row in rows], entry.type) for entry in arrow_schema(model)}
    arrays |= {CAPTURE: pa.array(owners, pa.string()), SOURCE: pa.array(sources, pa.string())}
    frame = pl.from_arrow(pa.table(arrays))
    assert isinstance(frame, pl.DataFrame)
    return frame


def _check(model: type[Table], frame: pl.DataFrame) -> tuple[pl.DataFrame, list[_Refusal]]:
    """Return the rows that pass, in order, and one refusal per row that does not."""
    refusals: dict[int, _Refusal] = {}
    for rows in _layers(model, frame):
        part = frame if rows is None else frame[rows]
        for failure in validate_frame(model, part.drop(CAPTURE, SOURCE))[1]:
            row = failure.row if rows is None else rows[failure.row]
            refusals.setdefault(row, _refusal(model, row, failure))
    if not refusals:
        return frame, []
    passed = [row for row in range(frame.height) if row not in refusals]
    return frame[passed], [refusals[row] for row in sorted(refusals)]


def _layers(model: type[Table], frame: pl.DataFrame) -> Sequence[list[int] | None]:
    """Part the rows so that equal keys of different captures are checked apart; None stands for the whole frame.

    Versions of one document and shared rows have equal ids in several captures, which is no fault; twice in one
    capture is one.
    """
    key = list(model.primary_key)
    if not frame.select(key).is_duplicated().any():
        return [None]
    layer = pl.col(CAPTURE).rank("dense").over(key)
    parts = frame.select(layer.alias("layer")).with_row_index(_ROW).group_by("layer", maintain_order=True)
    return [part[_ROW].to_list() for _, part in parts]


def _refusal(model: type[Table], row: int, failure: FrameFailure) -> _Refusal:
    return _Refusal(row, "frame", failure.reason, failure.column, f"{model.table}: {failure.message}")
