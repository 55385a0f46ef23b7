"""Row ids: a UUID from the SHA-256 of a natural key, so that the same thing has the same id in every build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

import orjson

# The two variant bits (10) of RFC 9562 over the two lower bits of a hex digit.
_VARIANT: Final = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


def row_id(table: str, natural_key: Sequence[str]) -> str:
    """Return the id of the row of `table` with this natural key (raw strings, never cleaned values or offsets).

    The id is an RFC 9562 version 8 UUID from the first 128 bits of the SHA-256 of a compact JSON array in UTF-8.
    """
    digest = hashlib.sha256(_encoded([table, *natural_key])).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-8{digest[13:16]}-{_VARIANT[digest[16]]}{digest[17:20]}-{digest[20:32]}"


def _encoded(parts: list[str]) -> bytes:
    try:
        return orjson.dumps(parts)
    except orjson.JSONEncodeError:  # a lone surrogate, which only the slower encoder takes
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
