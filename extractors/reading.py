"""One way in: the bytes of a capture to its page."""

from __future__ import annotations

from typing import Final

import regex

from extractors.blocks import Page
from extractors.decode import MAX_BYTES, Decoded, decode
from extractors.page import parse_html
from extractors.text_page import parse_text

_SNIFFED_BYTES: Final = 1_024
_HTML_START: Final = regex.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*+(?:<!--(?:(?!-->).){0,500}+-->\s*+)?<\x00?(?:!doctype\s++html|\?xml\b|html\b|head\b|body\b)",
    regex.I | regex.S,
)


def looks_like_html(data: bytes) -> bool:
    """Return whether bytes begin as an HTML page does: doctype, XML declaration, `html`, `head` or `body`."""
    return _HTML_START.match(data[:_SNIFFED_BYTES].replace(b"\x00", b"")) is not None


def read_page(
    capture_id: str,
    data: bytes,
    is_html: bool | None = None,
    http_charset: str | None = None,
    *,
    max_bytes: int = MAX_BYTES,
) -> tuple[Page, Decoded]:
    """Return the page model of a capture and how it was decoded; raise `DecodeError` where it cannot be read.

    is_html: True for HTML, False for text, None where neither file name nor media type tells.
    """
    html = looks_like_html(data) if is_html is None else is_html
    decoded = decode(data, http_charset=http_charset, is_html=html, max_bytes=max_bytes)
    parse = parse_html if html else parse_text
    return parse(capture_id, decoded.text), decoded
