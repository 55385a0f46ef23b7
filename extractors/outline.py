"""The sections of a document: which headings stand within which, which were left bare, which ask a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import regex

from extractors.view import Part, View

# What counts as a section's own text.
BODY_KINDS: Final = frozenset({"paragraph", "list_item", "quote", "table_cell", "citation", "list_intro", "code"})
_MAX_QUESTION: Final = 200
_ASKS: Final = regex.compile(
    r"(?:what|who|whom|whose|which|when|where|why|how|can|could|do|does|did|is|are|was|were|will|would|should|shall|may|"
    r"might|must|has|have|had|if|am)\b.*|.*\?",
    regex.I | regex.S,
)


@dataclass(slots=True, eq=False)
class Node:
    """A section: its heading part, the parts it spans, its parent, and whether it has neither text nor subsections."""

    place: int
    heading: Part
    first: int
    last: int
    level: int | None
    parent: Node | None
    body: list[Part] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Neither own text nor subsections."""
        return not self.body and not self.children

    @property
    def end(self) -> int:
        """Code point behind the section and its subsections."""
        ends = [self.heading.end, *(part.end for part in self.body), *(child.end for child in self.children)]
        return max(ends)


@dataclass(slots=True)
class Asked:
    """A question of a FAQ with the parts that answer it."""

    heading: Part
    section: Node
    answer: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The sections of a document in reading order, its questions, and the section of every part."""

    nodes: list[Node]
    questions: list[Asked]
    section_of: dict[int, Node]

    def section(self, part: Part) -> Node | None:
        """Return the innermost section around a part."""
        return self.section_of.get(id(part))


def outline_of(view: View, faq_headings: Sequence[str]) -> Outline:
    """Return the outline of a view; headings that ask under a FAQ heading become questions, not sections.

    Levels are those of the parts, unless the site states their depth. Without either a heading stands at the top: a
    text rendering does not show which heading is within which, and a guess would be a wrong row.
    """
    faq = [regex.compile(pattern, regex.I) for pattern in faq_headings]
    nodes: list[Node] = []
    questions: list[Asked] = []
    section_of: dict[int, Node] = {}
    stack: list[Node] = []
    asked: Asked | None = None
    faq_node: Node | None = None
    for index, part in enumerate(view.parts):
        if part.kind == "heading":
            if faq_node is not None and _is_question(view, part, faq_node):
                asked = Asked(part, faq_node)
                questions.append(asked)
                section_of[id(part)] = faq_node
                faq_node.body.append(part)
                continue
            asked = None
            while stack and not _is_within(_depth(part), _depth(stack[-1].heading)):
                stack.pop()
            node = Node(len(nodes), part, index, index + 1, part.level, stack[-1] if stack else None)
            if node.parent is not None:
                node.parent.children.append(node)
            stack.append(node)
            nodes.append(node)
            section_of[id(part)] = node
            heading = view.shown(part)
            faq_node = node if any(pattern.fullmatch(heading) for pattern in faq) else None
        elif part.kind in BODY_KINDS or part.kind == "figure_alt":
            is_free = asked.heading.kind == "paragraph" if asked else faq_node is not None and not faq_node.body
            if faq_node is not None and is_free and _asks(view, index):
                # A text rendering shows no heading in the line right below another one, some pages have none at all.
                asked = Asked(part, faq_node)
                questions.append(asked)
                section_of[id(part)] = faq_node
                faq_node.body.append(part)
                continue
            if stack:
                section_of[id(part)] = stack[-1]
                if part.kind in BODY_KINDS:
                    stack[-1].body.append(part)
            if asked is not None:
                asked.answer.append(part)
        elif part.kind in {"author_box", "call_to_action", "disclaimer"}:
            asked, faq_node = None, None
    return Outline(nodes, questions, section_of)


def _is_question(view: View, part: Part, faq: Node) -> bool:
    if part.level is not None and faq.level is not None:
        return part.level > faq.level
    return _ASKS.fullmatch(view.shown(part)) is not None


def _asks(view: View, index: int) -> bool:
    """Whether a line is a question and nothing else, and text that may answer it follows."""
    part, *behind = view.parts[index : index + 2]
    is_line = part.kind == "paragraph" and part.end - part.start <= _MAX_QUESTION
    is_answered = bool(behind) and behind[0].kind in BODY_KINDS
    return is_line and is_answered and view.shown(part).rstrip().endswith("?")


def _depth(heading: Part) -> int | None:
    return heading.depth if heading.depth is not None else heading.level


def _is_within(level: int | None, outer: int | None) -> bool:
    return level is not None and outer is not None and level > outer
