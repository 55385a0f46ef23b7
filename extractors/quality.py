"""What a reader of the rows must be warned of: absent values, doubtful ones, and what the page model repaired."""

from __future__ import annotations

from typing import Final, get_args

from extractors.blocks import Page
from extractors.document import Reading
from schemas.recording import Recorder
from schemas.records.operations import QualityCode
from schemas.spans import Span

_CODES: Final = frozenset(get_args(QualityCode))
_BODY: Final = frozenset({"list_item", "table_cell"})


def warn_of_page(page: Page, n_documents: int, recorder: Recorder) -> None:
    """Pass on what the page model noticed, and say where a capture holds several documents."""
    for issue in page.issues:
        if issue.code not in _CODES:
            raise ValueError(f"{issue.code!r} is no code of quality_issues; add it to QualityCode")
        span = Span(issue.start, issue.end) if issue.end > issue.start else None
        recorder.issue(issue.code, issue.detail, span=span, severity=issue.severity)  # type: ignore[arg-type]
    if n_documents > 1:
        recorder.issue("multi_document_capture", f"{n_documents} documents in one capture")


def warn_of_document(reading: Reading) -> None:
    """Draft the issues of one document."""
    issue, document, facts = reading.recorder.issue, reading.document, reading.facts
    if facts.title is None:
        issue("missing_title", "the capture shows no title", document=document)
    if reading.address is None:
        issue("missing_url", "neither the page nor its file states an address", document=document)
    if facts.date_of("published") is None:
        issue("missing_publication_date", "the page states no date of publication", document=document)
    if facts.generic_author is not None:
        name = facts.generic_author
        detail = f"the author {name.value!r} is an account, not a person"
        issue("generic_author", detail, span=Span(name.start, name.end), document=document)
    for warning in facts.warnings:
        span = Span(warning.start, warning.end)
        issue(warning.code, warning.detail, span=span, document=document, severity=warning.severity)  # type: ignore[arg-type]
    if not reading.outline.nodes:
        issue("missing_heading", "the document has no heading", document=document)
    _warn_of_sections(reading)
    _warn_of_identifiers(reading)


def _warn_of_sections(reading: Reading) -> None:
    view = reading.view
    for node in reading.outline.nodes:
        if node.is_empty:
            detail = f"{view.shown(node.heading)!r} has neither text nor subsections"
            if node.level is None:
                detail += " that the rendering shows"
            span = Span(node.heading.start, node.heading.end)
            reading.recorder.issue("empty_section", detail, span=span, document=reading.document)
    for index, part in enumerate(view.parts):
        if part.kind not in {"paragraph", "list_intro"} or not view.text(part).rstrip().endswith(":"):
            continue
        following = next((p for p in view.parts[index + 1 :] if p.kind != "figure_alt"), None)
        if following is None or following.kind not in _BODY | {"paragraph", "quote", "code", "citation", "value"}:
            detail = "a sentence announces something that does not follow"
            span = Span(part.start, part.end)
            reading.recorder.issue("dangling_intro", detail, span=span, document=reading.document)


def _warn_of_identifiers(reading: Reading) -> None:
    identifiers = [item for _, reference in reading.cited.references for item in reference.identifiers]
    identifiers += [bare.identifier for _, bare in reading.cited.bare]
    identifiers += [linked.identifier for _, linked in reading.cited.linked]
    line = reading.facts.journal_line
    if line is not None:
        identifiers += [item for item in (line.doi, *line.others) if item is not None]
    for item in identifiers:
        span = Span(item.as_written.start, item.as_written.end)
        if item.status == "truncated":
            detail = f"{item.as_written.value}: {item.reason}"
            reading.recorder.issue("truncated_doi", detail, span=span, document=reading.document)
        elif item.status == "malformed":
            detail = f"{item.as_written.value}: {item.reason}"
            reading.recorder.issue("malformed_identifier", detail, span=span, document=reading.document)
