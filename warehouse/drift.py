"""Drift: the fresh captures of each source against its bands, and what is held because of it.

A source that is held keeps its last good captures: those of the live release that are still there, those whose file or
address a held capture took over, and former readings of the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Final

import duckdb
import pyarrow as pa

from schemas.batches import Row, StagingKey
from schemas.bounds import SourceBounds
from schemas.ids import row_id
from schemas.records import Capture, QualityIssue, Reject, SourceBand, SourceMetric
from schemas.records.quality import Verdict
from schemas.tables import columns_of
from warehouse.band_decisions import BandDecision, read_band_decisions
from warehouse.bounds import LOST, LOST_BAND, Band, Figure, Past, declared_bands, described, judge, learned_band
from warehouse.build_input import BuildInput
from warehouse.figures import ALL_SOURCES, count_figures, count_records, example_of, find_fresh
from warehouse.loading import insert_rows, stage_views
from warehouse.lost import count_lost
from warehouse.releases import live_path
from warehouse.scripts import column_list, run_script
from warehouse.staging import LiveBatches, Staging

VANISHED: Final = "vanished"
_OWN_RECORDS: Final = (
    "(SELECT gave.n_records FROM capture_records AS gave WHERE gave.capture_id = staged.capture_id) AS n_records"
)
_Pasts = Mapping[tuple[str, str], Sequence[Past]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure with what follows from it; `example` is a capture to look at, with its file."""

    figure: Figure
    band: Band | None
    verdict: Verdict
    detail: str | None = None
    example: tuple[str, str | None] | None = None


@dataclass(slots=True)
class Judged:
    """What was found of the fresh captures, and the rows that say so."""

    findings: list[Finding] = field(default_factory=list)
    bands: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    is_withheld: bool = False

    @property
    def is_held(self) -> bool:
        """Whether anything was kept out of the release."""
        return any(finding.verdict == "held" for finding in self.findings)

    @property
    def held_sources(self) -> set[str]:
        """Sources whose fresh captures are all kept out; of others only what vanished may be."""
        return {
            finding.figure.source_id
            for finding in self.findings
            if finding.verdict == "held" and finding.figure.metric != VANISHED
        }


def hold_back(connection: duckdb.DuckDBPyConnection, data: Path, given: BuildInput, live: LiveBatches) -> Judged:
    """Judge the fresh captures and stage anew without those that are held; needs `staged_*` and `previous_*`."""
    judged = Judged()
    decisions = read_band_decisions(data)
    bands = _Bands(given.bounds, decisions, _history(connection, decisions))
    is_any = find_fresh(connection)
    if is_any:
        judged.findings = [*_judged(connection, given, bands, live_path(data)), *_vanished(connection)]
        judged.issues = list(_issues(connection, judged.findings))
        _withhold(connection, data, given, live, judged)
    judged.bands = list(bands.rows())
    if not judged.is_withheld:
        _withhold_nothing(connection)
    return judged


# ------------------------------------------------------------------ bands


def _history(connection: duckdb.DuckDBPyConnection, decisions: Sequence[BandDecision]) -> _Pasts:
    """Return the published figures of earlier runs, newest first; none from before a person moved the band."""
    decided = {(entry.source_id, entry.metric): entry.decided_at for entry in decisions}
    found = connection.execute(
        "SELECT metrics.source_id, metrics.metric, metrics.value, metrics.n, runs.started_at "
        "FROM previous_source_metrics AS metrics JOIN previous_runs AS runs USING (run_id) "
        "WHERE metrics.is_published ORDER BY runs.started_at DESC"
    ).fetchall()
    pasts: dict[tuple[str, str], list[Past]] = defaultdict(list)
    for source, metric, value, n, started_at in found:
        since = decided.get((source, metric))
        if metric != VANISHED and not metric.startswith(LOST) and (since is None or started_at > since):
            pasts[source, metric].append(Past(value, n))
    return pasts


class _Bands:
    """The bands of all sources: of several for one metric, a person's counts before the site's, then what is learned.

    Where a person decided on what was learned before, enough releases since then teach a new band.
    """

    def __init__(self, bounds: Mapping[str, SourceBounds], decisions: Sequence[BandDecision], pasts: _Pasts) -> None:
        self._declared = {
            (source, metric): band for source, given in bounds.items() for metric, band in declared_bands(given)
        }
        self._decisions = decisions
        self._decided = {
            (entry.source_id, entry.metric): Band(entry.low, entry.high, "person", entry.reason) for entry in decisions
        }
        self._pasts = pasts

    def of(self, source: str, metric: str, n: int) -> Band | None:
        """Return the band that counts for a figure over `n`."""
        key = (source, metric)
        if metric.startswith(LOST):
            return self._decided.get(key, LOST_BAND)
        learned = learned_band(metric, self._pasts.get(key, ()), n)
        if key in self._decided:
            return learned if learned is not None and key not in self._declared else self._decided[key]
        return self._declared.get(key, learned)

    def metrics(self, source: str) -> set[str]:
        """Return the metrics of a source that are known from earlier releases."""
        return {metric for own, metric in self._pasts if own == source}

    def rows(self) -> Iterator[Row]:
        """Yield the rows of `source_bands`."""
        for (source, metric), band in sorted(self._declared.items()):
            yield self._row(source, metric, band)
        for (source, metric), past in sorted(self._pasts.items()):
            learned = learned_band(metric, past, self._usual_n(source, metric))
            if learned is not None:
                yield self._row(source, metric, learned)
        for place, entry in enumerate(self._decisions):
            key = (entry.source_id, entry.metric)
            is_last = not any((later.source_id, later.metric) == key for later in self._decisions[place + 1 :])
            band = Band(entry.low, entry.high, "person", entry.reason)
            row = self._row(*key, band, str(place))
            row |= {"author": entry.author, "decided_at": entry.decided_at}
            yield row | {"is_applied": row["is_applied"] and is_last}

    def _usual_n(self, source: str, metric: str) -> int:
        past = self._pasts.get((source, metric), ())
        return round(median(entry.n for entry in past)) if past else 1

    def _row(self, source: str, metric: str, band: Band, place: str = "") -> Row:
        applied = self.of(source, metric, self._usual_n(source, metric))
        return {
            "source_band_id": row_id(SourceBand.table, [source, metric, band.decided_by, place]),
            "source_id": source,
            "metric": metric,
            "low": band.low,
            "high": band.high,
            "decided_by": band.decided_by,
            "is_applied": applied is not None and applied.decided_by == band.decided_by,
            "author": None,
            "reason": band.reason,
            "decided_at": None,
        }


# ------------------------------------------------------------------ findings


def _judged(connection: duckdb.DuckDBPyConnection, given: BuildInput, bands: _Bands, live: Path) -> Iterator[Finding]:
    figures = [*count_figures(connection, given.bounds), *count_lost(connection, live)]
    paths = {file.capture_id: file.path for file in reversed(given.files)}
    for figure in [*figures, *_unseen_layouts(figures, bands)]:
        band = bands.of(figure.source_id, figure.metric, figure.n)
        verdict = judge(figure, band)
        if figure.source_id == ALL_SOURCES and verdict == "held":
            verdict = "warned"
        if band is None or verdict == "sound":
            yield Finding(figure, band, verdict)
        else:
            example = figure.example_capture_id or example_of(connection, figure)
            place = (example, paths.get(example)) if example else None
            yield Finding(figure, band, verdict, described(figure, band, verdict), place)


def _unseen_layouts(figures: Sequence[Figure], bands: _Bands) -> Iterator[Figure]:
    """Yield a zero for layouts that a source used to show and that none of the fresh captures has."""
    seen = {(figure.source_id, figure.metric) for figure in figures}
    for figure in figures:
        if figure.metric == "documents":
            for metric in sorted(bands.metrics(figure.source_id)):
                if metric.startswith("layout.") and (figure.source_id, metric) not in seen:
                    yield replace(figure, metric=metric, value=0.0, n_below=0, n_above=0)


def _vanished(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """Yield one finding per source whose captures lost all the records that their place used to give."""
    found = connection.execute(
        "SELECT coalesce(vanished.source_id, '(unknown)'), count(DISTINCT vanished.capture_id), "
        "min(vanished.capture_id), arg_min(files.path, (vanished.capture_id, files.path)) "
        "FROM vanished_captures AS vanished JOIN seen_files AS files USING (capture_id) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for source, number, capture, path in found:
        what = "1 capture gives" if number == 1 else f"{number:,} captures give"
        detail = (
            f"{what} no records, though file or address gave some before; what was good before stays. "
            "If a page is gone for good, take its file away"
        )
        figure = Figure(source, VANISHED, float(number), number, number)
        yield Finding(figure, Band(None, 0.0, "declared", "always"), "held", detail, (capture, path))


def _issues(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> Iterator[Row]:
    """Yield a quality issue per reason for which a source is held, and one per capture that vanished."""
    for finding in findings:
        figure = finding.figure
        if finding.verdict == "held" and figure.metric != VANISHED and finding.example:
            yield _issue(finding.example[0], "source_held", figure.metric, finding.detail or "")
    vanished = connection.execute("SELECT capture_id, n_before FROM vanished_captures ORDER BY capture_id").fetchall()
    for capture, n_before in vanished:
        before = f"{n_before:,} records" if n_before else "records"
        detail = f"its file or address gave {before} before, and none now; what it gave last stays"
        yield _issue(capture, "records_vanished", "", detail)


def _issue(capture_id: str, code: str, metric: str, detail: str) -> Row:
    return {
        "issue_id": row_id(QualityIssue.table, [capture_id, code, metric]),
        "capture_id": capture_id,
        "document_id": None,
        "code": code,
        "severity": "error",
        "span_start": None,
        "span_end": None,
        "detail": detail,
    }


# ------------------------------------------------------------------ holding


def _withhold(
    connection: duckdb.DuckDBPyConnection, data: Path, given: BuildInput, live: LiveBatches, judged: Judged
) -> None:
    """Stage anew without the captures that are held, with the last good ones in their place."""
    _note(connection, "held_sources", {"source_id": sorted(judged.held_sources)})
    run_script(connection, "held")
    withheld = _column(connection, "SELECT capture_id FROM withheld_captures")
    retained = dict(connection.execute("SELECT capture_id, extractor_version FROM retained_captures").fetchall())
    if not withheld and not retained:
        return
    judged.is_withheld = True
    kept = Staging(data).former(retained)
    substituted = sorted(kept.keys() & given.keys.keys())
    _note(connection, "substituted_captures", {"capture_id": substituted})
    _note(connection, "kept_former_ids", {"capture_id": sorted(kept)})
    connection.execute(
        "CREATE TEMP TABLE kept_former AS SELECT retained.capture_id, min(retained.replaced_by) AS replaced_by "
        "FROM retained_captures AS retained SEMI JOIN kept_former_ids USING (capture_id) GROUP BY ALL"
    )
    run_script(
        connection,
        "held_rows",
        capture_columns=", ".join(
            _OWN_RECORDS if name == "n_records" else f'staged."{name}"' for name in columns_of(Capture)
        ),
        reject_columns=column_list(list(columns_of(Reject)), "staged"),
    )
    own = {name: key for name, key in given.keys.items() if name not in withheld}
    wanted: dict[str, StagingKey] = own | kept
    stage_views(connection, Staging(data).live(list(wanted.values())))
    count_records(connection)


def _withhold_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of what is held, empty."""
    columns = column_list(list(columns_of(Capture)))
    connection.execute(f"CREATE TEMP TABLE held_captures AS SELECT {columns} FROM captures WHERE false")
    columns = column_list(list(columns_of(Reject)))
    connection.execute(f"CREATE TEMP TABLE held_rejects AS SELECT {columns} FROM rejects WHERE false")
    connection.execute(
        "CREATE TEMP TABLE held_books AS SELECT source_id, table_name, extracted FROM staged_books WHERE false"
    )


def _note(connection: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Sequence[str]]) -> None:
    """Make a temporary table of text columns."""
    connection.register(
        "given_names", pa.table({key: pa.array(values, pa.string()) for key, values in columns.items()})
    )
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {', '.join(columns)} FROM given_names")
    connection.unregister("given_names")


def _column(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {name for (name,) in connection.execute(query).fetchall()}


# ------------------------------------------------------------------ the release


def load_bands(connection: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Enter the bands of all sources."""
    insert_rows(connection, SourceBand, judged.bands)


def load_issues(connection: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Enter the quality issues of what is held, which are none that extraction made."""
    insert_rows(connection, QualityIssue, judged.issues)
    _note(connection, "held_issues", {"issue_id": [row["issue_id"] for row in judged.issues]})


def load_figures(connection: duckdb.DuckDBPyConnection, run_id: str, judged: Judged) -> None:
    """Enter the figures of a run, which must be entered before."""
    held = judged.held_sources
    insert_rows(connection, SourceMetric, [_metric_row(run_id, finding, held) for finding in judged.findings])


def _metric_row(run_id: str, finding: Finding, held: set[str]) -> Row:
    figure, band = finding.figure, finding.band
    example, path = finding.example or (None, None)
    return {
        "source_metric_id": row_id(SourceMetric.table, [run_id, figure.source_id, figure.metric]),
        "run_id": run_id,
        "source_id": figure.source_id,
        "metric": figure.metric,
        "value": figure.value,
        "n": figure.n,
        "low": band.low if band else None,
        "high": band.high if band else None,
        "decided_by": band.decided_by if band else None,
        "verdict": finding.verdict,
        "is_published": figure.source_id not in held,
        "example_capture_id": example,
        "example_path": path,
        "detail": finding.detail,
    }
