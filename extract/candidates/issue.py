"""The day from which an article's relative dates are reckoned: of publication, or the last of its issue."""

import re
from calendar import monthrange

from extract.candidates.dates import MONTHS, full_date
from extract.candidates.segments import Sentence

_MONTH = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)}),? (?P<year>20\d\d)\b", re.IGNORECASE)
_IN_PATH = re.compile(rf"\b(?P<year>20\d\d) [>/›»] (?P<month>{'|'.join(MONTHS)})\b", re.IGNORECASE)
_SEASON = re.compile(
    r"\b(?P<season>spring|easter|summer|autumn|michaelmas|advent|christmas)(?: term| issue)?,?"
    r" (?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_BESIDE_BODY = {"furniture", "caption", "standfirst"}
_OUT_ON = re.compile(
    r"\b(?:published|released|came out|issued|made public)(?: \w+){0,3}? on (?P<day>[^.;,]{0,12}\b20\d\d)\b",
    re.IGNORECASE,
)
_LAST_MONTH = {
    "spring": 5,
    "easter": 4,
    "summer": 8,
    "autumn": 11,
    "michaelmas": 12,
    "advent": 12,
    "christmas": 12,
}
"""The last month of a season that an issue is named after."""


def reckoning_day(sentences: list[Sentence], published: str | None) -> str | None:
    """Return the date of publication, else the last day of the issue ("December 2018") that the page names.

    An issue settles the year of "in June"; it is no date of publication. Where neither is printed, the latest
    day on which a report "came out" stands in.
    """
    if published:
        return published
    for line in (s.plain for s in sentences if s.kind in _BESIDE_BODY and "©" not in s.plain):
        if match := _MONTH.search(line) or _IN_PATH.search(line):
            return _month_end(int(match["year"]), MONTHS.index(match["month"].lower()) + 1)
        if match := _SEASON.search(line):
            return _month_end(int(match["year"]), _LAST_MONTH[match["season"].lower()])
    told = (_OUT_ON.search(s.plain) for s in sentences if s.is_body)
    return max(filter(None, (full_date(found["day"]) for found in told if found)), default=None)


def _month_end(year: int, month: int) -> str:
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"
