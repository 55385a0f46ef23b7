"""Batches over processes: one that dies costs the capture that killed it, nothing else.

Works with start methods that inherit nothing, so that it is safe beside Prefect's threads.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def start_context() -> BaseContext:
    """Return the start method: one server process that imports the extractors once and forks from there."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.extraction"])
    return context


def _begin_worker() -> None:
    """Leave Control-C to the parent, and end when the parent ends, even by SIGKILL."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


class Pool(Generic[Item, Outcome]):
    """Runs `work` over batches of items in `workers` processes.

    work: picklable, takes a batch and returns its outcome, never raises for a bad item.
    give_up: makes the outcome of a single item whose processing killed its process.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Outcome],
        give_up: Callable[[Item], Outcome],
        workers: int,
    ) -> None:
        self._work = work
        self._give_up = give_up
        self._workers = workers

    def run(self, batches: Sequence[Sequence[Item]]) -> Iterator[Outcome]:
        """Yield outcomes as they come; a batch that killed its process gives several."""
        waiting = deque(batches)
        while waiting:
            suspects: list[Sequence[Item]] = []
            yield from self._run_until_break(waiting, suspects)
            for batch in suspects:
                yield from self._run_alone(batch)

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=start_context(), initializer=_begin_worker)

    def _run_until_break(self, waiting: deque[Sequence[Item]], suspects: list[Sequence[Item]]) -> Iterator[Outcome]:
        """Take batches from `waiting`; where a process dies, put the unfinished ones into `suspects` and return."""
        executor = self._executor(min(self._workers, len(waiting)))
        running: dict[Future[Outcome], Sequence[Item]] = {}
        try:
            while waiting or running:
                # Two per worker keep all busy; more would only make more suspects.
                while waiting and len(running) < 2 * self._workers:
                    batch = waiting.popleft()
                    running[executor.submit(self._work, batch)] = batch
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    outcome = future.result()
                    del running[future]
                    yield outcome
        except BrokenProcessPool:
            suspects.extend(running.values())
        except BaseException:
            _stop(executor)
            raise
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _run_alone(self, batch: Sequence[Item]) -> Iterator[Outcome]:
        """Run one batch in a process of its own; halve it until the item that kills its process stands alone."""
        with self._executor(1) as executor:
            try:
                outcome = executor.submit(self._work, batch).result()
            except BrokenProcessPool:
                halves = _halves(batch)
            else:
                yield outcome
                return
        if not halves:
            yield self._give_up(batch[0])
        for half in halves:
            yield from self._run_alone(half)


def _halves(batch: Sequence[Item]) -> tuple[Sequence[Item], ...]:
    middle = len(batch) // 2
    return (batch[:middle], batch[middle:]) if middle else ()


def _stop(executor: ProcessPoolExecutor) -> None:
    """End the workers now; what they had begun is redone by the next run."""
    for process in list((executor._processes or {}).values()):
        process.terminate()
