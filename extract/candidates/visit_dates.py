"""Which date phrases of a passage say when inspectors were there."""

import re

from extract.candidates.cues import NUMBERED_DATE
from extract.candidates.dates import DatePhrase, find_date_phrases
from extract.candidates.segments import Sentence

_THERE = (
    r"(?:visit(?:s|ed|ing)?|inspect(?:ion|ions|ed|ors?)|re-?inspect\w*|took place|taken place|carried out"
    r"|conducted|spent|on[- ]site|fieldwork|arrived|held|undertaken|went (?:to|in|into|back|round|there)"
    r"|ran|came|returned|were in|hosted"
    r"|was on|JTAI|ILACS|watchdogs?|completed|examined|(?:was|were|came) back|looked|reviewed"
    r"|began|ended|concluded)"
)
_THERE_BEFORE = re.compile(
    rf"\b(?:dates?|on site|when): $|\b{_THERE}\b(?:,? [^,;.]{{0,70}},?){{0,3}} ?$", re.IGNORECASE
)
_THERE_AFTER = re.compile(
    rf"^,? [^.;]{{0,110}}\b(?:{_THERE}|on (?:the|its|a) \w+ visit|monitoring)\b", re.IGNORECASE
)
_INSPECTORS_THERE = re.compile(
    r"\b(?:ofsted|inspectors|inspectorates?|HMI|team)\b (?:\w+ )?"
    r"(?:was|were|dropped in|dropped by|called|descended|sat|paid|stayed|turned up|looked in)\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_OTHER_EVENT = re.compile(
    r"\b(?:publish\w*|released|report (?:out|is)|appointed|joined|took over|took up|was (?:first )?(?:rated"
    r"|judged|graded|found)|since|due|expected|"
    r"will|next|meeting|cabinet|rated|judged|graded|last (?:full )?inspect\w*|previous(?:ly)?|earlier|budget"
    r"|compared|launched|opened|introduced|recruited|"
    r"set up|created|left|elections?|former|died|established|murder|death|told councillors|followed|letter"
    r"|received|report|by|issued|had (?:been )?(?:raised|found|warned))\b"
    r"[^.;,]{0,35}$",
    re.IGNORECASE,
)
_VISIT_NEARER = re.compile(
    r"\b(?:after|following|visit(?:ed|s)?|inspection|re-?inspection|held|took place|carried out|conducted"
    r"|spent|inspected|inspectors)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_OLDER = re.compile(
    r"\b(?:last|previous|earlier|former) (?:full |graded |ILACS )?(?:inspect\w+|visit\w*"
    r"|report)\b[^.;]{0,30}$|\bwhen (?:the )?last\b"
    r"|\bwhen it was (?:last|rated|judged)\b|\bsince\b[^.;,]{0,50}$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:due|expected|planned|scheduled|will (?:be|take place|follow|return))(?: to \w+(?: \w+){0,2})? ?$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"^,? (?:said|when (?:it|they|the last)|and (?:was|were) rated|had (?:raised|led|found)|meeting)\b",
    re.IGNORECASE,
)
_GRADE_NEAR = re.compile(
    r"(?:rated|judged|found|graded|received|verdict|rating|grade|inadequate|good|improvement"
    r"|outstanding)[’'”\"]?,? (?:\w+ ){0,4}$",
    re.IGNORECASE,
)
_TWO_DAYS = re.compile(
    r"\d(?:st|nd|rd|th)?(?: (?!and|to)\w+)? ?(?:and|to|until|-|–) ?(?:\w+day,? )?(?:the )?(?:[A-Z]\w+ )?\d"
)
"""Visits, unlike other events, last for days: such a phrase needs no words of visiting."""
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\b(?!\d)")


def visit_dates(
    text: str, passage: list[Sentence], published: str | None, this_year: int | None
) -> list[DatePhrase]:
    """Return the passage's date phrases that say when inspectors were there, the plainest first."""
    weighed = []
    for place, sentence in enumerate(passage):
        for phrase in find_date_phrases(text, sentence.start, sentence.end, published):
            weight = _weight(sentence, phrase, this_year)
            if weight > 0:
                weighed.append((-weight, place, phrase.start, phrase))
    return [phrase for *_, phrase in sorted(weighed, key=lambda entry: entry[:3])]


def _weight(sentence: Sentence, phrase: DatePhrase, this_year: int | None) -> int:
    """Zero for another event's date; more for a date beside words of visiting, and for days over months."""
    before = sentence.plain[: phrase.start - sentence.start]
    after = sentence.plain[phrase.end - sentence.start :]
    if (
        _OLDER.search(before[-70:])
        or _PLANNED.search(before[-50:])
        or _AFTERWARDS.match(after)
        or phrase.text.lower().startswith("since")
    ):
        return 0
    nearer = bool(_VISIT_NEARER.search(before[-50:])) and not re.search(r"\bsince\b[^,]*$", before[-90:])
    if (_OTHER_EVENT.search(before[-50:]) or _GRADE_NEAR.search(before[-60:])) and not nearer:
        return 0
    year = re.search(r"(?:19|20)\d\d", phrase.value or phrase.text)
    two_days = _TWO_DAYS.search(phrase.text) is not None
    if year and this_year and int(year[0]) < this_year - 1 and not two_days:
        return 0
    if re.fullmatch(r"(?i:in|during|since|from) \d{4}|(?:this|last|earlier this) (?:year|week)", phrase.text):
        return 0
    numbered = any(m.end() == len(before) for m in NUMBERED_DATE.finditer(sentence.plain))
    told = _THERE_BEFORE.search(before) or _INSPECTORS_THERE.search(before) or _THERE_AFTER.match(after)
    if not (numbered or told or two_days):
        return 0
    days = bool(_DAY.search(phrase.text))
    vague = re.search(r"(?:last|this|past) month|later|earlier|ago|yesterday", phrase.text, re.IGNORECASE)
    return 1 + 2 * days + 2 * nearer + (not vague)
