"""Whose words each body sentence relays, in marks or reported: only the inspectorate's can be a finding."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extract.candidates.people import Person
from extract.candidates.posts import any_of, kind_of_role
from extract.candidates.quotations import Quotation
from extract.candidates.reporting import INSPECTORATE, REPORTING_VERB, outside
from extract.candidates.segments import Sentence
from extract.candidates.speakers import Attribution, reporters
from schemas.record import SpeakerKind

_MOSTLY = 0.5
"""Share of a sentence that must stand in marks for its speaker to be the sentence's."""

_LEAD = (
    r"^(?:(?:In (?:a|its|their|his|her) (?:\w+ )?(?:statement|response|letter)|Responding(?: to [^,]{2,80})?"
    r"|In response"
    r"|Meanwhile|However|But|And|Also|Last (?:night|week)|Speaking [^,]{2,80}|Earlier|Afterwards"
    r"|According to),? ){0,3}"
)
_BODY = any_of(
    r"council(?!lor)|authority|borough|county council|city council|trust|spokes(?:man|woman|person|people)"
    r"|councillors?",
    r"leader|director|chief executive|chief|cabinet member|mayor|mps?|union|charity|campaigners|department"
    r"|dfe|government",
    r"ministers?|commissioner|chair(?:man|woman)?|opposition|labour|conservatives|lib dems?|greens|police"
    r"|force|officials?",
    r"officers?|unison|gmb|basw|nhs|integrated care board|icb|association|statement|she|he",
)
_INTENDS = any_of(
    r"said|says|added|adds|told (?!inspectors|ofsted)|insist(?:ed|s)|pledge[ds]|promise[ds]|claim(?:ed|s)"
    r"|argue[ds]|stressed",
    r"explained|welcome[ds]|admit(?:ted|s)|acknowledge[ds]|accept(?:ed|s)|thanked|pointed|hopes?|believes?"
    r"|blamed|denie[ds]",
    r"vowed|announced|confirmed|expressed|warned|called|maintain(?:ed|s)|apologised|responded|recalled"
    r"|described|wants|plans",
    r"(?:has|have) (?:said|pledged|promised|apologised|accepted|welcomed|told|vowed|launched|already|since"
    r"|invested|agreed)",
    r"will|is (?:planning|investing|recruiting|working)|intends?|aims?|expects?",
)
_OFFICIAL = re.compile(
    _LEAD + r"(?:(?:an?|the|its|their|one|both|some|opposition|local|senior"
    r"|[A-Z][\w’'&-]+)[ ’'s]{0,3})?(?:[\w’'&-]+ ){0,5}?"
    + rf"(?P<who>{_BODY})\b"
    + r"(?: (?:(?!was\b|were\b|is\b|are\b|be\b|been\b|by\b)[^\s.;:“”,]+ ){0,5}?|, [^.;:“”]{0,120}?, ?| )"
    + rf"(?P<verb>{_INTENDS})\b",
    re.IGNORECASE,
)
_COUNCIL_OWN = re.compile(
    r"^(?:the )?(?:council|authority|borough|county council|city council|trust|she|he)$", re.IGNORECASE
)
_SERVED = re.compile(
    r"\b(?:child(?:ren)?|young people|parents?|mum|mother|father|carers?|adopters?|leavers?|famil(?:y|ies)"
    r"|girls?|boys?|teenagers?|[\w-]+-year-olds?"
    r"|social workers?|staff|workers?|practitioners?|one)\b",
    re.IGNORECASE,
)
_TOLD_INSPECTORS = re.compile(
    r"\b(?:told|informed) (?:the )?(?:inspect\w+|ofsted|the team)\b|\b(?:spoke|speak)s? (?:\w+ )?of\b",
    re.IGNORECASE,
)
_TOLD_THEM = re.compile(r"\b(?:told|informed) them\b", re.IGNORECASE)
_TOLD_OTHERS = re.compile(
    r"\b(?:tells?|told|wrote to|assured) (?:me|us|reporters|councillors|members|colleagues|mps|"
    r"(?:a|an|the|this|full) (?!inspect|ofsted|team|visitors)|(?-i:(?!Ofsted|Inspect)[A-Z]))",
    re.IGNORECASE,
)
"""Somebody who speaks to the reporter or at a meeting."""


OFFICIALS = frozenset({"council", "other"})
"""Sides whose words are no finding."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Whose words a sentence relays; ``kind`` None for the journalist's own."""

    kind: SpeakerKind | None
    quoted: bool


def relay(
    text: str,
    sentences: list[Sentence],
    quotations: list[Quotation],
    people: list[Person],
    attributions: dict[int, Attribution],
) -> dict[int, Speech]:
    """Return the speech of each body sentence, by its number.

    Whoever was reported goes on without a reporting verb until the paragraph ends or takes up the inspection.
    """
    found: dict[int, Speech] = {}
    quoted = [(q.start - 1, q.end + 1) for q in quotations]
    reported = reporters(text, sentences, quotations, people)
    paragraph, before, last, speaking = -1, None, None, None
    for sentence in (s for s in sentences if s.is_body):
        narrative = outside(text, sentence.start, sentence.end, quoted)
        longest = _mostly_quoted(sentence, quotations)
        reporter = reported.get(sentence.number)
        kind: SpeakerKind | None
        if longest and (attribution := attributions.get(longest.number)):
            kind = speaking = _quoted_kind(attribution, narrative)
        else:
            longest = None
            kind = _narrated(narrative, reporter, last, before)
            goes_on = kind is None and reporter is None and sentence.paragraph == paragraph
            if goes_on and speaking in OFFICIALS and not _TAKES_UP.search(narrative):
                kind = speaking
            else:
                speaking = kind if reporter else None
        found[sentence.number] = Speech(kind, quoted=longest is not None)
        paragraph, before = sentence.paragraph, kind
        last = kind or (None if INSPECTORATE.search(sentence.plain) else last)
    return found


def _mostly_quoted(sentence: Sentence, quotations: list[Quotation]) -> Quotation | None:
    """Return the longest quotation of a sentence that stands in marks for the most part."""
    first = bisect_right(quotations, sentence.start, key=lambda q: q.end)
    behind = bisect_left(quotations, sentence.end, key=lambda q: q.start)
    inside = [(min(q.end, sentence.end) - max(q.start, sentence.start), q) for q in quotations[first:behind]]
    if not inside or sum(length for length, _ in inside) < _MOSTLY * len(sentence.text):
        return None
    return max(inside, key=lambda pair: pair[0])[1]


def _quoted_kind(attribution: Attribution, narrative: str) -> SpeakerKind | None:
    """Return whose quoted words these are; what children or carers told inspectors, the report relays."""
    served = attribution.person is None and _SERVED.search(attribution.role or "")
    if served and (_TOLD_INSPECTORS.search(narrative) or _TOLD_THEM.search(narrative)):
        return "inspectorate"
    return attribution.kind or "other"


def _narrated(
    narrative: str, reporter: Attribution | None, last: SpeakerKind | None, before: SpeakerKind | None
) -> SpeakerKind | None:
    """Return whom a sentence outside marks reports: its subject that says, means or plans something."""
    if reporter and reporter.kind != "inspectorate" and not _is_passed_on(reporter, narrative, before):
        return reporter.kind or "council"
    official = _OFFICIAL.match(narrative)
    if official and reporter is None:
        who = official["who"].lower()
        if who in {"he", "she"}:
            return last or "council"
        return "council" if _COUNCIL_OWN.match(who) else kind_of_role(who) or "other"
    return "inspectorate" if INSPECTORATE.search(narrative) and _VERB.search(narrative) else None


def _is_passed_on(reporter: Attribution, narrative: str, before: SpeakerKind | None) -> bool:
    """Whether a report may be passing on what those a service helps, or its staff, told inspectors.

    Not so after an official's words, unless it says whom they told.
    """
    if _TOLD_OTHERS.search(narrative):
        return False
    if _TOLD_INSPECTORS.search(narrative) or "in the words of" in narrative:
        return True
    if reporter.person:
        return False
    if _TOLD_THEM.search(narrative):
        return True
    return before not in OFFICIALS and _SERVED.search(reporter.role or "") is not None


_VERB = re.compile(REPORTING_VERB, re.IGNORECASE)
_TAKES_UP = re.compile(rf"{INSPECTORATE.pattern}|\binspections?\b|\bvisits?\b", re.IGNORECASE)
