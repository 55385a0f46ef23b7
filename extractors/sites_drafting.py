"""The draft of a site module from a few of its pages: what a person would write first, to be reviewed.

Nothing here reads a page for the warehouse; `regenbase new-site` writes what it returns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import regex

from extractors.articles import Article
from extractors.assembly import assemble
from extractors.blocks import Block, Page
from extractors.boilerplate import boilerplate_note
from extractors.site import Boilerplate, Bounds, Fingerprint, Site, content_blocks, host_of
from extractors.text_lines import is_heading_shaped
from extractors.wordpress import WordPressBlog
from schemas.recording import Recorder
from schemas.records import Source
from schemas.records.operations import SourceKind

MAX_MARKS: Final = 3
_MAX_MARK_CHARS: Final = 60
_MAX_RULE_CHARS: Final = 400
_MAX_CHROME_RULES: Final = 20
# A share that every sample has is demanded of most captures; one that some lack is not demanded at all.
_DEMANDED: Final = 0.9
_DEMANDED_COLUMNS: Final = ("title", "published_on", "language")
_TITLE_TAIL: Final = regex.compile(r".{3,300}?\s[|–—·»-]\s(?P<name>[^|–—·»]{2,60})$")
_REVIEWED: Final = regex.compile(r"(?:medical(?:ly)? review(?:ed)?|last reviewed)\b.{0,60}", regex.I)
_FACT: Final = regex.compile(r"(?:participants|study duration|evidence level|study type)\b.{0,60}", regex.I)
_NOTES: Final = ("newsletter", "cookie", "footer", "navigation", "share", "comments", "form")


class DraftError(ValueError):
    """No module can be drafted from these pages; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One page of the new site with the address that its sidecar states."""

    name: str
    page: Page
    url: str | None = None


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """What was found; `review` says what a person should look at, in the order of the module."""

    source: Source
    base: type[Site]
    fingerprint: Fingerprint
    boilerplate: tuple[Boilerplate, ...]
    bounds: Bounds
    text_has_title: bool
    review: tuple[str, ...] = field(default=())

    @property
    def class_name(self) -> str:
        """The source id in capitals and small letters."""
        return "".join(word.capitalize() for word in self.source.source_id.split("_"))

    def site(self) -> Site:
        """Return the drafted site itself."""
        declared = {
            "source": self.source,
            "fingerprint": self.fingerprint,
            "boilerplate": self.boilerplate,
            "bounds": self.bounds,
            "text_has_title": self.text_has_title,
        }
        drafted: Site = type(self.class_name, (self.base,), declared)()
        return drafted


def draft_site(source_id: str, samples: Sequence[Sample], others: Sequence[Page], taken: Sequence[Source]) -> SiteDraft:
    """Draft the module of a site from its samples.

    others: sample pages of the other sites, whose lines mark nothing. taken: the sources that are declared already.
    Raises `DraftError` where the samples belong to one of those.
    """
    review: list[str] = []
    hosts = _hosts(samples)
    for source in taken:
        claimed = [host for host in hosts if host in source.hosts]
        if claimed:
            raise DraftError(f"{claimed[0]} is a host of {source.source_id}, which reads these pages already")
    name = _site_name(samples) or " ".join(word.capitalize() for word in source_id.split("_"))
    kind = _kind(samples)
    source = Source(
        source_id=source_id,
        name=name,
        kind=kind,
        home_url=f"https://{hosts[0]}/" if hosts else None,
        hosts=hosts,
        commercial_interest=False,
        description=f"Pages of {name}",
    )
    review.append(f"source: name {name!r} and kind {kind!r} are read from metadata and shape; the description is yours")
    review.append("source: commercial_interest is False unless you say that the publisher sells what it writes about")
    if not hosts:
        review.append("hosts: no sample states an address, so that only folder and fingerprint lead to the site")
    shared = _shared_lines([sample.page for sample in samples]) if len(samples) > 1 else {}
    if len(samples) == 1:
        review.append("fingerprint and boilerplate: one page shows nothing that all share; name two or more samples")
    closing = _closing(samples, shared)
    fingerprint = _fingerprint(samples[0].page, shared, closing, others)
    if len(samples) > 1 and fingerprint == Fingerprint():
        review.append("fingerprint: no line stands on all samples and on no other site's; only folder and host route")
    draft = SiteDraft(
        source=source,
        base=_base(samples),
        fingerprint=fingerprint,
        boilerplate=_boilerplate(shared, closing, fingerprint),
        bounds=Bounds(),
        text_has_title=_text_has_title(samples, shared),
    )
    bounds = _bounds(draft, samples, review)
    return replace(draft, bounds=bounds, review=tuple(review))


def _stated(page: Page, *names: str) -> list[str]:
    return [page.of(block).strip() for block in page.blocks if block.kind == "metadata" and block.name in names]


def _hosts(samples: Sequence[Sample]) -> list[str]:
    found = Counter(
        host
        for sample in samples
        for url in (*_stated(sample.page, "link@canonical", "og:url")[:2], sample.url)
        if (host := host_of(url))
    )
    return [host for host, _ in found.most_common()]


def _site_name(samples: Sequence[Sample]) -> str | None:
    """Return what the pages call their site: in metadata, else behind the bar in their title elements."""
    stated = Counter(
        name
        for sample in samples
        for name in _stated(sample.page, "og:site_name", "application-name")[:1]
        if 2 <= len(name) <= 60
    )
    if stated:
        return stated.most_common(1)[0][0]
    tails = Counter(
        match["name"].strip()
        for sample in samples
        for title in _stated(sample.page, "title")[:1]
        if (match := _TITLE_TAIL.match(title))
    )
    best = tails.most_common(1)
    return best[0][0] if best and best[0][1] == max(len(samples), 1) else None


def _kind(samples: Sequence[Sample]) -> SourceKind:
    """Return the kind of most samples."""
    kinds: Counter[SourceKind] = Counter(_kind_by_shape(sample.page) for sample in samples)
    return kinds.most_common(1)[0][0]


def _kind_by_shape(page: Page) -> SourceKind:
    lines = [page.of(block).strip() for block in content_blocks(page)]
    is_dated = bool(_stated(page, "article:published_time", "jsonld:Article.datePublished", "time@datetime"))
    kinds: tuple[tuple[SourceKind, bool], ...] = (
        ("wiki_artifact", any(table.is_infobox for table in page.tables)),
        ("clinic_article", any(_REVIEWED.match(line) for line in lines)),
        ("lay_summary", sum(_FACT.match(line) is not None for line in lines) > 1),
        ("blog_post", any(block.kind == "byline" for block in page.blocks)),
        ("news_digest", is_dated or "article" in _stated(page, "og:type")),
    )
    return next((kind for kind, holds in kinds if holds), "web_page")


def _base(samples: Sequence[Sample]) -> type[Site]:
    """Return the platform: a blog where a page holds several posts, else an article."""
    has_posts = any(len(WordPressBlog().split(sample.page)) > 1 for sample in samples)
    return WordPressBlog if has_posts else Article


def _line(page: Page, block: Block) -> str:
    return page.of(block).strip().lower()


def _shared_lines(pages: Sequence[Page]) -> dict[str, list[Block]]:
    """Return the lines that every page has, in the order of the first, each with its block on every page."""
    lines = [
        {_line(page, block): block for block in content_blocks(page) if 1 < block.end - block.start <= _MAX_RULE_CHARS}
        for page in pages
    ]
    return {line: [found[line] for found in lines] for line in lines[0] if all(line in found for found in lines)}


def _fingerprint(
    page: Page, shared: dict[str, list[Block]], closing: Sequence[str], others: Sequence[Page]
) -> Fingerprint:
    """Return up to three short lines that every sample has and no page of another site.

    Headings and labels of the content come first; what frames it changes more often.
    """
    foreign = {_line(other, block) for other in others for block in content_blocks(other)}
    usable = {
        line: blocks[0]
        for line, blocks in shared.items()
        if len(line) <= _MAX_MARK_CHARS and line not in foreign and any(character.isalpha() for character in line)
    }
    labels_only = {
        line: block for line, block in usable.items() if block.kind in {"heading", "label"} and line not in closing
    }
    ranked = list((labels_only or usable).values())
    chosen = sorted(ranked[:MAX_MARKS], key=lambda block: block.start)
    labels = tuple(" ".join(page.of(block).split()) for block in chosen)
    # A mark is compared as it stands; one that is broken over lines would match nothing.
    return Fingerprint(all_of=tuple(label for label in labels if label.lower() in shared))


def _closing(samples: Sequence[Sample], shared: dict[str, list[Block]]) -> list[str]:
    """Return the lines that end every page, from the first that all of them have there."""
    if not shared:
        return []
    first, *rest = [_tail(sample.page, shared) for sample in samples]
    opening = next((place for place, line in enumerate(first) if all(line in tail for tail in rest)), len(first))
    return first[opening:]


def _boilerplate(
    shared: dict[str, list[Block]], closing: Sequence[str], fingerprint: Fingerprint
) -> tuple[Boilerplate, ...]:
    """Return rules for the lines that every page repeats and the page model takes for content."""
    kept = {mark.lower() for mark in fingerprint.all_of} | set(closing)
    rules: list[Boilerplate] = []
    lines: dict[str, list[str]] = {}
    for line, blocks in shared.items():
        is_content = all(block.kind != "boilerplate" for block in blocks)
        is_prose = all(block.kind in {"paragraph", "list_item"} for block in blocks)
        if is_content and is_prose and line not in kept:
            lines.setdefault(_note(line), []).append(_pattern(line))
    rules += (Boilerplate(note, lines=tuple(found[:_MAX_CHROME_RULES])) for note, found in lines.items())
    if closing:
        note = next((note for line in closing if (note := _known_note(line))), "footer")
        rules.append(Boilerplate(note, from_line=(_pattern(closing[0]),)))
    return tuple(rules)


def _tail(page: Page, shared: dict[str, list[Block]]) -> list[str]:
    """Return the lines at the end of a page that all pages share, from the first that is taken for content."""
    tail: list[tuple[str, bool]] = []
    for block in reversed(content_blocks(page)):
        line = _line(page, block)
        if block.kind != "boilerplate" and line not in shared:
            break
        tail.append((line, block.kind != "boilerplate"))
    tail.reverse()
    first = next((place for place, (_, is_content) in enumerate(tail) if is_content), len(tail))
    return [line for line, _ in tail[first:] if line in shared]


def _known_note(line: str) -> str | None:
    return boilerplate_note(line) or next((note for note in _NOTES if note in line), None)


def _note(line: str) -> str:
    return _known_note(line) or "repeated"


def _pattern(line: str) -> str:
    """Return a pattern for a line; a long one is cut, since its beginning is enough."""
    cut = line if len(line) <= _MAX_MARK_CHARS else line[:_MAX_MARK_CHARS].rsplit(" ", 1)[0]
    escaped: str = regex.escape(cut, special_only=True, literal_spaces=True).replace("\n", r"\s+")
    return escaped if cut == line else rf"{escaped}\b.{{0,{_MAX_RULE_CHARS}}}"


def _text_has_title(samples: Sequence[Sample], shared: dict[str, list[Block]]) -> bool:
    texts = [sample.page for sample in samples if sample.page.rendering == "text"]
    firsts = [
        next((line for block in content_blocks(page) if (line := page.of(block).strip()).lower() not in shared), "")
        for page in texts
    ]
    return bool(texts) and all(first and is_heading_shaped(first) for first in firsts)


def _bounds(draft: SiteDraft, samples: Sequence[Sample], review: list[str]) -> Bounds:
    """Return what the samples give with the draft: documents per page, and the columns that all of them fill."""
    site = draft.site()
    documents: list[list[dict[str, object]]] = []
    for sample in samples:
        page = sample.page
        recorder = Recorder(page.capture_id, draft.source.source_id, page.text, "draft")
        if assemble(site, page, sample.url, recorder) == 0:
            raise DraftError(f"{sample.name}: no document is left once menus and notices are taken away")
        documents.append(recorder.finish().rows["documents"])
    rows = [row for found in documents for row in found]
    shares = {column: sum(row[column] is not None for row in rows) / len(rows) for column in _DEMANDED_COLUMNS}
    missing = [column for column, share in shares.items() if share < 1]
    if missing:
        review.append(f"facts: not every sample gives {', '.join(missing)}; see whether the page states it")
    counts = [len(found) for found in documents]
    return Bounds(
        documents=(min(counts), max(counts)),
        fill={column: _DEMANDED for column, share in shares.items() if share == 1},
    )
