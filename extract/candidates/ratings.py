"""What each printed grade is: this inspection's overall grade, one held before, or the grade of a part.

Grades are told apart by the words around them in their own sentence; the rules name tense, direction and year, not articles.
"""

import re
from dataclasses import dataclass
from typing import Literal

from extract.candidates.grades import GradeMention, find_grades
from extract.candidates.segments import Sentence

GradeRole = Literal["current", "previous", "standing", "area", "unclear"]
"""``standing``: the grade still in force, named in passing ("the ‘inadequate’-rated county")."""

_YEAR = r"(?:19|20)\d{2}"
_GRADE_WORD = r"(?:outstanding|good|requires?[ -]improvement(?: to be good)?|requiring[ -]improvement|inadequate|(?:lowest|bottom|highest|top)[\w ]* (?:grade|rating))"
_Q = r"[‘’'“”\"]?"

_FROM = re.compile(r"\b(?:(?:up|down|progress\w*|improv\w*|mov\w*|rose|risen|rise|fell|fallen|dropp\w*|slipp\w*|slid|downgrad\w*|upgrad\w*|rais\w*|lift\w*|climb\w*|went|gone|go|jump\w*|leap\w*|back|step\w*|journey|chang\w*|lower\w*|demot\w*|tumbl\w*|crash\w*|plung\w*|plummet\w*|turn\w*)\b[^.;]{0,80}?\bfrom|\bfrom) (?:an? |the |its |being |a rating of |a grade of |a judgement of |previous |earlier |old |overall |rated |two consecutive |straight )*" + _Q + "$", re.IGNORECASE)
_PREVIOUS_BEFORE = re.compile(
    r"\b(?:previous(?:ly)?|formerly|former|earlier|initially|originally|prior|past|old|last (?:inspect\w*|rated|judged|graded|full|visited|time|held|assess\w*)|most recently (?:rated|judged|inspected)|(?:had|having) (?:\w+ ){0,3}?been|"
    r"since (?:being|it was|they were|its|an?|the|\w+ (?:was|were)|having|receiving|\w+ing)|after (?:being|it was|they were|its|an?|having|receiving|\w+ing|the|previous)|no longer|not|shed\w*|escap\w+|out of|lost its|losing its|when it was|when they were|when inspectors|when ofsted|first (?:rated|judged|found|branded|declared)|"
    r"still|remains?|remained|following (?:an?|its|the)|stripped of|ended? (?:its|the)|half-?way|years? (?:after|of|as)|months? (?:after|of)|before|publishing a report finding|taken over|dating (?:from|back)|the (?:lowest|bottom) of|than (?:its|the|in)|compared (?:with|to)|improvement (?:on|from|over)|better than|worse than|replac\w+|had (?:held|kept|retained)|held (?:a|an|the)|two consecutive|successive|was in)\b[^.;:“”]{0,70}$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(rf"\b(?:in|since|back in|from|of|during|its|the|a) (?:[A-Z][a-z]+ )?({_YEAR})\b[^.;]{{0,70}}$|^(?:Back )?In (?:[A-Z][a-z]+ )?({_YEAR})\b[^.;]{{0,90}}$")
_YEAR_AFTER = re.compile(
    rf"^{_Q}[^.;:“”]{{0,55}}?\b(?:in|since|during|from|for|after|of)(?: (?:early|late|mid|mid-|autumn|spring|summer|winter|the \w+ of|both|its|an?|inspections? in))? ?(?:[A-Z][a-z]+ )?({_YEAR})\b|^{_Q} ?\(({_YEAR})\)|^{_Q}[, ]+({_YEAR})\b|^{_Q} (?:overall )?(?:at|when|last time|years ago|in (?:its|the) (?:last|previous)|(?:rating|grade|verdict|judgement) (?:it|handed|given|received|from))",
)
_STANDING = re.compile(r"^[’'”\"]?[-–](?:rated|graded|judged)\b|^[’'”\"]? (?:authority|council|county|borough|city|local authority|trust)\b", re.IGNORECASE)
_AGO = re.compile(r"\b(\w+) years? (?:ago|earlier|before|previously)\b", re.IGNORECASE)
_COUNT = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)} | {"a": 1}

AREA = (
    r"(?:(?:the )?(?:overall )?(?:experiences? and progress of |quality of (?:help and )?protection for |support for |services for |help (?:and protection )?for )?"
    r"(?:the )?(?:impact of (?:its |the |senior )?leaders(?: on (?:social work )?practice(?: with (?:children and )?families)?)?|leadership(?:,? management(?:,? and governance)?| and (?:management|governance))?|children(?: and young people)? (?:in care|looked after|in need(?: of help)?(?: and protection)?|who need help(?: and protection)?)(?: and care leavers)?(?: and achieving permanence)?|"
    r"(?:children )?looked[ -]after(?: children)?(?: and achieving permanence)?|help and protection|care leavers?|leaving care|adoption|early help|(?:child|children[’']s) protection|fostering|permanence|the local safeguarding children board|LSCB|young people leaving care|those (?:in care|leaving care|in need of help and protection|who need help and protection))"
    r"(?: services?)?)"
)
_AREA = re.compile(AREA, re.IGNORECASE)
_AREA_AFTER = re.compile(rf"^{_Q}[, ]*(?:overall )?(?:(?:rating|grade|judgement|verdict)s? )?(?:for|in terms of|on|in respect of|in relation to)(?: both)? (?=(?:its |their |the )?{AREA})", re.IGNORECASE)
_AREA_BEFORE = re.compile(rf"(?P<area>{AREA})(?:\W+(?:\w+\W+){{0,12}}?)?(?:was|were|is|are|remain\w*|rated|graded|judged|found|as|being|been|still|to|and|a|an|:|–|-|,|dropp\w*|fell|rose|improv\w*|mov\w*)\W*(?:also |all |both |each |still |now |again |only |rated |graded |judged |found |deemed |to be |be |as |only |just |a |an |considered )*{_Q}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RatedMention:
    """A grade mention with its role, the year tied to it, and, for a part's grade, the span of the area's name."""

    grade: GradeMention
    sentence: Sentence
    role: GradeRole
    year: int | None
    area: tuple[int, int] | None


def rate_mentions(text: str, sentences: list[Sentence], published: str | None) -> list[RatedMention]:
    """Return every grade the body, headline or standfirst states, with its role."""
    mentions = []
    for sentence in sentences:
        if sentence.kind in {"furniture", "caption", "heading"}:
            continue
        for grade in find_grades(text, sentence.start, sentence.end):
            mentions.append(_rate(sentence, grade, published))
    return mentions


def _rate(sentence: Sentence, grade: GradeMention, published: str | None) -> RatedMention:
    at, stop = grade.start - sentence.start, grade.end - sentence.start
    before, after = sentence.plain[:at], sentence.plain[stop:]
    this_year = int(published[:4]) if published else None
    year = _year_of(before, after, this_year)
    area = _area_of(sentence, before, after)
    if area is not None:
        return RatedMention(grade, sentence, "area" if not (_FROM.search(before) or (year and (this_year is None or year < this_year - 1))) else "unclear", year, area)
    return RatedMention(grade, sentence, _role(before, after, year, this_year), year, None)


def _role(before: str, after: str, year: int | None, this_year: int | None) -> GradeRole:
    if re.search(rf"\bto (?:be )?(?:an? |the |being |rated |overall |only )*{_Q}$", before) and re.search(
        r"\b(?:improv|ris|rose|progress|mov|mov|downgrad|upgrad|drop|fall|fell|slip|slid|climb|rais|lift|went|back|up|down|from|jump|leap|step|lower|promot|demot|chang|plung|plummet|tumbl|turn)\w*\b[^.;]*$", before, re.IGNORECASE
    ):
        return "previous" if year and this_year and year < this_year - 1 else "current"
    if _STANDING.match(after):
        return "standing"
    if _is_past(before, after, year, this_year):
        return "previous"
    return "current"


def _is_past(before: str, after: str, year: int | None, this_year: int | None) -> bool:
    clause = re.split(r"[;]|, (?:and|but|while) (?=(?:it|the|in|was|is|has)\b)", before)[-1]
    if _FROM.search(clause) or re.match(rf"^{_Q} to (?:an? |the )?{_Q}{_GRADE_WORD}", after, re.IGNORECASE):
        return True
    if year is not None and (this_year is None or year < this_year - 1):
        return True
    if year is not None and year < (this_year or 0) and re.search(r"\b(?:was|were|had|since|given)\b(?! (?:in|between|during|from) )", before[-60:]):
        return True
    if _AGO.search(after[:60]) or re.search(r"\b(?:years ago|last time)\b", before + after[:60]):
        return True
    return bool(_PREVIOUS_BEFORE.search(clause)) and not re.search(r"\b(?:been|is|are|was) (?:now |today |again )?(?:re-?)?(?:rated|judged|graded)\b(?!.*\bhad\b)[^,]*$", clause[-30:] if re.search(r"\bhas\b", clause[-50:]) else "")


def _year_of(before: str, after: str, this_year: int | None) -> int | None:
    following = re.split(rf"{_Q}\b{_GRADE_WORD}", after, maxsplit=1, flags=re.IGNORECASE)[0]
    if match := _YEAR_AFTER.match(following):
        year = next((g for g in match.groups() if g), None)
        if year:
            return int(year)
    preceding = re.split(rf"\b{_GRADE_WORD}{_Q}", before, flags=re.IGNORECASE)[-1]
    if match := _YEAR_BEFORE.search(preceding):
        return int(match[1] or match[2])
    ago = _AGO.search(following[:60]) or _AGO.search(preceding)
    if ago and this_year:
        count = _COUNT.get(ago[1].lower()) or (int(ago[1]) if ago[1].isdigit() else 0)
        return this_year - count if count else None
    return None


def _area_of(sentence: Sentence, before: str, after: str) -> tuple[int, int] | None:
    """The span of the area that this grade is for, or None for an overall grade."""
    if re.search(r"\b(?:children[’']s services|overall effectiveness)\W+(?:\w+\W+){0,6}$", before, re.IGNORECASE) and not _AREA_AFTER.match(after):
        return None
    if match := _AREA_AFTER.match(after):
        found = _AREA.search(after, match.end())
        if found:
            offset = sentence.end - len(after)
            return offset + found.start(), offset + found.end()
    clause_start = max(before.rfind(";"), before.rfind("(")) + 1
    if match := _AREA_BEFORE.search(before, clause_start):
        last = None
        for last in _AREA.finditer(before, clause_start):
            pass
        if last and not re.search(_GRADE_WORD, before[last.end() :], re.IGNORECASE):
            return sentence.start + last.start(), sentence.start + last.end()
        return sentence.start + match.start("area"), sentence.start + match.end("area")
    return None
