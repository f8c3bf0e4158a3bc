"""Which row of the register an inspection is compared with, if any can be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from extract.register.outcomes import PublishedOutcome, words
from extract.register.periods import Period, period
from schemas.record import Inspection, Rating

_NEWS = timedelta(days=31)
"""An article of 2 October may report what was published on 29 September."""
_LONGEST_WAIT = timedelta(days=214)
"""From an inspection's end to publication: the longest of the 319 in the register of autumn 2026."""


@dataclass(frozen=True, slots=True)
class Found:
    """The row that an inspection is compared with and what chose it; without one, why there is none."""

    outcome: PublishedOutcome | None = None
    by: Literal["date", "grade"] | None = None
    why: str | None = None
    """None where the register lacks the inspection."""


def find_outcome(
    inspection: Inspection, published: date | None, outcomes: Sequence[PublishedOutcome]
) -> Found:
    """Choose the row of an inspection among its council's: by date or, where none is settled, by grade."""
    inspected = period(inspection.date)
    fitting = _fitting(inspected, published, [o for o in outcomes if _may_be_reported(o, published)])
    if len(fitting) > 1:
        return Found(why=f"{len(fitting)} outcomes fit its date")
    if fitting:
        return Found(fitting[0], "date")
    if inspected:
        gaps = [o for o in outcomes if _may_be_of(o, inspected)]
        return Found(
            why=f"the register has no inspection dates for what was {gaps[0].name}" if gaps else None
        )
    return _of_same_grade(inspection.rating, [o for o in outcomes if _is_by(o.published, published)])


def _fitting(
    inspected: Period | None, published: date | None, outcomes: Sequence[PublishedOutcome]
) -> list[PublishedOutcome]:
    """Those inspected in the same month; else published in the article's; else in the inspection's."""
    in_news = [o for o in outcomes if published and o.published and _is_news(o.published, published)]
    if inspected is None:
        return in_news
    inspected_then = [o for o in outcomes if o.inspected and o.inspected.shares_a_month_with(inspected)]
    both = [o for o in inspected_then if o in in_news]
    published_then = [
        o for o in outcomes if o.published and inspected.shares_a_month_with(Period(o.published, o.published))
    ]
    return both or inspected_then or in_news or published_then


def _is_news(outcome: date, article: date) -> bool:
    same_month = (outcome.year, outcome.month) == (article.year, article.month)
    return same_month or timedelta(0) <= article - outcome <= _NEWS


def _may_be_reported(outcome: PublishedOutcome, published: date | None) -> bool:
    """Whether inspectors had left when the article was published, as far as the two say."""
    return not (outcome.inspected and is_after(outcome.inspected.last, published))


def _may_be_of(outcome: PublishedOutcome, inspected: Period) -> bool:
    """Whether a row without inspection dates may be of an inspection at that time."""
    if outcome.inspected:
        return False
    published = outcome.published
    return published is None or (inspected.first <= published and published - inspected.last <= _LONGEST_WAIT)


def _of_same_grade(rating: Rating | None, outcomes: Sequence[PublishedOutcome]) -> Found:
    if not outcomes:
        return Found()
    if rating is None:
        return Found(why="the record settles neither date nor overall grade")
    same = [o for o in outcomes if o.overall == rating]
    if not same:
        return Found(why=f"the record settles no date, and no outcome until then is {words(rating)}")
    return Found(max(same, key=lambda o: o.published or date.min), "grade")


def is_after(day: date | None, published: date | None) -> bool:
    """Whether both are known and the day is later."""
    return bool(day and published and day > published)


def _is_by(day: date | None, published: date | None) -> bool:
    """Whether the day is known not to be later; any is, if the article's is not known."""
    return published is None or (day is not None and day <= published)
