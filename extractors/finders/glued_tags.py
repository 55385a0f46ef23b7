"""Topic labels that stand in one line: beside separators, or glued together ('Spinal Cord InjuryBiomaterials')."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import regex

from schemas.spans import Found, found_text

_MAX_LINE: Final = 300
_MAX_TAG: Final = 60
_MAX_WORDS: Final = 6
_MAX_EXPECTED_WORDS: Final = 4
_SEPARATOR: Final = regex.compile(r"[^\S\n]*+[·•|;\n]\s*+|,\s++(?=\p{Lu})|\s{2,}+")
_JOINT: Final = regex.compile(r"(?<=[\p{Ll}\d)])(?=\p{Lu})")
_LEFT: Final = regex.compile(r"(?r)[\p{L}\d]{1,40}+")
_RIGHT: Final = regex.compile(r"\p{Lu}[\p{L}\d]{0,40}+")
# First halves of names in camel case ('NeuroRehabilitation', 'MacArthur'): a joint behind them may be none.
_FIRST_HALF: Final = regex.compile(
    r"(?:.{0,6}o|[Mm]a?c|Fitz|Tele|Cyber|Multi|Stem|Exo|Micro|Nano|Bio|Inter|Trans|Hyper|Poly|Anti|Pre|Post|Non)"
)
_SMALL: Final = frozenset("a an and as at by for from in of on or the to vs via with &".split())


@dataclass(frozen=True, slots=True)
class TagLine:
    """The tags of a line; `is_glued`: no mark stands between some of them; `is_split`: no doubtful joint is left."""

    tags: tuple[Found[str], ...]
    is_glued: bool
    is_split: bool


def is_tag(words: str, is_expected: bool = False) -> bool:
    """Whether words look like a topic label: few, each with a capital but for the small ones, without a final mark.

    is_expected: a label must stand in this place, so that one capital is enough ('Clinical trials').
    """
    parts = words.split()
    is_long = len(words) > _MAX_TAG or len(parts) > _MAX_WORDS
    if not parts or is_long or words[-1] in ".!?:;," or parts[0] in _SMALL:
        return False
    is_capital = [part.lstrip("(\"'“")[:1].isupper() for part in parts if part not in _SMALL]
    # 'iPSC' and 'mRNA' begin small.
    odd = [part for part in parts if part not in _SMALL and part.islower()]
    if is_expected and len(parts) <= _MAX_EXPECTED_WORDS and is_capital[:1] == [True]:
        odd = []
    return bool(is_capital) and not odd and any(character.isalpha() for character in words)


def find_tags(
    text: str, start: int, end: int, known: Collection[str] = (), is_expected: bool = False
) -> TagLine | None:
    """Read a line of tags in `text[start:end]`; None where it is something else, such as a sentence.

    known: labels that the page shows elsewhere; they decide where a joint may be read either way.
    is_expected: tags must stand in this place.
    """
    if end - start > _MAX_LINE:
        return None
    names = sorted({name for name in known if len(name) > 2}, key=len, reverse=True)
    tags: list[Found[str]] = []
    is_glued, is_split = False, True
    for first, last in _pieces(text, start, end):
        cuts, is_certain = _cuts(text, first, last, names)
        for at, stop in zip((first, *cuts), (*cuts, last), strict=True):
            tag = found_text(text, at, stop)
            if tag is None or not is_tag(tag.value, is_expected):
                return None
            tags.append(tag)
        is_glued = is_glued or bool(cuts) or not is_certain
        is_split = is_split and is_certain
    return TagLine(tuple(tags), is_glued, is_split) if tags else None


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans between separators."""
    pieces: list[tuple[int, int]] = []
    position = start
    for match in _SEPARATOR.finditer(text, start, end):
        pieces.append((position, match.start()))
        position = match.end()
    pieces.append((position, end))
    return [(first, last) for first, last in pieces if text[first:last].strip()]


def _cuts(text: str, start: int, end: int, names: list[str]) -> tuple[tuple[int, ...], bool]:
    """Return where a piece falls apart beyond doubt, and whether no other place is left at which it might."""
    edges, inner = _known_places(text, start, end, names)
    cuts = {edge for edge in edges if start < edge < end}
    is_certain = True
    for match in _JOINT.finditer(text, start, end):
        at = match.start()
        if at in cuts or at in inner or at == start:
            continue
        verdict = _verdict(text, max([start, *(cut for cut in cuts if cut < at)]), at, end)
        if verdict is None:
            continue
        if verdict:
            cuts.add(at)
        else:
            is_certain = False
    return tuple(sorted(cuts)), is_certain


def _known_places(text: str, start: int, end: int, names: list[str]) -> tuple[set[int], set[int]]:
    """Return the edges of known names in a piece, and the places within them, where nothing may be cut."""
    edges: set[int] = set()
    inner: set[int] = set()
    for name in names:
        at = text.find(name, start, end)
        while at >= 0:
            stop = at + len(name)
            # A known name stands for itself where it begins the piece or a capital follows a letter, and so behind it.
            is_open = at == start or (not text[at - 1].isspace() and text[at].isupper())
            is_closed = stop == end or (not text[stop].isspace() and text[stop].isupper())
            if is_open and is_closed and inner.isdisjoint(range(at, stop + 1)):
                edges |= {at, stop}
                inner |= set(range(at + 1, stop))
            at = text.find(name, at + 1, end)
    return edges, inner


def _verdict(text: str, start: int, at: int, end: int) -> bool | None:
    """Return True for a joint between two tags, False where a name in camel case is as likely, None for none."""
    left_match, right_match = _LEFT.match(text, start, at), _RIGHT.match(text, at, end)
    left = left_match.group() if left_match else ""
    right = right_match.group() if right_match else ""
    inner = max((place.start() for place in _JOINT.finditer(left)), default=0)
    left = left[inner:]
    if text[at - 1] == ")":
        return True
    if len(left) == 1 or (left and left[0].islower() and len(left) <= 2):
        return None  # 'iPSC', 'mRNA', 'pH'
    if not left or left[-1].isdigit() or _FIRST_HALF.fullmatch(left):
        return False
    starts_word = len(right) > 1 and right[1].islower()
    # An acronym is as likely the second half of a name ('MicroRNA', 'CellROX'), unless words precede.
    return starts_word or " " in text[start:at] or len(left) > 6
