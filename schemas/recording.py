"""From drafts to rows: ids, proofs and the first gate (Pydantic, record by record).

An extractor drafts rows whose traced values are `Found`; `Recorder.finish` mints ids, proves every traced value
against the page text, validates, and sends what fails to quarantine without touching its siblings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from math import isfinite
from typing import Any, Final

import regex
from pydantic import ValidationError

from schemas.batches import Row
from schemas.declaration import Table, columns_of
from schemas.ids import row_id
from schemas.records import Document, Evidence, QualityIssue, Reject
from schemas.records.operations import QualityCode, RejectReason, Severity
from schemas.row_validation import row_validator
from schemas.spans import NORMALISERS, Found, Span, collapse_ws

__all__ = ["SEVERITIES", "Draft", "KeyPart", "Recorded", "Recorder", "columns_of", "reject_row"]

# What a reader must be warned of more loudly, or less, than the usual `warn`.
SEVERITIES: Final[Mapping[QualityCode, Severity]] = {
    "glued_cells": "info",
    "glued_tags": "info",
    "glued_nav": "info",
    "flattened_tables": "info",
    "body_repeated": "info",
    "title_repeated": "info",
    "multi_document_capture": "info",
    "empty_section": "info",
    "placeholder_value": "info",
    "null_literal_string": "info",
    "python_literal": "info",
    "generic_author": "info",
    "missing_citation_prefix": "info",
    "truncated_doi": "error",
    "malformed_identifier": "error",
}
# Extractors see them as usual blanks.
_OTHER_BLANK: Final = regex.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
KeyPart = str | Found[Any] | None


@dataclass(slots=True, eq=False)
class Draft:
    """A row to be: its values are plain, `Found`, or other drafts that it refers to."""

    model: type[Table]
    values: dict[str, Any]
    natural_key: Sequence[KeyPart] | None
    row_id: str | None = None
    is_rejected: bool = False


@dataclass(slots=True)
class Recorded:
    """The validated rows of one capture, its rejects, and how many rows were attempted per table."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    extracted: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the recorder needs of a declaration, looked up once per table."""

    names: frozenset[str]
    traced: frozenset[str]
    provable: frozenset[str]
    # None where the key has several columns, which the extractor gives.
    minted: str | None
    # Columns of the default natural key: required references, then the raw text of these, then the values of these.
    parents: tuple[str, ...]
    key_texts: tuple[str, ...]
    key_columns: tuple[str, ...]
    referenced: dict[str, str]
    required: frozenset[str]
    validate: Callable[[Row], Row]


@cache
def _plan(model: type[Table]) -> _Plan:
    columns = columns_of(model)
    required = frozenset(name for name, info in model.model_fields.items() if info.is_required())
    traced = [name for name, column in columns.items() if column.origin == "text"]
    referenced = {name: column.references.split(".")[0] for name, column in columns.items() if column.references}
    return _Plan(
        names=frozenset(columns),
        traced=frozenset(traced),
        provable=frozenset(name for name, column in columns.items() if column.origin in ("text", "derived")),
        minted=model.primary_key[0] if len(model.primary_key) == 1 else None,
        # A document is the same in whatever capture it is seen.
        parents=() if model is Document else tuple(sorted(referenced.keys() & required)),
        # An optional value that is found later, or differently, does not make another row.
        key_texts=tuple([name for name in traced if name in required] or traced),
        key_columns=model.key_columns,
        referenced=referenced,
        required=required,
        validate=row_validator(model),
    )


class _RefusedError(Exception):
    """A draft that does not pass the gate."""

    def __init__(self, reason: RejectReason, column: str | None, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.reason: RejectReason = reason
        self.column = column
        self.span = span


class Recorder:
    """Collects the drafts of one capture."""

    def __init__(self, capture_id: str, source_id: str, text: str, extractor_version: str) -> None:
        self.capture_id = capture_id
        self.source_id = source_id
        self.text = text
        self.extractor_version = extractor_version
        self._has_other_blanks = not text.isascii() and _OTHER_BLANK.search(text) is not None
        self._drafts: list[Draft] = []
        self._key_uses: Counter[tuple[str, ...]] = Counter()
        self._shared: set[str] = set()
        self._recorded = Recorded()

    def add(self, model: type[Table], *, keyed_by: Sequence[KeyPart] | None = None, **values: Any) -> Draft:
        """Draft a row; drafts that it refers to are added before it.

        The natural key is the table's required references with `keyed_by`, where a `Found` stands for its raw text, so
        that a better normaliser changes no id. Without `keyed_by` it is they with the raw text of the row's required
        traced values (of all, where none is required) and its `key_columns`. Repeats get an ordinal. Rows of shared
        tables with one natural key are one row: the first that passes.
        """
        plan = _plan(model)
        if not plan.names.issuperset(values):
            raise TypeError(f"{model.table} has no column {sorted(values.keys() - plan.names)}; fix the extractor")
        if keyed_by is None and plan.minted and not plan.parents and plan.minted not in values:
            raise TypeError(f"a row of {model.table} belongs to no other, so it needs `keyed_by`; fix the extractor")
        draft = Draft(model, values, keyed_by)
        self._drafts.append(draft)
        return draft

    def issue(
        self,
        code: QualityCode,
        detail: str,
        *,
        span: Span | None = None,
        document: Draft | None = None,
        severity: Severity | None = None,
    ) -> Draft:
        """Draft a quality issue of the capture or, where given, of a document; the code knows its usual severity."""
        return self.add(
            QualityIssue,
            keyed_by=(code, detail),
            capture_id=self.capture_id,
            document_id=document,
            code=code,
            severity=severity or SEVERITIES.get(code, "warn"),
            span_start=span.start if span else None,
            span_end=span.end if span else None,
            detail=detail,
        )

    def finish(self) -> Recorded:
        """Return the rows of all drafts; every draft is a row, a reject, or a shared row that stands already."""
        recorded = self._recorded
        for draft in self._drafts:
            try:
                self._record(draft, _plan(draft.model))
            except _RefusedError as refusal:
                draft.is_rejected = True
                recorded.extracted[draft.model.table] += 1
                self._reject(draft, refusal)
        for table, rows in recorded.rows.items():
            if table != Reject.table:
                recorded.extracted[table] += len(rows)
        self._drafts.clear()
        return recorded

    def _record(self, draft: Draft, plan: _Plan) -> None:
        model, drafted = draft.model, draft.values
        values: Row = drafted.copy()
        found: list[tuple[str, Found[Any]]] = []
        unproved: str | None = None
        for name, value in drafted.items():
            kind = type(value)
            if kind is Found:
                proved = self._with_usual_blanks(value) if self._has_other_blanks else value
                found.append((name, proved))
                values[name] = proved.value
            elif kind is Draft:
                values[name] = _reference(plan, model, name, value)
            elif value is not None and name in plan.traced:
                unproved = name
        if plan.minted and plan.minted not in values:
            # Before the proofs, so that the ordinal of a repeat does not depend on whether the others pass.
            values[plan.minted] = self._mint(draft, plan, values)
        if unproved:
            message = f"{model.table}.{unproved} has no span: {values[unproved]!r}"
            raise _RefusedError("unproved_value", unproved, message)
        for name, value in found:
            # A derived value may carry evidence, too: one page states the slug, another has it in its address only.
            if name not in plan.provable:
                raise TypeError(f"{model.table}.{name} is neither traced nor derived, so it takes no span")
            self._prove(name, value)
        try:
            row = plan.validate(values)
        except ValidationError as error:
            raise _invalid(draft, error) from error
        if model.proved_by_own_span:
            name, normaliser = model.proved_by_own_span
            if row[name] is not None:
                self._prove(name, Found(row[name], row["span_start"], row["span_end"], normaliser))
        draft.row_id = row_key = row[model.primary_key[0]]
        self._accept(model, row, row_key, found)

    def _accept(self, model: type[Table], row: Row, row_key: str, found: Sequence[tuple[str, Found[Any]]]) -> None:
        if model.is_shared:
            if row_key in self._shared:
                return
            self._shared.add(row_key)
        table, rows = model.table, self._recorded.rows
        if table in rows:
            rows[table].append(row)
        else:
            rows[table] = [row]
        if not found:
            return
        evidence = rows.setdefault(Evidence.table, [])
        for name, (_, start, end, normaliser) in found:
            evidence.append(
                {
                    "table_name": table,
                    "row_id": row_key,
                    "column_name": name,
                    "capture_id": self.capture_id,
                    "span_start": start,
                    "span_end": end,
                    "normaliser": normaliser,
                }
            )

    def _with_usual_blanks(self, found: Found[Any]) -> Found[Any]:
        """Return a value that was read with usual blanks with a normaliser that leads to it from the other ones."""
        if found.normaliser != "identity" or not isinstance(found.value, str):
            return found
        raw = self.text[found.start : found.end]
        collapsed = collapse_ws(raw)
        if raw == found.value or collapsed.split() != found.value.split():
            return found  # what differs in more than blanks is refused
        return found._replace(value=collapsed, normaliser="collapse_ws")

    def _prove(self, name: str, found: Found[Any]) -> None:
        value, start, end, normaliser = found
        if not 0 <= start < end <= len(self.text):
            message = f"the span {start}-{end} lies outside the page"
            raise _RefusedError("unproved_value", name, message, Span(start, end) if 0 <= start <= end else None)
        normalised = NORMALISERS[normaliser](self.text[start:end])
        if normalised != value and not _is_same(normalised, value):
            message = f"{normaliser} of the text at {start}-{end} gives {normalised!r}, not {value!r}"
            raise _RefusedError("unproved_value", name, message, Span(start, end))

    def _mint(self, draft: Draft, plan: _Plan, values: Row) -> str:
        text, drafted = self.text, draft.values
        natural: list[str] = []
        for name in plan.parents:
            natural.append(str(values.get(name)))
        if draft.natural_key is not None:
            for part in draft.natural_key:
                natural.append(text[part.start : part.end] if isinstance(part, Found) else part or "")
        else:
            for name in plan.key_texts:
                part = drafted.get(name)
                if type(part) is Found:
                    natural.append(text[part.start : part.end])
            for name in plan.key_columns:
                natural.append(str(values.get(name)))
        if not draft.model.is_shared:
            repeat = self._repeat((draft.model.table, *natural))
            if repeat > 1:
                natural.append(f"#{repeat}")
        return row_id(draft.model.table, natural)

    def _repeat(self, natural_key: tuple[str, ...]) -> int:
        """Count a natural key and return how often the capture has shown it, from 1."""
        repeat = self._key_uses.get(natural_key, 0) + 1
        self._key_uses[natural_key] = repeat
        return repeat

    def _reject(self, draft: Draft, refusal: _RefusedError) -> None:
        values = {name: _plain(value) for name, value in draft.values.items()}
        payload = _storable(json.dumps(values, ensure_ascii=False, default=str))
        row = reject_row(
            capture_id=self.capture_id,
            source_id=self.source_id,
            stage="validate",
            reason=refusal.reason,
            message=_storable(str(refusal)),
            extractor_version=self.extractor_version,
            table_name=draft.model.table,
            field=refusal.column,
            payload=payload,
            span=refusal.span,
            repeat=self._repeat((Reject.table, draft.model.table, str(refusal.column), payload)),
        )
        self._recorded.rows.setdefault(Reject.table, []).append(row)


def _reference(plan: _Plan, model: type[Table], name: str, target: Draft) -> str | None:
    """Return the id of the row that `target` became, None where it was rejected and need not be there."""
    if plan.referenced.get(name) != target.model.table:
        raise TypeError(f"{model.table}.{name} does not refer to {target.model.table}; fix the extractor")
    if target.row_id is not None:
        return target.row_id
    if target.is_rejected:
        if name in plan.required:
            raise _RefusedError("dangling_reference", name, f"the {target.model.table} row it refers to was rejected")
        return None
    raise TypeError(f"{model.table}.{name} refers to a draft that is added later; fix the extractor")


def _invalid(draft: Draft, error: ValidationError) -> _RefusedError:
    """Return the refusal of a row that its declaration does not allow."""
    first = error.errors(include_url=False)[0]
    column = str(first["loc"][0]) if first["loc"] else None
    place = draft.values.get(column or "")
    span = Span(place.start, place.end) if isinstance(place, Found) else None
    reason: RejectReason = "missing_value" if first["input"] is None or first["type"] == "missing" else "invalid_value"
    return _RefusedError(reason, column, f"{draft.model.table}.{column}: {first['msg']}", span)


def _storable(text: str) -> str:
    """Return a text that UTF-8 can hold: half a surrogate pair, as a page's escapes can leave one, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def reject_row(  # noqa: PLR0913 - one keyword per column
    *,
    capture_id: str | None,
    source_id: str | None,
    stage: str,
    reason: RejectReason,
    message: str,
    extractor_version: str | None,
    table_name: str | None = None,
    field: str | None = None,
    payload: str | None = None,
    span: Span | None = None,
    repeat: int = 1,
) -> Row:
    """Return a row of `rejects`; equal refusals of one capture have equal ids, so that a replay can close them."""
    identity = [
        capture_id,
        stage,
        reason,
        table_name,
        field,
        payload or message,
        *([str(repeat)] if repeat > 1 else []),
    ]
    return Reject(
        reject_id=row_id(Reject.table, [part or "" for part in identity]),
        capture_id=capture_id,
        source_id=source_id,
        stage=stage,  # type: ignore[arg-type]
        table_name=table_name,
        field=field,
        reason=reason,
        message=message,
        payload=payload,
        span_start=span.start if span else None,
        span_end=span.end if span else None,
        extractor_version=extractor_version,
    ).model_dump()


def _is_same(normalised: str | None, value: object) -> bool:
    """Whether a normaliser's text states a value that is no text."""
    if normalised is None or isinstance(value, str):
        return False
    if isinstance(value, date):
        return normalised == value.isoformat()
    try:
        return float(normalised) == value if isinstance(value, float) else int(normalised) == value
    except ValueError:
        return False


def _plain(value: object) -> object:
    if isinstance(value, Found):
        return {"value": _plain(value.value), "start": value.start, "end": value.end, "normaliser": value.normaliser}
    if isinstance(value, Draft):
        return value.row_id
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return str(value)  # JSON has no such number
    return value
