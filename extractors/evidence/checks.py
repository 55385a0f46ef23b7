"""Whether figures of a page that belong together agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Literal

import regex

from extractors.evidence.measurements import Measured
from extractors.evidence.statements import Evidence
from extractors.facts import as_day
from extractors.finders.trial_text import read_number
from extractors.tabulation import Tabulated
from schemas.records import ConsistencyCheck
from schemas.records.operations import QualityCode
from schemas.spans import Found, Span

Rule = Literal["phases_sum", "percent_sum", "counts_match_rows", "studies_sum", "range_ordered", "date_order"]
# A rule that does not hold is a quality issue of this code.
_CODES: Final[dict[Rule, QualityCode]] = {
    "phases_sum": "count_mismatch",
    "percent_sum": "percent_sum",
    "counts_match_rows": "count_mismatch",
    "date_order": "internal_tension",
}
# Outcomes that part all participants among themselves.
_PARTS: Final = (
    regex.compile(r"improv|respon|better|benefi|remission|recover", regex.I),
    regex.compile(r"stable|stabili|unchanged|no change|same", regex.I),
    regex.compile(r"wors|declin|progress|deteriorat|relaps", regex.I),
)
_ANNOUNCED: Final = regex.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\s(?:\p{L}[\p{L}-]*\s){0,3}\p{L}+s\b"
    r"[^.!?]{0,60}:\s*$",
    regex.I,
)
_TOLERANCE: Final = 2.0


def record_checks(evidence: Evidence, measured: Sequence[Measured], tables: Sequence[Tabulated]) -> None:
    """Draft one row per rule that applies; what does not hold is a quality issue, too."""
    _check_phases(evidence)
    _check_percentages(evidence, measured)
    _check_counts(evidence, tables)
    _check_dates(evidence)


def _record(evidence: Evidence, rule: Rule, detail: str, *, holds: bool, span: Span | None = None) -> None:
    reading = evidence.reading
    reading.recorder.add(
        ConsistencyCheck, document_id=reading.document, rule=rule, holds=holds, detail=detail, keyed_by=(rule, detail)
    )
    if not holds:
        reading.recorder.issue(_CODES[rule], detail, span=span, document=reading.document)


def _check_phases(evidence: Evidence) -> None:
    """Phases of a breakdown add up to the number of trials that the document states."""
    totals = {placed.n_trials for placed in evidence.trials if placed.n_trials is not None}
    for placed in evidence.trials:
        counts = {phase.group_no: phase.n_trials.value for phase in placed.found.phases if phase.n_trials is not None}
        total = placed.n_trials if placed.n_trials is not None else next(iter(totals)) if len(totals) == 1 else None
        if len(counts) >= 2 and total is not None:
            numbers = " + ".join(str(count) for _, count in sorted(counts.items()))
            detail = f"{numbers} = {sum(counts.values())} trials by phase, {total} trials stated"
            _record(evidence, "phases_sum", detail, holds=sum(counts.values()) == total, span=placed.span)


def _check_percentages(evidence: Evidence, measured: Sequence[Measured]) -> None:
    """Shares of better, stable and worse in one paragraph make 100 %."""
    shares: dict[int, dict[int, Found[float]]] = defaultdict(dict)
    for found, part, _ in measured:
        if found.unit != "%" or found.value is None or found.subgroup is not None:
            continue
        words = " ".join(each.value for each in (found.outcome, found.measured_property) if each) or found.raw.value
        kinds = [index for index, pattern in enumerate(_PARTS) if pattern.search(words)]
        if len(kinds) == 1:
            shares[id(part)].setdefault(kinds[0], found.value)
    for parts in shares.values():
        if len(parts) == len(_PARTS):
            values = [value.value for _, value in sorted(parts.items())]
            total = sum(values)
            start, end = min(v.start for v in parts.values()), max(v.end for v in parts.values())
            detail = f"{' + '.join(f'{value:g}' for value in values)} = {total:g} %"
            _record(evidence, "percent_sum", detail, holds=abs(total - 100) <= _TOLERANCE, span=Span(start, end))


def _check_counts(evidence: Evidence, tables: Sequence[Tabulated]) -> None:
    """A number of things that a sentence with a colon announces is that of the items or rows that follow."""
    view = evidence.reading.view
    text = view.page.text
    rows = {table.span.start: len(table.rows) for table in tables if table.origin != "infobox"}
    for index, part in enumerate(view.parts[:-1]):
        if part.kind not in ("paragraph", "list_intro") or part.end - part.start > 600:
            continue
        if not view.text(part).rstrip().endswith(":"):
            continue
        match = _ANNOUNCED.search(text, part.start, part.end)
        following = view.parts[index + 1]
        if match is None:
            continue
        number = read_number(text, *match.span("n"))
        if following.kind == "list_item":
            listing = following.block.list_no
            count = sum(p.kind == "list_item" and p.block.list_no == listing for p in view.parts)
        elif following.start in rows:
            count = rows[following.start]
        else:
            continue
        if number is not None:
            detail = f"{number.value} announced, {count} listed"
            _record(evidence, "counts_match_rows", detail, holds=number.value == count, span=Span(part.start, part.end))


def _check_dates(evidence: Evidence) -> None:
    """What ends or changes does so after it begins."""
    facts = evidence.reading.facts
    published, modified = facts.date_of("published"), facts.date_of("modified")
    if published is not None and modified is not None:
        first, last = as_day(published).value, as_day(modified).value
        detail = f"published {published.value.value}, modified {modified.value.value}"
        _record(evidence, "date_order", detail, holds=first <= last or published.precision != modified.precision)
    for placed in evidence.trials:
        started, ended = placed.found.started, placed.found.ended
        if started is not None and ended is not None:
            detail = f"trial started {started.value}, ended {ended.value}"
            _record(evidence, "date_order", detail, holds=started.value <= ended.value, span=placed.span)
