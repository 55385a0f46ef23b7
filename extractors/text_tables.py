"""Tables in text captures as lines of cells: raw HTML, rows between pipes, glued rows. Spans are those of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors import pipes, text_lines
from extractors.blocks import Block
from extractors.fragments import RawTable
from extractors.text_lines import Line


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table: the line of each and its cells' spans; `stop` is the line behind them."""

    lines: list[Line]
    cells: list[list[tuple[int, int]]]
    has_header: bool
    stop: int


def pipe_rows(lines: Sequence[Line], at: int) -> Rows | None:
    """Return the table of pipe rows that begins at a line; without rows where only a rule stands there, else None.

    A row without outer pipes belongs to it only with as many cells as the first: prose has pipes, too.
    """
    first = lines[at]
    if "|" not in first.text or text_lines.BYLINE.fullmatch(first.text):
        return None
    rows: list[Line] = []
    cells: list[list[tuple[int, int]]] = []
    separator_at = -1
    stop = at
    while stop < len(lines) and "|" in (row := lines[stop]).text and (stop == at or not row.after_blank):
        spans = pipes.cell_spans(row.text)
        if pipes.is_separator(row.text):
            separator_at = len(rows)
        elif rows and _ends_pipes(row, len(spans), len(cells[0])):
            break
        else:
            rows.append(row)
            cells.append([(row.start + start, row.start + end) for start, end in spans])
        stop += 1
    if not rows:
        return Rows([], [], False, stop)
    is_table = separator_at == 1 or pipes.has_outer_pipes(first.text) or len(rows) >= 2
    return Rows(rows, cells, separator_at == 1, stop) if is_table else None


def _ends_pipes(row: Line, n_cells: int, n_cols: int) -> bool:
    if text_lines.BYLINE.fullmatch(row.text):
        return True
    return not pipes.has_outer_pipes(row.text) and n_cells != n_cols


def raw_table_blocks(text: str, raw: RawTable, number: int, table_no: int) -> list[Block]:
    """Return the blocks of an HTML table that begins in line `number`: cells, caption, text between the cells."""
    pieces: list[tuple[int, int, Block]] = [
        (
            cell.start,
            cell.end,
            Block(
                "table_cell", 0, 0, "", table_no=table_no, row=cell.row, col=cell.col, is_header=cell.is_header,
                note="spanned" if cell.is_spanned else None,
            ),
        )
        for cell in raw.cells
    ]  # fmt: skip
    if raw.caption is not None:
        pieces.append((*raw.caption, Block("paragraph", 0, 0, "", note="caption")))
    pieces.extend((*stray, Block("paragraph", 0, 0, "")) for stray in raw.strays)
    blocks = []
    position = raw.start
    for start, end, kind in sorted(pieces, key=lambda piece: piece[0]):
        number += text_lines.n_breaks(text, position, start)
        position = start
        locator = text_lines.locator(number, number + text_lines.n_breaks(text, start, end))
        blocks.append(
            Block(
                kind.kind, start, end, locator, table_no=kind.table_no, row=kind.row, col=kind.col,
                is_header=kind.is_header, note=kind.note,
            )
        )  # fmt: skip
    return blocks
