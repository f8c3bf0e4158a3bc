"""Which body sentences can be findings, and which are recommendations by the words that introduce them.

What code can know is not asked: officials' speech, lead-ins, sentences of a passage without inspection, and
in a council's own news what is not attributed to the inspectorate.
"""

import re
from itertools import pairwise
from typing import Literal

from extract.candidates.find import Candidates
from extract.candidates.lists import find_tasks
from extract.candidates.reporting import REPORTING_VERB
from extract.candidates.segments import Sentence
from extract.candidates.writer import afterword, of_itself

Reach = Literal["open", "recommendation", "none"]

_INSPECTORATE = re.compile(
    r"\b(?:ofsted|inspect(?:ors?|orates?|ions?)|report|letter|watchdog|regulator)\b", re.IGNORECASE
)
_ATTRIBUTED = re.compile(
    rf"{_INSPECTORATE.pattern}|^(?:it|they|\w+ recommendations?)\b"
    rf"|\b(?:it|they) (?:also |further |then )?{REPORTING_VERB}\b|\bby (?:its|their) count\b"
    r"|\b(?:described as|praised for)\b",
    re.IGNORECASE,
)
"""Names the inspectorate, or takes up what it says with a pronoun."""
_RECOMMENDS = re.compile(
    r"(?<!would )(?<!to )\brecommend(?:s|ed|ing)? (?!level|number|limit|maximum|action in)\w+"
    r"|\brecommend(?:s|ed)? (?:action|improvement)s? (?:on|to)\b"
    r"|\brecommendations?\b(?: \w+){0,3}?,? "
    r"(?:that|to (?!be\b)|including|for (?!the (?:council|authority)\b)"
    r"|is (?:that|to)|was (?:that|to)|(?:the \w+ )?of which (?:is|was) to|(?:which )?include|among them)\b"
    r"|\bareas? (?:\w+ ){0,4}for improvement\b(?: \w+)?,? (?:are|is|include|the first)\b"
    r"|\b(?:should|must) [^;]{3,200}, (?:it|they|inspectors|ofsted|the (?:report|letter|watchdog))"
    r" recommend(?:s|ed)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were) recommended\b|\bfor improvement\b|^these\b", re.IGNORECASE)
_ONE_OF_THEM = re.compile(
    r"^(?:the |an?)?(?:first|second|third|other|last|one|another)\b(?: [\w’]+){0,3} (?:is|was) (?:to|that)\b",
    re.IGNORECASE,
)
"""Goes through recommendations that the sentence before has counted."""
_OTHER_AGENCY = re.compile(
    r"(?:the |local |some |many |most )?"
    r"(?:police|probation|health visitors|midwives|school nurses|nurses|doctors|gps|hospitals?|the hospital"
    r"|health (?:services|staff|partners|agencies|practitioners)|the nhs|mental health (?:services|nurses)"
    r"|camhs|the force|the constabulary|detectives)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:council|local authority|social work\w*|children[’']s services|partner\w*|agencies|multi-agency"
    r"|joint\w*|together|hub|strategy (?:meetings|discussions)|refer\w*|thresholds?|told inspectors"
    r"|share[sd]?|sharing)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r":[”\"’']?$")
_COUNCIL = re.compile(r"\b(?:council|borough)\b")


def reach(candidates: Candidates, of_sentence: dict[int, int]) -> dict[int, Reach]:
    """For each body sentence what it can be; only "open" ones need a model.

    ``of_sentence`` gives the inspection's number of each sentence that stands in a passage about one.
    """
    return {number: reached for number, (reached, _) in reach_and_why(candidates, of_sentence).items()}


def reach_and_why(candidates: Candidates, of_sentence: dict[int, int]) -> dict[int, tuple[Reach, str]]:
    """The same, each with the rule that settled it in words."""
    tasks = find_tasks(candidates)
    shut = dict.fromkeys(_unattributed(candidates), "its writer speaks there, and not for the inspectorate")
    shut |= dict.fromkeys(afterword(candidates), "it stands below the last word on the inspection")
    counted = _counted(candidates)
    return {
        s.number: _reach(s, candidates, tasks=tasks, shut=shut, counted=counted)
        if s.number in of_sentence
        else ("none", "it stands in no passage about an inspection that is reported")
        for s in candidates.body
    }


def _reach(
    sentence: Sentence, candidates: Candidates, *, tasks: set[int], shut: dict[int, str], counted: set[int]
) -> tuple[Reach, str]:
    speech = candidates.speech[sentence.number]
    if speech.kind in {"council", "other"}:
        return "none", _SPEAKS[speech.kind, speech.quoted]
    if sentence.kind == "bullet":
        return _BULLET[sentence.number in tasks]
    leads_in = _LEAD_IN.search(sentence.plain) is not None
    if not speech.quoted and not leads_in and (sentence.number in counted or _recommends(sentence)):
        return "recommendation", "its words say that it is recommended"
    if leads_in or _is_of_another_agency(sentence, candidates):
        return "none", "it only leads in what follows" if leads_in else "it is about another agency alone"
    if sentence.number in shut:
        return "none", shut[sentence.number]
    return "open", "it stands in a passage about an inspection, and no official speaks it"


_BULLET: dict[bool, tuple[Reach, str]] = {
    True: ("recommendation", "it is a bullet of a list that is introduced as what is to be done"),
    False: ("open", "it is a bullet in a passage about an inspection"),
}
_SPEAKS = {
    ("council", True): "it quotes the council or one of its people",
    ("council", False): "it reports what the council or one of its people says",
    ("other", True): "it quotes somebody who is neither the council nor the inspectorate",
    ("other", False): "it reports what somebody says who is neither the council nor the inspectorate",
}


def _recommends(sentence: Sentence) -> bool:
    return _RECOMMENDS.search(sentence.plain) is not None and (
        _ATTRIBUTED.search(sentence.plain) is not None or _PASSIVE.search(sentence.plain) is not None
    )


def _counted(candidates: Candidates) -> set[int]:
    """Numbers of the sentences that go through recommendations: "The first is to …", "Another is that"."""
    found: set[int] = set()
    for before, sentence in pairwise(candidates.body):
        announced = re.search(r"\brecommendations\b", before.plain, re.IGNORECASE) or before.number in found
        if announced and _ONE_OF_THEM.match(sentence.plain):
            found.add(sentence.number)
    return found


def _unattributed(candidates: Candidates) -> set[int]:
    """Numbers of the sentences in which a writer speaks for itself, not for the inspectorate.

    In a council's own news that is every paragraph without the inspectorate; elsewhere it takes "we" or "I".
    """
    attributed = {s.number for s in candidates.body if _ATTRIBUTED.search(s.plain)}
    spoken = of_itself(candidates) - attributed
    if _is_own_news(candidates):
        paragraphs = {s.paragraph for s in candidates.body if s.number in attributed}
        spoken |= {s.number for s in candidates.body if s.paragraph not in paragraphs}
    return {number for number in spoken if candidates.speech[number].kind is None}


def _is_of_another_agency(sentence: Sentence, candidates: Candidates) -> bool:
    """Whether a sentence of a joint inspection speaks of the police or the health service alone."""
    alone = _OTHER_AGENCY.match(sentence.plain) and not _SHARED.search(sentence.plain)
    return bool(alone) and _is_joint(candidates)


def _is_joint(candidates: Candidates) -> bool:
    """Whether the article reports a joint inspection, whose findings on other agencies alone do not count."""
    return any(c.type == "joint_targeted_area_inspection" for p in candidates.proposals for c in p.cues)


def _is_own_news(candidates: Candidates) -> bool:
    """Whether the council, or the trust that runs its services, publishes the page itself."""
    publisher = (candidates.publisher or "").lower()
    if not publisher:
        return False
    if _COUNCIL.search(publisher):
        return True
    return any(t.lower() in publisher for a in candidates.authorities for t in a.trusts)
