"""The first gate: what is proved and valid becomes rows, what is not becomes rejects, and nothing else moves."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.recording import Draft
from schemas.records import (
    TABLE_BY_NAME,
    Citation,
    Claim,
    ConsistencyCheck,
    Document,
    Entity,
    Measurement,
    Mention,
    Reject,
    Section,
    TableCell,
    TrialMention,
)
from schemas.spans import NORMALISERS, Found, NormaliserName, Span
from schemas.tables import validate_frame
from tests.schemas.drafts import (
    CAPTURE_ID,
    TEXT,
    assert_books_balance,
    claim,
    document,
    found,
    ids,
    measurement,
    number,
    only,
    recorder,
    span_of,
)
from tests.schemas.rows import frame_of


def test_a_row_comes_with_evidence_for_every_traced_value() -> None:
    into = recorder()
    of = document(
        into, published_on=Found(date(2025, 5, 19), *span_of("May 19, 2025"), "iso_date"), published_precision="day"
    )
    measurement(into, of, number("**11**", 11.0), found("**11** of 13 volunteers"))
    recorded = into.finish()
    assert_books_balance(recorded)
    row = only(recorded, Measurement)
    assert (row["value"], row["raw"], row["denominator"]) == (11.0, "11 of 13 volunteers", None)
    assert list(row) == list(Measurement.model_fields)
    assert row["document_id"] == of.row_id == only(recorded, Document)["document_id"]
    proofs = {(entry["table_name"], entry["column_name"]) for entry in recorded.rows["evidence"]}
    assert proofs == {
        ("documents", "title"),
        ("documents", "published_on"),
        ("measurements", "value"),
        ("measurements", "raw"),
    }
    for entry in recorded.rows["evidence"]:
        (owner,) = recorded.rows[entry["table_name"]]
        stored = owner[entry["column_name"]]
        stated = NORMALISERS[entry["normaliser"]](TEXT[entry["span_start"] : entry["span_end"]])
        assert stated == (stored.isoformat() if isinstance(stored, date) else stored) or float(str(stated)) == stored
        assert entry["row_id"] == owner[TABLE_BY_NAME[entry["table_name"]].primary_key[0]]
        assert entry["capture_id"] == CAPTURE_ID


@pytest.mark.parametrize(
    ("text", "column", "reason", "span"),
    [
        ("The graft held.", "text", "unproved_value", None),
        (Found("The graft failed.", 56, 71), "text", "unproved_value", (56, 71)),
        (Found("graft", 90, 900), "text", "unproved_value", (90, 900)),
        (Found("graft", -5, 3), "text", "unproved_value", None),
        (Found("", 5, 5), "text", "unproved_value", (5, 5)),
        (Found(7, *span_of("13"), "decimal"), "text", "unproved_value", span_of("13")),
        (Found(13, *span_of("13"), "decimal"), "text", "invalid_value", span_of("13")),
        (None, "text", "missing_value", None),
    ],
)
def test_what_is_not_proved_or_valid_is_rejected_alone(
    text: object, column: str, reason: str, span: tuple[int, int] | None
) -> None:
    into = recorder()
    of = document(into)
    claim(into, of, text)
    kept = claim(into, of, found("The graft held."))
    recorded = into.finish()
    assert_books_balance(recorded)
    assert ids(recorded, Claim) == [kept.row_id]
    reject = only(recorded, Reject)
    assert (reject["table_name"], reject["field"], reject["reason"], reject["stage"]) == (
        "claims",
        column,
        reason,
        "validate",
    )
    assert (reject["span_start"], reject["span_end"]) == (span or (None, None))
    assert (reject["capture_id"], reject["source_id"], reject["extractor_version"]) == (CAPTURE_ID, "site", "v1")
    assert orjson.loads(reject["payload"])["kind"] == "efficacy"
    assert not [entry for entry in recorded.rows["evidence"] if entry["row_id"] not in {of.row_id, kept.row_id}]
    for table, rows in recorded.rows.items():
        assert validate_frame(TABLE_BY_NAME[table], frame_of(TABLE_BY_NAME[table], rows))[1] == []


@pytest.mark.parametrize(
    ("value", "quote", "normaliser"),
    [
        (13, "13", "decimal"),
        (13.0, "13", "decimal"),
        (date(2025, 5, 19), "May 19, 2025", "iso_date"),
        ("2025-05-19", "May 19, 2025", "edtf"),
        ("11", "**11**", "strip_markup"),
    ],
)
def test_a_value_of_any_type_is_proved_by_its_text(value: Any, quote: str, normaliser: NormaliserName) -> None:
    column = {int: "enrolment", float: "value", date: "started_on", str: "raw"}[type(value)]
    into = recorder()
    of = document(into)
    proof = Found(value, *span_of(quote), normaliser)
    if column == "value":
        measurement(into, of, proof, found("13"))
    else:
        chosen: dict[str, Any] = {"raw": found("graft"), column: proof}
        precision = {"started_precision": "day"} if column == "started_on" else {}
        trial = into.add(TABLE_BY_NAME["trials"], keyed_by=("noe",), label=found("Noe"))
        into.add(TrialMention, document_id=of, trial_id=trial, **chosen, **precision)
    assert Reject.table not in into.finish().rows


def test_an_invalid_value_is_rejected_with_its_place() -> None:
    into = recorder()
    of = document(into)
    claim(into, of, found("The graft held."), kind="rumour")
    measurement(into, of, number("13", 13.0), found("13"), context_start=2**63)
    measurement(into, of, number("13", 13.0), found("13"), value_low=float("nan"))
    recorded = into.finish()
    assert_books_balance(recorded)
    assert [(row["table_name"], row["field"], row["reason"]) for row in recorded.rows[Reject.table]] == [
        ("claims", "kind", "invalid_value"),
        ("measurements", "context_start", "invalid_value"),
        ("measurements", "value_low", "unproved_value"),
    ]
    assert [orjson.loads(row["payload"])["document_id"] for row in recorded.rows[Reject.table]] == [of.row_id] * 3


def test_rows_of_a_rejected_row_are_rejected_where_they_need_it() -> None:
    into = recorder()
    of = document(into)
    section = into.add(
        Section, document_id=of, ordinal=1, heading="Unproved", span_start=0, span_end=11, is_empty=False
    )
    lost = into.add(Entity, keyed_by=("product", "graft"), kind="product", name=Found("graft", 0, 5))
    into.add(Mention, document_id=of, entity_id=lost, role="mention", raw=found("graft"))
    claim(into, of, found("The graft held."), section_id=section)
    recorded = into.finish()
    assert_books_balance(recorded)
    assert only(recorded, Claim)["section_id"] is None
    assert [(row["table_name"], row["reason"], row["field"]) for row in recorded.rows[Reject.table]] == [
        ("sections", "unproved_value", "heading"),
        ("entities", "unproved_value", "name"),
        ("mentions", "dangling_reference", "entity_id"),
    ]


def test_a_rejected_document_takes_what_stands_in_it() -> None:
    into = recorder()
    of = document(into, kind="pamphlet")
    claim(into, of, found("The graft held."))
    recorded = into.finish()
    assert_books_balance(recorded)
    assert recorded.rows.keys() == {Reject.table}


def test_a_cell_is_proved_by_its_own_span() -> None:
    cell = {"data_table_id": "t", "row_no": 1, "span_start": TEXT.index("**11**"), "span_end": TEXT.index("**11**") + 6}
    into = recorder()
    into.add(TableCell, col_no=1, value="11", **cell)
    into.add(TableCell, col_no=2, value="12", **cell)
    into.add(TableCell, col_no=3, value=None, **cell | {"span_end": cell["span_start"]})
    recorded = into.finish()
    assert_books_balance(recorded)
    assert [row["col_no"] for row in recorded.rows["table_cells"]] == [1, 3]
    assert only(recorded, Reject)["reason"] == "unproved_value"
    assert "evidence" not in recorded.rows


def test_issues_know_their_severity_unless_told() -> None:
    into = recorder()
    of = document(into)
    into.issue("glued_cells", "usual")
    into.issue("glued_cells", "told", severity="error", document=of, span=Span(2, 5))
    into.issue("glued_cells", "usual")
    into.issue("missing_url", "unlisted")
    rows = into.finish().rows["quality_issues"]
    assert [row["severity"] for row in rows] == ["info", "error", "info", "warn"]
    assert len({row["issue_id"] for row in rows}) == 4
    assert (rows[1]["document_id"], rows[1]["span_start"], rows[1]["span_end"]) == (of.row_id, 2, 5)


def test_equal_refusals_are_told_apart_and_stay_the_same_in_a_replay() -> None:
    def refused() -> list[str]:
        into = recorder()
        of = document(into)
        for _ in range(2):
            claim(into, of, "no span")
        return ids(into.finish(), Reject)

    assert refused() == refused()
    assert len(set(refused())) == 2


def test_half_a_surrogate_pair_is_rejected_and_can_be_stored() -> None:
    into = recorder("a \ud83e b")
    into.add(Entity, keyed_by=("other", "x"), kind="other", name=Found("\ud83e", 2, 3))
    reject = only(into.finish(), Reject)
    assert (reject["table_name"], reject["reason"]) == ("entities", "invalid_value")
    assert orjson.loads(reject["payload"])["name"]["value"] == "\ufffd"


def test_mistakes_of_an_extractor_are_errors() -> None:
    into = recorder()
    of = document(into)
    with pytest.raises(TypeError, match="no column"):
        into.add(Claim, document_id=of, sentence=found("graft"))
    with pytest.raises(TypeError, match="keyed_by"):
        into.add(Entity, kind="other", name=found("graft"))
    with pytest.raises(TypeError, match="keyed_by"):
        into.add(Document, source_id="site")


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"kind": found("graft"), "section_id": None}, None),
        ({"document_id": Draft(Citation, {}, None)}, "does not refer"),
        ({"section_id": Draft(Section, {}, None)}, "added later"),
        ({"document_id": found("graft")}, "takes no span"),
    ],
)
def test_mistakes_that_show_only_at_the_end_are_errors(chosen: dict[str, Any], message: str | None) -> None:
    into = recorder()
    of = document(into)
    values = {"document_id": of, "kind": "efficacy", "page_role": "body", "polarity": "mixed", "certainty": "asserted"}
    into.add(Claim, **values | {"is_marketing": False, "text": found("graft")} | chosen)
    if message is None:
        assert only(into.finish(), Reject)["field"] == "kind"
    else:
        with pytest.raises(TypeError, match=message):
            into.finish()


SENTENCES = ["The graft held.", "Cord repair", "Reported on May 19, 2025 by Noe."]


@given(
    st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(["efficacy", "safety", "rumour"]), st.booleans()))
)
def test_whatever_is_drafted_the_books_balance(drafted: list[tuple[str, str, bool]]) -> None:
    into = recorder()
    of = document(into)
    for sentence, kind, is_proved in drafted:
        made = claim(into, of, found(sentence) if is_proved else sentence, kind=kind)
        measurement(into, of, number("13", 13.0), found("13"), claim_id=made)
        into.add(ConsistencyCheck, document_id=of, rule="percent_sum", holds=is_proved, detail=sentence)
    recorded = into.finish()
    assert_books_balance(recorded)
    for table, rows in recorded.rows.items():
        passed, failures = validate_frame(TABLE_BY_NAME[table], frame_of(TABLE_BY_NAME[table], rows))
        assert (len(passed), failures) == (len(rows), [])
