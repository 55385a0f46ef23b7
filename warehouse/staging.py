"""Staging: what extraction gave, one atomic folder of Parquet files per batch.

`data/staging/<extractor_version>/<batch_id>/` holds `<table>.parquet` for every table with rows, `books.parquet` and
the marker `done`. A batch is written under a temporary name beside its place and renamed, so a folder with a batch's
name is whole. Batches are never changed; extraction is pure, so equal keys stand for equal rows. Where a capture is
extracted again all the same (a replay after what the key does not know has changed), its batch is of a later round.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from schemas.batches import CAPTURE_COLUMN, SOURCE_COLUMN, BatchResult, StagingKey
from schemas.records import TABLE_BY_NAME
from schemas.tables import polars_schema
from warehouse.durable import remove_abandoned, sync_file, sync_folder, work_folder
from warehouse.errors import StagingError
from warehouse.gate import gate

BOOKS: Final = "books"
_DONE: Final = "done"
_TEMPORARY: Final = ".writing-"
# Of a capture in a batch: id, digest of its input, whether it failed, and the round where it is not the first.
_Mark = tuple[str, str, bool] | tuple[str, str, bool, int]


@dataclass(frozen=True, slots=True)
class LiveBatch:
    """A batch with the captures that are read from it; `is_whole` where it holds no others."""

    folder: Path
    capture_ids: tuple[str, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class LiveBatches:
    """For each wanted capture the one batch that it is read from; `missing` are wanted keys that no batch holds."""

    batches: tuple[LiveBatch, ...]
    missing: tuple[StagingKey, ...] = ()

    def files(self, table: str) -> list[LiveBatch]:
        """Return the batches that have rows of a table."""
        return [batch for batch in self.batches if batch.folder.joinpath(f"{table}.parquet").exists()]

    def n_bytes(self) -> int:
        """Return how many bytes the staged tables take on disk."""
        return sum(file.stat().st_size for batch in self.batches for file in batch.folder.glob("*.parquet"))


@dataclass(frozen=True, slots=True)
class _Staged:
    """One capture in one batch."""

    key: StagingKey
    is_failed: bool
    round_no: int
    folder: Path


class Staging:
    """The staged batches under a data folder."""

    def __init__(self, data: Path) -> None:
        self._root = data / "staging"

    def missing(self, wanted: Sequence[StagingKey]) -> list[StagingKey]:
        """Return the keys that no whole batch holds, in the order given; clears away what dead writers left."""
        self.remove_abandoned()
        found = self._find(wanted)
        return [key for key in dict.fromkeys(wanted) if key not in found]

    def live(self, wanted: Sequence[StagingKey]) -> LiveBatches:
        """Return where each wanted key is read from.

        Where several batches hold a key, the latest round wins, then one in which the capture did not fail (a process
        may have been killed for want of memory and the capture read well later), then the smallest batch id.
        """
        found = self._find(wanted)
        chosen: dict[Path, list[str]] = defaultdict(list)
        for key in dict.fromkeys(wanted):
            if key in found:
                best = min(found[key], key=lambda staged: (-staged.round_no, staged.is_failed, staged.folder.name))
                chosen[best.folder].append(key.capture_id)
        batches = tuple(
            LiveBatch(folder, tuple(sorted(ids)), len(ids) == sum(1 for _ in _contents(folder)))
            for folder, ids in sorted(chosen.items())
        )
        return LiveBatches(batches, tuple(key for key in dict.fromkeys(wanted) if key not in found))

    def former(self, captures: Mapping[str, str]) -> dict[str, StagingKey]:
        """Return the keys under which captures were staged by the extractor version given for each.

        Left out is what is staged no longer, and what is staged in columns that the tables do not have any more.
        """
        found = {}
        for version in sorted(set(captures.values())):
            for marker in sorted(self._root.joinpath(version).glob(f"[!.]*/{_DONE}")):
                for staged in _contents(marker.parent):
                    name = staged.key.capture_id
                    if captures.get(name) == version and not staged.is_failed and _is_of_today(marker.parent):
                        found[name] = staged.key
        return found

    def write_batch(self, result: BatchResult, *, is_again: bool = False) -> None:
        """Check a batch frame by frame and write it whole; a batch that is there already is left as it is.

        is_again: the batch stands for its captures from now on, also where their keys are staged already.
        Raises `StagingError` where the batch contradicts itself.
        """
        if not result.captures:
            return
        _check_keys(result)
        marks = _marker(result, self._next_round(result) if is_again else 0)
        batch_id = _batch_id(marks)
        folder = self._root / result.extractor_version / batch_id
        if folder.exists():
            return
        temporary = work_folder(folder.parent, _TEMPORARY, batch_id)
        try:
            gated = gate(result)
            for name, frame in {**gated.frames, BOOKS: gated.books}.items():
                _write(frame, temporary / f"{name}.parquet")
            marker = temporary / _DONE
            marker.write_text("".join(f"{json.dumps(line)}\n" for line in marks), encoding="utf-8")
            sync_file(marker)
            sync_folder(temporary)
            _move(temporary, folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def remove_abandoned(self) -> None:
        """Remove the temporary folders whose writers are dead."""
        for version in self._versions():
            remove_abandoned(version, _TEMPORARY)

    def _next_round(self, result: BatchResult) -> int:
        found = self._find(capture.key for capture in result.captures)
        return max((staged.round_no + 1 for places in found.values() for staged in places), default=0)

    def _versions(self) -> Iterator[Path]:
        if self._root.is_dir():
            yield from (folder for folder in sorted(self._root.iterdir()) if folder.is_dir())

    def _find(self, wanted: Iterable[StagingKey]) -> Mapping[StagingKey, list[_Staged]]:
        """Return every place where a wanted key is staged."""
        keys = set(wanted)
        found: dict[StagingKey, list[_Staged]] = defaultdict(list)
        for version in sorted({key.extractor_version for key in keys}):
            for marker in sorted(self._root.joinpath(version).glob(f"*/{_DONE}")):
                if marker.parent.name.startswith("."):
                    continue
                for staged in _contents(marker.parent):
                    if staged.key in keys:
                        found[staged.key].append(staged)
        return found


def _contents(folder: Path) -> Iterator[_Staged]:
    """Read which captures a batch holds; the marker says it, so that no Parquet file is opened for it."""
    for line in folder.joinpath(_DONE).read_text(encoding="utf-8").splitlines():
        capture_id, input_digest, is_failed, *later = json.loads(line)
        key = StagingKey(capture_id, folder.parent.name, input_digest)
        yield _Staged(key, is_failed, later[0] if later else 0, folder)


@cache
def _is_of_today(folder: Path) -> bool:
    """Whether the frames of a batch, which never changes, have the columns that are declared now."""
    extra = {CAPTURE_COLUMN: pl.String, SOURCE_COLUMN: pl.String}
    for path in folder.glob("*.parquet"):
        model = TABLE_BY_NAME.get(path.stem)
        if path.stem != BOOKS and (
            model is None or dict(pl.read_parquet_schema(path)) != {**polars_schema(model), **extra}
        ):
            return False
    return True


def _marker(result: BatchResult, round_no: int) -> list[_Mark]:
    """Return the lines of the marker; only those of a later round say which."""
    later = (round_no,) if round_no else ()
    return sorted((c.key.capture_id, c.key.input_digest, c.is_failed, *later) for c in result.captures)


def _batch_id(marks: Sequence[_Mark]) -> str:
    """Return a digest of the keys; a failed capture counts as another one, so that a better result can be added."""
    return hashlib.sha256(json.dumps(marks).encode()).hexdigest()[:32]


def _check_keys(result: BatchResult) -> None:
    versions = {capture.key.extractor_version for capture in result.captures}
    if versions != {result.extractor_version}:
        raise StagingError(f"a batch of version {result.extractor_version} holds captures of {sorted(versions)}")
    if len({capture.key.capture_id for capture in result.captures}) != len(result.captures):
        raise StagingError("a batch holds the same capture twice; extract each capture once")


def _write(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path, compression="zstd", compression_level=1)
    sync_file(path)


def _move(temporary: Path, folder: Path) -> None:
    try:
        temporary.rename(folder)
    except OSError:
        # Another writer was first with the same batch; its rows are ours.
        if not folder.joinpath(_DONE).exists():
            raise
    sync_folder(folder.parent)
