"""Which inspections an article reports, of whom, and with what outcome."""

import re
from collections import Counter

from extract.candidates.find import Candidates
from extract.candidates.ratings import RatedMention
from extract.candidates.visits import Cue, Proposal
from schemas.answers import InspectionsAnswer, PreviousGrade, Visit
from schemas.record import Evidence, Inspection, InspectionType, Judgement, PreviousRating

_ENOUGH = 3
_A_PASSAGE = 3
_LEAD = 4


def is_reported(proposal: Proposal) -> bool | None:
    """Whether the words settle that the inspection is reported; None leaves it to the model."""
    weight = min(proposal.findings, 3) + 2 * bool(proposal.cues) + 2 * bool(_current(proposal)) + bool(proposal.dates) + bool(proposal.roundup)
    if not proposal.in_scope:
        return None if proposal.cues else False
    if weight >= _ENOUGH and (proposal.findings or len(proposal.sentences) >= _A_PASSAGE):
        return True
    return None if weight > 1 else False


def kind_of_visit(proposal: Proposal) -> InspectionType:
    """The kind that the words name."""
    counts = Counter(cue.type for cue in proposal.cues)
    if counts["joint_targeted_area_inspection"]:
        return "joint_targeted_area_inspection"
    current = _current(proposal)
    lead = {s.number for s in proposal.sentences[:_LEAD]}
    for type_ in ("monitoring_visit", "focused_visit"):
        first = [c for c in proposal.cues if c.type == type_ and (c.sentence.number in lead or not c.sentence.is_body or c.ordinal)]
        if first or (counts[type_] and not (current and counts["graded_inspection"])):
            return type_  # type: ignore[return-value]
    if current or counts["graded_inspection"]:
        return "graded_inspection"
    return proposal.roundup[0].type if proposal.roundup else "unspecified_visit"


def draft_visits(proposal: Proposal, candidates: Candidates, type_: InspectionType) -> list[Visit]:
    """The visits of one council as the words settle them: one, or one for each numbered monitoring visit reported."""
    return [_draft(proposal, candidates, type_, ordinal) for ordinal in _ordinals(proposal, type_)]


def _ordinals(proposal: Proposal, type_: InspectionType) -> list[int | None]:
    numbered = [c.ordinal for c in proposal.cues if c.type == type_ and c.ordinal]
    return list(dict.fromkeys(numbered))[:1] or [None]


def _draft(proposal: Proposal, candidates: Candidates, type_: InspectionType, ordinal: int | None) -> Visit:
    visit = type_ not in {"graded_inspection", "joint_targeted_area_inspection"}
    current = None if visit else _overall(proposal)
    rated = current.grade.rating if current else None
    past = [g for g in proposal.grades if g.role in {"previous", "standing"} or (visit and g.role == "current")]
    if not visit:
        past = [g for g in past if g.role == "previous" or g.grade.rating != rated]
    judged = list({_area(g, candidates): g for g in reversed(proposal.grades) if g.role == "area" and not visit}.values())
    date = next((d for d in proposal.dates if d.value), None) or next(iter(proposal.dates), None)
    focus = next(iter(proposal.focuses), None) if type_ != "graded_inspection" else None
    evidence = {c.sentence.number for c in proposal.cues if c.sentence.is_body}
    evidence |= {g.sentence.number for g in (*past, *judged, *([current] if current else [])) if g.sentence.is_body}
    evidence |= {s.number for s in proposal.sentences for span in (date, focus) if span and s.start <= (span[0] if isinstance(span, tuple) else span.start) < s.end}
    return Visit(
        council=candidates.authorities.index(proposal.authority) + 1,
        type=type_,
        ordinal=ordinal if visit else None,
        date=next((n for n, d in enumerate(candidates.dates, 1) if date and d.start == date.start), None),
        focus=candidates.focuses.index(focus) + 1 if focus else None,
        grade=candidates.grades.index(current) + 1 if current else None,
        judgements=sorted(candidates.grades.index(g) + 1 for g in judged),
        previous=[PreviousGrade(grade=candidates.grades.index(g) + 1, year=g.year) for g in _distinct(past)],
        evidence=sorted(evidence),
    )


def _area(rated: RatedMention, candidates: Candidates) -> str:
    start, end = rated.area or (0, 0)
    return re.sub(r"^the ", "", candidates.article.text[start:end].lower())


def _current(proposal: Proposal) -> list[RatedMention]:
    return [g for g in proposal.grades if g.role == "current"]


def _overall(proposal: Proposal) -> RatedMention | None:
    """The mention that gives this inspection's grade: of the grade most often given, the first in the body."""
    current = _current(proposal)
    if not current:
        return None
    rating = Counter(g.grade.rating for g in current).most_common(1)[0][0]
    same = [g for g in current if g.grade.rating == rating]
    return next((g for g in same if g.sentence.is_body), same[0])


def _distinct(past: list[RatedMention]) -> list[RatedMention]:
    """One mention a grade and year, newest first; a mention without year yields to one of the same grade with a year."""
    dated = {(g.grade.rating, g.year): g for g in reversed(past) if g.year}
    ratings = {rating for rating, _ in dated}
    undated = {g.grade.rating: g for g in reversed(past) if not g.year and g.grade.rating not in ratings}
    newest = sorted(dated.values(), key=lambda g: -(g.year or 0))
    return [*undated.values(), *newest]


def assemble_inspections(answer: InspectionsAnswer, candidates: Candidates) -> tuple[Inspection, ...]:
    """Cut the inspections of an answer out of the article."""
    seen: Counter[str] = Counter()
    inspections = []
    for visit in answer.inspections:
        authority = candidates.authorities[visit.council - 1]
        seen[authority.slug] += 1
        date = candidates.dates[visit.date - 1] if visit.date else None
        focus = candidates.focuses[visit.focus - 1] if visit.focus else None
        inspections.append(
            Inspection(
                id=f"{authority.slug}-{seen[authority.slug]}",
                council=authority.name,
                council_code=authority.code,
                type=visit.type,
                ordinal=visit.ordinal,
                date=date.value if date else None,
                date_text=date.text if date else None,
                focus=candidates.article.text[slice(*focus)] if focus else None,
                rating=candidates.grades[visit.grade - 1].grade.rating if visit.grade else None,
                judgements=tuple(_judgement(candidates.grades[n - 1], candidates) for n in visit.judgements if candidates.grades[n - 1].area),
                previous_ratings=tuple(PreviousRating(rating=candidates.grades[p.grade - 1].grade.rating, year=p.year) for p in visit.previous),
                evidence=tuple(Evidence(start=s.start, end=s.end) for s in candidates.sentences if s.number in visit.evidence),
            )
        )
    return tuple(inspections)


def _judgement(rated: RatedMention, candidates: Candidates) -> Judgement:
    start, end = rated.area or (0, 0)
    return Judgement(area=candidates.article.text[start:end], rating=rated.grade.rating)
