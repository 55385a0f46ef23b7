"""One page has one address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.urls import canonical_url

PAGE = "https://example.org/posts/a-b?id=7&lang=en"
SEGMENT = st.text(max_size=6)
URLS = st.builds(
    "{}://{}{}/{}/{}?{}={}#{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["example.org", "www.Example.org", "b\u00fccher.example", "[::1]", "example.org."]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    SEGMENT,
    st.sampled_from(["", ".", "..", "%7Ea", "%zz", "%2f", "a b", "\u00e9"]),
    SEGMENT,
    SEGMENT,
    SEGMENT,
)


@given(URLS)
def test_the_canonical_form_is_its_own(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@given(st.text(alphabet=st.characters(codec=None, exclude_categories=())))
def test_no_text_makes_it_fail(text: str) -> None:
    canonical_url(text)
    canonical_url(f"https://example.org/{text}")
    canonical_url(f"https://example.org/?q={text}")


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.org/posts/a-b?id=7&lang=en",
        "https://www.EXAMPLE.org/posts/a-b/?lang=en&id=7",
        "https://example.org:443/posts/a-b?id=7&lang=en#comments",
        "http://example.org:80/posts/./x/../a-b?id=7&lang=en",
        "https://example.org/posts/%61%2db?id=7&lang=%65n",
        "https://example.org/posts/a-b?utm_source=x&id=7&embed=1&lang=en&fbclid=y&UTM_Medium=z",
        " https://user@example.org./posts/a-b?id=7&lang=en ",
    ],
)
def test_variants_of_an_address_are_one(variant: str) -> None:
    assert canonical_url(variant) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/a?q=%FF", "https://example.org/a?q=%FE"),
        ("https://example.org/a", "https://example.org:8080/a"),
        ("https://example.org/a", "https://blog.example.org/a"),
    ],
)
def test_addresses_of_different_pages_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [None, "", "/relative", "mailto:a@example.org", "ftp://example.org", "https://", "https://[::1", "http://a:99999/"],
)
def test_what_is_no_web_address_has_no_canonical_form(url: str | None) -> None:
    assert canonical_url(url) is None


def test_a_host_alias_stands_for_its_host() -> None:
    assert canonical_url("http://www.old.example/x", [("old.example", "new.example")]) == "https://new.example/x"


def test_characters_beyond_ascii_have_one_spelling() -> None:
    assert canonical_url("https://b\u00fccher.example/\u00e9 a") == "https://xn--bcher-kva.example/%C3%A9%20a"
