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


# All kinds of blanks (Unicode category Zs): where a page has one, its readers see the usual one.
_BLANKS: Final = tuple(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))


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
    In the page of a text capture every kind of blank is U+0020, so that no reader need know the others. It is as long
    as the decoded text, which is what is stored and what proves the values.
    """
    html = looks_like_html(data) if is_html is None else is_html
    decoded = decode(data, http_charset=http_charset, is_html=html, max_bytes=max_bytes)
    if html:
        return parse_html(capture_id, decoded.text), decoded
    return parse_text(capture_id, _with_usual_blanks(decoded.text)), decoded


def _with_usual_blanks(text: str) -> str:
    if not text.isascii():
        for blank in _BLANKS:  # a fortieth of the time of a table
            text = text.replace(blank, " ")
    return text
