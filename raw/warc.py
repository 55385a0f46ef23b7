"""WARC files: their records as captures, each addressed by its offset."""

from __future__ import annotations

import hashlib
import io
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordPayloadReader, WarcRecordType

from raw.captures import CaptureFile, Ignored, Listed, StoreProblem, folder_source
from raw.sidecar import add_content_type

WARC_SUFFIXES: Final = (".warc", ".warc.gz")
MAX_RECORD_BYTES: Final = 128 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_MAX_HEADER_BYTES: Final = 64 * 1024
# Crawlers store images and style sheets, too; a page without a content type is taken for one.
_PAGE_TYPES: Final = frozenset(("", "text/html", "text/plain", "application/xhtml+xml"))
# Some crawlers store the decoded body but keep the header that says it is encoded.
_DECODINGS: Final = ("all", "content", "transfer", "none")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ENVELOPE: Final = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
_T = TypeVar("_T")


def captures_of_warc(path: Path, relative: str) -> Iterator[Listed]:
    """Yield the captures of a WARC file; of records that cannot be addressed by an offset only a problem."""
    size = path.stat().st_size
    held: list[tuple[int, Listed | None]] = []
    failure: StoreProblem | None = None
    last: tuple[int, int] | None = None
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False)
        while failure is None:
            try:
                record = next(records, None)
                if record is None:
                    break
                last = (record.stream_pos, record.content_length)
                found = _record(record, relative)
            except OSError as error:
                place = f"behind the record at offset {last[0]}" if last else "offset 0"
                failure = StoreProblem(relative, place, f"no further record can be read ({error})", "mend the file")
                continue
            if held and held[0][0] != last[0]:
                yield from _addressable(held, relative, size)
                held.clear()
            held.append((last[0], found))
    yield from _addressable(held, relative, size)
    told = {found.place for _, found in held if isinstance(found, StoreProblem)}
    problem = failure or _tail_problem(path, relative, size, last)
    if problem and problem.place not in told:
        yield problem


def _addressable(held: list[tuple[int, Listed | None]], relative: str, size: int) -> Iterator[Listed]:
    """Yield the only record of an offset; records compressed into one gzip member share theirs, and none is found."""
    is_alone = len(held) == 1 and held[0][0] < size
    yield from (found for _, found in held if found is not None and (is_alone or not isinstance(found, CaptureFile)))
    lost = sum(isinstance(found, CaptureFile) for _, found in held)
    if lost and not is_alone:
        message = f"cannot be read: {lost} of the records that share a gzip member here"
        yield StoreProblem(relative, f"offset {held[0][0]}", message, "compress each record on its own")


def _tail_problem(path: Path, relative: str, size: int, last: tuple[int, int] | None) -> StoreProblem | None:
    """Return what is wrong behind the last record: readers end silently at a header that is cut off."""
    if last is None:
        return StoreProblem(relative, "offset 0", "holds no WARC record", "fetch it again")
    if last[0] >= size:
        return None
    with path.open("rb") as stream:
        stream.seek(last[0])
        end = _member_end(stream) if stream.read(2) == _GZIP_MAGIC else _record_end(stream, *last)
        if end is None:
            return StoreProblem(relative, f"offset {last[0]}", "ends in the middle of a record", "fetch it again")
        stream.seek(end)
        if stream.read(_CHUNK).strip(b"\0\r\n"):
            return StoreProblem(
                relative, f"offset {end}", "the bytes from here on are no whole record", "fetch it again"
            )
    return None


def _member_end(stream: BinaryIO) -> int | None:
    stream.seek(-2, os.SEEK_CUR)
    member = zlib.decompressobj(wbits=31)
    try:
        while not member.eof and (chunk := member.unconsumed_tail or stream.read(_CHUNK)):
            member.decompress(chunk, _CHUNK)
    except zlib.error:
        return None
    return stream.tell() - len(member.unused_data) if member.eof else None


def _record_end(stream: BinaryIO, offset: int, content_length: int) -> int | None:
    stream.seek(offset)
    header = stream.read(_MAX_HEADER_BYTES).find(b"\r\n\r\n")
    return offset + header + 4 + content_length if header >= 0 else None


def _record(record: WarcRecord, relative: str) -> Listed | None:
    kind, place = record.record_type, f"offset {record.stream_pos}"
    if kind == WarcRecordType.revisit:
        return Ignored(f"{relative}#{record.stream_pos}", "revisit")
    if kind not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    if record.content_length > MAX_RECORD_BYTES:
        message = f"the record has {record.content_length} bytes, more than {MAX_RECORD_BYTES}"
        return StoreProblem(relative, place, message, "store it as a file of its own")
    raw = record.reader.read()
    if len(raw) < record.content_length:
        message = f"the record is cut off: {len(raw)} of {record.content_length} bytes"
        return StoreProblem(relative, place, message, "fetch it again")
    if kind == WarcRecordType.response and not record.is_http:
        return Ignored(f"{relative}#{record.stream_pos}", "not_a_page")
    try:
        return _record_capture(record, raw, relative)
    except ValueError as error:
        return StoreProblem(relative, place, str(error), "fetch it again")


def _record_capture(record: WarcRecord, raw: bytes, relative: str) -> CaptureFile | Ignored:
    values: dict[str, Any] = {"captured_at": record.record_date}
    notes: list[str] = []
    if record.record_type == WarcRecordType.resource:
        content_type = record.headers.get("Content-Type")
        digest, n_bytes = hashlib.sha256(raw).hexdigest(), len(raw)
    else:
        response, (digest, n_bytes), note = _http(raw, _digest)
        values |= {"headers": dict(response.http_headers.items()), "http_status": response.http_headers.status_code}
        content_type = response.http_headers.get("Content-Type")
        notes += [note] if note else []
    offset = record.stream_pos
    if (content_type or "").partition(";")[0].strip().lower() not in _PAGE_TYPES:
        return Ignored(f"{relative}#{offset}", "not_a_page")
    if truncated := record.headers.get("WARC-Truncated"):
        notes.append(f"the crawler cut it off ({truncated})")
    add_content_type(values, content_type)
    values["url"] = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    problems = tuple(str(StoreProblem(relative, f"offset {offset}", note, "fetch it again")) for note in notes)
    source = folder_source(relative)
    return CaptureFile(relative, source, digest, n_bytes, **values, warc_offset=offset, problems=problems)


def _http(raw: bytes, consume: Callable[[WarcRecordPayloadReader], _T]) -> tuple[WarcRecord, _T, str | None]:
    """Return the parsed response, what `consume` made of its body, and a note where the body is not as declared."""
    note: str | None = None
    for decoding in _DECODINGS:
        # A record of its own for each attempt: a failed one cannot be read any further.
        response = next(ArchiveIterator(io.BytesIO(_ENVELOPE % len(raw) + raw), parse_http=False))
        try:
            response.parse_http(auto_decode=decoding)
            if response.http_headers.status_code is None:
                break
            return response, consume(response.reader), note
        except OSError as error:
            note = note or f"the body is not encoded as its headers say ({error})"
    raise ValueError("the record is no HTTP response")


def _digest(body: WarcRecordPayloadReader) -> tuple[str, int]:
    digest, n_bytes = hashlib.sha256(), 0
    while chunk := body.read(_CHUNK):
        digest.update(chunk)
        n_bytes += len(chunk)
    return digest.hexdigest(), n_bytes


def read_record(path: Path, offset: int) -> bytes:
    """Return the decoded body of the record at an offset."""
    with path.open("rb") as stream:
        stream.seek(offset)
        record = next(ArchiveIterator(stream, parse_http=False, record_types=WarcRecordType.any_type))
        raw = record.reader.read()
    return _http(raw, lambda body: body.read())[1] if record.record_type == WarcRecordType.response else raw
