"""A sentence as a string of word classes, one character a word, so that rules are short patterns over it.

The same idea as cascaded finite-state parsers (S. Abney, 'Partial parsing via finite-state cascades', 1996): words
become classes first, and grammar is matched on classes only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.claim_words import VERBS, WORDS
from extractors.finders.visible_text import Visible, read_visible

PLAIN: Final = "x"
ADVERB: Final = "v"
NUMBER: Final = "0"
PERCENT: Final = "%"
_TOKEN: Final = regex.compile(
    r"[^\W\d_][^\W_]*+(?:'[^\W\d_]++)?|\d++(?:[.,]\d++)*+|[,;:%$€£]|(?<=\s)[—–](?=\s)|[()]|[.!?…](?=.)"
)
_MARKS: Final = {**dict.fromkeys(";", ";"), "—": "-", "–": "-"} | {mark: mark for mark in ",:()"}
_LETTER_E: Final = "e"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence in classes. `codes[i]` is the class of the word or phrase at `bounds(i)` of `visible.shown`."""

    visible: Visible
    folded: str
    codes: str
    firsts: tuple[int, ...]
    n_tokens: int

    def bounds(self, index: int) -> tuple[int, int]:
        """Return where the word or phrase with this index stands in the shown text."""
        last = self.firsts[index + 1] - 1 if index + 1 < len(self.firsts) else self.n_tokens - 1
        first = self.firsts[index]
        for place, token in enumerate(_TOKEN.finditer(self.folded)):
            if place == first:
                start = token.start()
            if place == last:
                return start, token.end()
        raise IndexError(index)


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
    """Return the classes of every word and phrase."""
    held: dict[str, set[str]] = defaultdict(set)
    for name, listed in VERBS.items():
        for entry in listed.split(","):
            for form in conjugate(entry.strip()):
                is_ing = form.endswith("ing") and len(form) > 5
                held[form].add(f"{name}ING" if is_ing else name)
    for name, listed in WORDS.items():
        for phrase in listed.split(","):
            held[phrase.strip()].add(name)
    return {phrase: frozenset(names) for phrase, names in held.items()}


_CLASSES: Final = _classes()
_CODE_OF: Final = {
    names: chr(0xE000 + place) for place, names in enumerate(sorted(set(_CLASSES.values()), key=lambda s: sorted(s)))
}
_SINGLE: Final = {phrase: _CODE_OF[names] for phrase, names in _CLASSES.items() if " " not in phrase} | _MARKS | {"%": "%"}
_PHRASES: Final[dict[str, list[tuple[list[str], str]]]] = {}
for _phrase in sorted(_CLASSES, key=lambda phrase: (-phrase.count(" "), phrase)):
    if " " in _phrase:
        _PHRASES.setdefault(_phrase.split()[0], []).append((_phrase.split(), _CODE_OF[_CLASSES[_phrase]]))


_PLAIN_CLASSES: Final = {"NUMBER": NUMBER, "PERCENT": PERCENT, "ADVERB": ADVERB}


def codes_of(name: str) -> str:
    """Return the characters that stand for a class, alone or with others; KeyError where there is no such class."""
    if name in _PLAIN_CLASSES:
        return _PLAIN_CLASSES[name]
    codes = "".join(sorted(code for names, code in _CODE_OF.items() if name in names))
    if not codes:
        raise KeyError(name)
    return codes


def tag(text: str, start: int, end: int) -> Tagged:
    """Return the sentence `text[start:end]` in classes; phrases go before words, long ones before short ones."""
    visible = read_visible(text, start, end)
    folded = visible.shown.lower()
    if len(folded) != len(visible.shown):
        folded = "".join(mark.lower() if len(mark.lower()) == 1 else mark for mark in visible.shown)
    folded = folded.replace("’", "'")
    words = _TOKEN.findall(folded)
    codes: list[str] = []
    firsts: list[int] = []
    n_words = len(words)
    index = 0
    get, phrases = _SINGLE.get, _PHRASES.get
    while index < n_words:
        word = words[index]
        firsts.append(index)
        for phrase, code in phrases(word, ()):
            if words[index : index + len(phrase)] == phrase:
                codes.append(code)
                index += len(phrase)
                break
        else:
            codes.append(get(word) or _unknown(word))
            index += 1
    return Tagged(visible, folded, "".join(codes), tuple(firsts), n_words)


def _unknown(word: str) -> str:
    if word[0].isdigit():
        return NUMBER
    if word.endswith("ly") and len(word) > 4:
        return ADVERB
    return PLAIN
