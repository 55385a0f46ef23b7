"""A sentence as a string of word classes, one character a word, so that rules are short patterns over it.

The classes are in `vocabulary/claims/words.csv`, from own reasoning over how health pages word things; that negations
are word lists with a scope is the idea of ConText (doi:10.1016/j.jbi.2009.05.002).

The same idea as cascaded finite-state parsers (S. Abney, 'Partial parsing via finite-state cascades', 1996): words
become classes first, and grammar is matched on classes only.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.cues import holds_any
from extractors.finders.visible_text import Visible, read_visible
from extractors.finders.vocabulary import FOLDER

PLAIN: Final = "x"
ADVERB: Final = "v"
NUMBER: Final = "0"
PERCENT: Final = "%"
BLANKS: Final = str.maketrans("\u00a0\u202f\u2009\n\t", " " * 5)
_ASCII_MARKS: Final = (("\n", " "), ("\t", " "))
_PLAIN_MARKS: Final = (*_ASCII_MARKS, *zip("\u00a0\u202f\u2009’ʼ‘‐‑", "   '''--", strict=True))
_TOKEN: Final = regex.compile(
    r"[^\W\d_][^\W_]*+(?:-(?:producing|secreting|releasing|regulating|supporting|building|modulating|promoting|inducing|induced"
    r"|degrading|forming|derived|based|related|specific|directed|driven|like|generated|implanted|mediated)(?![^\W\d_])"
    r"|'[^\W\d_]++)?|\d++(?:[.,]\d++)*+|[,;:%$€£]|(?<=\s)[—–](?=\s)|[()]"
)
_MARKS: Final = {**dict.fromkeys(";", ";"), "—": "-", "–": "-"} | {mark: mark for mark in ",:()"}
# Marks of ASCII that are no tokens and part of none.
_BARE: Final = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in ",;:%$()'-"}
_LETTER_E: Final = "e"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence in classes, one character of `codes` a word or phrase; `folded`: the shown text in small letters."""

    visible: Visible
    folded: str
    codes: str


def conjugate(entry: str) -> list[str]:
    """Return the forms of a verb given as 'base', as 'base*' (its last letter is doubled) or with all its forms."""
    if "/" in entry:
        return entry.split("/")
    base = entry.rstrip("*")
    stem = base + base[-1] if entry.endswith("*") else base
    if base.endswith(_LETTER_E):
        return [base, f"{base}s", f"{base}d", f"{base[:-1]}ing"]
    if base.endswith("y") and base[-2] not in "aeou":
        return [base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"]
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
    return [base, third, f"{stem}ed", f"{stem}ing"]


def _classes() -> dict[str, frozenset[str]]:
    """Return the classes of every word and phrase.

    In the file a verb is 'base' (regular), 'base*' (its last letter is doubled) or all its forms with '/'; its forms in
    -ing are in a class of their own, named like the first with ING behind it. A hyphen counts as a blank.
    """
    held: dict[str, set[str]] = defaultdict(set)
    with (FOLDER / "claims" / "words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            for entry in row["words"].split("|"):
                for form in conjugate(entry) if row["form"] == "verb" else [entry]:
                    is_gerund = row["form"] == "verb" and form.endswith("ing") and len(form) > 5
                    held[form].add(f"{row['class']}ING" if is_gerund else row["class"])
    return {phrase: frozenset(names) for phrase, names in held.items()}


_CLASSES: Final = _classes()
_CODE_OF: Final = {names: chr(0xE000 + place) for place, names in enumerate(sorted(set(_CLASSES.values()), key=sorted))}
_SINGLE: Final = (
    {phrase: _CODE_OF[names] for phrase, names in _CLASSES.items() if " " not in phrase} | _MARKS | {PERCENT: PERCENT}
)
# By their first and their second word, long ones first.
_PHRASES: Final[dict[str, dict[str, list[tuple[list[str], str]]]]] = {}
for _phrase in sorted(_CLASSES, key=lambda phrase: (-phrase.count(" "), phrase)):
    if " " in _phrase:
        _parts = _phrase.split()
        _PHRASES.setdefault(_parts[0], {}).setdefault(_parts[1], []).append((_parts, _CODE_OF[_CLASSES[_phrase]]))


_PLAIN_CLASSES: Final = {"NUMBER": NUMBER, "PERCENT": PERCENT, "ADVERB": ADVERB}


def codes_of(name: str) -> str:
    """Return the characters that stand for a class, alone or with others; KeyError where there is no such class."""
    if name in _PLAIN_CLASSES:
        return _PLAIN_CLASSES[name]
    codes = "".join(sorted(code for names, code in _CODE_OF.items() if name in names))
    if not codes:
        raise KeyError(name)
    return codes


def tag(text: str, start: int, end: int, *, is_plain: bool = False) -> Tagged:
    """Return the sentence `text[start:end]` in classes; phrases go before words, long ones before short ones.

    is_plain: whether all of it is shown as it stands.
    """
    visible = Visible(text[start:end], start) if is_plain else read_visible(text, start, end)
    folded = visible.shown.lower()
    if len(folded) != len(visible.shown):
        folded = "".join(mark.lower() if len(mark.lower()) == 1 else mark for mark in visible.shown)
    # A few plain replacements are a tenth of the work of a table.
    for mark, plain in _ASCII_MARKS if folded.isascii() else _PLAIN_MARKS:
        folded = folded.replace(mark, plain)
    return Tagged(visible, folded, _coded(_tokens(folded)))


def _tokens(folded: str) -> list[str]:
    """Return what `_TOKEN` finds; words of letters alone, which most are, are cut without it."""
    if not folded.isascii() or holds_any(folded, "0123456789_"):
        return _mixed_tokens(folded)
    bare = folded.translate(_BARE)
    for mark in ",;:%$()":
        if mark in bare:
            bare = bare.replace(mark, f" {mark} ")
    tokens = bare.split()
    if "-" not in bare and "'" not in bare:
        return tokens
    return [part for token in tokens for part in (_TOKEN.findall(token) if "-" in token or "'" in token else (token,))]


def _mixed_tokens(folded: str) -> list[str]:
    if "—" in folded or "–" in folded:
        return _TOKEN.findall(folded)  # they are tokens by the blanks around them
    tokens: list[str] = []
    for word in folded.split():
        if word.isalpha():
            tokens.append(word)
        else:
            tokens += _TOKEN.findall(word)
    return tokens


def _coded(words: list[str]) -> str:
    codes: list[str] = []
    append, get, heads = codes.append, _SINGLE.get, _PHRASES
    last = len(words) - 1
    index = 0
    while index <= last:
        word = words[index]
        if word in heads and index < last and words[index + 1] in heads[word]:
            for phrase, code in heads[word][words[index + 1]]:
                if words[index : index + len(phrase)] == phrase:
                    append(code)
                    index += len(phrase)
                    break
            else:
                append(get(word) or _unknown(word))
                index += 1
            continue
        append(get(word) or _unknown(word))
        index += 1
    return "".join(codes)


def _unknown(word: str) -> str:
    if word[0].isdigit():
        return NUMBER
    if word.endswith("ly") and len(word) > 4:
        return ADVERB
    return PLAIN
