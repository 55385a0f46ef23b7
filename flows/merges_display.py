"""Decisions about pairs of rows as a person reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from flows.console import counted
from flows.merges import MergeLine, Undone

SHOWN = 50
_WORDS = {"merge": "the same", "keep_apart": "kept apart", "unsure": "unsure"}


def print_merges(console: Console, merges: Sequence[MergeLine]) -> None:
    """Print decisions with what was compared, the values of both sides one above the other."""
    for merge in merges[:SHOWN]:
        state = "" if merge.is_in_force else " (undone)"
        head = f"{merge.merge_id}  {merge.table_name}: {_WORDS[merge.judgement]}{state}"
        console.print(Text(head, style="bold" if merge.is_in_force else "dim"), soft_wrap=True)
        who = "a person" if merge.decided_by == "person" else f"rule {merge.rule} {merge.rule_version}"
        console.print(Text(f"  {who}, score {merge.score:.2f}"), soft_wrap=True)
        for side, row_id, text in (
            ("left", merge.left_id, merge.left_text),
            ("right", merge.right_id, merge.right_text),
        ):
            console.print(Text(f"  {side:5}  {row_id}  {text or ''}".rstrip()), soft_wrap=True)
        for line in compared_lines(merge.compared):
            console.print(Text(f"    {line}", style="dim"), soft_wrap=True)
    if not merges:
        console.print("No decision about such a pair.")
    elif len(merges) > SHOWN:
        console.print(f"({SHOWN} of {counted(len(merges), 'decision')}; --id narrows, --json gives all)", markup=False)


def compared_lines(compared: str) -> Iterator[str]:
    """Yield one line per compared value that is stated; a pair is shown as 'left | right'."""
    for name, value in json.loads(compared).items():
        if isinstance(value, dict):
            yield f"{name}: " + ", ".join(f"{key} {level}" for key, level in value.items())
        elif isinstance(value, list) and len(value) == 2 and any(value):
            yield f"{name}: {_shown(value[0])} | {_shown(value[1])}"
        elif value and not isinstance(value, list):
            yield f"{name}: {value}"
        elif value and any(value):
            yield f"{name}: {_shown(value)}"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "-")


def print_undone(console: Console, undone: Undone, *, is_applied: bool) -> None:
    """Print what was recorded and when it takes effect."""
    what = "taken back" if undone.undone_at else "recorded: " + _WORDS[undone.judgement]
    console.print(Text(f"{undone.left_id} and {undone.right_id}, {undone.table_name}: {what}"), soft_wrap=True)
    console.print(Text(f"Written to {undone.file}"), soft_wrap=True)
    if not is_applied:
        console.print("The next run applies it: regenbase run, or at once with --apply", soft_wrap=True)
