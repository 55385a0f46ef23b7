"""Golden cases: a capture and the rows it must give, as data; and what today's code gives instead, field by field.

`tests/golden/<site>/<case>/expected.json` holds the rows by table. The capture is `capture.html` or `capture.txt`
beside it (with an optional sidecar), or the sample that the case is named for: `raw/samples/<site>/<case>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

import schemas
from extractors.extract import UnknownSiteError, try_file
from extractors.observation import Observed, observe
from flows.errors import USAGE, CommandError
from schemas.declaration import columns_of
from schemas.records import TABLE_BY_NAME

ROOT: Final = Path(schemas.__file__).parents[1]
SUFFIXES: Final = frozenset({".txt", ".html", ".htm"})
# To lose a complaint is no loss.
_COMPLAINTS: Final = frozenset({"quality_issues", "rejects"})
# How alike the texts of two rows must be for one to be the other, changed: share of common words.
_ALIKE: Final = 0.5

_KINDS_OF_ROWS: Final = frozenset({"kind", "scope", "role"})

ChangeKind = Literal["added", "changed", "lost"]
GoldenRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A golden case; `root` is the checkout that it lies in."""

    root: Path
    site: str
    name: str
    capture: Path

    @property
    def expected_path(self) -> Path:
        """Where its reviewed rows stand."""
        return self.root / "tests" / "golden" / self.site / self.name / "expected.json"

    def __str__(self) -> str:
        return f"{self.site}/{self.name}"


class Change(BaseModel):
    """One difference. `column` is None where it concerns the whole row; `row` tells which row it is."""

    model_config = ConfigDict(frozen=True)

    kind: ChangeKind
    table: str
    row: str
    column: str | None = None
    before: Any = None
    after: Any = None

    @property
    def is_regression(self) -> bool:
        """Whether something that was there is gone."""
        return self.kind == "lost" and self.table not in _COMPLAINTS


class Comparison(BaseModel):
    """What a case gives now against what was reviewed; `is_new` where nothing was reviewed yet."""

    model_config = ConfigDict(frozen=True)

    case: str
    is_new: bool
    changes: tuple[Change, ...]
    rows: Observed

    @property
    def regressions(self) -> tuple[Change, ...]:
        """Return what was there and is gone."""
        return tuple(change for change in self.changes if change.is_regression)


def all_cases(root: Path = ROOT) -> list[Case]:
    """Return the cases of a checkout: every sample, then every golden directory with a capture of its own.

    A sample whose bytes are those of a golden directory of its site is no case besides.
    """
    own = [
        Case(root, path.parent.parent.name, path.parent.name, path)
        for path in sorted((root / "tests" / "golden").glob("*/*/capture.*"))
        if path.suffix in SUFFIXES
    ]
    held = {(case.site, case.capture.read_bytes()) for case in own}
    samples = [
        Case(root, path.parent.name, path.name, path)
        for path in sorted((root / "raw" / "samples").glob("*/*"))
        if path.suffix in SUFFIXES and (path.parent.name, path.read_bytes()) not in held
    ]
    return samples + own


def find_case(name: str, root: Path = ROOT) -> Case:
    """Return the case `site/name`; `CommandError` names those that are alike where there is none."""
    cases = {str(case): case for case in all_cases(root)}
    if name not in cases:
        alike = get_close_matches(name, cases, n=3, cutoff=0.4)
        known = f"did you mean {', '.join(alike)}?" if alike else f"there are {len(cases)} under {root}"
        raise CommandError(f"No case {name!r}: {known}", USAGE)
    return cases[name]


def observed(case: Case) -> Observed:
    """Return what today's code makes of a case's capture, as JSON holds it."""
    try:
        rows: Observed = json.loads(json.dumps(observe(try_file(case.capture, case.site).result)))
    except UnknownSiteError as error:
        raise CommandError(f"{case}: {error}", USAGE) from error
    return rows


def expected(case: Case) -> Observed:
    """Return the reviewed rows of a case."""
    rows: Observed = json.loads(case.expected_path.read_text(encoding="utf-8"))
    return rows


def write(case: Case, rows: Observed | None = None) -> None:
    """Write rows as the reviewed ones of a case; without `rows` what today's code gives."""
    case.expected_path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(observed(case) if rows is None else rows, ensure_ascii=False, indent=1, sort_keys=False)
    case.expected_path.write_text(text + "\n", encoding="utf-8")


def compare_case(case: Case) -> Comparison:
    """Compare what a case gives now with what was reviewed."""
    now = observed(case)
    is_new = not case.expected_path.exists()
    before = {} if is_new else expected(case)
    return Comparison(case=str(case), is_new=is_new, changes=tuple(changes(before, now)), rows=now)


def changes(before: Observed, now: Observed) -> Iterator[Change]:
    """Yield the differences table by table, rows in the order of the page.

    A row is the same one, changed, where most words of its texts are the same; else it is lost and another one added.
    """
    for table in sorted(before.keys() | now.keys()):
        old, new = before.get(table, []), now.get(table, [])
        found = list(_table_changes(table, old, new))
        if not found and old != new:
            found.append(Change(kind="changed", table=table, row="the same rows in another order"))
        yield from found


def _table_changes(table: str, before: list[GoldenRow], now: list[GoldenRow]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [_key(row) for row in before], [_key(row) for row in now], autojunk=False)
    gone: list[int] = []
    come: list[int] = []
    for operation, first, last, new_first, new_last in matcher.get_opcodes():
        if operation != "equal":
            gone += range(first, last)
            come += range(new_first, new_last)
    # The same row elsewhere on the page has moved; its order among the others is no field of it.
    pairs = _paired(table, [before[at] for at in gone], [now[at] for at in come])
    partner = {gone[left]: come[right] for left, right in pairs}
    for at in gone:
        if at in partner:
            yield from _row_changes(table, before[at], now[partner[at]])
        else:
            yield Change(kind="lost", table=table, row=_label(table, before[at]), before=before[at])
    taken = set(partner.values())
    for at in come:
        if at not in taken:
            yield Change(kind="added", table=table, row=_label(table, now[at]), after=now[at])


def _row_changes(table: str, before: GoldenRow, now: GoldenRow) -> Iterator[Change]:
    label = _label(table, before)
    for column in dict.fromkeys((*before, *now)):
        if column not in now:
            yield Change(kind="lost", table=table, row=label, column=column, before=before[column])
        elif column not in before:
            yield Change(kind="added", table=table, row=label, column=column, after=now[column])
        elif before[column] != now[column]:
            yield Change(
                kind="changed", table=table, row=label, column=column, before=before[column], after=now[column]
            )


def _paired(table: str, before: Sequence[GoldenRow], now: Sequence[GoldenRow]) -> list[tuple[int, int]]:
    """Return which rows are the same, the most alike first; a lone row against a lone row is the same document."""
    if table == "documents" and len(before) == len(now) == 1:
        return [(0, 0)]
    scored = [
        (score, -abs(left - right), left, right)
        for left, old in enumerate(before)
        for right, new in enumerate(now)
        if (score := _likeness(table, old, new)) >= _ALIKE
    ]
    pairs: list[tuple[int, int]] = []
    lefts: set[int] = set()
    rights: set[int] = set()
    for _, _, left, right in sorted(scored, reverse=True):
        if left not in lefts and right not in rights:
            pairs.append((left, right))
            lefts.add(left)
            rights.add(right)
    places = {_place(row): at for at, row in enumerate(now) if at not in rights}
    for left, old in enumerate(before):
        place = _place(old)
        if left not in lefts and place in places:
            pairs.append((left, places.pop(place)))
    return pairs


def _place(row: GoldenRow) -> str:
    """Return kind and numbers of a row whose table numbers them: other words in the same place are the same row."""
    if "ordinal" not in row:
        return _key(row)
    return _key({name: value for name, value in row.items() if name in _KINDS_OF_ROWS or isinstance(value, int)})


def _likeness(table: str, old: GoldenRow, new: GoldenRow) -> float:
    """Return how alike two rows are, 0 to 1: by the words of their texts, or by equal fields where they have none."""
    texts = [column for column in _texts(table) if column in old or column in new]
    if texts:
        mine, others = _words(old, texts), _words(new, texts)
        return len(mine & others) / len(mine | others) if mine | others else 0.0
    columns = old.keys() | new.keys()
    return sum(old.get(column) == new.get(column) for column in columns) / len(columns) if columns else 1.0


def _words(row: GoldenRow, columns: Sequence[str]) -> frozenset[str]:
    return frozenset(word for column in columns if column in row for word in str(row[column]).lower().split())


def _texts(table: str) -> tuple[str, ...]:
    """Return the columns that hold words of the page."""
    model = TABLE_BY_NAME.get(table)
    if table == "passages" or model is None:
        return ("text",)
    return tuple(name for name, column in columns_of(model).items() if column.origin == "text")


def _key(row: GoldenRow) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _label(table: str, row: GoldenRow) -> str:
    """Return a few words by which a reader knows the row."""
    texts = [str(row[column]) for column in _texts(table) if column in row]
    told = max(texts, key=len) if texts else ", ".join(f"{name}={value}" for name, value in row.items())
    words = " ".join(told.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
