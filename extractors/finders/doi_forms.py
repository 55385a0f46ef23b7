"""Where a DOI ends in running text, and when there is evidence that its end was cut off.

A DOI suffix may hold any printable character (DOI Handbook 2.2), so its end is decided by what cannot belong to
it. A cut DOI passes every public pattern; the evidence is the registrant's usual form, a dangling separator, or a
word or page number of the citation that the suffix breaks off in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

import regex

Status = Literal["format_valid", "truncated", "malformed"]


@dataclass(frozen=True, slots=True)
class DoiContext:
    """What the citation around a DOI says: its titles, its page, and whether it stops right behind the DOI."""

    titles: tuple[str, ...] = ()
    page: str | None = None
    is_last: bool = False


_LONGEST_SUFFIX: Final = 256
_PRINTABLE: Final = regex.compile(r"[!#-;=?-\[\]_a-z~<>&\u2013]*+")
_BRACKETS: Final = {")": "(", "]": "["}
_SICI_MIDDLE: Final = regex.compile(r"(?:<|&lt;)[\dA-Z]+:{1,2}[\w-]+?(?:>|&gt;)[\w.;/-]*+", regex.I)  # ANSI/NISO Z39.56
_ENTITY: Final = regex.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,6}|[a-z]{2,8});", regex.I)
_NEXT_FIELD: Final = regex.compile(
    r"[.,;:]*(?:PMC?IDs?\b|PMC\d|PubMed\b|(?i:doi)[:\s]|https?://|Epub\b|eCollection\b|Published\b|Accessed\b"
    r"|Available\b|Retrieved\b|[,;]\s?10\.\d{4,9}/)"
    r"|\.(?=(?:The|This|These|In|We|It|Our|And|However|Source|References?|Received|Copyright)(?:\W|$))"
)
_SENTENCE_MARKS: Final = ".,;:!?'*_~\u2013>"
# Usual forms since the registrant's present platform; older suffixes differ from the first characters on and are
# therefore never called cut. Read with partial matching: what only begins such a form is incomplete.
_ARTICLE_ID: Final = r"s\d{5}-\d{3}-\d{4,5}-[\dx]"
_USUAL_FORMS: Final = {
    registrant: regex.compile(form, regex.I)
    for registrant, form in {
        "10.1002": r"[a-z]{2,6}\d{0,2}\.\d+|14651858\.cd\d{6}(?:\.pub\d+)?",
        "10.1007": _ARTICLE_ID,
        "10.1016": r"j\.[a-z-]+\.\d{4}\.(?:\d{2}\.\d{3}|\d{5,6})|s\d{4}-\d{3}[\dx]\(\d{2}\)\d{5}-[\da-z]",
        "10.1038": _ARTICLE_ID,
        "10.1056": r"nejm[a-z]+\d{6,7}",
        "10.1093": r"[a-z]+/[a-z]{3,6}\d{3,4}",
        "10.1101": r"\d{4}\.\d{2}\.\d{2}\.\d{6,8}",
        "10.1186": _ARTICLE_ID,
        "10.1371": r"journal\.p[a-z]{3}\.\d{7}",
        "10.3389": r"f[a-z]+\.\d{4}\.\d{5,7}",
        "10.3390": r"[a-z]+\d{7,9}",
        "10.48550": r"arxiv\.\d{4}\.\d{4,5}",
        "10.5281": r"zenodo\.\d{3,9}",
    }.items()
}
# Registrants whose suffix ends in the article's e-location number.
_PAGE_IN_SUFFIX: Final = frozenset({"10.1002", "10.1371", "10.3389", "10.3390"})


def suffix_end(text: str, start: int, end: int) -> int:
    """Return where the DOI suffix that begins at `start` ends; `start` where there is none.

    Cuts at white space, quotes, non-ASCII marks, unbalanced closing brackets (Markdown targets), tags, the next
    field glued to it, and sentence punctuation; `<...>` and `;` of SICI suffixes stay.
    """
    run = _PRINTABLE.match(text, start, min(end, start + _LONGEST_SUFFIX))
    assert run is not None
    field = _NEXT_FIELD.search(text, start + 1, run.end())
    stop = field.start() if field else run.end()
    stop = _bracket_end(text, start, stop)
    while stop > start and text[stop - 1] in _SENTENCE_MARKS and not _ends_in_entity(text, start, stop):
        stop -= 1
    return stop


def _ends_in_entity(text: str, start: int, stop: int) -> bool:
    """Whether the `;` before `stop` closes a character reference that belongs to the DOI."""
    opening = text.rfind("&", max(start, stop - 10), stop)
    return opening != -1 and text[stop - 1] == ";" and _ENTITY.fullmatch(text, opening, stop) is not None


def _bracket_end(text: str, start: int, stop: int) -> int:
    """Return where balanced brackets, SICI middles and plain characters end."""
    opened: list[tuple[str, int]] = []
    position = start
    while position < stop:
        character = text[position]
        if character in "([":
            opened.append((character, position))
        elif character in ")]":
            if not opened or opened[-1][0] != _BRACKETS[character]:
                break
            opened.pop()
        elif character == "<" or (character == "&" and (entity := _ENTITY.match(text, position, stop))):
            middle = _SICI_MIDDLE.match(text, position, stop)
            if middle:
                position = middle.end()
                continue
            if character == "<" or (entity and entity.group().lower() != "&amp;"):
                break
        position += 1
    if opened and not text[opened[0][1] + 1 : position].isdigit():
        return opened[0][1]  # '10.1000/xyz(see' : the bracket belongs to the sentence
    return position


def doi_status(doi: str, context: DoiContext | None = None) -> tuple[Status, str | None]:
    """Return the status of a DOI and the evidence for it; without evidence it is 'format_valid'."""
    registrant, _, suffix = doi.partition("/")
    if not regex.fullmatch(r"10\.\d{4,9}(?:\.\d+)*+", registrant):
        return "malformed", "DOI without registrant and '/'"
    if not suffix:
        return "truncated", "DOI without suffix"
    is_sici = ">" in suffix
    if suffix[-1] in "-./:(" and not is_sici:
        return "truncated", f"DOI ends in '{suffix[-1]}'"
    if suffix.count("(") > suffix.count(")"):
        return "truncated", "DOI with an open bracket"
    form = _USUAL_FORMS.get(registrant)
    match = form.fullmatch(suffix, partial=True) if form else None
    if match is not None and match.partial:
        return "truncated", f"DOI lacks the usual form of {registrant}"
    return _status_in(registrant, suffix, context) if context else ("format_valid", None)


def _status_in(registrant: str, suffix: str, context: DoiContext) -> tuple[Status, str | None]:
    """Compare the end of the suffix with the page and the words of the citation."""
    digits = regex.search(r"\d{3,}$", suffix)
    page = regex.fullmatch(r"e?(\d{5,})", context.page or "")
    if registrant in _PAGE_IN_SUFFIX and digits and page and registrant != "10.3390":
        cut = digits.group().lstrip("0")
        if len(cut) >= 3 and page[1].startswith(cut) and page[1] != cut:
            return "truncated", f"DOI ends inside the page number '{context.page}'"
    tail = regex.search(r"(?:^|(?<=[._/-]))[a-z]{3,}$", suffix.lower())
    if not context.is_last or tail is None:
        return "format_valid", None
    words = {word for title in context.titles for word in _words(title)}
    longer = sorted(word for word in words if word.startswith(tail.group()) and len(word) >= len(tail.group()) + 2)
    if longer and tail.group() not in words:
        return "truncated", f"DOI ends inside the word '{longer[0]}' of the citation"
    return "format_valid", None


def _words(title: str) -> list[str]:
    """Return the words of a title in lower case without accents and apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.lower()) if not unicodedata.combining(c))
    return regex.findall(r"[a-z]{3,}", plain.replace("'", "").replace("\u2019", ""))
