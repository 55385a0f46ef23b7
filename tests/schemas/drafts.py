"""Drafts over one short page, and what to look for in what becomes of them."""

from __future__ import annotations

from typing import Any

from schemas.batches import Row
from schemas.declaration import Table
from schemas.recording import Draft, Recorded, Recorder
from schemas.records import Claim, Document, Measurement, Reject
from schemas.spans import Found, NormaliserName, found_text

TEXT = "Cord repair\nIn **11** of 13 volunteers the graft held. The graft held. Reported on May 19, 2025 by Noe."
CAPTURE_ID = "c" * 64


def recorder(text: str = TEXT) -> Recorder:
    return Recorder(CAPTURE_ID, "site", text, "v1")


def found(quote: str, normaliser: NormaliserName = "strip_markup", nth: int = 1) -> Found[str]:
    """Find the nth occurrence of a quote in the page."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(quote, start + 1)
    value = found_text(TEXT, start, start + len(quote), normaliser)
    assert value is not None
    return value


def number(quote: str, value: float) -> Found[float]:
    start = TEXT.index(quote)
    return Found(value, start, start + len(quote), "decimal")


def document(into: Recorder, **chosen: Any) -> Draft:
    values: dict[str, Any] = {
        "source_id": "site",
        "capture_id": CAPTURE_ID,
        "natural_key": '["slug","cord"]',
        "kind": "web_page",
        "title": found("Cord repair"),
        "title_status": "explicit",
        "has_commercial_interest": False,
        "span_start": 0,
        "span_end": len(TEXT),
        "n_words": 17,
        "content_sha256": "0" * 64,
    }
    return into.add(Document, keyed_by=("site", "slug", "cord"), **values | chosen)


def claim(into: Recorder, of: Draft, text: object, **chosen: Any) -> Draft:
    values = {
        "kind": "efficacy",
        "page_role": "body",
        "polarity": "positive",
        "certainty": "asserted",
        "is_marketing": False,
    }
    return into.add(Claim, document_id=of, text=text, **values | chosen)


def measurement(into: Recorder, of: Draft, value: object, raw: object, **chosen: Any) -> Draft:
    values = {
        "kind": "count",
        "form": "exact",
        "modifiers": [],
        "is_finding": True,
        "context_start": 0,
        "context_end": 9,
    }
    return into.add(Measurement, document_id=of, value=value, raw=raw, **values | chosen)


def only(recorded: Recorded, model: type[Table]) -> Row:
    (row,) = recorded.rows[model.table]
    return row


def ids(recorded: Recorded, model: type[Table]) -> list[str]:
    return [row[model.primary_key[0]] for row in recorded.rows.get(model.table, [])]


def assert_books_balance(recorded: Recorded) -> None:
    """Every table: extracted = rows + rejects."""
    refused = [row["table_name"] for row in recorded.rows.get(Reject.table, [])]
    for table in {*recorded.extracted, *recorded.rows, *refused} - {Reject.table}:
        assert recorded.extracted[table] == len(recorded.rows.get(table, [])) + refused.count(table), table


def span_of(quote: str) -> tuple[int, int]:
    start = TEXT.index(quote)
    return start, start + len(quote)
