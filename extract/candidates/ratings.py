"""What each printed grade is: this inspection's overall grade, one held before, or the grade of a part.

Grades are told apart by the words around them in their own sentence: direction, tense, time and year.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extract.candidates.graded_areas import graded_areas
from extract.candidates.grades import GradeMention, find_grades
from extract.candidates.other_grades import is_of_others
from extract.candidates.segments import Sentence
from extract.candidates.tense import Setting, is_left_behind, is_past, years_held
from extract.candidates.ungraded import says_ungraded
from extract.candidates.years import years_tied
from extract.errors import ArticleError

GradeRole = Literal["current", "previous", "standing", "area", "unclear"]
"""``standing``: the grade still in force, named in passing ("the ‘inadequate’-rated county")."""

_STANDING = re.compile(
    r"^[’'”\"]?[-–](?:rated|graded|judged)\b|^[’'”\"]? (?:authority|council|county|borough|city"
    r"|local authority|trust)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:which|that) (?:is|are|remains) (?:currently |still )?(?:rated |graded |judged )?(?:as )?[‘'“\"]?$",
    re.IGNORECASE,
)
"""Before a grade in force: "Leeds, which is rated outstanding, was visited"."""
_UNCHANGED = re.compile(
    r"\b(?:(?:is|was|are|were|remains?) unchanged|unchanged (?:from|since)|(?:the )?same (?:grade|rating"
    r"|judge?ment|verdict|mark|result)|that (?:grade|rating))\b",
    re.IGNORECASE,
)
_PREDECESSOR = re.compile(r"\b(?:old|former|abolished|predecessor)\b", re.IGNORECASE)
_LAST_INSPECTED = re.compile(
    r"\b(?:(?:last|previous) (?:full |graded |ILACS )?(?:inspect\w+|graded|rated|judged)|(?:higher|lower"
    r"|better|worse|previous|old) (?:grade|rating))\b"
    r"[^.;]{0,30}? (?:in|since) (?:[A-Z]\w+ )?(?P<year>(?:19|20)\d\d)\b"
)


MAX_GRADES = 1_000
"""Who states more writes a table and no article: three grades of every council are fewer."""
_REACH = 400
"""Characters of a sentence that are read on either side of a grade."""


@dataclass(frozen=True, slots=True)
class RatedMention:
    """A grade mention with its role, the year tied to it and, for a part's grade, the part's span.

    ``years`` are all years tied to it. ``held`` lists the years in which the council held it before, by these
    words; None stands for a year left open.
    """

    grade: GradeMention
    sentence: Sentence
    role: GradeRole
    year: int | None
    area: tuple[int, int] | None
    years: tuple[int, ...] = ()
    held: tuple[int | None, ...] = ()


def rate_mentions(text: str, sentences: list[Sentence], published: str | None) -> list[RatedMention]:
    """Return every grade that body, headings or headline state, with its role; one entry an area graded.

    Raises ``ArticleError`` for a mere list of grades.
    """
    day = date.fromisoformat(published) if published else None
    shown = [s for s in sentences if s.kind not in {"furniture", "caption"}]
    this_year = day.year if day else _latest_year(shown)
    mentions: list[RatedMention] = []
    for sentence in shown:
        plain = sentence.plain
        grades = find_grades(text, sentence.start, sentence.end)
        for grade in grades:
            start, stop = grade.start - sentence.start, grade.end - sentence.start
            before = plain[max(0, start - _REACH) : start]
            after = plain[stop : stop + _REACH]
            rated = _rate(
                sentence, grade, Setting(before, after, years_tied(before, after, day), day, this_year)
            )
            if says_ungraded(sentence):
                rated = [replace(r, role="standing") if r.role == "current" else r for r in rated]
            mentions += rated
        if len(mentions) > MAX_GRADES:
            raise ArticleError(f"states more than {MAX_GRADES:,} grades, too many for an article")
        if not grades:
            mentions = _tie_last_inspected(sentence, _tie_unchanged(sentence, mentions, day))
    return mentions


def _latest_year(sentences: list[Sentence]) -> int | None:
    """Find the latest year that the article names, which stands in for its own where none is printed."""
    years = [int(y) for s in sentences for y in re.findall(r"\b20[0-4]\d\b", s.plain)]
    return max(years, default=None)


def _tie_unchanged(
    sentence: Sentence, mentions: list[RatedMention], published: date | None
) -> list[RatedMention]:
    """Read "the grade is unchanged from 2019" as a year in which the grade given before was held."""
    match = _UNCHANGED.search(sentence.plain)
    last = next((m for m in reversed(mentions) if m.role == "current"), None)
    if not match or last is None or _PREDECESSOR.search(sentence.plain):
        return mentions
    years = years_tied(sentence.plain[: match.start()], sentence.plain[match.end() :], published)
    if not years and "unchanged" not in match[0].lower():
        return mentions
    return [replace(m, held=years or (None,)) if m is last else m for m in mentions]


def _tie_last_inspected(sentence: Sentence, mentions: list[RatedMention]) -> list[RatedMention]:
    """Read "the previous inspection, in 2018," as the year of a grade held before that has none."""
    match = _LAST_INSPECTED.search(sentence.plain)
    if not match:
        return mentions
    year = int(match["year"])
    return [
        replace(m, year=year, held=(year,)) if m.role != "area" and m.held == (None,) else m for m in mentions
    ]


def _rate(sentence: Sentence, grade: GradeMention, at: Setting) -> list[RatedMention]:
    year = at.years[0] if at.years else None
    spans, overall = graded_areas(sentence.plain, grade.start - sentence.start, grade.end - sentence.start)
    areas = [(sentence.start + start, sentence.start + end) for start, end in spans]
    rated: list[RatedMention] = []
    if areas:
        role: GradeRole = "unclear" if is_left_behind(at) or is_of_others(at) or is_past(at) else "area"
        rated = [RatedMention(grade, sentence, role, year, area, at.years) for area in areas]
    if not areas or overall:
        role = _role(at)
        held = () if role == "unclear" else years_held(at, current=role == "current")
        rated.append(RatedMention(grade, sentence, role, year, None, at.years, held))
    return rated


def _role(at: Setting) -> GradeRole:
    if is_of_others(at):
        return "unclear"
    if is_left_behind(at):
        return "previous"
    if _STANDING.match(at.after) or _HOLDS.search(at.before):
        return "standing"
    return "previous" if is_past(at) else "current"
