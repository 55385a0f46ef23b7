"""Extraction of captures: bytes in, rows and rejects out. A pure function of the capture and the code."""

from __future__ import annotations

import gc
import hashlib
import json
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from extractors.assembly import assemble
from extractors.blocks import Page
from extractors.decode import MAX_BYTES, Decoded, DecodeError
from extractors.reading import read_page
from extractors.site import Site, all_sites, host_of, route, route_early
from extractors.versions import code_version, extractor_version
from raw.captures import CaptureFile, RawStoreError
from raw.store import read, single_file
from schemas.batches import BatchResult, CaptureResult, Row, StagingKey
from schemas.bounds import SourceBounds
from schemas.recording import Recorder, reject_row
from schemas.records import Capture, PageText, Reject, Source
from schemas.records.operations import RejectReason, RejectStage

__all__ = [
    "Trial",
    "UnknownSiteError",
    "code_version",
    "declared_bounds",
    "declared_sources",
    "extract_batch",
    "failed_batch",
    "staging_key",
    "try_file",
]

_YOUNG_OBJECTS: Final = 50_000
_HTML_TYPES: Final = frozenset(("text/html", "application/xhtml+xml"))


class UnknownSiteError(LookupError):
    """A source was named that no site module declares."""

    def __init__(self, site: str, known: Sequence[str]) -> None:
        super().__init__(f"no site {site!r}; there are {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Trial:
    """What one file gives, without a warehouse: its page (None where it cannot be read) and its rows."""

    page: Page | None
    decoded: Decoded | None
    result: CaptureResult


def declared_sources() -> list[Source]:
    """Return the source rows of all sites."""
    return [site.source for _, site in sorted(all_sites().items())]


def declared_bounds() -> dict[str, SourceBounds]:
    """Return what each site says a healthy capture gives, by source."""
    return {name: site.bounds for name, site in sorted(all_sites().items())}


def staging_key(file: CaptureFile, max_bytes: int = MAX_BYTES) -> StagingKey:
    """Return what the extraction of a file depends on; reads no page. A file over the limit is tried again above it."""
    site = route_early(file.folder_source, file.url)
    facts = [
        file.folder_source,
        file.url,
        file.content_type,
        file.http_charset,
        _suffix(file),
        file.n_bytes > max_bytes,
    ]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    version = extractor_version(site.source.source_id if site else None)
    return StagingKey(file.capture_id, version, digest[:16])


def extract_batch(root: Path, files: Sequence[CaptureFile], *, max_bytes: int = MAX_BYTES) -> BatchResult:
    """Extract captures of one extractor version; a bad capture is a failed one, never an exception."""
    with _rare_collection():
        results = [_extract(root, file, max_bytes)[0] for file in files]
    return BatchResult(results[0].key.extractor_version if results else code_version(), results)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Let the cyclic collector look less often: rows are many, none is in a cycle, and each look walks them all."""
    before = gc.get_threshold()
    gc.set_threshold(max(_YOUNG_OBJECTS, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def failed_batch(file: CaptureFile, message: str, max_bytes: int = MAX_BYTES) -> BatchResult:
    """Return the batch of a capture whose process was killed."""
    key = staging_key(file, max_bytes)
    return BatchResult(key.extractor_version, [_failed(file, key, "extract", "site_crashed", message)])


def try_file(path: Path, site: str | None = None, max_bytes: int = MAX_BYTES) -> Trial:
    """Extract one file by itself, for `site` where it is named; raise `UnknownSiteError` for a name nobody declares."""
    sites = all_sites()
    if site is not None and site not in sites:
        raise UnknownSiteError(site, sorted(sites))
    file = single_file(path)
    folder = site or (path.resolve().parent.name if path.resolve().parent.name in sites else None)
    result, page, decoded = _extract(path.resolve().parent, replace(file, folder_source=folder), max_bytes)
    return Trial(page, decoded, result)


def _suffix(file: CaptureFile) -> str:
    name = file.path.lower()
    return next((suffix for suffix in (".txt", ".html", ".htm") if name.endswith(suffix)), "")


def _is_html(file: CaptureFile) -> bool | None:
    """Tell HTML from text by suffix, else by content type; None where only the content can tell."""
    suffix = _suffix(file)
    if suffix:
        return suffix != ".txt"
    media_type = (file.content_type or "").split(";")[0].strip().lower()
    return media_type in _HTML_TYPES if media_type else None


def _extract(root: Path, file: CaptureFile, max_bytes: int) -> tuple[CaptureResult, Page | None, Decoded | None]:
    key = staging_key(file, max_bytes)
    if file.n_bytes > max_bytes:
        message = (
            f"{file.path}: {file.n_bytes} bytes, the limit is {max_bytes}; raise REGENBASE_MAX_BYTES or cut the page"
        )
        return _failed(file, key, "decode", "too_long", message), None, None
    try:
        data = read(root, file)
    except RawStoreError as error:
        return _failed(file, key, "decode", "unreadable_file", str(error)), None, None
    try:
        page, decoded = read_page(file.capture_id, data, _is_html(file), file.http_charset, max_bytes=max_bytes)
    except DecodeError as error:
        message = f"{file.path}: {error}; fetch the page again, or take it out of the raw folder"
        return _failed(file, key, "decode", error.reason, message), None, None
    except Exception as error:  # a page that no parser foresaw costs itself only; its traceback is kept
        return _crashed(file, key, error, None), None, None
    site = route(page, file.folder_source, file.url)
    try:
        return _read(file, key, site, page, decoded), page, decoded
    except Exception as error:  # a crash in a site fails that capture, not the run; its traceback is kept
        return _crashed(file, key, error, site), page, decoded


def _read(file: CaptureFile, key: StagingKey, site: Site, page: Page, decoded: Decoded) -> CaptureResult:
    """Return the rows of a page that could be parsed."""
    source_id = site.source.source_id
    text = page.text if page.rendering == "html" else decoded.text
    recorder = Recorder(file.capture_id, source_id, text, key.extractor_version)
    recorder.add(
        Capture,
        capture_id=file.capture_id,
        source_id=source_id,
        media_type=_media_type(file, page),
        rendering=page.rendering,
        encoding=decoded.encoding,
        n_bytes=file.n_bytes,
        n_chars=len(page.text),
        extractor=source_id,
        extractor_version=key.extractor_version,
        layout=site.layout(page),
        status="loaded",
    )
    recorder.add(PageText, capture_id=file.capture_id, text=text)
    if assemble(site, page, file.url, recorder) == 0:
        return _failed(file, key, "extract", "no_document", f"{file.path}: {_why_nothing_is_left(page)}", site)
    recorded = recorder.finish()
    return CaptureResult(key, source_id, recorded.rows, recorded.extracted)


def _why_nothing_is_left(page: Page) -> str:
    cut = [issue.detail for issue in page.issues if issue.code == "truncated_capture"]
    if cut:
        return f"no document is left, since the page was read in part only ({'; '.join(cut)}); fetch it again"
    return "no document is left on the page once menus and notices are taken away"


def _media_type(file: CaptureFile, page: Page) -> str:
    stated = (file.content_type or "").split(";")[0].strip().lower()
    return stated or ("text/html" if page.rendering == "html" else "text/plain")


def _crashed(file: CaptureFile, key: StagingKey, error: Exception, site: Site | None) -> CaptureResult:
    frames = "".join(traceback.format_exception(error, limit=-6))
    message = f"{file.path}: the extractor failed with {type(error).__name__}: {error}; `regenbase try` it alone"
    payload = json.dumps({"traceback": _without_paths(frames)}, ensure_ascii=False)
    return _failed(file, key, "extract", "site_crashed", message, site, payload)


def _without_paths(frames: str) -> str:
    """Leave the folder above the packages out of a traceback, so that the same fault reads the same anywhere."""
    return frames.replace(f"{Path(__file__).resolve().parent.parent}/", "")


def _failed(
    file: CaptureFile,
    key: StagingKey,
    stage: RejectStage,
    reason: RejectReason,
    message: str,
    site: Site | None = None,
    payload: str | None = None,
) -> CaptureResult:
    """Return a capture that gave nothing but its reject; it keeps the source that its file tells."""
    known = site or route_early(file.folder_source, file.url)
    source_id = known.source.source_id if known else _generic_source(file)
    capture: Row = Capture(
        capture_id=file.capture_id,
        source_id=source_id,
        media_type=(file.content_type or "").split(";")[0].strip().lower() or None,
        n_bytes=file.n_bytes,
        extractor=known.source.source_id if known else None,
        extractor_version=key.extractor_version,
        status="failed",
    ).model_dump()
    reject = reject_row(
        capture_id=file.capture_id,
        source_id=source_id,
        stage=stage,
        reason=reason,
        message=message,
        extractor_version=key.extractor_version,
        payload=payload,
    )
    rows = {Capture.table: [capture], Reject.table: [reject]}
    return CaptureResult(key, source_id, rows, Counter({Capture.table: 1}), is_failed=True)


def _generic_source(file: CaptureFile) -> str | None:
    """A failed file of an unknown site belongs to `generic` where its address is known, else to nobody."""
    return "generic" if host_of(file.url) else None
