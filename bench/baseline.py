"""What one would pick instead: BeautifulSoup and trafilatura, the same Pydantic models, dlt into DuckDB.

It fills the document-level tables only (captures, pages, documents, addresses, sections, passages, list items, links,
identifiers as citations), for any site alike: no claims, measurements or trials, no evidence rows, no duplicates
resolved, no checks. It does less work than a run of ours, and ratios to it are to be read so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import dlt
import trafilatura
from bs4 import BeautifulSoup

from schemas.declaration import Table
from schemas.ids import row_id
from schemas.records import (
    Capture,
    Citation,
    Document,
    DocumentUrl,
    Link,
    ListItem,
    PageText,
    Passage,
    Section,
)

_SUFFIXES: Final = (".txt", ".html", ".htm")
_TABLES: Final = (Capture, PageText, Document, DocumentUrl, Section, Passage, ListItem, Link, Citation)
_KINDS: Final[dict[str, Any]] = {
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "p": "paragraph",
    "li": "list_item",
    "td": "table_cell",
    "th": "table_cell",
    "blockquote": "quote",
}
_IDENTIFIER: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)]|\bPMID:?\s*\d{1,8}|\bNCT\d{8}\b")
_BATCH: Final = 100


@dataclass(slots=True)
class _Parsed:
    """A page as (kind, text) parts, and what its markup says."""

    parts: list[tuple[str, str]]
    title: str | None = None
    url: str | None = None
    published: date | None = None
    links: list[tuple[str, str]] = field(default_factory=list)


def load(raw: Path, data: Path) -> tuple[int, int]:
    """Load all captures below `raw` into a DuckDB file by dlt; return how many captures and rows there are."""
    paths = sorted(path for path in raw.rglob("*") if path.name.endswith(_SUFFIXES))
    count = {"captures": 0, "rows": 0}

    @dlt.resource(name="captures")  # type: ignore[untyped-decorator, unused-ignore]
    def rows_of_captures() -> Iterator[Any]:
        for start in range(0, len(paths), _BATCH):
            tables: dict[str, list[dict[str, Any]]] = {model.table: [] for model in _TABLES}
            for path in paths[start : start + _BATCH]:
                for record in _records(path, raw):
                    tables[record.table].append(record.model_dump())
                count["captures"] += 1
            for name, rows in tables.items():
                count["rows"] += len(rows)
                yield dlt.mark.with_table_name(rows, name)

    pipeline = dlt.pipeline(
        "bench",
        pipelines_dir=str(data / "dlt"),
        destination=dlt.destinations.duckdb(str(data / "baseline.duckdb")),
        dataset_name="captures",
    )
    pipeline.run(rows_of_captures(), loader_file_format="parquet", write_disposition="append")
    return count["captures"], count["rows"]


def _records(path: Path, raw: Path) -> Iterator[Table]:
    body = path.read_bytes()
    capture_id = hashlib.sha256(body).hexdigest()
    source = path.relative_to(raw).parts[0]
    text = body.decode("utf-8", "replace")
    rendering: Any = "text" if path.suffix == ".txt" else "html"
    failed = b"\0" in body or not text.strip()
    yield Capture(
        capture_id=capture_id,
        source_id=source,
        rendering=rendering,
        n_bytes=len(body),
        extractor_version="baseline",
        status="failed" if failed else "loaded",
    )
    if failed:
        return
    parsed = _parsed_html(text) if rendering == "html" else _parsed_text(text)
    whole = "\n".join(part for _, part in parsed.parts)
    yield PageText(capture_id=capture_id, text=whole)
    yield from _document(capture_id, source, parsed, whole)


def _parsed_text(text: str) -> _Parsed:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kinds = ["list_item" if line.startswith(("- ", "• ")) else "paragraph" for line in lines]
    return _Parsed(list(zip(kinds, lines, strict=True)), title=lines[0])


def _parsed_html(text: str) -> _Parsed:
    soup = BeautifulSoup(text, "lxml")
    for chrome in soup.find_all(["nav", "footer", "script", "style"]):
        chrome.decompose()
    parts = [(_KINDS[tag.name], tag.get_text(" ", strip=True)) for tag in soup.find_all(list(_KINDS))]
    canonical = soup.find("link", rel="canonical")
    heading = soup.find("h1")
    main = trafilatura.bare_extraction(text, with_metadata=True)
    stated = getattr(main, "date", None)
    return _Parsed(
        [(kind, part) for kind, part in parts if part],
        title=heading.get_text(" ", strip=True) if heading else getattr(main, "title", None),
        url=str(canonical["href"]) if canonical else None,
        published=date.fromisoformat(stated) if stated else None,
        links=[(tag.get_text(" ", strip=True), str(tag["href"])) for tag in soup.find_all("a", href=True)],
    )


def _document(capture_id: str, source: str, parsed: _Parsed, whole: str) -> Iterator[Table]:
    key = [source, parsed.url or capture_id]
    document_id = row_id("documents", key)
    yield Document(
        document_id=document_id,
        source_id=source,
        capture_id=capture_id,
        natural_key=json.dumps(key),
        kind="web_page",
        title=parsed.title,
        title_status="explicit" if parsed.title else "absent",
        canonical_url=parsed.url,
        published_on=parsed.published,
        published_precision="day" if parsed.published else None,
        has_commercial_interest=False,
        span_start=0,
        span_end=len(whole),
        n_words=len(whole.split()),
        content_sha256=hashlib.sha256(whole.encode()).hexdigest(),
    )
    if parsed.url:
        address_id = row_id("document_urls", [document_id, parsed.url])
        yield DocumentUrl(document_url_id=address_id, document_id=document_id, url=parsed.url, role="canonical")
    yield from _structure(document_id, parsed)
    for number, (text, target) in enumerate(parsed.links):
        kind: Any = "external" if target.startswith("http") else "internal"
        link_id = row_id("links", [document_id, str(number), target])
        yield Link(link_id=link_id, document_id=document_id, text=text or None, target=target, kind=kind)
    for number, found in enumerate(_IDENTIFIER.findall(whole)):
        citation_id = row_id("citations", [document_id, str(number), found])
        yield Citation(citation_id=citation_id, document_id=document_id, form="bare_identifier", raw=found)


def _structure(document_id: str, parsed: _Parsed) -> Iterator[Table]:
    """Yield sections, passages and list items, with offsets into the parts joined by line ends."""
    section_id: str | None = None
    start = n_items = n_sections = 0
    for number, (kind, part) in enumerate(parsed.parts, start=1):
        end = start + len(part)
        if kind == "heading":
            n_sections += 1
            section_id = row_id("sections", [document_id, str(number), part])
            yield Section(
                section_id=section_id,
                document_id=document_id,
                ordinal=n_sections,
                heading=part,
                span_start=start,
                span_end=end,
                is_empty=False,
            )
        elif kind == "list_item":
            n_items += 1
            yield ListItem(
                list_item_id=row_id("list_items", [document_id, str(number), part]),
                document_id=document_id,
                section_id=section_id,
                list_no=1,
                ordinal=n_items,
                text=part,
            )
        yield Passage(
            document_id=document_id,
            ordinal=number,
            section_id=section_id,
            kind=kind,  # type: ignore[arg-type]
            span_start=start,
            span_end=end,
            locator=f"part({number})",
        )
        start = end + 1
