"""The NLM / PubMed citation grammar: articles and book chapters.

Source: Citing Medicine (NLM), chapters 1, 2 and 22, and PubMed's 'Cite' format. A field is read only where the
whole skeleton of the grammar stands around it; otherwise nothing is read at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders.names import Contributor, Names, read_authors, read_editors
from schemas.calendar import Precision, parse_date
from schemas.spans import Found, found_text

PageKind = Literal["page_range", "elocation"]
Form = Literal["pubmed_nlm", "nlm_book_chapter", "other_style"]
CslType = Literal["article-journal", "chapter", "unknown"]

WINDOW: Final = 8000  # the longest citation read, in characters; author lists of consortia are long

_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}+"
_SEASON: Final = r"(?:Spring|Summer|Fall|Autumn|Winter)"
DATE: Final = (
    rf"(?P<issued>(?P<year>(?:1[89]|20)\d\d)(?:\s{{1,3}}(?P<month>{_MONTH})(?:\s{{1,3}}(?P<day>\d{{1,2}})(?!\d))?)?)"
    rf"(?P<until>[-\u2013/](?:\d{{4}}\s)?(?:{_MONTH}(?:\s\d{{1,2}})?|\d{{1,2}}(?!\d))"
    rf"|\s{_SEASON}(?:[-\u2013/]{_SEASON})?)?"
)
_VOLUME: Final = r"(?P<volume>[A-Z]{0,2}\d{1,5}[A-Za-z]?(?:-\d{1,5})?|[IVXLC]{1,8})"
_SUPPLEMENT: Final = (
    r"(?P<supplement>Suppl(?:\s[\w-]{1,6})?|Pt\s\w{1,3}|Spec No(?:\s\w{1,5})?|(?:Database|Web Server) issue)"
)
_PAGE: Final = r"[A-Za-z]{0,10}\.?\d\w{0,20}(?:\.e?\d{1,12}){0,4}"
_PAGES: Final = rf"(?P<page>{_PAGE}(?:[-\u2013]{_PAGE})?(?:,\s\d{{1,6}}(?:[-\u2013]\d{{1,6}})?){{0,5}})"
_NUMBERS: Final = (
    rf"(?:\s?;\s{{0,2}}(?:{_VOLUME}(?![\w]))?\s?(?:{_SUPPLEMENT})?(?:\s?\((?P<issue>[^()]{{1,60}})\))?)?"
    rf"(?:\s?:\s{{0,2}}{_PAGES}(?:;\s(?:discussion|quiz|author reply)\s[\w, \u2013-]{{1,40}})?)?"
)
ARTICLE: Final = regex.compile(
    rf"(?P<stop>\s?\.\s{{1,4}}){DATE}{_NUMBERS}(?P<end>\.|$|(?=\s{{1,4}}(?:doi|PMID|https?:)))"
)
_BOUNDARY: Final = regex.compile(r"[.?!][\])\"'\u201d\u2019]?\s{1,4}(?=\S)")
_CONTAINER: Final = regex.compile(r"[\p{L}\d][^.;!?\n]{0,120}+")
_NOT_A_CONTAINER: Final = frozenset(
    {"Am", "Br", "Sci", "Med", "Biol", "Chem", "Phys", "U S A", "USA", "A", "B", "C", "D"}
)
_ABBREVIATION: Final = regex.compile(r"\p{Lu}\p{L}{0,9}")
_RANGE: Final = regex.compile(r"\d+[-\u2013]|([A-Za-z]+)\d+[-\u2013]\1\d")
_SENTENCE: Final = regex.compile(r"[.?!]\s(?=\p{Lu})")
_LONGEST_TITLE: Final = 500
_IN: Final = regex.compile(r"(?<=[.?!\]][\"'\u201d\u2019]?)\s{1,4}In:\s{1,4}")
_IMPRINT: Final = regex.compile(
    rf"\.\s{{1,4}}(?P<place>[^.:;]{{2,60}}+):\s{{1,3}}(?P<publisher>[^;:]{{2,100}}+);\s{{0,3}}\[?c?{DATE}\]?"
    r"(?:[-\u2013](?=[.\s]))?(?:\s\[(?:updated|cited)[^\]]{0,60}+\])?\s?(?:\.|$)"
)
_AFTER_IMPRINT: Final = regex.compile(
    r"\s{0,4}(?:Chapter\s(?P<chapter>\d{1,3}[A-Za-z]?|[IVXLC]{1,7})|[Pp]{1,2}\.?\s?(?P<page>\d{1,6}[-\u2013]\d{1,6}))\s?\."
)
_MEDIUM: Final = regex.compile(r"\s\[(Internet|CD-ROM|DVD|Preprint|Online)\]$")
_EDITION: Final = regex.compile(r"\.\s{1,3}\d{1,3}(?:st|nd|rd|th)\s(?:rev\.?\s)?ed$")
_PART_DATE: Final = regex.compile(rf"\.\s{{1,3}}{DATE}\s?(?:\[[^\]]{{0,60}}+\])?\.?$")
_PREPRINT_SERVERS: Final = ("bioRxiv", "medRxiv", "Res Sq", "arXiv", "ArXiv")


@dataclass(frozen=True, slots=True)
class NlmWork:
    """What the grammar gives for one citation; `end` is where its date, pages and chapter end (ids follow)."""

    form: Form
    csl_type: CslType
    names: Names
    end: int
    title: Found[str]
    container_title: Found[str]
    issued: Found[str]
    issued_precision: Precision
    editors: tuple[Contributor, ...] = ()
    publisher: Found[str] | None = None
    publisher_place: Found[str] | None = None
    medium: Found[str] | None = None
    chapter_number: Found[str] | None = None
    volume: Found[str] | None = None
    issue: Found[str] | None = None
    page: Found[str] | None = None
    page_kind: PageKind | None = None


def parse_nlm(text: str, start: int, end: int) -> NlmWork | None:
    """Read the citation that begins at `start`, None where the grammar does not hold."""
    end = min(end, start + WINDOW)
    names = read_authors(text, start, end)
    if names is None:
        return None
    return _chapter(text, names, end) or _article(text, names, end)


def _issued(text: str, match: regex.Match[str]) -> tuple[Found[str], Precision] | None:
    """Return the date; of a range of days only the month is certain, of a season only the year."""
    first, last = match.span("issued")
    if match.group("until") and match.group("day"):
        last = match.end("month")
    stated = parse_date(text[first:last])
    value = found_text(text, first, last, "edtf")
    return None if stated is None or value is None else (value, stated.precision)


def _part(text: str, match: regex.Match[str], *names: str) -> Found[str] | None:
    """Return the first of the named groups that matched."""
    for name in names:
        if match.group(name):
            return found_text(text, *match.span(name), "collapse_ws")
    return None


def _article(text: str, names: Names, end: int) -> NlmWork | None:
    """Read 'Title. Journal. date;volume(issue):pages.' at the first place where all of it stands."""
    for match in ARTICLE.finditer(text, names.end, end):
        has_numbers = bool(match.group("volume") or match.group("supplement") or match.group("issue"))
        if not has_numbers and not match.group("month"):
            continue  # 'Publisher. 2016.' is a book in another style
        if not has_numbers and not match.group("page") and not _ids_follow(text, match.end(), end):
            continue
        if match.start() - names.end > _LONGEST_TITLE + 150:
            return None
        titles = _titles(text, names.end, match.start())
        issued = _issued(text, match)
        if titles is None or issued is None:
            continue
        page = _part(text, match, "page")
        if page and not has_numbers and regex.fullmatch(rf"{match['year']}[-\u2013]\d+", page.value):
            page = None  # a preprint's number that was cut at its month
        title, container = titles
        medium = _MEDIUM.search(text, container.start, container.end)
        journal = found_text(text, container.start, medium.start()) if medium else container
        return NlmWork(
            "pubmed_nlm",
            "unknown" if container.value.startswith(_PREPRINT_SERVERS) or medium else "article-journal",
            names,
            match.end(),
            title,
            journal or container,
            *issued,
            medium=found_text(text, *medium.span(1)) if medium else None,
            volume=_part(text, match, "volume"),
            issue=_part(text, match, "issue", "supplement"),
            page=page,
            page_kind=_page_kind(page),
        )
    return None


def _ids_follow(text: str, start: int, end: int) -> bool:
    """Whether an identifier or 'Epub'/'Online ahead of print' stands right behind the date."""
    return (
        regex.match(r"\s{0,4}(?:doi|https?:|PMID|Epub|Online ahead|eCollection)", text[start : min(end, start + 30)])
        is not None
    )


def _page_kind(page: Found[str] | None) -> PageKind | None:
    """'276-278', '535-548.e24' and 'e1-e20' are page ranges; 'e70189', '6311' and 'D590-6' are e-locations."""
    if page is None:
        return None
    return "page_range" if _RANGE.match(page.value) else "elocation"


def _titles(text: str, start: int, stop: int) -> tuple[Found[str], Found[str]] | None:
    """Split `[start, stop)` into title and journal at the last end of a sentence; None where that is uncertain."""
    boundaries = list(_BOUNDARY.finditer(text, max(start, stop - 250), stop))
    if not boundaries or boundaries[-1].start() <= start:
        return None
    boundary = boundaries[-1]
    container = found_text(text, boundary.end(), stop)
    title = _title(text, start, boundary.end())
    if container is None or title is None or container.value in _NOT_A_CONTAINER:
        return None
    if not _CONTAINER.fullmatch(container.value) or len(container.value.split()) > 14:
        return None
    if len(title.value) > _LONGEST_TITLE or len(_SENTENCE.findall(title.value)) > 3:
        return None  # paragraphs before a reference, not its title
    before = title.value.rpartition(". ")
    if before[0] and text[boundary.start()] == "." and _ABBREVIATION.fullmatch(before[2]):
        return None  # 'Proc. Natl. Acad. Sci. 2020': an abbreviation with full stops, where does the title end?
    return title, container


def _title(text: str, start: int, stop: int) -> Found[str] | None:
    """Return a title without its full stop; the brackets of a translated title are NLM's, not the title's."""
    while stop > start and text[stop - 1] in ". \n\t":
        stop -= 1
    while start < stop and text[start].isspace():
        start += 1
    if text[start:stop].startswith("[") and text[start:stop].endswith("]") and text.find("]", start, stop) == stop - 1:
        start, stop = start + 1, stop - 1
        while stop > start and text[stop - 1] == ".":
            stop -= 1
    return found_text(text, start, stop) if stop - start > 1 else None


def _chapter(text: str, names: Names, end: int) -> NlmWork | None:
    """Read 'Title. In: Names, editors. Book [Internet]. Place: Publisher; date. Chapter n.'."""
    opening = _IN.search(text, names.end, min(end, names.end + _LONGEST_TITLE + 50))
    if opening is None:
        return None
    editors, book_start = read_editors(text, opening.end(), end)
    imprint = _IMPRINT.search(text, book_start, min(end, book_start + 2 * _LONGEST_TITLE))
    if imprint is None or regex.search(
        r"\b(?:St|Ft|Mt|D)$", text[max(book_start, imprint.start() - 4) : imprint.start()]
    ):
        return None
    book_end = imprint.start()
    edition = _EDITION.search(text, max(book_start, book_end - 40), book_end)
    medium = _MEDIUM.search(text, max(book_start, book_end - 20), edition.start() if edition else book_end)
    title_end = opening.start()
    part_date = _PART_DATE.search(text, max(names.end, title_end - 60), title_end)
    issued = _issued(text, part_date or imprint)
    title = _title(text, names.end, part_date.start() if part_date else title_end)
    container = found_text(text, book_start, medium.start() if medium else edition.start() if edition else book_end)
    if title is None or container is None or issued is None or regex.search(r"\beditors?\b", container.value):
        return None
    after = _AFTER_IMPRINT.match(text, imprint.end(), end)
    page = _part(text, after, "page") if after else None
    return NlmWork(
        "nlm_book_chapter",
        "chapter",
        names,
        after.end() if after else imprint.end(),
        title,
        container,
        *issued,
        editors=editors,
        publisher=_part(text, imprint, "publisher"),
        publisher_place=_part(text, imprint, "place"),
        medium=found_text(text, *medium.span(1)) if medium else None,
        chapter_number=_part(text, after, "chapter") if after else None,
        page=page,
        page_kind=_page_kind(page),
    )
