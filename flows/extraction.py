"""What a worker process does: extract one batch and stage it. Its answer is small, the rows stay on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.extract import extract_batch, failed_batch
from raw.captures import CaptureFile
from warehouse import Staging


@dataclass(frozen=True, slots=True)
class Job:
    """What every batch of a run shares; `is_again` where results are staged anew for keys that are staged already."""

    raw: Path
    data: Path
    max_bytes: int
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class BatchCount:
    """How many captures a batch held, how many of them failed, and the version of the code that read them."""

    n_captures: int
    n_failed: int
    extractor_version: str


def extract_and_stage(job: Job, batch: Sequence[CaptureFile]) -> BatchCount:
    """Extract a batch and stage it whole."""
    result = extract_batch(job.raw, batch, max_bytes=job.max_bytes)
    Staging(job.data).write_batch(result, is_again=job.is_again)
    return BatchCount(len(batch), result.n_failed, result.extractor_version)


def stage_crash(job: Job, file: CaptureFile) -> BatchCount:
    """Stage a capture that killed its process as failed, so that no later run dies of it again."""
    message = f"{file.path}: the process that read it was killed; `regenbase try` it alone, then mend the extractor"
    result = failed_batch(file, message, job.max_bytes)
    Staging(job.data).write_batch(result, is_again=job.is_again)
    return BatchCount(1, 1, result.extractor_version)
