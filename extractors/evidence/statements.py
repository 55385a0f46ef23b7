"""The sentences of a document with what surrounds them, and what is known of its terms."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from extractors.document import Reading
from extractors.finders.sentences import sentences
from extractors.finders.terms import Introduced, SeenTerms, TermFound, find_terms, introduced_in
from extractors.finders.trial_records import TrialFound
from extractors.outline import Node
from extractors.view import Part
from schemas.recording import Draft
from schemas.spans import Span

# Kinds that assert something; headings, tables and chrome name things but make no statement.
STATING: Final = frozenset({"paragraph", "list_item", "quote", "value", "list_intro"})
NAMING: Final = STATING | {"title", "heading", "table_cell", "figure_alt"}


@dataclass(slots=True)
class Statement:
    """A sentence: the part and section that hold it, its terms, and the sentence that introduces its list."""

    part: Part
    span: Span
    node: Node | None
    terms: list[TermFound] = field(default_factory=list)
    lead_in: Span | None = None


@dataclass(frozen=True, slots=True)
class TrialPlaced:
    """A drafted trial mention with what it was read from; n_trials is the number of trials its trial stands for."""

    span: Span
    mention: Draft
    found: TrialFound
    n_trials: int | None


@dataclass(slots=True)
class Evidence:
    """What the evidence tables of one document share while their rows are drafted."""

    reading: Reading
    introduced: Introduced
    seen: dict[int, SeenTerms]
    terms: dict[int, list[TermFound]]
    statements: list[Statement]
    # The sentences of every stating part, those of references too, by the part's identity.
    sentences: dict[int, list[Span]]
    subjects: list[TermFound] = field(default_factory=list)
    entities: dict[tuple[str, str], Draft] = field(default_factory=dict)
    written: dict[tuple[str, str, str], Draft] = field(default_factory=dict)
    named: set[tuple[int, str, str]] = field(default_factory=set)
    trials: list[TrialPlaced] = field(default_factory=list)
    claims: list[tuple[Statement, str, Draft]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def statement_at(self, position: int) -> Statement | None:
        """Return the sentence that covers a position of the text."""
        if not self._starts:
            self._starts = [statement.span.start for statement in self.statements]
        place = bisect_right(self._starts, position) - 1
        statement = self.statements[place] if place >= 0 else None
        return statement if statement is not None and position < statement.span.end else None


def read_statements(reading: Reading) -> Evidence:
    """Split a document's content into sentences and find its terms; references are no statements."""
    text, view = reading.view.page.text, reading.view
    naming = [part for part in view.parts if part.kind in NAMING]
    seen = {id(part): SeenTerms(text, part.start, part.end, reading.visible(part)) for part in naming}
    introduced = introduced_in(text, seen.values())
    terms = {key: forms.settled(introduced) for key, forms in seen.items()}
    statements: list[Statement] = []
    spans: dict[int, list[Span]] = {}
    lead_in: Span | None = None
    for part in view.parts:
        if part.kind not in STATING:
            lead_in = lead_in if part.kind == "figure_alt" else None
            continue
        own = spans[id(part)] = sentences(text, part.start, part.end)
        if part.kind != "list_item":
            lead_in = own[-1] if own and text[part.start : part.end].rstrip().endswith(":") else None
        node = reading.outline.section(part)
        for span in own:
            if not _is_reference(span, reading.cited.spans):
                within = [found for found in terms[id(part)] if span.start <= found.start < span.end]
                statements.append(Statement(part, span, node, within, lead_in if part.kind == "list_item" else None))
    evidence = Evidence(reading, introduced, seen, terms, statements, spans)
    evidence.subjects = _subjects(evidence)
    return evidence


def _is_reference(span: Span, references: list[Span]) -> bool:
    return any(reference.start <= span.start < reference.end for reference in references)


def _subjects(evidence: Evidence) -> list[TermFound]:
    """Return the terms that the document is about: those of its title, else of its categories and tags."""
    reading, text = evidence.reading, evidence.reading.view.page.text
    title = reading.facts.title
    if title is not None:
        return find_terms(text, title.start, title.end, abbreviations=evidence.introduced)
    return [
        found
        for kind, tag in reading.facts.tags
        if kind in ("tag", "category")
        for found in find_terms(text, tag.start, tag.end, abbreviations=evidence.introduced)
        if found.term.kind == "condition"
    ]
