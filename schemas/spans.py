"""Spans, and the named functions that lead from a slice of page text to a stored value.

A span is `[start, end)` in Unicode code points of `pages.text` (W3C Web Annotation TextPositionSelector).
`NORMALISERS[name](text[start:end])` gives the stored value as text; the warehouse runs the same functions
over every evidence row before it publishes.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, Generic, Literal, NamedTuple, TypeVar
from urllib.parse import unquote

import regex

from schemas.calendar import parse_date

Value = TypeVar("Value", bound=str | int | float | date, covariant=True)

NormaliserName = Literal[
    "identity",
    "collapse_ws",
    "strip_markup",
    "prose",
    "unescape",
    "upper",
    "iso_date",
    "edtf",
    "decimal",
    "number_word",
    "scientific",
    "shared_scale",
    "fraction_part",
    "fraction_whole",
    "doi",
    "registry_id",
    "pmcid",
    "key",
    "language_tag",
]


class Span(NamedTuple):
    """`[start, end)` in code points of a page's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice of `text` that this span names."""
        return text[self.start : self.end]


class Found(NamedTuple, Generic[Value]):
    """A value together with the span and the normaliser that prove it.

    A named tuple, since a page gives thousands and a frozen dataclass takes three times as long to make.
    """

    value: Value
    start: int
    end: int
    normaliser: NormaliserName = "identity"

    def at(self, offset: int) -> Found[Value]:
        """Return the same value with its span moved by `offset`, for finders that ran on a slice."""
        return self._replace(start=self.start + offset, end=self.end + offset)


_WS: Final = regex.compile(r"\s+")
# `(target)` may hold one level of brackets, as old publishers' DOIs do.
_MD_LINK: Final = regex.compile(r"!?\[([^\[\]]*+)\]\((?:[^()\s]|\([^()\s]*+\))*+(?:\s+\"[^\"]*+\")?\)")
_WIKI_LINK: Final = regex.compile(r"\[\[(?:[^\[\]|]++\|)?([^\[\]|]++)\]\]")
_TAG: Final = regex.compile(r"</?[A-Za-z][^<>]*+>")
_MARKS: Final = regex.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)++)(?<=\S)\1", regex.S)
_DOI_RESOLVER: Final = regex.compile(r"^(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/", regex.I)
_DOI_PREFIX: Final = regex.compile(r"^doi:\s*", regex.I)
_REGISTRY_MARKS: Final = regex.compile(r"[\s#:]+")
_REGISTRY_DASH: Final = regex.compile(r"^(NCT|ISRCTN)-")
_MIXED_CASE: Final = (("ChiCTR", "CHICTR"), ("JapicCTI", "JAPICCTI"))
_JRCT: Final = regex.compile(r"^JRCT(S?)")
_PMC: Final = regex.compile(r"(?i)^\s*PMC\s*")
_MARKUP: Final = ("[", "<", "&", "**", "__")
# `str.split` takes these for white space, which they are not.
_SEPARATORS: Final = ("\x1c", "\x1d", "\x1e", "\x1f")
_LIST_MARK: Final = regex.compile(r"^[ \t\u00a0]*+(?:[-*•◦–▪●‣·∙○■]|\d{1,3}[.)])[ \t\u00a0]++(?=\S)", regex.M)
_NOT_KEY: Final = regex.compile(r"[^a-z0-9]+")
_MINUS: Final = ("-", "\u2212")
_NUMBER: Final = regex.compile(
    r"[^\d]*?(?P<sign>[-+\u2212]?)(?P<number>(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})++|\d++)(?:\.\d++)?|\.\d++)(?![.,]?\d)"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion)\b)?",
    regex.I,
)
_MANY_DIGITS: Final = 20
_GROUPING: Final = regex.compile(r"[,\s]")
_POWER: Final = regex.compile(
    r"(?P<factor>\d{1,6}(?:\.\d{1,6})?)\s?(?:[×xX*·]|&times;)\s?10(?:"
    r"\s?(?:\^\s?|\*\*|<sup>)(?P<power>\d{1,2})(?:</sup>)?|(?P<power>[⁰¹²³⁴-⁹]{1,2})|\s?(?P<power>[3-9]|1[0-2]))"
)
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBER_WORDS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}

_FRACTION_WORDS: Final = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}


def identity(text: str) -> str:
    """Return the slice unchanged."""
    return text


def collapse_ws(text: str) -> str:
    """Return the slice with every run of white space as one blank, trimmed."""
    if text.isprintable() and "  " not in text:  # the only white space that is printable is the blank
        return text.strip()
    for separator in _SEPARATORS:
        if separator in text:
            return _WS.sub(" ", text).strip()
    return " ".join(text.split())


def unescape(text: str) -> str:
    """Return the slice with HTML character references resolved and white space collapsed."""
    return collapse_ws(html.unescape(text))


def strip_markup(text: str) -> str:
    """Return the slice as a reader sees it: link texts for Markdown and wiki links, no tags, no emphasis marks."""
    for mark in _MARKUP:
        if mark in text:
            break
    else:
        return collapse_ws(text)
    text = _WIKI_LINK.sub(r"\1", _MD_LINK.sub(r"\1", text))
    return unescape(_TAG.sub("", _MARKS.sub(r"\2", text)))


def prose(text: str) -> str:
    """Return a slice over several blocks as running text: list marks at the beginning of lines go, too."""
    return strip_markup(_LIST_MARK.sub("", text))


def upper(text: str) -> str:
    """Return the slice trimmed and in upper case."""
    return text.strip().upper()


def iso_date(text: str) -> str | None:
    """Return a stated date as ISO 8601, the first day of the period where it is coarser than a day."""
    parsed = parse_date(text)
    return None if parsed is None else parsed.first_day.isoformat()


def edtf(text: str) -> str | None:
    """Return a stated date in EDTF level 0 (`2025`, `2025-05`, `2025-05-19`)."""
    parsed = parse_date(text)
    return None if parsed is None else parsed.edtf


def decimal(text: str) -> str | None:
    """Return the first number written in digits ('1,250', '.05', '40%', '2.5 million') as a plain decimal.

    None where its marks could mean several numbers ('1,5', '1.2.3').
    """
    if text.isascii() and text.isdigit() and len(text) < _MANY_DIGITS:
        return str(int(text))  # what most numbers are
    match = _NUMBER.match(text)
    if match is None:
        return None
    number = Decimal(_GROUPING.sub("", match["number"]))
    if match["scale"]:
        number = (number * _SCALES[match["scale"].lower()]).normalize()
    return f"{'-' if match['sign'] in _MINUS else ''}{number:f}"


def number_word(text: str) -> str | None:
    """Return a number word ('seven', 'twenty-one', 'two million') in digits; 'a' and 'an' count one."""
    *words, last = text.strip().lower().replace("-", " ").split() or [""]
    scale = _SCALES.get(last)
    if scale is None:
        words, scale = [*words, last], 1
    values = [1 if word in ("a", "an") else _NUMBER_WORDS.get(word, -1) for word in words]
    match values:
        case [value] if value >= 0:
            return str(value * scale)
        case [tens, units] if tens >= 20 and 0 < units < 10:
            return str((tens + units) * scale)
    return None


def scientific(text: str) -> str | None:
    """Return a number in powers of ten ('2 × 10^6', '1.5x10⁶') as a plain decimal.

    A power that lost its superscript ('2 × 106') is read as one, since nobody multiplies by 106.
    """
    match = _POWER.fullmatch(text.strip())
    if match is None:
        return None
    return f"{(Decimal(match['factor']) * 10 ** int(match['power'].translate(_RAISED))).normalize():f}"


def shared_scale(text: str) -> str | None:
    """Return the first number of a range or list in the scale that its last one names ('100 to 150 million')."""
    *_, last = text.lower().split() or [""]
    first = decimal(text)
    if first is None or last not in _SCALES:
        return None
    return f"{(Decimal(first) * _SCALES[last]).normalize():f}"


def fraction_part(text: str) -> str | None:
    """Return the upper number of a fraction in words ('two-thirds' gives 2, 'half' and 'a quarter' 1)."""
    parts = _fraction(text)
    return None if parts is None else str(parts[0])


def fraction_whole(text: str) -> str | None:
    """Return the lower number of a fraction in words ('two-thirds' gives 3, 'half' 2)."""
    parts = _fraction(text)
    return None if parts is None else str(parts[1])


def _fraction(text: str) -> tuple[int, int] | None:
    *upper, lower = text.strip().lower().replace("-", " ").split() or [""]
    whole = _FRACTION_WORDS.get(lower.removesuffix("s"))
    part = number_word(" ".join(upper)) if upper else "1" if lower == "half" else None
    return None if whole is None or part is None else (int(part), whole)


def doi(text: str) -> str:
    """Return a DOI in lower case without resolver or prefix (case does not distinguish DOIs: DOI Handbook 2.4)."""
    bare, n_resolvers = _DOI_RESOLVER.subn("", html.unescape(text.strip()))
    if n_resolvers:
        bare = unquote(bare)  # in a resolver's address '<' stands as '%3C' (DOI Handbook 2.5.2.4)
    return _DOI_PREFIX.sub("", bare).lower()


def registry_id(text: str) -> str:
    """Return a trial registry number as its registry writes it ('nct 0123 4567' gives 'NCT01234567')."""
    bare = _REGISTRY_DASH.sub(r"\1", _REGISTRY_MARKS.sub("", text).upper())
    for written, upper in _MIXED_CASE:
        if bare.startswith(upper):
            return bare.replace(upper, written, 1)
    if bare.startswith("RBR-"):
        return "RBR-" + bare[4:].lower()
    return _JRCT.sub(_jrct, bare)


def _jrct(match: regex.Match[str]) -> str:
    """Return the prefix of the Japanese registry, whose two letters 'j' and 's' are small."""
    return "jRCTs" if match.group(1) else "jRCT"


def pmcid(text: str) -> str | None:
    """Return a PubMed Central id with its prefix ('PMC10573670'), None where nothing follows it."""
    digits = _PMC.sub("", text).strip()
    return f"PMC{digits}" if digits else None


def key(text: str) -> str:
    """Return a label as a snake case key ('Cell Type:' gives 'cell_type')."""
    return _NOT_KEY.sub("_", strip_markup(text).lower()).strip("_")


def language_tag(text: str) -> str:
    """Return the primary subtag of a BCP 47 tag ('en-GB' gives 'en')."""
    return regex.split(r"[-_]", text.strip(), maxsplit=1)[0].strip().lower()


NORMALISERS: Final[dict[NormaliserName, Callable[[str], str | None]]] = {
    "identity": identity,
    "collapse_ws": collapse_ws,
    "strip_markup": strip_markup,
    "prose": prose,
    "unescape": unescape,
    "upper": upper,
    "iso_date": iso_date,
    "edtf": edtf,
    "decimal": decimal,
    "number_word": number_word,
    "scientific": scientific,
    "shared_scale": shared_scale,
    "fraction_part": fraction_part,
    "fraction_whole": fraction_whole,
    "doi": doi,
    "registry_id": registry_id,
    "pmcid": pmcid,
    "key": key,
    "language_tag": language_tag,
}


def found_text(text: str, start: int, end: int, normaliser: NormaliserName = "strip_markup") -> Found[str] | None:
    """Trim `[start, end)` and return what stands there; None where the normalised value is empty.

    The plainest normaliser that gives the same value is named, so that most evidence reads `identity`.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    raw = text[start:end]
    value = NORMALISERS[normaliser](raw) if raw else None
    if not value:
        return None
    return Found(value, start, end, "identity" if value == raw else normaliser)
