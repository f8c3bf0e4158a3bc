"""Which inspections an article reports, of whom, and with what outcome."""

from collections import Counter
from dataclasses import dataclass

from extract.candidates.find import Candidates
from extract.candidates.ratings import RatedMention
from extract.candidates.visits import Proposal
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt
from extract.tasks.drafts import draft_visits
from extract.tasks.page import bare_line, numbers, one_line, sentence_rows
from extract.tasks.reported import is_reported, kind_of_visit
from extract.tasks.visit_notes import answer_notes, proposal_notes
from schemas.answers import InspectionsAnswer, Visit
from schemas.record import Evidence, Inspection, Judgement, PreviousRating

_EVEN = 0.5
_SHOWN = 8
"""Sentences of a passage shown to a small model: its opening tells what it is about."""


@dataclass(frozen=True, slots=True)
class InspectionsDecision:
    """The answer, and for each inspection in it how sure it is that the article reports it."""

    answer: InspectionsAnswer
    certainty: tuple[float, ...]


async def ask_inspections(candidates: Candidates, model: Model, tally: Tally) -> InspectionsDecision:
    """Ask which inspections the article reports. Raises ``ModelError``."""
    if model.preset.way == "structured":
        answer = await _ask_whole(candidates, model, tally)
        tally.note(answer_notes(answer.inspections, candidates))
        return InspectionsDecision(answer, tuple(1.0 for _ in answer.inspections))
    visits: list[Visit] = []
    certainty: list[float] = []
    for proposal in candidates.proposals:
        reported = is_reported(proposal)
        sure = 1.0 if reported else 0.0
        if reported is None:
            sure = await _ask_reported(proposal, candidates, model, tally)
        drafted = draft_visits(proposal, candidates, kind_of_visit(proposal)) if sure >= _EVEN else []
        tally.note(proposal_notes(proposal, drafted, len(visits), candidates, asked=reported is None))
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
            "sentences": [bare_line(s.text) for s in proposal.sentences[:_SHOWN]],
        }
    )
    return (await model.choose(messages, ("yes", "no"), tally)).probabilities["yes"]


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
