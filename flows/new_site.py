"""A new site from sample pages: its module, its samples, its goldens, and what a person should review."""

from __future__ import annotations

import hashlib
import keyword
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import regex
from pydantic import BaseModel, ConfigDict

from extractors.blocks import Page
from extractors.decode import DecodeError
from extractors.extract import declared_sources
from extractors.reading import read_page
from extractors.site_source import module_text
from extractors.sites_drafting import DraftError, Sample, SiteDraft, draft_site
from flows.errors import USAGE, CommandError
from flows.goldens import ROOT, SUFFIXES, expected, find_case
from raw.captures import RawStoreError
from raw.sidecar import SIDECAR_SUFFIX
from raw.store import read, single_file

_NAME: Final = regex.compile(r"[a-z][a-z0-9]*+(?:_[a-z0-9]++)*+")
_MAX_NAME: Final = 40


class NewSite(BaseModel):
    """What was found and written; paths are relative to the checkout. `rows`: rows per table, by golden case."""

    model_config = ConfigDict(frozen=True)

    source_id: str
    module: str
    base: str
    hosts: tuple[str, ...]
    name: str
    kind: str
    fingerprint: tuple[str, ...]
    boilerplate: tuple[str, ...]
    written: tuple[str, ...]
    rows: dict[str, dict[str, int]]
    review: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Paths:
    root: Path
    source_id: str

    @property
    def module(self) -> Path:
        return self.root / "extractors" / "sites" / f"{self.source_id}.py"

    @property
    def samples(self) -> Path:
        return self.root / "raw" / "samples" / self.source_id

    @property
    def golden(self) -> Path:
        return self.root / "tests" / "golden" / self.source_id

    def remove(self) -> None:
        self.module.unlink(missing_ok=True)
        for folder in (self.samples, self.golden):
            shutil.rmtree(folder, ignore_errors=True)


def new_site(source_id: str, files: Sequence[Path], root: Path = ROOT) -> NewSite:
    """Write module, samples and goldens of a new site into a checkout.

    `CommandError` where the name is taken or no name of a module, or where a sample cannot be read; then, and where the
    drafted module cannot read its own samples, nothing is left behind.
    """
    paths = _Paths(root.resolve(), source_id)
    _check_name(paths)
    samples = {file: _sample(file) for file in files}
    cases = _case_names(samples)
    try:
        draft = draft_site(source_id, list(samples.values()), _other_pages(paths.root), declared_sources())
    except DraftError as error:
        raise CommandError(f"No site was drafted: {error}", USAGE) from error
    try:
        written = _write(paths, draft, cases)
        _write_goldens(paths, cases)
    except BaseException:
        paths.remove()
        raise
    rows = {name: _counts(paths.root, f"{source_id}/{name}") for name in cases.values()}
    return NewSite(
        source_id=source_id,
        module=str(paths.module.relative_to(paths.root)),
        base=draft.base.__name__,
        hosts=tuple(draft.source.hosts),
        name=draft.source.name,
        kind=draft.source.kind,
        fingerprint=draft.fingerprint.all_of,
        boilerplate=tuple(
            f"{rule.note}: {pattern}" for rule in draft.boilerplate for pattern in (*rule.lines, *rule.from_line)
        ),
        written=tuple(str(path.relative_to(paths.root)) for path in written),
        rows=rows,
        review=draft.review,
    )


def _check_name(paths: _Paths) -> None:
    name = paths.source_id
    if not paths.root.joinpath("extractors", "site.py").is_file():
        raise CommandError(f"{paths.root}: is no checkout of regenbase; name one with --root", USAGE)
    if _NAME.fullmatch(name) is None or len(name) > _MAX_NAME or keyword.iskeyword(name):
        remedy = f"small letters, digits and single underscores, at most {_MAX_NAME}, such as cell_courier"
        raise CommandError(f"{name!r} is no name for a site: {remedy}", USAGE)
    taken = [path for path in (paths.module, paths.samples, paths.golden) if path.exists()]
    if taken:
        raise CommandError(f"{name!r} is taken: {taken[0].relative_to(paths.root)} is there", USAGE)


def _sample(file: Path) -> Sample:
    if file.suffix not in SUFFIXES:
        raise CommandError(f"{file}: a sample is an .html, .htm or .txt file", USAGE)
    try:
        found = single_file(file)
        data = read(file.resolve().parent, found)
        page, _ = read_page(found.capture_id, data, file.suffix != ".txt", found.http_charset)
    except (RawStoreError, DecodeError) as error:
        raise CommandError(f"{file}: {error}", USAGE) from error
    return Sample(file.name, page, found.url)


def _case_names(samples: dict[Path, Sample]) -> dict[Path, str]:
    """Return the name of each sample's golden case; two samples of one name, or of the same bytes, are refused."""
    names: dict[Path, str] = {}
    for file, sample in samples.items():
        same = next((other for other in names if samples[other].page.capture_id == sample.page.capture_id), None)
        if same is not None:
            raise CommandError(f"{file} and {same} are the same bytes; name each page once", USAGE)
        stem = regex.sub(r"[^a-z0-9]++", "-", file.stem.lower()).strip("-") or "page"
        name = stem if stem not in names.values() else f"{stem}-{file.suffix.removeprefix('.')}"
        if name in names.values() or file.name in {other.name for other in names}:
            raise CommandError(f"{file}: another sample has that name, too; rename one", USAGE)
        names[file] = name
    return names


def _other_pages(root: Path) -> list[Page]:
    pages: list[Page] = []
    for path in sorted((root / "raw" / "samples").glob("*/*")):
        if path.suffix in SUFFIXES:
            data = path.read_bytes()
            pages.append(read_page(hashlib.sha256(data).hexdigest(), data, path.suffix != ".txt")[0])
    return pages


def _write(paths: _Paths, draft: SiteDraft, cases: dict[Path, str]) -> list[Path]:
    paths.module.write_text(module_text(draft), encoding="utf-8")
    written = [paths.module]
    paths.samples.mkdir(parents=True)
    for file, name in cases.items():
        case = paths.golden / name
        case.mkdir(parents=True)
        sidecar = file.with_name(file.name + SIDECAR_SUFFIX)
        for target in (paths.samples / file.name, case / f"capture{file.suffix}"):
            shutil.copyfile(file, target)
            written.append(target)
            if sidecar.exists():
                shutil.copyfile(sidecar, target.with_name(target.name + SIDECAR_SUFFIX))
        written.append(case / "expected.json")
    return written


def _write_goldens(paths: _Paths, cases: dict[Path, str]) -> None:
    """Let a new process, which finds the module as any run will, write the goldens."""
    environment = dict(os.environ) | {"PYTHONPATH": str(paths.root)}
    for name in cases.values():
        command = [sys.executable, "-m", "flows.cli", "accept", f"{paths.source_id}/{name}", "--root", str(paths.root)]
        done = subprocess.run(
            command,
            cwd=paths.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["no message"]
            raise CommandError(f"The drafted module does not read {name}: {last[0]}; nothing was written", USAGE)


def _counts(root: Path, case: str) -> dict[str, int]:
    return {table: len(rows) for table, rows in expected(find_case(case, root)).items()}
