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
_RECOMMENDS = re.compile(
    r"(?<!would )(?<!to )\brecommend(?:s|ed|ing)? (?!level|number|limit|maximum|action in)\w+"
    r"|\brecommend(?:s|ed)? (?:action|improvement)s? (?:on|to)\b"
    r"|\brecommendations?\b(?: \w+){0,3}?,? "
    r"(?:that|to (?!be\b)|including|for (?!the (?:council|authority)\b)"
    r"|is (?:that|to)|was (?:that|to)|of which is to|include)\b",
    re.IGNORECASE,
)
_TO_DO = (
    r"(?:ensure|improve|reduce|develop|review|make (?:sure|certain)|agree|strengthen|increase|consider|recruit"
    r"|offer|update|provide|establish|address|embed|extend|clarify|tackle|speed up|raise|reinforce|record"
    r"|monitor)"
)
_TO_BE_IMPROVED = (
    r"(?:timel\w+|quality|frequency|consisten\w+|sufficiency|stability|recording|oversight|use|allocation"
    r"|reliability|capacity|planning|identification|contribution|feedback|completion|regularity|range|pace"
    r"|availability|effectiveness|supervision|training|support|size|rigour|impact|suitability|assessment"
    r"|assessments|permanence|contingency planning|management oversight|contact)"
)
_TASK = re.compile(
    rf"{_TO_DO}\b"
    rf"|(?:the |how |updating |take-up )?(?:\w+ and )?{_TO_BE_IMPROVED}\b(?! (?:is|are|was|were|has|have)\b)",
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
_LEAD_IN = re.compile(r":[”\"’']?$")
_COUNCIL = re.compile(r"\b(?:council|borough)\b")


def reach(candidates: Candidates, of_sentence: dict[int, int]) -> dict[int, Reach]:
    """For each body sentence what it can be; only "open" ones need a model.

    ``of_sentence`` gives the inspection's number of each sentence that stands in a passage about one.
    """
    own_news = _is_own_news(candidates)
    attributed = {s.paragraph for s in candidates.body if _INSPECTORATE.search(s.plain)}
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
        return "recommendation" if _is_task(sentence, _introduction(sentence, candidates)) else "open"
    if _LEAD_IN.search(sentence.plain):
        return "none"
    if _RECOMMENDS.search(sentence.plain) and _INSPECTORATE.search(sentence.plain) and not speech.quoted:
        return "recommendation"
    if own_news and speech.kind is None and sentence.paragraph not in attributed:
        return "none"
    return "open"


def _is_task(bullet: Sentence, introduction: str) -> bool:
    """Whether a bullet is something to do: its list is introduced so, or it reads so and states no finding."""
    return bool(_LIST_OF_RECOMMENDATIONS.search(introduction)) or bool(
        _TASK.match(bullet.plain) and not _HAS_VERB.search(bullet.plain)
    )


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
