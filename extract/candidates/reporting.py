"""The grammar of reporting: verbs of saying and finding, the inspectorate, the clause beside a quotation."""

import re
from bisect import bisect_right

from extract.candidates.posts import POST_NOUN, any_of
from extract.candidates.quotations import Quotation
from extract.candidates.segments import Sentence

SPEECH_VERB = any_of(
    r"says?|said|saying|add(?:s|ed|ing)?|tells?|told|telling|writes?|wrote|writing|comment(?:s|ed|ing)?"
    r"|sp(?:eaks?|oke)(?: of)?",
    r"explain(?:s|ed|ing)?|continue[sd]?|warn(?:s|ed|ing)?|remark(?:s|ed)?|insist(?:s|ed)?|admit(?:s|ted)?"
    r"|replie[sd]",
    r"describe[sd]|stress(?:es|ed)?|argue[sd]?|claim(?:s|ed)|declare[sd]|recall(?:s|ed)?|praise[sd]"
    r"|urge[sd]|posted|tweeted",
    r"respond(?:s|ed)?(?! (?:\w+ )?to)|went on|joked|pledge[sd]|promise[sd]|reflected|repeated|announced"
    r"|confirmed|call(?:s|ed)|put it",
    r"summed up|credit(?:s|ed)|criticise[sd]|welcome[sd]|thank(?:s|ed)|acknowledge[sd]|apologise[sd]"
    r"|wonder(?:s|ed)",
    r"complain(?:s|ed)|blame[sd]|hail(?:s|ed)|vow(?:s|ed)|accused|demand(?:s|ed)|agreed|suggest(?:s|ed)"
    r"|maintain(?:s|ed)",
    r"decline[sd]|quoted as saying|hoped|hopes|feared|fears|mocked|quipped|laughs|laughed|defended|asked"
    r"|asks|question(?:s|ed)|accepted|accepts|dispute[sd]|attribute[sd]|remember(?:s|ed)|assured|doubt(?:s|ed)"
    r"|believe[sd]|thinks|thought|wanted to know",
)
"""Verbs whose subject speaks, whoever it is."""

_FINDING_VERB = any_of(
    r"begins?|began|goes on",
    r"state[sd]|stating|note[sd]|noting|conclude[sd]|concluding|finds?|found|finding|reads?|observe[sd]"
    r"|report(?:s|ed)",
    r"highlight(?:s|ed|ing)?|identif(?:y|ies|ied|ying)|judged|recognise[sd]|point(?:s|ed)? (?:out|to)"
    r"|revealed",
    r"record(?:s|ed)|emphasise[sd]|noticed|saw|sees|recommend(?:s|ed)|heard|hears|say|add|describe|wants?"
    r"|prais(?:e|ing)|rated",
)
"""Verbs of what a report or an inspector finds."""

REPORTING_VERB = any_of(SPEECH_VERB, _FINDING_VERB)
REPORTS = re.compile(rf"\b{REPORTING_VERB}\b", re.IGNORECASE)

_OF_OTHERS = (
    r"(?! (?:for|by) (?!ofsted|inspect|the inspect|\d)| of (?:her|his) own| to (?:its|the|their) cabinet)"
)
"""What makes a document somebody else's: "a report by the auditor", "a letter of her own"."""
_DOCUMENT = (
    rf"(?:(?:report|letter|findings|judgement|document)\b{_OF_OTHERS}|inspection team|watchdog|regulator)"
)
INSPECTORATE = re.compile(
    r"\b"
    + any_of(
        r"ofsted|inspectors?|inspectorates?|her majesty[’']s inspectors",
        rf"the (?:[\w’']+[ -]){{0,4}}?{_DOCUMENT}",
        r"(?:the|its|their|our|an?|his|her) (?:\w+[ -]){0,4}?(?:watchdog|regulator)",
        rf"(?:a|its|ofsted[’']s|their) (?:\w+[ -]){{0,3}}(?:report|letter)\b{_OF_OTHERS}",
        r"report(?:[’']s)? authors?|the team (?=wrote|found|said)",
        r"report (?:also|added|goes|went|said|says|found|notes?d?|states?d?|concludes?d?)",
    )
    + r"\b",
    re.IGNORECASE,
)
"""The inspectorate, or its report or letter."""

_CLAUSE_START = re.compile(
    r"(?:also|he|she|it|they|who|the|a|an|one|its|his|her|their|some|inspectors|ofsted|in|read)\b|[A-Z]"
    r"|according to"
    rf"|{REPORTING_VERB}\b|(?:[\w’'-]+ ){{0,4}}{POST_NOUN.pattern}",
)
_VERB_FIRST = re.compile(rf"(?:according to |{REPORTING_VERB}\b)")
_SUBJECT_FIRST = re.compile(
    r"(?:[^,]{1,90}|[^,]{1,70},[^:]{1,160},|[^:]{1,120}) (?:also |has |had |have |will |would |is |later "
    r"|then |further )*" + rf"{REPORTING_VERB}\b"
)


LONGEST_CLAUSE = 600
"""Characters beside a quotation, or from a sentence's start, that are read."""


def clause_after(text: str, quotation: Quotation, sentence: Sentence) -> str | None:
    """Return the words after the closing mark when they report: “…,” she said; “…,” said the report."""
    tail = text[quotation.end + 1 : min(sentence.end, quotation.end + LONGEST_CLAUSE)].strip(" ,\u00a0")
    tail = re.split(r"[.:;]\s|[.“\"]", tail + " ")[0].strip()
    if not _CLAUSE_START.match(tail):
        return None
    reports = _VERB_FIRST.match(tail) or _SUBJECT_FIRST.match(tail) or is_broken_off(quotation, sentence)
    return tail if reports else None


def is_broken_off(quotation: Quotation, sentence: Sentence) -> bool:
    """Whether a sentence opens with the quotation and its comma: what follows reports, whatever its verb."""
    return quotation.start <= sentence.start + 1 and quotation.text.endswith(",")


def clause_before(text: str, quotation: Quotation, sentence: Sentence, quoted: list[tuple[int, int]]) -> str:
    """Return the sentence's words in front of the opening mark, other quotations left out."""
    end = max(sentence.start, quotation.start - 1)
    return outside(text, max(sentence.start, end - LONGEST_CLAUSE), end, quoted).strip()


def outside(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> str:
    """Return ``text[start:end]`` with an empty pair of marks for each quoted stretch."""
    pieces, at = [], start
    for begin, stop in quoted[bisect_right(quoted, start, key=lambda span: span[1]) :]:
        if begin >= end:
            break
        pieces.append(text[at : max(begin, at)] + " “” ")
        at = min(max(stop, at), end)
    return "".join([*pieces, text[at:end]]).translate(_PLAIN)


_PLAIN = str.maketrans({"\u00a0": " ", "\n": " ", "\r": " "})
