"""Where a number means nothing: tags, addresses, identifiers, references, headings' numbers."""

from __future__ import annotations

from typing import Final

import regex

_END: Final = r"[-–−]?\d{1,6}(?:\.\d{1,4})?\s?%?"
# A confidence interval: neither its level nor its ends are values of what was measured.
_INTERVAL: Final = (
    r"\d{1,3}(?:\.\d{1,2})?\s?%[\s-]?(?:CI|C\.I\.|[Cc]onfidence\s(?:[Ii]nterval|[Ll]imit)s?)(?!\w)"
    rf"(?:[\s:=,(\[]{{1,3}}(?:(?:of|was|from|between)\s)?{_END}\s?(?:[-–−,]|to|and)\s?{_END})?"
)
# What hints at a stretch, and its pattern; a text without the hint is not searched.
_HINTED: Final[tuple[tuple[str, str], ...]] = (
    ("<", r"</?[A-Za-z!][^<>]{0,2000}+(?:>|$)"),  # a tag with its attributes, also one that the capture cut off
    ("://", r"https?://[^\s<>\"]{1,2000}+"),
    ("www.", r"www\.[^\s<>\"]{1,2000}+"),
    ("](", r"\]\([^()\s]{1,1000}+(?:\([^()\s]{0,200}+\)[^()\s]{0,500}+)?\)"),  # the target of a Markdown link
    ("[[", r"\[\[[^\[\]|]{1,200}+\|"),
    ("{", r"\{[^{}]{0,60}:[^{}]{0,2000}+\}"),  # style rules and literals of dictionaries
    ('="', r"(?<=\b[a-z][a-z-]{1,20})=\"[^\"\n]{0,1000}+\"?"),  # an attribute outside its tag
    ("='", r"(?<=\b[a-z][a-z-]{1,20})='[^'\n]{0,1000}+'?"),
    ("CI", _INTERVAL),
    ("C.I.", _INTERVAL),
    ("onfidence", _INTERVAL),
    ("10.", r"(?<!\w)10\.\d{4,9}/[^\s<>\"]{1,300}+"),
    ("@", r"(?<![\w.+-])[\w.+-]{1,64}+@[\w.-]{1,200}+"),
    ("opyright", r"[Cc]opyright[^\n]{0,60}+"),
    ("\u00a9", r"\u00a9[^\n]{0,60}+"),
    ("(c)", r"\(c\)[^\n]{0,60}+"),
)
_MASKS: Final = tuple((hint, regex.compile(pattern)) for hint, pattern in _HINTED)
# The signature of a reference: 'J Clin Med. 2031 Sep 30;12(19):6311', '2031;2:11-19', '2031 May;13(5):e7'.
_SIGNATURE: Final = regex.compile(
    r"\b(?:19|20)\d\d(?:\s[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?:\s\d{1,2})?;\s?\d{1,4}(?:\s?\([^()\n]{1,20}\))?(?::|\()?"
)
_REFERENCE_LINE: Final = regex.compile(
    r"[ \t]{0,8}(?:[-•]\s)?(?:\[?\d{1,3}[.\])]\s{1,3})?(?:(?i:source|references?|citation)s?:\s?)?"
    r"\p{Lu}[\p{L}’'-]{1,30}+(?:\s\p{Lu}?[\p{L}’'-]{1,30}+){0,2}\s\p{Lu}{1,4}(?:\s(?:2nd|3rd|Jr))?[,.;]"
)
_SOURCE_LINE: Final = regex.compile(r"[ \t]{0,8}(?:[-•]\s)?(?:source|references?|citation|cite this)s?:\s", regex.I)
_EDITORS: Final = regex.compile(r"\bIn:\s|\beditors?\.|\[Internet\]|\bdoi:\s?10\.|\bPMC?I?D:")
_LINE: Final = regex.compile(r"[^\n]++")
_MAX_LINE: Final = 4000


def masked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of `text[start:end]` whose numbers are no quantities, in order; they may overlap."""
    found = [
        match.span()
        for hint, pattern in _MASKS
        if text.find(hint, start, end) >= 0
        for match in pattern.finditer(text, start, end)
    ]
    if text.find(";", start, end) >= 0 or text.find("doi", start, end) >= 0:
        found += _references(text, start, end)
    return sorted(found)


def _references(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return lines that are references, and references in brackets."""
    found = []
    for line in _LINE.finditer(text, start, end):
        first, last = line.span()
        if last - first > _MAX_LINE:
            continue
        signature = _SIGNATURE.search(text, first, last)
        is_cited = signature is not None or _EDITORS.search(text, first, last) is not None
        if not is_cited:
            continue
        if _SOURCE_LINE.match(text, first, last) or _REFERENCE_LINE.match(text, first, last):
            found.append((first, last))
        elif signature is not None:
            found.append(_bracket(text, first, last, signature.span()))
    return found


def _bracket(text: str, first: int, last: int, signature: tuple[int, int]) -> tuple[int, int]:
    """Return the bracket around the signature of a reference, or the signature and what follows it in the line."""
    opening = text.rfind("(", max(first, signature[0] - 200), signature[0])
    if opening >= 0 and ")" not in text[opening : signature[0]]:
        closing = text.find(")", signature[1], last)
        return opening, last if closing < 0 else closing + 1
    return signature[0], min(last, signature[1] + 40)
