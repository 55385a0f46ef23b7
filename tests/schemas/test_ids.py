"""Row ids are contracts: an id that changes breaks every reference from outside."""

from __future__ import annotations

import hashlib
import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import row_id

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("table", "natural_key", "expected"),
    [
        ("documents", ["scidex", "slug", "cord-repair"], "dc8577ff-df85-8b37-94e3-74a3af3d284e"),
        ("claims", ["Zellen wirken – vielleicht.", "efficacy", "#2"], "62674f71-d6cf-8dba-8cff-754fdff082f7"),
    ],
)
def test_ids_stay_what_they_are(table: str, natural_key: list[str], expected: str) -> None:
    assert row_id(table, natural_key) == expected


@given(st.text(min_size=1), st.lists(ANY_TEXT, max_size=4))
def test_an_id_is_a_version_8_uuid_of_the_json_array(table: str, natural_key: list[str]) -> None:
    made = UUID(row_id(table, natural_key))
    encoded = json.dumps([table, *natural_key], ensure_ascii=False, separators=(",", ":"))
    digest = bytearray(hashlib.sha256(encoded.encode("utf-8", "surrogatepass")).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    assert made == UUID(bytes=bytes(digest))
    assert (made.version, str(made.variant)) == (8, "specified in RFC 4122")


def test_parts_of_a_key_are_kept_apart() -> None:
    assert row_id("claims", ["a", "b"]) != row_id("claims", ["ab"]) != row_id("claims", ["a,b"])
    assert row_id("claims", ["a"]) != row_id("mentions", ["a"])
