"""The works that a document cites: where its references stand, and the identifiers that stand without one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

import regex

from extractors.blocks import Link
from extractors.finders.citations import (
    WORK_SCHEMES,
    BareIdentifier,
    Reference,
    find_bare_identifiers,
    find_references,
    parse_listed_reference,
)
from extractors.finders.cues import folded, holds_any
from extractors.finders.identifiers import Identifier, find_identifiers
from extractors.view import Part, View
from schemas.spans import Span

_SEARCHED: Final = frozenset({"paragraph", "list_item", "quote", "heading", "table_cell", "value", "citation"})
# What a part holds beside its reference: a list mark, the prefix, a closing mark.
_SLACK: Final = 24
_REFERENCE_LIST: Final = regex.compile(
    r"(?:(?:key |selected |full )?references?|bibliography|(?:works |literature )cited|literature|sources?|citations)"
    r"(?: and (?:notes|sources|further reading))?:?",
    regex.I,
)
_MAY_CITE: Final = regex.compile(r"10\.\d|PMC?ID|(?i:pubmed|pmc\d|nbk\d)|(?:1[89]|20)\d\d")
_CUES: Final = ("10.", "pmid", "pmcid", "pubmed", "pmc", "nbk", "20", "19", "18")
_WORK_HOSTS: Final = regex.compile(
    r"https?://(?:www\.)?(?:(?:dx\.)?doi\.org/|pubmed\.ncbi\.nlm\.nih\.gov/|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:pubmed|pmc|books)/"
    r"|pmc\.ncbi\.nlm\.nih\.gov/)",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class LinkedIdentifier:
    """An identifier that stands only in the target of a link."""

    link: Link
    identifier: Identifier


@dataclass(slots=True)
class Cited:
    """References and bare identifiers with the part that each stands in; `spans` are those of the references."""

    references: list[tuple[Part, Reference]] = field(default_factory=list)
    bare: list[tuple[Part, BareIdentifier]] = field(default_factory=list)
    linked: list[tuple[Part, LinkedIdentifier]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def read_references(view: View, journal_line: Span | None = None) -> Cited:
    """Find the references of a view; a part that is nothing but a reference is typed `citation`."""
    cited = Cited()
    if journal_line is not None:
        cited.spans.append(journal_line)
    is_list = False
    for part in view.parts:
        if part.kind == "heading":
            is_list = _REFERENCE_LIST.fullmatch(view.shown(part)) is not None
        if part.kind not in _SEARCHED or not _may_cite(view.page.text, part):
            continue
        if journal_line is not None and journal_line.start <= part.start < journal_line.end:
            continue
        _read_part(view, part, cited, is_listed=is_list and part.kind in ("list_item", "paragraph"))
    _read_links(view, cited)
    return cited


def _may_cite(text: str, part: Part) -> bool:
    is_possible = holds_any(folded(text, part.start, part.end), _CUES)
    return is_possible and _MAY_CITE.search(text, part.start, part.end) is not None


def _read_part(view: View, part: Part, cited: Cited, *, is_listed: bool) -> None:
    text = view.page.text
    found = [] if part.kind == "table_cell" else find_references(text, part.start, part.end)
    if not found and is_listed and (listed := parse_listed_reference(text, part.start, part.end)):
        found = [listed]
    inside: list[Span] = []
    for reference in found:
        start = reference.prefix.start if reference.prefix else reference.raw.start
        inside.append(Span(start, reference.raw.end))
        cited.references.append((part, reference))
    covered = sum(span.end - span.start for span in inside)
    if inside and covered + _SLACK * len(inside) >= part.end - part.start:
        part.kind = "citation"
    if part.kind != "heading":
        cited.bare.extend((part, bare) for bare in find_bare_identifiers(text, part.start, part.end, inside))
    cited.spans.extend(inside)


def _read_links(view: View, cited: Cited) -> None:
    """Take identifiers from link targets where neither the anchor's text nor a reference around it shows them."""
    starts = [part.start for part in view.parts]
    seen = {(bare.identifier.scheme, bare.identifier.found.value) for _, bare in cited.bare}
    spans = sorted(cited.spans, key=lambda span: span.start)
    span_starts = [span.start for span in spans]
    for link in view.links():
        if link.form != "html" or link.target is None or _WORK_HOSTS.match(link.target) is None:
            continue
        place = bisect_right(starts, link.start) - 1
        part = view.parts[place] if place >= 0 else None
        if part is None or part.kind not in _SEARCHED or link.target_start is None or link.target_end is None:
            continue
        before = bisect_right(span_starts, link.start) - 1
        if before >= 0 and link.start < spans[before].end:
            continue
        for identifier in find_identifiers(view.page.text, link.target_start, link.target_end):
            key = (identifier.scheme, identifier.found.value)
            if identifier.scheme in WORK_SCHEMES and key not in seen:
                seen.add(key)
                cited.linked.append((part, LinkedIdentifier(link, identifier)))
