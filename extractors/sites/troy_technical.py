"""Digests of research news for industry: four labelled sections, labelled bullets, a newsletter box at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar, Final, Literal

import regex

from extractors.boilerplate import boilerplate_note, kind_by_shape
from extractors.facts import Facts, date_fact, without_site_name
from extractors.finders.dates import DateFound, find_dates
from extractors.finders.glued_tags import is_tag
from extractors.site import Bounds, Fingerprint, Layout, Site
from extractors.structure import split_label
from extractors.view import Part, View
from schemas.records import Source
from schemas.records.documents import DateRole
from schemas.spans import Found, found_text

TagKind = Literal["category", "tag", "breadcrumb"]

_AND: Final = r"\s*(?:&|and|/)\s*"
_SECTIONS: Final = (
    r"key findings",
    rf"technical{_AND}clinical details|technical details|clinical details",
    rf"background{_AND}context",
    rf"strategic significance{_AND}outlook",
)
_SECTION: Final = regex.compile(rf"(?:{'|'.join(_SECTIONS)}):?", regex.I)
_MAX_BOX_LINE: Final = 320
_MAX_LEAD: Final = 3
_MIN_CUE_SHARE: Final = 0.3
_MAX_CALL_WORDS: Final = 8
# What only a form for letters says; one of these must stand in the box.
_STRONG: Final = regex.compile(
    r"\b(?:un)?subscri(?:b(?:e|ed|ers?|ing)|ptions?)\b|\bnewsletters?\b|\bsign(?:ing)?[ -]?(?:me )?up\b"
    r"|\bmailing list\b|\bopt[ -]?(?:in|out)\b",
    regex.I,
)
_WEAK: Final = regex.compile(
    r"\bprivacy\b|\be-?mails?\b|\binbox\b|\bthird[ -]part(?:y|ies)\b|\bno spam\b|\bany ?time\b"
    r"|\byour (?:personal )?(?:data|address|details|information)\b"
    r"|\b(?:daily|weekly|monthly|quarterly|free)\b(?: [\w-]+){0,3}"
    r" (?:briefings?|digests?|bulletins?|alerts?|letters?|intelligence|round-?ups?|updates?)\b",
    regex.I,
)
# How a box speaks to its reader; the digest itself speaks of others.
_READER: Final = regex.compile(r"\b(?:you|your|we|our|us)\b", regex.I)
_OFFER: Final = regex.compile(
    r"\b(?:you|your|we|our|us|free|daily|weekly|monthly|get|join|receive|stay|never miss|a (?:week|month)"
    r"|every (?:week|month|morning|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b",
    regex.I,
)
_COMMENTS: Final = regex.compile(
    r"(?:\d{1,4} |no |reader )?(?:comments?|responses?)(?: \(\d{1,4}\))?|(?:leave|post|add) a (?:reply|comment)",
    regex.I,
)
_DATED: Final = regex.compile(
    r"(?:(?:published|posted|updated|last updated|date)(?: on)?:?\s*+)?(?P<date>\S.{5,30}?\d{4}|\d{4}-\d\d-\d\d)(?!\d)",
    regex.I,
)
_FILED: Final = regex.compile(
    r"\b(?:(?P<category>categor(?:y|ies)|posted in|filed under)|tags?|tagged)\s*+:\s*+(?=\S)", regex.I
)
_CATEGORY_TARGET: Final = regex.compile(r"(?:https?://[^/\s]+)?/categor(?:y|ies)/.{1,200}", regex.I)
_TAG_TARGET: Final = regex.compile(r"(?:https?://[^/\s]+)?/tags?/.{1,200}", regex.I)
_PARTING: Final = regex.compile(r"\s*+[|,·•/]\s*+|\s++in\s++")
_LINES: Final = frozenset({"byline", "paragraph", "heading"})
_TITLES: Final = frozenset({"title", "heading"})
_MAY_BE_SECTION: Final = frozenset({"paragraph", "label", "title", "boilerplate"})
_FRAME: Final = frozenset({"title", "byline", "breadcrumb", "table_cell"})
_MIN_TITLE_WORDS: Final = 5
_MAX_LINE: Final = 300
_MAX_BOX_HEADING: Final = 100
_MAX_HEAD: Final = 12
_MAX_MENU: Final = 60
_BODY: Final = 200


class TroyTechnical(Site):
    """Titles, dates and categories stand in HTML; the text rendering begins with the first section as a rule."""

    source: ClassVar[Source] = Source(
        source_id="troy_technical",
        name="Troy-Technical",
        kind="news_digest",
        hosts=["troy-technical.example"],
        # The box under its articles advertises the publisher's analysis reports on the fields it writes about.
        commercial_interest=True,
        description="Digests of research news by a publisher of technology reports, in labelled sections",
    )
    fingerprint: ClassVar[Fingerprint] = Fingerprint(
        some_of=(
            *(f"(?:{pattern}):?" for pattern in _SECTIONS[1:]),
            r".{0,120}\btroy-technical\b.{0,120}",
            r"get our weekly technology intelligence\b.{0,40}",
            r"subscribe free\b.{0,10}weekly tech intelligence",
        ),
        at_least=2,
    )
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "full",
            Fingerprint(
                some_of=tuple(f"(?:{pattern}):?" for pattern in _SECTIONS),
                at_least=2,
                # Its address, or its title with the site's name behind it, stands in markup only.
                any_of=(r"^https?://\S{1,60}/\d{4}/\d{2}/\S+$", r" [-|–] troy-technical$"),
            ),
        ),
        Layout("text", Fingerprint(some_of=tuple(f"(?:{pattern}):?" for pattern in _SECTIONS), at_least=2)),
    )
    # Text captures have neither title nor date, so that not every run shows them; all have the labelled sections.
    bounds: ClassVar[Bounds] = Bounds(documents=(1, 1), records={"sections": (3, 20)}, unknown_layout=0.2)

    def shape(self, view: View) -> None:
        """Type sections, the head of the page, newsletter box and comments."""
        _mark_sections(view)
        _mark_head(view, self.names())
        super().shape(view)
        _mark_comments(view)
        _mark_newsletter(view)
        _mark_filed_lines(view)

    def facts(self, view: View) -> Facts:
        """Return what metadata and the lines above and below the text say."""
        facts = super().facts(view)
        if facts.title is not None:
            facts.title = without_site_name(view, facts.title, self.names())
        for part in view.of_kind("byline"):
            _read_byline(view, part, facts)
        facts.tags = _distinct(facts.tags)
        return facts


def _is_section(view: View, part: Part) -> bool:
    return part.end - part.start < 80 and _SECTION.fullmatch(view.shown(part)) is not None


def _sections(view: View) -> list[int]:
    return [place for place, part in enumerate(view.parts) if part.kind == "heading" and _is_section(view, part)]


def _mark_sections(view: View) -> None:
    """Type the site's section names as headings wherever they stand alone.

    Where one stood in the tail of chrome (below a newsletter box in a short text), its text is taken back, too.
    """
    is_taken_back = False
    for part in view.parts:
        if part.note in {"repeat", "comments"}:
            continue
        if part.kind in _MAY_BE_SECTION and _is_section(view, part):
            is_taken_back = part.kind == "boilerplate" and view.page.rendering == "text"
            part.kind, part.level = "heading", part.block.level
        elif is_taken_back and part.kind == "boilerplate":
            is_taken_back = boilerplate_note(view.text(part)) is None
            if is_taken_back:
                part.kind = kind_by_shape(part.block, view.page.text)


def _mark_head(view: View, site_names: frozenset[str]) -> None:
    """Type dated lines above the first section as bylines and, in a text, find the title among menus."""
    sections = _sections(view)
    head = [part for part in view.parts[: sections[0] if sections else None] if part.kind != "boilerplate"]
    for part in head[:_MAX_HEAD]:
        if part.kind in _LINES and part.end - part.start <= _MAX_LINE and _dated(view, part):
            part.kind = "byline"
    if view.page.rendering == "text":
        _mark_title(view, head if sections else head[:_MAX_HEAD], site_names)


def _mark_filed_lines(view: View) -> None:
    """Type 'Categories: ...' and 'Filed under: ...' as bylines wherever they stand, also below the article."""
    for part in view.parts:
        is_line = part.kind in _LINES or part.kind == "boilerplate"
        if is_line and part.end - part.start <= _MAX_LINE and _FILED.match(view.page.text, part.start, part.end):
            part.kind = "byline"


def _mark_title(view: View, head: list[Part], site_names: frozenset[str]) -> None:
    """Find the title line of a text: right above the date, else a long first line. What stands above it are menus."""
    names = [part for part in head if view.shown(part).lower() in site_names]
    for part in names:
        part.kind, part.note = "boilerplate", "navigation"
    head = [part for part in head if part not in names]
    dated = next((place for place, part in enumerate(head) if part.kind == "byline"), None)
    lines = head if dated is None else head[:dated]
    places = [place for place, part in enumerate(lines) if part.kind in _TITLES or (dated and place == dated - 1)]
    title = places[-1] if places and dated is not None else _long_line(view, lines, places)
    for place, part in enumerate(lines):
        if place == title:
            part.kind = "title"
        elif part.kind == "title":
            part.kind = "heading"
        if title is not None and place < title and part.end - part.start <= _MAX_MENU:
            part.kind, part.note = "boilerplate", "navigation"
    # Below the site's name stand the fields it writes about.
    is_menu = names and title is None and dated is None and len(lines) > 1
    for part in lines if is_menu and all(_is_menu_entry(view, part) for part in lines) else ():
        part.kind, part.note = "boilerplate", "navigation"


def _is_menu_entry(view: View, part: Part) -> bool:
    return part.end - part.start <= _MAX_MENU and len(view.shown(part).split()) < _MIN_TITLE_WORDS


def _long_line(view: View, lines: list[Part], places: list[int]) -> int | None:
    """Return the first line of five words with nothing but menus above it; None for a page that is cut at its head."""
    for place in places:
        if any(part.end - part.start > _MAX_MENU for part in lines[:place]):
            return None
        if len(view.shown(lines[place]).split()) >= _MIN_TITLE_WORDS:
            return place
    # A short one is a title only where it stands alone above the first section.
    return places[0] if places == [0] and len(lines) == 1 and lines[0].kind == "title" else None


def _mark_comments(view: View) -> None:
    """Type all that follows the heading of the comments, which stands below the text, as comments."""
    sections = _sections(view)
    body = [
        place for place, part in enumerate(view.parts) if part.kind == "paragraph" and part.end - part.start > _BODY
    ]
    first = sections[0] if sections else body[0] if body else 0
    is_open = False
    for part in view.parts[first + 1 :]:
        is_open = is_open or (part.end - part.start < 60 and _COMMENTS.fullmatch(view.shown(part)) is not None)
        if is_open:
            _set_aside(part, "comments")


def _set_aside(part: Part, note: str) -> None:
    if part.kind != "boilerplate":
        part.kind, part.note = "boilerplate", note


def _mark_newsletter(view: View) -> None:
    """Type the newsletter box: from its heading to the end of the page or to the next section of the site."""
    edges = [*(_sections(view) or [-1]), len(view.parts)]
    for first, last in pairwise(edges):
        for part in view.parts[_box_start(view, first, last) : last]:
            _set_aside(part, "newsletter")


def _box_start(view: View, section: int, last: int) -> int:
    """Return where the box among the parts behind a section heading begins, `last` where there is none.

    From the end, lines as short as those of a form are passed; the first cue among them, with the heading and the
    lead above it, opens the box. Cues must make up a good share of it, and one must be a strong one.
    """
    start, n_cues, gap, is_strong = last, 0, 0, False
    for n_lines, place in enumerate(range(last - 1, section + 1, -1), start=1):
        part = view.parts[place]
        shown = view.shown(part)
        if part.kind in _FRAME or len(shown) > _MAX_BOX_LINE or _is_labelled(view, part):
            break
        is_call = _READER.search(shown) is not None or (len(shown.split()) <= _MAX_CALL_WORDS and shown[-1:] != ".")
        is_strong_line = is_call and _STRONG.search(shown) is not None
        is_strong = is_strong or is_strong_line
        if part.kind == "boilerplate" or is_strong_line or (is_call and _WEAK.search(shown)):
            n_cues, gap = n_cues + 1, 0
            start = place if n_cues >= _MIN_CUE_SHARE * n_lines else start
        else:
            gap += 1
            if gap > _MAX_LEAD:
                break
    return _with_lead(view, section, start) if is_strong and start < last else last


def _is_labelled(view: View, part: Part) -> bool:
    """Return whether a part is a labelled bullet, as the text has them and a form has not."""
    return part.kind == "list_item" and split_label(view.page.text, part.start, part.end)[0] is not None


def _with_lead(view: View, section: int, start: int) -> int:
    """Return the place of the box's own heading above its first cue, `start` where none is to be seen.

    It is short, has no final mark, and offers something, or the lead between it and the cue speaks to the reader.
    """
    lead = ""
    first = start
    for place in range(start - 1, max(section + 1, start - 2 - _MAX_LEAD), -1):
        part = view.parts[place]
        shown = view.shown(part)
        if part.kind in _FRAME or part.kind == "list_item" or len(shown) > _MAX_BOX_LINE:
            break
        if len(shown) <= _MAX_BOX_HEADING and shown[-1:] not in ".,;:":
            if not (_OFFER.search(shown) or _READER.search(lead)):
                break
            first, lead = place, ""
        else:
            lead += f" {shown}"
    return first


def _dated(view: View, part: Part) -> DateFound | None:
    """Return the date that a line begins with, behind a label such as 'Published' or without one."""
    match = _DATED.match(view.page.text, part.start, part.end)
    dates = find_dates(view.page.text, part.start, part.end) if match else []
    return dates[0] if match and dates and dates[0].found.start == match.start("date") else None


def _read_byline(view: View, part: Part, facts: Facts) -> None:
    """Read 'May 12, 2026 Regenerative Medicine, Diabetes' or 'Filed under: ...': a date, then categories."""
    text = view.page.text
    dated = _dated(view, part)
    if dated is not None:
        role: DateRole = "modified" if dated.role == "modified" else "published"
        raw = found_text(text, dated.found.start, dated.found.end, "identity")
        fact = date_fact(role, raw) if raw is not None and facts.date_of(role) is None else None
        facts.dates += [fact] if fact is not None else []
    if any(part.start <= link.start and link.end <= part.end for link in view.links()):
        facts.tags += _linked_tags(view, part)
        return
    filed = list(_FILED.finditer(text, part.start, part.end))
    ends = [match.start() for match in filed[1:]] + [part.end]
    for match, end in zip(filed, ends, strict=True) if filed else ():
        facts.tags += _listed_tags(view, match.end(), end, "category" if match["category"] else "tag")
    if dated is not None and not filed:
        facts.tags += _listed_tags(view, dated.found.end, part.end, "category")


def _listed_tags(view: View, start: int, end: int, kind: TagKind) -> list[tuple[TagKind, Found[str]]]:
    """Return the labels that a slice lists, nothing where any piece of it is no label."""
    pieces = [piece for piece in _pieces(view, start, end) if not _COMMENTS.fullmatch(piece.value)]
    if not all(is_tag(piece.value, is_expected=True) for piece in pieces):
        return []
    return [(kind, piece) for piece in pieces]


def _pieces(view: View, start: int, end: int) -> Iterator[Found[str]]:
    position = start
    for first, stop in [*(match.span() for match in _PARTING.finditer(view.page.text, start, end)), (end, end)]:
        found = found_text(view.page.text, position, first)
        if found is not None:
            yield found
        position = stop


def _linked_tags(view: View, part: Part) -> Iterator[tuple[TagKind, Found[str]]]:
    """Yield the labels of a line that are links to a category or a tag."""
    for link in view.links():
        if link.target is None or not (part.start <= link.start and link.end <= part.end):
            continue
        found = found_text(view.page.text, link.start, link.end)
        if found is not None and _CATEGORY_TARGET.fullmatch(link.target):
            yield "category", found
        elif found is not None and _TAG_TARGET.fullmatch(link.target):
            yield "tag", found


def _distinct(tags: list[tuple[TagKind, Found[str]]]) -> list[tuple[TagKind, Found[str]]]:
    first: dict[tuple[str, str], tuple[TagKind, Found[str]]] = {}
    for kind, tag in tags:
        first.setdefault((kind, tag.value), (kind, tag))
    return list(first.values())
