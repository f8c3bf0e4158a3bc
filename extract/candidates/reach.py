"""Which body sentences can be findings, and which are recommendations by the words that introduce them.

What code can know is not asked: officials' speech, lead-ins, sentences of a passage without inspection, and
in a council's own news what is not attributed to the inspectorate.
"""

import re
from typing import Literal

from extract.candidates.find import Candidates
from extract.candidates.segments import Sentence

Reach = Literal["open", "recommendation", "none"]

_INSPECTORATE = re.compile(
    r"\b(?:ofsted|inspect(?:ors?|orate|ion)|report|letter|watchdog|regulator)\b", re.IGNORECASE
)
_ATTRIBUTED = re.compile(
    rf"{_INSPECTORATE.pattern}|^(?:it|they|eight|ten|one)\b|\b(?:it|they) (?:say|says|said|found|finds|noted|saw)\b"
    r"|\b(?:described as|praised for)\b",
    re.IGNORECASE,
)
"""Names the inspectorate, or takes up what it says with a pronoun."""
_RECOMMENDS = re.compile(
    r"(?<!would )(?<!to )\brecommend(?:s|ed|ing)? (?!level|number|limit|maximum|action in)\w+"
    r"|\brecommend(?:s|ed)? (?:action|improvement)s? (?:on|to)\b"
    r"|\brecommendations?\b(?: \w+){0,3}?,? "
    r"(?:that|to (?!be\b)|including|for (?!the (?:council|authority)\b)"
    r"|is (?:that|to)|was (?:that|to)|of which is to|(?:which )?include|among them)\b",
    re.IGNORECASE,
)
_TO_DO = (
    r"(?:ensure|improve|reduce|develop|review|make (?:sure|certain)|agree|strengthen|increase|consider"
    r"|recruit|offer|update|provide|establish|address|embed|extend|clarify|tackle|speed up|raise|reinforce"
    r"|record|monitor|take|seek|carry out|give|complete|evaluate|implement|continue|identify|prioritise"
    r"|broaden|widen|secure|promote|build|use|work with|put in place|bring|set)"
)
_TO_BE_IMPROVED = (
    r"(?:timel\w+|quality|frequency|consisten\w+|sufficiency|stability|recording|oversight|use|allocation"
    r"|reliability|capacity|planning|identification|contribution|feedback|completion|regularity|range|pace"
    r"|availability|effectiveness|supervision|training|support|size|rigour|impact|suitability|assessment"
    r"|assessments|permanence|contingency planning|management oversight|contact)"
)
_TASK = re.compile(
    rf"{_TO_DO}\b"
    rf"|(?:the |how |updating |take-up )?(?:\w+ and )?{_TO_BE_IMPROVED}\b"
    r"(?! (?:is|are|was|were|has|have)\b)",
    re.IGNORECASE,
)
_HAS_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|know|knows|receive[sd]?|benefit|feel)\b", re.IGNORECASE
)
_LIST_OF_RECOMMENDATIONS = re.compile(
    r"\brecommend"
    r"|\bareas? (?:for|of|in need of|requiring) (?:priority )?(?:action|improvement|development)"
    r"|\bwhat needs to (?:improve|be better|change)"
    r"|\b(?:needs?|told|asked|must|should|has|have|required|urged|ordered|instructed) to "
    r"(?:\w+ )?(?:improve|act|do|address|take action|strengthen)"
    r"|\bpriority actions?\b"
    r"|\b(?:things|points|actions|areas|matters) (?:to|that need|which need|where)"
    r"|\b(?:could|should|must) (?:be (?:better|improved)|improve|do better)"
    r"|\bimprovements? (?:needed|required|to be made)"
    r"|\bneed(?:s|ed)? (?:to be )?improv",
    re.IGNORECASE,
)
_OTHER_AGENCY = re.compile(
    r"(?:the |local |some |many |most )?(?:police|probation|health visitors|midwives|school nurses|nurses|doctors|gps|hospitals?"
    r"|the hospital|health (?:services|staff|partners|agencies|practitioners)|the nhs|mental health (?:services|nurses)|camhs"
    r"|the force|the constabulary|detectives)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:council|local authority|social work\w*|children[’']s services|partner\w*|agencies|multi-agency|joint\w*|together|together with"
    r"|hub|strategy (?:meetings|discussions)|refer\w*|thresholds?|told inspectors|share[sd]?|sharing)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r":[”\"’']?$")
_COUNCIL = re.compile(r"\b(?:council|borough)\b")


def reach(candidates: Candidates, of_sentence: dict[int, int]) -> dict[int, Reach]:
    """For each body sentence what it can be; only "open" ones need a model.

    ``of_sentence`` gives the inspection's number of each sentence that stands in a passage about one.
    """
    own_news = _is_own_news(candidates)
    attributed = {s.paragraph for s in candidates.body if _ATTRIBUTED.search(s.plain)}
    return {
        s.number: _reach(s, candidates, of_sentence, attributed, own_news=own_news) for s in candidates.body
    }


def _reach(
    sentence: Sentence,
    candidates: Candidates,
    of_sentence: dict[int, int],
    attributed: set[int],
    *,
    own_news: bool,
) -> Reach:
    speech = candidates.speech[sentence.number]
    if sentence.number not in of_sentence or speech.kind in {"council", "other"}:
        return "none"
    if sentence.kind == "bullet":
        return "recommendation" if _is_to_do_list(_list_of(sentence, candidates), candidates) else "open"
    if _LEAD_IN.search(sentence.plain):
        return "none"
    if _RECOMMENDS.search(sentence.plain) and _ATTRIBUTED.search(sentence.plain) and not speech.quoted:
        return "recommendation"
    if own_news and speech.kind is None and sentence.paragraph not in attributed:
        return "none"
    if _is_joint(candidates) and _OTHER_AGENCY.match(sentence.plain) and not _SHARED.search(sentence.plain):
        return "none"
    return "open"


def _is_joint(candidates: Candidates) -> bool:
    """Whether the article reports a joint inspection, whose findings on other agencies alone do not count."""
    return any(c.type == "joint_targeted_area_inspection" for p in candidates.proposals for c in p.cues)


def _list_of(bullet: Sentence, candidates: Candidates) -> list[Sentence]:
    """The bullets that stand together with this one."""
    body = candidates.body
    first = last = body.index(bullet)
    while first and body[first - 1].kind == "bullet" and body[first].number == body[first - 1].number + 1:
        first -= 1
    while last + 1 < len(body) and body[last + 1].kind == "bullet" and body[last + 1].number == body[last].number + 1:
        last += 1
    return list(body[first : last + 1])


def _is_to_do_list(bullets: list[Sentence], candidates: Candidates) -> bool:
    """Whether a list says what is to be done: it is introduced so, or most of it reads so and states nothing."""
    if _LIST_OF_RECOMMENDATIONS.search(_introduction(bullets[0], candidates)):
        return True
    tasks = sum(_TASK.match(b.plain) is not None and not _HAS_VERB.search(b.plain) for b in bullets)
    return 2 * tasks > len(bullets)


def _introduction(bullet: Sentence, candidates: Candidates) -> str:
    """The heading or the lead-in right above a list; empty if there is neither."""
    above = [s for s in candidates.sentences if s.number < bullet.number and s.kind != "bullet"]
    if above and (above[-1].is_body or above[-1].kind == "heading"):
        return above[-1].plain
    return ""


def _is_own_news(candidates: Candidates) -> bool:
    """Whether the council, or the trust that runs its services, publishes the page itself."""
    publisher = (candidates.publisher or "").lower()
    if not publisher:
        return False
    if _COUNCIL.search(publisher):
        return True
    return any(t.lower() in publisher for a in candidates.authorities for t in a.trusts)
