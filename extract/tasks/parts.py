"""A council's passages cut up among the visits to it that the article reports."""

from dataclasses import replace

from extract.candidates.occasions import Occasion, comparable_date, find_occasions, overlaps, share_out
from extract.candidates.segments import Sentence
from extract.candidates.visits import Proposal, count_findings

_TOLD = 2
"""Sentences, none of them an official's, from which a visit is reported and not only mentioned."""


def apart(proposal: Proposal) -> list[Proposal]:
    """Return the proposal in parts, one a visit; whole where it tells of one alone."""
    sentences = sorted((*proposal.headings, *proposal.sentences), key=lambda s: s.number)
    occasions = _told_apart(find_occasions(sentences, proposal.dates, proposal.cues), sentences)
    while len(occasions) > 1:
        shares = share_out(sentences, occasions, proposal.officials)
        sections = [[s for s in sentences if shares[s.number] == i] for i in range(len(occasions))]
        told = [o for o, section in zip(occasions, sections, strict=True) if _is_told(section, o, proposal)]
        if len(told) == len(occasions):
            return [_within(proposal, o, section) for o, section in zip(occasions, sections, strict=True)]
        occasions = told
    return [proposal]


def _told_apart(occasions: list[Occasion], sentences: list[Sentence]) -> list[Occasion]:
    """Leave out a visit with neither date nor a place at the head of a section."""
    opening = {s.number for s in sentences if s.kind == "heading"}
    opening |= {n + 1 for n in opening}
    heads = [s for s in sentences if s.number in opening]
    return [o for o in occasions if o.date or any(s.start <= o.start < s.end for s in heads)]


def _is_told(section: list[Sentence], occasion: Occasion, proposal: Proposal) -> bool:
    """Whether a visit has sentences of its own beside the one that introduces it."""
    own = [s for s in section if s.is_body and s.number not in proposal.officials]
    return sum(not s.start <= occasion.start < s.end for s in own) >= _TOLD


def _within(proposal: Proposal, occasion: Occasion, section: list[Sentence]) -> Proposal:
    """Narrow the proposal to a visit; its grades are those of all visits."""

    def is_own(start: int) -> bool:
        if any(a <= start < b for a, b in occasion.spans):
            return True
        cut = [s for s in section if any(s.start <= a < s.end for a, _ in occasion.spans)]
        return any(s.start <= start < s.end for s in section if s not in cut)

    dated = [
        d
        for d in proposal.dates
        if (value := comparable_date(d)) and occasion.date and overlaps(value, occasion.date)
    ]
    return replace(
        proposal,
        sentences=tuple(s for s in section if s.is_body),
        headings=tuple(s for s in section if not s.is_body),
        cues=tuple(c for c in proposal.cues if is_own(c.start) and c.ordinal in {None, occasion.ordinal}),
        findings=count_findings(section),
        dates=tuple(dated or (d for d in proposal.dates if is_own(d.start))),
        focuses=tuple(f for f in proposal.focuses if is_own(f[0])),
    )
