"""The second gate: every frame of a batch is checked before it is staged.

A row that fails becomes a row of `rejects`; its siblings stay. What belonged to it goes with it: its evidence, and the
rows that cannot stand without it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl
import pyarrow as pa

from schemas.batches import CAPTURE_COLUMN as CAPTURE
from schemas.batches import SOURCE_COLUMN as SOURCE
from schemas.batches import BatchResult, CaptureResult
from schemas.declaration import Table
from schemas.recording import columns_of, reject_row
from schemas.records import TABLE_BY_NAME, TABLES, Capture, Evidence, PageText, Reject
from schemas.records.operations import RejectReason, RejectStage
from schemas.spans import Span
from schemas.tables import FrameFailure, arrow_schema, validate_frame
from warehouse.errors import StagingError

# What is not listed is a declared check over several columns.
_REASONS: Final[dict[str, RejectReason]] = {
    "not_null": "missing_value",
    "one_of": "invalid_value",
    "unique_key": "not_unique",
}


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
    # Rows whose evidence was refused.
    unproved: set[tuple[str, str, str]] = field(default_factory=set)
    # Keys that one capture gave twice, with the columns that have a value in the row that stays.
    doubled: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
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
        failures = validate_frame(Reject, rejects)[1]
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
            if refusal.reason != "not_unique":
                self.unproved.add((row["table_name"], row[CAPTURE], row["row_id"]))
            self._refuse(Evidence, row, refusal)
        return passed

    def _without_refused(self, evidence: pl.DataFrame) -> pl.DataFrame:
        """Take away the evidence of refused rows; it is booked as withdrawn, since it has no reject of its own."""
        if not self.refused and not self.doubled:
            return evidence
        kept = []
        for row in evidence.iter_rows(named=True):
            key = (row["table_name"], row[CAPTURE], row["row_id"])
            if key in self.refused or row["column_name"] not in self.doubled.get(key, {row["column_name"]}):
                self.withdrawn[row[CAPTURE]] += 1
            else:
                kept.append(row)
        return pl.DataFrame(kept, schema=evidence.schema, orient="row")

    def _pass(self, model: type[Table], frame: pl.DataFrame) -> None:
        if not frame.height:
            return
        if self.refused or self.unproved:
            frame = self._without_parents(model, frame)
        passed, refusals = _check(model, frame)
        for refusal in refusals:
            self._refuse(model, frame.row(refusal.row, named=True), refusal)
        if refusals:
            # Rows of a table may refer to each other (a section to the one around it).
            passed = self._without_parents(model, passed)
        if self.doubled:
            self._note_values(model, passed)
        self._keep(model, passed)

    def _note_values(self, model: type[Table], passed: pl.DataFrame) -> None:
        for row in passed.iter_rows(named=True):
            columns = self.doubled.get(_key(model, row))
            if columns is not None:
                columns.update(name for name, value in row.items() if value is not None)

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
        if _key(model, row) in self.unproved:
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
        if refusal.reason == "not_unique":
            # Its key stays in use: what refers to it means the first row.
            self.doubled[_key(model, row)] = set()
        else:
            self.refused.add(_key(model, row))
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
                span=self._place(model, row, refusal.column),
                repeat=self.repeats[identity],
            )
        )

    def _place(self, model: type[Table], row: dict[str, Any], column: str | None) -> Span | None:
        """Return where a refused row stands: its own span, else that of the refused value or of its first one."""
        capture = next(entry for entry in self.result.captures if entry.key.capture_id == row[CAPTURE])
        size = max((len(page["text"]) for page in capture.rows.get(PageText.table, ())), default=0)
        key = _key(model, row)[2]
        proofs = [
            (proof["column_name"] != column, proof["span_start"], proof["span_end"])
            for proof in capture.rows.get(Evidence.table, ())
            if proof["table_name"] == model.table and proof["row_id"] == key
        ]
        places = [(row.get("span_start"), row.get("span_end")), *((start, end) for _, start, end in sorted(proofs))]
        spans = (Span(start, end) for start, end in places if start is not None and end is not None)
        return next((span for span in spans if 0 <= span.start <= span.end <= size), None)

    def _books(self) -> pl.DataFrame:
        lines = []
        for capture in self.result.captures:
            for table, extracted in sorted(capture.extracted.items()):
                withdrawn = self.withdrawn[capture.key.capture_id] if table == Evidence.table else 0
                key = capture.key
                lines.append(
                    (
                        key.capture_id,
                        capture.source_id,
                        key.extractor_version,
                        key.input_digest,
                        table,
                        extracted,
                        withdrawn,
                    )
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
            raise StagingError(
                f"capture {capture.key.capture_id} has rows of {table!r}, which extraction does not make"
            )
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


def _key(model: type[Table], row: dict[str, Any]) -> tuple[str, str, str]:
    return model.table, row[CAPTURE], "/".join(str(row[column]) for column in model.primary_key)


def _check(model: type[Table], frame: pl.DataFrame) -> tuple[pl.DataFrame, list[_Refusal]]:
    """Return the rows that pass, in order, and one refusal per row that does not."""
    passed, failures = validate_frame(model, frame)
    refusals: dict[int, _Refusal] = {}
    for failure in failures:
        refusals.setdefault(failure.row_no, _refusal(model, failure))
    return passed, [refusals[row] for row in sorted(refusals)]


def _refusal(model: type[Table], failure: FrameFailure) -> _Refusal:
    place = f"{model.table}.{failure.column}" if failure.column else model.table
    message = f"{place}: {failure.value!r} does not pass {failure.check}"
    reason = _REASONS.get(failure.check, "check_failed")
    return _Refusal(failure.row_no, "frame", reason, failure.column, message)
