"""Grades that are not this council's: of other councils, of case files, wished for or in speech."""

import re

from extract.candidates.tense import Setting

_Q = r"[‘’'“”\"]?"
_OTHERS = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|many|most|half|several|few|fewer"
    r"|number|proportion|share|"
    r"per cent|percentage|all|other|these|those|only) (?:\w+ ){0,4}?(?:of (?:the )?(?:[\w’'-]+ ){0,3})?"
    r"(?:councils|authorities|boroughs|counties|inspections|services in england|neighbours)|councils (?:that"
    r"|which|to be|rated)|"
    r"the only (?:council|authority|borough|county)|neighbours|only \w+ (?:are|is)|one is|(?:would|could"
    r"|should|must|will) (?:be|become|reach|achieve|get)|either|handful|usually|normally|generally|less than"
    r"|worse than|"
    r"becoming|aim\w*|hop(?:e[ds]?|ing)|predict\w*"
    r"|ambition|target|goal|towards?|if |whether|next|auditors?|audits?|moderat\w+"
    r"|assessments|records|"
    r"former (?:county |borough )?council|predecessor|% of|(?:two|three|four|five|six|seven|eight|nine|ten"
    r"|half|most|\d+) (?:have|had|were|are)|to (?:become|reach|achieve)|(?:homes?|schools?"
    r"|nurser\w+),? (?:\w+ ){0,4}(?:rated|judged|graded))\b[^.;]{0,110}$",
    re.IGNORECASE,
)
_OF_A_PLACE = re.compile(
    r"\b(?:home|school|nursery|academy|college|agency)(?:[’']s)?,(?! (?:and|but|while))"
    r" (?![^.;]*\b(?:council|authority|services|department|borough|county|city)\b)[^.;]{0,80}$"
    r"|\b(?:audits?|auditors?|survey(?:ed)?)\b[^.;]{0,110}$",
    re.IGNORECASE,
)
"""The grade of a home or school that an apposition names, or one that case files or a survey gave."""
_OTHERS_AFTER = re.compile(
    rf"^{_Q} (?:or (?:better|above|outstanding|good)\b|(?:councils|authorities|boroughs)\b|by (?:the"
    rf"|its) [\w’' ]{{0,20}}(?:own )?auditors)",
    re.IGNORECASE,
)
_OPEN_SPEECH = re.compile(r"(?:“|(?:^| )\")(?P<words>[^“”\"]*)$")
_PERSON = re.compile(r"\b(?:we|you|I|our|us|my)\b", re.IGNORECASE)
_SPOKEN = 6


def is_of_others(at: Setting) -> bool:
    """Whether the grade is wished for, of other councils, of case files, or in what somebody says."""
    if _OTHERS.search(at.clause) or _OF_A_PLACE.search(at.before) or _OTHERS_AFTER.match(at.after):
        return True
    spoken = _OPEN_SPEECH.search(at.before)
    if spoken is None or at.years:
        return False
    rest = re.split(r"[”\"]", at.after, maxsplit=1)[0]
    return (
        len(spoken["words"].split()) + len(rest.split()) > _SPOKEN
        or _PERSON.search(spoken["words"]) is not None
    )
