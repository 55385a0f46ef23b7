"""The terms of the field, read from `extractors/vocabulary/*.csv`, with every form in which they are looked for."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

import regex

from extractors.finders.entity_words import CLOSED_UP, GREEK, SPELLINGS
from schemas.records.evidence import EntityKind


@dataclass(frozen=True, slots=True)
class Term:
    """A thing that pages name. `key` is unique over all kinds; `name` the preferred name; `parent` a broader key."""

    key: str
    kind: EntityKind
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a term. `written` tells the case of its letters, None where case does not matter.

    is_ambiguous: counts only in a document that introduces it or holds the full name. is_made: put together from
    another entry ('MSC' and 'therapy'), so that an entry of its own goes first.
    """

    term: Term
    written: str | None
    is_ambiguous: bool
    is_made: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a vocabulary file with its templates filled in."""

    term: Term
    names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    ambiguous: tuple[str, ...]
    is_exact: bool
    is_made: bool


FOLDER: Final = Path(__file__).parent.parent / "vocabulary"
COLUMNS: Final = ("key", "name", "synonyms", "abbreviations", "ambiguous", "case", "each", "parent")
_HYPHENS: Final = "-‐‑–−\u00a0\u202f\u2009\n\t"
_APOSTROPHES: Final = "’ʼ‘`´"
_HOLE: Final = "{}"
_JOINED: Final = regex.compile(r"\p{L}{1,6}[-‑](?:\d{1,3}\p{L}?|\p{Greek}\d?|\p{Lu}{1,5})")
_NOT_SLUG: Final = regex.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return `text` in the form in which terms are compared, of the same length: small letters, blanks for hyphens."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(mark.lower() if len(mark.lower()) == 1 else mark for mark in text)
    return joined(folded)


def joined(text: str) -> str:
    """Return `text` with blanks for hyphens and plain apostrophes; letters keep their case."""
    for mark in _HYPHENS:
        text = text.replace(mark, " ")
    for mark in _APOSTROPHES:
        text = text.replace(mark, "'")
    return text


def slug(name: str) -> str:
    """Return the key of a name ('Parkinson's disease' gives 'parkinsons-disease', 'TGF-β1' gives 'tgf-beta1')."""
    for letter, spelled in GREEK:
        name = name.replace(letter, spelled)
    plain = unicodedata.normalize("NFKD", name.replace("+", " plus")).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain.lower().replace("'", "")).strip("-")


@cache
def entries() -> tuple[Entry, ...]:
    """Return all entries of all files, templates filled in, in the order of file names and rows."""
    plain: list[Entry] = []
    templates: list[tuple[EntityKind, dict[str, str]]] = []
    for kind in sorted(get_args(EntityKind)):
        path = FOLDER / f"{kind}.csv"
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                if row["each"].startswith("@"):
                    templates.append((kind, row))
                elif row["each"]:
                    plain += (_entry(kind, row, value, slug(value)) for value in row["each"].split("|"))
                else:
                    plain.append(_entry(kind, row, None, ""))
    return (*plain, *_combined(plain, templates))


def _entry(kind: EntityKind, row: dict[str, str], value: str | None, value_key: str) -> Entry:
    def forms(column: str) -> tuple[str, ...]:
        held = tuple(part for part in row[column].split("|") if part)
        return held if value is None else tuple(part.replace(_HOLE, value) for part in held)

    (name,) = forms("name")
    term = Term(row["key"].replace(_HOLE, value_key), kind, name, row["parent"] or None)
    return Entry(
        term, (name, *forms("synonyms")), forms("abbreviations"), forms("ambiguous"), row["case"] == "exact", False
    )


def _combined(plain: list[Entry], templates: list[tuple[EntityKind, dict[str, str]]]) -> Iterator[Entry]:
    """Fill templates that stand for every entry of another kind ('{} therapy' for all cell types)."""
    taken = {entry.term.key for entry in plain}
    for kind, row in templates:
        for entry in plain:
            if entry.term.kind != row["each"][1:]:
                continue
            key = row["key"].replace(_HOLE, entry.term.key)
            own = [part for part in (row["name"], *row["synonyms"].split("|")) if part]
            term = Term(key, kind, row["name"].replace(_HOLE, entry.term.name), row["parent"] or None)
            if key in taken:
                term = next(other.term for other in plain if other.term.key == key)
            yield Entry(
                term,
                tuple(part.replace(_HOLE, name) for part in own for name in entry.names),
                tuple(part.replace(_HOLE, short) for part in own for short in entry.abbreviations),
                tuple(part.replace(_HOLE, short) for part in own for short in entry.ambiguous),
                entry.is_exact,
                True,
            )


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """Return every folded form with the terms that it can mean, the surest first."""
    found: dict[str, list[Form]] = {}

    def add(written: str, term: Term, *, is_cased: bool, is_ambiguous: bool, is_made: bool) -> None:
        form = Form(term, joined(written) if is_cased else None, is_ambiguous, is_made)
        held = found.setdefault(fold(written), [])
        if all(other.term.key != term.key or other.written != form.written for other in held):
            held.append(form)

    for entry in entries():
        for name in entry.names:
            for written in _variants(name):
                add(written, entry.term, is_cased=entry.is_exact, is_ambiguous=False, is_made=entry.is_made)
        for shorts, is_ambiguous in ((entry.abbreviations, False), (entry.ambiguous, True)):
            for short in shorts:
                for written in _abbreviated(short):
                    add(written, entry.term, is_cased=True, is_ambiguous=is_ambiguous, is_made=entry.is_made)
    return {folded: tuple(sorted(held, key=lambda f: (f.is_made, f.is_ambiguous))) for folded, held in found.items()}


def _variants(name: str) -> Iterable[str]:
    """Return a name with its plurals, American spellings, Greek letters, closed compounds and bare genitives."""
    held = {name}
    for letter, spelled in GREEK:
        held |= {other.replace(letter, spelled) for other in held}
        held |= {regex.sub(rf"\b{spelled}\b", letter, other) for other in held if spelled in other}
    held |= {_american(other) for other in held}
    if "'s " in name or name.endswith("'s"):
        held |= {other.replace("'s", "s") for other in held} | {other.replace("'s ", " ") for other in held}
    held |= {_closed(other) for other in held if "-" in other}
    return dict.fromkeys((*sorted(held), *(_plural(other) for other in sorted(held))))


def _abbreviated(short: str) -> Iterable[str]:
    held = {short}
    for letter, spelled in GREEK:
        held |= {other.replace(letter, f"-{spelled}").replace("--", "-") for other in held if letter in other}
    held |= {other.replace("-", "") for other in held if _JOINED.fullmatch(other)}
    return dict.fromkeys((*sorted(held), *(f"{other}s" for other in sorted(held) if not other.endswith("s"))))


def _american(name: str) -> str:
    for british, american in SPELLINGS:
        if british in name:
            name = name.replace(british, american)
    return name


def _closed(name: str) -> str:
    """Close up prefixes: 'intra-arterial' gives 'intraarterial'."""
    return " ".join(
        word.replace("-", "", 1) if word.partition("-")[0] in CLOSED_UP else word for word in name.split(" ")
    )


def _plural(name: str) -> str:
    """Return the regular plural of the last word."""
    if name.endswith("sis"):
        return f"{name[:-2]}es"
    if regex.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    if regex.search(r"(?:s|x|ch|sh)$", name):
        return name if name.endswith(("ics", "'s")) else f"{name}es"
    return f"{name}s"
