"""Family names as prose mentions them, and the form in which they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Final

import regex

from extractors.finders.journal_names import is_journal
from extractors.finders.person_words import ORGANISATION_WORDS
from extractors.finders.source_words import BODIES, NO_NAMES
from extractors.finders.terms import find_terms

PARTICLES: Final = frozenset("van von de del della der den di da dos du la le ter ten el al bin ibn st".split())
FAMILY: Final = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]el|[Dd]ella|[Dd]er|[Dd]en|[Dd]i|[Dd]a|[Dd]os|[Dd]u|[Ll]a|[Ll]e|[Tt]er|[Tt]en|[Ee]l|[Aa]l|[Bb]in)\s){0,3}"
    r"(?:[OoDdLl][’'])?\p{Lu}[\p{L}\p{M}]{1,30}+(?:[-‑’']\p{Lu}?[\p{L}\p{M}]{1,30}+){0,2}(?<![’']s)"
)
# Pairs of names that are scales, methods and places rather than authors; from general knowledge.
_EPONYMS: Final = frozenset(
    (
        "hoehn yahr kaplan meier bland altman mann whitney kruskal wallis kellgren lawrence cox child pugh benjamini "
        "hochberg newcastle ottawa henderson hasselbalch johnson bonferroni fisher pearson student duke stanford "
        "harvard yale oxford cambridge moderna pfizer merck novartis bayer roche"
    ).split()
)
_NO_FAMILY: Final = frozenset(
    (
        "the this that these those a an in on at by for from of and or but if as with we they he she it you patients "
        "people researchers scientists doctors participants men women children adults mice rats cells studies trials "
        "results however figure table section appendix chapter version day week month year safety efficacy source "
        "both most many some several other others such science nature cell lancet europe asia japan china korea "
        "germany france america africa canada australia italy spain england britain mexico brazil india israel tokyo "
        "kyoto london paris boston osaka monday tuesday wednesday thursday friday saturday sunday dr prof professor "
        "mr mrs ms spring summer autumn winter fall god mother father pain function placebo control controls group "
        "groups part parts level"
    ).split()
)
_APOSTROPHES: Final = regex.compile(r"[’'ʼ`´]")
_NOT_LETTER: Final = regex.compile(r"[^\p{L}\p{N}]+")
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)


_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"})


def folded_family(name: str) -> str:
    """Return a family name in the form in which names are compared: no case, accents, apostrophes or hyphens."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.casefold()).translate(_LETTERS))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(word for word in _NOT_LETTER.split(plain) if word)


def family_forms(name: str) -> frozenset[str]:
    """Return the forms under which a family may be mentioned, folded: whole, without particles, first of a double name.

    'van den Berg' gives 'Berg' as well, 'Ruiz-Calvo' 'Ruiz'.
    """
    folded = folded_family(name)
    forms = {folded, _without_particles(folded)}
    first, hyphen, _ = name.replace("‑", "-").partition("-")
    if hyphen and len(first) > 2:
        forms.add(folded_family(first))
    return frozenset(forms)


def key_forms(name: str) -> frozenset[str]:
    """Return how the keys of references begin that are made of a name: 'muller', 'mller' or 'mueller' for 'Müller'."""
    lower = name.casefold()
    written = {*family_forms(name), "".join(mark for mark in lower if mark.isascii()), lower.translate(_UMLAUTS)}
    return frozenset(_NOT_LETTER.sub("", form) for form in written)


def same_family(mentioned: str, cited: str) -> bool:
    """Whether a family name as prose mentions it may be that of a cited author."""
    folded = folded_family(mentioned)
    forms = family_forms(cited)
    return folded in forms or _without_particles(folded) in forms


def _without_particles(folded: str) -> str:
    words = folded.split()
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return " ".join(words)


def is_person_like(name: str, known: Collection[str] = ()) -> bool:
    """Whether a capitalised word may be a family name: known in the document, or no word of anything else."""
    folded = folded_family(name)
    if folded in known:
        return True
    words = folded.split()
    if any(word in _EPONYMS or word in _NO_FAMILY or word in NO_NAMES or word in ORGANISATION_WORDS for word in words):
        return False
    if name in BODIES or name.isupper() or is_journal(name):
        return False
    return not find_terms(name, 0, len(name))
