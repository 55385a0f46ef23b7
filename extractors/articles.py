"""The base of sites whose pages are articles: byline, tags, frame and metadata, each read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from extractors.blocks import Link
from extractors.dating import add_date
from extractors.facts import DateFact, Facts, Labelled, date_fact, read_facts
from extractors.finders.people import Byline, parse_byline
from extractors.framing import framed_dates, framed_people, mark_framing
from extractors.site import Site
from extractors.stated_people import add_person, as_person, metadata_people
from extractors.view import Part, View
from schemas.spans import Found, found_text

_LONG: Final = 140
_MAX_HEAD: Final = 10
_MAX_LINE: Final = 300
_TAG_LINE: Final = regex.compile(
    r"(?:(?P<tag>tags?|tagged(?:\s(?:with|as))?|topics?|keywords?)|(?P<category>filed\s(?:under|in)|categor(?:y|ies)|posted\sin))"
    r"(?:\s?[:—–-]|(?<=under|in|with|as))\s*+(?=[\p{L}\p{N}#])",
    regex.I,
)
# The semicolon of a character reference parts nothing.
_PIECE: Final = regex.compile(r"(?:&#?\w{2,8}+;|[^,;|·•\n])++")
_TAG_CSS: Final = frozenset(("tags", "tag-links", "post-tags", "entry-tags", "article-tags", "tags-links", "tag-list"))
# Metadata that says who publishes a page and what it is about, and the word of its name that is its label.
_ATTRIBUTES: Final = (
    ("jsonld:*.publisher.name", "publisher"),
    ("jsonld:*.publisher", "publisher"),
    ("itemprop:publisher", "publisher"),
    ("dc.publisher", "publisher"),
    ("og:site_name", "site_name"),
    ("description", "description"),
)


class Article(Site):
    """A page with one article: its head names who wrote it and when, its frame who reviewed it and what it is not."""

    def shape(self, view: View) -> None:
        """Type bylines, tag lines and the frame."""
        super().shape(view)
        mark_head(view)
        mark_tag_lines(view)
        mark_framing(view)

    def facts(self, view: View) -> Facts:
        """Return what metadata, byline, tags and frame state, each once."""
        stated = {found.value.lower() for found in view.metadata("og:site_name", "jsonld:*.publisher.name")}
        facts = read_facts(view, self.names() | stated)
        add_bylines(view, facts)
        for person in framed_people(view):
            add_person(facts, person)
        for date in framed_dates(view):
            add_date(facts, date)
        for person in metadata_people(view):
            add_person(facts, person)
        add_tags(view, facts)
        facts.attributes.extend(_attributes(view))
        return facts


# --- The head of an article ---


def mark_head(view: View) -> None:
    """Type as bylines the lines between title and text that name people or dates and nothing else."""
    first = next((i for i, part in enumerate(view.parts) if part.kind == "title"), -1)
    n_seen = 0
    for part in view.parts[first + 1 :]:
        if part.kind in ("boilerplate", "breadcrumb", "figure_alt", "byline"):
            continue
        n_seen += 1
        length = part.end - part.start
        if part.kind == "heading" or length >= _LONG or n_seen > _MAX_HEAD:
            return
        if part.kind in ("paragraph", "label", "value", "list_item") and parse_byline(
            view.page.text, part.start, part.end
        ):
            part.kind = "byline"


def add_bylines(view: View, facts: Facts, *, is_first: bool = False) -> None:
    """Add people, dates and categories of the bylines; `is_first`: their dates go before those of the metadata."""
    for part in view.of_kind("byline"):
        byline = parse_byline(view.page.text, part.start, part.end)
        if byline is None:
            continue
        for credited in byline.people:
            add_person(facts, as_person(credited))
        dates = [date_fact(role, raw) for role, raw in byline.dates] or list(_times(view, part))
        for date in dates:
            add_date(facts, date, is_first=is_first)
        for tag in _categories(view, byline):
            _add_tag(facts, "category", tag)


def _times(view: View, part: Part) -> Iterator[DateFact | None]:
    """Yield what the `time` elements of a byline state where its text shows no whole date: '2 Jan', 'yesterday'."""
    inside = [
        found
        for meta in view.meta
        if meta.block.name == "time@datetime" and meta.block.locator.startswith(part.block.locator + "/")
        for found in [view.found(meta, "unescape")]
        if found is not None
    ]
    for place, found in enumerate(inside[:2]):
        yield date_fact("modified" if place else "published", found)


def _categories(view: View, byline: Byline) -> list[Found[str]]:
    """Return the categories of a byline; where they are anchors each anchor is one, commas and all."""
    if not byline.categories:
        return []
    first, last = byline.categories[0].start, byline.categories[-1].end
    anchors = [link for link in view.page.links if first <= link.start and link.end <= last]
    shown = [found_text(view.page.text, link.start, link.end) for link in anchors]
    return [found for found in shown if found is not None] or list(byline.categories)


# --- Tags and attributes ---


def mark_tag_lines(view: View) -> None:
    """Type lines that list tags or categories; the note tells which."""
    for part in view.parts:
        if part.kind not in ("paragraph", "list_item", "label", "heading") or part.end - part.start > _MAX_LINE:
            continue
        match = _TAG_LINE.match(view.page.text, part.start, part.end)
        by_css = part.block.css is not None and not _TAG_CSS.isdisjoint(part.block.css.split())
        is_list = match is not None and not view.text(part).rstrip().endswith((".", "?", ":"))
        if is_list or (by_css and any(links_in_part(view, part))):
            part.kind = "label"
            part.note = "category" if match is not None and match["category"] else "tag"


def links_in_part(view: View, part: Part) -> Iterator[Link]:
    """Yield the anchors that stand within a part."""
    return (link for link in view.page.links if part.start <= link.start and link.end <= part.end)


def add_tags(view: View, facts: Facts) -> None:
    """Add the tags of tag lines, and of metadata, where they are lists."""
    for part in view.of_kind("label"):
        if part.note in ("tag", "category"):
            for tag in _tags_of(view, part):
                _add_tag(facts, part.note, tag)
    for section in view.metadata("jsonld:*.articleSection", "itemprop:articleSection"):
        _add_tag(facts, "category", section)
    for words in view.metadata("jsonld:*.keywords", "news_keywords", "keywords", "parsely-tags", "itemprop:keywords"):
        for tag in _pieces(view, words.start, words.end):
            _add_tag(facts, "tag", tag)


def _tags_of(view: View, part: Part) -> list[Found[str]]:
    linked = [found_text(view.page.text, link.start, link.end) for link in links_in_part(view, part)]
    label = _TAG_LINE.match(view.page.text, part.start, part.end)
    start = label.end() if label is not None else part.start
    return [found for found in linked if found is not None] or _pieces(view, start, part.end)


def _pieces(view: View, start: int, end: int) -> list[Found[str]]:
    """Return the pieces of a list between commas, semicolons or dots, without the marks of hash tags."""
    pieces = []
    for match in _PIECE.finditer(view.page.text, start, end):
        first = match.start() + len(match.group()) - len(match.group().lstrip(" #"))
        found = found_text(view.page.text, first, match.end(), "unescape")
        pieces += [found] if found is not None and any(map(str.isalnum, found.value)) else []
    return pieces


def _add_tag(facts: Facts, kind: str, tag: Found[str]) -> None:
    if all(other.value.casefold() != tag.value.casefold() for stated, other in facts.tags if stated != "breadcrumb"):
        facts.tags.append(("category" if kind == "category" else "tag", tag))


def _attributes(view: View) -> Iterator[Labelled]:
    """Yield publisher, name of the site and description as the metadata state them, each once."""
    seen: set[str] = set()
    for name, word in _ATTRIBUTES:
        value = view.first_metadata(name)
        if value is None or word in seen:
            continue
        # A metadata line reads 'name: value'.
        at = view.page.text.rfind(word, view.page.text.rfind("\n", 0, value.start) + 1, value.start)
        label = found_text(view.page.text, at, at + len(word), "identity") if at >= 0 else None
        if label is not None:
            seen.add(word)
            yield Labelled("metadata", label, value)
