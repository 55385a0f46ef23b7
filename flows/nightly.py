"""The same stages as Prefect flows: `ingest`, and `nightly`, which a schedule calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import ParamSpec, TypeVar
from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from flows import ingest as plain
from flows.console import Reporter, counted, current_reporter
from flows.drift import told
from flows.errors import USAGE, CommandError
from flows.extraction import BatchCount, Job
from flows.preflight import check_input
from flows.reports import RunReport
from flows.settings import Settings
from raw.captures import CaptureFile

Given = ParamSpec("Given")
Made = TypeVar("Made")
SECONDS_BETWEEN_UPDATES = 5.0


class DegradedRunError(RuntimeError):
    """The run published, but something was held or failed; a schedule should show it."""


class NothingPublishedError(RuntimeError):
    """The checks of a release failed, so that it was not published; ends the flow as failed."""

    def __init__(self, report: RunReport) -> None:
        super().__init__(report.reason)
        self.report = report


class PrefectReporter:
    """Passes on what a run says, and keeps a progress artifact."""

    def __init__(self, listener: Reporter) -> None:
        self._listener = listener
        self._artifact: UUID | None = None
        self._last = 0.0

    def step(self, text: str) -> None:
        """Log the step."""
        get_run_logger().info(text)
        self._listener.step(text)

    def note(self, text: str) -> None:
        """Log the note as a warning."""
        get_run_logger().warning(text)
        self._listener.note(text)

    def progress(self, done: int, total: int, what: str) -> None:
        """Update the artifact now and then: each update is a request."""
        self._listener.progress(done, total, what)
        share = 100.0 * done / max(total, 1)
        if self._artifact is None:
            made = create_progress_artifact(share, key="ingest-progress", description=what)
            self._artifact = made if isinstance(made, UUID) else None
        elif done >= total or time.monotonic() - self._last >= SECONDS_BETWEEN_UPDATES:
            update_progress_artifact(self._artifact, share)
        else:
            return
        self._last = time.monotonic()

    def close(self) -> None:
        """Close the listener."""
        self._listener.close()


@contextmanager
def reporting_to_prefect() -> Iterator[None]:
    """Let the stages report to Prefect, too. Apart from the flow: a worker pickles flows, but no context variable."""
    outer = current_reporter.set(PrefectReporter(current_reporter.get()))
    try:
        yield
    finally:
        current_reporter.reset(outer)


def as_task(stage: Callable[Given, Made], name: str) -> Callable[Given, Made]:
    """Return a stage as one Prefect task. The task takes no arguments: Prefect would search large ones for futures."""

    def call(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        @task(name=name, cache_policy=NO_CACHE, persist_result=False)
        def carried() -> Made:
            return stage(*args, **kwargs)

        return carried()

    return call


@flow(name="regenbase-ingest", validate_parameters=False, persist_result=False)
def ingest(settings: Settings) -> RunReport:
    """Plan, extract, build, check, publish; then leave artifacts."""
    stages = replace(
        plain.STAGES,
        plan=as_task(plain.STAGES.plan, "plan"),
        extract=extract_on_dask if settings.task_runner == "dask" else as_task(plain.STAGES.extract, "extract"),
        build=as_task(plain.STAGES.build, "build and check"),
        compare=as_task(plain.STAGES.compare, "compare"),
        publish=as_task(plain.STAGES.publish, "publish"),
    )
    with reporting_to_prefect():
        report = plain.ingest(settings, stages)
    leave_artifacts(report)
    if report.status == "failed":
        raise NothingPublishedError(report)
    return report


@flow(name="regenbase-nightly", validate_parameters=False, persist_result=False)
def nightly() -> None:
    """Ingest with the settings of the environment; end as failed where not everything was published."""
    settings = Settings()
    check_input(settings)
    report = ingest(settings)
    if report.status != "published":
        raise DegradedRunError(summary(report))


def leave_artifacts(report: RunReport) -> None:
    """Leave the counts per source, the quality issues and a summary on Prefect's server."""
    create_table_artifact(
        [source.model_dump() for source in report.sources], key="ingest-sources", description="Counts per source"
    )
    create_table_artifact(
        [issue.model_dump() for issue in report.issues], key="quality-issues", description="Quality issues by code"
    )
    create_markdown_artifact(summary(report), key="ingest-summary", description="What the run did and what changed")
    if report.held:
        create_markdown_artifact(held_summary(report), key="held-sources", description="What is held, and what to do")
        for source in sorted({line.source_id for line in report.held}):
            tell_of_held(source, report)


def tell_of_held(source: str, report: RunReport) -> None:
    """Emit an event that an automation can act on: `regenbase.source.held`."""
    emit_event(
        event="regenbase.source.held",
        resource={"prefect.resource.id": f"regenbase.source.{source}", "prefect.resource.name": source},
        payload={
            "run_id": report.run_id,
            "release_id": report.release_id,
            "reasons": [line.model_dump(mode="json") for line in report.held if line.source_id == source],
        },
    )


def held_summary(report: RunReport) -> str:
    """Return what is held as Markdown: figure, band, an example, and the commands to go on with."""
    parts = ["# Held", ""]
    for line in report.held:
        parts += [f"## {line.source_id}: {line.metric}", "", f"{line.detail}.", ""]
        parts += [f"- Not loaded: {counted(line.n_held, 'capture')}; what was good before stays in the release"]
        parts += [f"- Example: `{line.example_path}`"] if line.example_path else []
        parts += [f"- `{command}`" for command in line.commands]
        parts += [""]
    return "\n".join(parts)


def summary(report: RunReport) -> str:
    """Return the run as Markdown."""
    verdict = {"published": "Published", "degraded": "Published, degraded", "failed": "Nothing published"}[
        report.status
    ]
    parts = [f"# {verdict}: {report.release_id or report.reason}", ""]
    parts += [
        f"- Run `{report.run_id}`, {report.seconds:.1f} s",
        f"- {counted(report.n_files, 'file')}, {counted(report.n_captures, 'capture')}, "
        f"{counted(report.n_repeats, 'repeat')}, {report.n_extracted:,} extracted now",
    ]
    parts += [f"- Held: {told(line)}" for line in report.held]
    parts += [f"- Warning: {warning}" for warning in report.warnings]
    if report.changes:
        parts += ["", "| table | source | added | removed | changed |", "| --- | --- | ---: | ---: | ---: |"]
        parts += [
            f"| {change.table_name} | {change.source_id} | {change.n_added} | {change.n_removed} | {change.n_changed} |"
            for change in report.changes
        ]
    else:
        parts += ["", "No row differs from the previous release."]
    return "\n".join(parts) + "\n"


def extract_on_dask(settings: Settings, planned: plain.Plan) -> plain.Extracted:
    """Extract one batch per task on a Dask cluster; staging must lie where the cluster and this machine see it."""
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError as error:
        remedy = 'pip install "prefect-dask>=0.3.6", or set REGENBASE_TASK_RUNNER=processes'
        raise CommandError(f"The task runner dask needs the package prefect-dask: {remedy}", USAGE) from error
    if not planned.batches:
        return plain.Extracted()
    total = sum(len(batch) for batch in planned.batches)
    current_reporter.get().step(
        f"Extracting {counted(total, 'capture')} on Dask, {counted(len(planned.batches), 'task')}"
    )

    @task(name="extract batch", cache_policy=NO_CACHE, persist_result=False)
    def extract_batch(job: Job, batch: tuple[CaptureFile, ...]) -> BatchCount:
        return plain.extract_one_batch(job, batch)

    @flow(
        name="regenbase-extract",
        task_runner=DaskTaskRunner(address=settings.dask_address),
        validate_parameters=False,
        persist_result=False,
    )
    def extract_batches() -> plain.Extracted:
        futures = [extract_batch.submit(planned.job, batch) for batch in planned.batches]
        return plain.added_up(planned, (future.result() for future in futures))

    return extract_batches()
