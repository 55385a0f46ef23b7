"""One capture, extracted without a warehouse: what a person looks at when a page reads wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from extractors.blocks import Page
from extractors.extract import UnknownSiteError, try_file
from extractors.observation import Observed, observe
from flows.errors import USAGE, CommandError
from schemas.batches import Row

# Shown apart: they describe the capture, hold its text or prove its rows.
_APART = frozenset({"captures", "pages", "evidence", "rejects", "quality_issues"})


HighlightKind = Literal["claim", "citation", "title", "entity", "trial", "measurement", "date"]
# Which proved columns are worth a style of their own; the parts of a reference stand within it.
_KINDS: dict[tuple[str, str], HighlightKind] = {
    ("documents", "title"): "title",
    ("mentions", "raw"): "entity",
    ("trials", "registry_id"): "trial",
    ("trial_mentions", "raw"): "trial",
    ("measurements", "raw"): "measurement",
    ("claims", "text"): "claim",
    ("citations", "raw"): "citation",
    ("citation_mentions", "raw"): "citation",
    ("dates", "raw"): "date",
}


class Highlight(BaseModel):
    """A span of the page text that gave a value."""

    model_config = ConfigDict(frozen=True)

    kind: HighlightKind
    start: int
    end: int


class TrialBlock(BaseModel):
    """A block of the page; start and end are code points of its text.

    name: of metadata; becomes: the kind of the passage that the site made of it, where that is another one.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    level: int | None
    start: int
    end: int
    locator: str
    name: str | None
    becomes: str | None
    note: str | None
    text: str


class Outcome(BaseModel):
    """What one file gives. `rows` are by table in load order; `extracted` counts refused rows, too.

    observed: the same rows as a golden holds them, without ids and offsets.
    """

    model_config = ConfigDict(frozen=True)

    file: Path
    source_id: str | None
    is_failed: bool
    capture: Row
    blocks: tuple[TrialBlock, ...]
    rows: dict[str, list[Row]]
    n_evidence: int
    highlights: tuple[Highlight, ...]
    observed: Observed
    extracted: dict[str, int]
    issues: tuple[Row, ...]
    rejects: tuple[Row, ...]


def try_capture(file: Path, site: str | None, max_bytes: int) -> Outcome:
    """Extract `file` as a capture of `site` (None: as routing finds it); nothing is written."""
    try:
        trial = try_file(file, site, max_bytes)
    except UnknownSiteError as error:
        raise CommandError(str(error), USAGE) from error
    result = trial.result
    return Outcome(
        file=file,
        source_id=result.source_id,
        is_failed=result.is_failed,
        capture=_first(result.rows.get("captures", ())),
        blocks=_blocks(trial.page, result.rows.get("passages", ())) if trial.page is not None else (),
        rows={table: rows for table, rows in result.rows.items() if table not in _APART and rows},
        n_evidence=len(result.rows.get("evidence", ())),
        highlights=_highlights(result.rows.get("evidence", ())),
        observed=observe(result),
        extracted=dict(sorted(result.extracted.items())),
        issues=tuple(result.rows.get("quality_issues", ())),
        rejects=tuple(result.rows.get("rejects", ())),
    )


def _highlights(evidence: Sequence[Row]) -> tuple[Highlight, ...]:
    marked = (
        (row["span_start"], row["span_end"], kind)
        for row in evidence
        if (kind := _KINDS.get((row["table_name"], row["column_name"]))) is not None
    )
    return tuple(Highlight(kind=kind, start=start, end=end) for start, end, kind in sorted(set(marked)))


def _first(rows: Sequence[Row]) -> dict[str, Any]:
    return rows[0] if rows else {}


def _blocks(page: Page, passages: Sequence[Row]) -> tuple[TrialBlock, ...]:
    made = {(row["span_start"], row["span_end"]): row["kind"] for row in passages}
    return tuple(
        TrialBlock(
            kind=block.kind,
            level=block.level,
            start=block.start,
            end=block.end,
            locator=block.locator,
            name=block.name,
            becomes=kind if (kind := made.get((block.start, block.end))) != block.kind else None,
            note=block.note,
            text=page.of(block),
        )
        for block in page.blocks
    )
