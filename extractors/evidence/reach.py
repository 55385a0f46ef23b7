"""Which citations are in reach of a sentence: in it, in its block, in its section, or the document's only one."""

from __future__ import annotations

from typing import Literal

from extractors.document import PlacedCitation
from extractors.evidence.statements import Evidence, Statement

Scope = Literal["sentence", "block", "section", "document"]
# Forms that cover more than their own sentence; a narrative source speaks for its sentence only.
_FULL = frozenset({"pubmed_nlm", "nlm_book_chapter", "other_style", "journal_line"})


def citations_in_reach(evidence: Evidence, statement: Statement) -> list[tuple[Scope, PlacedCitation]]:
    """Return the citations of a statement, nearest first, each once.

    sentence: it stands there or is mentioned there. block: a line of identifiers in the same list or paragraph covers
    what stands above it. section: a full reference in the same section. document: the only reference it has.
    """
    reading, span = evidence.reading, statement.span
    found: dict[int, tuple[Scope, PlacedCitation]] = {}
    for placed in reading.citations:
        if span.start <= placed.span.start < span.end:
            found.setdefault(id(placed.draft), ("sentence", placed))
    for at, placed in reading.mentioned:
        if span.start <= at.start < span.end:
            found.setdefault(id(placed.draft), ("sentence", placed))
    for placed in reading.citations:
        if placed.part is not None and _covers(placed, statement):
            found.setdefault(id(placed.draft), ("block", placed))
    for placed in reading.citations:
        is_full = placed.thing.form in _FULL and placed.part is not None
        if is_full and statement.node is not None and reading.outline.section(placed.part) is statement.node:  # type: ignore[arg-type]
            found.setdefault(id(placed.draft), ("section", placed))
    full = [placed for placed in reading.citations if placed.thing.form in _FULL]
    if len(full) == 1:
        found.setdefault(id(full[0].draft), ("document", full[0]))
    return list(found.values())


def _covers(placed: PlacedCitation, statement: Statement) -> bool:
    """Whether a reference line in the same list stands below the statement, or an identifier in the same paragraph."""
    part, own = placed.part, statement.part
    if part is None or placed.thing.form == "narrative_source":
        return False
    if part is own:
        return placed.span.start >= statement.span.end
    listing = part.block.list_no
    return listing is not None and listing == own.block.list_no and part.start > own.start
