"""What a site is: a declaration of its source, its marks and its labels, read by the shared assembly.

A site module holds one subclass of `Site` (or of a platform base). It is found by walking `extractors/sites/`, so
adding a site edits no other file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final
from urllib.parse import urlsplit

import regex

from extractors.blocks import Block, Page
from extractors.facts import Facts, read_facts
from extractors.view import View, view_of
from schemas.bounds import SourceBounds
from schemas.records import Source
from schemas.records.evidence import PageRole
from schemas.spans import Span
from schemas.urls import canonical_url

_MAX_MARK: Final = 800


class SiteError(Exception):
    """Site modules contradict each other, or one does not declare what it must."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Lines that a site prints on every page, by which it is known where no address tells it.

    all_of: lines that must all occur as whole blocks; any_of: patterns of which one must match a block; some_of:
    patterns of whole blocks, of which `at_least` must occur (a page may lack any one of its sections).
    """

    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    some_of: tuple[str, ...] = ()
    at_least: int = 0

    def matches(self, page: Page) -> bool:
        """Whether the page carries the marks."""
        return self.is_in(lines_of(page))

    def is_in(self, lines: Set[str]) -> bool:
        """Whether the lines of a page, from `lines_of`, hold the marks."""
        if not self.all_of and not self.any_of and not self.some_of:
            return False
        if any(line.lower() not in lines for line in self.all_of):
            return False
        some = any_of(self.some_of)
        marked = [line for line in lines if some.fullmatch(line)] if some is not None else []
        marks = (compiled(pattern) for pattern in self.some_of)
        if sum(any(mark.fullmatch(line) for line in marked) for mark in marks) < self.at_least:
            return False
        one = any_of(self.any_of)
        return one is None or any(one.search(line) for line in lines)


def lines_of(page: Page) -> set[str]:
    """Return the short blocks of a page in small letters, among which fingerprints look for their marks."""
    return {page.of(block).strip().lower() for block in page.blocks if block.end - block.start < _MAX_MARK}


def labels(*lines: str) -> Fingerprint:
    """Recognise a site by labels that stand on every page of it."""
    return Fingerprint(all_of=lines)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A rule for what is no content: whole lines, or everything from a line to the end of the document.

    lines: patterns that a whole block matches; from_line: patterns of a block from which on all is boilerplate.
    css: id or class tokens (HTML).
    """

    note: str
    lines: tuple[str, ...] = ()
    from_line: tuple[str, ...] = ()
    css: tuple[str, ...] = ()


# What a healthy capture of a site gives; the build, which knows no extractor, reads it as plain data.
Bounds = SourceBounds


@dataclass(frozen=True, slots=True)
class Layout:
    """One of the forms in which a site's pages arrive, known by a guard; the first that matches is the page's."""

    name: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Region:
    """One document's part of a page: blocks `first` to `last` (last excluded)."""

    first: int
    last: int


class Site:
    """The base of all sites. Class attributes declare; the few methods below hold what a declaration cannot say."""

    source: ClassVar[Source]
    fingerprint: ClassVar[Fingerprint] = Fingerprint()
    boilerplate: ClassVar[tuple[Boilerplate, ...]] = ()
    bounds: ClassVar[Bounds] = Bounds()
    # The forms in which pages arrive, told apart by their guards in this order.
    layouts: ClassVar[tuple[Layout, ...]] = ()
    # Headings whose subheadings are questions.
    faq_headings: ClassVar[tuple[str, ...]] = (r"frequently asked questions\b.*", r"faqs?\b.*")
    see_also_headings: ClassVar[tuple[str, ...]] = (r"see also|related (?:articles|pages|topics)|further reading",)
    # Relative targets of the form `/kind/slug` that name entities; None where the site has no such links.
    entity_target: ClassVar[str | None] = None
    # Headings that say what part their sentences play, on whatever site.
    page_roles: ClassVar[tuple[tuple[str, PageRole], ...]] = (
        (r"(?:key|main) (?:findings|takeaways|points|results|messages)", "key_finding"),
        (r"(?:study |key |current )?limitations\b.*", "limitation"),
        (r"(?:practical |clinical |key )?implications\b.*", "implication"),
    )
    # Whether the page's title is the title of the paper that the page summarises.
    title_is_cited_work: ClassVar[bool] = False
    # What introduces a full reference on this site; a reference without it is noted.
    citation_prefix: ClassVar[str | None] = None
    # A short line at the head of a text rendering is the page's title.
    text_has_title: ClassVar[bool] = False
    # Further hosts under which the same pages stand, each with the host of `source.hosts` that stands for it.
    host_aliases: ClassVar[Mapping[str, str]] = {}
    # Parameters of the site's addresses that choose nothing that a page shows.
    tracking_parameters: ClassVar[frozenset[str]] = frozenset()

    def kind(self, view: View, facts: Facts) -> str:
        """Return the document kind."""
        return self.source.kind

    def layout(self, page: Page) -> str | None:
        """Return the name of the first layout whose guard matches; None where none does, or none is declared."""
        return next((layout.name for layout in self.layouts if layout.fingerprint.matches(page)), None)

    def split(self, page: Page) -> list[Region]:
        """Return the documents of a page as ranges of its content blocks; one unless the site says otherwise."""
        return [Region(0, len(content_blocks(page)))]

    def shape(self, view: View) -> None:
        """Retype the parts of a document where the site knows more than the page model."""
        mark_boilerplate(view, self.boilerplate)

    def facts(self, view: View) -> Facts:
        """Return the document-level values."""
        return read_facts(view, self.names())

    def natural_key(self, view: View, facts: Facts, address: str | None) -> tuple[str, ...] | None:
        """Return what identifies the document where the site states an id; None leaves it to what else there is."""
        return None

    def canonical(self, url: str | None) -> str | None:
        """Return an address in canonical form, by what the site declares of its hosts and parameters."""
        return canonical_url(url, self.host_aliases.items(), self.tracking_parameters)

    def is_at(self, host: str) -> bool:
        """Whether a host, without `www.`, is one of the site's."""
        return host in self.source.hosts or host in self.host_aliases

    @classmethod
    def names(cls) -> frozenset[str]:
        """Return the names that a title element carries behind the page's own title."""
        return frozenset({cls.source.name.lower(), *cls.source.hosts})


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a pattern that a site states, without case."""
    return regex.compile(pattern, regex.I)


@cache
def any_of(patterns: tuple[str, ...]) -> regex.Pattern[str] | None:
    """Return one pattern for several that a site states, without case; None for none."""
    return regex.compile("|".join(f"(?:{pattern})" for pattern in patterns), regex.I) if patterns else None


def content_blocks(page: Page) -> list[Block]:
    """Return the blocks of a page without its metadata."""
    return [block for block in page.blocks if block.kind != "metadata"]


def views(site: Site, page: Page, url: str | None) -> list[View]:
    """Return one view per document of a page. What stands outside every document belongs to the nearest one."""
    blocks = content_blocks(page)
    meta = [block for block in page.blocks if block.kind == "metadata"]
    regions = site.split(page)
    found: list[View] = []
    for place, region in enumerate(regions):
        first = 0 if place == 0 else region.first
        last = len(blocks) if place == len(regions) - 1 else regions[place + 1].first
        own = blocks[region.first : region.last]
        is_only = len(regions) == 1
        own_span = Span(own[0].start, own[-1].end) if own else Span(0, 0)
        span = Span(0, len(page.text)) if is_only else own_span
        view = view_of(page, span, blocks[first:last], meta if is_only else (), url if is_only else None)
        for part in view.parts:
            if not (span.start <= part.start and part.end <= span.end):
                part.kind, part.note = "boilerplate", "outside"
        found.append(view)
    return found


def mark_boilerplate(view: View, rules: Sequence[Boilerplate]) -> None:
    """Type as boilerplate what the site's rules name."""
    for rule in rules:
        lines, starts = any_of(rule.lines), any_of(rule.from_line)
        is_open = False
        for part in view.parts:
            text = view.text(part) if part.end - part.start <= 400 else ""
            is_open = is_open or (starts is not None and starts.fullmatch(text) is not None)
            by_css = rule.css and part.block.css and not set(rule.css).isdisjoint(part.block.css.split())
            if is_open or by_css or (lines is not None and lines.fullmatch(text)):
                part.kind, part.note = "boilerplate", rule.note


# --- Discovery and routing ---

_SITES_PACKAGE: Final = "extractors.sites"


@cache
def all_sites() -> dict[str, Site]:
    """Return the sites by source_id, found by walking `extractors/sites/`.

    Raises `SiteError` where a module declares no site, or where two sites claim one name, host or fingerprint.
    """
    package = importlib.import_module(_SITES_PACKAGE)
    sites: dict[str, Site] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{_SITES_PACKAGE}.{info.name}")
        declared = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Site) and value.__module__ == module.__name__
        ]
        if len(declared) != 1:
            raise SiteError(f"{module.__name__} declares {len(declared)} sites; a site module declares exactly one")
        site = declared[0]()
        if site.source.source_id != info.name:
            raise SiteError(f"{module.__name__} declares source_id {site.source.source_id!r}; name both alike")
        sites[info.name] = site
    check_claims(sites.values())
    return sites


def check_claims(sites: Iterable[Site]) -> None:
    """Raise `SiteError` where two sites claim one host or one fingerprint, naming both."""
    hosts: dict[str, str] = {}
    marks: dict[Fingerprint, str] = {}
    for site in sites:
        name = site.source.source_id
        for host in (*site.source.hosts, *site.host_aliases):
            if host in hosts:
                raise SiteError(f"the sites {hosts[host]} and {name} both claim the host {host}")
            hosts[host] = name
        for alias, host in site.host_aliases.items():
            if host not in site.source.hosts:
                raise SiteError(f"{name} gives {host} as the host that stands for {alias}; list it among its hosts")
        if site.fingerprint != Fingerprint():
            if site.fingerprint in marks:
                raise SiteError(f"the sites {marks[site.fingerprint]} and {name} both claim one fingerprint")
            marks[site.fingerprint] = name


def host_of(url: str | None) -> str:
    """Return the host of an address without `www.`, '' where there is none."""
    if not url:
        return ""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # such as an unclosed IPv6 bracket: an address that names no host
        return ""
    return host.lower().removeprefix("www.")


def route_early(folder: str | None, url: str | None) -> Site | None:
    """Return the site that the folder or the address names, before the page is parsed."""
    sites = all_sites()
    if folder is not None and folder in sites:
        return sites[folder]
    host = host_of(url)
    return next((site for site in sites.values() if host and site.is_at(host)), None)


def route(page: Page, folder: str | None, url: str | None) -> Site:
    """Return the site of a capture: by folder, by host, by fingerprint, else `generic`."""
    named = route_early(folder, url)
    if named is not None:
        return named
    sites = all_sites()
    canonical = next(
        (block for block in page.blocks if block.kind == "metadata" and block.name == "link@canonical"), None
    )
    stated = route_early(None, page.of(canonical)) if canonical else None
    if stated is not None:
        return stated
    lines = lines_of(page)
    marked = [site for site in sites.values() if site.fingerprint.is_in(lines)]
    return marked[0] if len(marked) == 1 else sites["generic"]
