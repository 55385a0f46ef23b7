"""Identifiers of works, people and trials as pages print them.

Forms: DOI Handbook 2 and Crossref's pattern (`10.` + 4 to 9 digits + `/`), PubMed and PMC ids, NCBI Bookshelf
(`NBK`), ORCID (ISO 7064 mod 11-2) and the numbers of the trial registries. 'format_valid' speaks of the form
only: nothing here says that an identifier exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders.cues import folded, holds_any
from extractors.finders.doi_forms import DoiContext, Status, doi_status, suffix_end
from extractors.finders.registries import HINTS as REGISTRY_HINTS
from extractors.finders.registries import RegistryScheme, find_numbers
from schemas.spans import NORMALISERS, Found, NormaliserName

__all__ = ["DoiContext", "Identifier", "Scheme", "Status", "doi_status", "find_identifiers", "orcid_check_holds"]

Scheme = Literal["doi", "pmid", "pmcid", "nbk", "orcid"] | RegistryScheme


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier: `found` is the stored value, `as_written` the characters; its label begins at `label_start`."""

    scheme: Scheme
    found: Found[str]
    as_written: Found[str]
    status: Status
    reason: str | None
    label_start: int


_DOI: Final = regex.compile(
    r"(?P<label>(?:(?<![a-z])doi\s?+[:=]?\s*+\[?)?+(?P<url>(?:https?://)?+(?:www\.)?+(?:dx\.)?+doi\.org/)?+)"
    r"(?:(?<![\w.])|(?<=doi)|(?<=doi\.org/))10\.\d{4,9}+(?:\.\d{1,9}+)*+/",
    regex.I,
)
_DOI_WITHOUT_FORM: Final = regex.compile(
    r"(?P<label>(?<![a-z])doi:\s?+)(?P<value>10\.(?!\d{4,9}(?:\.\d{1,9})*+/)[0-9a-z][\w./()-]{3,100}+)", regex.I
)
_PMID: Final = regex.compile(
    r"(?:(?<![A-Za-z])(?i:pubmed\s{1,2}+)?+(?:(?i:pmids?)|(?<=(?i:pubmed\s{1,2}))ID)|(?<=[a-z0-9])PMIDs?)"
    r"\s?+[:#=]?\s{0,3}+(?P<digits>\d{1,20})"
)
_MORE_PMIDS: Final = regex.compile(r"(?:\s?[,;/]\s?(?:and\s)?|\s(?:and|&)\s)(?P<digits>\d{1,20})(?![\d.:;(-]{0,3}\d)")
_PUBMED_URL: Final = regex.compile(
    r"(?:https?://)?+(?:www\.)?+(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(?P<digits>\d{1,20})",
    regex.I,
)
_PMCID: Final = regex.compile(
    r"(?P<label>(?:(?<![A-Za-z])(?i:pubmed central\s{1,2}+)?+(?i:pmcid)s?|(?<=[a-z0-9])PMCID)\s?+[:#=]?\s{0,3}+)"
    r"(?P<value>(?:(?i:PMC)\s?)?\d{1,12}(?P<version>\.\d{1,2}(?!\d))?)"
    r"|(?<![A-Z])(?P<bare>PMC\d{4,9}(?P<version>\.\d{1,2}(?!\d))?)(?!\d)"
)
_NBK: Final = regex.compile(r"(?<![A-Za-z])NBK\d{3,8}(?!\d)")
_ORCID: Final = regex.compile(
    r"(?P<label>(?:https?://)?+(?:www\.)?+orcid\.org/|(?<![a-z])orcid(?:\s?id)?+\s?+[:#]?\s{0,3}+)?+"
    r"(?<![\w-])(?P<value>\d{4}-\d{4}-\d{4}-\d{3}[\dx])(?![\w-])",
    regex.I,
)
_LINK_TAIL: Final = regex.compile(r"\]\((?:https?://(?:[\w.-]++/)++)?+")


def find_identifiers(text: str, start: int = 0, end: int | None = None) -> list[Identifier]:
    """Return every identifier in `text[start:end]` in reading order, none of them twice at one place.

    An identifier that lies inside a DOI is part of the DOI; the target of a Markdown link that repeats its text
    is not reported again. Malformed ones are returned with that status and the reason.
    """
    end = len(text) if end is None else end
    part = folded(text, start, end)
    found = [item for words, read in _READERS if holds_any(part, words) for item in read(text, start, end)]
    kept: list[Identifier] = []
    last_doi_end = -1
    for item in sorted(found, key=lambda item: (item.found.start, item.scheme != "doi")):
        if item.found.start < last_doi_end or (kept and _repeats_link_text(text, kept[-1], item)):
            continue
        if item.scheme == "doi":
            last_doi_end = item.found.end
        kept.append(item)
    return kept


def orcid_check_holds(orcid: str) -> bool:
    """Return whether the last character is the ISO 7064 mod 11-2 check of the first fifteen digits."""
    total = 0
    characters = orcid.replace("-", "").upper()
    for character in characters[:15]:
        total = (total + int(character)) * 2 % 11
    check = (12 - total) % 11
    return characters[15] == ("X" if check == 10 else str(check))


def _identifier(
    scheme: Scheme,
    text: str,
    span: tuple[int, int],
    normaliser: NormaliserName,
    label_start: int,
    problem: str | None = None,
    *,
    written_end: int | None = None,
) -> Identifier:
    """Make the identifier at `span`; a `problem` makes it malformed."""
    start, end = span
    raw = text[start:end]
    value = NORMALISERS[normaliser](raw)
    assert value is not None
    found = Found(value, start, end, "identity" if value == raw else normaliser)
    written_end = end if written_end is None else written_end
    written = Found(text[start:written_end], start, written_end)
    return Identifier(scheme, found, written, "malformed" if problem else "format_valid", problem, label_start)


def _repeats_link_text(text: str, before: Identifier, item: Identifier) -> bool:
    """Whether `item` is the target of the link whose text is `before` ('[10.1/x](https://doi.org/10.1/x)')."""
    same = before.scheme == item.scheme and before.found.value == item.found.value
    return same and _LINK_TAIL.fullmatch(text, before.as_written.end, item.found.start) is not None


def _dois(text: str, start: int, end: int) -> Iterator[Identifier]:
    """Yield DOIs; the walk goes on behind each suffix, so that no character is read twice."""
    position = start
    while match := _DOI.search(text, position, end):
        bare_start = match.end("label")
        stop = suffix_end(text, match.end(), end)
        in_url = match.group("url") is not None
        if in_url and stop > match.end() and text[stop - 1] == "/":
            stop -= 1
        position = max(stop, match.end())
        if stop == match.end() and not match.group("label"):
            continue
        if "%" in text[bare_start:stop] and in_url:
            bare_start = match.start("url")
        made = _identifier("doi", text, (bare_start, stop), "doi", match.start())
        status, reason = doi_status(made.found.value)
        yield Identifier("doi", made.found, made.as_written, status, reason, match.start())
    for match in _DOI_WITHOUT_FORM.finditer(text, start, end):
        stop = match.end("value")
        while text[stop - 1] in ".-/(":
            stop -= 1
        span = (match.start("value"), stop)
        yield _identifier("doi", text, span, "doi", match.start(), "DOI without registrant and '/'")


def _pmid_problem(digits: str) -> str | None:
    """Return what is wrong with the digits of a PMID (PubMed: 1 to 8 digits without leading zero)."""
    if digits.startswith("0"):
        return "PMID with leading zero"
    return "PMID with more than 8 digits" if len(digits) > 8 else None


def _pmids(text: str, start: int, end: int) -> Iterator[Identifier]:
    """Yield PMIDs; a list goes on after 'PMIDs', or where the next number has the 7 or 8 digits of a PMID."""
    for match in _PMID.finditer(text, start, end):
        yield _identifier("pmid", text, match.span("digits"), "identity", match.start(), _pmid_problem(match["digits"]))
        plural = text[match.start() : match.start("digits")].rstrip(" :#=").lower().endswith("pmids")
        follower = _MORE_PMIDS.match(text, match.end(), end)
        while follower and (plural or 7 <= len(follower["digits"]) <= 8):
            span = follower.span("digits")
            yield _identifier("pmid", text, span, "identity", span[0], _pmid_problem(follower["digits"]))
            follower = _MORE_PMIDS.match(text, follower.end(), end)
    for match in _PUBMED_URL.finditer(text, start, end):
        yield _identifier("pmid", text, match.span("digits"), "identity", match.start(), _pmid_problem(match["digits"]))


def _pmcids(text: str, start: int, end: int) -> Iterator[Identifier]:
    """Yield PMC ids; a version ('.2') is part of what is written, not of the id."""
    for match in _PMCID.finditer(text, start, end):
        name = "value" if match.group("value") else "bare"
        first, last = match.span(name)
        version = match.group("version") or ""
        span = (first, last - len(version))
        yield _identifier("pmcid", text, span, "pmcid", match.start(), written_end=last)


def _orcids(text: str, start: int, end: int) -> Iterator[Identifier]:
    """Yield ORCID iDs; without a label only those in ORCID's own number block and with a right check digit."""
    for match in _ORCID.finditer(text, start, end):
        holds = orcid_check_holds(match["value"])
        if not match.group("label") and not (holds and match["value"].startswith(("0000-000", "0009-00"))):
            continue
        problem = None if holds else "ORCID check digit does not hold"
        yield _identifier("orcid", text, match.span("value"), "upper", match.start(), problem)


def _simple(text: str, start: int, end: int) -> Iterator[Identifier]:
    """Yield Bookshelf ids and trial registry numbers."""
    for match in _NBK.finditer(text, start, end):
        yield _identifier("nbk", text, match.span(), "identity", match.start())
    for number in find_numbers(text, folded(text, start, end), start, end):
        yield _identifier(number.scheme, text, number.span, "registry_id", number.label_start, number.problem)


# How each kind is read, behind the words of which it needs one; an ORCID iD without its label begins with zeros.
_READERS: Final[tuple[tuple[tuple[str, ...], Callable[[str, int, int], Iterator[Identifier]]], ...]] = (
    (("10.",), _dois),
    (("pmid", "pubmed"), _pmids),
    (("pmc",), _pmcids),
    (("nbk", *REGISTRY_HINTS), _simple),
    (("orcid", "0000-000", "0009-00"), _orcids),
)
