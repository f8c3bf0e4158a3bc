"""Ofsted's overall grades where an article prints them: the words of a grade, used as a grade."""

import re
from dataclasses import dataclass

from extract.candidates.areas import AREA
from extract.candidates.councils import authorities
from schemas.record import Rating

_WORDS: tuple[tuple[str, Rating], ...] = (
    ("outstanding", "outstanding"),
    ("good", "good"),
    ("inadequate", "inadequate"),
    ("improvement", "requires_improvement"),
)
_IMPROVEMENT = r"(?:requir(?:es|ing|ed|e)|need(?:s|ing))[ -]improvement(?: to be [‘'“\"]?good)?"
GRADE_WORDS = rf"(?:outstanding|good|inadequate|{_IMPROVEMENT})"
_GRADE = re.compile(rf"\b(?P<word>{GRADE_WORDS})\b(?![’']s\b)", re.IGNORECASE)

_LOWEST, _HIGHEST = r"lowest|bottom|worst|poorest", r"highest|top|best"
_GRADE_NOUN = r"(?:rating|grade|judgement|judgment|mark|marks|rung|score|verdict|category|tier|band)"
_SUPERLATIVE = re.compile(
    rf"\b(?:the |its |their |ofsted[’']s )?(?:(?P<low>{_LOWEST})|(?P<high>{_HIGHEST}))"
    rf"(?:(?: possible| available)?(?: ofsted| overall)? {_GRADE_NOUN}"
    r"| of (?:(?:its|the|ofsted[’']s|their) )?four (?:categories|grades|ratings|judge?ments|bands))"
    r"\b(?! for (?!(?:\w+ )?(?:(?:\w+ )?time|years|months)\b)| of the \w+ (?:areas?"
    rf"|judge?ments?))",
    re.IGNORECASE,
)

_OPEN, _CLOSE = "[‘'“\"]", "[’'”\"]"
_FILL = (
    r"(?:(?:overall|again|also|as|to be|be|been|being|only|either|both|all|each|straight|just|back|up|down"
    r"|still|now|once more|"
    r"effectively|previously|formerly|once|previous|current|old|new|fresh|simply|merely|rated|graded|judged|found|considered|services"
    r"|them|it|an?|the|"
    r"its|their|second|third|first|successive|consecutive|another|overall effectiveness|coveted|so-called|or"
    r"|of|as a) ){0,8}"
)
_GIVEN = (
    r"(?:rat(?:ed?|es|ing)|re-?rated|grad(?:ed?|es|ing)|judg(?:ed?|es|ing)|judge?ments?|deem(?:ed|s)|ruled"
    r"|declar(?:ed|es)|"
    r"label(?:led|s)|brand(?:ed|s)|class(?:ed|es)|scor(?:ed|es)|award(?:ed|s)|giv(?:en|es)|gave|handed"
    r"|verdict|found|finding|"
    r"received?|achiev\w+|secur\w+|earn\w+|retain\w*|kept|keep\w*|h[oe]ld\w*|regain\w*|maintain\w*"
    r"|assess(?:ed|es)|put(?:s|ting)?|settl(?:ed|es) on|c[ao]me (?:away|out|off) with|"
    r"tell\w*|told|mark(?:ed|s|ing)|ratings|grades|placed)"
)
_MOVED = (
    r"(?:upgrad|downgrad|improv|mov|rose|ris|fell|fall|drop|slid|slip|climb|went|gone|goes|go|jump|leap"
    r"|leapt|step|lift|rais|"
    r"back|up|down|plung|plummet|tumbl|demot|promot|lower|return|progress|turn|stay|remain)\w*"
)
_BE = r"(?:is|are|was|were|be|been|being|remain\w*|stay\w*|bec[ao]mes?|c[ao]mes? out|reads)"
_HELD_BY = (
    r"(?:services|council|authority|county|borough|city|district|town|department|trust|service|it|they|which"
    r"|that|who|we|"
    r"CC|BC|MBC|grades?|rating|judge?ments?|verdict|outcome|result|effectiveness|categor(?:y|ies)|areas?"
    r"|strands?|measures?|"
    r"one|overall|each)"
)
_NAMED_GRADE = re.compile(
    rf"\b(?:grade|verdict|rating|judge?ment|result|outcome|mark|word)s?(?:,? [^,.;:]{{0,30}},?)?(?: then)?"
    rf"(?: was| is| were| are|:| –| of)+ {_FILL}{_OPEN}?$",
    re.IGNORECASE,
)
_RATED_BEFORE = re.compile(
    rf"\b{_GIVEN}\b(?! (?:that|how|evidence|examples?)\b)[^.;:“”]{{0,90}}? {_FILL}{_OPEN}?$", re.IGNORECASE
)
_GIVEN_AT_ONCE = re.compile(rf"\b{_GIVEN} {_FILL}{_OPEN}?$", re.IGNORECASE)
_MOVED_BEFORE = re.compile(
    rf"\b(?:{_MOVED}\b[^.;:]{{0,80}}?\b(?:to|from|at|out of)|from|out of|no longer|not|anything but|than"
    rf"|of) {_FILL}{_OPEN}?$",
    re.IGNORECASE,
)
_HELD_BEFORE = re.compile(
    rf"\b{_HELD_BY}(?:,? [^,.;:]{{0,40}},|(?: \w+){{0,2}})? (?:(?:had|has|have|still|now|also|then"
    rf"|again) ){{0,3}}{_BE} {_FILL}{_OPEN}?$"
    rf"|\b(?:remain\w*|stay\w*|becom\w*|became|came out|emerged?|now|(?:having|after|since|despite"
    rf"|before)(?: previously)? (?:been|being)|(?:^|[;,–] )still) {_FILL}{_OPEN}?$"
    rf"|^[“\"]?{_OPEN}?$|: {_OPEN}?$|(?:, |\()(?:then|now|still|once|both|all)? ?{_OPEN}?$",
    re.IGNORECASE,
)
_PLACE = "|".join(re.escape(name) for a in authorities() for name in (a.name, *a.aliases))
_PLACE_BEFORE = re.compile(
    rf"\b(?:{_PLACE})(?: council)? (?:(?:(?:now|still|has|had) )*{_BE}|[–—-]) {_FILL}{_OPEN}?$",
    re.IGNORECASE,
)
_CALLED_BEFORE = re.compile(
    rf"\b(?:call(?:ed|s)|pronounc(?:ed|es)|thought) (?:(?:it|them)\b|[^.;:,“”]{{0,60}}\b"
    rf"(?:{_HELD_BY}|children|{_PLACE}))? ?{_FILL}{_OPEN}?$",
    re.IGNORECASE,
)
_AREA_BEFORE = re.compile(rf"\b{AREA},? (?:{_BE} )?{_FILL}{_OPEN}?$", re.IGNORECASE)
_CHAINED_BEFORE = re.compile(
    rf"\b{GRADE_WORDS}\b{_CLOSE}?[^.;:“”]{{0,60}}\b(?:and|to|or|than|then|but|,) {_FILL}{_OPEN}?$",
    re.IGNORECASE,
)
_IMPROVEMENT_BEFORE = re.compile(
    rf"\b(?:{_HELD_BY}|was|were|is|then|(?:at|by) (?:that|the) time|services?|also|still|now|having"
    rf"|previously|formerly|once|was:|all|both|would|have|has|had|to|as|two|an?|from|of|,|[A-Z]\w+) {_FILL}"
    rf"{_OPEN}?$|(?:^|[:(]) ?{_OPEN}?$|\bservices (?:for|in|to|at) [^.,;:“”]{{0,60}} {_OPEN}?$"
)
_AS_GRADE_AFTER = re.compile(
    rf"{_CLOSE}?(?:[-–](?:rated|graded|judged)\b| (?:overall\b|{_GRADE_NOUN}s?\b|rated\b|tag\b|status\b"
    rf"|label\b|badge\b|"
    r"council\b|authority|authorities|councils\b|county\b|borough\b|category|result|across the board"
    r"|report (?:of|from|in) (?:19|20)\d\d))",
    re.IGNORECASE,
)
_PREDICATIVE_AFTER = re.compile(
    rf"{_CLOSE}?(?:$|[.,;:)!?–-]|[’'”\"]| (?:–|-|\(|(?:overall|in|for|at|by|with|since|when|last|this|after"
    rf"|following|and|or|but|while|"
    r"as|from|to|on|across|because|despite|under|than|again|then|which|who|before|until|twice|too|now|though"
    r"|although|today|again|"
    r"so|where|was|were|is|are|has|had|one|two|three|four|five|if|every|save|apart|also"
    r"|ofsted|only|just|over|nearly|earlier|during|through|"
    r"whereas|the|its|their|once|within|previously|respectively)\b))",
    re.IGNORECASE,
)
_OWNER = rf"(?:it|they|we|{_PLACE}|the (?:council|authority|county|borough|city|town|trust|service)s?)"
_NOUN_BEFORE = re.compile(rf"\b(?:the|its|their|our|an?|that|this) (?:\w+ ){{0,2}}?{_OPEN}?$", re.IGNORECASE)
_NOUN_AFTER = re.compile(
    rf"{_CLOSE}? (?:(?:that |which )?{_OWNER} (?:(?:had|has|have) (?:been )?)?(?:had|was|were|got|given"
    rf"|received?|won|held|earned|took|award\w+|gained|secured|achieved)\b|(?:of|from) (?:[A-Z]\w+ )?"
    r"(?:19|20)\d\d\b|in a row\b|running\b|since\b|ones? (?:before|of|from|in)\b)"
)
"""What follows a grade that stands as a noun: "the good of 2019", "its third inadequate in a row"."""
_PRACTICE_AFTER = re.compile(
    rf"{_CLOSE}? (?:(?:and|or) bad\b|practice|quality|work|support|progress|relationships?|outcomes?|care\b"
    rf"|social|understanding|use|reason|"
    r"news|start|place|morale|at (?!its|the|their|an?\b)|enough|as\b(?! (?:it|they|a|the|well|before|in)\b))",
    re.IGNORECASE,
)
_REACH = 120


@dataclass(frozen=True, slots=True)
class GradeMention:
    """A place that states a grade; offsets are those of the article."""

    start: int
    end: int
    rating: Rating


def find_grades(text: str, start: int = 0, end: int | None = None) -> list[GradeMention]:
    """Return the grades in ``text[start:end]``: quoted, or in words of grading ("good support" is none)."""
    plain = re.sub(r"\s", " ", text[start:end])
    found = [
        GradeMention(start + match.start(), start + match.end(), _rating(match["word"]))
        for match in _GRADE.finditer(plain)
        if _is_grade(plain, match)
    ]
    found += [
        GradeMention(
            start + match.start(), start + match.end(), "inadequate" if match["low"] else "outstanding"
        )
        for match in _SUPERLATIVE.finditer(plain)
    ]
    return sorted(found, key=lambda grade: grade.start)


def _rating(word: str) -> Rating:
    return next(rating for part, rating in reversed(_WORDS) if part in word.lower())


def _is_grade(plain: str, match: re.Match[str]) -> bool:
    """Whether these words grade a service rather than describe one."""
    before, after = plain[max(0, match.start() - _REACH) : match.start()], plain[match.end() :]
    if _PRACTICE_AFTER.match(after):
        return bool(_GIVEN_AT_ONCE.search(before)) and _rating(match["word"]) != "good"
    quoted = re.search(rf"{_OPEN} ?$", before) and re.match(rf"{_CLOSE}", after)
    if quoted or _AS_GRADE_AFTER.match(after):
        return True
    if _NOUN_BEFORE.search(before) and _NOUN_AFTER.match(after):
        return True
    if _rating(match["word"]) == "requires_improvement":
        return _is_improvement_grade(match["word"], before)
    return bool(_PREDICATIVE_AFTER.match(after)) and any(
        pattern.search(before)
        for pattern in (
            _NAMED_GRADE,
            _RATED_BEFORE,
            _MOVED_BEFORE,
            _HELD_BEFORE,
            _PLACE_BEFORE,
            _CALLED_BEFORE,
            _AREA_BEFORE,
            _CHAINED_BEFORE,
        )
    )


def _is_improvement_grade(word: str, before: str) -> bool:
    """Whether "requires improvement" is the grade and not a remark on some practice."""
    return word.lower().endswith(("good", "-improvement")) or any(
        pattern.search(before)
        for pattern in (
            _IMPROVEMENT_BEFORE,
            _PLACE_BEFORE,
            _NAMED_GRADE,
            _RATED_BEFORE,
            _MOVED_BEFORE,
            _AREA_BEFORE,
            _CHAINED_BEFORE,
        )
    )
