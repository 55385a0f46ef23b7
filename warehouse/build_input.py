"""What a build is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from raw.captures import CaptureFile, StoreProblem
from schemas.batches import StagingKey
from schemas.bounds import SourceBounds
from schemas.records import Source


@dataclass(frozen=True, slots=True)
class BuildInput:
    """The present inventory of the raw store, and what is said of the run.

    files: every file and WARC record seen. keys: the staging key of each distinct capture among them. started_at: with
    an offset. n_extracted: captures that this run extracted itself. bounds: what each source says a healthy capture
    gives.
    """

    run_id: str
    started_at: datetime
    code_version: str
    files: Sequence[CaptureFile]
    keys: Mapping[str, StagingKey]
    problems: Sequence[StoreProblem]
    sources: Sequence[Source]
    n_ignored: int
    n_extracted: int
    bounds: Mapping[str, SourceBounds] = field(default_factory=dict)
