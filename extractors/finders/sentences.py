"""Where sentences of English prose begin and end.

A mark ends a sentence unless an abbreviation, an initial, a number, an address, a bracket or a small letter behind it
says otherwise. Closing quotes, brackets and citation marks behind the mark ('better.”', 'better.[3]') belong to the
sentence. Where the text does not settle it, the sentence goes on: half a sentence asserts something else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

import regex

from schemas.spans import Span

# The lists come from own reasoning. A full stop behind these never ends a sentence.
_INSIDE: Final = frozenset(
    (
        "Dr Drs Prof Profs Mr Mrs Messrs Ms St Mt Gov Gen Sen Rep Hon Rev Capt Col Lt Sgt "
        "vs viz cf e.g eg i.e ie ca approx resp incl excl esp"
    ).split()
)
# Not when a number follows: 'Fig. 2', 'No. 5', 'Jan. 9'.
_BEFORE_NUMBER: Final = frozenset(
    (
        "fig figs no nos vol vols p pp sec sect ch chap tab tabs ref refs eq eqs v ver suppl pt "
        "jan feb mar apr jun jul aug sep sept oct nov dec"
    ).split()
)
# These end a sentence only where the next word is one that sentences begin with.
_PERHAPS: Final = frozenset(
    (
        "al inc ltd co corp plc llc gmbh jr sr dept univ assn bros est ext natl intl sp spp subsp var u.s u.k e.u u.n "
        "u.s.a ph.d m.d d.c d.o m.sc b.sc a.m p.m a.k.a i.v s.c i.m p.o b.i.d t.i.d q.d k.k s.a n.v b.v st.d r.n"
    ).split()
)
# Words that sentences begin with; none of them begins a name or a title of a work that follows an abbreviation.
_OPENERS: Final = frozenset(
    (
        "The A An This That These Those It Its They Their There We Our He She His Her You Your In On At By For From "
        "With Without Within After Before During Since Although While When Where Because If As However Moreover "
        "Furthermore Additionally Also Still Yet But And Or So Then Thus Therefore Hence Here Both Each Every Some "
        "Many Most Several Other Another Such No Not None Neither All Only Once Despite Unlike Like Compared Overall "
        "Recent Recently Early Patients Participants People Researchers Scientists Results Studies Clinical What Who "
        "Why How Which Is Are Can Do Does To Further More According Instead Finally First Second Because Until"
    ).split()
)
# Behind these, one capital letter is a number or a name and no initial: 'phase I.', 'vitamin D.'
_LETTERED: Final = frozenset(
    (
        "phase phases stage stages type types grade class vitamin hepatitis factor group arm cohort level part table "
        "figure collagen plan appendix influenza panel option category"
    ).split()
)

_LINK: Final = (
    r"!?\[(?P<label>[^\[\]\n]{1,500}+)\]\((?:[^()\s]|\([^()\s]{0,200}+\)){0,2000}+(?:\s\"[^\"\n]{0,300}+\")?\)"
)
_CITED: Final = (
    r"(?:[ \u00a0]?\[(?:\^?\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3}){0,12}|@[\w:.-]{1,60}+)\](?:\([^()\s]{1,300}+\))?"
    r"|\^?[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,6}+|<sup>[^<>\n]{1,60}+</sup>)"
)
_CLOSER: Final = rf"(?:[\"'”’»)\]*_]|</[A-Za-z]{{1,10}}+>|{_CITED})"
# The marks that tokens begin with come first: nearly every place fails there.
_TOKEN: Final = regex.compile(
    r"(?=[\[!<.?…\n()]|https?://|www\.)(?:"
    rf"(?P<link>\[\[[^\[\]\n]{{1,300}}+\]\]|{_LINK})(?P<closed>{_CLOSER}{{0,6}}+)"
    r"|(?P<skip><[A-Za-z/][^<>]{0,2000}+>|(?:https?://|www\.)[^\s<>\"“”]{1,2000}+)"
    rf"|(?P<mark>[.!?…]{{1,10}}+)(?P<after>{_CLOSER}{{0,6}}+)"
    r"|(?P<blank>\n[^\S\n]*+\n)"
    r"|(?P<open>[(])|(?P<close>[)]))"
)
_LONGEST_WORD: Final = 16
_WORD_BEFORE: Final = regex.compile(rf"[\p{{L}}\p{{M}}](?:[\p{{L}}\p{{M}}]|\.(?=\p{{L}})){{0,{_LONGEST_WORD - 1}}}+$")
_FINAL: Final = regex.compile(r"[.!?…][\"'”’»)\]*_]{0,4}+$")
_NEXT: Final = regex.compile(
    r"(?:[\"'“‘«(\[*_#¿¡]|<[A-Za-z][^<>]{0,200}+>|[-–—•▪●][ \u00a0]){0,6}+"
    r"(?P<word>[\p{L}\p{N}][\p{L}\p{M}\p{N}]{0,40}+)?"
)
_GLUED: Final = regex.compile(r"[\"“‘(\[]{0,2}+\p{Lu}\p{Ll}++(?=[\s,’'-])")
_GLUED_SINGLE: Final = regex.compile(r"[\"“‘(\[]{0,2}+(?:A|I|MSCs|iPSCs)\s")
_PLAIN_BEFORE: Final = regex.compile(r"(?:^|[\s(“\"‘-])[\p{L}’'-]*\p{Ll}{3}[)”\"%]?$")
_NUMBERED: Final = regex.compile(r"[^\p{L}\p{N}]{0,4}+(?:\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])")
_LOOK_BACK: Final = 24
_MAX_BRACKET: Final = 400


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of `text[start:end]` in order, as trimmed spans that together hold all but white space.

    An empty line ends a sentence, too. What has no final mark is a sentence of its own ('Low risk of harm').
    """
    tokens = [*_TOKEN.finditer(text, start, end)]
    if not tokens:
        return [*_trimmed(text, start, end)]
    opens, closes = _brackets(tokens)
    result: list[Span] = []
    begin = _behind_blanks(text, start, end)
    for token in tokens:
        kind = token.lastgroup
        if kind in ("skip", "open", "close") or (kind == "closed" and not _ends_in_label(token)):
            continue
        stop = token.end()
        if stop <= begin:
            continue
        if kind == "blank" or (_ends(text, token, begin, end) and not _in_bracket(token, begin, opens, closes)):
            result += _trimmed(text, begin, stop)
            begin = _behind_blanks(text, stop, end)
    result += _trimmed(text, begin, end)
    return result


def _behind_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    start = _behind_blanks(text, start, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _brackets(tokens: list[regex.Match[str]]) -> tuple[list[int], list[int]]:
    """Return where the outermost short brackets open and close; a bracket without its partner counts for nothing."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for token in tokens:
        group = token.lastgroup
        if group == "open":
            stack.append(token.start())
        elif group == "blank":
            stack.clear()
        elif group == "close" or (group in ("after", "closed") and ")" in token.group(group)):
            for at in _closings(token, group):
                if stack:
                    opened = stack.pop()
                    if at - opened <= _MAX_BRACKET:
                        pairs.append((opened, at))
    outer: list[tuple[int, int]] = []
    for opened, closed in sorted(pairs):
        if not outer or opened > outer[-1][1]:
            outer.append((opened, closed))
    return [pair[0] for pair in outer], [pair[1] for pair in outer]


def _closings(token: regex.Match[str], group: str) -> Iterator[int]:
    if group == "close":
        yield token.start()
        return
    first = token.start(group)
    inside = 0  # brackets of a link target behind the mark close themselves
    for index, mark in enumerate(token.group(group)):
        if mark == "(":
            inside += 1
        elif mark == ")" and inside:
            inside -= 1
        elif mark == ")":
            yield first + index


def _in_bracket(token: regex.Match[str], begin: int, opens: list[int], closes: list[int]) -> bool:
    """Whether a mark stands in a bracket that the sentence opened in its middle and closes behind the mark."""
    index = bisect_right(opens, token.start()) - 1
    return index >= 0 and opens[index] > begin and closes[index] >= token.end()


def _ends_in_label(token: regex.Match[str]) -> bool:
    label = token["label"]
    return label is not None and _FINAL.search(label, max(0, len(label) - 6)) is not None


def _ends(text: str, token: regex.Match[str], begin: int, end: int) -> bool:
    """Whether a mark with what closes behind it ends the sentence that began at `begin`."""
    stop = token.end()
    if stop >= end:
        return True
    is_stop = token.lastgroup == "after" and token["mark"] == "."
    at = _behind_blanks(text, stop, end)
    if at >= end:
        return True
    if at == stop:
        return _ends_glued(text, token, begin, end)
    follows = _NEXT.match(text, at, end)
    word = follows["word"] if follows else None
    if word is None or (word[0].islower() and not _is_mixed(word)):
        return False
    if not is_stop or token["after"].strip("*_"):
        # 'a trial (Smith et al.) Then': behind a closing mark an abbreviation ends like any other word.
        return not (is_stop and _is_reference(text, token, begin, word))
    return _ends_after_stop(text, token.start(), begin, word)


def _is_mixed(word: str) -> bool:
    """Whether a word that begins small is a name as it is written ('iPSCs', 'mTOR', 'α-synuclein')."""
    return any(mark.isupper() for mark in word[1:4]) or not word[0].isascii()


def _is_reference(text: str, token: regex.Match[str], begin: int, word: str) -> bool:
    """Whether the stop closes an initial inside quotes or brackets ('(J. Smith, Ed.) Press')."""
    before = _word_before(text, token.start(), begin)
    return before.lower() in _PERHAPS and word not in _OPENERS and ")" not in token["after"]


def _word_before(text: str, at: int, begin: int) -> str:
    begin = max(begin, at - _LOOK_BACK)
    before = text[begin:at]
    if before and not before[-1].isspace():
        word = before.split()[-1]
        if len(word) <= _LONGEST_WORD and word.isascii() and word.isalpha():
            return word  # as the pattern finds it, in a tenth of the time
    match = _WORD_BEFORE.search(text, begin, at)
    return match.group() if match else ""


def _ends_after_stop(text: str, at: int, begin: int, word: str) -> bool:
    if at - begin <= 8 and _NUMBERED.fullmatch(text, begin, at):
        return False  # the number of a list item: '1. Home'
    before = _word_before(text, at, begin)
    if not before:
        return True
    if before in _INSIDE or before.lower() in ("e.g", "i.e", "vs", "approx"):
        return False
    lower = before.lower()
    if lower in _BEFORE_NUMBER:
        return not word[0].isdigit()
    if lower in _PERHAPS or _is_dotted(before):
        return word in _OPENERS
    if len(before) == 1 and before.isupper():
        return word in _OPENERS or _is_lettered(text, at - 1, begin)
    return True


def _is_dotted(word: str) -> bool:
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) <= 2 for part in parts)


def _is_lettered(text: str, at: int, begin: int) -> bool:
    """Whether the letter at `at` names a phase, a type or a vitamin rather than a person."""
    return _word_before(text, at - 1, begin).lower() in _LETTERED


def _ends_glued(text: str, token: regex.Match[str], begin: int, end: int) -> bool:
    """Whether a blank was lost behind the mark ('lost.The next'): plain words on both sides, no address, no name."""
    if token.lastgroup != "after" or len(token["mark"]) > 1:
        return False
    if not _GLUED.match(text, token.end(), end) and not _GLUED_SINGLE.match(text, token.end(), end):
        return False
    at = token.start()
    if not _PLAIN_BEFORE.search(text, max(begin, at - _LOOK_BACK), at):
        return False
    before = _word_before(text, at, begin)
    return before not in _INSIDE and before.lower() not in _PERHAPS
