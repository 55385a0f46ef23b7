"""What the capture store tells of a raw folder: captures, files that are none, and problems."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

IgnoredReason = Literal["hidden", "sidecar", "orphan_sidecar", "suffix", "not_a_page", "revisit"]


class RawStoreError(Exception):
    """The raw folder, or a capture that was listed in it, cannot be read."""


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """Something under the raw folder that could not be used: which file, where in it, why, and what to do."""

    path: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}{f' ({self.place})' if self.place else ''}: {self.message}; {self.remedy}"


class SidecarProblem(StoreProblem):
    """A sidecar, or one of its fields, that could not be used; its capture is read without it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file or WARC record that is no capture, and why."""

    path: str
    reason: IgnoredReason


@dataclass(frozen=True, slots=True)
class CaptureFile:
    """One file or WARC record that holds a capture; `path` is relative to the root, `captured_at` is in UTC."""

    path: str
    folder_source: str | None
    capture_id: str
    n_bytes: int
    url: str | None = None
    captured_at: datetime | None = None
    http_status: int | None = None
    content_type: str | None = None
    http_charset: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    warc_offset: int | None = None
    problems: tuple[str, ...] = ()


Listed = CaptureFile | Ignored | StoreProblem


def folder_source(relative: str) -> str | None:
    """Return the first folder of a path, which names the source."""
    first, slash, _ = relative.partition("/")
    return first if slash else None


def unusable(root: Path, path: Path, relative: str) -> StoreProblem | None:
    """Return why a path below the raw folder cannot be read as a file, None where it can."""
    if path.name.encode("utf-8", "replace") != os.fsencode(path.name):
        return StoreProblem(relative, "", "its name is not UTF-8", "rename it")
    if path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return StoreProblem(relative, "", "is a link that leads nowhere", "mend the link or delete it")
        if not target.is_relative_to(root):
            return StoreProblem(relative, "", "is a link that leaves the raw folder", "put the file itself here")
    if not stat.S_ISREG(path.stat().st_mode):
        return StoreProblem(relative, "", "is not a regular file", "take it out of the raw folder")
    return None
