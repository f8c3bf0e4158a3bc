"""The years that a sentence ties to a grade: printed, or reckoned from the printed publication date."""

import re
from datetime import date

from extract.candidates.dates import MONTHS
from extract.candidates.grades import GRADE_WORDS

_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PART = rf"(?:(?:early|late|mid|spring|summer|autumn|winter|the \w+ of)[ -])?(?:{_MONTH} (?:and {_MONTH} )?)?"
_MORE = (
    rf"(?:(?:, | and |, and | then )(?:again |repeated |then |was |found so |in "
    rf"|once more )*{_PART}{_YEAR}){{0,4}}"
)
_LEAD = (
    r"(?:in|at|under|since|from|during|for|of|after|back to|both|between)(?: both)?(?: (?:its|the|an?"
    r"|inspections?|report|review)){0,3}(?: in| of)?"
)
_AFTER = re.compile(rf"^[’'”\"]?[^.;:“”]{{0,70}}?(?:\b{_LEAD} ?|\(|, ){_PART}(?P<years>{_YEAR}{_MORE})\b")
_FROM_TO = re.compile(rf"^[^.;:“”]{{0,30}}\bfrom {_YEAR} (?:until|to)\b")
_OF_NEXT = re.compile(r",? (?:it|they|services|the \w+) (?:had|was|were) (?:\w+:? )*[‘'“\"]?$", re.IGNORECASE)
"""After a year: it is that of the grade which follows, "good, where in 2019 it had been"."""
_ELSEWHERE = re.compile(
    r"\b(?:took|taken|taking|created|introduced|formed|launched|established|set up|came into|joined"
    r"|appointed|merge\w*|elected|"
    r"but now|when the (?:body|service|council) was|opened|opens|began|begun|started|starting|"
    r"since the .{0,20}framework|which (?!had|has|was|were|it)\w+|before (?:that|then)|years? (?:after"
    r"|before)|and (?:from|an earlier|a previous)|there is|(?:is|are) now|now|fresh)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:took|taken|created|formed|launched|established|set up|appointed|opened|began|started"
    r"|split)\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
_BEFORE = (
    re.compile(
        rf"^(?:[“‘\"']|Back |As |And |But |Then |Earlier "
        rf"|Before that, )*[Ii]n {_PART}(?P<years>{_YEAR}{_MORE}),? (?!.*, (?:which|who) )"
    ),
    re.compile(
        rf"\b(?:inspect\w+|visit\w*|report|review|judge?ments?|judged|ratings?|grades?"
        rf"|verdicts?)\b(?: [\w’'-]+){{0,5}}?,? "
        rf"(?:held |carried out |published |back )?(?:in|of|from"
        rf"|during) (?:both )?{_PART}(?P<years>{_YEAR}{_MORE}),?[^.;,]{{0,60}}$"
    ),
    re.compile(
        rf"\b(?:in|since|back in|of|during"
        rf"|from) (?:both )?{_PART}(?P<years>{_YEAR}{_MORE})(?:,? [^.;,]{{0,50}})?$"
    ),
    re.compile(
        rf"\b(?:its|the|a|their|since"
        rf"|[A-Z]\w+[’']s) (?:{_MONTH} )?(?P<years>{_YEAR})(?:[’']s)?\b[^.;:]{{0,60}}$"
    ),
)
_OF_EARLIER = re.compile(rf"^[’'”\"]?[^.;]{{0,24}}?\b(?:in|since|from|of|during) {_PART}{_YEAR}{_MORE}")
_WHEN = re.compile(
    rf"\b(?:in|since|from|of) {_PART}(?P<years>{_YEAR}),? (?:the year )?(?:when|after|in which)"
    r" [^.;,]{0,70}$"
)
_COUNTS = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
} | {"a": 1, "an": 1}
_COUNTED = r"(?P<count>a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_VAGUE = r"(?<!over )(?<!than )(?<!nearly )(?<!almost )(?<!about )(?<!around )(?<!some )(?<!under )"
_AGO = re.compile(
    rf"\b{_VAGUE}{_COUNTED} (?P<unit>year|month)s? (?:ago|earlier|previously|before|on from)\b", re.IGNORECASE
)
_YEARS_AFTER = re.compile(
    rf"\b{_VAGUE}{_COUNTED} (?P<unit>year|month)s? after [^.;,]{{0,70}}$", re.IGNORECASE
)
_YEARS_BEFORE = re.compile(rf"\b{_COUNTED} (?P<unit>year)s? (?:before|earlier|previously)\b", re.IGNORECASE)
_YEARS_LATER = re.compile(rf"\b{_COUNTED} years? later\b", re.IGNORECASE)
_LAST = re.compile(rf"\blast (?P<when>year|{_MONTH}|spring|summer|autumn|winter)\b")
_IN_MONTH = re.compile(
    rf"^[’'”\"]? (?:overall )?in (?P<when>{_MONTH})(?P<this> this year)?\b(?! (?:and|last|\d))"
)
_IN_SEASON = re.compile(
    rf"\b(?:in|of|since) (?:the |early |late )?(?P<when>{_MONTH}|spring|summer|autumn)\b"
    r"(?! (?:and|last|this|\d))"
)
_THIS_YEAR = re.compile(r"\b(?:earlier|in \w+|since \w+) (?P<this>this year)\b")
_FOLLOWING = re.compile(r"\bthe following (?:year|\w+uary|March|April|May|June|July|August|\w+ber)\b")
_LEAVES = re.compile(r"\bfrom (?:an?|its|the|being|rated|the grade of)?\s?[‘'“\"]?$", re.IGNORECASE)
"""Of a grade left, a year before it is that of the change: "in 2021 it rose from inadequate"."""
_HAVING = ", having "
"""Between two grades: what follows is told of the second."""
_NOW = re.compile(r"\b(?:is|are) now (?:\w+ ){0,2}\W?$")
"""Before a grade in force: "five years ago" earlier in the sentence is no time of it."""
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 12}
_GRADE = re.compile(rf"\b{GRADE_WORDS}\b", re.IGNORECASE)


def years_tied(before: str, after: str, published: date | None) -> tuple[int, ...]:
    """Return the years that words around a grade tie to it, as printed, those of another grade left out."""
    following, *next_grade = _GRADE.split(after, maxsplit=1)
    if next_grade:
        following = following.partition(_HAVING)[0]
    preceding = _GRADE.split(before)[-1]
    is_first = preceding == before
    told = preceding.rpartition(_HAVING)[2]
    own = is_first or re.match(r"[’'”\"]?,? and ", preceding) is not None
    if not is_first and told != preceding and re.search(_YEAR, told):
        own, preceding = True, told
    if _LEAVES.search(preceding):
        return _printed_after(following) or _reckoned("", following, published)
    match = _WHEN.search(preceding)
    if match and (own or not _OF_EARLIER.match(preceding)):
        return _numbers(match["years"])
    if years := _printed_after(following):
        return years
    earlier = _OF_EARLIER.match(preceding)
    if not own and earlier and not _OF_NEXT.match(preceding, earlier.end()):
        again = _printed_before(preceding[earlier.end() :], is_first=False)
        return again or _counted_from(before, preceding, following)
    if years := _printed_before(preceding, is_first=is_first):
        return (years[-1] + 1,) if _FOLLOWING.search(following) else years
    return _reckoned(preceding if is_first else preceding[-60:], following, published)


def _printed_after(following: str) -> tuple[int, ...]:
    match = _AFTER.match(following)
    if not match or _ELSEWHERE.search(following[: match.start("years")]):
        return ()
    if _OF_NEXT.match(following, match.end("years")):
        return ()
    if _FROM_TO.match(following):
        return _numbers(match["years"])[:1]
    years = _numbers(match["years"])
    later = _YEARS_LATER.search(following, match.end(), match.end() + 40)
    return (*years, years[-1] + _count(later["count"])) if later else years


def _printed_before(preceding: str, *, is_first: bool) -> tuple[int, ...]:
    for pattern in _BEFORE if is_first else _BEFORE[1:]:
        match = pattern.search(preceding)
        if (
            match
            and not _ELSEWHERE.search(preceding, match.end("years"))
            and not _EVENT.search(preceding, 0, match.start("years"))
        ):
            years = _numbers(match["years"])
            return (years[-1] + 1,) if _FOLLOWING.search(preceding, match.end("years")) else years
    return ()


def _counted_from(before: str, preceding: str, following: str) -> tuple[int, ...]:
    """Reckon "two years before that" from the year of the grade before."""
    year = int(re.findall(rf"\b{_YEAR}\b", before)[-1])
    if match := _YEARS_AFTER.search(preceding) or _YEARS_BEFORE.search(following[:40]):
        return (year - _count(match["count"]),) if match["unit"] == "year" else ()
    return ()


def _reckoned(preceding: str, following: str, published: date | None) -> tuple[int, ...]:
    """Reckon "three years ago", "last July" or "in May this year" from publication."""
    if published is None:
        return ()
    near = "" if _NOW.search(preceding) else preceding[-90:]
    readings = (
        (_IN_MONTH, following, _in_month),
        (_AGO, following[:70], _ago),
        (_LAST, following[:70], _in_month),
        (_AGO, near, _ago),
        (_LAST, near, _in_month),
        (_YEARS_AFTER, preceding, _ago),
        (_THIS_YEAR, following[:50], _in_month),
        (_IN_SEASON, following[:50], _in_month),
    )
    found = ((pattern.search(words), reckon) for pattern, words, reckon in readings)
    return next(((reckon(match, published),) for match, reckon in found if match), ())


def _in_month(match: re.Match[str], published: date) -> int:
    """Reckon a month or a season, "last year" or "this year"."""
    parts = match.groupdict()
    return published.year if parts.get("this") else _last(parts["when"], published)


def _ago(match: re.Match[str], published: date) -> int:
    count = _count(match["count"])
    if match["unit"].lower() == "year":
        return published.year - count
    return (published.year * 12 + published.month - 1 - count) // 12


def _count(word: str) -> int:
    return _COUNTS.get(word.lower()) or int(word)


def _last(when: str, published: date) -> int:
    """Reckon "last year", "last July" or "last summer"."""
    if when == "year":
        return published.year - 1
    month = _SEASONS.get(when) or MONTHS.index(when.lower()) + 1
    return published.year - (month >= published.month)


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(year) for year in re.findall(_YEAR, words))
