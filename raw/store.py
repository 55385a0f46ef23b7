"""The capture store: what lies under the raw folder, bit for bit, with where and when it was fetched. Read-only."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, TypeVar

import regex
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordPayloadReader, WarcRecordType

IgnoredReason = Literal["hidden", "sidecar", "orphan_sidecar", "suffix", "not_a_page", "revisit"]

SUFFIXES: Final = (".txt", ".html", ".htm", ".warc", ".warc.gz")
SIDECAR_SUFFIX: Final = ".meta.json"
SIDECAR_FIELDS: Final = ("url", "captured_at", "http_status", "content_type", "headers")
MAX_RECORD_BYTES: Final = 128 * 1024 * 1024
_MAX_SIDECAR_BYTES: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_MAX_HEADER_BYTES: Final = 64 * 1024
# Crawlers store images and style sheets, too; a page without a content type is taken for one.
_PAGE_TYPES: Final = frozenset(("", "text/html", "text/plain", "application/xhtml+xml"))
# Some crawlers store the decoded body but keep the header that says it is encoded.
_DECODINGS: Final = ("all", "content", "transfer", "none")
_CHARSET: Final = regex.compile(r"""\bcharset\s*+=\s*+["']?\s*+([^\s;,"']++)""", regex.I)
_UNPRINTABLE: Final = regex.compile(r"[\p{Cc}\p{Cs}]")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ENVELOPE: Final = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class RawStoreError(Exception):
    """The raw folder, or a capture that was listed in it, cannot be read."""


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """Something under the raw folder that could not be used: which file, where in it, why, and what to do."""

    path: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}{f' ({self.place})' if self.place else ''}: {self.message}; {self.remedy}"


class SidecarProblem(StoreProblem):
    """A sidecar, or one of its fields, that could not be used; its capture is read without it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file or WARC record that is no capture, and why."""

    path: str
    reason: IgnoredReason


@dataclass(frozen=True, slots=True)
class CaptureFile:
    """One file or WARC record that holds a capture; `path` is relative to the root, `captured_at` is in UTC."""

    path: str
    folder_source: str | None
    capture_id: str
    n_bytes: int
    url: str | None = None
    captured_at: datetime | None = None
    http_status: int | None = None
    content_type: str | None = None
    http_charset: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    warc_offset: int | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that lies under a raw folder."""

    files: tuple[CaptureFile, ...]
    ignored: tuple[Ignored, ...] = ()
    problems: tuple[StoreProblem, ...] = ()


_Found = CaptureFile | Ignored | StoreProblem


def inventory(root: Path) -> Inventory:
    """List captures, ignored files and problems below `root`, ordered by path and record offset."""
    found = list(_walk(_checked(root)))
    return Inventory(
        tuple(item for item in found if isinstance(item, CaptureFile)),
        tuple(item for item in found if isinstance(item, Ignored)),
        tuple(item for item in found if isinstance(item, StoreProblem)),
    )


def scan(root: Path) -> Iterator[CaptureFile]:
    """Yield the captures below `root` in the order of `inventory`, one at a time; problems go to the log."""
    return _captures(_walk(_checked(root)))


def single_file(path: Path) -> CaptureFile:
    """Return one page file with what its sidecar says, relative to its own folder, which names no source."""
    path = path.resolve()
    if path.name.lower().endswith((".warc", ".warc.gz")):
        raise RawStoreError(f"{path.name}: holds many records; put it below a raw folder and run on that")
    try:
        return _page(path.parent, path, path.name)
    except OSError as error:
        raise RawStoreError(f"{path.name}: cannot be read ({error.strerror or error})") from error


def read(root: Path, file: CaptureFile) -> bytes:
    """Return the bytes of a listed capture (of the decoded body for WARC); `RawStoreError` if they have changed."""
    base = root.resolve()
    path = base / file.path
    try:
        if not path.resolve().is_relative_to(base):
            raise RawStoreError(f"{file.path}: lies outside {root}; list the captures again")
        data = path.read_bytes() if file.warc_offset is None else _read_record(path, file.warc_offset)
    except (OSError, RuntimeError, StopIteration) as error:
        raise RawStoreError(f"{file.path}: cannot be read ({error}); list the captures again") from error
    if hashlib.sha256(data).hexdigest() != file.capture_id:
        raise RawStoreError(f"{file.path}: has changed since it was listed; run again")
    return data


def _checked(root: Path) -> Path:
    if not root.is_dir():
        what = "is not a folder" if root.exists() else "does not exist"
        raise RawStoreError(f"{root}: {what}; say where the captures are with --raw or REGENBASE_RAW")
    return root.resolve()


def _captures(found: Iterator[_Found]) -> Iterator[CaptureFile]:
    for item in found:
        if isinstance(item, CaptureFile):
            yield item
        elif isinstance(item, StoreProblem):
            _log.warning("%s", item)


def _walk(root: Path, folder: Path | None = None) -> Iterator[_Found]:
    folder = folder or root
    try:
        with os.scandir(folder) as listing:
            # A folder sorts as 'name/', so that the whole listing is in the order of the paths.
            entries = sorted(listing, key=lambda e: e.name + "/" * e.is_dir(follow_symlinks=False))
    except OSError as error:
        yield _unreadable(_relative(root, folder), error)
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        path = Path(entry.path)
        relative = _relative(root, path)
        try:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from _walk(root, path)
            else:
                yield from _file(root, path, relative, names)
        except OSError as error:
            yield _unreadable(relative, error)


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode()


def _unreadable(relative: str, error: OSError) -> StoreProblem:
    remedy = "make it readable or take it out of the raw folder"
    return StoreProblem(relative, "", f"cannot be read ({error.strerror or error})", remedy)


def _file(root: Path, path: Path, relative: str, names: set[str]) -> Iterator[_Found]:
    name = path.name.lower()
    if name.startswith("."):
        yield Ignored(relative, "hidden")
    elif path.is_symlink() and path.is_dir():
        yield StoreProblem(relative, "", "is a link to a folder, which is not followed", "put the folder itself here")
    elif name.endswith(SIDECAR_SUFFIX):
        owner = path.name[: -len(SIDECAR_SUFFIX)]
        has_owner = owner in names and owner.lower().endswith(SUFFIXES)
        yield Ignored(relative, "sidecar" if has_owner else "orphan_sidecar")
        if has_owner and owner.lower().endswith((".warc", ".warc.gz")):
            yield SidecarProblem(relative, "", "is not used, since WARC records say where they come from", "delete it")
    elif not name.endswith(SUFFIXES):
        yield Ignored(relative, "suffix")
    elif problem := _unusable(root, path, relative):
        yield problem
    elif name.endswith((".warc", ".warc.gz")):
        yield from _warc(path, relative)
    else:
        yield _page(root, path, relative)


def _unusable(root: Path, path: Path, relative: str) -> StoreProblem | None:
    if path.name.encode("utf-8", "replace") != os.fsencode(path.name):
        return StoreProblem(relative, "", "its name is not UTF-8", "rename it")
    if path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return StoreProblem(relative, "", "is a link that leads nowhere", "mend the link or delete it")
        if not target.is_relative_to(root):
            return StoreProblem(relative, "", "is a link that leaves the raw folder", "put the file itself here")
    if not stat.S_ISREG(path.stat().st_mode):
        return StoreProblem(relative, "", "is not a regular file", "take it out of the raw folder")
    return None


def _folder_source(relative: str) -> str | None:
    first, slash, _ = relative.partition("/")
    return first if slash else None


def _page(root: Path, path: Path, relative: str) -> CaptureFile:
    with path.open("rb", buffering=0) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        n_bytes = stream.tell()
    values, problems = _sidecar(root, path, relative)
    return CaptureFile(relative, _folder_source(relative), digest, n_bytes, **values, problems=problems)


def _sidecar(root: Path, path: Path, relative: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what the sidecar says, field by field, and what is wrong with it; a bad field costs only itself."""
    sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
    name = relative + SIDECAR_SUFFIX
    if not os.path.lexists(sidecar):
        return {}, ()
    try:
        if problem := _unusable(root, sidecar, name):
            return {}, (str(SidecarProblem(name, "", problem.message, problem.remedy)),)
        if sidecar.stat().st_size > _MAX_SIDECAR_BYTES:
            raise ValueError(f"more than {_MAX_SIDECAR_BYTES} bytes")
        fields = json.loads(sidecar.read_text("utf-8-sig"))
    except OSError as error:
        return {}, (str(SidecarProblem(name, "", f"cannot be read ({error.strerror})", "make it readable")),)
    except (ValueError, RecursionError) as error:
        return {}, (str(SidecarProblem(name, "", f"is not JSON in UTF-8 ({error})", "mend or delete it")),)
    if not isinstance(fields, dict):
        return {}, (str(SidecarProblem(name, "", "is not a JSON object", f"give {', '.join(SIDECAR_FIELDS)}")),)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in fields.items():
        shown = _UNPRINTABLE.sub("?", key)[:60]
        if key not in _FIELD_RULES:
            message = "is no known field and is not used"
            problems.append(str(SidecarProblem(name, shown, message, f"use {', '.join(SIDECAR_FIELDS)}")))
        elif value is not None:
            parse, remedy = _FIELD_RULES[key]
            try:
                values[key] = parse(value)
            except (ValueError, OverflowError):
                problems.append(str(SidecarProblem(name, shown, f"is not usable: {str(value)[:60]!r}", remedy)))
    _add_content_type(values, values.get("content_type"))
    return values, tuple(problems)


def _add_content_type(values: dict[str, Any], content_type: str | None) -> None:
    headers: Mapping[str, str] = values.get("headers", {})
    stated = content_type or next((v for k, v in headers.items() if k.lower() == "content-type"), None)
    if stated:
        charset = _CHARSET.search(stated)
        values["content_type"] = stated
        values["http_charset"] = charset[1] if charset else None


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or _UNPRINTABLE.search(value):
        raise ValueError
    return value.strip()


def _web_address(value: object) -> str:
    if not regex.match(r"https?://[^\s/]", _line(value), regex.I):
        raise ValueError
    return _line(value)


def _utc(value: object) -> datetime:
    moment = datetime.fromisoformat(_line(value))
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _status(value: object) -> int:
    if type(value) is not int or not 100 <= value <= 599:
        raise ValueError
    return value


def _headers(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError
    return {_line(key): "" if item == "" else _line(item) for key, item in value.items()}


_FIELD_RULES: Final[dict[str, tuple[Callable[[object], object], str]]] = {
    "url": (_web_address, "give an address that begins with http:// or https://"),
    "captured_at": (_utc, "give an ISO 8601 time with its offset, such as 2025-05-19T08:30:00Z"),
    "http_status": (_status, "give a number from 100 to 599"),
    "content_type": (_line, "give the value of the Content-Type header"),
    "headers": (_headers, "give an object of header names and their values as strings"),
}


def _warc(path: Path, relative: str) -> Iterator[_Found]:
    """Yield the captures of a WARC file; of records that cannot be addressed by an offset only a problem."""
    size = path.stat().st_size
    held: list[tuple[int, _Found | None]] = []
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


def _addressable(held: list[tuple[int, _Found | None]], relative: str, size: int) -> Iterator[_Found]:
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


def _record(record: WarcRecord, relative: str) -> _Found | None:
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
    _add_content_type(values, content_type)
    values["url"] = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    problems = tuple(str(StoreProblem(relative, f"offset {offset}", note, "fetch it again")) for note in notes)
    source = _folder_source(relative)
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


def _read_record(path: Path, offset: int) -> bytes:
    with path.open("rb") as stream:
        stream.seek(offset)
        record = next(ArchiveIterator(stream, parse_http=False, record_types=WarcRecordType.any_type))
        raw = record.reader.read()
    return _http(raw, lambda body: body.read())[1] if record.record_type == WarcRecordType.response else raw
