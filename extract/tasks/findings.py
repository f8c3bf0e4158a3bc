"""What each body sentence reports, of which inspection and on which theme.

A strength, a weakness, both, a recommendation, or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.candidates.clauses import split_clauses
from extract.candidates.find import Candidates
from extract.candidates.needs import says_what_is_needed
from extract.candidates.reach import reach
from extract.candidates.segments import Sentence
from extract.encoder.learned import THEMES
from extract.encoder.window import Reading
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt
from extract.tasks.notes import label_notes, reach_notes, reading_notes
from extract.tasks.page import inspection_lines, numbers, sentence_rows
from extract.tasks.readings import ONE_SIDED, read_sentences
from schemas.answers import FindingsAnswer, Label
from schemas.record import Finding, Inspection, Recommendation, Theme

_ENOUGH = 0.4
"""Probability from which a sentence holds a finding: best on the training articles left out of learning."""
_WORTH_A_LOOK = 0.25
"""A sentence left out that holds a finding with this probability is shown to a person."""


@dataclass(frozen=True, slots=True)
class Item:
    """One finding: a span, what it is, and how sure that is."""

    start: int
    end: int
    polarity: str
    theme: Theme
    inspection: int
    confidence: float


@dataclass(frozen=True, slots=True)
class FindingsDecision:
    """What was found in the sentences of one article."""

    items: tuple[Item, ...]
    recommendations: tuple[tuple[Sentence, int], ...]
    """Sentences, each with the number of its inspection."""
    doubtful: tuple[tuple[Sentence, float], ...]
    """Sentences left out that a person may want to see, each with the probability that it holds a finding."""


async def ask_findings(
    candidates: Candidates,
    inspections: Sequence[Inspection],
    of_sentence: dict[int, int],
    model: Model,
    tally: Tally,
) -> FindingsDecision:
    """Ask what each sentence reports. Raises ``ModelError``.

    ``of_sentence`` gives the inspection's number of each sentence that stands in a passage about one.
    """
    if not inspections:
        return FindingsDecision((), (), ())
    if model.preset.way == "structured":
        return await _ask_whole(candidates, inspections, model, tally)
    reached = reach(candidates, of_sentence)
    tally.note(reach_notes(candidates, of_sentence, inspections))
    opened = [s for s in candidates.body if reached[s.number] == "open"]
    readings = await read_sentences(opened, candidates, model, tally)
    items: list[Item] = []
    recommended = {n for n, r in reached.items() if r == "recommendation"}
    doubtful: list[tuple[Sentence, float]] = []
    for sentence in opened:
        reading = readings[sentence.number]
        if sentence.kind != "bullet":
            reading = _in_running_text(reading)
        needed = candidates.speech[sentence.number].kind == "inspectorate" and says_what_is_needed(sentence)
        if needed:
            reading = _as_weakness(reading)
        decided, found = _decide(reading)
        tally.note(
            reading_notes(sentence, reading, decided, needed=needed, split=len(_polarities(reading)) > 1)
        )
        if decided == "recommendation":
            recommended.add(sentence.number)
        elif decided != "none":
            items += _found(sentence, reading, of_sentence[sentence.number])
        elif found >= _WORTH_A_LOOK:
            doubtful.append((sentence, found))
    introduced = tuple((s, of_sentence[s.number]) for s in candidates.body if s.number in recommended)
    return FindingsDecision(tuple(items), introduced, tuple(doubtful))


def _in_running_text(reading: Reading) -> Reading:
    """The reading where no words introduce a recommendation: what is asked for is a weakness."""
    labels = dict(reading.labels)
    labels["weakness"] += labels.pop("recommendation", 0.0)
    return Reading(labels, reading.themes, reading.clauses)


def _as_weakness(reading: Reading) -> Reading:
    """The reading once a stated need rules out all but a weakness, alone or beside a strength."""
    both = reading.labels.get("both", 0.0)
    labels = {"strength": 0.0, "weakness": 1.0 - both, "both": both, "none": 0.0}
    return Reading(labels, reading.themes, reading.clauses)


def _decide(reading: Reading) -> tuple[str, float]:
    """What a sentence reports, and the probability that it is a finding."""
    asked_for = reading.labels.get("recommendation", 0.0)
    found = 1 - reading.labels["none"] - asked_for
    if asked_for > max(found, reading.labels["none"]):
        return "recommendation", found
    if found < _ENOUGH:
        return "none", found
    findings = ("strength", "weakness", "both")
    return max(findings, key=lambda name: reading.labels.get(name, 0.0)), found


def _polarities(reading: Reading) -> list[str]:
    """The polarity of each clause, where they differ and no polarity is sure of the whole; else nothing."""
    each = [_polarity(clause.labels) for clause in reading.clauses]
    one_sided = max(reading.labels["strength"], reading.labels["weakness"]) >= ONE_SIDED
    return each if len(set(each)) > 1 and not one_sided else []


def _found(sentence: Sentence, reading: Reading, inspection: int) -> list[Item]:
    """The finding of a sentence, or the two of its clauses if they are of both polarities."""
    if polarities := _polarities(reading):
        spans = split_clauses(sentence.text) or ()
        return [
            Item(
                sentence.start + start,
                sentence.start + end,
                polarity,
                _theme(clause.themes or reading.themes),
                inspection,
                clause.labels[polarity] / (clause.labels["strength"] + clause.labels["weakness"] or 1.0),
            )
            for (start, end), polarity, clause in zip(spans, polarities, reading.clauses, strict=True)
        ]
    labels = reading.labels
    polarity = _polarity(labels)
    sure = labels[polarity] + labels.get("both", 0.0) / 2
    return [Item(sentence.start, sentence.end, polarity, _theme(reading.themes), inspection, sure)]


def _polarity(labels: Mapping[str, float]) -> str:
    return "strength" if labels["strength"] >= labels["weakness"] else "weakness"


def _theme(themes: Mapping[str, float]) -> Theme:
    return max(THEMES, key=lambda name: themes.get(name, 0.0))


async def _ask_whole(
    candidates: Candidates, inspections: Sequence[Inspection], model: Model, tally: Tally
) -> FindingsDecision:
    """Ask about the whole article at once; the model says which inspection a sentence is about."""
    anywhere = dict.fromkeys((s.number for s in candidates.body), 1)
    askable = {number for number, r in reach(candidates, anywhere).items() if r != "none"}
    messages = load_prompt("findings/structured.j2").render(
        {
            "sentences": sentence_rows(candidates),
            "speech": askable,
            "inspections": inspection_lines(inspections),
        }
    )
    offered = {"sentence": sorted(askable), "inspection": numbers(len(inspections))}
    tally.note(reach_notes(candidates, anywhere))
    answer = await model.structured(messages, FindingsAnswer, offered, tally)
    sentences = {s.number: s for s in candidates.body}
    tally.note(label_notes(answer.findings, sentences, inspections))
    items = [item for label in answer.findings for item in _items(label, sentences[label.sentence])]
    recommended = [
        (sentences[f.sentence], f.inspection)
        for f in answer.findings
        if f.label == "recommendation" and f.inspection is not None
    ]
    return FindingsDecision(tuple(items), tuple(recommended), ())


def _items(label: Label, sentence: Sentence) -> list[Item]:
    """The findings that a structured label names: two clauses for one of both polarities, if it has them."""
    if label.label in {"none", "recommendation"} or label.inspection is None or label.theme is None:
        return []
    clauses = split_clauses(sentence.text) if label.label == "both" else None
    if clauses is None:
        polarity = "weakness" if label.label == "weakness" else "strength"
        sure = 0.5 if label.label == "both" else 1.0
        return [Item(sentence.start, sentence.end, polarity, label.theme, label.inspection, sure)]
    order = ("weakness", "strength") if label.weakness_first else ("strength", "weakness")
    themes = {"strength": label.theme, "weakness": label.second_theme or label.theme}
    return [
        Item(sentence.start + a, sentence.start + b, p, themes[p], label.inspection, 1.0)
        for p, (a, b) in zip(order, clauses, strict=True)
    ]


def assemble_findings(
    items: Sequence[Item], candidates: Candidates, inspections: Sequence[Inspection], polarity: str
) -> tuple[Finding, ...]:
    """Cut the findings of one polarity out of the article."""
    text = candidates.article.text
    return tuple(
        Finding(
            inspection=inspections[item.inspection - 1].id,
            text=text[item.start : item.end],
            start=item.start,
            end=item.end,
            theme=item.theme,
            confidence=round(item.confidence, 2),
        )
        for item in sorted(items, key=lambda i: i.start)
        if item.polarity == polarity
    )


def assemble_recommendations(
    recommended: Sequence[tuple[Sentence, int]], inspections: Sequence[Inspection]
) -> tuple[Recommendation, ...]:
    """Cut the recommendations out of the article."""
    return tuple(
        Recommendation(inspection=inspections[n - 1].id, text=s.text, start=s.start, end=s.end)
        for s, n in recommended
    )
