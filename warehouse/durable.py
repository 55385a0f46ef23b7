"""Files that survive a power cut, and folders that dead writers left behind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from warehouse.processes import Process


def sync_file(path: Path) -> None:
    """Write a file's content through to the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Write a folder's entries through to the disk, so that a rename in it lasts."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def work_folder(parent: Path, prefix: str, name: str) -> Path:
    """Make a folder under `parent` that tells which process works in it: `<prefix><process>~<name>`."""
    folder = parent / f"{prefix}{Process.current().token}~{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def remove_abandoned(parent: Path, prefix: str) -> list[Path]:
    """Remove the work folders whose process is dead and return them; those of living processes stay."""
    if not parent.is_dir():
        return []
    removed = []
    for folder in sorted(parent.glob(f"{prefix}*")):
        owner = Process.of_token(folder.name.removeprefix(prefix).rpartition("~")[0])
        if owner is not None and not owner.may_live:
            shutil.rmtree(folder)
            removed.append(folder)
    return removed
