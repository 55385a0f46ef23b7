"""Cells and tags that a text rendering glued together ('Clinical layerWhy it matters'), split where that is certain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import regex

_JOINT: Final = regex.compile(r"(?<=[\p{Ll}\d)?%\"”’'])(?=\p{Lu})")
_MAX_HEADER_CHARS: Final = 200
_MAX_HEADER_CELL: Final = 60
_MAX_LINE: Final = 20_000
_MAX_UNFIT_START: Final = 3
# Names written in camel case whose halves look like two cells.
_CAMEL_NAMES: Final = regex.compile(
    r"(?i:pubmed|nurown|brainstorm|medrxiv|biorxiv|chemrxiv|biontech|scidex|abbvie|astrazeneca|glaxosmithkline|"
    r"youtube|linkedin|github|wordpress|clinicaltrials|medlineplus|whatsapp|facebook|bluerock|javascript|paypal|"
    r"exPDite|exomeseq|healthline|webmd|researchgate|sciencedirect|openalex|crispr)"
)
_LONGEST_NAME: Final = 20
_SHORT: Final = 2
_CAMEL_PREFIXES: Final = frozenset("Mac Fitz Van Von Des circ lnc pre anti non Bio".split())
# Names that begin with small letters: a cell may begin with one, and none ends within it.
_SMALL_NAME: Final = r"(?:(?:hi?|i)PSCs?|hESCs?|(?:m|mi|si|sh|lnc|circ)RNAs?|cDNA|cfDNA|mAbs?|mTOR|pH)(?![\p{Ll}\d])"
_SMALL_NAMES: Final = regex.compile(_SMALL_NAME)
# Places that count only where a table lacks cells otherwise: 'cells18', 'PRPStem Cells', '40%12', 'Cost$300'.
_WEAK: Final = regex.compile(
    r"(?<=\p{Ll}{3})(?=\d)|(?<=\p{Lu}{2})(?=\d{2,4}(?!\d))|(?<=\p{Lu}{2})(?=\p{Lu}\p{Ll}{2})|(?<=[%)])(?=\d)"
    rf"|(?<=[\p{{L}}\d%)])(?=[$€£<>~≥≤])(?<!\b\p{{L}})|(?<=[\p{{Ll}}\d)%])(?={_SMALL_NAME})"
)
_REGISTERED: Final = regex.compile(r"\p{Lu}{2,8}[- ]?\d{4,}+")
_LETTERS_BACK: Final = regex.compile(r"(?r)[\p{L}\d]{0,40}+")
_LETTERS_ON: Final = regex.compile(r"\p{Lu}\p{L}{0,40}+")


@dataclass(frozen=True, slots=True)
class Joints:
    """Where a line may fall into cells: places beyond doubt, and places where a name in camel case is as likely."""

    certain: tuple[int, ...]
    doubtful: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """All places in order."""
        return tuple(sorted(self.certain + self.doubtful))


@dataclass(frozen=True, slots=True)
class GluedRow:
    """A row of a glued table: the spans of its cells within the line; one span where it could not be split."""

    cells: tuple[tuple[int, int], ...]
    is_split: bool


_NONE: Final = Joints((), ())


def joints(line: str) -> Joints:
    """Return the places of a line at which two cells may meet; long lines have none (prose, not cells)."""
    if len(line) > _MAX_LINE:
        return _NONE
    certain: list[int] = []
    doubtful: list[int] = []
    for match in _JOINT.finditer(line):
        at = match.start()
        if _is_within_name(line, at):
            continue
        verdict = _verdict(line, at)
        if verdict is not None:
            (certain if verdict else doubtful).append(at)
    return Joints(tuple(certain), tuple(doubtful)) if certain or doubtful else _NONE


def _is_within_name(line: str, at: int) -> bool:
    """Return whether a place stands within a name that is written with a capital inside."""
    first, last = max(at - _LONGEST_NAME, 0), at + _LONGEST_NAME
    return any(
        found.start() < at < found.end()
        for names in (_CAMEL_NAMES, _SMALL_NAMES)
        for found in names.finditer(line, first, last)
    )


def _weak_joints(line: str) -> tuple[int, ...]:
    """Return the places at which two cells may meet where a table lacks cells otherwise."""
    return tuple(match.start() for match in _WEAK.finditer(line)) if len(line) <= _MAX_LINE else ()


def _verdict(line: str, at: int) -> bool | None:
    """Return True for a certain joint, False for a doubtful one, None for none."""
    on = _LETTERS_ON.match(line, at)
    right = on.group() if on is not None else ""
    before = line[at - 1]
    starts_word = len(right) == 1 or right[1:2].islower()
    if before in ")?%”":
        return starts_word
    if before in "\"’'":
        # An opening quote, an apostrophe within a name (O'Brien), or a plural's.
        word = at >= 2 and line[at - 2].isalnum() and not (at >= 3 and not line[at - 3].isalnum())
        return None if not word else (starts_word if before == '"' else False)
    back = _LETTERS_BACK.match(line, 0, at)
    left = back.group() if back is not None else ""
    for index in range(len(left) - 1, 0, -1):
        if left[index].isupper() and left[index - 1].islower():
            left = left[index:]
            break
    is_compound = at >= len(left) + 2 and line[at - len(left) - 1] in "-‑" and line[at - len(left) - 2].isalpha()
    if is_compound and left.islower() and starts_word and len(right) > 1:
        return True  # 'Follow-upTells'
    if len(left) <= _SHORT or left in _CAMEL_PREFIXES:
        return None if not before.isdigit() or not starts_word or len(right) < 3 or not left.isdigit() else False
    if not starts_word:
        return False
    if before.isdigit():
        return False if len(right) >= 3 else None
    return left[0].islower()


def cells_at(line: str, places: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Return the trimmed spans between the given places."""
    spans = []
    for start, end in zip((0, *places), (*places, len(line)), strict=True):
        piece = line[start:end]
        spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return tuple(spans)


def table_rows(header_line: str, header: tuple[int, ...], lines: Iterable[tuple[str, Joints]]) -> list[GluedRow] | None:
    """Return the rows of the glued table that begins at the first line, header first, or None where none begins.

    The header row's joints give the number of columns. A row is split where its certain joints, or all its joints,
    or those with the weak ones, are as many; a row between others that does not fit is kept whole.
    """
    header = tuple(sorted({*header, *_weak_joints(header_line)}))
    if not _is_header(header_line, header):
        return None
    rows = [GluedRow(cells_at(header_line, header), True)]
    n_fitting = 0
    for line, places in lines:
        weak = _weak_joints(line)
        if not (places.certain or places.doubtful or weak) or (len(rows) > _MAX_UNFIT_START and not n_fitting):
            break
        found = (places.certain, places.all, tuple(sorted({*places.all, *weak})))
        fitting = next((each for each in found if len(each) == len(header)), None)
        if fitting is None and not places.certain and not weak:
            break
        rows.append(GluedRow(((0, len(line)),), False) if fitting is None else GluedRow(cells_at(line, fitting), True))
        n_fitting += rows[-1].is_split
    while not rows[-1].is_split:
        rows.pop()
    return rows if n_fitting and len(rows) > 1 else None


def _is_header(line: str, places: tuple[int, ...]) -> bool:
    if not places or len(line) > _MAX_HEADER_CHARS or line[-1] in ".!;,:":
        return False
    cells = [line[start:end] for start, end in cells_at(line, places)]
    if any(_REGISTERED.match(cell) for cell in cells):
        return False  # a row of its own
    return all(0 < len(cell) <= _MAX_HEADER_CELL and cell[0].isupper() for cell in cells)


def is_navigation(line: str, places: Joints) -> bool:
    """Return whether a line is three or more menu entries glued together."""
    if len(places.all) < 2 or len(line) > _MAX_HEADER_CHARS:
        return False
    cells = [line[start:end] for start, end in cells_at(line, places.all)]
    return all(len(cell) <= 30 and len(cell.split()) <= 3 and cell[:1].isupper() for cell in cells)


def is_glued(line: str, places: Joints) -> bool:
    """Return whether a short line looks like labels glued together rather than a name in camel case."""
    if len(line) > _MAX_HEADER_CHARS or line[-1] in ".!;,:":
        return False
    if places.certain:
        return True
    for at in places.doubtful:
        left, right = _LETTERS_BACK.match(line, 0, at), _LETTERS_ON.match(line, at)
        if left and right and len(left.group()) >= 6 and len(right.group()) >= 5:
            return True
    return False
