"""The way of one article: candidates, three questions, one checked record."""

from collections import Counter
from collections.abc import Sequence

from extract.article import Article
from extract.candidates.find import Candidates, find_candidates
from extract.candidates.occasions import Occasion, comparable, share_out
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
    """The number of the inspection that each sentence of a council's passage is about."""
    found: dict[int, int] = {}
    for proposal in candidates.proposals:
        own = [(n, i) for n, i in enumerate(inspections, start=1) if i.council == proposal.authority.name]
        if own:
            sentences = sorted((*proposal.headings, *proposal.sentences), key=lambda s: s.number)
            told = Counter(e.start for _, i in own for e in i.evidence)
            occasions = [_occasion(i, told, candidates.article.text) for _, i in own]
            shares = share_out(sentences, occasions, proposal.officials)
            found |= {number: own[place][0] for number, place in shares.items()}
    return found


def _occasion(inspection: Inspection, told: Counter[int], text: str) -> Occasion:
    """The occasion begins where its date stands, or with the first evidence that it shares with no other."""
    date = inspection.date or (inspection.date_text and comparable(inspection.date_text))
    own = [e for e in inspection.evidence if told[e.start] == 1] or inspection.evidence
    dated = [e for e in own if inspection.date_text and inspection.date_text in text[e.start : e.end]]
    start = min((e.start for e in dated or own), default=0)
    return Occasion(start, inspection.ordinal, date or None, inspection.type)


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
