"""Acceptance of what today's code gives as the reviewed rows of golden cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flows.errors import USAGE, CommandError
from flows.goldens import Case, Comparison, compare_case, write


def accept(
    cases: Sequence[Case],
    *,
    allows_regression: bool,
    show: Callable[[Comparison], None],
    is_confirmed: Callable[[int], bool],
) -> tuple[Comparison, ...]:
    """Write the cases that differ from what was reviewed, and return their comparisons.

    show: called with every comparison first. is_confirmed: asked with the number of cases that would be written.
    `CommandError` where a row or value is lost and that is not allowed; then no case is written.
    """
    comparisons = {case: compare_case(case) for case in cases}
    for comparison in comparisons.values():
        show(comparison)
    lost = sum(len(comparison.regressions) for comparison in comparisons.values())
    if lost and not allows_regression:
        words = "1 row or value that was reviewed is gone" if lost == 1 else f"{lost} rows or values are gone"
        remedy = "mend the extractor, or say that they should go with --allow-regression"
        raise CommandError(f"Nothing was written: {words}; {remedy}", USAGE)
    differing = {case: found for case, found in comparisons.items() if found.is_new or found.changes}
    if differing and not is_confirmed(len(differing)):
        raise CommandError("Nothing was written", USAGE)
    for case, comparison in differing.items():
        write(case, comparison.rows)
    return tuple(differing.values())
