"""Publishing, going back, and what is kept: one rename makes a release live."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Final

from warehouse.build import Built
from warehouse.durable import sync_file, sync_folder
from warehouse.errors import ReleaseError
from warehouse.processes import Process
from warehouse.releases import live_path, live_release_id, release_ids, release_path, releases_folder

# What file systems without hard links answer.
_NO_LINKS: Final = frozenset((errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS))
_NEXT_LIVE: Final = ".next-live-"


def publish(data: Path, built: Built, keep: int) -> Path:
    """Make a built release live and return its path; readers that have the old one open keep it.

    keep: how many releases to keep for going back, the live one included.
    """
    path = release_path(data, built.release_id)
    sync_file(built.path)
    built.path.replace(path)
    shutil.rmtree(built.path.parent)
    sync_folder(path.parent)
    _make_live(data, path)
    _remove_old(data, keep)
    return live_path(data)


def rollback(data: Path, release_id: str | None = None) -> str:
    """Make an older release live, the one before the live one unless told otherwise, and return its id."""
    known = release_ids(data)
    live = live_release_id(data)
    if release_id is None:
        older = [name for name in known if live is None or name < live]
        if not older:
            raise ReleaseError(f"no release is older than the live one ({live}); `regenbase releases` lists them")
        release_id = older[-1]
    if release_id not in known:
        raise ReleaseError(
            f"no release {release_id!r} in {releases_folder(data)}; there are {', '.join(known) or 'none'}"
        )
    _make_live(data, release_path(data, release_id))
    return release_id


def _make_live(data: Path, path: Path) -> None:
    for leftover in data.glob(f"{_NEXT_LIVE}*"):
        leftover.unlink()
    # The name is the process's own, though only the holder of the lock comes here.
    following = data / f"{_NEXT_LIVE}{Process.current().pid}"
    try:
        os.link(path, following)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(path, following)
        sync_file(following)
    following.replace(live_path(data))
    # Where both names are the same file already, the rename does nothing and leaves the first one.
    following.unlink(missing_ok=True)
    sync_folder(data)


def _remove_old(data: Path, keep: int) -> None:
    live = live_release_id(data)
    others = [name for name in release_ids(data) if name != live]
    for name in others[: max(len(others) - max(keep - 1, 0), 0)]:
        release_path(data, name).unlink()
    sync_folder(releases_folder(data))
