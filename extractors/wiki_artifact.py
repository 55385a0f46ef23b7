"""The base of wikis whose pages are artifacts with a metadata record, framed by chrome that cites and embeds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

import regex

from extractors.blocks import Link
from extractors.facts import Facts, Labelled, date_fact, read_facts
from extractors.identity import canonical_address
from extractors.literals import is_null_literal
from extractors.metadata_record import MetadataRecord, read_record
from extractors.own_addresses import OWN_LINK, chrome_addresses, mark_own_links
from extractors.site import Site, host_of
from extractors.text_layout import find_title
from extractors.view import View
from schemas.records.documents import DateRole, DocumentKind
from schemas.spans import Found, found_text

_CITE: Final = regex.compile(r"[^\p{L}\p{N}]{0,8}+cite this (?:artifact|page|article)\W{0,4}+", regex.I)
# Within a mapping printed by a program: the value of one of its keys, in quotes.
_NESTED: Final = r"(?P<open>['\"]){key}(?P=open)\s*+:\s*+(?P<quote>['\"])(?P<value>[^'\"\n\\]{{1,500}}+)(?P=quote)"
_MERGED_ID: Final = regex.compile(_NESTED.format(key="unprefixed_id"))
_MERGED_AT: Final = regex.compile(_NESTED.format(key="merged_at"))
_DATES: Final[Mapping[str, DateRole]] = {
    "created_at": "created",
    "created": "created",
    "published_at": "published",
    "updated_at": "modified",
    "modified_at": "modified",
    "last_modified": "modified",
}
# Notes of the chrome below the body of a page: its record, and what a site's boilerplate rules call so.
_TAIL_NOTES: Final = frozenset({"record", "provenance", "embed"})
_HEAD_PARTS: Final = 40
_MAX_MENU_CHARS: Final = 200
_MIN_LISTED: Final = 3
_MIN_EXPERIMENT_SECTIONS: Final = 2
_MAX_LABEL_CHARS: Final = 80
_CONTENT: Final = frozenset({"paragraph", "list_item", "table_cell", "quote", "citation"})


class WikiArtifact(Site):
    """A wiki of artifacts: pages at `/artifact/<kind>-<slug>`, each with a record of keys and values below its body."""

    # Kinds that the last part of an artifact's address begins with, and kinds that a record states.
    artifact_kinds: ClassVar[Mapping[str, DocumentKind]] = {}
    entity_types: ClassVar[Mapping[str, DocumentKind]] = {}
    artifact_path: ClassVar[str] = r"/artifacts?/(?P<name>[^/]+)/?"
    # Patterns of section names of which an experiment has two at least; they tell it where no record and address do.
    experiment_sections: ClassVar[tuple[str, ...]] = ()
    # Keys that the record of a page has, those among them that identify the page, and the names in the site's menu.
    metadata_keys: ClassVar[frozenset[str]] = frozenset()
    page_id_keys: ClassVar[frozenset[str]] = frozenset()
    menu: ClassVar[frozenset[str]] = frozenset()
    entity_target: ClassVar[str | None] = (
        r"/(?!(?:api|static|assets|media|search|login|user)/)(?P<kind>[a-z][a-z0-9_-]*)/"
        r"(?P<slug>(?![^/?#]*\.(?:pdf|png|jpe?g|gif|svg|csv|json|xml|zip|css|js)(?:[/?#]|$))[^/?#\s]+)/?(?:[?#].*)?"
    )

    def kind(self, view: View, facts: Facts) -> str:
        """Return the kind that the record states, else the one of the address; an index lists artifacts."""
        return facts.kind or self.source.kind

    def shape(self, view: View) -> None:
        """Type the menu above the page, the record, and the chrome around and below it."""
        self._restore_lists(view)
        super().shape(view)
        self._mark_menu(view)
        record = read_record(view, self.metadata_keys)
        for part in record.parts:
            part.kind, part.note = "metadata", "record"
        for part in record.chrome:
            part.kind, part.note = "boilerplate", "record"
        mark_own_links(view, self.is_artifact, _TAIL_NOTES)
        _mark_tail(view)

    def facts(self, view: View) -> Facts:
        """Return what the record and the chrome say of the page."""
        facts = read_facts(view, self.names())
        record = read_record(view, self.metadata_keys)
        facts.metadata_tables = frozenset(record.tables)
        for entry in record.entries:
            value = entry.shown if entry.shown and not is_null_literal(entry.shown.value) else None
            facts.attributes.append(Labelled("metadata", entry.label, value, entry.shown))
            if value is not None:
                self._read_entry(view, facts, entry.key, value)
        facts.urls.extend(chrome_addresses(view))
        if facts.title is None:
            _infer_title(view, facts)
        facts.kind = self._kind(view, facts, record)
        return facts

    def natural_key(self, view: View, facts: Facts, address: str | None) -> tuple[str, ...] | None:
        """Return kind and slug, so that a page agrees with its embed form, which has no record."""
        kind = facts.kind or self.source.kind
        if facts.slug is not None:
            return (kind, facts.slug.value)
        slug = self._slug_in(address)
        return None if slug is None or kind == "index" else (kind, slug)

    def is_artifact(self, target: str | None) -> bool:
        """Return whether an address is that of an artifact of this wiki."""
        return self._artifact_name(target) is not None

    # Facts

    def _read_entry(self, view: View, facts: Facts, key: str, value: Found[str]) -> None:
        if key == "slug" and facts.slug is None:
            facts.slug = value
            facts.aliases.append((value, "slug"))
        elif key in self.page_id_keys:
            facts.aliases.append((value, "page_id"))
        elif key in _DATES:
            fact = date_fact(_DATES[key], value)
            if fact is not None:
                facts.dates.append(fact)
        elif key.strip("_") == "merged_from":
            _read_merge(view, facts, value)

    def _kind(self, view: View, facts: Facts, record: MetadataRecord) -> DocumentKind | None:
        stated = record.value("entity_type")
        if stated is not None and not is_null_literal(stated.value):
            return self.entity_types.get(stated.value.lower())
        name = self._artifact_name(canonical_address(self, view, facts))
        prefix = None if name is None else self._prefix(name)
        if prefix is not None:
            return self.artifact_kinds[prefix]
        if record.entries or name is not None:
            return None
        headings = [view.shown(part) for part in view.of_kind("heading")]
        marks = (regex.compile(pattern, regex.I) for pattern in self.experiment_sections)
        if sum(any(mark.fullmatch(heading) for heading in headings) for mark in marks) >= _MIN_EXPERIMENT_SECTIONS:
            return "experiment"
        return "index" if self._lists_pages(view) else None

    def _artifact_name(self, address: str | None) -> str | None:
        """Return the last part of an artifact's address, None for other pages of the site and other sites."""
        if address is None or not self.is_at(host_of(address)):
            return None
        match = regex.fullmatch(self.artifact_path, urlsplit(address).path)
        return None if match is None else unquote(match["name"])

    def _prefix(self, name: str) -> str | None:
        kind, mark, slug = name.partition("-")
        return kind if mark and slug and kind in self.artifact_kinds else None

    def _slug_in(self, address: str | None) -> str | None:
        """Return the slug in an artifact's address, the kind before it left out."""
        name = self._artifact_name(address)
        prefix = None if name is None else self._prefix(name)
        return name if name is None or prefix is None else name[len(prefix) + 1 :]

    def _lists_pages(self, view: View) -> bool:
        """Return whether half of what the page holds, and three entries at least, begin with a link to a page."""
        starts = {link.start for link in view.links() if self._is_page(link)}
        units = [part for part in view.parts if part.kind in _CONTENT and part.block.col in (None, 1)]
        # Before the text of a link stand up to two brackets.
        n_listed = sum(not starts.isdisjoint(range(part.start, part.start + 3)) for part in units)
        return n_listed >= _MIN_LISTED and 2 * n_listed >= len(units)

    def _is_page(self, link: Link) -> bool:
        if link.form == "wikilink" or link.target is None:
            return link.form == "wikilink"
        path = urlsplit(link.target).path if self.is_at(host_of(link.target)) else link.target
        return self.entity_target is not None and regex.fullmatch(self.entity_target, path) is not None

    # Chrome

    def _restore_lists(self, view: View) -> None:
        """Take lists of nothing but links for content where they lead to pages of the wiki, as those of an index do."""
        starts = {link.start for link in view.links() if self._is_page(link)}
        for part in view.parts:
            if part.kind == "boilerplate" and part.note == "links" and part.start in starts:
                is_heading = part.level is not None and part.block.list_no is None
                part.kind = "heading" if is_heading else "paragraph" if part.block.list_no is None else "list_item"

    def _mark_menu(self, view: View) -> None:
        """Type what stands above the line that offers to cite the page, else the names of the menu, as chrome."""
        head = [part for part in view.parts[:_HEAD_PARTS] if part.kind != "breadcrumb"]
        cite = next((place for place, part in enumerate(head) if _CITE.fullmatch(view.text(part))), None)
        for part in head[:cite]:
            if part.kind == "boilerplate":
                continue
            is_short = part.kind != "table_cell" and part.end - part.start <= _MAX_MENU_CHARS
            is_menu = " ".join(view.text(part).lower().split()) in self.menu
            if not is_menu and not (cite is not None and is_short):
                break
            part.kind, part.note = "boilerplate", "navigation"
        if not any(part.kind == "title" for part in view.parts):
            blocks = [
                part.block.retyped("boilerplate") if part.kind == "boilerplate" else part.block for part in view.parts
            ]
            title = find_title(blocks, view.page.text)
            if title is not None:
                view.parts[title].kind = "title"


def _mark_tail(view: View) -> None:
    """Type headings at the end with nothing but chrome below, from the record or the first chrome on, as chrome."""
    first = next(
        (place for place, part in enumerate(view.parts) if part.note == OWN_LINK or part.note in _TAIL_NOTES),
        len(view.parts),
    )
    for index in range(len(view.parts) - 1, first, -1):
        part = view.parts[index]
        is_label = part.kind == "heading" and part.end - part.start <= _MAX_LABEL_CHARS
        if part.kind not in ("boilerplate", "metadata") and not is_label:
            return
        if is_label:
            part.kind, part.note = "boilerplate", "embed"


def _read_merge(view: View, facts: Facts, value: Found[str]) -> None:
    """Take from a mapping (or a list of them) which page was merged into this one, and when."""
    text = view.page.text
    for match in _MERGED_ID.finditer(text, value.start, value.end):
        found = found_text(text, *match.span("value"), "identity")
        if found is not None and not is_null_literal(found.value):
            facts.aliases.append((found, "merged_from"))
    for match in _MERGED_AT.finditer(text, value.start, value.end):
        raw = found_text(text, *match.span("value"), "identity")
        fact = None if raw is None else date_fact("merged", raw)
        if fact is not None:
            facts.dates.append(fact)


def _infer_title(view: View, facts: Facts) -> None:
    """Take the title from the page's link to itself, else from the cell over the whole width of its infobox."""
    spans = [(part.start, part.end) for part in view.parts if part.note == OWN_LINK]
    for link in view.links():
        if link.form != "bare" and any(start <= link.start < end for start, end in spans):
            facts.title = view.slice(link.start, link.end)
    if facts.title is None:
        boxes = {table.table_no for table in view.tables() if table.is_infobox}
        first = next((part for part in view.of_kind("table_cell") if part.block.table_no in boxes), None)
        if first is not None and first.block.note == "spanned":
            facts.title = view.found(first)
    if facts.title is not None:
        facts.title_status = "inferred"
