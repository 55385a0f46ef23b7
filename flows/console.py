"""What a run says while it works: a bar where a person watches, plain lines where none does."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


def console_for(*, is_stderr: bool = False) -> Console:
    """Return a console; where nobody watches it is wide enough for tables, and lines are never broken."""
    stream = sys.stderr if is_stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH_OF_PIPES
    return Console(stderr=is_stderr, width=width, highlight=False)


WIDTH_OF_PIPES = 160
# stdout carries results, so that `--json` and pipes stay clean; what is going on goes to stderr.
stdout = console_for()
stderr = console_for(is_stderr=True)


def short_path(path: Path) -> str:
    """Return a path as one would type it here."""
    resolved = path.resolve()
    here = Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(path)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return '1 capture', '1,200 captures'."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def own_command() -> str:
    """Return the command as it can be typed here: by its name where the shell finds it, else by its path."""
    installed = Path(sys.executable).parent / "regenbase"
    found = shutil.which("regenbase")
    if found and installed.exists() and Path(found).samefile(installed):
        return "regenbase"
    return short_path(installed) if installed.exists() else f"{short_path(Path(sys.executable))} -m flows.cli"


class Reporter(Protocol):
    """Hears what a run does."""

    def step(self, text: str) -> None:
        """A stage begins."""

    def note(self, text: str) -> None:
        """Something that a person should know."""

    def progress(self, done: int, total: int, what: str) -> None:
        """`done` of `total` are finished; called often."""

    def close(self) -> None:
        """The run is over, well or not."""


class SilentReporter:
    """Says nothing."""

    def step(self, text: str) -> None:
        """Say nothing."""

    def note(self, text: str) -> None:
        """Say nothing."""

    def progress(self, done: int, total: int, what: str) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Say nothing."""


class LineReporter:
    """One line per step, and one every few seconds while it takes long."""

    def __init__(self, seconds_between_lines: float = 10.0) -> None:
        self._pause = seconds_between_lines
        self._last = time.monotonic()

    def step(self, text: str) -> None:
        """Print the step."""
        stderr.print(text, markup=False, soft_wrap=True)
        self._last = time.monotonic()

    def note(self, text: str) -> None:
        """Print the note."""
        stderr.print(f"note: {text}", markup=False, soft_wrap=True)

    def progress(self, done: int, total: int, what: str) -> None:
        """Print a line where the last one is old."""
        if time.monotonic() - self._last >= self._pause:
            self._last = time.monotonic()
            stderr.print(f"  {done} of {total} {what}", markup=False)

    def close(self) -> None:
        """Nothing is open."""


class BarReporter:
    """Steps as lines, work as a bar that goes when it is full."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def step(self, text: str) -> None:
        """Print the step."""
        self.close()
        stderr.print(f"[bold cyan]»[/] {escape(text)}")

    def note(self, text: str) -> None:
        """Print the note above the bar."""
        stderr.print(f"[yellow]note:[/] {escape(text)}")

    def progress(self, done: int, total: int, what: str) -> None:
        """Move the bar."""
        if self._bar is None:
            columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=stderr, transient=True)
            self._bar.start()
            self._task = self._bar.add_task(what, total=total)
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)
        if done >= total:
            self.close()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = None


def reporter_for_terminal() -> Reporter:
    """Return the reporter that fits where stderr leads."""
    return BarReporter() if stderr.is_terminal else LineReporter()


# Prefect passes parameters through JSON; what listens to a run goes beside them.
current_reporter: ContextVar[Reporter] = ContextVar("current_reporter", default=SilentReporter())  # noqa: B039
