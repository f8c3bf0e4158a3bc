"""Ofsted's overall grades where an article prints them, with the words that say whose and when."""

import re
from dataclasses import dataclass

from schemas.record import Rating

_WORDS: dict[str, Rating] = {
    "outstanding": "outstanding",
    "good": "good",
    "requires improvement": "requires_improvement",
    "requiring improvement": "requires_improvement",
    "require improvement": "requires_improvement",
    "requires-improvement": "requires_improvement",
    "required improvement": "requires_improvement",
    "requiring-improvement": "requires_improvement",
    "needing improvement": "requires_improvement",
    "needs improvement": "requires_improvement",
    "inadequate": "inadequate",
}
_GRADE = re.compile(
    r"\b(outstanding|good|requir(?:es|ing|ed|e)[ \u00a0-]improvement(?: to be [‘'“\"]?good)?|need(?:s|ing)[ \u00a0]improvement|inadequate)\b(?![’']s\b)",
    re.IGNORECASE,
)
_SYNONYM = re.compile(
    r"\b(?:the |its |ofsted[’']s |their )?(?:(lowest|bottom|worst)|(highest|top|best))(?: possible| available)?(?: ofsted)? (?:rating|grade|judgement|judgment|mark|rung|score|verdict)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[‘'“\"][ \u00a0]?$")
_GRADING_BEFORE = re.compile(
    r"(?:\b(?:rated|rating|graded|grade[sd]?|judged|judgements?|judgment|deemed|ruled|found|declared|labelled|branded|classed|scored|awarded|given|gave|received?|got|"
    r"achiev\w+|secur\w+|earn\w+|retain\w+|kept|keeps?|hold\w*|held|remain\w*|stay\w*|was|were|is|are|be|been|being|as|a|an|from|to|at|of|overall|still|now|also|it|than|or|and|"
    r"children[’']s services|services|council|department|its?|their|upgraded|downgraded|improv\w+|mov\w+|rose|rise|risen|fell|fall\w*|dropp\w*|slid\w*|slipp\w*|came out|become|became|mark\w*)|,|:|–|—|-|\()"
    r"[ \u00a0](?:(?:overall|again|as|to be|be|only|either|both|straight|just|all the way|up|down|back|effectively|previous|current|old|new|overall effectiveness|an?|the|its|their|second|third|first|successive|another)[ \u00a0])*[‘'“\"]?$",
    re.IGNORECASE,
)
_GRADING_AFTER = re.compile(
    r"[’'”\"]?(?:[-–](?:rated|graded|judged)\b|[ \u00a0](?:overall|rating|grade|judge?ment|verdict|rated|mark|finding|in (?:all|every|each|both|three|four|two|(?:19|20)\d\d|[A-Z][a-z]+ (?:19|20)\d\d)|across|"
    r"for (?:overall|leadership|the|help|children|care|its|social|experiences|impact)|by (?:ofsted|inspectors|the)|last|this|at|with|to|when|since|ofsted|children[’']s services|council|authority|county|local|category|from))\b|[’'”\"]?[.,;:)]",
    re.IGNORECASE,
)
_STRONG_BEFORE = re.compile(
    r"\b(?:rated|graded|judged|deemed|ruled|declared|labelled|branded|classed|scored|awarded|given|from|to|as|rating of|grade of|judgement of|verdict of|remains?|remained|overall|than|found|retain\w+|re-?rated)"
    r"(?:[ \u00a0](?:overall|be|it|its|their|again|still|once more|an?|the|as|to be|only|services|children[’']s services|them|straight|just|back|up|down|of|or))*[ \u00a0]$",
    re.IGNORECASE,
)
_STRONG_AFTER = re.compile(
    r"(?:[-–](?:rated|graded|judged)\b|[ \u00a0](?:overall\b|rating|grades?\b|judge?ments?\b|verdict|rated|mark\b|council\b|authority|category))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class GradeMention:
    """A place that states a grade; offsets are those of the article."""

    start: int
    end: int
    rating: Rating


def find_grades(text: str, start: int = 0, end: int | None = None) -> list[GradeMention]:
    """Return the grades stated in ``text[start:end]``: quoted, or beside a word of grading ("good support" is no grade)."""
    stop = len(text) if end is None else end
    found = []
    for match in _GRADE.finditer(text, start, stop):
        word = re.sub(r"[\s\u00a0]+", " ", match.group(1).lower())
        rating = _WORDS.get(re.sub(r" to be .?good$", "", word))
        if rating and _is_grading(text, match, start, stop, rating):
            found.append(GradeMention(match.start(), match.end(), rating))
    for match in _SYNONYM.finditer(text, start, stop):
        found.append(GradeMention(match.start(), match.end(), "inadequate" if match.group(1) else "outstanding"))
    return sorted(found, key=lambda g: g.start)


def _is_grading(text: str, match: re.Match[str], start: int, stop: int, rating: Rating) -> bool:
    before, after = text[max(start, match.start() - 60) : match.start()], text[match.end() : min(stop, match.end() + 30)]
    if _QUOTED.search(before) and after[:1] in "’'”\"":
        return True
    if _STRONG_BEFORE.search(before) or _STRONG_AFTER.match(after):
        return not re.match(r"[ \u00a0](?:practice|quality|work|support|progress|relationships?|outcomes?|care\b|social|understanding|use|reason|news|start|place|morale)", after) or bool(
            re.search(r"(?:rated|graded|judged)[ \u00a0]$", before)
        )
    if rating == "requires_improvement" and match.group().lower().endswith(("good", "-improvement")):
        return True
    if re.search(r"\b(?:grade|verdict|rating|judge?ment|result)(?: was| is|:|,| –)+ (?:an? )?$", before, re.IGNORECASE):
        return True
    if rating == "requires_improvement":
        return bool(_GRADING_BEFORE.search(before))
    return bool(_GRADING_BEFORE.search(before)) and bool(_GRADING_AFTER.match(after)) and rating != "good"
