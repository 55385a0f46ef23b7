from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractors.extract import declared_sources
from flows.ingest import ingest
from flows.settings import SAMPLES, Settings

# One page of each rendering and one more source: enough for a run, quick to extract.
FEW = (
    "troy_technical/ipsc-islet-cells-type-1-diabetes.html",
    "troy_technical/ipsc-islet-cells-type-1-diabetes.html.meta.json",
    "troy_technical/corneal-cell-sheets-limbal-deficiency.txt",
    "spinalcord_help/hydrogel-oligodendrocyte-precursors-rats.txt",
    "spinalcord_help/hydrogel-oligodendrocyte-precursors-rats.txt.meta.json",
)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without the caller's settings."""
    for name in [name for name in os.environ if name.startswith("REGENBASE_")]:
        monkeypatch.delenv(name)


def source_of(folder: str) -> str:
    """Return the source that reads the captures of a folder: its own where a site declares it."""
    return folder if folder in {source.source_id for source in declared_sources()} else "generic"


TROY, SPINAL, SCIDEX = source_of("troy_technical"), source_of("spinalcord_help"), source_of("scidex")


def copy_few(raw: Path) -> Path:
    for name in FEW:
        target = raw / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / name, target)
    return raw


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with a few captures that a test may change."""
    return copy_few(tmp_path / "raw")


@pytest.fixture
def settings(raw: Path, tmp_path: Path) -> Settings:
    return Settings(raw=raw, data=tmp_path / "data", task_runner="inprocess")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The warehouse of the samples; tests only read it."""
    settings = Settings(raw=SAMPLES, data=tmp_path_factory.mktemp("published"), task_runner="inprocess")
    assert ingest(settings).status == "published"
    return settings


@pytest.fixture
def in_folder(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Write nothing into the caller's folder: commands that default to the present one run in a folder of their own."""
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        yield lambda name: tmp_path / name
    finally:
        os.chdir(before)
