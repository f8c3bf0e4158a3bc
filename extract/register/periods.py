"""Days, months and years as stretches of days that may overlap."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @classmethod
    def between(cls, first: date | None, last: date | None) -> Self | None:
        """The days between two dates, of which one may be unknown; None if they run backwards."""
        start, end = first or last, last or first
        return cls(start, end) if start and end and start <= end else None

    def overlaps(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last

    def shares_a_month_with(self, other: "Period") -> bool:
        """Whether a month has days of both."""
        return _month(self.first) <= _month(other.last) and _month(other.first) <= _month(self.last)

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}/{self.last}"


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def period(iso: str | None) -> Period | None:
    """The days that a record's date covers (a month's, a year's, an interval's); None if it is no date."""
    first, _, last = (iso or "").partition("/")
    start, end = _edges(first), _edges(last or first)
    return Period.between(start[0], end[1]) if start and end else None


def _edges(iso: str) -> tuple[date, date] | None:
    """First and last day of an ISO 8601 day, month or year."""
    parts = [int(part) for part in iso.split("-") if part]
    try:
        match parts:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
    except ValueError:
        pass
    return None


def day(iso: str | None) -> date | None:
    """A day as an article's publication date is kept; None if it is no date."""
    edges = _edges(iso) if iso else None
    return edges[0] if edges else None
