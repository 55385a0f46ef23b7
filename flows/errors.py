"""Errors that end a command with a message and an exit code."""

from __future__ import annotations

from typing import Final

PUBLISHED: Final = 0
USAGE: Final = 2
DEGRADED: Final = 3
NOTHING_PUBLISHED: Final = 4


class CommandError(Exception):
    """A message for the person at the terminal, with the exit code that goes with it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
