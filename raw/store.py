"""The capture store: what lies under the raw folder, bit for bit, with where and when it was fetched. Read-only."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from raw.captures import (
    CaptureFile,
    Ignored,
    Listed,
    RawStoreError,
    SidecarProblem,
    StoreProblem,
    folder_source,
    unusable,
)
from raw.sidecar import SIDECAR_SUFFIX, sidecar_of
from raw.warc import WARC_SUFFIXES, captures_of_warc, read_record

SUFFIXES: Final = (".txt", ".html", ".htm", *WARC_SUFFIXES)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that lies under a raw folder."""

    files: tuple[CaptureFile, ...]
    ignored: tuple[Ignored, ...] = ()
    problems: tuple[StoreProblem, ...] = ()


def inventory(root: Path) -> Inventory:
    """List captures, ignored files and problems below `root`, ordered by path and record offset."""
    found = list(_walk(_checked(root)))
    return Inventory(
        tuple(item for item in found if isinstance(item, CaptureFile)),
        tuple(item for item in found if isinstance(item, Ignored)),
        tuple(item for item in found if isinstance(item, StoreProblem)),
    )


def scan(root: Path) -> Iterator[CaptureFile]:
    """Yield the captures below `root` in the order of `inventory`, one at a time; problems go to the log."""
    return _captures(_walk(_checked(root)))


def single_file(path: Path) -> CaptureFile:
    """Return one page file with what its sidecar says, relative to its own folder, which names no source."""
    path = path.resolve()
    if path.name.lower().endswith(WARC_SUFFIXES):
        raise RawStoreError(f"{path.name}: holds many records; put it below a raw folder and run on that")
    try:
        return _page(path.parent, path, path.name)
    except OSError as error:
        raise RawStoreError(f"{path.name}: cannot be read ({error.strerror or error})") from error


def read(root: Path, file: CaptureFile) -> bytes:
    """Return the bytes of a listed capture (of the decoded body for WARC); `RawStoreError` if they have changed."""
    base = root.resolve()
    path = base / file.path
    try:
        if not path.resolve().is_relative_to(base):
            raise RawStoreError(f"{file.path}: lies outside {root}; list the captures again")
        data = path.read_bytes() if file.warc_offset is None else read_record(path, file.warc_offset)
    except (OSError, RuntimeError, StopIteration) as error:
        raise RawStoreError(f"{file.path}: cannot be read ({error}); list the captures again") from error
    if hashlib.sha256(data).hexdigest() != file.capture_id:
        raise RawStoreError(f"{file.path}: has changed since it was listed; run again")
    return data


def _checked(root: Path) -> Path:
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        raise RawStoreError(f"{root}: {what}; say where the captures are with --raw or REGENBASE_RAW")
    return root.resolve()


def _captures(found: Iterator[Listed]) -> Iterator[CaptureFile]:
    for item in found:
        if isinstance(item, CaptureFile):
            yield item
        elif isinstance(item, StoreProblem):
            _log.warning("%s", item)


def _walk(root: Path, folder: Path | None = None) -> Iterator[Listed]:
    folder = folder or root
    try:
        with os.scandir(folder) as listing:
            # A folder sorts as 'name/', so that the whole listing is in the order of the paths.
            entries = sorted(listing, key=lambda e: e.name + "/" * e.is_dir(follow_symlinks=False))
    except OSError as error:
        yield _unreadable(_relative(root, folder), error)
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        path = Path(entry.path)
        relative = _relative(root, path)
        try:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from _walk(root, path)
            else:
                yield from _file(root, path, relative, names)
        except OSError as error:
            yield _unreadable(relative, error)


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode()


def _unreadable(relative: str, error: OSError) -> StoreProblem:
    remedy = "make it readable or take it out of the raw folder"
    return StoreProblem(relative, "", f"cannot be read ({error.strerror or error})", remedy)


def _file(root: Path, path: Path, relative: str, names: set[str]) -> Iterator[Listed]:
    name = path.name.lower()
    if name.startswith("."):
        yield Ignored(relative, "hidden")
    elif path.is_symlink() and path.is_dir():
        yield StoreProblem(relative, "", "is a link to a folder, which is not followed", "put the folder itself here")
    elif name.endswith(SIDECAR_SUFFIX):
        owner = path.name[: -len(SIDECAR_SUFFIX)]
        has_owner = owner in names and owner.lower().endswith(SUFFIXES)
        yield Ignored(relative, "sidecar" if has_owner else "orphan_sidecar")
        if has_owner and owner.lower().endswith(WARC_SUFFIXES):
            yield SidecarProblem(relative, "", "is not used, since WARC records say where they come from", "delete it")
    elif not name.endswith(SUFFIXES):
        yield Ignored(relative, "suffix")
    elif problem := unusable(root, path, relative):
        yield problem
    elif name.endswith(WARC_SUFFIXES):
        yield from captures_of_warc(path, relative)
    else:
        yield _page(root, path, relative)


def _page(root: Path, path: Path, relative: str) -> CaptureFile:
    with path.open("rb", buffering=0) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        n_bytes = stream.tell()
    values, problems = sidecar_of(root, path, relative)
    return CaptureFile(relative, folder_source(relative), digest, n_bytes, **values, problems=problems)
