"""What can go wrong between staging and publishing, with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold: how often, and the first examples."""

    rule: str
    n_failures: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule}: {self.n_failures:,} ({'; '.join(self.examples)})"


class WarehouseError(Exception):
    """The base of what the warehouse raises."""


class BuildError(WarehouseError):
    """A release that does not hold what it promises; nothing is published. `failures` lists the rules."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        shown = "\n".join(f"  {failure}" for failure in self.failures[:_SHOWN])
        super().__init__(f"the new release does not pass its checks, so the live one stays:\n{shown}")


class StagingError(WarehouseError):
    """A batch that cannot be staged, since what extraction handed over contradicts itself."""


class LockedError(WarehouseError):
    """Another process writes to the same data folder."""


class ReleaseError(WarehouseError):
    """A release that does not exist, or none at all."""


class DecisionError(WarehouseError):
    """A file of decisions that cannot be read, or a decision that is not there; the message names file and line."""
