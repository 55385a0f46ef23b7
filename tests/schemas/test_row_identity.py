"""Ids survive what happens to other rows, to optional values and to the layout of the page."""

from __future__ import annotations

from typing import Any

from schemas.records import Attribute, Entity, Mention, Reject
from schemas.spans import Found, found_text
from tests.schemas.drafts import (
    TEXT,
    assert_books_balance,
    claim,
    document,
    found,
    ids,
    only,
    recorder,
    span_of,
)


def test_repeats_of_a_natural_key_get_ordinals() -> None:
    into = recorder()
    of = document(into)
    for nth in (1, 2):
        into.add(
            Attribute,
            document_id=of,
            scope="infobox",
            ordinal=nth,
            key=found("graft", "key", nth),
            label=found("graft", nth=nth),
        )
    first, second = ids(into.finish(), Attribute)
    assert first != second


def test_ids_stay_when_other_rows_come_go_move_or_fail() -> None:
    def claims(order: list[str]) -> dict[str, str]:
        into = recorder()
        of = document(into)
        drafts = {}
        for what in order:
            if what == "unproved":
                claim(into, of, Found("graft failed", *span_of("The graft")))
            elif what == "safety":
                drafts[what] = claim(into, of, found("The graft held."), kind="safety")
            else:
                drafts[what] = claim(into, of, found(what))
        into.finish()
        return {what: str(draft.row_id) for what, draft in drafts.items()}

    base = claims(["The graft held.", "safety"])
    assert len(set(base.values())) == 2
    for order in (
        ["safety", "The graft held."],
        ["Reported on May 19, 2025 by Noe.", "unproved", "The graft held.", "unproved", "safety"],
    ):
        assert base.items() <= claims(order).items()


def test_an_ordinal_does_not_depend_on_whether_the_first_passes() -> None:
    def second(*, first_passes: bool) -> str | None:
        into = recorder()
        of = document(into)
        claim(into, of, found("The graft"), polarity="positive" if first_passes else "glad")
        draft = claim(into, of, found("The graft", nth=1))
        into.finish()
        return draft.row_id

    assert second(first_passes=True) == second(first_passes=False)


def test_an_id_depends_neither_on_optional_values_nor_on_their_order_nor_on_the_place() -> None:
    def made(text: str, *, regulator: bool) -> str | None:
        into = recorder(text)
        of = document(into, title=None, title_status="absent")
        sentence = found_text(text, text.index("Noe"), len(text))
        extra = {"regulator": found_text(text, text.index("EMA"), text.index("EMA") + 3)} if regulator else {}
        draft = claim(into, of, sentence, **extra)
        assert Reject.table not in into.finish().rows
        return draft.row_id

    base = made("Noe asked EMA.", regulator=False)
    assert made("Noe asked EMA.", regulator=True) == base
    assert made("\n\nMoved down. Noe asked EMA.", regulator=True) == base
    assert made("Noe asked the EMA.", regulator=True) != base


def test_a_shared_row_is_stated_once_per_capture() -> None:
    into = recorder()
    of = document(into)
    drafts = [
        into.add(Entity, keyed_by=("product", "graft"), kind="product", name=found("graft", nth=nth)) for nth in (1, 2)
    ]
    for nth, entity in enumerate(drafts, start=1):
        into.add(Mention, document_id=of, entity_id=entity, role="mention", raw=found("graft", nth=nth))
    recorded = into.finish()
    assert_books_balance(recorded)
    assert drafts[0].row_id == drafts[1].row_id == only(recorded, Entity)["entity_id"]
    assert len(set(ids(recorded, Mention))) == 2
    (proof,) = [entry for entry in recorded.rows["evidence"] if entry["table_name"] == "entities"]
    assert proof["span_start"] == TEXT.index("graft")


def test_a_shared_row_that_fails_leaves_its_place_to_the_next() -> None:
    into = recorder()
    into.add(Entity, keyed_by=("product", "graft"), kind="product", name=Found("graft", 0, 5))
    kept = into.add(Entity, keyed_by=("product", "graft"), kind="product", name=found("graft"))
    recorded = into.finish()
    assert_books_balance(recorded)
    assert ids(recorded, Entity) == [kept.row_id]
    assert only(recorded, Reject)["table_name"] == "entities"


def test_a_found_key_part_stands_for_its_raw_text() -> None:
    def made(part: Any) -> str | None:
        into = recorder()
        draft = into.add(Entity, keyed_by=("other", part), kind="other", name=found("**11**"))
        into.finish()
        return draft.row_id

    assert made(found("**11**")) == made("**11**") != made("11")
