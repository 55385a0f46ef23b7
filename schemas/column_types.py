"""What the annotation of a column says: its type, whether it may be NULL, its values, what it refers to."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from schemas.declaration import Table, columns_of


class Reference(NamedTuple):
    """`column` holds keys of `to_table`, or NULL."""

    column: str
    to_table: str
    to_column: str


@cache
def _parts(model: type[Table], column: str) -> tuple[Any, ...]:
    """Return the members of a column's annotation, which for anything but a union is the annotation itself."""
    annotation = model.model_fields[column].annotation
    return get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)


def is_nullable(model: type[Table], column: str) -> bool:
    """Whether the column may be NULL."""
    return type(None) in _parts(model, column)


@cache
def literal_values(model: type[Table], column: str) -> tuple[str, ...] | None:
    """Return the closed list of a column's values in the order declared, None where any value will do."""
    literals = [part for part in _parts(model, column) if get_origin(part) is Literal]
    return tuple(value for part in literals for value in get_args(part)) or None


@cache
def python_type(model: type[Table], column: str) -> type:
    """Return the type of a column's values: str (also for closed lists), int, float, bool, date, datetime, list."""
    found = {_plain_type(part) for part in _parts(model, column) if part is not type(None)}
    if len(found) != 1:
        raise TypeError(f"{model.table}.{column} must have one type: {model.model_fields[column].annotation}")
    return found.pop()


@cache
def element_type(model: type[Table], column: str) -> type:
    """Return the type of the elements of a list column."""
    (element,) = {found for part in _parts(model, column) for found in get_args(part)}
    return element  # type: ignore[no-any-return]


def _plain_type(part: Any) -> type:
    if get_origin(part) is Literal:
        return str
    if get_origin(part) is list:
        return list
    return part  # type: ignore[no-any-return]


def references(model: type[Table]) -> list[Reference]:
    """Return what the columns of a table refer to, in their order."""
    return [
        Reference(name, *column.references.split("."))
        for name, column in columns_of(model).items()
        if column.references is not None
    ]
