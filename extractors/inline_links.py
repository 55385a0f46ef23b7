"""Links written in text: Markdown, wiki links, HTML anchors, bare addresses."""

from __future__ import annotations

from typing import Final

import regex

from extractors.blocks import Link

_LINK: Final = regex.compile(
    r"\[\[(?P<wiki>[^\[\]|\n]{1,500}+)(?:\|(?P<label>[^\[\]\n]{1,500}+))?\]\]"
    r"|(?<!!)\[(?P<text>[^\[\]\n]{0,2000}+)\]\((?P<target>(?:[^()\s]++|\([^()\s]*+\))*+)(?:[ ]\"[^\"\n]{0,300}+\")?\)"
    r"|!\[[^\[\]\n]{0,2000}+\]\([^()\n]{0,2000}+\)"
    r"|<a\s(?P<attributes>[^<>]{0,2000}+)>(?P<inner>[^<>]{0,2000}+)</a>"
    r"|<[A-Za-z/][^<>]{0,5000}+>"
    r"|(?P<bare>https?://[^\s<>\"|\[\]{}\\^`\u200b-\u200d\u2060\ufeff]++)"
)
_HREF: Final = regex.compile(r"\bhref\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", regex.I)
_TRAILING: Final = ".,;:!?'\"”’*_"


def links_in(text: str) -> tuple[Link, ...]:
    """Return the links of a text in order; time grows linearly with its length."""
    if "](" not in text and "[[" not in text and "://" not in text and "<a" not in text:
        return ()
    found: list[Link] = []
    for match in _LINK.finditer(text):
        link = _link_of(match, text)
        if link is not None:
            found.append(link)
    return tuple(found)


def _link_of(match: regex.Match[str], text: str) -> Link | None:
    if match["wiki"] is not None:
        start, end = match.span("label" if match["label"] is not None else "wiki")
        return Link(start, end, match["wiki"].strip(), *match.span("wiki"), "wikilink")
    if match["text"] is not None:
        if not match["text"].strip():
            return None
        if not match["target"]:
            return Link(*match.span("text"), None, None, None, "markdown")
        return Link(*match.span("text"), match["target"], *match.span("target"), "markdown")
    if match["inner"] is not None:
        return _anchor(match)
    if match["bare"] is not None:
        start, end = match.span("bare")
        while end > start and (text[end - 1] in _TRAILING or _closes_nothing(text, start, end)):
            end -= 1
        return Link(start, end, text[start:end], start, end, "bare") if end - start > len("https://") else None
    return None


def _closes_nothing(text: str, start: int, end: int) -> bool:
    return text[end - 1] == ")" and text.find("(", start, end) < 0


def _anchor(match: regex.Match[str]) -> Link | None:
    if not match["inner"].strip():
        return None
    href = _HREF.search(match["attributes"])
    group = next((number for number in (1, 2, 3) if href is not None and href[number]), 0)
    if href is None or not group:
        return Link(*match.span("inner"), None, None, None, "html")
    offset = match.start("attributes")
    return Link(*match.span("inner"), href[group], offset + href.start(group), offset + href.end(group), "html")
