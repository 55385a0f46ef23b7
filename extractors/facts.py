"""What a document says of itself, each value with its span; sites fill it, the assembly writes it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import regex

from extractors.blocks import PageIssue
from extractors.finders.journal_line import JournalLine
from extractors.view import View
from schemas.calendar import Precision, parse_date
from schemas.records.documents import DateRole
from schemas.spans import Found, found_text

TitleStatus = Literal["explicit", "inferred", "absent"]


@dataclass(slots=True)
class Person:
    """A contributor as the page names them."""

    role: Literal["author", "medical_reviewer", "account", "editor"]
    name: Found[str]
    honorific: Found[str] | None = None
    credentials: Found[str] | None = None
    position: Found[str] | None = None
    organisation: Found[str] | None = None


@dataclass(slots=True)
class Labelled:
    """A label with its value; for a literal 'None' `value` is None and `shown` is what stands there."""

    scope: Literal["metadata", "infobox", "study_fact"]
    label: Found[str]
    value: Found[str] | None
    shown: Found[str] | None = None


@dataclass(slots=True)
class DateFact:
    """A date with what it dates; `raw` as written."""

    role: DateRole
    raw: Found[str]
    value: Found[str]
    precision: Precision


@dataclass(slots=True)
class Facts:
    """The document-level values of one document."""

    title: Found[str] | None = None
    title_status: TitleStatus = "absent"
    kind: str | None = None
    natural_key: tuple[str, ...] | None = None
    slug: Found[str] | None = None
    language: Found[str] | None = None
    urls: list[tuple[Found[str], Literal["canonical", "embed", "self_link", "bare", "feed"]]] = field(
        default_factory=list
    )
    aliases: list[tuple[Found[str], Literal["slug", "merged_from", "page_id", "redirect"]]] = field(
        default_factory=list
    )
    tags: list[tuple[Literal["category", "tag", "breadcrumb"], Found[str]]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    attributes: list[Labelled] = field(default_factory=list)
    dates: list[DateFact] = field(default_factory=list)
    copyright_year: Found[int] | None = None
    journal_line: JournalLine | None = None
    generic_author: Found[str] | None = None
    metadata_tables: frozenset[int] = frozenset()
    warnings: list[PageIssue] = field(default_factory=list)

    def date_of(self, *roles: DateRole) -> DateFact | None:
        """Return the first date of these roles, in their order."""
        return next((fact for role in roles for fact in self.dates if fact.role == role), None)


_PUBLISHED: Final = (
    "article:published_time",
    "jsonld:*.datePublished",
    "itemprop:datePublished",
    "datePublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "pubdate",
    "publish-date",
    "sailthru.date",
    "date",
)
_MODIFIED: Final = (
    "article:modified_time",
    "jsonld:*.dateModified",
    "itemprop:dateModified",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "dateModified",
    "last-modified",
)
_REVIEWED: Final = ("jsonld:*.lastReviewed", "itemprop:lastReviewed", "lastReviewed")
_TITLES: Final = (
    "og:title",
    "twitter:title",
    "jsonld:*.headline",
    "itemprop:headline",
    "dc.title",
    "dcterms.title",
    "title",
)
_LANGUAGES: Final = (
    "html@lang",
    "og:locale",
    "content-language",
    "jsonld:*.inLanguage",
    "itemprop:inLanguage",
    "dc.language",
    "dcterms.language",
    "language",
)
_COPYRIGHT: Final = regex.compile(
    r"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{4}\s*[-–]\s*)?(?P<year>(?:19|20)\d\d)", regex.I
)
_TAG: Final = regex.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*+")


def date_fact(role: DateRole, raw: Found[str]) -> DateFact | None:
    """Return the date that `raw` states; None where it is none."""
    stated = parse_date(raw.value)
    if stated is None:
        return None
    return DateFact(role, raw, Found(stated.edtf, raw.start, raw.end, "edtf"), stated.precision)


def as_day(fact: DateFact) -> Found[date]:
    """Return a date fact as a day, the first one of its period."""
    stated = parse_date(fact.raw.value)
    if stated is None:
        raise ValueError(f"{fact.raw.value!r} was taken for a date")
    return Found(stated.first_day, fact.raw.start, fact.raw.end, "iso_date")


def read_facts(view: View, site_names: frozenset[str]) -> Facts:
    """Return what the title block and the page's metadata say; sites add to it.

    `site_names`: names of the site in lower case, which a title element often carries behind a separator.
    """
    facts = Facts()
    title = next(view.of_kind("title"), None)
    if title is not None:
        facts.title, facts.title_status = view.found(title), "explicit"
    if facts.title is None:
        inferred = view.first_metadata(*_TITLES)
        if inferred is not None:
            facts.title, facts.title_status = without_site_name(view, inferred, site_names), "inferred"
    facts.language = read_language(view)
    for url in _distinct(
        view, "link@canonical", "og:url", "jsonld:*.mainEntityOfPage", "jsonld:*.mainEntityOfPage.@id"
    ):
        if url.value.startswith(("http://", "https://")):
            facts.urls.append((url, "canonical"))
    for role, names in (("published", _PUBLISHED), ("modified", _MODIFIED), ("reviewed", _REVIEWED)):
        stated = (date_fact(role, found) for found in view.metadata(*names))  # type: ignore[arg-type]
        fact = next((fact for fact in stated if fact is not None), None)
        if fact is not None:
            facts.dates.append(fact)
    for tag in _distinct(view, "article:tag"):
        facts.tags.append(("tag", tag))
    for section in _distinct(view, "article:section"):
        facts.tags.append(("category", section))
    for part in view.of_kind("breadcrumb"):
        crumb = view.found(part)
        if crumb is not None:
            facts.tags.append(("breadcrumb", crumb))
    read_copyright(view, facts)
    return facts


def read_language(view: View) -> Found[str] | None:
    """Return the primary language tag that markup and metadata declare; what is no tag ('English') is left out."""
    for stated in view.metadata(*_LANGUAGES):
        if _TAG.fullmatch(stated.value):
            return found_text(view.page.text, stated.start, stated.end, "language_tag")
    return None


def _distinct(view: View, *names: str) -> list[Found[str]]:
    seen: dict[str, Found[str]] = {}
    for found in view.metadata(*names):
        seen.setdefault(found.value, found)
    return list(seen.values())


def without_site_name(view: View, title: Found[str], site_names: frozenset[str]) -> Found[str]:
    """Return a title element's text without ' | Site name' at its end."""
    for separator in (" | ", " - ", " – ", " — ", " • ", " :: "):
        head, found, tail = title.value.rpartition(separator)
        if found and tail.strip().lower() in site_names and head.strip():
            # Before the name, which may hold the separator's character itself.
            limit = title.end - len(tail.strip())
            end = view.page.text.rfind(separator.strip(), title.start, limit)
            shorter = found_text(view.page.text, title.start, end, "unescape") if end > title.start else None
            return shorter if shorter is not None and shorter.value == head.strip() else title
    return title


def read_copyright(view: View, facts: Facts) -> None:
    """Take the year of the page's copyright line, which is no date of its content."""
    for part in view.of_kind("boilerplate", "paragraph", "metadata"):
        if part.kind == "boilerplate" and not view.span.start <= part.start < view.span.end:
            continue  # the footer of a page that holds several documents
        text = view.text(part)
        match = _COPYRIGHT.search(text) if len(text) < 400 else None
        if match is None:
            continue
        start = part.start + match.start("year")
        raw = Found(match["year"], start, start + 4)
        facts.copyright_year = Found(int(match["year"]), start, start + 4)
        fact = date_fact("copyright", raw)
        if fact is not None:
            facts.dates.append(fact)
        return
