"""Dates as pages write them, with the precision that is really stated (EDTF level 0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import regex

Precision = Literal["day", "month", "year"]

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
# Longest first, so that 'march' is not read as 'mar'.
MONTH_PATTERN: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY: Final = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>1[5-9]\d\d|20\d\d|21\d\d)"
_FORMS: Final = tuple(
    regex.compile(rf"\s*{form}\s*", regex.I)
    for form in (
        # ISO 8601, with or without a time of day; the printed day counts, whatever the offset.
        rf"{_YEAR}-(?P<number>0[1-9]|1[0-2])(?:-{_DAY}(?:[T ]\d\d:\d\d\S*(?:\s?(?:UTC|GMT|[A-Z]{{3,4}}))?)?)?",
        rf"(?P<month>{MONTH_PATTERN})\s+{_DAY},?\s+{_YEAR}",  # May 19, 2025
        rf"{_DAY}\s+(?:of\s+)?(?P<month>{MONTH_PATTERN}),?\s+{_YEAR}",  # 19 May 2025
        rf"{_YEAR}\s+(?P<month>{MONTH_PATTERN})(?:-{MONTH_PATTERN})?(?:\s+{_DAY})?",  # 2025 May 19, 2024 Jan-Feb
        rf"(?P<month>{MONTH_PATTERN}),?\s+{_YEAR}",  # May 2025
        _YEAR,
    )
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A calendar date with the parts that are stated; `month` and `day` are None where they are not."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        """How fine the statement is."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def first_day(self) -> date:
        """The first day of the stated period."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def edtf(self) -> str:
        """The date in EDTF level 0."""
        parts = (f"{self.year:04}", self.month and f"{self.month:02}", self.day and f"{self.day:02}")
        return "-".join(part for part in parts if part)


def parse_date(text: str) -> StatedDate | None:
    """Return the date that `text` states, None where it is not wholly a date or is no day of the calendar."""
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = parts.get("number") or _MONTHS.get((parts.get("month") or "").rstrip(".").lower())
        day = parts.get("day")
        stated = StatedDate(int(parts["year"]), int(month) if month else None, int(day) if day else None)
        return stated if _is_in_calendar(stated) else None
    return None


def _is_in_calendar(stated: StatedDate) -> bool:
    try:
        return bool(stated.first_day)
    except ValueError:  # 31 April
        return False
