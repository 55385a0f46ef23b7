"""Page parts and their two renderings, HTML and the text that is left of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from random import Random
from typing import Final, Literal

Rendering = Literal["html", "text"]
Kind = Literal["h1", "h2", "h3", "p", "li", "ol", "quote", "figure", "table", "infobox"]

_TAGS: Final = {"h1": "h1", "h2": "h2", "h3": "h3", "p": "p", "quote": "blockquote"}
_CSS: Final = (".{name}{{margin:0 auto;max-width:{n}px;color:#{n:03x}}}", ".{name} a:hover{{padding:{n}px}}")


@dataclass(frozen=True, slots=True)
class Node:
    """One part of a page; `rows` only for tables (the first row is the header, of an infobox there is none)."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of an HTML page says."""

    title: str
    site: str
    url: str
    extra: str = ""


def as_html(nodes: Sequence[Node]) -> str:
    """Return parts as markup."""
    return "\n".join(_html_group(kind, list(group)) for kind, group in groupby(nodes, key=lambda node: node.kind))


def _html_group(kind: Kind, group: list[Node]) -> str:
    if kind in ("li", "ol"):
        items = "\n".join(f"<li>{escape(node.text)}</li>" for node in group)
        return f"<ol>\n{items}\n</ol>" if kind == "ol" else f"<ul>\n{items}\n</ul>"
    return "\n".join(_html_node(node) for node in group)


def _html_node(node: Node) -> str:
    if node.kind == "figure":
        return f'<figure><img src="/media/{len(node.text)}.webp" alt="{escape(node.text)}" width="720"></figure>'
    if node.kind == "infobox":
        return infobox(node)
    if node.kind == "table":
        head, *body = node.rows
        lines = ["<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
        lines += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body]
        return "<table>\n" + "\n".join(lines) + "\n</table>"
    tag = _TAGS[node.kind]
    return f"<{tag}>{escape(node.text)}</{tag}>"


def infobox(node: Node) -> str:
    """Return a two-column infobox as markup, which text renderings of wikis keep."""
    rows = "\n".join(
        f'<tr>\n<td class="label">{escape(label)}</td>\n<td>{escape(value)}</td>\n</tr>' for label, value in node.rows
    )
    header = f'<tr>\n<th class="infobox-header" colspan="2">{escape(node.text)}</th>\n</tr>'
    return f'<table class="infobox infobox-therapeutic">\n{header}\n{rows}\n</table>'


def as_text(nodes: Sequence[Node], *, gap: str = "\n", bullet: str = "- ") -> str:
    """Return parts as a text rendering: no marks of headings, bullets in front of items, table cells glued."""
    return gap.join(line for node in nodes for line in _text_lines(node, bullet))


def _text_lines(node: Node, bullet: str) -> Iterator[str]:
    if node.kind == "li":
        yield f"{bullet}{node.text}"
    elif node.kind == "infobox":
        yield infobox(node)
    elif node.kind == "table":
        yield "\n".join("".join(row) for row in node.rows)
    else:
        yield node.text


def document(head: Head, body: str, random: Random) -> str:
    """Return a whole HTML page around a body, with the styles and scripts that pages of its size carry."""
    styles = "\n".join(
        random.choice(_CSS).format(name=f"c{random.randrange(1000)}", n=random.randrange(100, 999))
        for _ in range(random.randint(20, 120))
    )
    calls = "".join(f"track({random.randrange(10**6)},'section-{n}');" for n in range(random.randint(10, 60)))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(head.title)} | {head.site}</title>\n"
        f'<link rel="canonical" href="{head.url}">\n<meta property="og:title" content="{escape(head.title)}">\n'
        f'<meta property="og:site_name" content="{head.site}">\n<meta property="og:url" content="{head.url}">\n'
        f"{head.extra}<style>{styles}</style>\n<script>function track(a,b){{return a+b}}</script>\n</head>\n<body>\n"
        f'<nav class="site-nav"><a href="/">Home</a> <a href="/about">About</a> <a href="/contact">Contact</a></nav>\n'
        f'{body}\n<footer class="site-footer"><p>© 2025 {head.site}. All rights reserved.</p></footer>\n'
        f"<script>{calls}</script>\n</body>\n</html>\n"
    )
