"""From a page and its site to rows: one pass per document, each table in its own function."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from extractors.blocks import Page
from extractors.citing import record_citations
from extractors.dating import add_stated_dates
from extractors.document import Reading
from extractors.evidence.record import record_evidence
from extractors.facts import Facts, as_day
from extractors.identity import canonical_address, document_slug, natural_key
from extractors.linking import record_links
from extractors.outline import outline_of
from extractors.quality import warn_of_document, warn_of_page
from extractors.references import read_references
from extractors.shingles import sign
from extractors.site import Site, views
from extractors.structure import record_structure
from extractors.tables import record_tables
from extractors.view import View
from schemas.recording import Draft, Recorder
from schemas.records import (
    Contributor,
    Document,
    DocumentAlias,
    DocumentSignature,
    DocumentTag,
    DocumentUrl,
    StatedDate,
)
from schemas.spans import Span, collapse_ws

# What counts as content: its words are counted and its digest tells one version from the next.
TEXT_KINDS: Final = frozenset(
    {"title", "heading", "paragraph", "list_item", "table_cell", "quote", "citation", "list_intro", "code", "value"}
)


def assemble(site: Site, page: Page, url: str | None, recorder: Recorder) -> int:
    """Draft the rows of all documents of a page; return how many documents there are."""
    documents = [view for view in views(site, page, url) if _has_content(view)]
    warn_of_page(page, len(documents), recorder)
    for view in documents:
        record_document(site, view, recorder)
    return len(documents)


def _has_content(view: View) -> bool:
    return any(part.kind in TEXT_KINDS and part.end > part.start for part in view.parts)


def record_document(site: Site, view: View, recorder: Recorder) -> Reading:
    """Draft the rows of one document."""
    site.shape(view)
    facts = site.facts(view)
    line = facts.journal_line
    cited = read_references(view, Span(line.raw.start, line.raw.end) if line else None)
    add_stated_dates(view, facts, cited.spans)
    outline = outline_of(view, site.faq_headings)
    address = canonical_address(site, view, facts)
    content = _content(view)
    key = natural_key(site, view, facts, outline, cited, address, content)
    document = _document(site, view, facts, recorder, key, address, content)
    _record_signature(recorder, document, view)
    reading = Reading(recorder, site, view, facts, outline, cited, document, address)
    _record_facts(reading)
    record_structure(reading)
    tables = record_tables(reading)
    record_links(reading)
    record_citations(reading)
    record_evidence(reading, tables)
    warn_of_document(reading)
    return reading


def _content(view: View) -> str:
    return "\n".join(collapse_ws(view.text(part)) for part in view.parts if part.kind in TEXT_KINDS)


def _document(
    site: Site,
    view: View,
    facts: Facts,
    recorder: Recorder,
    key: Sequence[str],
    address: str | None,
    content: str,
) -> Draft:
    published = facts.date_of("published")
    modified = facts.date_of("modified")
    reviewed = facts.date_of("reviewed")
    sells = site.source.commercial_interest or any(part.kind == "call_to_action" for part in view.parts)
    return recorder.add(
        Document,
        keyed_by=[site.source.source_id, *key],
        source_id=site.source.source_id,
        capture_id=view.page.capture_id,
        natural_key=json.dumps(list(key), ensure_ascii=False),
        kind=site.kind(view, facts),
        title=facts.title,
        title_status=facts.title_status,
        canonical_url=address,
        slug=document_slug(facts, address),
        language=facts.language,
        published_on=as_day(published) if published else None,
        published_precision=published.precision if published else None,
        modified_on=as_day(modified) if modified else None,
        last_reviewed_on=as_day(reviewed) if reviewed else None,
        copyright_year=facts.copyright_year,
        has_commercial_interest=sells,
        span_start=view.span.start,
        span_end=view.span.end,
        n_words=len(content.split()),
        content_sha256=hashlib.sha256(content.encode("utf-8", "replace")).hexdigest(),
    )


def _record_signature(recorder: Recorder, document: Draft, view: View) -> None:
    """Draft what near-duplicates are found by: the text below the title, which one rendering shows and one does not."""
    signature = sign("\n".join(view.shown(part) for part in view.parts if part.kind in TEXT_KINDS - {"title"}))
    recorder.add(
        DocumentSignature,
        document_id=document,
        capture_id=recorder.capture_id,
        n_shingles=len(signature.shingles),
        signature=signature.values,
        shingles=signature.shingles,
    )


def _record_facts(reading: Reading) -> None:
    """Draft addresses, other names, tags, people and dates."""
    add, document, facts = reading.recorder.add, reading.document, reading.facts
    for url, url_role in facts.urls:
        add(DocumentUrl, document_id=document, url=url, role=url_role, keyed_by=(url_role, url))
    for alias, alias_kind in facts.aliases:
        add(DocumentAlias, document_id=document, alias=alias, kind=alias_kind, keyed_by=(alias_kind, alias))
    ordinals: dict[str, int] = {}
    for tag_kind, tag in facts.tags:
        ordinals[tag_kind] = ordinals.get(tag_kind, 0) + 1
        add(
            DocumentTag,
            document_id=document,
            ordinal=ordinals[tag_kind],
            kind=tag_kind,
            tag=tag,
            keyed_by=(tag_kind, tag),
        )
    for ordinal, person in enumerate(facts.people, start=1):
        add(
            Contributor,
            document_id=document,
            ordinal=ordinal,
            role=person.role,
            name=person.name,
            honorific=person.honorific,
            credentials=person.credentials,
            position=person.position,
            organisation=person.organisation,
        )
    for date in facts.dates:
        add(
            StatedDate,
            document_id=document,
            role=date.role,
            value=date.value,
            precision=date.precision,
            raw=date.raw,
            keyed_by=(date.role, date.raw),
        )
