"""Which parts of the services a grade is for, by the lists of parts that stand beside it."""

import re

from extract.candidates.areas import AREA_LIST, areas_in, names_overall
from extract.candidates.grades import GRADE_WORDS

_Q = r"[‘’'“”\"]?"
_AREA_AFTER = re.compile(
    rf"^{_Q},? ?(?:(?:overall|grade|rating|judge?ment|verdict|mark)s?,? )?(?:and )?(?:overall, and )?"
    r"(?:for(?: both)?|in terms of|in|on|in respect of|in relation to|as (?:was|were|is|are|did)"
    r"|and so (?:was|were)|"
    rf"in two of the \w+ (?:\w+ )?(?:categories|areas|judge?ments):|in (?:all|both"
    rf"|each) [^.;:]{{1,40}}:) (?P<list>(?:its |their )?{AREA_LIST})",
    re.IGNORECASE,
)
_LINK = (
    r"(?:,? (?:[^.;,]{0,30}, )?(?:was|were|is|are|be|been|being|remain\w*|both|all|each|also|still|now|again"
    r"|rated|graded|judged|found|"
    r"deemed|considered|came out|to|as|only|just|and|requir\w+|received|given|got|a|an|separate|the|grade"
    r"|rating|judge?ment|verdict|of|"
    r"dropp\w+|fell|rose|rises|improved|moved|slipped|from|up|down|for the first time|services"
    r"|sub-judge?ment|however|like|leadership|"
    r"introduced last year|save|which|too|said|fared worst|were branded|assessed|marked|branded)\b|,|:| –| -)"
)
_AREA_BEFORE = re.compile(rf"(?P<list>{AREA_LIST})(?:{_LINK}){{0,9}}[ ,:]{{0,2}}{_Q}$", re.IGNORECASE)
_OVERALL_TOO = re.compile(rf"{_Q},? (?:overall|as (?:was|did|were))", re.IGNORECASE)
_OTHER_GRADE = re.compile(rf"(?<!from ){GRADE_WORDS}", re.IGNORECASE)
_FROM_GRADE_TO = re.compile(rf" from {_Q}{GRADE_WORDS}{_Q} to {_Q}$", re.IGNORECASE)


_REACH = 400


def graded_areas(plain: str, start: int, stop: int) -> tuple[list[tuple[int, int]], bool]:
    """Return the parts that the grade at ``plain[start:stop]`` is for, and whether it is overall too."""
    spans: list[tuple[int, int]] = []
    overall = False
    after = plain[stop : stop + _REACH]
    if match := _AREA_AFTER.match(after):
        words = (stop + match.start("list"), stop + match.end("list"))
        spans = areas_in(plain, *words)
        overall = names_overall(match["list"]) or _OVERALL_TOO.match(after) is not None
    first = max(0, start - _REACH)
    before = _AREA_BEFORE.search(_FROM_GRADE_TO.sub("", plain[first:start]))
    if before and not _OTHER_GRADE.search(plain, first + before.end("list"), start):
        spans = areas_in(plain, first + before.start("list"), first + before.end("list")) + spans
        overall = names_overall(before["list"])
    return spans, overall
