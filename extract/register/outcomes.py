"""Ofsted's published outcomes as the user's own register has them: a CSV file, read by its column names.

What cannot be read is None, never a guess: an empty cell, a date that is none, "to requires improvement".
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from extract.candidates.councils import authorities
from extract.errors import UsageError
from extract.register.periods import Period
from schemas.record import Rating

Grade = Rating | Literal["no_overall_grade"]
"""What the register can say of an inspection as a whole: since the reform of 2026 it may be none."""

_COLUMNS = {
    "authority": "local_authority",
    "published": "publication_date",
    "first": "inspection_start_date",
    "last": "inspection_end_date",
    "overall": "overall_effectiveness_grade",
    "leaders": "impact_of_leaders_grade",
    "protection": "help_and_protection_grade",
    "in_care": "in_care_grade",
    "care_leavers": "care_leavers_grade",
}
_RATINGS: dict[str, Rating] = {
    "outstanding": "outstanding",
    "good": "good",
    "requires improvement": "requires_improvement",
    "inadequate": "inadequate",
}
_NONE_GIVEN = "not_reported_post_reform"
_OWN_NAMES = {"london corporation": "City of London"}
"""The register's names that no list of authorities has."""


@dataclass(frozen=True, slots=True)
class PublishedOutcome:
    """One row of the register: what Ofsted published of one graded inspection."""

    council: str
    """The authority's usual short name, as records have it."""
    published: date | None
    inspected: Period | None
    overall: Grade | None
    leaders: Rating | None
    protection: Rating | None
    in_care: Rating | None
    care_leavers: Rating | None

    @property
    def name(self) -> str:
        """How a person finds the row again."""
        if self.inspected:
            return f"inspection of {self.inspected.first}"
        return f"published {self.published}" if self.published else "without dates"


@dataclass(frozen=True, slots=True)
class Register:
    """The outcomes of all authorities, and the names in the authority's column that are none."""

    rows: int
    by_council: Mapping[str, tuple[PublishedOutcome, ...]]
    unknown: tuple[str, ...]

    def of(self, council: str) -> tuple[PublishedOutcome, ...]:
        """The outcomes of an authority, in the register's order."""
        return self.by_council.get(council, ())


def read_register(path: Path) -> Register:
    """Read a register. Raises ``UsageError``: unreadable, without its columns, or about no authority."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in _COLUMNS.values() if c not in (reader.fieldnames or ())]
            rows = [] if missing else [{n: row[c] or "" for n, c in _COLUMNS.items()} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise UsageError(f"{path.as_posix()}: cannot be read as CSV in UTF-8: {exc}") from exc
    if missing:
        raise UsageError(
            f"{path.as_posix()}: lacks the column{'s'[: len(missing) != 1]} {', '.join(missing)}; "
            "give Ofsted's register as CSV with a header"
        )
    return _register(rows, path)


def _register(rows: Iterable[Mapping[str, str]], path: Path) -> Register:
    by_council: dict[str, list[PublishedOutcome]] = {}
    unknown: set[str] = set()
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007  the last is how many there are
        council = council_named(row["authority"])
        if council is None:
            unknown.add(row["authority"].strip())
        else:
            by_council.setdefault(council, []).append(_outcome(council, row))
    if not by_council:
        raise UsageError(f"{path.as_posix()}: no row names an English authority; give Ofsted's register")
    return Register(
        number, {name: tuple(outcomes) for name, outcomes in by_council.items()}, tuple(sorted(unknown))
    )


def _outcome(council: str, row: Mapping[str, str]) -> PublishedOutcome:
    overall = row["overall"].strip().lower()
    return PublishedOutcome(
        council=council,
        published=_day(row["published"]),
        inspected=Period.between(_day(row["first"]), _day(row["last"])),
        overall="no_overall_grade" if overall == _NONE_GIVEN else _RATINGS.get(overall),
        **{
            n: _RATINGS.get(row[n].strip().lower())
            for n in ("leaders", "protection", "in_care", "care_leavers")
        },
    )


def _day(cell: str) -> date | None:
    """A day as dd/mm/yyyy or dd/mm/yy; None for anything else."""
    for form in ("%d/%m/%Y", "%d/%m/%y"):
        try:
            return datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def council_named(name: str) -> str | None:
    """The usual short name of the authority that goes by a name, whatever its case; None if none does."""
    return _councils().get(_plain(name))


@cache
def _councils() -> dict[str, str]:
    """Short names by every name in plain form, save those that two authorities share."""
    found: dict[str, set[str]] = {plain: {name} for plain, name in _OWN_NAMES.items()}
    for authority in authorities():
        for name in (authority.name, *authority.aliases):
            found.setdefault(_plain(name), set()).add(authority.name)
    return {plain: names.pop() for plain, names in found.items() if len(names) == 1}


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.replace("&", " and ").replace("’", "").replace("'", "").lower()))


def words(grade: str) -> str:
    """A grade as it is read aloud."""
    return grade.replace("_", " ")
