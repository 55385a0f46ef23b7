"""How each source is doing: figures of its new captures run by run, and the bands they are compared with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from schemas.declaration import Column, Table, operational

BandOrigin = Literal["declared", "learned", "person"]
Verdict = Literal["sound", "warned", "held"]


class SourceMetric(Table):
    """A figure of the captures of one source that were new in one run, with the band it was compared with."""

    table: ClassVar[str] = "source_metrics"
    primary_key: ClassVar[tuple[str, ...]] = ("source_metric_id",)
    made_by: ClassVar = "build"

    source_metric_id: Annotated[str, operational("Identifies the row")]
    run_id: Annotated[str, Column("The run", "run", references="runs.run_id")]
    source_id: Annotated[str, operational("The source, `(all)` for all of them together")]
    metric: Annotated[
        str,
        operational(
            "What was counted: documents (per capture), fill.<column>, records.<table> (per document), issue_rate "
            "(quality issues per document), reject_rate (share of records), layout.<name> (share of captures), "
            "boilerplate_share (of the text), lost.<table>, lost.heading.<name> (share of the pages captured anew that "
            "had rows or a heading and have none), vanished (captures without the records they used to give)"
        ),
    ]
    value: Annotated[float, operational("The figure")]
    n: Annotated[int, operational("Over how many captures, documents or rows it was taken")]
    low: Annotated[float | None, operational("Least value expected, NULL where none is known")] = None
    high: Annotated[float | None, operational("Greatest value expected, NULL where none is known")] = None
    decided_by: Annotated[BandOrigin | None, operational("Where the band comes from, NULL where there is none")] = None
    verdict: Annotated[Verdict, operational("Whether it was sound, or what it led to")]
    is_published: Annotated[bool, operational("Whether the captures were published, so that bands are learned from it")]
    example_capture_id: Annotated[str | None, operational("A capture to look at")] = None
    example_path: Annotated[str | None, operational("Its file below the raw folder")] = None
    detail: Annotated[str | None, operational("What was seen and what was expected, NULL where it is sound")] = None


class SourceBand(Table):
    """A band that figures of a source are compared with: declared by its site, learned from releases, or decided."""

    table: ClassVar[str] = "source_bands"
    primary_key: ClassVar[tuple[str, ...]] = ("source_band_id",)
    made_by: ClassVar = "build"

    source_band_id: Annotated[str, operational("Identifies the row")]
    source_id: Annotated[str, operational("The source")]
    metric: Annotated[str, operational("What is bounded, see `source_metrics.metric`")]
    low: Annotated[float | None, operational("Least value expected")] = None
    high: Annotated[float | None, operational("Greatest value expected")] = None
    decided_by: Annotated[BandOrigin, operational("Who set it; of several the one that `is_applied` counts")]
    is_applied: Annotated[bool, operational("Whether this run compared with it")]
    author: Annotated[str | None, operational("The person who decided")] = None
    reason: Annotated[str, operational("Why the band is what it is")]
    decided_at: Annotated[datetime | None, operational("When a person decided, in UTC")] = None
