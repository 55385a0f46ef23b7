"""How a run is carried: by the plain functions, or by Prefect with a server of its own where none is configured."""

from __future__ import annotations

from flows.console import counted, current_reporter, short_path
from flows.errors import USAGE, CommandError
from flows.local_server import LocalServer, ServerStartError, is_server_configured
from flows.preflight import check_input
from flows.reports import RunReport
from flows.settings import Settings


def announce(settings: Settings) -> None:
    """Say at once what is going to happen."""
    sources = sum(1 for entry in settings.raw.iterdir() if entry.is_dir())
    reach = f"{short_path(settings.raw)} ({counted(sources, 'source folder')})"
    current_reporter.get().step(f"Reading captures in {reach}, publishing to {short_path(settings.live)}")


def run_direct(settings: Settings) -> RunReport:
    """Run the plain functions in this process; Prefect is not even imported."""
    if settings.task_runner == "dask":
        raise CommandError("--direct runs without Prefect, so without Dask; unset REGENBASE_TASK_RUNNER", USAGE)
    check_input(settings)
    announce(settings)
    return _run_plain(settings)


def run_with_prefect(settings: Settings) -> RunReport:
    """Run the Prefect flow in this process, against the configured server or one that lives as long as the run."""
    check_input(settings)
    announce(settings)
    if is_server_configured():
        return _run_flow(settings)
    refuse_where_locked(settings)
    with LocalServer(settings.data / "prefect") as server:
        current_reporter.get().step("Starting Prefect's server for this run (some seconds; --direct does without)")
        # Importing Prefect takes seconds, too: do it while the server starts.
        import flows.nightly  # noqa: F401

        try:
            server.wait()
        except ServerStartError as error:
            current_reporter.get().note(f"{error}; going on without Prefect")
            return _run_plain(settings)
        return _run_flow(settings)


def refuse_where_locked(settings: Settings) -> None:
    """Raise `CommandError` where another run is at it: two servers on one database would disturb both runs."""
    from flows.ingest import writing

    with writing(settings.data):
        pass


def _run_plain(settings: Settings) -> RunReport:
    from flows.ingest import ingest

    return ingest(settings)


def _run_flow(settings: Settings) -> RunReport:
    from flows.nightly import NothingPublishedError
    from flows.nightly import ingest as ingest_flow

    try:
        return ingest_flow(settings)
    except NothingPublishedError as error:
        return error.report
