"""The record that a wiki prints of a page (slug, ids, origin) as keys and values, in whatever form it arrives.

Forms: a table with pipes or in HTML, a line per key (`key value`, `key: value`, the value in the line below), and all
of it in one line, its cells glued or parted by blanks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import regex

from extractors.finders.cues import holds_any
from extractors.view import Part, View
from schemas.spans import Found

_KEY: Final = regex.compile(r"_{0,2}+[a-z][a-z0-9]*+(?:_[a-z0-9]++)*+")
_HEAD: Final = regex.compile(r"[^\p{L}\p{N}_]{0,6}+Metadata\s*+:?\s*+(?P<rest>.*+)", regex.S)
_LINE: Final = regex.compile(rf"(?P<key>{_KEY.pattern})(?P<mark>\s*+[:=]\s*+|\s++)(?P<value>\S.*+)", regex.S)
_CLEAR_MARK: Final = regex.compile(r"\s*+[:=]\s*+|\s*\t\s*|\s{2,}+")
# A mapping or list printed by a program holds keys of its own.
_NESTED: Final = regex.compile(r"\{[^{}\n]{0,4000}+\}|\[[^\[\]\n]{0,4000}+\]")
_TOKEN: Final = regex.compile(r"\{[^{}\n]{0,4000}+\}|[^\s|]++")
_NO_ROWS: Final = frozenset({"breadcrumb", "metadata", "title"})
_LAST: Final = regex.compile(rf"{_NESTED.pattern}|[^\s|]++")
_MAX_LAST: Final = 80
_MAX_CHARS: Final = 8_000
_MIN_KNOWN: Final = 2
_MIN_GLUED: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with what stands beside it, None where nothing does."""

    label: Found[str]
    shown: Found[str] | None

    @property
    def key(self) -> str:
        """The key as written."""
        return self.label.value

    @property
    def said(self) -> tuple[str, str | None]:
        """Key and value; a record that says it twice says it once."""
        return self.key, self.shown.value if self.shown else None


@dataclass(slots=True)
class MetadataRecord:
    """The entries of a page's record, the parts that hold them, the chrome around them, and its tables' numbers."""

    entries: list[Entry] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    chrome: list[Part] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)

    def value(self, key: str) -> Found[str] | None:
        """Return what stands beside a key, None where the record does not have it."""
        return next((entry.shown for entry in self.entries if entry.key == key), None)


def read_record(view: View, known: frozenset[str]) -> MetadataRecord:
    """Return the record of a view; empty where it has none. `known` are keys that records of the site have.

    A heading 'Metadata' opens it; without one, two known keys must stand among its rows. A summary of one key in the
    line of that heading is chrome: its row stands below.
    """
    reader = _Reader(view, known)
    record = MetadataRecord()
    stop = 0
    for at in reader.places():
        if at >= stop:
            stop = reader.take(at, record)
    return record


_HEADING: Final = "Metadata"


@cache
def _patterns(known: frozenset[str]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return what finds known keys between bounds, and anywhere."""
    names = "|".join(regex.escape(key) for key in sorted(known, key=len, reverse=True))
    return regex.compile(rf"(?<![^\s|,;}}\]])(?:{names})(?=[\s:|=])"), regex.compile(names)


class _Reader:
    """Reads the parts of a view from any place on."""

    def __init__(self, view: View, known: frozenset[str]) -> None:
        self.view = view
        self.known = known
        self.bounded, self.anywhere = _patterns(known)

    def places(self) -> Iterator[int]:
        """Yield the index of each part at which a record may begin; of a table its first cell."""
        parts = self.view.parts
        marks = [mark for mark in (_HEADING, *self.known) if mark in self.view.page.text]
        if not marks:
            return
        first, number = 0, None
        for at, part in enumerate(parts):
            if part.block.table_no != number:
                first, number = at, part.block.table_no
            if holds_any(self.view.text(part), marks):
                yield at if number is None else first

    def take(self, at: int, record: MetadataRecord) -> int:
        """Add the rows that begin at a part to the record; return the index behind them."""
        summary = self._head(at)
        rows, stop, parts, tables = self._rows(at if summary is None else at + 1)
        n_known = sum(row.key in self.known for row in [*(summary or []), *rows])
        if n_known < (_MIN_KNOWN if summary is None else 1):
            return at + 1
        chrome: list[Part] = []
        if summary is not None:
            (parts if len(summary) > 1 else chrome).insert(0, self.view.parts[at])
            if not summary and len(parts) > 1 and parts[0].block.kind != "table_cell":
                # The summary stands in a line of its own.
                summary, rows = rows[:1], rows[1:]
                if any(row.key == summary[0].key for row in rows):
                    chrome.append(parts.pop(0))
            below = {row.key for row in [*summary[1:], *rows]}
            rows = [entry for place, entry in enumerate(summary) if place or entry.key not in below] + rows
        said = {entry.said for entry in record.entries}
        record.entries.extend(entry for entry in rows if entry.said not in said)
        record.parts.extend(parts)
        record.chrome.extend(chrome)
        record.tables |= tables
        return max(stop, at + 1)

    def _head(self, at: int) -> list[Entry] | None:
        """Return the entries in the line of a heading 'Metadata'; None where the part is no such heading."""
        part = self.view.parts[at]
        if not self._may_be_row(part) or part.block.kind == "table_cell":
            return None
        match = _HEAD.fullmatch(self.view.page.text, part.start, part.end)
        if match is None:
            return None
        return self._entries(*match.span("rest"), is_open=False) if match["rest"] else []

    def _rows(self, at: int) -> tuple[list[Entry], int, list[Part], set[int]]:
        entries: list[Entry] = []
        parts: list[Part] = []
        tables: set[int] = set()
        n_parts = 0
        while at < len(self.view.parts):
            part = self.view.parts[at]
            if part.block.kind == "table_cell" and part.block.table_no is not None:
                cells = self._cells(at)
                rows = self._table(cells)
                if rows is None:
                    break
                tables.add(part.block.table_no)
                n_parts = len(cells)
            elif self._may_be_row(part):
                is_paired = bool(entries) and n_parts == 2
                rows, n_parts = self._line(at, is_open=bool(entries), is_paired=is_paired)
                if rows is None:
                    break
            else:
                break
            entries.extend(rows)
            parts.extend(self.view.parts[at : at + n_parts])
            at += n_parts
        return entries, at, parts, tables

    def _may_be_row(self, part: Part) -> bool:
        block = part.block
        return block.note != "repeat" and block.kind not in _NO_ROWS and block.end - block.start <= _MAX_CHARS

    # Tables

    def _cells(self, at: int) -> list[Part]:
        parts, number = self.view.parts, self.view.parts[at].block.table_no
        stop = at
        while stop < len(parts) and parts[stop].block.kind == "table_cell" and parts[stop].block.table_no == number:
            stop += 1
        return parts[at:stop]

    def _table(self, cells: Sequence[Part]) -> list[Entry] | None:
        rows: dict[int, list[Part]] = {}
        for part in cells:
            rows.setdefault(part.block.row or 1, []).append(part)
        entries: list[Entry] = []
        for number, row in enumerate(rows.values()):
            is_head = number == 0 and len(row) > 1 and all(part.block.is_header for part in row)
            if is_head and self.view.text(row[0]) not in self.known:
                continue
            pairs = list(_pairs(row))
            if not all(_KEY.fullmatch(self.view.text(key).rstrip(":")) for key, _ in pairs):
                return None
            for key, value in pairs:
                entry = self._entry(key.start, key.end, None if value is None else (value.start, value.end))
                if entry is not None:
                    entries.append(entry)
        return entries if sum(entry.key in self.known for entry in entries) >= _MIN_KNOWN else None

    # Lines

    def _line(self, at: int, *, is_open: bool, is_paired: bool) -> tuple[list[Entry] | None, int]:
        """Return the entries of a line, or of a key with its value in the next one, and how many parts they take.

        is_open: rows of the record stand above; is_paired: the last one took two lines.
        """
        parts, text = self.view.parts, self.view.page.text
        part = parts[at]
        key = self.view.text(part).rstrip(":")
        if key in self.known or (is_paired and "_" in key and _KEY.fullmatch(key)):
            following = parts[at + 1] if at + 1 < len(parts) else None
            if following is None or following.block.kind == "table_cell":
                entry = self._entry(part.start, part.end, None)
                return ([entry] if entry else None), 1
            if following.block.marker is not None and text[part.end : following.start].strip():
                # A lone number was taken for the mark of a list item.
                entry = self._entry(part.start, part.end, (part.end, following.start))
                return ([entry] if entry else None), 1
            entry = self._entry(part.start, part.end, (following.start, following.end))
            return ([entry] if entry else None), 2
        return self._entries(part.start, part.end, is_open=is_open) or None, 1

    def _entries(self, start: int, end: int, *, is_open: bool) -> list[Entry]:
        """Return the entries of a slice; `is_open`: rows of a record stand above, so keys need not be known."""
        text = self.view.page.text
        nested = [match.span() for match in _NESTED.finditer(text, start, end)]
        bounded = [match.span() for match in _outside(self.bounded.finditer(text, start, end), nested)]
        if len(bounded) >= 2:
            return self._tokens(start, end, {at for at, _ in bounded}) or self._cut(bounded, end)
        places = self._glued_places(start, end, nested)
        line = _LINE.fullmatch(text, start, end)
        if line is not None and len(places) < _MIN_GLUED:
            is_clear = is_open and ("_" in line["key"] or _CLEAR_MARK.fullmatch(line["mark"]) is not None)
            if line["key"] in self.known or is_clear:
                entry = self._entry(*line.span("key"), line.span("value"))
                return [entry] if entry else []
        return self._cut(places, end) if places and places[0][0] == start else []

    def _glued_places(self, start: int, end: int, nested: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where keys stand in a line without marks: each once, and the summary's first of all."""
        text = self.view.page.text
        places: list[tuple[int, int]] = []
        seen: set[str] = set()
        for match in _outside(self.anywhere.finditer(text, start, end), nested):
            if match.group() in seen:
                continue
            if places:
                seen.add(match.group())
            places.append(match.span())
        return places

    def _tokens(self, start: int, end: int, known: set[int]) -> list[Entry]:
        """Return keys and values that alternate, so that keys that are not known count, too; [] where they do not."""
        text = self.view.page.text
        tokens = [match.span() for match in _TOKEN.finditer(text, start, end) if match.group() not in (":", "=")]
        if len(tokens) % 2 or not known <= {at for at, _ in tokens[::2]}:
            return []
        if not all(_KEY.fullmatch(text[first:last].rstrip(":")) for first, last in tokens[::2]):
            return []
        pairs = zip(tokens[::2], tokens[1::2], strict=True)
        return [entry for key, value in pairs if (entry := self._entry(*key, value)) is not None]

    def _cut(self, keys: Sequence[tuple[int, int]], end: int) -> list[Entry]:
        """Return each key with what stands before the next one."""
        text = self.view.page.text
        stops = [at for at, _ in keys[1:]] + [end]
        entries: list[Entry] = []
        for (first, last), stop in zip(keys, stops, strict=True):
            value_start, value_end = last, stop
            while value_start < value_end and text[value_start] in " \t\u00a0:=|":
                value_start += 1
            if stop == end:
                value_end = self._end_of_last(value_start, value_end)
            while value_end > value_start and text[value_end - 1] in " \t\u00a0|,;":
                value_end -= 1
            entry = self._entry(first, last, (value_start, value_end))
            if entry is not None:
                entries.append(entry)
        return entries

    def _end_of_last(self, start: int, end: int) -> int:
        """Return where the last value of a line ends: one word or mapping, since chrome may stand behind it."""
        if end - start <= _MAX_LAST:
            return end
        match = _LAST.match(self.view.page.text, start, end)
        return end if match is None else match.end()

    def _entry(self, start: int, end: int, value: tuple[int, int] | None) -> Entry | None:
        end = start + len(self.view.page.text[start:end].rstrip(": "))
        label = self.view.slice(start, end, "collapse_ws")
        shown = None if value is None else self.view.slice(*value, "collapse_ws")
        return None if label is None else Entry(label, shown)


def _pairs(row: Sequence[Part]) -> Iterator[tuple[Part, Part | None]]:
    """Yield the keys and values of a row; all rows may stand in one."""
    for place in range(0, len(row), 2):
        yield row[place], row[place + 1] if place + 1 < len(row) else None


def _outside(matches: Iterator[regex.Match[str]], nested: Sequence[tuple[int, int]]) -> Iterator[regex.Match[str]]:
    """Yield the matches that do not stand in one of the nested slices; both are in order."""
    at = 0
    for match in matches:
        while at < len(nested) and nested[at][1] <= match.start():
            at += 1
        if at == len(nested) or match.start() < nested[at][0]:
            yield match
