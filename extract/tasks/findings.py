"""What each body sentence reports, of which inspection and on which theme.

A strength, a weakness, both, a recommendation, or nothing.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from extract.candidates.clauses import split_clauses
from extract.candidates.find import Candidates
from extract.candidates.reach import reach
from extract.candidates.segments import Sentence
from extract.candidates.signs import says_what_is_needed, signs_of, wording
from extract.head import Vector, load_head
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt
from extract.tasks.notes import label_notes, reach_notes, reading_notes
from extract.tasks.page import inspection_lines, numbers, sentence_rows
from schemas.answers import FindingsAnswer, Label
from schemas.record import Finding, Inspection, Recommendation, Theme

THEMES: tuple[Theme, ...] = get_args(Theme)
LABELS = ("strength", "weakness", "none")

_WORTH_A_LOOK = 0.35
"""A sentence left out that holds a finding with this probability is shown to a person."""


_ONE_SIDED = 0.85
"""A sentence this surely of one polarity is not looked at clause by clause."""
_LETTERS = dict(zip(string.ascii_uppercase, THEMES, strict=False))


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
    items: list[Item] = []
    doubtful: list[tuple[Sentence, float]] = []
    opened = [s for s in candidates.body if reached[s.number] == "open"]
    for number, sentence in enumerate(opened, start=1):
        tally.asking = f"findings {number}/{len(opened)}"
        found, missed = await _ask_sentence(sentence, candidates, of_sentence[sentence.number], model, tally)
        items += found
        if missed >= _WORTH_A_LOOK and not found:
            doubtful.append((sentence, missed))
    recommended = tuple(
        (s, of_sentence[s.number]) for s in candidates.body if reached[s.number] == "recommendation"
    )
    return FindingsDecision(tuple(items), recommended, tuple(doubtful))


async def _ask_sentence(
    sentence: Sentence, candidates: Candidates, inspection: int, model: Model, tally: Tally
) -> tuple[list[Item], float]:
    """The findings of one sentence, and the probability that it holds one."""
    labels, themes = await _read(sentence.text, signs_of(sentence, candidates), model, tally)
    needed = candidates.speech[sentence.number].kind == "inspectorate" and says_what_is_needed(sentence)
    if needed:
        labels = _as_weakness(labels)
    tally.note(reading_notes((sentence.start, sentence.end), labels, themes, needed=needed))
    finding = 1 - labels["none"]
    best = max(labels, key=lambda name: labels[name])
    if best == "none":
        return [], finding
    if (
        (clauses := split_clauses(sentence.text))
        and labels["strength"] < _ONE_SIDED
        and labels["weakness"] < _ONE_SIDED
    ):
        pair = [await _read_clause(sentence, span, candidates, inspection, model, tally) for span in clauses]
        if {item.polarity for item in pair} == {"strength", "weakness"}:
            return pair, finding
    polarity = _polarity(labels)
    sure = labels[polarity] + labels.get("both", 0.0) / 2
    return [Item(sentence.start, sentence.end, polarity, _theme(themes), inspection, sure)], finding


def _as_weakness(labels: Mapping[str, float]) -> Mapping[str, float]:
    """The probabilities once a stated need rules out "strength" and "none"."""
    both = labels.get("both", 0.0)
    return {"strength": 0.0, "weakness": 1.0 - both, "both": both, "none": 0.0}


def _polarity(labels: Mapping[str, float]) -> str:
    return "strength" if labels["strength"] >= labels["weakness"] else "weakness"


def _theme(themes: Mapping[str, float]) -> Theme:
    return max(THEMES, key=lambda name: themes.get(name, 0.0))


async def _read_clause(
    sentence: Sentence,
    span: tuple[int, int],
    candidates: Candidates,
    inspection: int,
    model: Model,
    tally: Tally,
) -> Item:
    text = sentence.text[slice(*span)]
    labels, themes = await _read(text, signs_of(sentence, candidates), model, tally)
    start, end = sentence.start + span[0], sentence.start + span[1]
    tally.note(reading_notes((start, end), labels, themes))
    polarity = _polarity(labels)
    sure = labels[polarity] / (labels["strength"] + labels["weakness"])
    return Item(start, end, polarity, _theme(themes), inspection, sure)


async def _read(
    text: str, signs: Vector, model: Model, tally: Tally
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Probabilities of labels and of themes.

    From the learned head for the embedded model, else from two short questions; the second, for the theme,
    only where the likeliest label is not "none".
    """
    line = wording(text)
    if model.preset.is_embedded:
        vector = await model.vector(
            load_prompt("findings/choice.vector.j2").render({"sentence": line}), tally
        )
        return load_head().read(line, vector, signs)
    labels = (
        await model.choose(load_prompt("findings/choice.label.j2").render({"sentence": line}), LABELS, tally)
    ).probabilities
    if max(labels, key=lambda name: labels[name]) == "none":
        return labels, {}
    letters = await model.choose(
        load_prompt("findings/choice.theme.j2").render({"sentence": line}), tuple(_LETTERS), tally
    )
    return labels, {_LETTERS[letter]: p for letter, p in letters.probabilities.items()}


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
