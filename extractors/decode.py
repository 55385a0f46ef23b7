"""From the bytes of a capture to its text: which encoding, who said so, and when a capture cannot be read at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.page import guess_encoding

DecodeReason = Literal["empty", "too_long", "binary", "undecodable"]
Decoder = Literal["bom", "http", "meta", "utf-8", "utf-8-cut", "dammit"]

MAX_BYTES: Final = 32 * 1024 * 1024
_META_BYTES: Final = 4096
_SAMPLE_BYTES: Final = 65_536
_MAX_CONTROL_SHARE: Final = 0.1
_MAX_GUESSED_CONTROL_SHARE: Final = 0.005

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The names that the WHATWG Encoding Standard reads as another, wider encoding.
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Codecs that Python calls text encodings but no web page is written in; some of them make lone surrogates.
_NOT_FOR_PAGES: Final = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"})
# What a guess may be: the legacy encodings of the WHATWG Encoding Standard, by Python's names.
_GUESSABLE: Final = frozenset(
    "cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 "
    "cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp cp932 cp949".split()
)
# Share of bytes beyond ASCII: few signs in English text; the accents of French; more than any Western text has.
_SURE_WESTERN_SHARE: Final = 0.08
_MAX_WESTERN_SHARE: Final = 0.3
_SIGN_IN_WORD: Final = regex.compile(r"\p{L}[¡¦¨©ª«¬®¯²³´¶¸¹º»¼½¾¿×÷€‚ƒ„†‡ˆ‰‹›™]\p{L}")
_META_CHARSET: Final = regex.compile(
    rb"<(?:meta\b[^<>]*?\bcharset|\?xml\b[^<>]*?\bencoding)\s*+=\s*+[\"']?\s*+([A-Za-z0-9_:.\-]{2,40})", regex.I
)
_CONTROL_BYTES: Final = bytes(b for b in range(1, 32) if b not in b"\t\n\v\f\r\x1b") + b"\x7f"
_HIGH_BYTES: Final = bytes(range(128, 256))
_CONTROL_OR_UNDEFINED: Final = regex.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\p{Co}\p{Cn}]")
_SURROGATE: Final = regex.compile(r"[\ud800-\udfff]")
_INVISIBLE: Final = regex.compile(r"[\s\u200b-\u200d\u2060\ufeff\x1b]*+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a capture (no byte order mark, no U+0000, no lone surrogates), its codec and who named the codec."""

    text: str
    encoding: str
    decoder: Decoder


class DecodeError(ValueError):
    """A capture that cannot be read; `reason` is one of four closed codes."""

    def __init__(self, reason: DecodeReason, message: str) -> None:
        super().__init__(message)
        self.reason: DecodeReason = reason


def decode(data: bytes, *, http_charset: str | None = None, is_html: bool, max_bytes: int = MAX_BYTES) -> Decoded:
    """Return the text of a capture; raise `DecodeError` where it is empty, over `max_bytes`, binary or undecodable.

    Tried in turn: byte order mark, HTTP charset, HTML meta charset, strict UTF-8 (a capture cut within its last
    character included), then a guess. A declared charset that fails strictly falls through to the next.
    """
    if not data:
        raise DecodeError("empty", "the capture has no bytes")
    if len(data) > max_bytes:
        raise DecodeError("too_long", f"{len(data)} bytes, the limit is {max_bytes}")
    decoded = _declared(data, http_charset, is_html)
    if decoded is None:
        _refuse_binary(data)
        decoded = _utf8(data) or _guessed(data, is_html)
    if "\x00" in decoded.text or _is_mostly_control(data, decoded):
        raise DecodeError("binary", f"NUL or control characters after decoding as {decoded.encoding}")
    if _INVISIBLE.fullmatch(decoded.text):
        raise DecodeError("empty", "the capture holds white space only")
    return decoded


def meta_charset(data: bytes) -> str | None:
    """Return the charset that an HTML page declares in its first 4,096 bytes."""
    match = _META_CHARSET.search(data[:_META_BYTES])
    return None if match is None else match.group(1).decode("ascii")


def _declared(data: bytes, http_charset: str | None, is_html: bool) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is not None:
                return Decoded(text, encoding, "bom")
    if http_charset:
        stated = _codec(http_charset)
        text = _declared_text(data, stated)
        if stated and text is not None:
            return Decoded(text, stated, "http")
    if is_html and (declared := meta_charset(data)):
        stated = _codec(declared)
        # A meta tag that could be read as ASCII proves that the page is not UTF-16 (HTML standard, 13.2.3.2).
        stated = "utf-8" if stated and stated.startswith(("utf-16", "utf-32")) else stated
        text = _declared_text(data, stated)
        if stated and text is not None:
            return Decoded(text, stated, "meta")
    return None


def _codec(label: str) -> str | None:
    try:
        info = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if info.name.replace("_", "-") in _NOT_FOR_PAGES or not getattr(info, "_is_text_encoding", True):
        return None
    return _WIDER.get(info.name, info.name)


def _declared_text(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    is_wide = encoding.startswith(("utf-16", "utf-32"))
    # Any even number of ASCII bytes is valid UTF-16, and any byte is valid in most 8-bit codecs: NULs tell them apart.
    if is_wide != (b"\x00" in data):
        return None
    return _strict(data, encoding)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, ValueError):
        return None
    text = text.removeprefix("\ufeff")
    return None if _SURROGATE.search(text) else text


def _utf8(data: bytes) -> Decoded | None:
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", "utf-8")
    try:
        text, used = codecs.utf_8_decode(data, "strict", False)
    except UnicodeError:
        return None
    # A lone lead byte at the end of ASCII text is as likely a character of an 8-bit encoding.
    return None if text.isascii() or used < len(data) - 3 else Decoded(text, "utf-8", "utf-8-cut")


def _guessed(data: bytes, is_html: bool) -> Decoded:
    western = _western(data, _SURE_WESTERN_SHARE)
    if western is not None:
        return Decoded(western, "cp1252", "dammit")
    sample = data[:_SAMPLE_BYTES]
    if len(data) > _SAMPLE_BYTES and (cut := sample.rfind(b"\n")) > 0:
        sample = sample[:cut]
    encoding = _codec(guess_encoding(sample, is_html=is_html) or "")
    text = _strict(data, encoding) if encoding is not None and encoding in _GUESSABLE else None
    if encoding is None or text is None:
        encoding, text = "cp1252", _western(data, _MAX_WESTERN_SHARE)
    if text is None:
        raise DecodeError(
            "undecodable", "no declared charset fits, it is not UTF-8 and no other encoding was recognised"
        )
    if len(_CONTROL_OR_UNDEFINED.findall(text)) > _MAX_GUESSED_CONTROL_SHARE * len(text):
        raise DecodeError("undecodable", f"read as {encoding} it holds control or undefined characters")
    return Decoded(text, encoding, "dammit")


def _western(data: bytes, max_share: float) -> str | None:
    """Return a text that is ASCII but for few signs and accents, read as Windows-1252; None where that is doubtful.

    Detectors take such texts for any of a dozen encodings, since a handful of bytes tells them nothing.
    """
    n_high = len(data) - len(data.translate(None, _HIGH_BYTES))
    if n_high > max(2, max_share * len(data)):
        return None
    text = _strict(data, "cp1252")
    return None if text is None or _SIGN_IN_WORD.search(text) else text


def _refuse_binary(data: bytes) -> None:
    if b"\x00" in data:
        raise DecodeError("binary", "NUL bytes outside UTF-16 and UTF-32")


def _is_mostly_control(data: bytes, decoded: Decoded) -> bool:
    if decoded.encoding.startswith(("utf-16", "utf-32")):
        return False
    return len(data) - len(data.translate(None, _CONTROL_BYTES)) > _MAX_CONTROL_SHARE * len(data)
