"""The anchors of a document, as rows: what they show, where they point, what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

import regex

from extractors.blocks import Link as Anchor
from extractors.document import Reading
from extractors.finders.citations import WORK_SCHEMES
from extractors.finders.identifiers import find_identifiers
from extractors.site import compiled, host_of
from extractors.view import Part
from schemas import records
from schemas.spans import Found, found_text

LinkKind = Literal["entity", "see_also", "citation", "internal", "external", "lost"]

_NO_CONTENT: Final = frozenset({"boilerplate", "metadata", "breadcrumb", "byline", "title", "author_box", "code"})
_REFERENCE_TARGET: Final = regex.compile(
    r"#(?:cite|ref|fn|citation|reference|bib)|https?://(?:[\w-]+\.)*(?:doi\.org|ncbi\.nlm\.nih\.gov)/", regex.I
)


@dataclass(frozen=True, slots=True)
class _Purpose:
    kind: LinkKind
    entity_kind: str | None = None
    entity_slug: str | None = None


def record_links(reading: Reading) -> None:
    """Draft the anchors of the content; those of menus, bylines and chrome are none of it."""
    text = reading.view.page.text
    for anchor in reading.view.links():
        part = reading.part_at(anchor.start)
        if part is None or part.kind in _NO_CONTENT:
            continue
        shown = found_text(text, anchor.start, anchor.end)
        if shown is None and anchor.target is None:
            continue
        target = _target(text, anchor)
        purpose = _purpose(reading, anchor, part)
        link = reading.recorder.add(
            records.Link,
            document_id=reading.document,
            section_id=reading.section_of(part),
            text=shown,
            target=target,
            resolved_url=_resolved(reading, anchor),
            kind=purpose.kind,
            entity_kind=purpose.entity_kind,
            entity_slug=purpose.entity_slug,
            keyed_by=(shown, target),
        )
        if purpose.kind == "lost" and shown is not None:
            detail = f"{shown.value!r} is an anchor without a target"
            reading.recorder.issue("lost_link_target", detail, document=link.values["document_id"])


def _target(text: str, anchor: Anchor) -> Found[str] | None:
    if anchor.target_start is None or anchor.target_end is None:
        return None
    return found_text(text, anchor.target_start, anchor.target_end, "identity")


def _purpose(reading: Reading, anchor: Anchor, part: Part) -> _Purpose:
    """Tell what an anchor is for: its target's form first, then the section it stands in, then its host."""
    target = anchor.target
    if target is None:
        return _Purpose("lost")
    entity = _entity(reading, anchor, target)
    node = reading.outline.section(part)
    heading = reading.view.shown(node.heading) if node else ""
    if any(compiled(pattern).fullmatch(heading) for pattern in reading.site.see_also_headings):
        return _Purpose("see_also", entity.entity_kind, entity.entity_slug) if entity else _Purpose("see_also")
    if entity is not None:
        return entity
    if _REFERENCE_TARGET.match(target) and _names_work(target):
        return _Purpose("citation")
    host = host_of(target)
    own = {host_of(reading.address), *reading.site.source.hosts, *reading.site.host_aliases}
    return _Purpose("internal" if not host or host in own else "external")


def _names_work(target: str) -> bool:
    """Return whether a target of a library of works leads to one of them, not to a search or a start page."""
    return target.startswith("#") or any(item.scheme in WORK_SCHEMES for item in find_identifiers(target))


def _entity(reading: Reading, anchor: Anchor, target: str) -> _Purpose | None:
    pattern = reading.site.entity_target
    if anchor.form == "wikilink":
        stated = regex.fullmatch(pattern, f"/{target}") if pattern else None
        return _Purpose("entity", stated["kind"], stated["slug"]) if stated else _Purpose("entity", None, target)
    match = regex.fullmatch(pattern, _path(reading, target)) if pattern else None
    return _Purpose("entity", match["kind"], unquote(match["slug"])) if match else None


def _path(reading: Reading, target: str) -> str:
    """Return the path of a target on the site's own hosts, the target itself where it is relative."""
    host = host_of(target)
    return urlsplit(target).path if host and reading.site.is_at(host) else target


def _resolved(reading: Reading, anchor: Anchor) -> str | None:
    if anchor.target is None or anchor.form == "wikilink":
        return None
    base = reading.address or reading.site.source.home_url or ""
    try:
        resolved = urljoin(base, anchor.target)
        return resolved if urlsplit(resolved).scheme in ("http", "https", "mailto", "tel") else None
    except ValueError:  # an address that no browser could open, such as one with an unclosed bracket
        return None
