"""A trial extraction as a person reads it: blocks first, then the rows that they gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from flows.console import counted
from flows.display import grid
from flows.page_display import print_page
from flows.trial import Outcome, TrialBlock
from schemas.batches import Row
from schemas.declaration import Table, columns_of
from schemas.records import TABLES

ROWS_SHOWN = 12
CELL_WIDTH = 60
COLUMNS_SHOWN = 6
# Each passage is a block, and the list of blocks says what it became.
_SHOWN_AS_BLOCKS = "passages"
# Keys and offsets say nothing to the eye; they are in `--json`.
_HIDDEN_ORIGINS = frozenset({"key", "span", "run"})
_MARKS = {"heading": "bold cyan", "title": "bold cyan", "boilerplate": "dim", "metadata": "dim", "breadcrumb": "dim"}


def print_trial(console: Console, outcome: Outcome) -> None:
    """Print how a file was read, its rows, and what is wrong with them.

    Before the rows comes the page itself: with its values highlighted where a person watches, else as a list of blocks.
    """
    _print_reading(console, outcome)
    if console.is_terminal and outcome.blocks:
        print_page(console, outcome)
    elif outcome.blocks:
        _print_title(console, counted(len(outcome.blocks), "block"))
        for block in outcome.blocks:
            console.print(_block_line(block, console.width), no_wrap=True, overflow="ellipsis")
    for model in TABLES:
        rows = outcome.rows.get(model.table)
        if rows and model.table != _SHOWN_AS_BLOCKS:
            _print_rows(console, model, rows)
    _print_findings(console, "quality issue", outcome.issues, ("severity", "code", "detail"))
    _print_findings(console, "reject", outcome.rejects, ("stage", "reason", "table_name", "field", "message"))
    n_rows = sum(len(rows) for rows in outcome.rows.values())
    verdict = "Failed" if outcome.is_failed else "Read"
    proved = f"{counted(n_rows, 'row')}, {outcome.n_evidence:,} values with a quote"
    console.print(Text(f"\n{verdict}: {proved}. Nothing was written; --json shows all of it.", style="bold"))


def _print_reading(console: Console, outcome: Outcome) -> None:
    capture = outcome.capture
    facts = (
        ("file", outcome.file),
        ("source", outcome.source_id or "not known"),
        (
            "read by",
            f"{capture.get('extractor') or 'nobody'}, version {str(capture.get('extractor_version', ''))[:12]}",
        ),
        ("layout", capture.get("layout")),
        ("decoded", _decoding(capture)),
        ("capture", capture.get("capture_id")),
    )
    for name, value in facts:
        if value is not None:
            console.print(Text(f"{name:<8} {value}"))


def _decoding(capture: Row) -> str | None:
    if capture.get("encoding") is None:
        return None
    size = f"{counted(capture['n_bytes'], 'byte')}, {counted(capture.get('n_chars') or 0, 'character')} of text"
    return f"{capture['encoding']}, {capture.get('rendering')} ({capture.get('media_type')}), {size}"


def _block_line(block: TrialBlock, width: int) -> Text:
    kind = block.kind if block.level is None else f"{block.kind} {block.level}"
    line = Text(f"{block.start:>7} ", style="dim")
    style = _MARKS.get(block.becomes or block.kind, "")
    line.append(f"{kind:<13}", style=style)
    if block.becomes:
        line.append(f" → {block.becomes}", style="cyan")
    if block.name:
        line.append(f" {block.name}:", style="dim")
    line.append(f" {block.text[: max(width, 40)]}".replace("\n", " ⏎ "), style="dim" if style == "dim" else "")
    if block.note:
        line.append(f"  ({block.note})", style="dim")
    return line


def _print_title(console: Console, title: str) -> None:
    console.print(Text(f"\n{title}", style="bold"))


def _print_rows(console: Console, model: type[Table], rows: Sequence[Row]) -> None:
    """Print the columns that say something, those that the page states first."""
    told = [
        (column.origin != "text", name)
        for name, column in columns_of(model).items()
        if column.origin not in _HIDDEN_ORIGINS and any(row.get(name) is not None for row in rows)
    ]
    stated = [name for _, name in sorted(told, key=lambda entry: entry[0])]
    names = stated[:COLUMNS_SHOWN] or list(model.primary_key)
    _print_title(console, f"{model.table}: {counted(len(rows), 'row')}")
    columns = [(name, "left") for name in names]
    shown = [[_short(row.get(name)) for name in names] for row in rows[:ROWS_SHOWN]]
    console.print(grid(columns, shown, is_compact=True, is_data=True))
    left = [counted(len(rows) - ROWS_SHOWN, "more row")] if len(rows) > ROWS_SHOWN else []
    left += [f"also {', '.join(stated[COLUMNS_SHOWN:])}"] if len(stated) > COLUMNS_SHOWN else []
    if left:
        console.print(Text(f"({'; '.join(left)})", style="dim"))


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > CELL_WIDTH:
        return value[: CELL_WIDTH - 1].replace("\n", " ⏎ ") + "…"
    return value


def _print_findings(console: Console, noun: str, rows: Sequence[Row], columns: Iterable[str]) -> None:
    names = [name for name in columns if any(row.get(name) is not None for row in rows)]
    if rows:
        _print_title(console, counted(len(rows), noun))
        console.print(grid([(name, "left") for name in names], [[row.get(name) for name in names] for row in rows]))
