"""Where releases lie and what each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb

from warehouse.errors import ReleaseError
from warehouse.scripts import one_row

_SUFFIX: Final = ".duckdb"


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A release that is kept; `status` is how its run ended, `created_at` is in UTC."""

    release_id: str
    created_at: datetime
    run_id: str
    status: str
    content_sha256: str
    n_documents: int
    previous_release_id: str | None
    is_live: bool
    n_bytes: int
    path: Path


def live_path(data: Path) -> Path:
    """Return the live release."""
    return data / f"regenbase{_SUFFIX}"


def releases_folder(data: Path) -> Path:
    """Return the folder of all releases that are kept."""
    return data / "releases"


def release_path(data: Path, release_id: str) -> Path:
    """Return the file of a release."""
    return releases_folder(data) / f"{release_id}{_SUFFIX}"


def release_ids(data: Path) -> list[str]:
    """Return the ids of the releases that are kept, oldest first: they begin with the time of their run."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in releases_folder(data).glob(f"[!.]*{_SUFFIX}"))


def new_release_id(data: Path, started_at: datetime, content_sha256: str) -> str:
    """Return an id that sorts by time and ends like that of any release with the same content."""
    moment = f"{started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    release_id, number = f"{moment}-{content_sha256[:8]}", 1
    while release_path(data, release_id).exists():
        number += 1
        release_id = f"{moment}.{number}-{content_sha256[:8]}"
    return release_id


def connect_live(data: Path) -> duckdb.DuckDBPyConnection:
    """Open the live release, read only; raises `ReleaseError` where nothing is live."""
    path = live_path(data)
    if not path.exists():
        raise ReleaseError(f"nothing is published at {path}; run `regenbase run` first")
    return duckdb.connect(path, read_only=True)


def live_release_id(data: Path) -> str | None:
    """Return which release is live, None where none is or its file is damaged."""
    if not live_path(data).exists():
        return None
    same = [name for name in release_ids(data) if release_path(data, name).samefile(live_path(data))]
    if same:
        return same[0]
    try:
        # Where the disk knows no hard links the live release is a copy, which says itself what it is.
        return _describe(live_path(data), None).release_id
    except duckdb.Error:
        # Going back to a release that can be read must work then, too.
        return None


def releases(data: Path) -> list[ReleaseInfo]:
    """Return the releases that are kept, newest first."""
    live = live_release_id(data)
    return [_describe(release_path(data, name), live) for name in reversed(release_ids(data))]


def _describe(path: Path, live: str | None) -> ReleaseInfo:
    with duckdb.connect(path, read_only=True) as connection:
        own_id, created_at, run_id, run_status, digest, n_documents, previous = one_row(
            connection,
            "SELECT releases.release_id, releases.created_at, releases.run_id, runs.status, releases.content_sha256, "
            "releases.n_documents, releases.previous_release_id "
            "FROM releases JOIN runs USING (run_id) "
            "ORDER BY releases.created_at DESC, releases.release_id DESC LIMIT 1",
        )
    return ReleaseInfo(
        release_id=own_id,
        created_at=created_at.replace(tzinfo=UTC),
        run_id=run_id,
        status=run_status,
        content_sha256=digest,
        n_documents=n_documents,
        previous_release_id=previous,
        is_live=own_id == live,
        n_bytes=path.stat().st_size,
        path=path,
    )
