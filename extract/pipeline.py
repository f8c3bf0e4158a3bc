"""The way of one article: candidates, three questions, one checked record."""

from collections.abc import Sequence

from extract.article import Article
from extract.candidates.find import Candidates, find_candidates
from extract.model.door import Model
from extract.model.tally import Tally
from extract.provenance import provenance
from extract.tasks.findings import FindingsDecision, ask_findings, assemble_findings, assemble_recommendations
from extract.tasks.inspections import InspectionsDecision, ask_inspections, assemble_inspections
from extract.tasks.quotes import QuotesDecision, ask_quotes, assemble_quotes
from schemas.record import Article as ArticleEntry
from schemas.record import Inspection, Provenance, Quote, Record, ReviewItem

REVIEW_BELOW = 0.6
"""Confidence under which a person should look."""


async def extract_record(article: Article, model: Model, tally: Tally) -> Record:
    """Make the record of one article. Raises ``ModelError`` when the model gives nothing usable."""
    candidates = find_candidates(article)
    tally.asking = "inspections"
    visits = await ask_inspections(candidates, model, tally)
    inspections = assemble_inspections(visits.answer, candidates)
    of_sentence = _inspection_of_sentences(candidates, inspections)
    tally.asking = "quotes"
    spoken = await ask_quotes(candidates, inspections, of_sentence, model, tally)
    tally.asking = "findings"
    reported = await ask_findings(candidates, inspections, of_sentence, model, tally)
    return _record(candidates, inspections, visits, spoken, reported, provenance(model.preset))


def _inspection_of_sentences(candidates: Candidates, inspections: Sequence[Inspection]) -> dict[int, int]:
    """The number of the inspection that each sentence of a council's passage is about.

    Among several of that council, the one whose evidence stands nearest before the sentence's end.
    """
    found: dict[int, int] = {}
    for proposal in candidates.proposals:
        own = [(n, i) for n, i in enumerate(inspections, start=1) if i.council == proposal.authority.name]
        for sentence in proposal.sentences:
            if own:
                found[sentence.number] = max(own, key=lambda pair: _nearest_before(pair[1], sentence.end))[0]
    return found


def _nearest_before(inspection: Inspection, position: int) -> int:
    """Start of the last evidence at or before a position; below zero, by rank, when there is none."""
    return max((e.start for e in inspection.evidence if e.start < position), default=-1)


def _record(
    candidates: Candidates,
    inspections: tuple[Inspection, ...],
    visits: InspectionsDecision,
    spoken: QuotesDecision,
    reported: FindingsDecision,
    made_from: Provenance,
) -> Record:
    article = candidates.article
    quotes = assemble_quotes(spoken, candidates, inspections)
    strengths = assemble_findings(reported.items, candidates, inspections, "strength")
    weaknesses = assemble_findings(reported.items, candidates, inspections, "weakness")
    review = [
        *(
            ReviewItem(path=f"inspections[{n}]", reason=f"may not be reported: low confidence {sure:.2f}")
            for n, sure in enumerate(visits.certainty)
            if sure < REVIEW_BELOW
        ),
        *_doubts("strengths", [f.confidence for f in strengths], ""),
        *_doubts("weaknesses", [f.confidence for f in weaknesses], ""),
        *_doubts("quotes", [q.confidence for q in quotes], ".speaker"),
        *(
            ReviewItem(path=f"quotes[{n}].role", reason="no role is printed")
            for n, q in enumerate(quotes)
            if _lacks_role(q)
        ),
        *(
            ReviewItem(path=f"article[{s.start}:{s.end}]", reason=f"left out, but may be a finding: {p:.2f}")
            for s, p in reported.doubtful
        ),
    ]
    entry = ArticleEntry(
        id=article.id,
        source=article.source,
        sha256=article.sha256,
        title=candidates.title,
        publisher=candidates.publisher,
        published=candidates.published,
    )
    data = Record(
        article=entry,
        inspections=inspections,
        strengths=strengths,
        weaknesses=weaknesses,
        recommendations=assemble_recommendations(reported.recommendations, inspections),
        quotes=quotes,
        review=tuple(review),
        provenance=made_from,
    )
    return Record.model_validate(data.model_dump(by_alias=True), context={"text": article.text})


def _doubts(name: str, confidences: Sequence[float], part: str) -> list[ReviewItem]:
    return [
        ReviewItem(path=f"{name}[{n}]{part}", reason=f"low confidence {c:.2f}")
        for n, c in enumerate(confidences)
        if c < REVIEW_BELOW
    ]


def _lacks_role(quote: Quote) -> bool:
    return quote.speaker is not None and quote.role is None and quote.speaker_kind == "other"
