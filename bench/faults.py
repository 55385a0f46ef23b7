"""Captures that are bad, one kind each, and what must become of them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from bench.sites import SitePage

Fault = Literal["empty", "binary", "undecodable", "too_long", "truncated", "deep_nesting", "bad_sidecar"]

FAULTS: Final[tuple[Fault, ...]] = (
    "empty",
    "binary",
    "undecodable",
    "too_long",
    "truncated",
    "deep_nesting",
    "bad_sidecar",
)
# The reason of the reject; the other faults leave a page that can be read.
REASONS: Final[dict[Fault, str]] = {
    "empty": "empty",
    "binary": "binary",
    "undecodable": "undecodable",
    "too_long": "too_long",
}
_DEPTH: Final = 3_000


@dataclass(frozen=True, slots=True)
class Whole:
    """The good page that a fault spoils."""

    page: SitePage
    sidecar: bytes


def applied(fault: Fault, whole: Whole, random: Random, max_bytes: int) -> tuple[bytes, bytes, int]:
    """Return the bytes, the sidecar and the number of documents of a spoilt page."""
    data, sidecar, documents = whole.page.body.encode(), whole.sidecar, whole.page.documents
    if fault == "bad_sidecar":
        return data, sidecar[:-1], documents
    if fault == "truncated":
        # In the last tenth, so that the documents still stand, and inside a character or a tag where it falls so.
        return data[: -max(1, len(data) // random.randint(12, 40))], sidecar, documents
    if fault == "deep_nesting":
        opened = "<div>" * _DEPTH
        return f"<html><body>{opened}{whole.page.body}</body></html>".encode(), sidecar, documents
    if fault == "empty":
        return random.choice((b"", b" \n\t\r\n")), sidecar, 0
    if fault == "too_long":
        return data + b" " * max(0, max_bytes + 1 - len(data)), sidecar, 0
    if fault == "binary":
        return b"PK\x03\x04\x00\x00" + random.randbytes(4_000), sidecar, 0
    # Bytes that are no UTF-8, and that every encoding with which pages are written leaves undefined or control.
    noise = bytes(random.choice(b"\x81\x8d\x8f\x90\x9d\xff\xfe\xa0") for _ in range(6_000))
    return noise, sidecar, 0
