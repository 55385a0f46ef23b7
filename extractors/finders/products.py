"""Products by the form of their names: codes, INN stems, trade marks, and what the text calls a platform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.cues import holds_any
from extractors.finders.name_words import NO_PLATFORMS, NO_PRODUCT_PREFIXES, NOT_PRODUCT_BEHIND
from extractors.finders.terms import find_terms
from extractors.finders.visible_text import Visible


@dataclass(frozen=True, slots=True)
class ProductFound:
    """A product's name in the page text."""

    start: int
    end: int
    is_platform: bool


# 'CYP-001': letters, hyphen, three or four digits; years and longer numbers are something else.
_CODE: Final = regex.compile(
    r"(?<![\p{L}\p{N}#/._-])(?P<prefix>\p{Lu}{2,5})[-‑](?!(?:19|20)\d\d(?!\d))\d{3,4}\p{Lu}?(?![\p{L}\p{N}]|[-‑–./]\p{N}|[-‑][\p{L}])"
)
# INN stems: '-cel' for cell products, '-gene ...-vec' for gene therapies (WHO, Stem Book).
_INN: Final = regex.compile(
    r"(?<![\p{L}\p{N}-])(?:\p{L}\p{Ll}{4,20}gene\s\p{Ll}{4,20}(?:vec|cel)|\p{L}\p{Ll}{5,20}cel(?:-[A-Z])?)(?![\p{L}\p{N}-])"
)
_MARKED: Final = regex.compile(r"(?<![\p{L}\p{N}])(?P<name>\p{Lu}[\p{L}\p{N}-]{2,30}+)\s?[®™]")
_PLATFORM: Final = regex.compile(
    r"(?<![\p{L}\p{N}-])(?P<name>\p{Lu}\p{Ll}++(?:\p{Lu}\p{Ll}*+)++)(?=\s(?P<what>platform|product|technology)\b)"
)
_CALLED: Final = regex.compile(
    r"\b(?:trade name|brand name|marketed as|sold as|marketed under the name|branded as)s?\s[\"“‘']?"
    r"(?P<name>\p{Lu}[\p{L}\p{N}-]{2,30}+)"
)
_CALLS: Final = ("brand", "trade name", "ed as", "sold as", "ed under")
_NO_PRODUCT_BEHIND: Final = regex.compile(NOT_PRODUCT_BEHIND)


def find_products(text: str, visible: Visible) -> list[ProductFound]:
    """Return the products of a stretch of visible text that stand in no vocabulary."""
    return [
        ProductFound(*span, is_platform)
        for first, last, is_platform in _stretches(visible.shown)
        if (span := visible.span(first, last)) is not None and not _is_term(text, *span)
    ]


def _is_term(text: str, start: int, end: int) -> bool:
    """Whether the whole stretch is a term of the field: a drug, a molecule, an abbreviation of cells."""
    return any((term.start, term.end) == (start, end) for term in find_terms(text, start, end))


def _stretches(shown: str) -> Iterator[tuple[int, int, bool]]:
    for match in _CODE.finditer(shown) if "-" in shown or "‑" in shown else ():
        if match["prefix"] not in NO_PRODUCT_PREFIXES and not _NO_PRODUCT_BEHIND.match(shown, match.end()):
            yield *match.span(), False
    has_stem = "vec" in shown or shown.count("cel") > shown.count("cell")  # 'cel' is mostly the beginning of 'cell'
    for match in _INN.finditer(shown) if has_stem else ():
        yield *match.span(), False
    for match in _MARKED.finditer(shown) if "®" in shown or "™" in shown else ():
        yield *match.span("name"), False
    for match in _PLATFORM.finditer(shown) if holds_any(shown, ("platform", "product", "technology")) else ():
        if match["name"].lower() not in NO_PLATFORMS:
            yield *match.span("name"), match["what"] == "platform"
    for match in (
        _CALLED.finditer(shown) if holds_any(shown, ("brand", "trade name", "ed as", "sold as", "ed under")) else ()
    ):
        yield *match.span("name"), False
