"""Which stage of extraction takes how much of its time, by clocks around functions in one profiled run.

A clock's time is its own: what a clocked function inside it takes is taken off. Most stages are found, not listed, so
that a new one shows up by itself: every function that the assembly calls, and every function of `extractors.finders`
that code outside that package calls, under its module's name. What a finder calls of another finder counts for the
caller.
"""

from __future__ import annotations

import functools
import inspect
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

from extractors.extract import extract_batch
from extractors.site import Site, all_sites
from raw.captures import CaptureFile
from schemas.recording import Recorder

_FINDERS: Final = "extractors.finders."
_REST: Final = "everything else"
# (stage, module, function); a name that is gone is an error, so that the table cannot lose a row unseen.
_NAMED: Final = (
    ("read and hash", "raw.store", "read"),
    ("decode", "extractors.decode", "decode"),
    ("page model", "extractors.page", "parse_html"),
    ("page model", "extractors.text_page", "parse_text"),
    ("routing", "extractors.site", "route"),
    ("assembly itself", "extractors.assembly", "assemble"),
)
_SITE_METHODS: Final = ("split", "shape", "facts", "natural_key", "layout")
_RECORDER_METHODS: Final = (("recording: drafts", "add"), ("recording: validation, ids, evidence", "finish"))


@dataclass(slots=True)
class Clocks:
    """Seconds and calls per stage; `overhead` is what one clock costs, in seconds a call."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: Counter[str] = field(default_factory=Counter)
    total: float = 0.0
    overhead: float = 0.0
    _inner: list[float] = field(default_factory=lambda: [0.0])

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a clock around it."""
        inner, seconds, calls, now = self._inner, self.seconds, self.calls, time.process_time

        @functools.wraps(function)
        def clocked(*args: Any, **kwargs: Any) -> Any:
            inner.append(0.0)
            begun = now()
            try:
                return function(*args, **kwargs)
            finally:
                whole = now() - begun
                seconds[stage] += whole - inner.pop()
                inner[-1] += whole
                calls[stage] += 1

        return clocked

    def shares(self) -> list[tuple[str, float, int]]:
        """Return (stage, share of the time, calls), largest share first, with what no clock saw."""
        whole = self.total - self.overhead * sum(self.calls.values())
        found = [
            (stage, (taken - self.overhead * self.calls[stage]) / whole, self.calls[stage])
            for stage, taken in self.seconds.items()
        ]
        rest = 1.0 - sum(share for _, share, _ in found)
        return [*sorted(found, key=lambda row: -row[1]), (_REST, rest, 0)]


def profile(root: Path, files: Sequence[CaptureFile], rounds: int) -> Clocks:
    """Extract the files `rounds` times with clocks around the stages."""
    extract_batch(root, files)
    clocks = Clocks(overhead=_overhead())
    with _clocked(clocks):
        begun = time.process_time()
        for _ in range(rounds):
            extract_batch(root, files)
        clocks.total = time.process_time() - begun
    return clocks


def finder_entries() -> dict[str, FunctionType]:
    """Return the functions of finder modules that code outside the finders refers to, by 'module.function'."""
    entries: dict[str, FunctionType] = {}
    for module in _modules("extractors"):
        if module.__name__.startswith(_FINDERS):
            continue
        for value in vars(module).values():
            if isinstance(value, FunctionType) and value.__module__.startswith(_FINDERS):
                entries[f"{value.__module__}.{value.__name__}"] = value
    return entries


def _assembly_parts() -> dict[str, FunctionType]:
    """Return the functions of other modules that the assembly calls, by name."""
    return {
        name: value
        for name, value in vars(sys.modules["extractors.assembly"]).items()
        if isinstance(value, FunctionType)
        and value.__module__.startswith("extractors.")
        and not value.__module__.startswith((_FINDERS, "extractors.assembly"))
    }


def _overhead() -> float:
    """Return what a clock around a function that does nothing costs, the least of some rounds."""
    rounds, spare = 20_000, Clocks()

    def nothing() -> None:
        return None

    clocked = spare.around("nothing", nothing)
    return min(_seconds(clocked, rounds) - _seconds(nothing, rounds) for _ in range(3)) / rounds


def _seconds(function: Callable[[], Any], rounds: int) -> float:
    begun = time.process_time()
    for _ in range(rounds):
        function()
    return time.process_time() - begun


@contextmanager
def _clocked(clocks: Clocks) -> Iterator[None]:
    """Put clocks around every stage, wherever a module holds the function; take them away again."""
    undo: list[tuple[Any, str, Any]] = []
    all_sites()
    for stage, module, name in _NAMED:
        _replace(getattr(sys.modules[module], name), clocks, stage, undo)
    for name, function in _assembly_parts().items():
        _replace(function, clocks, f"{name}()", undo)
    for name, function in finder_entries().items():
        _replace(function, clocks, f"finder {name.removeprefix(_FINDERS).split('.')[0]}", undo)
    owners: list[tuple[type, str, str]] = [(Recorder, name, stage) for stage, name in _RECORDER_METHODS]
    classes = {base for site in all_sites().values() for base in type(site).__mro__ if issubclass(base, Site)}
    owners += [(owner, name, "site") for owner in classes for name in _SITE_METHODS if name in vars(owner)]
    for owner, name, stage in owners:
        undo.append((owner, name, vars(owner)[name]))
        setattr(owner, name, clocks.around(stage, vars(owner)[name]))
    try:
        yield
    finally:
        for owner, name, value in undo:
            setattr(owner, name, value)


def _replace(function: Any, clocks: Clocks, stage: str, undo: list[tuple[Any, str, Any]]) -> None:
    if inspect.isgeneratorfunction(function):
        return  # its work is done while its caller iterates: it counts for the caller
    clocked = clocks.around(stage, function)
    for module in (*_modules("extractors"), *_modules("raw")):
        if stage.startswith("finder ") and module.__name__.startswith(_FINDERS):
            continue  # among themselves, finders call each other unclocked
        for name, value in list(vars(module).items()):
            if value is function:
                undo.append((module, name, value))
                setattr(module, name, clocked)


def _modules(package: str) -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] == package]
