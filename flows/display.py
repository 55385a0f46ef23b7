"""Results as a person reads them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from flows.console import counted, own_command, short_path
from flows.drift import told
from flows.explain import Explanation, Quote, Value
from flows.reports import Change, IssueCount, RejectCount, RunReport, SourceCounts
from flows.settings import Settings

ISSUES_SHOWN = 8
REJECTS_SHOWN = 8


def grid(
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence[object]],
    *,
    is_compact: bool = False,
    is_data: bool = False,
) -> Grid:
    """Return a table; `columns` are names with 'left' or 'right'.

    is_compact: cells are cut instead of folded; is_data: numbers stand as they are stored, a year without a comma.
    """
    table = Grid(box=None, pad_edge=False, header_style="bold")
    overflow: Literal["ellipsis", "fold"] = "ellipsis" if is_compact else "fold"
    for name, justify in columns:
        side: Literal["left", "right"] = "right" if justify == "right" else "left"
        table.add_column(name, justify=side, overflow=overflow, no_wrap=is_compact)
    for row in rows:
        table.add_row(*(_cell(value, is_data=is_data) for value in row))
    return table


def _cell(value: object, *, is_data: bool) -> Text:
    if value is None:
        return Text("NULL", style="dim")
    is_count = isinstance(value, int) and not isinstance(value, bool) and not is_data
    return Text(f"{value:,}" if is_count else str(value))


def sources_grid(sources: Sequence[SourceCounts], changes: Sequence[Change]) -> Grid:
    """Return one row per source, with what changed since the previous release."""
    changed: dict[str, list[int]] = {}
    for change in changes:
        sums = changed.setdefault(change.source_id, [0, 0, 0])
        for position, number in enumerate((change.n_added, change.n_removed, change.n_changed)):
            sums[position] += number
    columns = [("source", "left")]
    columns += [(name, "right") for name in ("captures", "documents", "rows", "rejects", "issues")]
    columns += [("changed rows", "left")]
    rows = [
        (
            source.source_id,
            source.n_captures,
            source.n_documents,
            source.n_rows,
            source.n_rejects,
            source.n_issues,
            _change_text(*changed.get(source.source_id, (0, 0, 0))) + _trouble_text(source),
        )
        for source in sources
    ]
    return grid(columns, rows)


def _beyond_sources(report: RunReport) -> str:
    """Return what changed in rows of no listed source, as a line of its own."""
    listed = {source.source_id for source in report.sources}
    sums = [0, 0, 0]
    for change in report.changes:
        if change.source_id not in listed:
            sums = [sums[0] + change.n_added, sums[1] + change.n_removed, sums[2] + change.n_changed]
    return f"Rows that sources share or have left: {_change_text(*sums)} (regenbase diff)\n" if any(sums) else ""


def _change_text(added: int, removed: int, changed: int) -> str:
    parts = ((f"+{added:,}", added), (f"-{removed:,}", removed), (f"~{changed:,}", changed))
    return " ".join(text for text, number in parts if number) or "none"


def _trouble_text(source: SourceCounts) -> str:
    parts = [counted(source.n_held, "capture") + " held"] if source.n_held else []
    parts += [counted(source.n_failed, "capture") + " failed"] if source.n_failed else []
    return f" ({', '.join(parts)})" if parts else ""


def issues_grid(issues: Sequence[IssueCount], shown: int | None = ISSUES_SHOWN) -> Grid:
    """Return the quality issues, most frequent first; all where `shown` is None."""
    rows = [(issue.code, issue.severity, issue.n_issues, issue.n_captures) for issue in issues[:shown]]
    columns = (("quality issue", "left"), ("severity", "left"), ("times", "right"), ("captures", "right"))
    return grid(columns, rows)


def rejects_grid(rejects: Sequence[RejectCount]) -> Grid:
    """Return the open rejects by kind with an example each."""
    columns = (("source", "left"), ("stage", "left"), ("reason", "left"), ("open", "right"), ("example", "left"))
    return grid(
        columns, [(entry.source_id, entry.stage, entry.reason, entry.n_rejects, entry.example) for entry in rejects]
    )


def changes_grid(changes: Sequence[Change]) -> Grid:
    """Return rows added, removed and changed per table and source."""
    columns = [("table", "left"), ("source", "left"), ("added", "right"), ("removed", "right"), ("changed", "right")]
    rows = [
        (change.table_name, change.source_id, change.n_added, change.n_removed, change.n_changed) for change in changes
    ]
    return grid(columns, rows)


def print_report(console: Console, report: RunReport) -> None:
    """Print what a run did, and where the warehouse lies."""
    console.print()
    if report.sources:
        console.print(sources_grid(report.sources, report.changes))
        console.print(_beyond_sources(report))
    if report.issues:
        console.print(issues_grid(report.issues))
        hidden = len(report.issues) - ISSUES_SHOWN
        console.print(f"and {hidden} more: regenbase status\n" if hidden > 0 else "")
    if report.rejects:
        console.print(rejects_grid(report.rejects[:REJECTS_SHOWN]))
        hidden = len(report.rejects) - REJECTS_SHOWN
        console.print(f"and {hidden} more kinds: regenbase status\n" if hidden > 0 else "")
    for line in report.held:
        console.print(Text(f"held: {told(line)}", style="bold yellow"), soft_wrap=True)
    for warning in report.warnings:
        console.print(Text(f"warning: {warning}", style="yellow"), soft_wrap=True)
    console.print(Text(_verdict(report), style="bold red" if report.status == "failed" else "bold"), soft_wrap=True)
    if report.status != "failed":
        console.print(Text(f"Warehouse: {short_path(report.warehouse)}"), soft_wrap=True)
        console.print(Text(f"Ask it:    {next_command(report)}"), soft_wrap=True)


def next_command(report: RunReport) -> str:
    """Return a query that can be pasted as it stands."""
    data = report.warehouse.parent
    place = "" if data.resolve() == Settings().data.resolve() else f" --data {shlex.quote(short_path(data))}"
    return f'{own_command()} sql{place} "SELECT source_id, title FROM v_documents LIMIT 5"'


def _verdict(report: RunReport) -> str:
    seen = f"{counted(report.n_captures, 'capture')} in {counted(report.n_files, 'file')}"
    seen += f", {report.n_extracted:,} extracted now, {report.seconds:.1f} s"
    if report.status == "failed":
        return f"Nothing was published: {report.reason}"
    words = {"published": "Published", "degraded": "Published without what was held or failed, as"}[report.status]
    return f"{words} {report.release_id} ({seen})."


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Print a row, value by value, with the quotes that prove it."""
    console.print(Text(f"{explanation.table} {explanation.row_id}", style="bold"))
    if explanation.row_id != explanation.asked_id:
        console.print(f"It stands for {explanation.asked_id}, which was merged into it.", markup=False)
    for value in explanation.values:
        _print_value(console, value)
    for seen in explanation.captures:
        console.print(Text(f"\ncapture {seen.capture_id}", style="bold"))
        console.print(f"  file      {seen.path or 'not known'}", markup=False)
        console.print(f"  address   {seen.url or 'not known'}", markup=False)
        console.print(f"  read by   {seen.extractor or 'nobody'}, version {seen.extractor_version}", markup=False)
    for merge in explanation.merges:
        undone = ", undone" if merge.undone_at else ""
        console.print(Text(f"\n{merge.judgement} {merge.merge_id}{undone}", style="bold"))
        console.print(f"  {merge.left_id} into {merge.right_id}", markup=False)
        console.print(f"  {merge.rule}, score {merge.score:g}, decided by {merge.decided_by}", markup=False)
        console.print(f"  {merge.compared}", markup=False)


def _print_value(console: Console, value: Value) -> None:
    line = Text("  ")
    line.append(value.column, style="cyan")
    line.append(" = ")
    line.append_text(_cell(value.value, is_data=True))
    if not value.quotes and value.value is not None:
        line.append(f"  ({value.origin}: {value.note})", style="dim")
    console.print(line)
    for quote in value.quotes:
        console.print(_quote_line(quote))


def _quote_line(quote: Quote) -> Text:
    line = Text("    ")
    line.append("…" + quote.before.replace("\n", " ⏎ "), style="dim")
    line.append(quote.quote.replace("\n", " ⏎ "), style="bold reverse")
    line.append(quote.after.replace("\n", " ⏎ ") + "…", style="dim")
    line.append(f"  [{quote.span_start}, {quote.span_end}) {quote.normaliser}", style="dim")
    return line
