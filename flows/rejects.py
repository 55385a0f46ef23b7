"""What was refused: each reject with its file, its place on the page and what to do about it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final, get_args

import duckdb
from pydantic import BaseModel, ConfigDict

from flows.errors import USAGE, CommandError
from flows.inspection import live
from flows.reports import lines, query
from flows.settings import Settings
from schemas.records.operations import RejectReason, RejectStage

QUOTE_CHARS: Final = 160

_FETCH: Final = "fetch the page again, or take it out of the raw folder"
_REPLAY: Final = "then `regenbase replay`"
REMEDIES: Final[dict[RejectReason, str]] = {
    "empty": _FETCH,
    "too_long": "raise REGENBASE_MAX_BYTES, or cut the page",
    "binary": _FETCH,
    "undecodable": _FETCH,
    "unreadable_file": "make the file readable or put it back whole, then `regenbase run`",
    "bad_sidecar": "mend the field in the .meta.json file, then `regenbase run`",
    "unknown_site": "name the raw folder for a site, or add the site with `regenbase new-site`",
    "site_crashed": f"`regenbase try FILE`, mend the site or finder that the traceback names, {_REPLAY}",
    "no_document": f"`regenbase try FILE`, see which rule takes the whole page for boilerplate, mend it, {_REPLAY}",
    "invalid_value": f"`regenbase try FILE`, mend what reads the field, {_REPLAY}",
    "missing_value": f"`regenbase try FILE`, mend what should have found the field, {_REPLAY}",
    "unproved_value": f"mend the finder, whose span and normaliser do not give the value, {_REPLAY}",
    "check_failed": f"mend the finder that gives columns which contradict each other, {_REPLAY}",
    "not_unique": f"give the rows a natural key that tells them apart, {_REPLAY}",
    "dangling_reference": f"mend the row that it refers to, which was refused, too, {_REPLAY}",
    "contradiction": "decide by a row in warehouse/decisions.csv, then `regenbase run`",
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class RejectLine(_Record):
    """One reject. `quote` is what stands at its span, or where the values of the refused row stand; None elsewhere.

    paths: the files that hold its capture, none for a file that could not be read at all. Times are in UTC.
    """

    reject_id: str
    source_id: str | None
    capture_id: str | None
    stage: str
    reason: RejectReason
    table_name: str | None
    field: str | None
    message: str
    remedy: str = ""
    paths: tuple[str, ...] = ()
    span_start: int | None
    span_end: int | None
    quote: str | None = None
    payload: str | None
    extractor_version: str | None
    first_seen_run: str | None
    first_seen_at: datetime | None
    last_seen_run: str | None
    last_seen_at: datetime | None
    resolved_run: str | None


class RejectGroup(_Record):
    """Rejects of one kind: how many are open, how many resolved, in how many captures; one open one as an example."""

    source_id: str | None
    stage: str
    reason: RejectReason
    table_name: str | None
    field: str | None
    n_open: int
    n_resolved: int
    n_captures: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    remedy: str
    example: str


class Choice(_Record):
    """Which rejects are meant; None means any. `CommandError` names what there is instead of an unknown word."""

    source: str | None = None
    stage: str | None = None
    reason: str | None = None
    with_resolved: bool = False

    def checked(self) -> Choice:
        """Return the choice where stage and reason are words of the declaration."""
        for name, value, known in (
            ("stage", self.stage, get_args(RejectStage)),
            ("reason", self.reason, get_args(RejectReason)),
        ):
            if value is not None and value not in known:
                raise CommandError(f"No {name} {value!r}; there are {', '.join(known)}", USAGE)
        return self


def read_rejects(settings: Settings, choice: Choice) -> tuple[RejectLine, ...]:
    """Return the rejects of the live release, open ones first."""
    choice = choice.checked()
    with live(settings) as connection:
        found = lines(RejectLine, query(connection, "reject_list", choice.model_dump()))
        places = {reject.reject_id: place for reject in found if (place := place_of(reject)) is not None}
        quotes = _quotes(connection, found, places)
    return tuple(_completed(reject, places, quotes) for reject in found)


def grouped(rejects: Sequence[RejectLine]) -> tuple[RejectGroup, ...]:
    """Return rejects by source, stage, reason, table and field, the most frequent kind first.

    What fell with another row comes last.
    """
    kinds: dict[tuple[str | None, ...], list[RejectLine]] = defaultdict(list)
    for reject in rejects:
        kinds[reject.source_id, reject.stage, reject.reason, reject.table_name, reject.field].append(reject)
    groups = [_group(members) for members in kinds.values()]
    return tuple(
        sorted(groups, key=lambda group: (group.reason == "dangling_reference", -group.n_open, -group.n_resolved))
    )


def place_of(reject: RejectLine) -> tuple[int, int] | None:
    """Return the span of a reject, or the one that the values of its refused row stand in."""
    if reject.span_start is not None and reject.span_end is not None:
        return reject.span_start, reject.span_end
    try:
        values = json.loads(reject.payload or "{}")
    except ValueError:  # a payload is text for people where its maker chose so
        return None
    spans = [
        (value["start"], value["end"])
        for value in (values.values() if isinstance(values, dict) else ())
        if isinstance(value, dict) and {"start", "end"} <= value.keys()
    ]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _group(members: Sequence[RejectLine]) -> RejectGroup:
    first = members[0]
    started = [reject.first_seen_at for reject in members if reject.first_seen_at]
    seen = [reject.last_seen_at for reject in members if reject.last_seen_at]
    n_open = sum(reject.resolved_run is None for reject in members)
    return RejectGroup(
        source_id=first.source_id,
        stage=first.stage,
        reason=first.reason,
        table_name=first.table_name,
        field=first.field,
        n_open=n_open,
        n_resolved=len(members) - n_open,
        n_captures=len({reject.capture_id for reject in members if reject.capture_id}),
        first_seen_at=min(started, default=None),
        last_seen_at=max(seen, default=None),
        remedy=first.remedy,
        example=first.message,
    )


def _quotes(
    connection: duckdb.DuckDBPyConnection, rejects: Sequence[RejectLine], places: dict[str, tuple[int, int]]
) -> dict[str, str]:
    asked = [reject for reject in rejects if reject.reject_id in places]
    rows = query(
        connection,
        "slices",
        {
            "reject_ids": [reject.reject_id for reject in asked],
            "capture_ids": [reject.capture_id for reject in asked],
            "starts": [places[reject.reject_id][0] for reject in asked],
            "ends": [places[reject.reject_id][1] for reject in asked],
        },
    )
    return {row["reject_id"]: row["quote"] for row in rows}


def _completed(reject: RejectLine, places: dict[str, tuple[int, int]], quotes: dict[str, str]) -> RejectLine:
    start, end = places.get(reject.reject_id, (reject.span_start, reject.span_end))
    return reject.model_copy(
        update={
            "remedy": REMEDIES[reject.reason],
            "span_start": start,
            "span_end": end,
            "quote": quotes.get(reject.reject_id),
        }
    )
