"""What stands in the markup of an HTML page only, as `name: value` lines at the end of its rendering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from extractors import jsonld
from extractors.blocks import PageIssue
from extractors.html_walk import Walk

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_LINK_RELS: Final = frozenset("canonical alternate next prev amphtml shortlink author license me".split())
_MAX_VALUE_CHARS: Final = 20_000

Targets = dict[str, tuple[int, int]]


def write_metadata(root: Any, walk: Walk) -> tuple[Targets, list[PageIssue]]:
    """Write the metadata lines; return where each link target stands, and the JSON-LD that could not be read.

    In this order: language, then title, `meta`, `link rel` and JSON-LD as they stand, then `time datetime` and
    microdata, then link targets. Same name and value are written once.
    """
    out = walk.out
    if lang := (root.get("lang") or root.get(_XML_LANG)):
        out.metadata("html@lang", lang, "/html")
    counts: dict[str, int] = {}
    broken: list[str] = []
    for element in root.iter("title", "meta", "link", "script"):
        tag = element.tag
        counts[tag] = counts.get(tag, 0) + 1
        for name, value in _stated(element, tag, counts[tag], broken):
            out.metadata(name, value[:_MAX_VALUE_CHARS], f"(//{tag})[{counts[tag]}]")
    for name, value, locator in dict.fromkeys(walk.values):
        out.metadata(name, value, locator)
    targets: Targets = {}
    for href, locator in walk.hrefs.items():
        if (span := out.metadata("a@href", href, locator)) is not None:
            targets[href] = span
    return targets, [PageIssue("malformed_metadata", 0, 0, detail, "warn") for detail in broken]


def _stated(element: Any, tag: str, ordinal: int, broken: list[str]) -> Iterable[tuple[str, str]]:
    """Return the names and values that one element states."""
    if tag == "meta":
        return _of_meta(element)
    if tag == "link":
        rels = [rel for rel in (element.get("rel") or "").lower().split() if rel in _LINK_RELS]
        return [(f"link@{rel}", element.get("href") or "") for rel in rels[:1]]
    if tag == "title":
        parent = element.getparent()
        is_page_title = ordinal == 1 and (parent is None or parent.tag in ("head", "html", "body"))
        return [("title", element.text or "")] if is_page_title else []
    if (element.get("type") or "").split(";")[0].strip().lower() != "application/ld+json" or not element.text:
        return []
    try:
        return [(f"jsonld:{path}", value) for path, value in jsonld.leaves(element.text)]
    except ValueError as error:
        broken.append(f"JSON-LD script skipped: {error}"[:200])
        return []


def _of_meta(element: Any) -> list[tuple[str, str]]:
    content = element.get("content")
    if not content:
        return []
    names = [element.get("name"), element.get("property")]
    # 'og:title' is written as it stands, 'Author' in lower case.
    found = [
        (name.strip().lower() if ":" not in name else name.strip(), content) for name in dict.fromkeys(names) if name
    ]
    itemprop = element.get("itemprop")
    return [*found, (f"itemprop:{itemprop}", content)] if itemprop else found
