"""Where a page says its own address in its chrome: lines that hold nothing but a link to it, frames that embed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

import regex

from extractors.blocks import Link
from extractors.view import Part, View
from schemas.spans import Found, found_text
from schemas.urls import canonical_url

# The note of a part that holds nothing but the page's own address.
OWN_LINK: Final = "own_link"

_IFRAME: Final = regex.compile(r"(?:<|&lt;)iframe\b", regex.I)
_SOURCE: Final = regex.compile(
    r"\bsrc\s*+=\s*+(?:\"(?P<url>https?://[^\"<>\s]++)\"|'(?P<url>https?://[^'<>\s]++)'"
    r"|&quot;(?P<url>https?://[^&<>\s]++))",
    regex.I,
)
_LINES: Final = frozenset({"paragraph", "heading", "code", "value", "label", "boilerplate"})
_FRAME: Final = frozenset({"boilerplate", "metadata", "heading"})

Role = Literal["embed", "self_link", "bare"]


def mark_own_links(view: View, is_page: Callable[[str | None], bool], chrome: frozenset[str]) -> None:
    """Type the lines that hold nothing but the page's own address as chrome, with the note `OWN_LINK`.

    They stand at the end of the page, or behind other chrome (`chrome`: notes that tell it). is_page: whether an
    address is that of a page of the site. Lines with several addresses are a list of pages, unless a frame or the
    capture's file says which is this one's.
    """
    links = {id(part): link for part, link in _line_links(view) if is_page(link.target)}
    lines: list[tuple[Part, str | None]] = []
    first = next((place for place, part in enumerate(view.parts) if part.note in chrome), len(view.parts))
    for place in range(len(view.parts) - 1, -1, -1):
        part = view.parts[place]
        link = links.get(id(part))
        if link is not None:
            lines.append((part, canonical_url(link.target)))
        elif part.kind not in _FRAME and place <= first:
            break
    addresses = {address for _, address in lines}
    stated = [canonical_url(url.value) for url, role in chrome_addresses(view) if role == "embed"]
    stated.append(canonical_url(view.url))
    own = next((address for address in stated if address in addresses), None)
    if own is None and len(addresses) == 1:
        own = lines[0][1]
    for part, address in lines:
        if address == own:
            part.kind, part.note = "boilerplate", OWN_LINK


def _line_links(view: View) -> Iterator[tuple[Part, Link]]:
    """Yield each part that is nothing but a link, with the link."""
    starts = {link.start: link for link in view.links()}
    for part in view.parts:
        if part.kind not in _LINES:
            continue
        link = starts.get(part.start) or starts.get(part.start + 1)
        if link is None:
            continue
        # Behind the target of a Markdown link stands a bracket.
        end = link.target_end if link.form == "markdown" and link.target_end is not None else link.end
        if part.end - end <= 1:
            yield part, link


def chrome_addresses(view: View) -> Iterator[tuple[Found[str], Role]]:
    """Yield the page's addresses in its chrome, each once: the frame that embeds it, its link to itself, bare."""
    text = view.page.text
    seen: set[tuple[Role, str]] = set()
    for role, start, end in (*_frames(view), *_own_targets(view)):
        url = found_text(text, start, end, "identity")
        if url is not None and (role, url.value) not in seen:
            seen.add((role, url.value))
            yield url, role


def _frames(view: View) -> Iterator[tuple[Role, int, int]]:
    text = view.page.text
    for part in view.parts:
        if part.note != "repeat" and _IFRAME.search(text, part.start, part.end) is not None:
            for match in _SOURCE.finditer(text, part.start, part.end):
                yield ("embed", *match.span("url"))


def _own_targets(view: View) -> Iterator[tuple[Role, int, int]]:
    spans = [(part.start, part.end) for part in view.parts if part.note == OWN_LINK]
    for link in view.links():
        is_own = any(start <= link.start < end for start, end in spans)
        if is_own and link.target_start is not None and link.target_end is not None:
            yield ("bare" if link.form == "bare" else "self_link"), link.target_start, link.target_end
