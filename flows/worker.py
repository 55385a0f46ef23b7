"""What waits for scheduled runs of the nightly flow and starts each in a process of its own."""

from __future__ import annotations

import signal
from typing import Any

from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from flows.nightly import nightly


class Worker(Runner):
    """Ends on SIGTERM as on Control-C: in order, with the runs that it has started. Prefect's own way leaves noise."""

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        """Pass SIGTERM on as an interruption."""
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # So started by `nohup` or a shell's `&`: then asyncio does not listen to it either.
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)


def nightly_worker(cron: str) -> Worker:
    """Register the nightly deployment on the server and return its worker; one run at a time."""
    # A stop of the machine must not switch the schedule off for good.
    worker = Worker(name="nightly", pause_on_shutdown=False, limit=1)
    worker.add_flow(nightly, name="nightly", cron=cron, entrypoint_type=EntrypointType.MODULE_PATH)
    return worker
