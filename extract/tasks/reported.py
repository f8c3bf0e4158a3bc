"""Whether a council's passages report an inspection, and of what kind, as far as the words settle it."""

import re
from collections import Counter

from extract.candidates.ratings import RatedMention
from extract.candidates.visits import Proposal
from schemas.record import InspectionType

VISITS: tuple[InspectionType, ...] = ("monitoring_visit", "focused_visit")
"""The kinds that come in series and give no grade."""

LEAD = 4
"""Sentences of a passage that tell what it is about."""
_ENOUGH = 3
_A_PASSAGE = 3
_RARE = 8
"""Of so many sentences of a passage that reports an inspection, one at least names inspectors."""


def current_grades(proposal: Proposal) -> list[RatedMention]:
    """Mentions of the overall grade that this inspection gives."""
    current = [g for g in proposal.grades if g.role == "current"]
    return [g for g in current if g.sentence.number not in proposal.officials] or current


def is_reported(proposal: Proposal) -> bool | None:
    """Whether the words settle that the inspection is reported; None leaves it to the model."""
    current = [g for g in current_grades(proposal) if g.sentence.number not in proposal.officials]
    told = (proposal.dates, proposal.roundup, proposal.focuses)
    weight = min(proposal.findings, _ENOUGH) + sum(map(bool, told))
    visited = bool(proposal.cues) or proposal.ungraded
    weight += 2 * (visited + bool(current) + proposal.headed)
    lead = {s.number for s in proposal.sentences[:LEAD]}
    weight += any(g.sentence.number in lead or not g.sentence.is_body for g in current)
    if not proposal.in_scope and not proposal.headed:
        return None if any(c.type in _COUNCIL_VISITS for c in proposal.cues) else False
    if _is_pending(proposal) and not current:
        return False
    if len(proposal.sentences) < _A_PASSAGE and proposal.findings < 1 + (not proposal.headed):
        return False
    hinted = any((visited, current, proposal.headed))
    if weight >= _ENOUGH:
        return True if hinted or proposal.findings * _RARE >= len(proposal.sentences) else None
    return None if weight > 1 and (hinted or any(told)) else False


_COUNCIL_VISITS = frozenset(
    {"monitoring_visit", "focused_visit", "graded_inspection", "joint_targeted_area_inspection"}
)
_PASSING = 4
"""Sentences naming inspectors that an article may hold before anything is found."""
_PENDING = re.compile(
    r"\b(?:report|result|verdict|outcome|findings)s?\b[^.;]{0,60}"
    r"\b(?:yet to be|expected|due|awaited|not (?:yet )?been|before)\b"
    r"|\b(?:expected|due) to (?:end|finish|conclude|inspect|visit|report)\b"
    r"|\b(?:await\w*|expect\w*|wait\w* for|brace\w* for)\b[^.;]{0,40}"
    r"\b(?:reports?|results?|verdicts?|outcomes?|inspectors|inspection)\b"
    r"|\ba team is due\b",
    re.IGNORECASE,
)


def _is_pending(proposal: Proposal) -> bool:
    """Whether the passage waits for the report of an inspection and relays nothing of one."""
    visited = any(c.type in VISITS for c in proposal.cues)
    if proposal.findings > _PASSING or visited:
        return False
    lead = LEAD if proposal.headed else 2 * LEAD
    return any(_PENDING.search(s.plain) for s in proposal.sentences[:lead])


def kind_of_visit(proposal: Proposal) -> InspectionType:
    """Return the kind that the words name."""
    counts = Counter(cue.type for cue in proposal.cues)
    if counts["joint_targeted_area_inspection"]:
        return "joint_targeted_area_inspection"
    current = current_grades(proposal)
    lead = {s.number for s in proposal.sentences[:LEAD]}
    for type_ in VISITS:
        cues = [c for c in proposal.cues if c.type == type_]
        leading = any(c.sentence.number in lead or not c.sentence.is_body or c.ordinal for c in cues)
        if leading or (cues and not (current and counts["graded_inspection"])):
            return type_
    if current or counts["graded_inspection"]:
        return "graded_inspection"
    return proposal.roundup[0].type if proposal.roundup else "unspecified_visit"
