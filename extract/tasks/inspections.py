"""Which inspections an article reports, of whom, and with what outcome."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from extract.candidates.find import Candidates
from extract.candidates.passages import names_visit
from extract.candidates.ratings import RatedMention
from extract.candidates.segments import Sentence
from extract.candidates.visits import Proposal, count_findings
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt
from extract.tasks.page import numbers, one_line, sentence_rows
from schemas.answers import InspectionsAnswer, PreviousGrade, Visit
from schemas.record import Evidence, Inspection, InspectionType, Judgement, PreviousRating

_EVEN = 0.5
_SHOWN = 8
"""Sentences of a passage shown to a small model: its opening tells what it is about."""
_ENOUGH = 3
_A_PASSAGE = 3
_LEAD = 4


@dataclass(frozen=True, slots=True)
class InspectionsDecision:
    """The answer, and for each inspection in it how sure it is that the article reports it."""

    answer: InspectionsAnswer
    certainty: tuple[float, ...]


async def ask_inspections(candidates: Candidates, model: Model, tally: Tally) -> InspectionsDecision:
    """Ask which inspections the article reports. Raises ``ModelError``."""
    if model.preset.way == "structured":
        answer = await _ask_whole(candidates, model, tally)
        return InspectionsDecision(answer, tuple(1.0 for _ in answer.inspections))
    visits: list[Visit] = []
    certainty: list[float] = []
    for proposal in candidates.proposals:
        reported = is_reported(proposal)
        sure = 1.0 if reported else 0.0
        if reported is None:
            sure = await _ask_reported(proposal, candidates, model, tally)
        if sure >= _EVEN:
            drafted = draft_visits(proposal, candidates, kind_of_visit(proposal))
            visits += drafted
            certainty += [sure] * len(drafted)
    return InspectionsDecision(InspectionsAnswer(inspections=visits), tuple(certainty))


async def _ask_whole(candidates: Candidates, model: Model, tally: Tally) -> InspectionsAnswer:
    text = candidates.article.text
    messages = load_prompt("inspections/structured.j2").render(
        {
            "title": candidates.title,
            "published": candidates.published,
            "sentences": sentence_rows(candidates),
            "councils": [a.name for a in candidates.authorities],
            "grades": [
                {
                    "rating": g.grade.rating,
                    "sentence": g.sentence.number,
                    "context": one_line(text[max(g.sentence.start, g.grade.start - 60) : g.grade.end + 40]),
                }
                for g in candidates.grades
            ],
            "dates": [one_line(d.text) for d in candidates.dates],
            "focuses": [one_line(text[slice(*f)]) for f in candidates.focuses],
        }
    )
    offered = {
        "council": numbers(len(candidates.authorities)),
        "grade": numbers(len(candidates.grades)),
        "date": numbers(len(candidates.dates)),
        "focus": numbers(len(candidates.focuses)),
        "sentence": [s.number for s in candidates.sentences],
    }
    return await model.structured(messages, InspectionsAnswer, offered, tally)


async def _ask_reported(proposal: Proposal, candidates: Candidates, model: Model, tally: Tally) -> float:
    """Probability that the passages under a council report an inspection of it."""
    messages = load_prompt("inspections/choice.reported.j2").render(
        {
            "title": one_line(candidates.title or ""),
            "council": proposal.authority.name,
            "sentences": [one_line(s.text) for s in proposal.sentences[:_SHOWN]],
        }
    )
    return (await model.choose(messages, ("yes", "no"), tally)).probabilities["yes"]


def is_reported(proposal: Proposal) -> bool | None:
    """Whether the words settle that the inspection is reported; None leaves it to the model."""
    current = [g for g in _current(proposal) if g.sentence.number not in proposal.officials]
    told = (proposal.dates, proposal.roundup, proposal.focuses)
    weight = min(proposal.findings, _ENOUGH) + sum(map(bool, told))
    weight += 2 * (bool(proposal.cues) + bool(current) + proposal.headed)
    lead = {s.number for s in proposal.sentences[:_LEAD]}
    weight += any(g.sentence.number in lead or not g.sentence.is_body for g in current)
    if not proposal.in_scope and not proposal.headed:
        return None if any(c.type in _COUNCIL_VISITS for c in proposal.cues) else False
    if _is_pending(proposal) and not current:
        return False
    if not proposal.findings and len(proposal.sentences) < _A_PASSAGE:
        return False
    if weight >= _ENOUGH:
        return True
    return None if weight > 1 and any((proposal.cues, current, proposal.headed, *told)) else False


_COUNCIL_VISITS = frozenset(
    {"monitoring_visit", "focused_visit", "graded_inspection", "joint_targeted_area_inspection"}
)
_PASSING = 3
"""Sentences naming inspectors and a verb of finding that an article may hold before anything is found."""
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
    visited = any(c.type in _VISITS for c in proposal.cues)
    if proposal.findings > _PASSING or visited:
        return False
    return any(_PENDING.search(s.plain) for s in proposal.sentences)


_VISITS: tuple[InspectionType, ...] = ("monitoring_visit", "focused_visit")


def kind_of_visit(proposal: Proposal) -> InspectionType:
    """Return the kind that the words name."""
    counts = Counter(cue.type for cue in proposal.cues)
    if counts["joint_targeted_area_inspection"]:
        return "joint_targeted_area_inspection"
    current = _current(proposal)
    lead = {s.number for s in proposal.sentences[:_LEAD]}
    for type_ in _VISITS:
        cues = [c for c in proposal.cues if c.type == type_]
        leading = any(c.sentence.number in lead or not c.sentence.is_body or c.ordinal for c in cues)
        if leading or (cues and not (current and counts["graded_inspection"])):
            return type_
    if current or counts["graded_inspection"]:
        return "graded_inspection"
    return proposal.roundup[0].type if proposal.roundup else "unspecified_visit"


def draft_visits(proposal: Proposal, candidates: Candidates, type_: InspectionType) -> list[Visit]:
    """Draft a council's visits as the words settle them: one, or one for each section with its own."""
    parts = _parts(proposal)
    if len(parts) == 1:
        return [_draft(proposal, candidates, type_, _ordinal(proposal, type_))]
    visits = []
    for part in parts:
        kind = kind_of_visit(part) if part.cues else "unspecified_visit"
        announced = any(c.type == type_ and not c.sentence.is_body for c in proposal.cues)
        if kind == "unspecified_visit" and announced:
            kind = type_
        visits.append(_draft(part, candidates, kind, _ordinal(part, kind)))
    return visits


def _parts(proposal: Proposal) -> list[Proposal]:
    """Cut the proposal where a heading opens another visit with its own date or number and findings."""
    if _current(proposal) and not any(c.type in _VISITS for c in proposal.cues):
        return [proposal]
    sections: list[list[Sentence]] = [[]]
    for sentence in proposal.sentences:
        if sentence.number in proposal.openings:
            sections.append([])
        sections[-1].append(sentence)
    parts: list[Proposal] = []
    for section in filter(None, sections):
        part = _within(proposal, section)
        lead_end = section[: _LEAD // 2][-1].end
        visited = any(names_visit(s) for s in section[: _LEAD // 2])
        dated = visited and any(d.start < lead_end for d in part.dates)
        if dated or any(c.ordinal and c.start < lead_end for c in part.cues):
            parts.append(part)
        elif parts:
            parts[-1] = _within(proposal, [*parts[-1].sentences, *section])
    anchors = {(p.dates[:1], next((c.ordinal for c in p.cues if c.ordinal), None)) for p in parts}
    apart = len(parts) > 1 and len(anchors) == len(parts) and all(p.findings for p in parts)
    return parts if apart else [proposal]


def _within(proposal: Proposal, section: list[Sentence]) -> Proposal:
    """Narrow the proposal to a section; its grades are those of all sections."""
    numbers = {s.number for s in section}
    start, end = section[0].start, section[-1].end
    return replace(
        proposal,
        sentences=tuple(section),
        cues=tuple(c for c in proposal.cues if c.sentence.number in numbers),
        findings=count_findings(section),
        dates=tuple(d for d in proposal.dates if start <= d.start < end),
        focuses=tuple(f for f in proposal.focuses if start <= f[0] < end),
        openings=frozenset(),
    )


def _ordinal(proposal: Proposal, type_: InspectionType) -> int | None:
    return next((c.ordinal for c in proposal.cues if c.type == type_ and c.ordinal), None)


def _draft(proposal: Proposal, candidates: Candidates, type_: InspectionType, ordinal: int | None) -> Visit:
    graded = type_ == "graded_inspection"
    current = _overall(proposal) if graded else None
    past = _held_before(proposal, current)
    areas = [g for g in proposal.grades if g.role == "area" and graded]
    judged = list({_area(g, candidates): g for g in reversed(areas)}.values())
    date = next((d for d in proposal.dates if d.value), None) or next(iter(proposal.dates), None)
    focus = next(iter(proposal.focuses), None) if not graded else None
    places = [c.start for c in proposal.cues]
    places += [g.grade.start for g in (*(g for g, _ in past), *judged, *([current] if current else []))]
    places += ([date.start] if date else []) + ([focus[0]] if focus else [])
    return Visit(
        council=candidates.authorities.index(proposal.authority) + 1,
        type=type_,
        ordinal=ordinal if type_ in {*_VISITS, "unspecified_visit"} else None,
        date=next((n for n, d in enumerate(candidates.dates, 1) if date and d.start == date.start), None),
        focus=candidates.focuses.index(focus) + 1 if focus else None,
        grade=candidates.grades.index(current) + 1 if current else None,
        judgements=sorted(candidates.grades.index(g) + 1 for g in judged),
        previous=[PreviousGrade(grade=candidates.grades.index(g) + 1, year=year) for g, year in past],
        evidence=[s.number for s in candidates.body if any(s.start <= place < s.end for place in places)],
    )


def _area(rated: RatedMention, candidates: Candidates) -> str:
    start, end = rated.area or (0, 0)
    return re.sub(r"^the ", "", candidates.article.text[start:end].lower())


def _current(proposal: Proposal) -> list[RatedMention]:
    return [g for g in proposal.grades if g.role == "current"]


def _overall(proposal: Proposal) -> RatedMention | None:
    """Find the mention that gives this inspection's grade: of the most frequent, the first in the body."""
    current = _current(proposal)
    if not current:
        return None
    rating = Counter(g.grade.rating for g in current).most_common(1)[0][0]
    same = [g for g in current if g.grade.rating == rating]
    return next((g for g in same if g.sentence.is_body), same[0])


def _held_before(proposal: Proposal, current: RatedMention | None) -> list[tuple[RatedMention, int | None]]:
    """Grades held before this inspection, newest first; without ``current``, also the one in force."""
    rating = current.grade.rating if current else None
    held: list[tuple[RatedMention, int | None]] = []
    for grade in proposal.grades:
        kept = grade.role == "current" and grade.grade.rating == rating
        if grade.role == "previous" or (kept and grade.held):
            held += [(grade, year) for year in grade.held]
        elif current is None and grade.role in {"current", "standing"}:
            held += [(grade, year) for year in grade.held or grade.years or (None,)]
        elif grade.role == "standing" and grade.grade.rating != rating:
            held += [(grade, year) for year in grade.held]
    return _distinct(held)


def _distinct(held: list[tuple[RatedMention, int | None]]) -> list[tuple[RatedMention, int | None]]:
    """One mention a grade and year, newest first; a bare one yields to one with year, if not said at once."""
    dated = {(g.grade.rating, year): g for g, year in reversed(held) if year}
    years = sorted(((g, year) for (_, year), g in dated.items()), key=lambda pair: -pair[1])
    ratings = {rating for rating, _ in dated}
    open_ = {g.grade.rating: g for g, year in reversed(held) if year is None}
    undated = [g for rating, g in open_.items() if rating not in ratings]
    oldest = [g for g in undated if _is_oldest(g, [d for d, _ in years])]
    oldest += [g for rating, g in open_.items() if rating in ratings and len(g.held) > 1]
    return [*((g, None) for g in undated if g not in oldest), *years, *((g, None) for g in oldest)]


_LONG_AGO = re.compile(r"\b(?:years ago|a decade|since the days|originally|first)\b", re.IGNORECASE)


def _is_oldest(grade: RatedMention, dated: list[RatedMention]) -> bool:
    """Whether an undated grade follows a dated one ("good in 2019, inadequate before") or is long past."""
    after = any(g.sentence == grade.sentence and g.grade.start < grade.grade.start for g in dated)
    return after or _LONG_AGO.search(grade.sentence.plain) is not None


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
                judgements=tuple(
                    _judgement(candidates.grades[n - 1], candidates)
                    for n in visit.judgements
                    if candidates.grades[n - 1].area
                ),
                previous_ratings=tuple(
                    PreviousRating(rating=candidates.grades[p.grade - 1].grade.rating, year=p.year)
                    for p in visit.previous
                ),
                evidence=tuple(
                    Evidence(start=s.start, end=s.end)
                    for s in candidates.sentences
                    if s.number in visit.evidence
                ),
            )
        )
    return tuple(inspections)


def _judgement(rated: RatedMention, candidates: Candidates) -> Judgement:
    start, end = rated.area or (0, 0)
    return Judgement(area=candidates.article.text[start:end], rating=rated.grade.rating)
