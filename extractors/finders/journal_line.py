"""A summary page's own line about the paper it summarises: 'Journal, 2024 · DOI: 10.… · Published: March 27, 2024'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.identifiers import Identifier, find_identifiers
from schemas.calendar import Precision, parse_date
from schemas.spans import Found, found_text


@dataclass(frozen=True, slots=True)
class JournalLine:
    """The parts of the line; `issued` is its finest date, `stated_year` the year printed beside the journal.

    `others` are further identifiers of the paper (PMID, PMCID).
    """

    raw: Found[str]
    container_title: Found[str] | None
    stated_year: Found[str] | None
    issued: Found[str] | None
    issued_precision: Precision | None
    issued_year: int | None
    doi: Identifier | None
    others: tuple[Identifier, ...] = ()


_SCHEMES: Final = frozenset(("doi", "pmid", "pmcid"))
_LONGEST: Final = 400
_MARKS: Final = " \t,.;:|\u00b7\u2022\u2013\u2014-()"
_PUBLISHED: Final = regex.compile(
    r"(?:Published|Publication date|Date)(?:\s(?:on|online))?\s?+:?\s{0,3}+"
    r"(?P<date>\p{Lu}\p{Ll}{2,8}\.?\s\d{1,2},?\s\d{4}|\d{1,2}\s\p{Lu}\p{Ll}{2,8}\.?\s\d{4}"
    r"|\d{4}-\d\d(?:-\d\d)?|\p{Lu}\p{Ll}{2,8}\s\d{4}|\d{4})"
)
_YEAR: Final = regex.compile(r"(?<!\d)\(?(?P<year>(?:1[89]|20)\d\d)\)?$")
_SEPARATOR: Final = regex.compile(r"\s*+[\u00b7\u2022|;]\s*+|\n")
_CONTAINER: Final = regex.compile(r"\p{Lu}[\p{L}\p{M}\d&:,.'\u2019()\u2013 /-]{1,150}+")
# A label whose value is missing or cannot be read ('DOI: not available') is no journal.
_UNREAD: Final = regex.compile(
    r"(?:doi|pmc?id|pubmed id|published|publication date|date|volume|vol\.?|issue|issn|pages?)\b"
    r"(?:\s(?:on|online))?\s{0,3}(?::.*|not (?:available|specified|stated).*|n/a)?",
    regex.I,
)
_SENTENCE: Final = regex.compile(
    r"[.?!]\s\p{Lu}\p{Ll}+\s\p{Ll}+\s\p{Ll}+|\b(?:is|are|was|were|has|have|reported|showed|found|published|see)\b",
    regex.I,
)


def find_journal_line(
    text: str, start: int = 0, end: int | None = None, is_expected: bool = False
) -> JournalLine | None:
    """Read one line or block; parts may be missing, in another order, or glued. None for anything else.

    A DOI with one more part, or journal, year and labelled date must stand there, and nothing else may: a sentence
    that names a DOI is no such line. A journal that cannot be told from another part stays None.
    is_expected: the line stands where a page shows it, so that one labelled part, or journal and year, is enough.
    """
    end = len(text) if end is None else end
    whole = found_text(text, start, end, "identity")
    if whole is None or whole.end - whole.start > _LONGEST:
        return None
    named = [item for item in find_identifiers(text, whole.start, whole.end) if item.scheme in _SCHEMES]
    doi = next((item for item in named if item.scheme == "doi"), None)
    published = _PUBLISHED.search(text, whole.start, whole.end)
    taken = [(item.label_start, item.as_written.end) for item in named]
    taken += [published.span()] if published else []
    container, year, is_clean = _journal_and_year(text, whole.start, whole.end, sorted(taken))
    n_parts = sum(part is not None for part in (doi, published, container, year))
    is_known = n_parts >= (2 if doi else 3)
    is_likely = is_expected and (doi is not None or published is not None or (container is not None and n_parts > 1))
    if not is_clean or not (is_known or is_likely):
        return None
    date = found_text(text, *published.span("date"), "edtf") if published else None
    issued = date or year
    stated = parse_date(issued.value) if issued else None
    return JournalLine(
        raw=whole,
        container_title=container,
        stated_year=year,
        issued=issued if stated else None,
        issued_precision=stated.precision if stated else None,
        issued_year=stated.year if stated else None,
        doi=doi,
        others=tuple(item for item in named if item is not doi),
    )


def _journal_and_year(
    text: str, start: int, end: int, taken: list[tuple[int, int]]
) -> tuple[Found[str] | None, Found[str] | None, bool]:
    """Read journal and year from what the taken spans leave over; the last part says whether that is all it holds."""
    containers: list[Found[str]] = []
    year: Found[str] | None = None
    for first, last in _segments(text, start, end, taken):
        stop = last
        match = _YEAR.search(text, first, stop)
        if match and year is None:
            year = found_text(text, *match.span("year"))
            stop = _trim(text, first, match.start())[1]
        if stop <= first or _UNREAD.fullmatch(text, first, stop):
            continue
        if not _CONTAINER.fullmatch(text, first, stop) or _SENTENCE.search(text, first, stop):
            return None, None, False
        found = found_text(text, first, stop)
        if found:
            containers.append(found)
    return (containers[0] if len(containers) == 1 else None), year, True


def _segments(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pieces between the taken spans and the separators, without marks at their edges."""
    pieces: list[tuple[int, int]] = []
    position = start
    for first, last in [*taken, (end, end)]:
        for match in _SEPARATOR.finditer(text, position, first):
            pieces.append(_trim(text, position, match.start()))
            position = match.end()
        pieces.append(_trim(text, position, first))
        position = max(position, last)
    return [(first, last) for first, last in pieces if first < last]


def _trim(text: str, first: int, last: int) -> tuple[int, int]:
    """Drop separators and blanks at both ends; a closing bracket with its opening one stays."""
    while first < last and text[first] in _MARKS:
        first += 1
    while last > first and text[last - 1] in _MARKS and not (text[last - 1] == ")" and "(" in text[first:last]):
        last -= 1
    return first, last
