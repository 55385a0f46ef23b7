"""The version of the code that read a capture: a digest of what can change its rows.

Page, finder and schema code count for every site; a site's own module counts for its captures only, so that editing
one site re-extracts one site.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import extractors
import schemas

_SITES: Final = "sites"
_SUFFIXES: Final = frozenset((".py", ".csv", ".toml", ".json", ".txt"))


@cache
def extractor_version(site: str | None) -> str:
    """Return the version for captures of a site; None for captures that only their content routes, to any site."""
    package = _folder(extractors.__file__)
    files = [path for path in _sources(package) if path.parent.name != _SITES]
    files += _sources(_folder(schemas.__file__))
    sites = package / _SITES
    files += _sources(sites) if site is None else [sites / f"{site}.py"]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(package.parent).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def code_version() -> str:
    """Return the version of all extraction code."""
    return extractor_version(None)


def _folder(file: str | None) -> Path:
    assert file is not None
    return Path(file).parent


def _sources(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix in _SUFFIXES and "__pycache__" not in path.parts]
