"""What the charts show: grades by council and day, themes by strengths and weaknesses."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from extract.wording import grade_of, kind_of, words
from schemas.record import Inspection, Record

NO_DATE = "no date"


@dataclass(frozen=True, slots=True)
class Given:
    """A grade that a council was given, or a visit that gave none.

    ``day`` is an ISO date, empty if nothing settles it; ``said`` is as much of it as is known, in words.
    """

    council: str
    day: str
    grade: str
    previous: bool
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How often a theme was found good and how often poor."""

    theme: str
    strengths: int
    weaknesses: int


def timeline(records: Sequence[Record]) -> dict[Given, list[int]]:
    """Every grade and visit once, by council and day, with the positions of the records that tell it.

    An inspection without a date stands at the day its article was published. A previous grade without a year
    has no place in time and is left out.
    """
    told: dict[Given, list[int]] = {}
    for position, record in enumerate(records):
        for given in dict.fromkeys(_given(record)):
            told.setdefault(given, []).append(position)
    return dict(sorted(told.items(), key=lambda item: astuple(item[0])))


def themes(records: Iterable[Record]) -> list[ThemeCount]:
    """The themes that were found, the most frequent first."""
    good, poor = Counter[str](), Counter[str]()
    for record in records:
        good.update(f.theme for f in record.strengths)
        poor.update(f.theme for f in record.weaknesses)
    order = sorted(good | poor, key=lambda theme: (-good[theme] - poor[theme], theme))
    return [ThemeCount(theme, good[theme], poor[theme]) for theme in order]


def _given(record: Record) -> Iterator[Given]:
    for i in record.inspections:
        day, said = _day(i, record.article.published)
        yield Given(i.council, day, grade_of(i), previous=False, kind=kind_of(i), said=said)
        for before in i.previous_ratings:
            if before.year is not None:
                middle, year = f"{before.year}-07-01", str(before.year)
                yield Given(
                    i.council, middle, words(before.rating), previous=True, kind="previous grade", said=year
                )


def _day(inspection: Inspection, published: str | None) -> tuple[str, str]:
    """The first day that is meant, a month and a year by their middle; and what is known of it."""
    if inspection.date:
        first = inspection.date.partition("/")[0]
        whole = {4: f"{first}-07-01", 7: f"{first}-15"}.get(len(first), first)
        if _is_a_day(whole):
            return whole, inspection.date
    if published and _is_a_day(published):
        return published, f"published {published}"
    return "", NO_DATE


def _is_a_day(text: str) -> bool:
    """Whether there is such a day: a record's dates have the form of one, which is not enough."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
