"""Sidecars: what is known of a capture beside its bytes, `<file name>.meta.json`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import regex

from raw.captures import SidecarProblem, unusable

SIDECAR_SUFFIX: Final = ".meta.json"
SIDECAR_FIELDS: Final = ("url", "captured_at", "http_status", "content_type", "headers")
_MAX_SIDECAR_BYTES: Final = 1024 * 1024
_CHARSET: Final = regex.compile(r"""\bcharset\s*+=\s*+["']?\s*+([^\s;,"']++)""", regex.I)
_UNPRINTABLE: Final = regex.compile(r"[\p{Cc}\p{Cs}]")


def sidecar_of(root: Path, path: Path, relative: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what the sidecar says, field by field, and what is wrong with it; a bad field costs only itself."""
    sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
    name = relative + SIDECAR_SUFFIX
    if not os.path.lexists(sidecar):
        return {}, ()
    try:
        if problem := unusable(root, sidecar, name):
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
    add_content_type(values, values.get("content_type"))
    return values, tuple(problems)


def add_content_type(values: dict[str, Any], content_type: str | None) -> None:
    """Add the stated media type, else that of the headers, and its charset."""
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
