"""Bands and verdicts, as arithmetic: no database, no files.

A band comes from a person's decision, else from the site's declaration, else from the last releases. A figure under its
band holds the source, but only where so few captures cannot give it by chance: one odd page warns, it never holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from statistics import median
from typing import Final, Literal

from schemas.bounds import SourceBounds
from schemas.records.quality import BandOrigin, Verdict

# Figures of at least this many releases with new captures, and of at most that many, give a learned band.
LEARNED_FROM: Final = 5
LEARNED_LIMIT: Final = 10
# A figure that chance gives more often than this is no fault of the site.
_CHANCE: Final = 0.1
_FEWEST_MISSES: Final = 2
# A page may lack any one thing: what is declared of every document is expected of this share of them.
_SHARE_WITHIN: Final = 0.9
# No share is so certain that a single page could prove it wrong.
_MOST_CERTAIN: Final = 0.98
# Standard deviations per median absolute deviation of a normal distribution, and how many of them are still usual.
_SIGMA: Final = 1.4826
_USUAL: Final = 4.0
# A mean is no evidence before this many rows were to be expected.
_EXPECTED_ROWS: Final = 10.0
_EXACT_CHANCE_UP_TO: Final = 1000

Scale = Literal["share", "mean"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a figure is read.

    scale: a share of `n`, or a mean over `n`. holds: whether too low a figure holds the source. warns_low, warns_high:
    whether leaving the band warns. slack: least width of a learned band, of the median for means. fewest: least `n`
    for a verdict by a learned band.
    """

    scale: Scale
    holds: bool
    warns_low: bool
    warns_high: bool
    slack: float
    fewest: int = 2


_KINDS: Final[Mapping[str, Kind]] = {
    "documents": Kind("mean", holds=True, warns_low=True, warns_high=True, slack=0.5),
    "fill": Kind("share", holds=True, warns_low=True, warns_high=False, slack=0.15),
    "records": Kind("mean", holds=True, warns_low=True, warns_high=True, slack=0.5),
    "issue_rate": Kind("mean", holds=False, warns_low=False, warns_high=True, slack=1.0, fewest=5),
    "reject_rate": Kind("share", holds=False, warns_low=False, warns_high=True, slack=0.05, fewest=20),
    "layout": Kind("share", holds=False, warns_low=True, warns_high=True, slack=0.3, fewest=5),
    "lost": Kind("share", holds=False, warns_low=False, warns_high=True, slack=1.0),
    "boilerplate_share": Kind("mean", holds=False, warns_low=True, warns_high=True, slack=1.0, fewest=5),
}


def kind_of(metric: str) -> Kind:
    """Return how a metric is read, by the part of its name before the dot."""
    return _KINDS[metric.partition(".")[0]]


@dataclass(frozen=True, slots=True)
class Band:
    """What is expected of a metric; `per_document` where the bounds hold for each document, not for their mean."""

    low: float | None
    high: float | None
    decided_by: BandOrigin
    reason: str
    per_document: bool = False


# Shares of pages that lost what they had; more than half of them have not all changed by chance.
LOST: Final = "lost."
LOST_BAND: Final = Band(None, 0.5, "declared", "of any site")


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric of the new captures of a source.

    n: what the value is a share of, or a mean over. n_captures: captures that were counted. n_below, n_above: captures
    outside the bounds that are declared per document.
    """

    source_id: str
    metric: str
    value: float
    n: int
    n_captures: int
    n_below: int = 0
    n_above: int = 0
    example_capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A figure of an earlier release."""

    value: float
    n: int


def declared_bands(bounds: SourceBounds) -> Iterator[tuple[str, Band]]:
    """Yield the bands that a site declares, by metric."""
    said = "declared by the site"
    low, high = bounds.documents
    yield "documents", Band(float(low), float(high), "declared", said, per_document=True)
    if bounds.unknown_layout is not None:
        yield "layout.unknown", Band(None, bounds.unknown_layout, "declared", said)
    for column, share in bounds.fill.items():
        yield f"fill.{column}", Band(share, None, "declared", said)
    for table, (least, most) in bounds.records.items():
        yield f"records.{table}", Band(float(least), float(most), "declared", said, per_document=True)


def learned_band(metric: str, past: Sequence[Past], n: int) -> Band | None:
    """Return the band of the last releases, newest first, for a figure over `n`; None where there are too few.

    Median and median absolute deviation, which one odd release does not move; a sample that is smaller than usual
    scatters more.
    """
    past = past[:LEARNED_LIMIT]
    if len(past) < LEARNED_FROM:
        return None
    kind = kind_of(metric)
    middle = median(entry.value for entry in past)
    scatter = median(abs(entry.value - middle) for entry in past)
    usual_n = median(entry.n for entry in past)
    spread = _USUAL * _SIGMA * scatter * sqrt(max(1.0, usual_n / max(n, 1)))
    width = max(spread, kind.slack * (middle if kind.scale == "mean" else 1.0))
    low, high = middle - width, middle + width
    return Band(
        low if low > 0 and (kind.holds or kind.warns_low) else None,
        high if kind.warns_high and (kind.scale == "mean" or high < 1) else None,
        "learned",
        f"median {middle:.3g} of the last {len(past)} releases with new captures",
    )


def judge(figure: Figure, band: Band | None) -> Verdict:
    """Return what follows from a figure and its band."""
    if band is None:
        return "sound"
    kind = kind_of(figure.metric)
    if band.per_document:
        if _is_unlikely(figure.n_below, figure.n_captures, _SHARE_WITHIN):
            return "held"
        return "warned" if figure.n_below or figure.n_above else "sound"
    if band.low is not None and figure.value < band.low:
        is_certain = _is_certainly_low(figure, band, kind)
        if is_certain and kind.holds:
            return "held"
        # What is learned is a habit: a few pages may differ from it without a word.
        return "warned" if kind.warns_low and (is_certain or band.decided_by != "learned") else "sound"
    is_high = band.high is not None and figure.value > band.high and _is_enough(figure, band, kind)
    return "warned" if is_high else "sound"


def _is_certainly_low(figure: Figure, band: Band, kind: Kind) -> bool:
    assert band.low is not None
    if kind.scale == "share":
        misses = figure.n - round(figure.value * figure.n)
        return _is_enough(figure, band, kind) and _is_unlikely(misses, figure.n, band.low)
    return _is_enough(figure, band, kind) and (
        band.decided_by != "learned" or kind.fewest > 2 or band.low * figure.n >= _EXPECTED_ROWS / 2
    )


def _is_enough(figure: Figure, band: Band, kind: Kind) -> bool:
    """Whether there are enough pages for a verdict."""
    return figure.n >= kind.fewest or (band.decided_by != "learned" and figure.n >= _FEWEST_MISSES)


def _is_unlikely(misses: int, n: int, share: float) -> bool:
    """Whether `misses` of `n` or more would hardly ever occur where `share` of all are hits."""
    if misses < _FEWEST_MISSES:
        return False
    missing = 1.0 - min(share, _MOST_CERTAIN)
    if n > _EXACT_CHANCE_UP_TO:
        return misses / n - missing > 1.2816 * sqrt(missing * (1 - missing) / n)
    fewer = sum(comb(n, k) * missing**k * (1 - missing) ** (n - k) for k in range(misses))
    return 1.0 - fewer < _CHANCE


def accepted_band(
    metric: str, value: float, low: float | None, high: float | None
) -> tuple[float | None, float | None]:
    """Return the bounds that let a figure pass: the ones that it broke are moved behind it, with some room."""
    room = 0.05 if kind_of(metric).scale == "share" else 0.2 * value
    new_low = low if low is None or value >= low else max(0.0, value - room)
    new_high = high if high is None or value <= high else value + room
    return new_low, new_high


def described(figure: Figure, band: Band, verdict: Verdict) -> str:
    """Return a figure beside what was expected, for a person."""
    where = {"learned": "learned from releases", "declared": "declared by the site", "person": "decided by a person"}
    bounds = {
        (False, True): f"at least {_number(band.low)}",
        (True, False): f"at most {_number(band.high)}",
        (False, False): f"{_number(band.low)} to {_number(band.high)}",
        (True, True): "anything",
    }[band.low is None, band.high is None]
    if figure.metric.startswith(LOST):
        kind, _, name = figure.metric.removeprefix(LOST).rpartition(".")
        what = f"the heading {name.replace('_', ' ')!r}" if kind else f"all rows of {name}"
        n_lost = round(figure.value * figure.n)
        return f"{n_lost:,} of {figure.n:,} pages that were captured anew lost {what} (expected {bounds} of them)"
    text = f"{figure.metric} is {_number(figure.value)} in {figure.n_captures:,} new captures; expected {bounds}"
    if band.per_document:
        outside = figure.n_below + figure.n_above
        text += f" per {'capture' if figure.metric == 'documents' else 'document'}, which {outside:,} of them break"
    text += f" ({where[band.decided_by]})"
    is_few = verdict == "warned" and band.low is not None and (figure.value < band.low or figure.n_below)
    return text + ("; too few to hold the source" if is_few and kind_of(figure.metric).holds else "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
