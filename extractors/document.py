"""A document while its rows are drafted."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from extractors.facts import Facts
from extractors.finders.citation_resolution import CitedThing
from extractors.finders.visible_text import Visible, read_visible
from extractors.outline import Node, Outline
from extractors.references import Cited
from extractors.site import Site
from extractors.view import Part, View
from schemas.recording import Draft, Recorder
from schemas.spans import Span


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """A drafted citation: where it stands, and as what mentions may mean it. part is None for a journal line."""

    draft: Draft
    span: Span
    part: Part | None
    thing: CitedThing


@dataclass(slots=True)
class Reading:
    """One document while its rows are drafted: what the site made of it, and the drafts that other rows refer to."""

    recorder: Recorder
    site: Site
    view: View
    facts: Facts
    outline: Outline
    cited: Cited
    document: Draft
    address: str | None
    sections: dict[int, Draft] = field(default_factory=dict)
    citations: list[PlacedCitation] = field(default_factory=list)
    mentioned: list[tuple[Span, PlacedCitation]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _visible: dict[int, Visible] = field(default_factory=dict)

    def visible(self, part: Part) -> Visible:
        """Return what a reader sees of a part."""
        seen = self._visible.get(id(part))
        if seen is None:
            seen = self._visible[id(part)] = read_visible(self.view.page.text, part.start, part.end)
        return seen

    def section_of(self, part: Part) -> Draft | None:
        """Return the section that a part stands in."""
        return self.section(self.outline.section(part))

    def section(self, node: Node | None) -> Draft | None:
        """Return the draft of a section."""
        return None if node is None else self.sections[node.place]

    def part_at(self, position: int) -> Part | None:
        """Return the part that covers a position of the text."""
        if not self._starts:
            self._starts = [part.start for part in self.view.parts]
        place = bisect_right(self._starts, position) - 1
        part = self.view.parts[place] if place >= 0 else None
        return part if part is not None and position < part.end else None
