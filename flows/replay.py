"""Replay: the captures behind open rejects, extracted again with today's code, staged, built and published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.errors import PUBLISHED
from flows.ingest import STAGES, Plan, Stages, batches_of, ingest, representatives
from flows.rejects import Choice, RejectLine, read_rejects
from flows.reports import RunReport
from flows.settings import Settings

ReplayOutcome = Literal["resolved", "still_open", "left"]


class Replayed(BaseModel):
    """One reject that was open before.

    outcome: resolved; still_open (`now` is its message where that has changed); left, since its capture is gone from
    the raw folder.
    """

    model_config = ConfigDict(frozen=True)

    outcome: ReplayOutcome
    reject: RejectLine
    now: str | None = None


class ReplayReport(BaseModel):
    """What a replay did; `run` is None where no open reject was meant, so that nothing ran.

    new: rejects that the captures replayed have now and had not before.
    """

    model_config = ConfigDict(frozen=True)

    run: RunReport | None = None
    n_captures: int = 0
    rejects: tuple[Replayed, ...] = ()
    new: tuple[RejectLine, ...] = ()

    @property
    def exit_code(self) -> int:
        """The exit code of the run; 0 where there was nothing to replay."""
        return PUBLISHED if self.run is None else self.run.exit_code

    def of(self, outcome: ReplayOutcome) -> tuple[Replayed, ...]:
        """Return the rejects with one outcome."""
        return tuple(entry for entry in self.rejects if entry.outcome == outcome)


def replay(settings: Settings, choice: Choice, stages: Stages = STAGES) -> ReplayReport:
    """Extract the captures behind the open rejects of a choice again, run, and say what became of each reject.

    Where the run's checks fail nothing is published, and every reject is still open.
    """
    before = read_rejects(settings, choice)
    if not before:
        return ReplayReport()
    captures = {reject.capture_id for reject in before if reject.capture_id}
    known = {reject.reject_id for reject in read_rejects(settings, Choice())}

    def plan(given: Settings) -> Plan:
        return planned_again(stages.plan(given), given, captures)

    report = ingest(settings, replace(stages, plan=plan))
    after = {reject.reject_id: reject for reject in read_rejects(settings, Choice(with_resolved=True))}
    opened = [
        reject
        for reject in after.values()
        if reject.resolved_run is None and reject.capture_id in captures and reject.reject_id not in known
    ]
    replayed, matched = _outcomes(before, after, opened)
    new = tuple(entry for entry in opened if entry.reject_id not in matched)
    return ReplayReport(run=report, n_captures=len(captures), rejects=replayed, new=new)


def planned_again(planned: Plan, settings: Settings, captures: Collection[str]) -> Plan:
    """Return a plan that also extracts these captures, whether or not their keys are staged."""
    keys = [key for capture_id, key in planned.keys.items() if capture_id in captures]
    missing = {file.capture_id for batch in planned.batches for file in batch}
    keys += [key for capture_id, key in planned.keys.items() if capture_id in missing - set(captures)]
    files = representatives(planned.inventory.files)
    return replace(planned, job=replace(planned.job, is_again=True), batches=tuple(batches_of(keys, files, settings)))


def _outcomes(
    before: tuple[RejectLine, ...], after: dict[str, RejectLine], opened: list[RejectLine]
) -> tuple[tuple[Replayed, ...], set[str]]:
    """Return what became of each reject, and the ids of those that are an old one in other words."""
    waiting = Counter[tuple[str | None, ...]]()
    reworded: dict[tuple[str | None, ...], list[RejectLine]] = {}
    for reject in opened:
        reworded.setdefault(_kind(reject), []).append(reject)
    outcomes: list[Replayed] = []
    matched: set[str] = set()
    for reject in before:
        now = after.get(reject.reject_id, reject)
        if now.resolved_run is None:
            outcomes.append(Replayed(outcome="still_open", reject=now))
            continue
        same = reworded.get(_kind(reject), [])
        if waiting[_kind(reject)] < len(same):
            other = same[waiting[_kind(reject)]]
            waiting[_kind(reject)] += 1
            matched.add(other.reject_id)
            outcomes.append(Replayed(outcome="still_open", reject=now, now=other.message))
        else:
            has_left = reject.capture_id is not None and not now.paths
            outcomes.append(Replayed(outcome="left" if has_left else "resolved", reject=now))
    return tuple(outcomes), matched


def _kind(reject: RejectLine) -> tuple[str | None, ...]:
    return reject.capture_id, reject.stage, reject.reason, reject.table_name, reject.field
