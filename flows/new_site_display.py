"""A drafted site as a person reads it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from flows.console import counted
from flows.new_site import NewSite


def print_new_site(console: Console, made: NewSite) -> None:
    """Print what was found, what was written, and what to look at next."""
    facts = (
        ("name", made.name),
        ("kind", f"{made.kind}, read as {made.base}"),
        ("hosts", ", ".join(made.hosts) or "none"),
        ("fingerprint", ", ".join(made.fingerprint) or "none"),
        ("boilerplate", f"{counted(len(made.boilerplate), 'rule')}"),
    )
    console.print(Text(f"Drafted {made.source_id}", style="bold"))
    for name, value in facts:
        console.print(Text(f"  {name:<12} {value}"), soft_wrap=True)
    for rule in made.boilerplate:
        console.print(Text(f"  {'':<12} {rule}", style="dim"), soft_wrap=True)
    console.print(Text("\nWrote", style="bold"))
    for path in made.written:
        console.print(Text(f"  {path}"), soft_wrap=True)
    for case, rows in made.rows.items():
        told = ", ".join(f"{number} {table}" for table, number in sorted(rows.items(), key=lambda item: -item[1])[:6])
        console.print(Text(f"  {case}: {told}", style="dim"), soft_wrap=True)
    console.print(Text("\nReview", style="bold"))
    for line in made.review:
        console.print(Text(f"  {line}"), soft_wrap=True)
    console.print(Text("\nNext (docs/add-a-site.md)", style="bold"))
    first = next(path for path in made.written if path.startswith("raw/"))
    for command in (
        f"regenbase try {first}",
        f"python -m pytest -q tests/test_golden.py -k {made.source_id}",
        f"regenbase accept {made.source_id}/{next(iter(made.rows))}",
    ):
        console.print(Text(f"  $ {command}"), soft_wrap=True)
