"""One page has one address."""

from __future__ import annotations

from collections.abc import Callable

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


@pytest.mark.parametrize("alias", ["old.example", "www.old.example", "OLD.example"])
def test_a_host_alias_stands_for_its_host(alias: str) -> None:
    assert canonical_url("http://www.old.example/x", [(alias, "www.new.example")]) == "https://new.example/x"


@given(URLS)
def test_with_aliases_and_parameters_of_a_site_the_canonical_form_is_its_own(url: str) -> None:
    aliases, tracking = [("example.org", "new.example")], ["a"]
    once = canonical_url(url, aliases, tracking)
    assert canonical_url(once, aliases, tracking) == once
    assert canonical_url(once, (), tracking) == once


def test_a_site_may_name_parameters_that_choose_nothing() -> None:
    assert canonical_url("https://example.org/a?Session=1&id=7", (), ["session"]) == "https://example.org/a?id=7"
    assert canonical_url("https://example.org/a?session=1") == "https://example.org/a?session=1"


MUTATIONS: list[Callable[[str], str]] = [
    lambda url: url.replace("https://", "http://"),
    lambda url: url.replace("https://", "HTTPS://"),
    lambda url: url.replace("://", "://www."),
    lambda url: url.replace("example.org", "EXAMPLE.Org"),
    lambda url: url.replace("example.org", "example.org:443"),
    lambda url: url.replace("?", "/?"),
    lambda url: url.replace("?", "?embed=1&"),
    lambda url: f"{url}&utm_source=letter&gclid=1",
    lambda url: f"{url}&_hsenc=p2&srsltid=Af",
    lambda url: f"{url}#results",
    lambda url: url.replace("posts", "p%6fst%73"),
    lambda url: url.replace("posts", "x/../posts/."),
    lambda url: url.replace("id=7&lang=en", "lang=en&id=7"),
]


@given(st.sets(st.sampled_from(MUTATIONS)))
def test_any_number_of_changes_that_choose_nothing_give_one_address(mutations: set[Callable[[str], str]]) -> None:
    url = PAGE
    for mutate in sorted(mutations, key=MUTATIONS.index):
        url = mutate(url)
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize("escape", ["%c3%a9", "%C3%A9", "\u00e9"])
def test_an_escape_has_one_spelling(escape: str) -> None:
    assert canonical_url(f"https://example.org/caf{escape}?q={escape}") == "https://example.org/caf%C3%A9?q=%C3%A9"


def test_characters_beyond_ascii_have_one_spelling() -> None:
    assert canonical_url("https://b\u00fccher.example/\u00e9 a") == "https://xn--bcher-kva.example/%C3%A9%20a"
