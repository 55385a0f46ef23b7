"""Decisions about pairs of rows: which there are, and how a person takes one back."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from flows.errors import USAGE, CommandError
from flows.inspection import live
from flows.reports import lines, query
from flows.settings import Settings
from schemas.records import TABLES
from warehouse.decisions import Decision, Judgement, decisions_path, read_decisions, record, take_back
from warehouse.errors import DecisionError

_OPPOSITE: dict[str, Judgement] = {"merge": "keep_apart", "keep_apart": "merge"}


class MergeLine(BaseModel):
    """One decision about two rows; `compared` is JSON, the texts are those of references."""

    model_config = ConfigDict(frozen=True)

    merge_id: str
    table_name: str
    judgement: str
    is_in_force: bool
    rule: str
    rule_version: int
    score: float
    decided_by: str
    decided_at: datetime | None
    undone_at: datetime | None
    left_id: str
    right_id: str
    left_text: str | None
    right_text: str | None
    left_canonical_id: str
    right_canonical_id: str
    compared: str


class Undone(BaseModel):
    """What was recorded to take a decision back; `undone_at` is set where it was the decision of a person."""

    model_config = ConfigDict(frozen=True)

    merge_id: str
    table_name: str
    left_id: str
    right_id: str
    judgement: str
    reason: str
    undone_at: datetime | None
    file: str


def read_merges(settings: Settings, table: str | None = None, row_id: str | None = None) -> tuple[MergeLine, ...]:
    """Return the decisions of the live release: of one table, or those in which a row, work or decision took part."""
    if table is not None and table not in {model.table for model in TABLES}:
        raise CommandError(f"No table {table!r}; works are compared as 'works', pages as 'documents'", USAGE)
    with live(settings) as connection:
        return lines(MergeLine, query(connection, "merge_list", {"table_name": table, "id": row_id}))


def undo_merge(settings: Settings, merge_id: str, reason: str) -> Undone:
    """Record that a decision of the live release is taken back; the next build applies it.

    A rule is answered by the opposite decision about its pair. A decision of a person is marked as undone, whether it
    is named itself or by the merge that it undid. `CommandError` where there is nothing to undo.
    """
    found = next((line for line in read_merges(settings, row_id=merge_id) if line.merge_id == merge_id), None)
    if found is None:
        raise CommandError(f"No merge {merge_id} in the live release: `regenbase merges` lists them", USAGE)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    try:
        if found.decided_by == "person" or not found.is_in_force:
            made = take_back(settings.data, _decided_pair(settings, found), now)
        else:
            made = _answer(settings, found, reason, now)
            record(settings.data, made)
    except DecisionError as error:
        raise CommandError(f"{merge_id} cannot be undone: {error}", USAGE) from error
    return Undone(
        merge_id=merge_id,
        table_name=made.table_name,
        left_id=made.left_id,
        right_id=made.right_id,
        judgement=made.judgement,
        reason=made.reason,
        undone_at=made.undone_at,
        file=str(decisions_path(settings.data)),
    )


def _decided_pair(settings: Settings, line: MergeLine) -> tuple[str, str, str]:
    """Return the pair that the decision behind a line is about; people may have named works in place of citations."""
    if line.decided_by == "person":
        left, right = json.loads(line.compared).get("decided", (line.left_id, line.right_id))
        return (line.table_name, min(left, right), max(left, right))
    pair = (line.table_name, min(line.left_id, line.right_id), max(line.left_id, line.right_id))
    standing = {decision.pair for decision in read_decisions(settings.data) if decision.undone_at is None}
    if pair in standing:
        return pair
    # The pair was parted together with another one, or its decision named the works.
    remedy = "find the decision with `regenbase merges --id ID` and undo that"
    raise DecisionError(f"a decision about another pair took it back; {remedy}")


def _answer(settings: Settings, line: MergeLine, reason: str, now: datetime) -> Decision:
    """Return the decision that takes a rule's back."""
    judgement = _OPPOSITE.get(line.judgement)
    if judgement is None:
        row = f"{line.table_name},{line.left_id},{line.right_id},merge,..."
        message = f"it was left open, so nothing is merged; to decide it add a line to {decisions_path(settings.data)}"
        raise DecisionError(f"{message}: {row}")
    made = Decision(line.table_name, line.left_id, line.right_id, judgement, reason, getpass.getuser(), now)
    known = {decision.pair: decision for decision in read_decisions(settings.data)}.get(made.pair)
    if known is not None and known.undone_at is None and known.judgement == judgement:
        raise DecisionError("that is recorded already, and the next run applies it")
    return made
