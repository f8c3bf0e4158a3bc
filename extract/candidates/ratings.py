"""What each printed grade is: this inspection's overall grade, one held before, or the grade of a part.

Grades are told apart by the words around them in their own sentence: direction, tense, time and year.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extract.candidates.areas import AREA_LIST, areas_in, names_overall
from extract.candidates.grades import GRADE_WORDS, GradeMention, find_grades
from extract.candidates.segments import Sentence
from extract.candidates.years import years_tied

GradeRole = Literal["current", "previous", "standing", "area", "unclear"]
"""``standing``: the grade still in force, named in passing ("the ‘inadequate’-rated county")."""

_Q = r"[‘’'“”\"]?"
_FILL = (
    r"(?:(?:an?|the|its|their|being|be|rated|graded|overall|only|just|having been|previous|earlier|old|former|straight|"
    r"a rating of|a grade of|a judge?ment of|(?:two|three) consecutive|both|to be|that of) )*"
)
_MOTION = (
    r"(?:improv|ris|rose|progress|mov|downgrad|upgrad|drop|fall|fell|slip|slid|climb|rais|lift|went|go|gone|back|up|down|jump|"
    r"leap|leapt|step|lower|promot|demot|chang|plung|plummet|tumbl|crash|turn|return|tak|journey|deteriorat|advanc|bounc)\w*"
)
_FROM = re.compile(rf"\b(?:from|out of|anything but) {_FILL}{_Q}$", re.IGNORECASE)
_TO = re.compile(
    rf"\b{_MOTION}\b[^.;]{{0,110}}? (?:to|at) {_FILL}{_Q}$|\b(?:down|up|back)graded (?:as |it )?{_FILL}{_Q}$",
    re.I,
)
_LEFT = re.compile(
    r"\b(?:no longer|not|los(?:e[sd]?|t|ing)|shed(?:s|ding)?|shak(?:e|es|en|ing) off|escap\w+|ended?|ending|stripped of|"
    r"improvement (?:on|from|over)|better than|worse than|replac\w+|loss of|left|leav(?:es?|ing)|instead of|"
    r"cost [\w ]{1,20}|was:)"
    rf" (?:(?:its|their|the|an?|rated|that|of|being|considered|judged|previous|coveted|old|\w+[’']s) )*{_Q}$",
    re.IGNORECASE,
)
_LOST = re.compile(
    rf"^{_Q} (?:rating|grade|status|tag|label) (?:is|was|has been|had been|are) (?:lost|removed|shed|gone)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"^[’'”\"]?[-–](?:rated|graded|judged)\b|^[’'”\"]? (?:authority|council|county|borough|city|local authority|trust)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:previous(?:ly)?|formerly|former|earlier|initially|originally|prior|once|in the past|at the time|back then|"
    r"last (?:full |graded |ILACS |standard )?(?:inspect\w*|rated|judged|graded|visited|held|assess\w*|report|rating|grade|judge?ment)"
    r"|last time|most recent(?:ly)?|on that occasion|(?:had|having)(?: (?:also|twice|last|since|first|long|both|itself|just|again|only))* "
    r"(?:been|held|kept|retained|required|received|resulted|ended|led|given|found|judged|rated|graded|had|dropped|slipped|put)"
    r"|since (?:being|it|they|its|an?|the|when|having|receiving|\w+ing|services|children|inspectors|ofsted|\w+ (?:was|were))"
    r"|(?:after|following) (?:it (?:was|had)|they (?:were|had)|having|an earlier|(?:an?|the|its) [‘'“\"]?$)"
    r"|when (?:it|they|services|inspectors|ofsted|the \w+) (?:was|were|had|found|rated|judged|last)|"
    r"(?:first|twice) (?:rated|judged|found|branded|declared|given)|years? (?:after|ago|of being)|months? (?:after|ago)|"
    r"before that|than (?:its|the|in)|compared (?:with|to)|dating (?:from|back)|said in \d{4}|follows (?:two|three|an?|the)\b"
    r"|(?:an?|its|the) (?:\d{4}|January|February|March|April|May|June|July|August|September|October|November|December) )",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:(?:has|have)(?: (?:now|also|again|since|today|just|finally))* (?:been|become|moved|improved|risen|kept|retained|held on|gone|"
    r"slipped|dropped|fallen|climbed|secured|earned|achieved|awarded|given|received|concluded|rated|judged|graded|decided)|now|today|this time|"
    r"latest|new|is|are|rates|judges|gives)\b",
    re.IGNORECASE,
)
_PAST_AFTER = re.compile(
    rf"^{_Q}[^.;:“”(]{{0,45}}\b(?:before (?:that|then)|beforehand|previously|years? (?:ago|earlier|before)|last time|last year|"
    r"(?:at|in|under) (?:its|the) previous|since (?:then|last|late|early|\d))\b"
    rf"|^{_Q} (?:rating|grade|judge?ment|verdict) (?:it|they|handed|given|received)\b|^{_Q} to (?:an? |the )?{_Q}{GRADE_WORDS}",
    re.IGNORECASE,
)
_SAME_AS = re.compile(
    rf"^{_Q},? (?:overall,? )?(?:again,? )?(?:the same(?: grade| rating| as| result| verdict| judge?ment)|as (?:it|they) (?:did|was|were|had)|unchanged)\b",
    re.IGNORECASE,
)
_LAST_TIME = re.compile(
    rf"^{_Q}[^.;:“”]{{0,45}}\b(?:when (?:it|they|the \w+) (?:was|were) last|when last|at (?:its|the|their) (?:last|previous))\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(r"\b(?:after|following|inspections?|inspected|inspectors)\b", re.IGNORECASE)
_KEPT = re.compile(
    r"\b(?:retain\w*|keep\w*|kept|h[eo]ld(?:s|ing)?(?: on to)?|maintain\w*|remain\w*|stay\w*|still|again|once more|unchanged|"
    rf"repeat\w*|consecutive|successive|straight|follow(?:s|ing) suit)\b[^.;,]{{0,60}}{_Q}$|\b(?:second|third|fourth) {_Q}$",
    re.IGNORECASE,
)
_KEPT_NOW = re.compile(
    r"(?<!had )(?<!has )\b(?:keep\w*|kept|retain\w*|maintain\w*|remain\w*|stay\w*|h[eo]ld(?:s|ing)? on to)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_KEPT_AFTER = re.compile(
    rf"^{_Q}[^.;]{{0,50}}\b(?:again|in a row|running|the same|as (?:it|they) (?:did|was|were|had)|unchanged|for (?:a|the) (?:second|third|fourth) (?:consecutive |successive )?time|once more|still)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:second (?:time|consecutive|successive)|(?:a|its) second [‘'“\"]?$|two consecutive|twice)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|many|most|half|several|few|fewer|number|proportion|share|"
    r"per cent|percentage|all|other|these|those|only) (?:\w+ ){0,4}?(?:of (?:the )?(?:[\w’'-]+ ){0,3})?"
    r"(?:councils|authorities|boroughs|counties|inspections|services in england|neighbours)|councils (?:that|which|to be|rated)|"
    r"the only (?:council|authority|borough|county)|neighbours|only \w+ (?:are|is)|one is|(?:would|could|should|must|will) (?:be|become|reach|achieve|get)|either|handful|usually|normally|generally|less than|worse than|"
    r"becoming|aim\w*|ambition|target|goal|towards?|if |whether|next|auditors?|audits?|moderat\w+|assessments|records|"
    r"former (?:county |borough )?council|predecessor|% of|(?:two|three|four|five|six|seven|eight|nine|ten|half|most|\d+) (?:have|had|were|are)|to (?:become|reach|achieve)|(?:homes?|schools?|nurser\w+) (?:\w+ ){0,3}rated)\b[^.;]{0,110}$",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(
    rf"^{_Q} (?:or (?:better|above|outstanding|good)\b|(?:councils|authorities|boroughs)\b|by (?:the|its) [\w’' ]{{0,20}}(?:own )?auditors)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;]|, (?:and|but|while|though|although|which now|who now) (?=\w)|(?:^|, )(?:while|although|though) |\) | – | but (?:is|are|now|has|this)"
)
_AREA_AFTER = re.compile(
    rf"^{_Q},? ?(?:(?:overall|grade|rating|judge?ment|verdict|mark)s?,? )?(?:and )?(?:overall, and )?"
    r"(?:for(?: both)?|in terms of|in|on|in respect of|in relation to|as (?:was|were|is|are|did)|and so (?:was|were)|"
    rf"in two of the \w+ (?:\w+ )?(?:categories|areas|judge?ments):|in (?:all|both|each) [^.;:]{{1,40}}:) (?P<list>(?:its |their )?{AREA_LIST})",
    re.IGNORECASE,
)
_LINK = (
    r"(?:,? (?:[^.;,]{0,30}, )?(?:was|were|is|are|be|been|being|remain\w*|both|all|each|also|still|now|again|rated|graded|judged|found|"
    r"deemed|considered|came out|to|as|only|just|and|requir\w+|received|given|got|a|an|separate|the|grade|rating|judge?ment|verdict|of|"
    r"dropp\w+|fell|rose|rises|improved|moved|slipped|from|up|down|for the first time|services|sub-judge?ment|however|like|leadership|"
    r"introduced last year|save|which|too|said|fared worst|were branded|assessed|marked|branded)\b|,|:| –| -)"
)
_AREA_BEFORE = re.compile(rf"(?P<list>{AREA_LIST})(?:{_LINK}){{0,9}}[ ,:]{{0,2}}{_Q}$", re.IGNORECASE)
_FROM_GRADE_TO = re.compile(rf" from {_Q}{GRADE_WORDS}{_Q} to {_Q}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RatedMention:
    """A grade mention with its role, the year tied to it, and, for a part's grade, the span of the area's name.

    ``years`` are all years tied to it. ``held`` lists the years in which the words say that the council held this grade before, None for a year left open.
    """

    grade: GradeMention
    sentence: Sentence
    role: GradeRole
    year: int | None
    area: tuple[int, int] | None
    years: tuple[int, ...] = ()
    held: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setting:
    """The words before and after a grade in its sentence, the years tied to it, and the article's own year."""

    before: str
    after: str
    years: tuple[int, ...]
    published: date | None
    this_year: int | None

    @property
    def clause(self) -> str:
        """The words of its clause that stand before the grade."""
        return _CLAUSE.split(self.before)[-1]

    @property
    def own_after(self) -> str:
        """The words after the grade up to the next grade."""
        return re.split(rf"(?<!^)\b{GRADE_WORDS}\b", self.after, maxsplit=1, flags=re.IGNORECASE)[0]


def rate_mentions(text: str, sentences: list[Sentence], published: str | None) -> list[RatedMention]:
    """Return every grade that body, headline or standfirst states, with its role; one entry an area graded with it."""
    day = date.fromisoformat(published) if published else None
    shown = [s for s in sentences if s.kind not in {"furniture", "caption"}]
    this_year = day.year if day else _latest_year(shown)
    mentions: list[RatedMention] = []
    for sentence in shown:
        grades = find_grades(text, sentence.start, sentence.end)
        for grade in grades:
            before = sentence.plain[: grade.start - sentence.start]
            after = sentence.plain[grade.end - sentence.start :]
            mentions += _rate(
                sentence, grade, _Setting(before, after, years_tied(before, after, day), day, this_year)
            )
        if not grades:
            mentions = _tie_last_inspected(sentence, _tie_unchanged(sentence, mentions, day))
    return mentions


def _latest_year(sentences: list[Sentence]) -> int | None:
    """The latest year that the article names, which stands in for its own where none is printed."""
    years = [int(y) for s in sentences for y in re.findall(r"\b20[0-4]\d\b", s.plain)]
    return max(years, default=None)


_UNCHANGED = re.compile(
    r"\b(?:(?:is|was|are|were|remains?) unchanged|unchanged (?:from|since)|(?:the )?same (?:grade|rating|judge?ment|verdict|mark|result)|that (?:grade|rating))\b",
    re.IGNORECASE,
)


_PREDECESSOR = re.compile(r"\b(?:old|former|abolished|predecessor)\b", re.IGNORECASE)


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


_LAST_INSPECTED = re.compile(
    r"\b(?:(?:last|previous) (?:full |graded |ILACS )?(?:inspect\w+|graded|rated|judged)|(?:higher|lower|better|worse|previous|old) (?:grade|rating))\b"
    r"[^.;]{0,30}? (?:in|since) (?:[A-Z]\w+ )?(?P<year>(?:19|20)\d\d)\b"
)


def _tie_last_inspected(sentence: Sentence, mentions: list[RatedMention]) -> list[RatedMention]:
    """Read "the previous inspection, in 2018," as the year of a grade held before that has none."""
    match = _LAST_INSPECTED.search(sentence.plain)
    if not match:
        return mentions
    year = int(match["year"])
    return [
        replace(m, year=year, held=(year,)) if m.role != "area" and m.held == (None,) else m for m in mentions
    ]


def _rate(sentence: Sentence, grade: GradeMention, at: _Setting) -> list[RatedMention]:
    year = at.years[0] if at.years else None
    areas, overall = _areas(sentence, grade, at)
    rated: list[RatedMention] = []
    if areas:
        role: GradeRole = "unclear" if _is_left(at) or _is_other(at) or _is_past(at) else "area"
        rated = [RatedMention(grade, sentence, role, year, area, at.years) for area in areas]
    if not areas or overall:
        role = _role(at)
        rated.append(RatedMention(grade, sentence, role, year, None, at.years, _held(role, at)))
    return rated


def _role(at: _Setting) -> GradeRole:
    if _is_other(at):
        return "unclear"
    if _is_left(at):
        return "previous"
    if _STANDING.match(at.after):
        return "standing"
    return "previous" if _is_past(at) else "current"


def _is_left(at: _Setting) -> bool:
    """Whether the words say that the council left this grade behind."""
    return bool(_FROM.search(at.before) or _LEFT.search(at.before) or _LOST.match(at.after))


def _is_other(at: _Setting) -> bool:
    """Whether the grade is wished for, of other councils, of case files, or in what somebody says."""
    if _OTHERS.search(at.clause) or _OTHERS_AFTER.match(at.after):
        return True
    spoken = _OPEN_SPEECH.search(at.before)
    if spoken is None or at.years:
        return False
    rest = re.split(r"[”\"]", at.after, maxsplit=1)[0]
    return (
        len(spoken["words"].split()) + len(rest.split()) > _SPOKEN
        or _PERSON.search(spoken["words"]) is not None
    )


_OPEN_SPEECH = re.compile(r"(?:“|(?:^| )\")(?P<words>[^“”\"]*)$")
_PERSON = re.compile(r"\b(?:we|you|I|our|us|my)\b", re.IGNORECASE)
_SPOKEN = 6
_RECENT = 1


def _is_past(at: _Setting) -> bool:
    """Whether year or tense puts the grade before this inspection."""
    if _SAME_AS.match(at.own_after) or (
        _KEPT_NOW.search(at.clause) and re.search(r"\bit\b", at.own_after[:40])
    ):
        return False
    if _LAST_TIME.match(at.own_after) or (at.years and _is_old(at)):
        return True
    if _TO.search(at.clause) and not re.search(
        r"\bhad\b|\b(?:last|previous) inspection|(?:months?|years?) after|\bsince\b", at.clause
    ):
        return False
    if _PAST_AFTER.match(at.own_after):
        return True
    past = max((m.end() for m in _PAST.finditer(at.clause)), default=-1)
    present = max((m.end() for m in _PRESENT.finditer(at.clause)), default=-1)
    return past > present


def _is_old(at: _Setting) -> bool:
    """Whether the years tied to the grade are older than the inspection that the article can be about."""
    newest = max(at.years)
    if re.search(r"\bsince\b[^.;]{0,25}$", at.after.partition(str(newest))[0]):
        return True
    inspected = _INSPECTED.search(at.own_after.partition(str(newest))[0][:50]) or _INSPECTED.search(
        at.before[-50:]
    )
    if at.published is None:
        return newest < (at.this_year or 0) or not inspected
    if newest < at.published.year - _RECENT:
        return True
    was = re.search(r"\b(?:was|were|had|since|given|which)\b", at.before[-70:])
    return newest < at.published.year and bool(was) and not inspected


_SAME_IN = re.compile(
    r"\bsame (?:rating|grade|judge?ment|verdict)\b[^.;]{0,25}? in (?P<year>(?:19|20)\d\d)\b"
)


def _held(role: GradeRole, at: _Setting) -> tuple[int | None, ...]:
    """The years, newest first, of earlier inspections that gave this grade."""
    again = _SAME_IN.search(at.own_after)
    years: tuple[int | None, ...] = tuple(
        sorted({*at.years, *([int(again["year"])] if again else [])}, reverse=True)
    )
    if role in {"previous", "standing"}:
        twice = _TWICE.search(at.before[-60:]) or _TWICE.search(at.after[:50])
        return (*years, None) if twice and len(years) <= 1 else years or (None,)
    kept = _KEPT.search(at.clause) or _KEPT_AFTER.match(at.after)
    if role == "current" and kept:
        return tuple(y for y in years if at.published is None or y != at.this_year) or (None,)
    return ()


def _areas(sentence: Sentence, grade: GradeMention, at: _Setting) -> tuple[list[tuple[int, int]], bool]:
    """Spans of the parts that this grade is for, and whether it is the overall grade too."""
    plain, start, stop = sentence.plain, grade.start - sentence.start, grade.end - sentence.start
    match = _AREA_AFTER.match(at.after)
    spans, overall = [], False
    if match:
        words = (stop + match.start("list"), stop + match.end("list"))
        spans += areas_in(plain, *words)
        overall = (
            names_overall(plain[slice(*words)])
            or re.match(rf"{_Q},? (?:overall|as (?:was|did|were))", at.after) is not None
        )
    before = _AREA_BEFORE.search(_FROM_GRADE_TO.sub("", at.before))
    if before and not re.search(
        rf"(?<!from ){GRADE_WORDS}", plain[before.end("list") : start], re.IGNORECASE
    ):
        spans = areas_in(plain, *before.span("list")) + spans
        overall = names_overall(before["list"])
    return [(sentence.start + a, sentence.start + b) for a, b in spans], overall
