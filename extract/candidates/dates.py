"""Dates an article prints: when it was published, and phrases that say when inspectors were there.

A phrase is resolved as far as the article settles it, to an ISO 8601 date, month, year or interval. Relative phrases
resolve against the printed publication date, never against a clock.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, start=1)} | {"sept": 9}
_M = r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_Y = r"(?:19|20)\d{2}"
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = r"(?:early|late|mid|mid-|the (?:start|end|beginning|middle) of)[ -]?"
_YEAR_TAIL = rf"(?:,? (?:of )?{_Y}|,? (?:of )?(?:this|last) year)?"
_NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)} | {"a": 1, "an": 1}

_FULL = re.compile(rf"\b(?P<d>{_D}) (?:of )?(?P<m>{_M}),? (?P<y>{_Y})\b|\b(?P<m2>{_M}) (?P<d2>{_D}),? (?P<y2>{_Y})\b", re.IGNORECASE)
_ISO = re.compile(rf"\b(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)\b")
_NUMERIC = re.compile(rf"\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>{_Y}|\d{{2}})\b")

_PHRASES = [
    # between 3 and 7 June 2024; between January and February this year; from 5 to 16 May
    rf"(?:between|from|over|during|on|the week of|in)? ?(?:(?:the )?{_D} (?:of )?)?(?:{_PART})?(?:{_M})?{_YEAR_TAIL} ?(?:and|to|until|till|-|–) ?(?:the )?(?:{_D} (?:of )?)?(?:{_PART})?{_M}{_YEAR_TAIL}",
    rf"(?:between|from|on|over|during)? ?{_M} {_D} ?(?:and|to|until|-|–) ?(?:{_M} )?{_D}\b{_YEAR_TAIL}",
    rf"(?:over|for|across|during|in) (?:the )?(?:\w+[ -]){{1,3}}(?:weeks?|days?)(?: (?:period|visit))?(?: (?:in|between|during|from)) (?:{_PART})?{_M}(?: and (?:{_PART})?{_M})?{_YEAR_TAIL}",
    rf"(?:on|at|by|from|of)? ?(?:(?:Mon|Tues|Wednes|Thurs|Fri)day,? )?(?:the )?{_D} (?:of )?{_M}{_YEAR_TAIL}",
    rf"(?:on|from)? ?{_M} {_D}\b{_YEAR_TAIL}",
    rf"(?:in|during|over|since|at|from|late in|early in|through|towards) (?:{_PART})?{_M}{_YEAR_TAIL}",
    rf"(?:in|during|over|at) (?:{_PART})?(?:last |this )?(?:the )?(?:{_PART})?(?:spring|summer|autumn|winter)\b{_YEAR_TAIL}|\b(?:last|this) (?:spring|summer|autumn|winter)\b",
    rf"(?:in|during) (?:early |late )?{_Y}",
    r"(?:earlier |late |early )?(?:last|this) (?:month|week|year)|\b(?:in|during) (?:the )?(?:last|past) (?:month|week)|(?:\w+) (?:weeks?|months?) ago|yesterday|last (?:Mon|Tues|Wednes|Thurs|Fri)day",
]
_PHRASE = re.compile("|".join(rf"(?:{p})" for p in _PHRASES), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A phrase with its preposition, and the ISO 8601 value it settles, or None."""

    start: int
    end: int
    text: str
    value: str | None


def full_date(text: str) -> str | None:
    """The first complete calendar date in ``text``, British order, as YYYY-MM-DD."""
    for pattern in (_FULL, _ISO, _NUMERIC):
        for match in pattern.finditer(text):
            parts = {k.rstrip("2"): v for k, v in match.groupdict().items() if v}
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            month = _month(parts["m"]) if not parts["m"].isdigit() else int(parts["m"])
            if value := _iso(year, month, int(re.sub(r"\D", "", parts["d"]))):
                return value
    return None


def find_date_phrases(text: str, start: int, end: int, published: str | None) -> list[DatePhrase]:
    """Return the date phrases of ``text[start:end]``; ``published`` is the printed publication date, or None."""
    found = []
    for match in _PHRASE.finditer(text, start, end):
        lead = len(match.group()) - len(match.group().lstrip())
        words = match.group().strip()
        found.append(DatePhrase(match.start() + lead, match.start() + lead + len(words), words, resolve(words, published)))
    return found


def resolve(phrase: str, published: str | None) -> str | None:
    """The ISO 8601 value of a phrase, as far as it and the publication date settle it."""
    anchor = date.fromisoformat(published) if published else None
    words = re.sub(r"[\s\u00a0]+", " ", phrase).lower()
    months = [(m.start(), _month(m.group())) for m in re.finditer(_M, words, re.IGNORECASE)]
    years = [(m.start(), int(m.group())) for m in re.finditer(rf"\b{_Y}\b", words)]
    if not months:
        return _relative(words, years[0][1] if years else None, anchor)
    year = _year(words, months[-1][1], years, anchor)
    if year is None:
        return None
    days = [(m.start(), int(re.sub(r"\D", "", m.group()))) for m in re.finditer(rf"\b{_D}\b(?! (?:days?|weeks?|months?))", words) if len(re.sub(r"\D", "", m.group())) <= 2]
    return _interval(year, months, years, days)


def _interval(year: int, months: list[tuple[int, int]], years: list[tuple[int, int]], days: list[tuple[int, int]]) -> str | None:
    first_year = years[0][1] if len(years) > 1 else year - (months[0][1] > months[-1][1])
    if len(days) >= 2:
        start, stop = _iso(first_year, months[0][1], days[0][1]), _iso(year, months[-1][1], days[-1][1])
        return f"{start}/{stop}" if start and stop else None
    if len(months) >= 2:
        return f"{first_year:04}-{months[0][1]:02}/{year:04}-{months[-1][1]:02}"
    return _iso(year, months[0][1], days[0][1]) if days else f"{year:04}-{months[0][1]:02}"


def _year(words: str, month: int, years: list[tuple[int, int]], anchor: date | None) -> int | None:
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
    season = re.search(r"spring|summer|autumn|winter", words)
    if year is not None:
        return f"{year:04}"
    if anchor is None:
        return None
    if "last year" in words:
        return f"{anchor.year - 1:04}"
    if season:
        if season[0] == "winter":
            return None
        begins = {"spring": 3, "summer": 6, "autumn": 9}[season[0]]
        return f"{anchor.year - (begins > anchor.month or ('last' in words and begins + 2 >= anchor.month)):04}"
    if "this month" in words:
        return f"{anchor.year:04}-{anchor.month:02}"
    if "this year" in words:
        return f"{anchor.year:04}"
    if "yesterday" in words:
        return (anchor - timedelta(days=1)).isoformat()
    return _ago(words, anchor)


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
    if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        return f"{year:04}-{month:02}-{day:02}"
    return None
