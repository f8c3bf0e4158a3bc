"""Who speaks each quotation."""

import string
from collections.abc import Sequence
from dataclasses import dataclass

from extract.candidates.find import Candidates
from extract.candidates.quotations import Quotation
from extract.candidates.speakers import Attribution as Clause
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt
from extract.tasks.notes import attribution_notes, quote_notes
from extract.tasks.page import bare_line, inspection_lines, numbers, one_line, sentence_rows
from schemas.answers import Attribution, QuotesAnswer
from schemas.record import Inspection, Quote, SpeakerKind

OFSTED = "Ofsted"

SETTLED = {"clause": 0.99, "pronoun": 0.97, "continued": 0.95}
"""How often a speaker that the words settle is right: measured on the invented training articles."""

_KINDS: dict[str, SpeakerKind] = {"A": "council", "B": "inspectorate", "C": "other"}
_SHOWN = 2
"""Sentences before and after a quotation that a small model is shown."""
_MOST_SPEAKERS = 12


@dataclass(frozen=True, slots=True)
class QuotesDecision:
    """The answer, and what it does not say of its quotations, by quotation number."""

    answer: QuotesAnswer
    confidence: dict[int, float]
    roles: dict[int, str]
    """Printed roles of speakers whom the article does not name."""


async def ask_quotes(
    candidates: Candidates,
    inspections: Sequence[Inspection],
    of_sentence: dict[int, int],
    model: Model,
    tally: Tally,
) -> QuotesDecision:
    """Ask who speaks each quotation. Raises ``ModelError``.

    ``of_sentence`` gives the inspection's number of each sentence that stands in a passage about one.
    """
    if not candidates.quotes:
        return QuotesDecision(QuotesAnswer(quotes=[]), {}, {})
    roles = {n: c.role for n, c in candidates.attributions.items() if c.person is None and c.role}
    if model.preset.way == "structured":
        answer = await _ask_whole(candidates, inspections, model, tally)
        tally.note(attribution_notes(answer.quotes, candidates, inspections))
        return QuotesDecision(answer, {q.quotation: 1.0 for q in answer.quotes}, roles)
    quotes: list[Attribution] = []
    confidence: dict[int, float] = {}
    for quotation in candidates.quotes:
        clause = candidates.attributions.get(quotation.number)
        speaker, kind, sure = await (
            _ask_kind(clause, candidates, model, tally)
            if clause
            else _ask_speaker(quotation, candidates, model, tally)
        )
        sentence = next((s.number for s in candidates.body if s.start <= quotation.start < s.end), 0)
        quotes.append(
            Attribution(
                quotation=quotation.number, speaker=speaker, kind=kind, inspection=of_sentence.get(sentence)
            )
        )
        confidence[quotation.number] = sure
        tally.note(quote_notes(quotation, clause, quotes[-1], sure, candidates, inspections))
    return QuotesDecision(QuotesAnswer(quotes=quotes), confidence, roles)


def _speaker_number(clause: Clause, candidates: Candidates) -> int | None:
    """1 is Ofsted; people follow in the order of their first mention."""
    if clause.person is not None:
        return candidates.people.index(clause.person) + 2
    return 1 if clause.kind == "inspectorate" and clause.role is None else None


async def _ask_whole(
    candidates: Candidates, inspections: Sequence[Inspection], model: Model, tally: Tally
) -> QuotesAnswer:
    quotations = candidates.quotes
    messages = load_prompt("quotes/structured.j2").render(
        {
            "sentences": sentence_rows(candidates),
            "quotations": [
                {
                    "number": q.number,
                    "sentence": next((s.number for s in candidates.body if s.start <= q.start < s.end), 0),
                    "line": one_line(q.text),
                }
                for q in quotations
            ],
            "speakers": [
                OFSTED,
                *(f"{p.name}{f', {one_line(p.role)}' if p.role else ''}" for p in candidates.people),
            ],
            "inspections": inspection_lines(inspections),
        }
    )
    offered = {
        "quotation": [q.number for q in quotations],
        "speaker": numbers(len(candidates.people) + 1),
        "inspection": numbers(len(inspections)),
    }
    return await model.structured(messages, QuotesAnswer, offered, tally)


async def _ask_kind(
    clause: Clause, candidates: Candidates, model: Model, tally: Tally
) -> tuple[int | None, SpeakerKind, float]:
    """The speaker is settled; ask for whom he or she speaks if no printed role tells."""
    number = _speaker_number(clause, candidates)
    if clause.kind is not None:
        return number, clause.kind, SETTLED[clause.how]
    if clause.person is None:
        return number, "other", SETTLED[clause.how]
    named = [s for s in candidates.body if clause.person.surname in s.text][: _SHOWN + 1]
    messages = load_prompt("quotes/choice.kind.j2").render(
        {"name": clause.person.name, "role": clause.role, "sentences": [bare_line(s.text) for s in named]}
    )
    choice = await model.choose(messages, tuple(_KINDS), tally)
    return number, _KINDS[choice.best], min(SETTLED[clause.how], choice.probabilities[choice.best])


async def _ask_speaker(
    quotation: Quotation, candidates: Candidates, model: Model, tally: Tally
) -> tuple[int | None, SpeakerKind, float]:
    """No words settle the speaker: ask among Ofsted, the people nearest by, and somebody else."""
    nearest = sorted(candidates.people, key=lambda p: abs(p.start - quotation.start))[:_MOST_SPEAKERS]
    names = [
        OFSTED,
        *(f"{p.name}{f', {one_line(p.role)}' if p.role else ''}" for p in nearest),
        "somebody else",
    ]
    letters = string.ascii_uppercase[: len(names)]
    around = (
        [s for s in candidates.body if s.end <= quotation.start][-_SHOWN:],
        [s for s in candidates.body if s.start >= quotation.end][:_SHOWN],
    )
    messages = load_prompt("quotes/choice.speaker.j2").render(
        {
            "before": [bare_line(s.text) for s in around[0]],
            "quotation": one_line(quotation.text),
            "after": [bare_line(s.text) for s in around[1]],
            "speakers": [
                {"letter": letter, "name": name} for letter, name in zip(letters, names, strict=True)
            ],
        }
    )
    choice = await model.choose(messages, tuple(letters), tally)
    index, sure = letters.index(choice.best), choice.probabilities[choice.best]
    if index == 0:
        return 1, "inspectorate", sure
    if index == len(names) - 1:
        return None, "other", sure
    person = nearest[index - 1]
    return candidates.people.index(person) + 2, person.kind or "other", sure


def assemble_quotes(
    decision: QuotesDecision, candidates: Candidates, inspections: Sequence[Inspection]
) -> tuple[Quote, ...]:
    """Cut the quotes of an answer out of the article."""
    quotations = {q.number: q for q in candidates.quotes}
    quotes = []
    for attribution in decision.answer.quotes:
        quotation = quotations[attribution.quotation]
        speaker, role = _name_and_role(attribution, decision, candidates)
        quotes.append(
            Quote(
                inspection=inspections[attribution.inspection - 1].id if attribution.inspection else None,
                text=quotation.text,
                start=quotation.start,
                end=quotation.end,
                speaker=speaker,
                role=role,
                speaker_kind=attribution.kind,
                confidence=round(decision.confidence[attribution.quotation], 2),
            )
        )
    return tuple(sorted(quotes, key=lambda q: q.start))


def _name_and_role(
    attribution: Attribution, decision: QuotesDecision, candidates: Candidates
) -> tuple[str | None, str | None]:
    if attribution.speaker == 1:
        return OFSTED, None
    if attribution.speaker is None:
        return None, decision.roles.get(attribution.quotation)
    person = candidates.people[attribution.speaker - 2]
    return person.name, person.role
