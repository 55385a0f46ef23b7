"""Plain-language summaries of papers: breadcrumb, the paper's line, topic labels, study facts, numbered findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Final

import regex

from extractors.blocks import PageIssue
from extractors.boilerplate import boilerplate_note, kind_by_shape
from extractors.fact_block import FactBlock, read_pairs
from extractors.facts import Facts
from extractors.finders.glued_tags import TagLine, find_tags, is_tag
from extractors.finders.journal_line import JournalLine, find_journal_line
from extractors.numbered_items import mark_glued_items, mark_list_numbers
from extractors.site import Boilerplate, Bounds, Fingerprint, Layout, Site
from extractors.view import Part, View
from schemas.records import Source
from schemas.spans import Found, found_text

_IMPLICATIONS: Final = "practical implications"
_SECTIONS: Final = frozenset(
    {"simple explanation", "key findings", "research summary", _IMPLICATIONS, "study limitations"}
)
_NUMBERED: Final = frozenset({"key findings", "study limitations"})
_FACTS: Final = frozenset({"study duration", "participants", "evidence level"})
_FEEDBACK: Final = regex.compile(
    r"(?:your |give |send |leave )?(?:us )?feedback|was this (?:summary|page|article) (?:helpful|useful)\b.{0,40}",
    regex.I,
)
_BACK: Final = regex.compile(r"[←‹«<]?\s*back to .{2,80}", regex.I)
_MENU: Final = regex.compile(
    r"(?:(?:home|about|categories|latest research|contact(?: us)?|subscribe|quick links|disclaimer)\s*+){1,12}", regex.I
)
_LINES: Final = frozenset({"paragraph", "heading", "byline", "label", "value", "list_item", "citation"})
_MAX_HEAD_PARTS: Final = 12
_MAX_LINE_PARTS: Final = 4
_HEAD_PARTS: Final = 80
_MAX_TOPIC_WORDS: Final = 4
_CATEGORY_TARGET: Final = regex.compile(r"(?:https?://[^/\s]+)?/(?:categor(?:y|ies)|tags?|topics?)/[^/\s]+/?", regex.I)
# Crumbs that lead to a page of the site, not to a topic.
_PLACES: Final = frozenset({"home", "start", "research", "latest research", "categories"})


class SpinalCordHelp(Site):
    """A page summarises one paper, whose title is the page's; the date in the paper's line is the paper's own."""

    source: ClassVar[Source] = Source(
        source_id="spinalcord_help",
        name="Spinal Cord Research Help",
        kind="lay_summary",
        home_url="https://spinalcord.help/",
        hosts=["spinalcord.help"],
        commercial_interest=False,
        description="Summaries of spinal cord injury research in plain language, one page per paper",
    )
    fingerprint: ClassVar[Fingerprint] = Fingerprint(
        some_of=(
            *(f"{name}:?" for name in sorted(_SECTIONS - {"key findings"} | _FACTS - {"participants"})),
            r"(?:.{1,300} [|–-] )?spinal cord research help",
            r"© ?\d{4} spinal cord research help.{0,40}",
            r"making spinal cord injury (?:\(sci\) )?research accessible\b.{0,240}",
        ),
        at_least=3,
    )
    boilerplate: ClassVar[tuple[Boilerplate, ...]] = (Boilerplate("feedback", css=("feedback", "feedback-form")),)
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout("full", Fingerprint(some_of=tuple(f"{name}:?.{{0,80}}" for name in sorted(_FACTS)), at_least=2)),
        Layout("stripped", Fingerprint(some_of=tuple(f"{name}:?" for name in sorted(_SECTIONS)), at_least=2)),
    )
    # The stripped form has neither title nor address, so that not every run shows them; it has its findings.
    bounds: ClassVar[Bounds] = Bounds(
        documents=(1, 1),
        records={"sections": (3, 40), "list_items": (1, 100)},
        unknown_layout=0.2,
    )
    title_is_cited_work: ClassVar[bool] = True

    def kind(self, view: View, facts: Facts) -> str:
        """Return 'lay_summary', 'web_page' for the site's pages that summarise nothing."""
        headings = list(view.of_kind("heading"))
        is_summary = facts.journal_line is not None or bool(facts.attributes) or not headings
        return "lay_summary" if is_summary or any(_section(view, part) for part in headings) else "web_page"

    def shape(self, view: View) -> None:
        """Type the site's sections, facts, the paper's line, topic labels, marks of lists, and what frames them."""
        super().shape(view)
        _restore_content(view)
        _mark_sections(view)
        _mark_menus(view, self.source.name)
        _mark_feedback(view)
        _mark_glued_breadcrumb(view)
        implications = _parts_of_implications(view)
        for part in implications:
            # Heading and text in two lines look like a label with its value.
            part.kind = "heading" if part.kind == "label" else "paragraph" if part.kind == "value" else part.kind
        closed = {id(part) for part in implications}
        FactBlock(view, _FACTS, _SECTIONS).mark(closed)
        _mark_depths(view, closed)
        mark_glued_items(view, _numbered(view))
        mark_list_numbers(view)
        _mark_title(view)
        _mark_journal_line(view)
        _mark_tags(view)

    def facts(self, view: View) -> Facts:
        """Return what the page says of itself and of its paper."""
        facts = super().facts(view)
        facts.journal_line = _journal_line(view)
        facts.attributes.extend(read_pairs(view))
        _read_tags(view, facts)
        line = facts.journal_line
        if line is not None and line.issued is not None:
            detail = f"{line.issued.value} dates the summarised paper, not the page"
            facts.warnings.append(PageIssue("date_of_other_object", line.issued.start, line.issued.end, detail, "info"))
            # Markup that repeats the paper's date as the page's own.
            facts.dates = [
                fact for fact in facts.dates if fact.role != "published" or fact.value.value != line.issued.value
            ]
        return facts


def _section(view: View, part: Part) -> str | None:
    """Return the name of the site's section that a part is the heading of."""
    name = view.shown(part).rstrip(": ").lower() if part.end - part.start < 60 else ""
    return name if name in _SECTIONS else None


def _numbered(view: View) -> list[Part]:
    """Return the headings of the sections whose items the site numbers."""
    return [part for part in view.of_kind("heading") if _section(view, part) in _NUMBERED]


def _mark_sections(view: View) -> None:
    """Type the site's own section names as headings wherever they stand alone, also at the head of a cut page."""
    above: Part | None = None
    for part in view.parts:
        if part.kind in {"paragraph", "label", "title", "byline"} and _section(view, part):
            if part.kind == "title":
                part.level = part.block.level
            part.kind = "heading"
        elif part.kind == "value" and above is not None and above.kind == "heading":
            part.kind = "paragraph"
        above = part


def _mark_menus(view: View, site_name: str) -> None:
    """Type the site's name and menu above the first section, where no breadcrumb tells that they are no title."""
    for part in view.parts:
        if part.kind == "heading" and _section(view, part):
            return
        shown = view.shown(part) if part.end - part.start < 120 else ""
        if part.kind != "breadcrumb" and (shown.lower() == site_name.lower() or _MENU.fullmatch(shown)):
            part.kind, part.note = "boilerplate", part.note or "navigation"


def _mark_feedback(view: View) -> None:
    """Type the feedback box, what follows it up to the next section, and the way back below the content."""
    is_open = False
    for part in view.parts:
        if part.kind == "heading" and _section(view, part):
            is_open = False
        shown = view.shown(part) if part.end - part.start < 120 else ""
        is_open = is_open or _FEEDBACK.fullmatch(shown) is not None
        if is_open:
            part.kind, part.note = "boilerplate", part.note or "feedback"
    _mark_way_back(view)


def _mark_way_back(view: View) -> None:
    """Type 'Back to ...' below the content as a menu."""
    for part in reversed(view.parts):
        if part.kind == "boilerplate":
            continue
        if not _is_way_back(view, part):
            return
        part.kind, part.note = "boilerplate", "navigation"


def _is_way_back(view: View, part: Part) -> bool:
    return part.end - part.start <= 120 and _BACK.fullmatch(view.shown(part)) is not None


def _restore_content(view: View) -> None:
    """Take back what the tail of chrome swallowed from an implication called 'Back to ...' on."""
    parts = view.parts
    names = [place for place, part in enumerate(parts) if part.note != "repeat" and _section(view, part)]
    is_html = view.page.rendering == "html"
    for place in range(names[0] if names else len(parts), len(parts)):
        part = parts[place]
        if place > names[-1] and part.block.list_no is None:
            return
        if part.kind != "boilerplate" or part.note == "repeat" or _is_chrome(view, place):
            continue
        if is_html and not (part.level is not None and _is_way_back(view, part)):
            continue  # its markup says that it is chrome
        part.kind = kind_by_shape(part.block, view.page.text)


def _is_chrome(view: View, place: int) -> bool:
    """Return whether a line is chrome by its own words; a way back with text right below it is not."""
    part, below = view.parts[place], view.parts[place + 1 : place + 2]
    if boilerplate_note(view.text(part)) is None:
        return False
    has_text = bool(below) and boilerplate_note(view.text(below[0])) is None and not _section(view, below[0])
    return not (_is_way_back(view, part) and has_text)


def _parts_of_implications(view: View) -> list[Part]:
    """Return the parts between the heading of the implications and the next section of the site."""
    inside: list[Part] = []
    is_inside = False
    for part in view.parts:
        name = _section(view, part) if part.kind == "heading" else None
        if name:
            is_inside = name == _IMPLICATIONS
        elif is_inside and part.kind != "boilerplate":
            inside.append(part)
    return inside


def _mark_depths(view: View, implications: set[int]) -> None:
    """State which headings stand within the implications where no level does."""
    for part in view.parts:
        if part.kind == "heading":
            part.depth = 2 if id(part) in implications else 1 if part.level is None else None
            if _section(view, part):
                part.depth = 1


def _mark_glued_breadcrumb(view: View) -> None:
    """Cut 'HomeResearchTopicTitle' into its crumbs where the title stands below it."""
    lines = [part for part in view.parts[:_HEAD_PARTS] if part.kind in _LINES or part.kind in {"title", "boilerplate"}]
    for part, *below in zip(lines, lines[1:], lines[2:], strict=False):
        text = view.text(part)
        title = next((view.text(each) for each in below if text.endswith(view.text(each))), None)
        if title is None or not text.startswith("Home") or len(text) <= len("Home") + len(title):
            continue
        first, last = part.start + len("Home"), part.end - len(title)
        middle = find_tags(view.page.text, first, last, is_expected=True)
        spans = [(part.start, first), *_spans(middle), (last, part.end)]
        crumbs = [Part(replace(part.block, start=at, end=stop), "breadcrumb", "glued") for at, stop in spans]
        place = view.parts.index(part)
        view.parts[place : place + 1] = crumbs
        return


def _spans(line: TagLine | None) -> list[tuple[int, int]]:
    return [(tag.start, tag.end) for tag in line.tags] if line else []


def _mark_title(view: View) -> None:
    """Find the title line of a text by what frames it, since the page may begin with menus or be cut at its head."""
    if view.page.rendering == "html":
        return
    crumb = next(reversed(list(view.of_kind("breadcrumb"))), None)
    content = [part for part in view.parts if part.kind not in {"boilerplate", "breadcrumb"}]
    if crumb is not None:
        same = next((part for part in content[:3] if view.shown(part).casefold() == view.shown(crumb).casefold()), None)
        if same is not None:
            same.kind = "title"
        return
    if not content or content[0].kind not in {"title", "heading"} or _section(view, content[0]):
        return
    content[0].kind = "title" if len(content) > 1 and _is_title(view, content[0], content[1]) else "heading"


def _is_title(view: View, line: Part, below: Part) -> bool:
    """Return whether a first line is a title: the paper's line, topic labels, a fact or a section follows it."""
    text = view.page.text
    if find_journal_line(text, below.start, below.end, is_expected=True):
        return True
    if below.kind in _LINES and not _section(view, below) and find_tags(text, below.start, below.end):
        return True
    # Right above a section a few words with capitals may as well be a topic label.
    is_section = below.kind == "label" or (below.kind == "heading" and _section(view, below) is not None)
    return is_section and (len(view.shown(line).split()) > _MAX_TOPIC_WORDS or not is_tag(view.shown(line)))


def _head(view: View) -> list[int]:
    """Return the places of the lines between title or breadcrumb and the first section or fact."""
    parts = view.parts
    start = (
        max((i for i, part in enumerate(parts[:_HEAD_PARTS]) if part.kind in {"title", "breadcrumb"}), default=-1) + 1
    )
    places: list[int] = []
    for place in range(start, len(parts)):
        part = parts[place]
        if part.kind == "label" or (part.kind == "heading" and _section(view, part)):
            return places
        if part.kind in _LINES or part.kind == "metadata":
            places.append(place)
        if len(places) > _MAX_HEAD_PARTS:
            break
    return places


def _mark_journal_line(view: View) -> None:
    """Type the line on the paper, which may fall into several blocks, as a citation."""
    places = _head(view)
    has_title = any(view.of_kind("title", "breadcrumb"))
    text, parts = view.page.text, view.parts
    for at, first in enumerate(places):
        is_near = has_title and at < 3
        if find_journal_line(text, parts[first].start, parts[first].end, is_expected=is_near) is None:
            continue
        stop = at + 1
        while stop < min(at + _MAX_LINE_PARTS, len(places)) and places[stop] == places[stop - 1] + 1:
            more = parts[places[stop]]
            is_piece = find_journal_line(text, more.start, more.end, is_expected=True) is not None
            if not is_piece or find_journal_line(text, parts[first].start, more.end) is None:
                break
            stop += 1
        for place in places[at:stop]:
            parts[place].kind = "citation"
        return


def _journal_line(view: View) -> JournalLine | None:
    own = [view.parts[place] for place in _head(view) if view.parts[place].kind == "citation"]
    if not own:
        return None
    return find_journal_line(view.page.text, own[0].start, own[-1].end, is_expected=True)


def _mark_tags(view: View) -> None:
    """Type the topic labels under the paper's line (or under the title) as metadata."""
    places = _head(view)
    lines = [at for at, place in enumerate(places) if view.parts[place].kind == "citation"]
    if not lines and not any(view.of_kind("title", "breadcrumb")):
        return
    below = places[lines[-1] + 1 :] if lines else places
    for place in below:
        part = view.parts[place]
        is_next = place == below[0] and bool(lines)
        tags = find_tags(view.page.text, part.start, part.end, _topics(view), is_expected=is_next)
        if tags is None and not list(_linked_tags(view, part)):
            return
        part.kind = "metadata"


def _topics(view: View) -> list[str]:
    """Return the topics that the page names elsewhere: in its breadcrumb, on the way back, in links to topics."""
    topics = [view.shown(part) for part in list(view.of_kind("breadcrumb"))[:-1]]
    for part in view.of_kind("boilerplate"):
        shown = view.shown(part) if part.end - part.start < 120 else ""
        if _BACK.fullmatch(shown):
            topics.append(shown[shown.lower().index("back to ") + len("back to ") :])
    return [topic for topic in topics if topic.lower() not in _PLACES and is_tag(topic)]


def _linked_tags(view: View, part: Part) -> Iterator[Found[str]]:
    """Yield the labels of a line that are links to topics."""
    for link in view.links():
        if part.start <= link.start and link.end <= part.end and _CATEGORY_TARGET.fullmatch(link.target or ""):
            found = found_text(view.page.text, link.start, link.end)
            if found is not None:
                yield found


def _glued(part: Part, line: TagLine) -> PageIssue:
    if line.is_split:
        return PageIssue("glued_tags", part.start, part.end, f"{len(line.tags)} topic labels were glued together")
    return PageIssue("glued_tags", part.start, part.end, "topic labels that may still be glued together", "warn")


def _read_tags(view: View, facts: Facts) -> None:
    seen = {tag.value for kind, tag in facts.tags if kind == "tag"}
    for place in _head(view):
        part = view.parts[place]
        if part.kind != "metadata":
            continue
        tags = list(_linked_tags(view, part))
        if not tags:
            line = find_tags(view.page.text, part.start, part.end, _topics(view), is_expected=True)
            tags = list(line.tags) if line else []
            if line is not None and line.is_glued:
                facts.warnings.append(_glued(part, line))
        facts.tags.extend(("tag", tag) for tag in tags if tag.value not in seen)
        seen |= {tag.value for tag in tags}
