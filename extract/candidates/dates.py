"""Dates an article prints: when it was published, and phrases that say when inspectors were there.

A phrase is resolved as far as the article settles it, to an ISO 8601 date, month, year or interval. Relative
phrases resolve against the printed publication date, never against a clock.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, start=1)} | {"sept": 9}
_SEASON_BEGINS = {"spring": 3, "summer": 6, "autumn": 9}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: n for n, word in enumerate(_COUNTS, start=1)} | {"a": 1, "an": 1}

_M = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_Y = r"(?:19|20)\d{2}"
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_OF_YEAR = rf"(?:,? (?:of )?(?:{_Y}\b|this year\b|last year\b|the same year\b))?"
_PART = r"(?:early |late |mid[- ]|(?:the )?(?:very )?(?:start|end|beginning|middle) of )?"
_AND = r" ?(?:and|to|until|till|-|–) ?"
_ON = (
    r"(?i:(?:on|between|from|over|during|in|at|by|of|since|until|late in|early in|through"
    r"|towards) (?:about )?)"
)

_DAYS_BRITISH = (
    rf"{_WEEKDAY}(?:the )?{_D}(?: (?:of )?{_M})?(?:,? {_Y})?{_AND}{_WEEKDAY}(?:the )?{_D} (?:of "
    rf")?{_M}{_OF_YEAR}"
)
_DAYS_AMERICAN = rf"{_M} {_D}(?:,? {_Y})?{_AND}(?:{_M} )?{_D}\b(?! {_M}){_OF_YEAR}"
_DAY = rf"(?:{_WEEKDAY}(?:the )?{_D} (?:of )?{_M}|{_M} {_D}\b){_OF_YEAR}"
_MONTHS = rf"{_PART}{_M}(?:,? {_Y})? ?(?:and|or|to|until|-|–) ?{_PART}{_M}{_OF_YEAR}"
_MONTH = rf"{_PART}(?i:last |this )?{_M}{_OF_YEAR}"
_SEASON = rf"(?i:{_PART}(?:last |this |the )?(?:early |late )?(?:spring|summer|autumn|winter)\b){_OF_YEAR}"
_WHEN = rf"(?:{_DAYS_BRITISH}|{_DAYS_AMERICAN}|{_DAY}|{_MONTHS}|{_MONTH}|{_SEASON})"

_LENGTH = (
    r"(?:(?:a|one|two|three|four|five|six|several|\d) )?(?:full |working |consecutive )?(?:week"
    r"|fortnight|day|month)s?"
)
_FOR_WEEKS = (
    rf"(?i:over|for|across|during|in) (?:the |a period of )?{_LENGTH}(?: (?i:in|at|from|between|during"
    rf"|of|on|to))? {_WHEN}"
)
_HALF = (
    r"(?:(?:first|second|last|third|final|opening|closing) )?(?:(?:two|few|three) )?(?:half|weeks?"
    r"|fortnight|days|part)"
)
_IN_WEEK = (
    rf"(?:(?i:in|during|over|at|for|of) (?:the )?|(?i:the) ){_HALF} (?:of|in|beginning|commencing"
    rf"|starting) {_WHEN}"
    rf"(?: and (?:the )?{_HALF} of {_M}{_OF_YEAR})?"
)
_RELATIVE = (
    r"(?i:(?:earlier |late |early )?\b(?:last|this) (?:month|week|year)\b|\b(?:in|during) (?:the )?(?:last"
    r"|past) (?:month|week)\b"
    r"|\b(?:\w+) (?:weeks?|months?) (?:ago|later|earlier)\b|\byesterday\b|\blast (?:Mon|Tues|Wednes|Thurs"
    r"|Fri)day\b)"
)
_PHRASE = re.compile(
    rf"\b{_FOR_WEEKS}|\b{_IN_WEEK}|\b{_ON}{_WHEN}|\b(?:{_DAYS_BRITISH}|{_DAYS_AMERICAN}|{_DAY}|{_MONTHS})"
    rf"|\b(?i:last|this) (?:{_M}|(?i:spring|summer|autumn|winter)\b)|\b(?i:in|during) (?:early |late )?{_Y}\b"
    rf"|{_RELATIVE}|(?:(?<![\w,] )|(?<=[–—:(] )){_M} {_Y}\b(?= ?(?:$|[:–—)]))"
)

_FULL = re.compile(
    rf"\b(?P<d>{_D}) (?:of )?(?P<m>{_M}),? (?P<y>{_Y})\b|\b(?P<m2>{_M}) (?P<d2>{_D}),? (?P<y2>{_Y})\b",
    re.IGNORECASE,
)
_ISO = re.compile(rf"\b(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)\b")
_NUMERIC = re.compile(rf"\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>{_Y}|\d{{2}})\b")
_YEAR_DIGITS = 2
_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A phrase with its preposition, and the ISO 8601 value it settles, or None."""

    start: int
    end: int
    text: str
    value: str | None


def full_date(text: str) -> str | None:
    """Return the first complete calendar date in ``text``, British order, as YYYY-MM-DD."""
    for pattern in (_FULL, _ISO, _NUMERIC):
        for match in pattern.finditer(text):
            parts = {k.rstrip("2"): v for k, v in match.groupdict().items() if v}
            year = int(parts["y"]) + (2000 if len(parts["y"]) == _YEAR_DIGITS else 0)
            month = _month(parts["m"]) if not parts["m"].isdigit() else int(parts["m"])
            if value := _iso(year, month, int(re.sub(r"\D", "", parts["d"]))):
                return value
    return None


def find_date_phrases(text: str, start: int, end: int, published: str | None) -> list[DatePhrase]:
    """Return the date phrases of ``text[start:end]``; ``published`` is the date of publication, or None."""
    plain = re.sub(r"\s", " ", text[start:end])
    return [
        DatePhrase(
            start + match.start(),
            start + match.end(),
            text[start + match.start() : start + match.end()],
            value,
        )
        for match in _PHRASE.finditer(plain)
        for value in [resolve(match.group(), published)]
    ]


def resolve(phrase: str, published: str | None) -> str | None:
    """Return the ISO 8601 value of a phrase, as far as it and the publication date settle it."""
    anchor = date.fromisoformat(published) if published else None
    words = re.sub(r"\s+", " ", phrase)
    months = [(m.start(), _month(m.group())) for m in re.finditer(_M, words)]
    years = [(m.start(), int(m.group())) for m in re.finditer(rf"\b{_Y}\b", words)]
    if not months:
        return _relative(words.lower(), years[0][1] if years else None, anchor)
    year = _year(words.lower(), months[-1][1], years, anchor)
    if year is None:
        return None
    numbers = re.finditer(rf"\b{_D}\b(?! (?:days?|weeks?|months?))", words)
    days = [(m.start(), int(re.sub(r"\D", "", m.group()))) for m in numbers]
    value = _interval(year, months, years, days)
    if value and len(days) == 1 and re.search(r"\bweek (?:of|beginning|commencing|starting)\b", words):
        return f"{value}/{(date.fromisoformat(value) + _WEEK).isoformat()}"
    return value


def _interval(
    year: int, months: list[tuple[int, int]], years: list[tuple[int, int]], days: list[tuple[int, int]]
) -> str | None:
    """Write a day, a month or an interval of either; one that wraps round the year begins the year before."""
    first_year = years[0][1] if len(years) > 1 else year - (months[0][1] > months[-1][1])
    if len(days) > 1:
        start, stop = _iso(first_year, months[0][1], days[0][1]), _iso(year, months[-1][1], days[-1][1])
        return f"{start}/{stop}" if start and stop else None
    if len(months) > 1:
        return f"{first_year:04}-{months[0][1]:02}/{year:04}-{months[-1][1]:02}"
    return _iso(year, months[0][1], days[0][1]) if days else f"{year:04}-{months[0][1]:02}"


def _year(words: str, month: int, years: list[tuple[int, int]], anchor: date | None) -> int | None:
    """Take the year printed, or the one in which the month last fell before publication."""
    if years:
        return years[-1][1]
    if anchor is None:
        return None
    if "last year" in words:
        return anchor.year - 1
    if "this year" in words:
        return anchor.year
    return anchor.year - (month > anchor.month)


def _relative(words: str, year: int | None, anchor: date | None) -> str | None:
    """Resolve a phrase without a month; a season gives its year alone."""
    if year is not None or anchor is None:
        return f"{year:04}" if year is not None else None
    if "last year" in words:
        return f"{anchor.year - 1:04}"
    if season := re.search(r"spring|summer|autumn|winter", words):
        return _season_year(season[0], anchor, last="last" in words)
    if this := re.search(r"this (month|year)", words):
        return f"{anchor.year:04}-{anchor.month:02}" if this[1] == "month" else f"{anchor.year:04}"
    if "yesterday" in words:
        return (anchor - timedelta(days=1)).isoformat()
    return _ago(words, anchor)


def _season_year(season: str, anchor: date, *, last: bool) -> str | None:
    """Find the year of the season before publication; a winter, which holds two years, gives none."""
    begins = _SEASON_BEGINS.get(season)
    if begins is None:
        return None
    return f"{anchor.year - (begins > anchor.month or (last and begins + 2 >= anchor.month)):04}"


def _ago(words: str, anchor: date) -> str | None:
    count = re.search(r"(\w+) (week|month)s? ago", words)
    number = _NUMBERS.get(count[1], int(count[1]) if count[1].isdigit() else 0) if count else 0
    if count and not number:
        return None
    if "month" in words:
        months = anchor.year * 12 + anchor.month - 1 - (number or 1)
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if count:
        return (anchor - timedelta(weeks=number)).isoformat()[:7]
    return None


def _month(name: str) -> int:
    return _SHORT[name.lower().rstrip(".")[:3]]


def _iso(year: int, month: int, day: int) -> str | None:
    if 1 <= month <= len(MONTHS) and 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04}-{month:02}-{day:02}"
    return None
