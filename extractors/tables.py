"""Tables and labelled values of a document, as rows."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.document import Reading
from extractors.facts import Labelled
from extractors.literals import is_null_literal, is_placeholder, is_python_literal
from extractors.tabulation import Tabulated, tables_of
from extractors.view import Part
from schemas.recording import Draft
from schemas.records import Attribute, DataTable, TableCell
from schemas.spans import Found, Span, found_text


def record_tables(reading: Reading) -> list[Tabulated]:
    """Draft the attributes of the document, its tables and their cells; return the tables."""
    tables = tables_of(reading.view, reading.outline, reading.facts.metadata_tables)
    _record_attributes(reading, [*reading.facts.attributes, *tables.attributes])
    for span in tables.flattened:
        detail = "rows of several tables stand in one infobox; they were cut apart"
        reading.recorder.issue("flattened_tables", detail, span=span, document=reading.document)
    for ordinal, tabulated in enumerate(tables.tabulated, start=1):
        _record_table(reading, ordinal, tabulated)
    return tables.tabulated


def _record_attributes(reading: Reading, labelled: Iterable[Labelled]) -> None:
    ordinals: dict[str, int] = {}
    for entry in labelled:
        ordinals[entry.scope] = ordinals.get(entry.scope, 0) + 1
        key = found_text(reading.view.page.text, entry.label.start, entry.label.end, "key")
        if key is None:
            continue
        reading.recorder.add(
            Attribute,
            document_id=reading.document,
            scope=entry.scope,
            ordinal=ordinals[entry.scope],
            keyed_by=(entry.scope, entry.label),
            key=key,
            label=entry.label,
            value=entry.value,
        )
        if entry.shown is not None:
            warn_of_value(reading, entry.shown, entry.label.value)


def warn_of_value(reading: Reading, shown: Found[str], where: str) -> None:
    """Warn of a value that only looks like one."""
    span = Span(shown.start, shown.end)
    issue = reading.recorder.issue
    if is_null_literal(shown.value):
        issue("null_literal_string", f"{where}: {shown.value!r} is no value", span=span, document=reading.document)
    elif is_placeholder(shown.value):
        issue("placeholder_value", f"{where}: {shown.value!r}", span=span, document=reading.document)
    elif is_python_literal(shown.value):
        detail = f"{where}: a value printed as Python code"
        issue("python_literal", detail, span=span, document=reading.document)


def _record_table(reading: Reading, ordinal: int, tabulated: Tabulated) -> None:
    header = {col: reading.view.shown(part) for col, part in tabulated.header.items()}
    table = reading.recorder.add(
        DataTable,
        document_id=reading.document,
        section_id=reading.section(tabulated.section),
        ordinal=ordinal,
        name=tabulated.name,
        origin=tabulated.origin,
        header_status=tabulated.header_status,
        n_rows=len(tabulated.rows),
        n_cols=tabulated.n_cols,
        keyed_by=(tabulated.name, *_key_cells(reading, tabulated)),
    )
    if tabulated.header_status == "ambiguous":
        detail = "its first row may be a header or a row"
        reading.recorder.issue("ambiguous_header", detail, span=tabulated.span, document=reading.document)
    if tabulated.has_lost_columns:
        detail = "the section compares two things, the table shows one of them"
        reading.recorder.issue("lost_columns", detail, span=tabulated.span, document=reading.document)
    for row_no, row in enumerate(tabulated.rows, start=1):
        for col_no, part in row.items():
            _record_cell(reading, table, (row_no, col_no), header.get(col_no), part)


def _key_cells(reading: Reading, tabulated: Tabulated) -> list[str]:
    """Return what tells a table from others of the page: its header as written, else its first row."""
    row = tabulated.header or (tabulated.rows[0] if tabulated.rows else {})
    return [reading.view.text(part) for part in row.values()]


def _record_cell(reading: Reading, table: Draft, place: tuple[int, int], header: str | None, part: Part) -> None:
    shown = reading.view.shown(part)
    reading.recorder.add(
        TableCell,
        data_table_id=table,
        row_no=place[0],
        col_no=place[1],
        header=header or None,
        value=None if not shown or is_null_literal(shown) else shown,
        span_start=part.start,
        span_end=part.end,
    )
    if shown:
        found = Found(shown, part.start, part.end)
        warn_of_value(reading, found, f"table cell {place[0]}, {place[1]}{f' ({header})' if header else ''}")
