"""Whose words each body sentence relays, in marks or in reported speech: only the inspectorate's can be a finding."""

import re
from dataclasses import dataclass

from extract.candidates.quotations import Quotation
from extract.candidates.segments import Sentence
from extract.candidates.speakers import INSPECTORATE, REPORTING_VERB, Attribution, Person, kind_of_role
from schemas.record import SpeakerKind

_MOSTLY = 0.5
"""Share of a sentence that must stand in marks for its speaker to be the sentence's."""

_OFFICIAL = re.compile(
    r"^(?:(?:In (?:a|its|their|his|her) (?:\w+ )?(?:statement|response|letter)|Responding(?: to [^,]+)?|In response|Meanwhile|However|But|And|Also|Last (?:night|week)|Speaking [^,]+|Earlier|Afterwards|According to),? )*"
    r"(?:(?:an?|the|its|their|one|both|some|opposition|local|senior|[A-Z][\w’'&-]+)[ ’'s]* ?)?(?:[\w’'&-]+ ){0,5}?"
    r"(?P<who>council(?!lor)|authority|borough|county council|city council|trust|spokes(?:man|woman|person|people)|councillors?|councillor|leader|director|chief executive|chief|cabinet member|mayor|mps?|mp|union|charity|campaigners|department|dfe|government|ministers?|minister|commissioner|chair(?:man|woman)?|opposition|labour|conservatives|lib dems?|greens|police|force|officials?|officers?|parents?|unison|gmb|basw|nhs|integrated care board|icb|association|statement|she|he)\b"
    r"(?: [^.;:“”,]{0,40}?|, [^.;:“”]{0,120}?,)? (?P<verb>said|says|added|adds|told (?!inspectors|ofsted)|insisted|insists|pledged|pledges|promised|promises|claimed|claims|argued|argues|stressed|explained|welcomed|welcomes|admitted|admits|acknowledged|acknowledges|accepted|accepts|thanked|pointed|hopes?|believes?|blamed|denied|denies|vowed|announced|confirmed|expressed|warned|called|maintained|maintains|apologised|responded|recalled|described|described|wants|plans|has (?:said|pledged|promised|apologised|accepted|welcomed|told|vowed|launched|already|since|invested|agreed)|have (?:said|pledged|promised|welcomed|accepted|vowed)|will|is (?:planning|investing|recruiting|working)|intends?|aims?|expects?)\b",
    re.IGNORECASE,
)
_COUNCIL_OWN = re.compile(r"^(?:the )?(?:council|authority|borough|county council|city council|trust|she|he)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speech:
    """Whose words a sentence relays; ``kind`` None for the journalist's own."""

    kind: SpeakerKind | None
    quoted: bool


def relay(text: str, sentences: list[Sentence], quotations: list[Quotation], people: list[Person], attributions: dict[int, Attribution]) -> dict[int, Speech]:
    """The speech of each body sentence, by its number."""
    found: dict[int, Speech] = {}
    last: SpeakerKind | None = None
    for sentence in sentences:
        if not sentence.is_body:
            continue
        inside = [(min(q.end, sentence.end) - max(q.start, sentence.start), q) for q in quotations if q.start < sentence.end and sentence.start < q.end]
        covered = sum(length for length, _ in inside)
        if inside and covered >= _MOSTLY * len(sentence.text):
            longest = max(inside, key=lambda pair: pair[0])[1]
            attribution = attributions.get(longest.number)
            found[sentence.number] = Speech(attribution.kind or "other" if attribution else None, quoted=True)
        else:
            found[sentence.number] = Speech(_narrated(sentence, inside, people, attributions, last), quoted=False)
        last = found[sentence.number].kind or (None if INSPECTORATE.search(sentence.plain) else last)
    return found


def _narrated(sentence: Sentence, inside: list[tuple[int, Quotation]], people: list[Person], attributions: dict[int, Attribution], last: SpeakerKind | None) -> SpeakerKind | None:
    """Whom a sentence outside marks reports: its first subject with a reporting verb."""
    words = sentence.plain
    inspectorate = INSPECTORATE.search(words)
    at = inspectorate.start() if inspectorate else len(words)
    for person in people:
        name = re.search(rf"(?<![\w-]){re.escape(person.surname)}(?![\w-])(?![’']s)", words)
        if name and name.start() < at and _says(words[name.end() :]):
            return person.kind or "council"
    if official := _OFFICIAL.match(words):
        if official.start("who") < at:
            who = official["who"].lower()
            if who in {"he", "she"}:
                return last if last else "council"
            return "council" if _COUNCIL_OWN.match(who) else kind_of_role(who) or "other"
    if inspectorate and re.search(REPORTING_VERB, words, re.IGNORECASE):
        return "inspectorate"
    return None


def _says(after: str) -> bool:
    """Whether a reporting verb follows the name as its own: at once, or after a description between commas."""
    return bool(re.match(rf"(?:,[^.;:]{{1,140}},| \([^)]*\))?(?: who [^,]*,)? ?(?:also |then |later |has |had |further )*(?:{REPORTING_VERB}|welcom\w+|thank\w*|pledg\w+|promis\w+|apologis\w+|hop\w+|believ\w+|expressed|accepted|will|is|was|has)\b", after, re.IGNORECASE))
