"""Time in the words around a grade: whether it is left behind, kept, given now or held before."""

import re
from dataclasses import dataclass
from datetime import date

from extract.candidates.grades import GRADE_WORDS

_Q = r"[‘’'“”\"]?"
_FILL = (
    r"(?:(?:an?|the|its|their|being|be|rated|graded|overall|only|just|having been|previous|earlier|old"
    r"|former|straight|"
    r"a rating of|a grade of|a judge?ment of|(?:two|three) consecutive|both|to be|that of) ){0,6}"
)
_MOTION = (
    r"(?:improv|ris|rose|progress|mov|downgrad|upgrad|drop|fall|fell|slip|slid|climb|rais|lift|went|go|gone"
    r"|back|up|down|jump|"
    r"leap|leapt|step|lower|promot|demot|chang|plung|plummet|tumbl|crash|turn|return|tak|journey|deteriorat"
    r"|advanc|bounc)\w*"
)
_FROM = re.compile(rf"\b(?:from|out of|anything but) {_FILL}{_Q}$", re.IGNORECASE)
_TO = re.compile(
    rf"\b{_MOTION}\b[^.;]{{0,110}}? (?:to|at) {_FILL}{_Q}$|\b(?:down|up|back)graded (?:as |it )?{_FILL}{_Q}$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\bfrom {_FILL}{_Q}{GRADE_WORDS}{_Q}, [^.;]{{0,80}}, (?:back |up |down )?to {_FILL}{_Q}$", re.IGNORECASE
)
"""Before a grade given now: a year in between is that of the grade left behind."""
_WHERE_IT_WAS = re.compile(
    rf"\b(?:stays?|stayed|remains?|left) where (?:it|they) (?:was|were|had been) in \d{{4}},? at {_FILL}{_Q}$"
)
"""Before a grade given now that is the same as in that year."""
_LEFT = re.compile(
    r"\b(?:no longer|not|los(?:e[sd]?|t|ing)|shed(?:s|ding)?|shak(?:e|es|en|ing) off|escap\w+|ended?|ending"
    r"|stripped of|"
    r"improvement (?:on|from|over)|better than|worse than|better(?:s|ed|ing)|mislaid|forfeit\w*|"
    r"replac\w+|loss of|left|leav(?:es?|ing)|instead of|"
    r"cost [\w ]{1,20}|was:)"
    r" (?:(?:its|their|the|an?|rated|that|of|being|considered|judged|previous|coveted|old|\w+[’']s) ){0,5}"
    rf"{_Q}$",
    re.IGNORECASE,
)
_LOST = re.compile(
    rf"^{_Q} (?:rating|grade|status|tag|label) (?:is|was|has been|had been|are) (?:lost|removed|shed|gone)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:previous(?:ly)?|formerly|former|earlier|initially|originally|prior"
    r"|once(?! again| more)|in the past|at the time|back then|went into (?:its|their|the) inspection|"
    r"last (?:full |graded |ILACS |standard )?(?:inspect\w*|rated|judged|graded|visited|held|assess\w*"
    r"|report|rating|grade|judge?ment)"
    r"|last time|most recent(?:ly)?|on that occasion|(?:had|having)(?: (?:also|twice|last|since|first|long"
    r"|both|itself|just|again|only)){0,3} "
    r"(?:been|held|kept|retained|required|received|resulted|ended|led|given|found|judged|rated|graded|had"
    r"|dropped|slipped|put)"
    r"|since (?:being|it|they|its|an?|the|when|having|receiving|\w+ing|services|children|inspectors|ofsted"
    r"|\w+ (?:was|were))"
    r"|(?:after|following) (?:it (?:was|had)|they (?:were|had)|having|an earlier|(?:an?|the|its) [‘'“\"]?$)"
    r"|when (?:it|they|services|inspectors|ofsted|the \w+) (?:was|were|had|found|rated|judged|last)|"
    r"(?:first|twice) (?:rated|judged|found|branded|declared|given)|years? (?:after|ago|of being)"
    r"|months? (?:after|ago)|"
    r"before that|than (?:its|the|in)|compared (?:with|to)|dating (?:from|back)|said in \d{4}|follows (?:two"
    r"|three|an?|the)\b"
    r"|(?:an?|its|the) (?:\d{4}|January|February|March|April|May|June|July|August|September|October|November"
    r"|December) )",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:(?:has|have)(?: (?:now|also|again|since|today|just|finally)){0,3} "
    r"(?:been|become|moved|improved|risen"
    r"|kept|retained|held on|gone|"
    r"slipped|dropped|fallen|climbed|secured|earned|achieved|awarded|given|received|concluded|rated|judged"
    r"|graded|decided)|now|today|this time|"
    r"latest|new|is|are|rates|judges|gives|c[ao]me out)\b",
    re.IGNORECASE,
)
_PAST_AFTER = re.compile(
    rf"^{_Q},? for (?:the (?:past|last) )?(?:more than |almost |nearly |over |some |about )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|many) years\b|"
    rf"^{_Q}[^.;:“”(]{{0,45}}\b(?:before (?:that|then)|beforehand|previously|years? (?:ago|earlier|before)"
    rf"|last time|last year|"
    r"(?:at|in|under) (?:its|the) previous|since (?:then|last|late|early|\d))\b"
    rf"|^{_Q} (?:rating|grade|judge?ment|verdict) (?:it|they|handed|given|received)\b|^{_Q} to (?:an? "
    rf"|the )?{_Q}{GRADE_WORDS}",
    re.IGNORECASE,
)
_SAME_AS = re.compile(
    rf"^{_Q},? (?:overall,? )?(?:again,? )?(?:the same(?: grade| rating| as| result| verdict| judge?ment)"
    rf"|as (?:it|they) (?:did|was|were|had)|as in (?:both )?(?:19|20)\d\d|from the same\b|unchanged)\b",
    re.IGNORECASE,
)
_HAS_IT_AGAIN = re.compile(
    rf"^{_Q} in \d{{4}},? and (?:has|is|was|keeps|gets|got) (?:it|so|that) (?:again|now|still|once more)\b",
    re.IGNORECASE,
)
_FIRST, _SINCE = re.compile(rf"\bfirst {_Q}$"), re.compile(rf"^{_Q}(?: \w+)? since\b")
_COMPARED = re.compile(
    rf"^{_Q},? (?:an?|one|two) (?:step|notch|grade|rung|band|place|level)s? (?:above|below|up|down|higher"
    r"|lower|better|worse)\b",
    re.IGNORECASE,
)
"""What follows a grade given now: "a step above the one it was given in 2021"."""
_LAST_TIME = re.compile(
    rf"^{_Q}[^.;:“”]{{0,45}}\b(?:when (?:it|they|the \w+) (?:was|were) last|when last|at (?:its|the"
    rf"|their) (?:last|previous))\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(r"\b(?:after|following|inspections?|inspected|inspectors)\b", re.IGNORECASE)
_KEPT = re.compile(
    r"\b(?:retain\w*|keep\w*|kept|h[eo]ld(?:s|ing)?(?: on to)?|maintain\w*|remain\w*|stay\w*|still|again"
    r"|once more|unchanged|"
    rf"repeat\w*|consecutive|successive|straight|follow(?:s|ing) suit)\b[^.;,]{{0,60}}{_Q}$|\b(?:second|third"
    rf"|fourth) {_Q}$",
    re.IGNORECASE,
)
_KEPT_NOW = re.compile(
    r"(?<!had )(?<!has )\b(?:keep\w*|kept|retain\w*|maintain\w*|remain\w*|stay\w*|h[eo]ld(?:s"
    r"|ing)? on to)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_IT_KEEPS = re.compile(r".{0,38}\b(?<!when )it\b")
_KEPT_AFTER = re.compile(
    rf"^{_Q}[^.;]{{0,50}}\b(?:again|in a row|running|the same|as (?:it|they) (?:did|was|were|had)|unchanged"
    rf"|as in \d{{4}}|for (?:a|the) (?:second|third|fourth) (?:consecutive |successive )?time"
    r"|once more|still)\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:second (?:time|consecutive|successive)|(?:a|its) second [‘'“\"]?$|two consecutive|twice)\b",
    re.IGNORECASE,
)
_SAME_IN = re.compile(
    r"\bsame (?:rating|grade|judge?ment|verdict)\b[^.;]{0,25}? in (?P<year>(?:19|20)\d\d)\b"
)
_CLAUSE = re.compile(
    r"[;]|, (?:and|but|while|though|although|which now|who now) (?=\w)|(?:^|, )(?:while|although|though) "
    r"|, (?=having\b)|\) | – | but (?:is|are|now|has|this)"
)
_HAS_JUST = re.compile(
    r"\b(?:has|have) (?:(?:now|also|just|again|finally|today) )?(?:been|become|moved)\b", re.IGNORECASE
)
_RECENT = 1


@dataclass(frozen=True, slots=True)
class Setting:
    """The words before and after a grade in its sentence, the years tied to it and the article's own year."""

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


def is_left_behind(at: Setting) -> bool:
    """Whether the words say that the council left this grade behind."""
    return bool(_FROM.search(at.before) or _LEFT.search(at.before) or _LOST.match(at.after))


def is_past(at: Setting) -> bool:
    """Whether year or tense puts the grade before this inspection."""
    if _is_given_now(at):
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


def _is_given_now(at: Setting) -> bool:
    """Whether the words give the grade now, though a year beside it is an older one."""
    return bool(
        _SAME_AS.match(at.own_after)
        or _HAS_IT_AGAIN.match(at.own_after)
        or _COMPARED.match(at.own_after)
        or _FROM_TO.search(at.before)
        or _WHERE_IT_WAS.search(at.before)
        or (_FIRST.search(at.before) and _SINCE.match(at.after))
        or (_KEPT_NOW.search(at.clause) and _IT_KEEPS.match(at.own_after))
    )


def _is_old(at: Setting) -> bool:
    """Whether the years tied to the grade are older than the inspection that the article can be about."""
    newest = max(at.years)
    if re.search(r"\bsince\b[^.;]{0,25}$", at.after.partition(str(newest))[0]):
        return True
    if _HAS_JUST.search(at.clause):
        return False
    inspected = (
        re.search(r"\binspection\b", at.clause)
        or _INSPECTED.search(at.own_after.partition(str(newest))[0][:50])
        or _INSPECTED.search(at.before[-50:])
    )
    if at.published is None:
        return newest < (at.this_year or 0) or not inspected
    if newest < at.published.year - _RECENT:
        return True
    return newest < at.published.year and not inspected


def years_held(at: Setting, *, current: bool) -> tuple[int | None, ...]:
    """Return the years, newest first, of earlier inspections that gave this grade; None for one left open."""
    again = _SAME_IN.search(at.own_after)
    years: tuple[int | None, ...] = tuple(
        sorted({*at.years, *([int(again["year"])] if again else [])}, reverse=True)
    )
    if not current:
        twice = _TWICE.search(at.before[-60:]) or _TWICE.search(at.after[:50])
        return (*years, None) if twice and len(years) <= 1 else years or (None,)
    kept = _KEPT.search(at.clause) or _KEPT_AFTER.match(at.after)
    if kept:
        return tuple(y for y in years if at.published is None or y != at.this_year) or (None,)
    return ()
