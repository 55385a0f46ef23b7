"""What must hold before a run starts anything: looked at first, since it is cheap and the rest is not."""

from __future__ import annotations

from pathlib import Path

from flows.console import short_path
from flows.errors import NOTHING_PUBLISHED, USAGE, CommandError
from flows.settings import Settings
from raw.captures import RawStoreError
from raw.store import SUFFIXES, scan


def check_input(settings: Settings) -> None:
    """Raise `CommandError` where a run has nothing to read or nowhere to write."""
    check_folders(settings)
    try:
        if next(scan(settings.raw), None) is None:
            raise no_captures(settings.raw)
    except RawStoreError as error:
        raise CommandError(str(error), USAGE) from error


def check_folders(settings: Settings) -> None:
    """Raise `CommandError` where the folder of the warehouse cannot be used."""
    raw, data = settings.raw.resolve(), settings.data.resolve()
    if data == raw or data.is_relative_to(raw):
        message = f"{short_path(settings.data)} lies in the folder of the captures, which is never written to"
        raise CommandError(f"{message}; say where the warehouse goes with --data", USAGE)
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{short_path(settings.data)}: cannot be written to ({error.strerror})"
        raise CommandError(f"{message}; say where the warehouse goes with --data", USAGE) from error


def no_captures(raw: Path) -> CommandError:
    """Return the error of a folder without a single capture: publishing nothing would empty the warehouse."""
    remedy = f"put {', '.join(SUFFIXES)} files into {short_path(raw)}/SOURCE/, or name another folder with --raw"
    return CommandError(f"No captures in {short_path(raw)}, so nothing was published: {remedy}", NOTHING_PUBLISHED)
