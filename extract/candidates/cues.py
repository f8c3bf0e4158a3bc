"""Words that name a kind of visit, and the number of a visit in its series."""

import re
from dataclasses import dataclass

from extract.candidates.segments import Sentence
from schemas.record import InspectionType

_ORDINAL_WORDS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
ORDINALS = {word: n for n, word in enumerate(_ORDINAL_WORDS, start=1)}
_ORDINAL = rf"(?P<ordinal>{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_TIMES = rf"(?:for (?:a|the) {_ORDINAL} time)"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"

_MONITORING = re.compile(r"\bmonitoring (?:visit|inspection|letter|report)s?\b", re.IGNORECASE)
_FOCUSED = re.compile(r"\bfocuss?ed (?:\w+ )?(?:visit|inspection|one)s?\b", re.IGNORECASE)
_JOINT = re.compile(
    r"\bjoint(?:ly)? targeted area|\bJTAIs?\b|\bjoint (?:area "
    r"|multi-agency )?inspections?\b(?=[^.;]*\b(?:polic|probation|HMICFRS|constab))"
    r"|\b(?:inspection by )?(?:four|three|several) (?:watchdogs|inspectorates)\b",
    re.IGNORECASE,
)
_JOINT_IN_HEADLINE = re.compile(r"\bjoint inspections?\b", re.IGNORECASE)
_LENGTH = r"(?:one|two|three|four)-week|week-long|fortnight-long"
_GRADED = re.compile(
    rf"\bILACS\b|\bre-?inspect(?:ion|ed)\b|\b(?:full|standard|short|single|graded"
    rf"|{_LENGTH}) (?:\w+ )?inspection\b"
    r"|\binspection of (?:local authority )?(?:children[’']s )?services\b"
    r"|\bsingle (?:inspection )?framework\b",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[InspectionType, re.Pattern[str]], ...] = (
    ("monitoring_visit", _MONITORING),
    ("focused_visit", _FOCUSED),
    ("joint_targeted_area_inspection", _JOINT),
    ("graded_inspection", _GRADED),
)
_NUMBERED_VISIT = re.compile(
    rf"\b{_ORDINAL} (?:(?:such|ofsted|of these|of the|of its|of the \w+|quarterly|unannounced"
    rf"|two-day) )*(?:monitoring )?visits?\b"
    r"(?! (?:is|will|follows|would|was expected))"
    r"|\b(?:visit(?:ed|s)?|(?:ofsted|inspectors|watchdog)\b[^.;:]{0,30}? (?:returned|came|back|been))\b"
    rf"[^.;:]{{0,40}} {_TIMES.replace('ordinal', 'time')}",
    re.IGNORECASE,
)
_DAY = (
    r"(?:early |late |mid-)?(?:(?:Mon|Tues|Wednes|Thurs|Fri)day |the \w+ week of )?"
    rf"(?:\d{{1,2}}\b|{_MONTH})"
)
NUMBERED_DATE = re.compile(
    rf"\b(?:the|its|their) {_ORDINAL}(?:,? (?:was |came |took place )?"
    rf"(?=(?:on|in|from|between|over|during) {_DAY})|(?:: | – | \()(?={_DAY}))",
    re.IGNORECASE,
)
"""A number that stands for a visit of a series: "its second, on 6 and 7 July"."""
_DATED_NUMBER = re.compile(
    rf"\b{_MONTH} \d{{4}}(?::|,| –) (?:the )?{_ORDINAL}(?: (?:visit|letter))?$", re.IGNORECASE
)
"""The same as a heading: "April 2019: the first"."""
_OTHER_VISIT = re.compile(
    r"\b(?:several|regular|further|future|next|follow-up"
    r"|quarterly|more|previous|"
    r"earlier|series of|all|will|would|expected|due|subject to|under|continue|before|since (?:its|their"
    r"|the)? ?(?:last|first)|"
    r"last(?! (?:month|week|spring|summer|autumn|winter|\w+day|Jan|Feb|Mar|Apr|May|Ju|Aug|Sep|Oct|Nov|Dec))|"
    r"until|programme of|ends? with|conclude with|ahead of|no|not a|unlike|awaiting"
    r"|without)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_PLANNED_VISIT = re.compile(
    r"\b(?:will|would|expected|due|next|ahead of|awaiting|planned|likely|before|until|expects?|not been)\b"
    r"[^.;,]{0,40}$",
    re.IGNORECASE,
)
_OLDER_VISIT_BEFORE = re.compile(
    r"\b(?:at the time of|since|told (?:in \d{4} )?after|had been|was placed"
    r"|after (?:its|their|the) (?:last|previous|first)|following (?:its|their|the) last)\b"
    r"[^.;,]{0,30}$",
    re.IGNORECASE,
)
_OLDER_VISIT_AFTER = re.compile(
    r"[’']?s? (?:in|within) (?:about |around |some |the next )?\w+ (?:months|weeks)\b"
    r"|[’']?s?(?: (?:last|the previous|the year before|two years|three years|a year)\b|, (?:last|a) year\b"
    r"|[^.;,]{0,20} had\b"
    r"| (?:is|are|was) (?:due|expected|planned|likely|scheduled)| (?:will|would|could|may|might"
    r"|must|has to|do|does|do not|look"
    r"|normally)\b)",
    re.IGNORECASE,
)
_OLDER_YEAR_AFTER = re.compile(rf"(?: (?:in|of)| took place in)? ?(?:{_MONTH} )?(?P<year>20\d\d)")
_TWO_OR_BOTH = re.compile(r"\b(?:two|both|separate|recent|latest|first|one of)\b[^.;]{0,30}$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(
    rf"\b{_ORDINAL} (?:(?:and|of) [\w ]{{1,20}} )?"
    r"(?:(?:ofsted|formal|official|such|recent|latest|final|successive|of \w+|unannounced|quarterly) )*$",
    re.IGNORECASE,
)
_NUMBER_AFTER = re.compile(
    rf"[^.;]{{0,60}}?(?:[–—,(-] ?|\bwas |\bis |\bbeing )(?:also )?(?:the|its|their"
    rf"|a)? ?(?:\w+[’']s )?(?:the )?{_ORDINAL}\b"
    rf"(?! (?:of |time|in )?(?:{_MONTH}|week|half|time|place|two|few|council|authority|children))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A place whose words name a kind of visit."""

    type: InspectionType
    sentence: Sentence
    start: int
    end: int
    ordinal: int | None


def find_cues(sentence: Sentence, this_year: int | None, *, monitored: bool) -> list[Cue]:
    """Return the cues of a sentence for visits that may be reported, not for planned or older ones.

    ``monitored`` says that the article speaks of monitoring visits: a numbered visit is then one of them.
    """
    found: list[Cue] = []
    kinds = _KINDS if sentence.is_body else (*_KINDS, ("joint_targeted_area_inspection", _JOINT_IN_HEADLINE))
    for type_, pattern in kinds:
        found += [
            _cue(type_, sentence, match, _ordinal(sentence, match))
            for match in pattern.finditer(sentence.plain)
            if not _is_other_visit(sentence.plain, match, type_, this_year)
        ]
    numbered = [*_NUMBERED_VISIT.finditer(sentence.plain)]
    if monitored:
        numbered += [*NUMBERED_DATE.finditer(sentence.plain), *_DATED_NUMBER.finditer(sentence.plain)]
    for match in numbered:
        number = _number(match["ordinal"] or match.groupdict().get("time", ""))
        known = any(c.start <= sentence.start + match.start() < c.end or c.ordinal == number for c in found)
        if not known and not _PLANNED_VISIT.search(sentence.plain[: match.start()][-60:]):
            found.append(
                _cue("monitoring_visit" if monitored else "unspecified_visit", sentence, match, number)
            )
    return found


def find_roundup_cues(sentence: Sentence) -> list[Cue]:
    """Cues such as "letters from six focused visits", which tell the kind of every visit below."""
    return [
        _cue(type_, sentence, match, None)
        for type_, pattern in _KINDS[:3]
        for match in pattern.finditer(sentence.plain)
        if re.search(r"(?:visit|inspection|letter|report)s$", match.group())
        or re.match(r" (?:letters|reports)\b", sentence.plain[match.end() :])
    ]


def names_monitoring(sentences: list[Sentence]) -> bool:
    """Whether the article speaks of monitoring visits at all."""
    return any(_MONITORING.search(s.plain) for s in sentences)


def _cue(type_: InspectionType, sentence: Sentence, match: re.Match[str], ordinal: int | None) -> Cue:
    return Cue(type_, sentence, sentence.start + match.start(), sentence.start + match.end(), ordinal)


def _is_other_visit(plain: str, match: re.Match[str], type_: InspectionType, this_year: int | None) -> bool:
    before, after = plain[: match.start()], plain[match.end() :]
    if _PLANNED_VISIT.search(before[-60:]):
        return True
    if _OTHER_VISIT.search(before[-60:]) and not re.search(
        rf"\b{_ORDINAL} (?:\w+ )?$", before, re.IGNORECASE
    ):
        return True
    if _OLDER_VISIT_BEFORE.search(before[-60:]) or _OLDER_VISIT_AFTER.match(after):
        return True
    year = _OLDER_YEAR_AFTER.match(after)
    if year and this_year and int(year["year"]) < this_year - 1:
        return True
    if plain.endswith("?"):
        return True
    plural = match.group().endswith("s") and type_ in {"monitoring_visit", "focused_visit"}
    return plural and not _TWO_OR_BOTH.search(before)


def _ordinal(sentence: Sentence, match: re.Match[str]) -> int | None:
    """Read the number of a visit: "a fourth monitoring visit", "monitoring visit – its seventh since"."""
    found = _NUMBER_BEFORE.search(sentence.plain[: match.start()]) or _NUMBER_AFTER.match(
        sentence.plain[match.end() :]
    )
    return _number(found["ordinal"]) if found else None


def _number(word: str) -> int:
    return ORDINALS.get(word.lower()) or int(re.sub(r"\D", "", word))
