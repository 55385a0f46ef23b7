"""Words that stand where a value should: programming languages' nothing, placeholders, values printed as code."""

from __future__ import annotations

from typing import Final

import regex

_NULLS: Final = frozenset(("None", "none", "null", "NULL", "NaN", "nan", "N/A", "n/a", "<NA>", "undefined"))
_PLACEHOLDERS: Final = frozenset(
    (
        *"multiple various several unknown unspecified tbd tba pending other".split(),
        *("not specified", "not stated", "not reported", "not available", "not applicable", "to be determined"),
    )
)
# A quoted string first: '[1, 3]' and '(2014)' are what people write, too.
_PYTHON: Final = regex.compile(
    r"[\[{(]{1,3}+\s*+(?:'[^'\n]{0,200}+'|\"[^\"\n]{0,200}+\")\s*+[:,\]})](?:[^\n]{0,4000}[\]})])?"
)


def is_null_literal(text: str) -> bool:
    """Whether a value is the printed form of no value ('None', 'null', 'NaN', 'N/A')."""
    return text in _NULLS


def is_placeholder(text: str) -> bool:
    """Whether a value only says that there is none to give ('Multiple', 'Not specified')."""
    return text.lower().rstrip(".") in _PLACEHOLDERS


def is_python_literal(text: str) -> bool:
    """Whether a value is a list, tuple or mapping printed by Python."""
    return _PYTHON.fullmatch(text) is not None
