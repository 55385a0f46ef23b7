"""Names in running text and in table cells: organisations, persons, products.

Precision goes first: a name needs a word that only names have (a legal form, 'University' with a distinctive word, a
title or degree, a product code, an INN stem, a trade mark) or stands in the vocabulary.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import regex

from extractors.finders.cues import holds_any
from extractors.finders.name_words import DESCRIBING, HEADS, LEGAL_FORMS, NO_COUNTRIES, PLACEHOLDER, PLAIN_WORDS
from extractors.finders.organisation_grammar import organisation_stretches
from extractors.finders.people import read_name
from extractors.finders.products import find_products
from extractors.finders.terms import NOTHING, SeenTerms, TermFound, find_terms
from extractors.finders.visible_text import Visible
from extractors.finders.vocabulary import entries
from schemas.spans import Found, found_text

NameKind = Literal["organisation", "person", "product"]


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name as written, with the country in brackets behind it.

    key: the form in which names of one kind are matched; for names of the vocabulary that of the preferred name.
    start, end: the whole mention, brackets included. is_platform: the text calls it a platform.
    """

    kind: NameKind
    name: Found[str]
    country: Found[str] | None
    key: str
    start: int
    end: int
    is_platform: bool = False


_COUNTRY: Final = regex.compile(r"\s?\((?P<place>[^()\n\x00]{2,40}+)\)")
_PLACEHOLDER: Final = regex.compile(PLACEHOLDER, regex.I)
_HONORIFIC: Final = regex.compile(
    r"(?<![\p{L}\p{N}.-])(?:Dr|Prof|Mr|Mrs|Ms|Professor|Dame|Sir)(?:\.|\b)\s(?=\p{Lu})|\b(?:said|says)\s(?=\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll})"
)
_TITLES: Final = ("Dr", "Prof", "Mr", "Ms", "Dame", "Sir", "said", "says")
_NAME_PART: Final = r"\p{Lu}(?:\.|[\p{L}\p{M}'’-]{1,25}+)"
_DEGREE: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}.'’-]){_NAME_PART}(?:[ \u00a0](?:{_NAME_PART}|de|van|von|der|la|el|bin)){{1,4}},[ ](?=[A-Z])"
)
# 'MD' and three others are states of the USA, too: 'in Silver Spring, MD'.
_STATES: Final = frozenset("MD MA MS PA".split())
_PLACE_BEFORE: Final = regex.compile(r"(?:\b(?:in|near|at|from|of|outside)\s|,\s)$")
_ADDRESS_BEHIND: Final = regex.compile(r"\.?,?\s(?:\d{5}|USA|U\.S)")
_MAX_PERSON: Final = 160
_CELL_JOINT: Final = regex.compile(r"\s?[;\n]\s?|\s[/+|]\s")
_BRACKET: Final = regex.compile(r"(?<!\])\s?\((?P<inside>[^()\n]{1,80}+)\)\s?$")
_PLATFORM: Final = regex.compile(r"\s(?:platform|technology|system)$", regex.I)
_BRACKETS: Final = regex.compile(r"\([^()]{0,80}+\)")
_KEYLESS: Final = (LEGAL_FORMS | {"company"}) - {"se", "as"}
_NOT_KEY: Final = regex.compile(r"[^\p{L}\p{N}]+")
_DOTS: Final = regex.compile(r"[.\s]")
_INITIALS: Final = regex.compile(r"(?<![\p{L}\p{N}])((?:\p{L}\.\s?){2,5})")


def find_names(text: str, start: int, end: int, *, seen: SeenTerms | None = None) -> list[NameFound]:
    """Return the organisations, persons and products named in `[start, end)`, in order and without overlaps.

    seen: the stretch with its terms looked up, where that has been done already.
    """
    seen = seen or SeenTerms(text, start, end)
    visible = seen.visible
    known = [found for found in seen.settled(NOTHING) if found.term.kind in ("organisation", "product")]
    found = [*_organisations(text, visible, end), *_persons(text, start, end)]
    found += [
        _named(text, product.start, product.end, "product", end, is_platform=product.is_platform)
        for product in find_products(text, visible)
    ]
    found += [_known(text, term, end) for term in known]
    kept: list[NameFound] = []
    for name in sorted(filter(None, found), key=lambda n: (n.start, -n.name.end, n.kind != "person")):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def cell_name(text: str, start: int, end: int, kind: NameKind) -> list[NameFound]:
    """Return the names that a table cell consists of, by its column's header; nothing for placeholders.

    'A; B' and 'A / B' are two names. 'MSC-NTF (NurOwn platform)' is a product and its platform. A description such as
    'Allogeneic MSCs' is no product.
    """
    names: list[NameFound] = []
    first = start
    for joint in [*_CELL_JOINT.finditer(text, start, end), None]:
        last = joint.start() if joint else end
        names += _cell_part(text, first, last, kind)
        first = joint.end() if joint else end
    return names


_INNER_APOSTROPHE: Final = regex.compile(r"(?<=\p{L})['’](?=\p{L})")


def organisation_key(name: str) -> str:
    """Return the form in which organisations are matched: no brackets, legal forms, accents, case or punctuation."""
    bare = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", name)).replace("&", " and ")
    bare = _INITIALS.sub(lambda match: f"{_DOTS.sub('', match[1])} ", bare)
    bare = unicodedata.normalize("NFKD", bare.casefold().replace("ß", "ss"))
    bare = "".join(mark for mark in bare if not unicodedata.combining(mark))
    bare = _INNER_APOSTROPHE.sub("", bare).replace("a/s", "aps")
    words = [("center" if word == "centre" else word) for word in _NOT_KEY.split(bare) if word]
    if len(words) > 1 and words[0] == "the":
        del words[0]
    while len(words) > 1 and words[-1] in _KEYLESS:
        words.pop()
    return " ".join(words)


@cache
def _known_keys() -> dict[str, str]:
    """Return the key of every name in the vocabulary of organisations and products with that of its preferred name."""
    keys: dict[str, str] = {}
    for entry in entries():
        if entry.term.kind in ("organisation", "product"):
            for name in (*entry.names, *entry.abbreviations, *entry.ambiguous):
                keys.setdefault(organisation_key(name), organisation_key(entry.term.name))
    return keys


def _key(name: str, kind: NameKind) -> str:
    key = organisation_key(name) if kind != "person" else " ".join(_NOT_KEY.split(name.casefold())).strip()
    return key if kind == "person" else _known_keys().get(key, key)


def _named(
    text: str,
    start: int,
    end: int,
    kind: NameKind,
    limit: int,
    *,
    is_platform: bool = False,
    stated: str | None = None,
) -> NameFound | None:
    name = found_text(text, start, end)
    if name is None:
        return None
    country = _country_behind(text, name.end, limit) if kind != "person" else None
    stop = name.end if country is None else text.index(")", country.end) + 1
    return NameFound(kind, name, country, stated or _key(name.value, kind), name.start, stop, is_platform)


def _known(text: str, found: TermFound, limit: int) -> NameFound | None:
    kind: NameKind = "product" if found.term.kind == "product" else "organisation"
    return _named(text, found.start, found.end, kind, limit, stated=organisation_key(found.term.name))


def _country_behind(text: str, at: int, limit: int) -> Found[str] | None:
    """Return the country of 'Name (Japan)'; None where the brackets hold anything else."""
    match = _COUNTRY.match(text, at, limit)
    if match is None:
        return None
    found = find_terms(text, *match.span("place"))
    if len(found) != 1 or (found[0].start, found[0].end) != match.span("place"):
        return None
    term = found[0].term
    return found_text(text, *match.span("place")) if term.kind == "place" and term.key not in NO_COUNTRIES else None


def _cell_part(text: str, start: int, end: int, kind: NameKind) -> list[NameFound]:
    name = found_text(text, start, end)
    if name is None or _PLACEHOLDER.fullmatch(name.value) or not any(mark.isalpha() for mark in name.value):
        return []
    bracket = _BRACKET.search(text, name.start, name.end)
    last = bracket.start() if bracket else name.end
    own = _named(text, name.start, last, kind, name.end)
    if own is None or _PLACEHOLDER.fullmatch(own.name.value):
        return []
    if kind == "person":
        person = read_name(text, name.start, name.end, is_addressed=True)
        return [_person(person.name, name.start, name.end)] if person else []
    if kind == "product" and _is_description(text, own):
        return []
    names = [own]
    platform = _PLATFORM.search(text, *bracket.span("inside")) if bracket else None
    if kind == "product" and bracket and platform:
        names += filter(
            None, [_named(text, bracket.start("inside"), platform.start(), "product", name.end, is_platform=True)]
        )
    return names


def _is_description(text: str, name: NameFound) -> bool:
    """Whether a product cell holds only terms of the field and words that describe them."""
    at, rest = name.name.start, []
    for term in find_terms(text, name.name.start, name.name.end):
        if term.term.kind in ("product", "organisation"):
            return False
        rest.append(text[at : term.start])
        at = term.end
    words = _NOT_KEY.split(" ".join([*rest, text[at : name.name.end]]).lower())
    return all(word in DESCRIBING for word in words if word)


def _organisations(text: str, visible: Visible, limit: int) -> Iterator[NameFound | None]:
    for first, last in organisation_stretches(visible.shown):
        span = visible.span(first, last)
        if span is not None and not _is_described(text, *span):
            yield _named(text, *span, "organisation", limit)


def _is_described(text: str, start: int, end: int) -> bool:
    """Whether what looks like a name only describes: 'MSC Administration', 'Burn Center', 'Osteoarthritis Clinic'."""
    at, rest = start, []
    for found in find_terms(text, start, end):
        if found.term.kind in ("organisation", "product", "place"):
            return False
        rest.append(text[at : found.start])
        at = found.end
    if not rest:
        return False
    words = [word for word in _NOT_KEY.split(" ".join([*rest, text[at:end]]).casefold()) if word]
    return len(words) < 2 or all(word in PLAIN_WORDS | HEADS for word in words)


def _persons(text: str, start: int, end: int) -> list[NameFound | None]:
    """Return people with a title, with degrees behind the name, or who are quoted by their full name."""
    found: list[NameFound | None] = []
    for cue in _HONORIFIC.finditer(text, start, end) if holds_any(text[start:end], _TITLES) else ():
        is_quoted = cue.group().startswith("sa")
        person = read_name(text, cue.end() if is_quoted else cue.start(), min(end, cue.end() + _MAX_PERSON))
        if person is not None and _is_person(text, person.name):
            found.append(_person(person.name, cue.end() if is_quoted else cue.start(), person.end))
    for match in _DEGREE.finditer(text, start, end):
        person = read_name(text, match.start(), min(end, match.end() + _MAX_PERSON))
        if person is None or person.credentials is None or not _is_person(text, person.name):
            continue
        is_state = person.credentials.value in _STATES and (
            _PLACE_BEFORE.search(text[max(start, match.start() - 10) : match.start()])
            or _ADDRESS_BEHIND.match(text, person.credentials.end)
        )
        if not is_state:
            found.append(_person(person.name, match.start(), person.end))
    return found


def _person(name: Found[str], start: int, end: int) -> NameFound:
    return NameFound("person", name, None, _key(name.value, "person"), start, end)


def _is_person(text: str, name: Found[str]) -> bool:
    """Whether a name holds no term of the field ('Multiple Sclerosis, MS')."""
    return not find_terms(text, name.start, name.end)
