"""What identifies a document: its stated id, its address, the paper it summarises, its byline, or its text."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import unquote, urlsplit

from extractors.facts import Facts
from extractors.outline import Outline
from extractors.references import Cited
from extractors.site import Site
from extractors.view import View
from schemas.spans import Found, collapse_ws

_PAGE_ROLES: Final = ("canonical", "self_link", "bare", "embed")


def canonical_address(site: Site, view: View, facts: Facts) -> str | None:
    """Return the document's address in canonical form: as the page states it, else as its file does."""
    for role in _PAGE_ROLES:
        for url, stated in facts.urls:
            address = site.canonical(url.value) if stated == role else None
            if address is not None:
                return address
    return site.canonical(view.url)


def document_slug(facts: Facts, address: str | None) -> Found[str] | str | None:
    """Return the slug that metadata states, else the last part of the address; None for an address without path."""
    if facts.slug is not None or address is None:
        return facts.slug
    last = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    return last or None


def natural_key(
    site: Site,
    view: View,
    facts: Facts,
    outline: Outline,
    cited: Cited,
    address: str | None,
    content: str,
) -> tuple[str, ...]:
    """Return the first identity that exists, its kind first (design, section 6)."""
    stated = site.natural_key(view, facts, address)
    if stated is not None:
        return stated
    if address is not None:
        return ("url", address)
    line = facts.journal_line
    if line is not None and line.doi is not None and line.doi.status == "format_valid":
        return ("doi", line.doi.found.value)
    byline = _byline_key(view, facts, outline, cited)
    return byline or ("text", hashlib.sha256(content.encode("utf-8", "replace")).hexdigest())


def _byline_key(view: View, facts: Facts, outline: Outline, cited: Cited) -> tuple[str, ...] | None:
    """Return author and date as printed with what tells two posts of one day apart."""
    author = next((person.name.value for person in facts.people if person.role in ("author", "account")), None)
    published = facts.date_of("published")
    if author is None or published is None:
        return None
    date = collapse_ws(published.raw.value)
    if outline.nodes:
        return ("byline", author, date, collapse_ws(view.text(outline.nodes[0].heading)))
    if cited.references:
        return ("byline", author, date, collapse_ws(cited.references[0][1].raw.value))
    return None
