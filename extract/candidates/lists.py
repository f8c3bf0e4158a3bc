"""Lists of things to do: bullets under recommendations, areas for improvement and the like."""

import re
from itertools import groupby

from extract.candidates.find import Candidates
from extract.candidates.segments import Sentence

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
    r"\brecommend|\b(?:should|must|need to):$"
    r"|\b(?:told|asked|required|urged|ordered|instructed|advised|expected) (?:[\w’'-]+ ){0,4}to:$"
    r"|\bareas?\b[\w ]{0,30} for (?:attention|improvement)\b|\bpoints? for attention"
    r"|\b(?:asks?|asked|calls? on|called on|tells|told|wants?|would like|expects?) (?:[\w’'-]+ ){1,6}to "
    r"(?:improve|act|do|address|take action|strengthen|look at|work on)\b"
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


def find_tasks(candidates: Candidates) -> set[int]:
    """Numbers of the bullets in lists of things to do; bullets whose numbers follow are one list."""
    bullets = enumerate(s for s in candidates.body if s.kind == "bullet")
    runs = ([s for _, s in run] for _, run in groupby(bullets, key=lambda pair: pair[1].number - pair[0]))
    return {bullet.number for run in runs if _is_to_do_list(run, candidates) for bullet in run}


def _is_to_do_list(bullets: list[Sentence], candidates: Candidates) -> bool:
    """Whether a list is introduced as one of things to do, or most of it reads so and states nothing."""
    if _LIST_OF_RECOMMENDATIONS.search(_introduction(bullets[0], candidates)):
        return True
    tasks = sum(_TASK.match(b.plain) is not None and not _HAS_VERB.search(b.plain) for b in bullets)
    return 2 * tasks > len(bullets)


def _introduction(bullet: Sentence, candidates: Candidates) -> str:
    """The words above a list: its lead-in, if a sentence ending in a colon, and the heading above that."""
    above = [s for s in candidates.sentences if s.number < bullet.number and s.kind != "bullet"][-2:]
    if above and above[-1].kind == "heading":
        return above[-1].plain
    if not above or not above[-1].is_body:
        return ""
    return " ".join(s.plain for s in above if s is above[-1] or s.kind == "heading")
