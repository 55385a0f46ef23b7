"""What a capture gives, as a person reads and compares it: rows without ids and offsets, references by their names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from schemas.batches import CaptureResult, Row
from schemas.declaration import columns_of
from schemas.records import TABLE_BY_NAME

# What holds offsets, whole texts or digests of code: they change with the rendering, not with what the page says.
_LEFT_OUT_TABLES: Final = frozenset({"pages", "evidence", "captures", "rejects", "document_signatures"})
_LEFT_OUT_COLUMNS: Final = frozenset({"locator", "content_sha256", "natural_key", "n_words", "extractor_version"})
# The column by which a row of a table is named where another row refers to it.
_NAMES: Final = {
    "sections": "heading",
    "citations": "raw",
    "data_tables": "ordinal",
    "claims": "text",
    "trials": "registry_id",
    "trial_mentions": "raw",
    "entities": "name",
    "measurements": "raw",
}

Observed = dict[str, list[dict[str, Any]]]


def observe(result: CaptureResult) -> Observed:
    """Return the rows of a capture by table, each without key, span and digest columns and without NULLs.

    A reference is shown as the name of the row it means; passages show the beginning and the end of their text.
    Rejects keep stage, reason, table and field.
    """
    names = _names(result)
    text = next((row["text"] for row in result.rows.get("pages", ())), "")
    observed: Observed = {}
    for table, rows in sorted(result.rows.items()):
        if table == "rejects":
            observed[table] = [{name: row[name] for name in ("stage", "reason", "table_name", "field")} for row in rows]
        elif table not in _LEFT_OUT_TABLES:
            observed[table] = [_shown(table, row, names, text) for row in rows]
    return observed


def _names(result: CaptureResult) -> dict[tuple[str, str], Any]:
    return {
        (table, row[TABLE_BY_NAME[table].primary_key[0]]): row[column] or row.get("acronym") or row.get("label")
        for table, column in _NAMES.items()
        for row in result.rows.get(table, ())
    }


def _shown(table: str, row: Row, names: dict[tuple[str, str], Any], text: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, column in columns_of(TABLE_BY_NAME[table]).items():
        value = row[name]
        if value is None or name in _LEFT_OUT_COLUMNS or column.origin == "span":
            continue
        if column.origin == "key":
            target = column.references.partition(".")[0] if column.references else None
            if target in _NAMES and (target, value) in names:
                shown[name.removesuffix("_id")] = names[target, value]
            continue
        shown[name] = value.isoformat() if isinstance(value, date | datetime) else value
    if table == "passages":
        shown["text"] = _brief(text[row["span_start"] : row["span_end"]])
    return shown


def _brief(text: str, n_chars: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 2 * n_chars else f"{words[:n_chars]} ... {words[-n_chars:]}"
