"""The stages of a run as plain functions, and a run as their sequence; `flows.nightly` wraps them as Prefect tasks."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb

import warehouse
from extractors.extract import code_version, declared_bounds, declared_sources, staging_key
from flows.console import counted, current_reporter, short_path
from flows.diff import compare
from flows.drift import read_drift, told
from flows.errors import NOTHING_PUBLISHED, CommandError
from flows.extraction import BatchCount, Job, extract_and_stage, stage_crash
from flows.pool import Pool
from flows.preflight import no_captures
from flows.reports import Change, IssueCount, RejectCount, RunReport, SourceCounts, lines, query
from flows.settings import Settings
from raw.captures import CaptureFile
from raw.store import Inventory, inventory
from schemas.batches import StagingKey

__all__ = ["STAGES", "BatchCount", "Extracted", "Plan", "Stages", "extract_one_batch", "ingest"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What lies in the raw store, the staging key of each capture, and what must be extracted, in batches."""

    run_id: str
    started_at: datetime
    job: Job
    inventory: Inventory
    keys: Mapping[str, StagingKey]
    batches: tuple[tuple[CaptureFile, ...], ...]


@dataclass(frozen=True, slots=True)
class Extracted:
    """What extraction did."""

    n_captures: int = 0
    n_failed: int = 0

    def plus(self, count: BatchCount) -> Extracted:
        """Return the sum with one more batch."""
        return Extracted(self.n_captures + count.n_captures, self.n_failed + count.n_failed)


@dataclass(frozen=True, slots=True)
class Compared:
    """How the new release differs from the live one; `warning` says why that is not known."""

    changes: tuple[Change, ...] = ()
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Stages:
    """The parts of a run, in order; Prefect puts its own carriers around them."""

    plan: Callable[[Settings], Plan]
    extract: Callable[[Settings, Plan], Extracted]
    build: Callable[[Settings, Plan, Extracted], warehouse.Built]
    compare: Callable[[Settings, warehouse.Built], Compared]
    publish: Callable[[Settings, warehouse.Built], Path]


def new_run_id(now: datetime) -> str:
    """Return an id that sorts by time and is unique."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def plan(settings: Settings) -> Plan:
    """Look through the raw store and put what is not staged yet into batches."""
    now = datetime.now(UTC)
    found = inventory(settings.raw)
    if not found.files:
        raise no_captures(settings.raw)
    files = representatives(found.files)
    keys = {capture_id: staging_key(file, settings.max_bytes) for capture_id, file in files.items()}
    missing = warehouse.Staging(settings.data).missing(list(keys.values()))
    seen = f"{counted(len(found.files), 'file')}, {counted(len(files), 'capture')}"
    current_reporter.get().step(f"Found {seen}: {counted(len(missing), 'capture')} to extract")
    job = Job(settings.raw.resolve(), settings.data.resolve(), settings.max_bytes)
    return Plan(new_run_id(now), now, job, found, keys, tuple(batches_of(missing, files, settings)))


def representatives(files: Iterable[CaptureFile]) -> dict[str, CaptureFile]:
    """Return one file per capture: those with an address first, since it helps to route, then by path."""
    chosen: dict[str, CaptureFile] = {}
    for file in sorted(files, key=lambda file: (file.url is None, file.path, file.warc_offset or 0)):
        chosen.setdefault(file.capture_id, file)
    return chosen


def batches_of(
    missing: Sequence[StagingKey], files: Mapping[str, CaptureFile], settings: Settings
) -> Iterator[tuple[CaptureFile, ...]]:
    """Yield batches of one extractor version each, at most `batch_size` long, short enough to give every worker one."""
    by_version: defaultdict[str, list[CaptureFile]] = defaultdict(list)
    for key in missing:
        by_version[key.extractor_version].append(files[key.capture_id])
    size = max(1, min(settings.batch_size, -(-len(missing) // settings.workers)))
    for version_files in by_version.values():
        rest = iter(version_files)
        while batch := tuple(islice(rest, size)):
            yield batch


def extract(settings: Settings, planned: Plan) -> Extracted:
    """Extract all batches, in processes unless the settings say otherwise."""
    if not planned.batches:
        return Extracted()
    reporter = current_reporter.get()
    total = sum(len(batch) for batch in planned.batches)
    batches = counted(len(planned.batches), "batch", "batches")
    work = partial(extract_one_batch, planned.job)
    if settings.task_runner == "inprocess":
        reporter.step(f"Extracting {counted(total, 'capture')} in {batches}")
        outcomes: Iterable[BatchCount] = map(work, planned.batches)
    else:
        workers = min(settings.workers, len(planned.batches))
        where = counted(workers, "process", "processes")
        reporter.step(f"Extracting {counted(total, 'capture')} in {batches}, {where}")
        outcomes = Pool(work, partial(stage_crash, planned.job), settings.workers).run(planned.batches)
    return added_up(planned, outcomes)


def added_up(planned: Plan, outcomes: Iterable[BatchCount]) -> Extracted:
    """Add up the counts of batches as they come; `CommandError` where other code read them than planned them."""
    reporter = current_reporter.get()
    total = sum(len(batch) for batch in planned.batches)
    planned_versions = {key.extractor_version for key in planned.keys.values()}
    extracted = Extracted()
    reporter.progress(0, total, "captures")
    for count in outcomes:
        if count.extractor_version not in planned_versions:
            message = "The extraction code has changed since the run began, or differs between its processes"
            raise CommandError(f"{message}. Nothing was published; run again.", NOTHING_PUBLISHED)
        extracted = extracted.plus(count)
        reporter.progress(extracted.n_captures, total, "captures")
    return extracted


# One batch anywhere: in this process, in a process of the pool, in a task on a cluster.
extract_one_batch: Final = extract_and_stage


def build(settings: Settings, planned: Plan, extracted: Extracted) -> warehouse.Built:
    """Build a release from everything that is staged, and check it; raises `warehouse.BuildError` where it fails."""
    current_reporter.get().step(f"Building a release of {counted(len(planned.keys), 'capture')} and checking it")
    return warehouse.build(
        settings.data,
        warehouse.BuildInput(
            run_id=planned.run_id,
            started_at=planned.started_at,
            code_version=code_version(),
            files=planned.inventory.files,
            keys=planned.keys,
            problems=planned.inventory.problems,
            sources=declared_sources(),
            n_ignored=len(planned.inventory.ignored),
            n_extracted=extracted.n_captures,
            bounds=declared_bounds(),
        ),
    )


def compare_with_live(settings: Settings, built: warehouse.Built) -> Compared:
    """Count what differs from the live release, before the new one takes its place."""
    live = settings.live if settings.live.exists() else None
    try:
        return Compared(compare(live, built.path))
    except duckdb.Error as error:
        # Not knowing what changed must not keep a release that passed its checks from being published.
        return Compared(warning=f"What changed against {short_path(settings.live)} is not known: {error}")


def publish(settings: Settings, built: warehouse.Built) -> Path:
    """Put the release in the place of the live one."""
    current_reporter.get().step(f"Publishing {built.release_id}")
    return warehouse.publish(settings.data, built, settings.keep_releases)


STAGES: Final = Stages(plan, extract, build, compare_with_live, publish)


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the writer's lock; a `CommandError` names who holds it already, or says what the warehouse refused."""
    try:
        with warehouse.WriterLock(data):
            yield
    except (warehouse.LockedError, warehouse.StagingError, warehouse.ReleaseError) as error:
        raise CommandError(str(error), NOTHING_PUBLISHED) from error


def ingest(settings: Settings, stages: Stages = STAGES) -> RunReport:
    """Run the stages and say what they did; `CommandError` where there is nothing to read or another run is at it."""
    begun = time.monotonic()
    with writing(settings.data):
        planned = stages.plan(settings)
        extracted = stages.extract(settings, planned)
        try:
            built = stages.build(settings, planned, extracted)
        except warehouse.BuildError as error:
            report = counted_report(settings, planned, extracted)
            return report.model_copy(update={"reason": str(error), "seconds": time.monotonic() - begun})
        compared = stages.compare(settings, built)
        stages.publish(settings, built)
        report = counted_report(settings, planned, extracted)
        found = outcome(settings, report, built, compared)
        return report.model_copy(update=found | {"seconds": time.monotonic() - begun})


def counted_report(settings: Settings, planned: Plan, extracted: Extracted) -> RunReport:
    """Return what is known of a run whatever its end; as it stands it has published nothing."""
    found = planned.inventory
    return RunReport(
        run_id=planned.run_id,
        status="failed",
        warehouse=settings.live,
        seconds=0.0,
        n_files=len(found.files),
        n_captures=len(planned.keys),
        n_repeats=len(found.files) - len(planned.keys),
        n_ignored=sum(item.reason != "sidecar" for item in found.ignored),
        n_extracted=extracted.n_captures,
        warnings=tuple(str(problem) for problem in found.problems),
    )


def outcome(settings: Settings, report: RunReport, built: warehouse.Built, compared: Compared) -> dict[str, Any]:
    """Return the fields of a report that only a published release can fill."""
    with closing(warehouse.connect_live(settings.data)) as connection:
        found = {
            "sources": lines(SourceCounts, query(connection, "sources", {"run_id": report.run_id})),
            "issues": lines(IssueCount, query(connection, "issues")),
            "rejects": lines(RejectCount, query(connection, "rejects")),
        }
        drifts = read_drift(connection, settings, report.run_id)
    return found | {
        "status": built.status,
        "release_id": built.release_id,
        "changes": compared.changes,
        "held": tuple(line for line in drifts if line.verdict == "held"),
        "warnings": (
            *report.warnings,
            *built.warnings,
            *(told(line) for line in drifts if line.verdict == "warned"),
            *([compared.warning] if compared.warning else []),
        ),
    }
