"""Recognising references in other styles (APA, AMA variants, Vancouver, IEEE) without reading their fields."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders.names import read_authors
from extractors.finders.nlm import ARTICLE

_YEAR: Final = r"(?:1[89]|20)\d\d[a-z]?"
_PARTICLE: Final = r"(?:de|del|della|den|der|di|da|dos|du|la|le|van|von|ten|ter|et al\.?)"
_CAPITALISED: Final = rf"['\u2019]?(?:\p{{Lu}}[\p{{L}}\p{{M}}'\u2019.-]{{0,40}}+|{_PARTICLE}(?!\p{{L}}))"
# 'Author, S. (2010). Title', 'Given Author (2007). Title', 'Author, M., 2022. Title'
_INVERTED: Final = regex.compile(
    rf"\p{{Lu}}[\p{{L}}\p{{M}}'\u2019-]{{0,40}}+(?:\s(?:{_PARTICLE}(?!\p{{L}})|\p{{Lu}}[\p{{L}}\p{{M}}'\u2019-]{{0,40}}+)){{0,3}},\s(?:\p{{Lu}}\p{{L}}{{0,12}}\.?[\s-]?){{1,4}}+(?=[,.&;(]|and\s|et\s|\d{{4}}|$)"
)
_NAMES_THEN_YEAR: Final = regex.compile(
    rf"{_CAPITALISED}(?:[\s,&;\u2026.]{{1,4}}+(?:{_CAPITALISED}|and|&|[\u2026.]{{1,3}}))*+[\s,.]{{0,3}}+"
    rf"\({_YEAR}\)[.,:]?\s{{1,3}}+[\"\u201c\u2018]?[\p{{Lu}}\p{{Ll}}\d]"
)
_INITIALS_FIRST: Final = regex.compile(
    r"(?:\p{Lu}\.[\s-]?){1,3}+\p{Lu}[\p{L}'\u2019-]{1,40}+(?:\s?,|\sand\s|\s&\s|\.\s)"
)
_FULL_NAMES: Final = regex.compile(rf"(?:{_CAPITALISED}(?:\s{_CAPITALISED}){{1,4}}+,\s){{2,200}}+")
_ET_AL: Final = regex.compile(
    rf"{_CAPITALISED}(?:[\s,]{{1,3}}+{_CAPITALISED}){{0,40}}+,?\set\sal[.,:]{{1,2}}\s[\"\u201c]?[\p{{Lu}}\d(]"
)
_STOPPED: Final = regex.compile(r"\)[.:]\s{1,3}.$")
_YEAR_LAST: Final = regex.compile(rf"(?:[,.]|\]|\))\s\(?{_YEAR}\)?\.?$")
_ANY_YEAR: Final = regex.compile(rf"(?<![\d./-]){_YEAR}(?![\d/-])")
_NUMBERS: Final = regex.compile(
    r"(?<!\d)\d{1,4}:e?\d{1,9}|\d{1,4}\s?\(\w[^()]{0,24}\)|(?<!\d)\d{1,6}[-\u2013]\d{1,6}(?!\d)|\b(?:[Vv]ol(?:ume|\.)|[Pp]p?\.|[Pp]ages|[Ii]ssue)\s?\d"
)
_TITLE_THEN: Final = regex.compile(r"[\"\u201c][^\"\u201c\u201d\n]{8,400}+[\"\u201d]")
_IMPRINT: Final = regex.compile(
    r"\b(?:Press|Publish(?:er|ers|ing)|Springer|Elsevier|Wiley|Verlag|bioRxiv|medRxiv|arXiv|In:?\s\p{Lu})"
)
_PLACE_AND_PUBLISHER: Final = regex.compile(r":\s[^:;.\n]{2,80}+;\s(?:1[89]|20)\d\d")
_PARTICLE_INITIALS: Final = "dvltez'\u2019"
# What sentences about trials say, and references do not.
_OF_A_STUDY: Final = regex.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d{8})|\baged?\s\d|\d:\d\sratio|\b(?:randomi[sz]ed|enrolled|recruited|treated|followed|randomi[sz]e"
    r"|will|would|received|completed)\s(?:\p{Ll}|\d)"
)
_VERB: Final = regex.compile(
    r"^[^.]{0,200}\b(?:showed|shows|reported|reports?|found|finds|suggests?|demonstrated|concluded?|published|described"
    r"|observed|examined|evaluated|is|are|was|were|has|have|had)\b"
)
LONGEST: Final = 3000


def may_begin_reference(text: str, start: int, limit: int, *, has_prefix: bool) -> bool:
    """Whether length, a year and names at `start` allow a reference: the cheap question before the dear ones."""
    if not 25 <= limit - start <= LONGEST or not (
        has_prefix or text[start].isupper() or text[start] in _PARTICLE_INITIALS
    ):
        return False
    return _ANY_YEAR.search(text, start, limit) is not None


def other_style_end(text: str, start: int, limit: int, *, has_ids: bool, has_prefix: bool) -> int | None:
    """Return where the reference at `start` ends, None where it is prose. The whole block is the reference."""
    if limit - start > LONGEST or limit - start < 25:
        return None
    year = _ANY_YEAR.search(text, start, limit)
    if year is None:
        return None
    author_part = _author_part(text, start, limit, has_prefix=has_prefix)
    if author_part is None:
        return None
    is_named, is_dated = author_part
    names = read_authors(text, start, limit)
    n_numbers = len(_NUMBERS.findall(text, start, limit))
    evidence = (
        has_ids,
        n_numbers >= 1,
        n_numbers >= 2,
        _TITLE_THEN.search(text, start, limit) is not None,
        _IMPRINT.search(text, start, limit) is not None,
        _PLACE_AND_PUBLISHER.search(text, start, limit) is not None,
        has_ids and names is not None and (len(names.people) > 1 or names.is_truncated),
        has_prefix,
        _YEAR_LAST.search(text, max(start, limit - 12), limit) is not None,
    )
    if is_dated and not _reads_as_prose(text, start, limit):
        return limit
    return limit if is_named and sum(evidence) >= 2 and not _reads_as_prose(text, start, limit) else None


def _author_part(text: str, start: int, limit: int, *, has_prefix: bool) -> tuple[bool, bool] | None:
    """Return (begins with names, names are followed by the year); None where no names stand at `start`."""
    near = min(limit, start + 1500)
    dated = _NAMES_THEN_YEAR.match(text, start, near)
    if dated and text[dated.end() - 1].islower() and "," not in dated.group() and not _STOPPED.search(dated.group()):
        dated = None  # 'Hetta et al. (2025) summarise ...' is a sentence, 'Hetta (2025). scales: ...' is none
    named = (
        read_authors(text, start, near) is not None
        or _INVERTED.match(text, start, near) is not None
        or _INITIALS_FIRST.match(text, start, near) is not None
        or _FULL_NAMES.match(text, start, near) is not None
        or _ET_AL.match(text, start, near) is not None
        or (has_prefix and ARTICLE.search(text, start, _line_end(text, start, near)) is not None)
        or regex.match(r"\p{Lu}[\p{L}'\u2019-]{1,40}+\s\p{Lu}{1,3}[,:.]\s", text, pos=start, endpos=near) is not None
    )
    return (named, dated is not None) if named or dated else None


def _line_end(text: str, start: int, limit: int) -> int:
    """Return where the line of `start` ends."""
    stop = text.find("\n", start, limit)
    return limit if stop == -1 else stop


def _reads_as_prose(text: str, start: int, limit: int) -> bool:
    """Whether the first sentence has a finite verb before its year or the block runs over many sentences."""
    year = _ANY_YEAR.search(text, start, limit)
    stop = year.start() if year else limit
    first = text[start : min(stop, start + 300)]
    after = text[year.end() : year.end() + 40] if year else ""
    if regex.match(
        r"\)?\s(?:\w+ly\s)?(?:showed|reported?|found|suggest|demonstrat|conclud|describ|observ|examin|evaluat)", after
    ):
        return True
    if len(_OF_A_STUDY.findall(text, start, limit)) > 1:
        return True
    opening = regex.split(r"[.?!:]\s", first, maxsplit=1)[0]
    if _VERB.match(opening + " ") and not regex.search(r"\p{Lu}\.", opening):
        return True
    sentences = regex.findall(r"[a-z]{3,}[.?!]\s(?=\p{Lu}[a-z]+\s[a-z]+\s[a-z]+)", text[start:limit])
    return len(sentences) > 4
