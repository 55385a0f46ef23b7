"""Trials that a page describes by labelled values ('Registry number: ...', 'Sponsor: ...'), as lines or in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import regex

from extractors.finders.trial_records import TrialFound
from extractors.finders.trial_tables import column_of, table_trials
from extractors.tabulation import Tabulated
from extractors.view import PROSE_KINDS, Part, View
from schemas.spans import Span

_LINE: Final = regex.compile(r"[*_\s]*+(?P<label>[^:*_\n]{2,50}+)[*_]*+:[*_]*+\s*+(?P<value>[^\n]{1,300})")
_LEAST: Final = 3


class _Entry(NamedTuple):
    label: str
    value: Span


def card_trials(view: View, tables: Iterable[Tabulated]) -> Iterator[tuple[list[TrialFound], list[Span]]]:
    """Yield the trials of each card, and the values that were read for them.

    A card is at least three labelled values, one of them a registry number under its label.
    """
    text = view.page.text
    for card in (*_runs(view), *_upright(view, tables)):
        known = [entry for entry in card if column_of(entry.label) is not None]
        labels = {column_of(entry.label) for entry in known}
        if len(labels) >= _LEAST and "trial" in labels:
            found = table_trials(text, [entry.label for entry in known], [entry.value for entry in known])
            numbered = [trial for trial in found if trial.registry_id is not None]
            if numbered:
                yield numbered, [entry.value for entry in known]


def _runs(view: View) -> Iterator[list[_Entry]]:
    """Yield lines that follow one another, each a label with its value."""
    run: list[_Entry] = []
    label: Part | None = None
    for part in view.parts:
        entry = None
        if part.kind == "label":
            label = part
            continue
        if part.kind == "value" and label is not None:
            entry = _Entry(view.shown(label), Span(part.start, part.end))
        elif part.kind in PROSE_KINDS:
            match = _LINE.fullmatch(view.page.text, part.start, part.end)
            entry = None if match is None else _Entry(match["label"].strip(), Span(*match.span("value")))
        label = None
        if entry is not None:
            run.append(entry)
            continue
        yield run
        run = []
    yield run


def _upright(view: View, tables: Iterable[Tabulated]) -> Iterator[list[_Entry]]:
    """Yield the rows of tables of two columns, whose first column holds labels."""
    for table in tables:
        if table.n_cols == 2:
            rows = [row for row in (table.header, *table.rows) if len(row) == 2]
            cells = [(row[min(row)], row[max(row)]) for row in rows]
            yield [_Entry(view.shown(label), Span(value.start, value.end)) for label, value in cells]
