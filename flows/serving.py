"""Server, schedule and worker on one machine."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from flows.console import Reporter, short_path
from flows.errors import USAGE, CommandError
from flows.local_server import LocalServer
from flows.preflight import check_folders
from flows.settings import Settings


def serve(settings: Settings, host: str, port: int, reporter: Reporter) -> None:
    """Serve the nightly flow until interrupted; its runs take their settings from this process's environment."""
    check_folders(settings)
    os.environ |= environment_of(settings)
    reporter.step(f"Starting Prefect's server on {host}:{port}")
    with LocalServer(settings.data / "prefect", host, port, is_service=True) as server:
        check_cron(settings.cron)
        # Importing it takes seconds: do it while the server starts.
        from flows.worker import nightly_worker

        server.wait()
        worker = nightly_worker(settings.cron)
        reporter.step(f"Serving: runs at '{settings.cron}' (UTC), page at {server.api_url.removesuffix('/api')}")
        prefect = short_path(Path(sys.executable).parent / "prefect")
        start = f"PREFECT_API_URL={server.api_url} {prefect} deployment run regenbase-nightly/nightly"
        reporter.step(f"Start a run at once, from another terminal, with: {start}")
        asyncio.run(worker.start())


def check_cron(cron: str) -> None:
    """Raise `CommandError` where the schedule cannot be understood."""
    from prefect.client.schemas.schedules import CronSchedule

    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        remedy = "give minute, hour, day, month and weekday, such as '15 2 * * *'"
        raise CommandError(f"REGENBASE_CRON: {cron!r} is no schedule; {remedy}", USAGE) from error


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the settings as variables, with paths that hold in any working directory."""
    values = settings.model_dump(exclude_none=True)
    values |= {name: values[name].resolve() for name in ("raw", "data")}
    return {f"REGENBASE_{name.upper()}": str(value) for name, value in values.items()}
