"""The data dictionary as Markdown, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from schemas.column_types import is_nullable, literal_values
from schemas.ddl import description_of, sql_type
from schemas.declaration import Column, Origin, Table, columns_of
from schemas.records import TABLES

_ORIGINS: Final[dict[Origin, str]] = {
    "text": "stands in the page; a row of `evidence` proves it",
    "declared": "stated by the site module",
    "capture": "stated by the file, its sidecar or its WARC record",
    "derived": "computed by the rule given; may have evidence, too",
    "key": "identifies a row, here or elsewhere",
    "span": "position in `pages.text`, in code points",
    "run": "written by the pipeline about its own work; no part of a release's content",
}
_INTRODUCTION: Final = """\
# Data dictionary

Written by `regenbase docs` from the declarations in `schemas/records`; change those, not this file.

Each table says who makes its rows: *extraction* (what one page says, staged per capture) or *build* (computed from all
staged rows). Small tables have primary and foreign keys in DuckDB; in large ones keys and references are verified by
query before a release is published. The origin of a column says where its values come from:
"""


def data_dictionary() -> str:
    """Return the data dictionary: an index, then one section per table in load order."""
    missing = set(get_args(Origin)) ^ _ORIGINS.keys()
    if missing:
        raise LookupError(f"origins without a description, or the reverse: {sorted(missing)}")
    lines = [_INTRODUCTION]
    lines += [f"- `{origin}`: {meaning}" for origin, meaning in _ORIGINS.items()]
    lines += ["", "| table | rows |", "| --- | --- |"]
    lines += [f"| [{model.table}](#{model.table}) | {_cell(description_of(model))} |" for model in TABLES]
    for model in TABLES:
        lines += ["", *_section(model)]
    return "\n".join(lines) + "\n"


def _section(model: type[Table]) -> Iterator[str]:
    yield f"## {model.table}"
    yield ""
    yield description_of(model)
    yield ""
    yield f"Made by {model.made_by}, {'large' if model.is_large else 'small'}. Key: {_names(model.primary_key)}."
    if model.is_shared:
        yield "Several pages may state one row; the build keeps the first."
    if model.key_columns:
        yield f"Rows of equal text are told apart by {_names(model.key_columns)}."
    if model.proved_by_own_span:
        proved, normaliser = model.proved_by_own_span
        yield f"The row's own span proves `{proved}` by `{normaliser}`, so that it has no row in `evidence`."
    yield ""
    if model.checks:
        yield from (f"- `{check.name}`: `{check.sql}`" for check in model.checks)
        yield ""
    yield "| column | type | NULL | origin | description |"
    yield "| --- | --- | --- | --- | --- |"
    for name, column in columns_of(model).items():
        null = "yes" if is_nullable(model, name) else "no"
        described = _cell(_described(model, name, column))
        yield f"| `{name}` | {sql_type(model, name)} | {null} | {column.origin} | {described} |"


def _described(model: type[Table], name: str, column: Column) -> str:
    parts = [f"{column.description}."]
    if column.rule:
        parts.append(f"Rule: {column.rule}.")
    if column.references:
        parts.append(f"Refers to `{column.references}`.")
    values = literal_values(model, name)
    if values is not None:
        parts.append(f"One of {_names(values)}.")
    return " ".join(parts)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    """Return a text for a cell of a Markdown table."""
    return text.replace("|", "\\|")
