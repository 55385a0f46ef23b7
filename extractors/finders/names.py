"""Author and editor lists of the NLM grammar: 'van der Berg AB 2nd, O'Neil C, et al; Some Study Group.'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import regex

from schemas.spans import Found, found_text

Role = Literal["author", "editor"]


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person (family and initials) or a collective (`literal`), in CSL-JSON terms; `ordinal` counts per role."""

    role: Role
    ordinal: int
    family: Found[str] | None = None
    given_initials: Found[str] | None = None
    suffix: Found[str] | None = None
    literal: Found[str] | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """A list of authors; `end` is where the title begins."""

    people: tuple[Contributor, ...]
    end: int
    is_truncated: bool = False


_GAP: Final = r"\s{1,4}+"
_WORD: Final = r"['\u2019]?\p{L}[\p{L}\p{M}'\u2019\u02bc\u2010\u2011-]{0,40}+"
_INITIALS: Final = r"\p{Lu}\p{M}?(?:-?\p{Lu}\p{M}?){0,3}"
_NAME: Final = regex.compile(
    rf"(?P<family>{_WORD}(?:{_GAP}{_WORD}){{0,4}}?){_GAP}(?P<initials>{_INITIALS})"
    rf"(?:{_GAP}(?P<suffix>2nd|3rd|[4-9]th|Jr|Sr|II|III|IV))?+(?=\s?[,;:.]|\set\sal\b)"
)
_FAMILY_ONLY: Final = regex.compile(rf"(?P<family>\p{{Lu}}{_WORD}(?:{_GAP}{_WORD}){{0,3}}?)(?=,?\set\sal\.)")
_COMMA: Final = regex.compile(r"\s?,\s{0,4}")
_ET_AL: Final = regex.compile(r"(?:\s?,)?\s{1,4}et\sal(?=[.:;,])")
_END: Final = regex.compile(r"\s?[.:]{1,2}\s{1,4}(?=[^\s(])")
_COLLECTIVE: Final = regex.compile(r"\s?;\s{0,4}(?P<literal>[^.;\n]{3,200}+)(?=[.;])")
_SOLE_COLLECTIVE: Final = regex.compile(r"(?P<literal>\p{Lu}[^.;:?!\n]{3,160}+)\.\s{1,4}")
_COLLECTIVE_WORD: Final = regex.compile(
    r"\b(?:Consortium|Group|Subgroup|Collaborat(?:ion|ors|ive)|Network|Committee|Team|Society|Association"
    r"|Organi[sz]ation|Investigators|Initiative|Foundation|Task Force|Panel|Alliance|Federation|Council|Agency"
    r"|Commission|Program(?:me)?)$"
)
_EDITORS: Final = regex.compile(r"\.?\s?,?\s{1,4}editors?\.?\s{1,4}", regex.I)


def read_authors(text: str, start: int, end: int) -> Names | None:
    """Read the authors at `start` up to the mark that ends them; None where no such list stands there."""
    people: list[Contributor] = []
    position, is_truncated = _read_people(text, start, end, "author", people)
    if not people:
        return _family_only(text, start, end) or _sole_collective(text, start, end)
    while collective := _COLLECTIVE.match(text, position, end):
        before = len(people)
        semicolon = collective.start("literal")
        more, cut = _read_people(text, semicolon, end, "author", people)
        if len(people) > before:
            position, is_truncated = more, is_truncated or cut
            continue
        literal = found_text(text, *collective.span("literal"))
        people.append(Contributor("author", len(people) + 1, literal=literal))
        position = collective.end()
    closing = _END.match(text, position, end)
    return Names(tuple(people), closing.end(), is_truncated) if closing else None


def read_editors(text: str, start: int, end: int) -> tuple[tuple[Contributor, ...], int]:
    """Read 'Names, editors. ' at `start`; without it there are no editors and the book's title begins at `start`."""
    people: list[Contributor] = []
    position, _ = _read_people(text, start, end, "editor", people)
    closing = _EDITORS.match(text, position, end) if people else None
    return (tuple(people), closing.end()) if closing else ((), start)


def _read_people(text: str, start: int, end: int, role: Role, people: list[Contributor]) -> tuple[int, bool]:
    """Append the persons from `start` on; return where they end and whether 'et al' cuts them short."""
    position = reached = start
    while match := _NAME.match(text, position, end):
        if not any(character.isupper() for character in match.group("family")):
            break
        suffix = found_text(text, *match.span("suffix")) if match.group("suffix") else None
        family = found_text(text, *match.span("family"), "collapse_ws")
        initials = found_text(text, *match.span("initials"))
        people.append(Contributor(role, len(people) + 1, family, initials, suffix))
        reached = match.end()
        et_al = _ET_AL.match(text, reached, end)
        if et_al:
            return et_al.end(), True
        comma = _COMMA.match(text, reached, end)
        if comma is None:
            break
        position = comma.end()
    return reached, False


def _family_only(text: str, start: int, end: int) -> Names | None:
    """Read 'Family et al. ', a list cut down to one name without initials."""
    match = _FAMILY_ONLY.match(text, start, end)
    et_al = _ET_AL.match(text, match.end(), end) if match else None
    closing = _END.match(text, et_al.end(), end) if et_al else None
    if match is None or closing is None or not (text[closing.end()].isupper() or text[closing.end()].isdigit()):
        return None  # 'Yuan et al. conclude that ...' is a sentence
    family = found_text(text, *match.span("family"), "collapse_ws")
    return Names((Contributor("author", 1, family),), closing.end(), is_truncated=True)


def _sole_collective(text: str, start: int, end: int) -> Names | None:
    """Read 'Some Study Group. ' where a collective is the only author; its last word must say that it is one."""
    match = _SOLE_COLLECTIVE.match(text, start, end)
    if match is None or not _COLLECTIVE_WORD.search(match.group("literal")) or "," in match.group("literal"):
        return None
    literal = found_text(text, *match.span("literal"))
    return Names((Contributor("author", 1, literal=literal),), match.end())
