"""Links written in text."""

from __future__ import annotations

import pytest

from extractors.inline_links import links_in


def found(text: str) -> list[tuple[str, str | None, str]]:
    for link in links_in(text):
        if link.target is not None:
            assert link.target_start is not None
            assert text[link.target_start : link.target_end].strip() == link.target
    return [(text[link.start : link.end], link.target, link.form) for link in links_in(text)]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[cells](/cell-types/a)", [("cells", "/cell-types/a", "markdown")]),
        ("[a (b)](/x_(y)) and", [("a (b)", "/x_(y)", "markdown")]),
        ('[a](/x "A title")', [("a", "/x", "markdown")]),
        ("[lost]()", [("lost", None, "markdown")]),
        ("[[slug-of-it]]", [("slug-of-it", "slug-of-it", "wikilink")]),
        ("[[slug|label]]", [("label", "slug", "wikilink")]),
        ("<a class='x' href='/y'>z</a>", [("z", "/y", "html")]),
        ("<a name=q>z</a>", [("z", None, "html")]),
        ("see https://x.example/a_(b).", [("https://x.example/a_(b)", "https://x.example/a_(b)", "bare")]),
        ("(https://x.example/a)", [("https://x.example/a", "https://x.example/a", "bare")]),
        ("<iframe src='https://x.example/'></iframe>", []),
        ("![alt](https://x.example/p.png)", []),
        ("[]()", []),
        ("[1] and [2, 3]", []),
        ("https://", []),
    ],
)  # fmt: skip
def test_links_are_found_with_text_and_target(text: str, links: list[tuple[str, str | None, str]]) -> None:
    assert found(text) == links


def test_links_stand_in_reading_order() -> None:
    text = "[a](/a) [[b]] https://c.example <a href='/d'>d</a>"
    assert [piece for piece, _, _ in found(text)] == ["a", "b", "https://c.example", "d"]
