"""What extraction hands to the warehouse: the rows of a batch of captures, with the books of each capture."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

Row = dict[str, Any]
# Beside the declared columns, the rows of a batch carry the capture and the source that they came from.
CAPTURE_COLUMN: Final = "_capture_id"
SOURCE_COLUMN: Final = "_source_id"


@dataclass(frozen=True, slots=True)
class StagingKey:
    """What an extraction depends on: the bytes, the code, and what the raw store says of the file.

    input_digest: SHA-256 of folder, address, media type and charset, which routing and decoding read.
    """

    capture_id: str
    extractor_version: str
    input_digest: str


@dataclass(slots=True)
class CaptureResult:
    """The rows that one capture gave, by table, and how many rows its extractor attempted per table.

    Rejected rows stand in `rows['rejects']`; `extracted` counts accepted and rejected rows of every other table.
    source_id is None only where a failed file does not tell its source.
    """

    key: StagingKey
    source_id: str | None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    extracted: Counter[str] = field(default_factory=Counter)
    is_failed: bool = False


@dataclass(slots=True)
class BatchResult:
    """The captures of one batch; all have one extractor version."""

    extractor_version: str
    captures: list[CaptureResult]

    @property
    def n_failed(self) -> int:
        """Captures that could not be read."""
        return sum(capture.is_failed for capture in self.captures)
