"""Small captures made by hand, through the same recorder that extractors use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from raw.captures import CaptureFile
from schemas.batches import BatchResult, CaptureResult, StagingKey
from schemas.recording import Draft, Recorder, reject_row
from schemas.records import (
    Attribute,
    Capture,
    Citation,
    CitedWork,
    CitedWorkContributor,
    CitedWorkIdentifier,
    DataTable,
    Document,
    DocumentUrl,
    Entity,
    PageText,
    Passage,
    Section,
    Source,
    TableCell,
)
from schemas.spans import Found, NormaliserName
from warehouse import BuildInput, Built, Staging, build, publish

VERSION = "0123456789abcdef"
STARTED = datetime(2025, 6, 1, 2, 15, tzinfo=UTC)
SOURCES = (
    Source(
        source_id="garden",
        name="Garden",
        kind="blog_post",
        home_url="https://garden.example",
        hosts=["garden.example"],
        commercial_interest=False,
        description="A site about gardens.",
    ),
    Source(
        source_id="orchard",
        name="Orchard",
        kind="web_page",
        home_url=None,
        hosts=[],
        commercial_interest=True,
        description="A site about orchards.",
    ),
)


class Page:
    """One capture: a text and the rows found in it."""

    def __init__(self, text: str, source: str = "garden", **file: Any) -> None:
        self.text = text
        self.source = source
        self.capture_id = hashlib.sha256(text.encode()).hexdigest()
        path = file.pop("path", f"{source}/{self.capture_id[:8]}.txt")
        self.file = CaptureFile(path, source, self.capture_id, len(text.encode()), **file)
        self.recorder = Recorder(self.capture_id, source, text, VERSION)
        self.recorder.add(
            Capture,
            capture_id=self.capture_id,
            source_id=source,
            n_bytes=self.file.n_bytes,
            n_chars=len(text),
            rendering="text",
            extractor_version=VERSION,
            status="loaded",
        )
        self.recorder.add(PageText, capture_id=self.capture_id, text=text)

    def found(self, raw: str, normaliser: NormaliserName = "identity", value: Any = None) -> Found[Any]:
        """Return the first place of `raw` as a value."""
        start = self.text.index(raw)
        return Found(raw if value is None else value, start, start + len(raw), normaliser)

    def document(self, key: str, title: str | None = None, **values: Any) -> Draft:
        row = {
            "source_id": self.source,
            "capture_id": self.capture_id,
            "natural_key": json.dumps([key], ensure_ascii=False),
            "kind": "web_page",
            "title": self.found(title) if title else None,
            "title_status": "explicit" if title else "absent",
            "has_commercial_interest": False,
            "span_start": 0,
            "span_end": len(self.text),
            "n_words": len(self.text.split()),
            "content_sha256": hashlib.sha256(self.text.encode()).hexdigest(),
        }
        return self.recorder.add(Document, keyed_by=(key,), **{**row, **values})

    def add(self, model: Any, **values: Any) -> Draft:
        return self.recorder.add(model, **values)

    def section(self, document: Draft, heading: str, ordinal: int = 1, parent: Draft | None = None) -> Draft:
        found = self.found(heading)
        return self.recorder.add(
            Section,
            document_id=document,
            parent_section_id=parent,
            ordinal=ordinal,
            level=2,
            heading=found,
            span_start=found.start,
            span_end=found.end,
            is_empty=True,
        )

    def passage(self, document: Draft, text: str, ordinal: int = 1, kind: str = "paragraph") -> Draft:
        found = self.found(text)
        return self.recorder.add(
            Passage,
            document_id=document,
            ordinal=ordinal,
            kind=kind,
            span_start=found.start,
            span_end=found.end,
            locator="lines 1-1",
        )

    def attribute(self, document: Draft, label: str, value: str, ordinal: int = 1) -> Draft:
        return self.recorder.add(
            Attribute,
            document_id=document,
            scope="metadata",
            ordinal=ordinal,
            key=self.found(label, "key", label.lower().replace(" ", "_")),
            label=self.found(label),
            value=self.found(value),
        )

    def url(self, document: Draft, url: str, role: str) -> Draft:
        return self.recorder.add(DocumentUrl, document_id=document, url=self.found(url), role=role)

    def entity(self, name: str, country: str | None = None) -> Draft:
        values = {"country": self.found(country)} if country else {}
        return self.recorder.add(
            Entity, keyed_by=("condition", name), kind="condition", name=self.found(name), **values
        )

    def table(self, document: Draft, cells: Sequence[str]) -> Draft:
        table = self.recorder.add(
            DataTable,
            document_id=document,
            ordinal=1,
            origin="pipe",
            header_status="absent",
            n_rows=1,
            n_cols=len(cells),
        )
        for col_no, cell in enumerate(cells, start=1):
            found = self.found(cell)
            self.recorder.add(
                TableCell,
                data_table_id=table,
                row_no=1,
                col_no=col_no,
                value=cell,
                span_start=found.start,
                span_end=found.end,
            )
        return table

    def citation(
        self,
        document: Draft,
        raw: str,
        *,
        identifiers: Iterable[tuple[str, str] | tuple[str, str, str]] = (),
        authors: Sequence[str] = (),
        **work: Any,
    ) -> Draft:
        """Add a citation with its work; identifiers are (scheme, value[, status]), all values stand in `raw`."""
        start = self.text.index(raw)

        def inside(value: str, normaliser: NormaliserName = "identity", stored: Any = None) -> Found[Any]:
            at = start + raw.index(value)
            return Found(value if stored is None else stored, at, at + len(value), normaliser)

        citation = self.recorder.add(
            Citation, document_id=document, form="pubmed_nlm", raw=Found(raw, start, start + len(raw))
        )
        issued = work.pop("issued", None)
        dates = {}
        if issued:
            precision = {0: "year", 1: "month", 2: "day"}[issued.count("-")]
            dates = {"issued": inside(issued), "issued_precision": precision, "issued_year": int(issued[:4])}
        truncated = work.pop("authors_truncated", False)
        self.recorder.add(
            CitedWork,
            citation_id=citation,
            document_id=document,
            csl_type=work.pop("csl_type", "article-journal"),
            authors_truncated=truncated,
            **dates,
            **{name: inside(value) for name, value in work.items()},
        )
        for ordinal, family in enumerate(authors, start=1):
            self.recorder.add(
                CitedWorkContributor,
                document_id=document,
                citation_id=citation,
                role="author",
                ordinal=ordinal,
                family=inside(family),
            )
        for scheme, value, *status in identifiers:
            normaliser: NormaliserName = "doi" if scheme == "doi" else "identity"
            self.recorder.add(
                CitedWorkIdentifier,
                document_id=document,
                citation_id=citation,
                scheme=scheme,
                value=inside(value, normaliser, value.lower() if scheme == "doi" else value),
                as_written=inside(value),
                status=status[0] if status else "format_valid",
            )
        return citation

    @property
    def key(self) -> StagingKey:
        return StagingKey(self.capture_id, VERSION, "0" * 16)

    def result(self) -> CaptureResult:
        recorded = self.recorder.finish()
        return CaptureResult(self.key, self.source, recorded.rows, recorded.extracted)


def failed_page(text: str, source: str | None = "garden") -> tuple[CaptureFile, CaptureResult]:
    """Return a capture that could not be read."""
    capture_id = hashlib.sha256(text.encode()).hexdigest()
    row = Capture(
        capture_id=capture_id, source_id=source, n_bytes=len(text), extractor_version=VERSION, status="failed"
    ).model_dump()
    reject = reject_row(
        capture_id=capture_id,
        source_id=source,
        stage="decode",
        reason="binary",
        message="holds NUL bytes; fetch it again",
        extractor_version=VERSION,
    )
    result = CaptureResult(StagingKey(capture_id, VERSION, "0" * 16), source, is_failed=True)
    result.rows = {"captures": [row], "rejects": [reject]}
    result.extracted["captures"] = 1
    return CaptureFile(f"{source}/{capture_id[:8]}.txt", source, capture_id, len(text)), result


def stage(data: Path, *batches: Sequence[CaptureResult]) -> None:
    for captures in batches:
        Staging(data).write_batch(BatchResult(VERSION, list(captures)))


def build_input(files: Sequence[CaptureFile], run: int = 1, **values: Any) -> BuildInput:
    keys = {file.capture_id: StagingKey(file.capture_id, VERSION, "0" * 16) for file in files}
    given = BuildInput(
        run_id=f"run-{run}",
        started_at=STARTED.replace(day=run),
        code_version="code",
        files=files,
        keys=keys,
        problems=(),
        sources=SOURCES,
        n_ignored=0,
        n_extracted=len(keys),
    )
    return replace(given, **values)


def built(data: Path, pages: Sequence[Page], run: int = 1, **values: Any) -> Built:
    """Stage pages in one batch and build them."""
    stage(data, [page.result() for page in pages])
    return build(data, build_input([page.file for page in pages], run, **values))


def published(data: Path, pages: Sequence[Page], run: int = 1, keep: int = 10, **values: Any) -> Built:
    """Stage pages in one batch, build and publish them."""
    made = built(data, pages, run, **values)
    publish(data, made, keep)
    return made
