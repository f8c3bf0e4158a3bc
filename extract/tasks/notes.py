"""What was decided of quotations and sentences, in words: worked out only when a trace asks for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.candidates.clauses import split_clauses
from extract.candidates.find import Candidates
from extract.candidates.quotations import Quotation
from extract.candidates.reach import reach_and_why
from extract.candidates.segments import Sentence
from extract.candidates.speakers import Attribution as Clause
from extract.encoder.window import Reading
from extract.model.notes import Note, Span
from schemas.answers import Attribution, Label
from schemas.record import Inspection

BY_MODEL = "the model said so in its one answer about the whole article"

_HOW = {
    "clause": "the reporting clause beside it names the speaker",
    "pronoun": "its reporting clause has a pronoun, which stands for whoever was named before",
    "continued": "nobody is named beside it, so it goes on with whoever the passage was reporting",
}
_ASKED = "no words settle it, so the model was asked"
_REACHED = {"open": "may be a finding", "recommendation": "recommendation", "none": "left out"}


def quote_notes(
    quotation: Quotation,
    clause: Clause | None,
    attribution: Attribution,
    sure: float,
    candidates: Candidates,
    inspections: Sequence[Inspection],
) -> Iterator[Note]:
    """A quotation whose speaker the words settle in ``clause``, or else the model did; ``sure`` of both."""
    place = (quotation.start, quotation.end)
    yield _long_enough(quotation)
    speaker = _speaker(attribution, clause.role if clause else None, candidates)
    yield Note(place, "speaker", speaker, _HOW[clause.how] if clause else _ASKED)
    yield Note(place, "speaker_kind", attribution.kind, _side(clause))
    measured = "how often a speaker that the words settle so was right in the training articles, at most"
    yield Note(place, "confidence", f"{sure:.2f}", measured if clause else "the probability of that speaker")
    yield from _beside(place, attribution, candidates, inspections)


def _side(clause: Clause | None) -> str:
    if clause is None:
        return "the side of the speaker that was picked"
    if clause.kind is not None:
        return "the side of this speaker, by role or by name"
    return _ASKED if clause.person else "no words tell the side of a speaker without a name"


def attribution_notes(
    attributions: Iterable[Attribution], candidates: Candidates, inspections: Sequence[Inspection]
) -> Iterator[Note]:
    """What a structured answer says of each quotation."""
    quotations = {q.number: q for q in candidates.quotes}
    for attribution in attributions:
        quotation = quotations[attribution.quotation]
        place = (quotation.start, quotation.end)
        yield _long_enough(quotation)
        yield Note(place, "speaker", _speaker(attribution, None, candidates), BY_MODEL)
        yield Note(place, "speaker_kind", attribution.kind, BY_MODEL)
        yield from _beside(place, attribution, candidates, inspections)


def _long_enough(quotation: Quotation) -> Note:
    words = f"{quotation.words} words stand between speech marks in the body, and five are enough"
    return Note((quotation.start, quotation.end), "item", "a quote", words)


def _speaker(attribution: Attribution, role: str | None, candidates: Candidates) -> str:
    if attribution.speaker is None:
        return f"nobody by name ({role})" if role else "nobody that is listed"
    return "Ofsted" if attribution.speaker == 1 else candidates.people[attribution.speaker - 2].name


def _beside(
    place: Span, attribution: Attribution, candidates: Candidates, inspections: Sequence[Inspection]
) -> Iterator[Note]:
    if attribution.speaker is not None and attribution.speaker > 1:
        role = candidates.people[attribution.speaker - 2].role
        why = "the description printed nearest to the name" if role else "no description is printed"
        yield Note(place, "role", role or "none", why)
    if attribution.inspection:
        why = "the passage it stands in is about that inspection"
        yield Note(place, "inspection", inspections[attribution.inspection - 1].id, why)
    else:
        yield Note(
            place, "inspection", "none", "it stands in no passage about an inspection that is reported"
        )


def reach_notes(
    candidates: Candidates, of_sentence: dict[int, int], inspections: Sequence[Inspection] | None = None
) -> Iterator[Note]:
    """Which sentences can be findings; without ``inspections`` the model says which one each is about."""
    sentences = {s.number: s for s in candidates.body}
    for number, (reached, why) in reach_and_why(candidates, of_sentence).items():
        place = (sentences[number].start, sentences[number].end)
        words = "no official speaks it" if inspections is None and reached == "open" else why
        yield Note(place, "item", _REACHED[reached], words)
        if inspections is not None and reached != "none":
            about = inspections[of_sentence[number] - 1]
            yield Note(place, "inspection", about.id, "the passage it stands in is about that inspection")


def reading_notes(
    sentence: Sentence, reading: Reading, decided: str, *, needed: bool, split: bool
) -> Iterator[Note]:
    """What the model made of a sentence and, where it is ``split``, of its clauses."""
    place = (sentence.start, sentence.end)
    why = "the likeliest label"
    if needed:
        why = "it says what is needed, which is a weakness in the inspectorate's own words"
    elif decided != max(reading.labels, key=lambda name: reading.labels[name]):
        why = "likelier than the other finding, and a finding is likely enough to count"
    yield Note(place, "label", decided, why, {"label": reading.labels})
    yield from _theme_notes(place, decided, reading)
    spans = (split_clauses(sentence.text) or ()) if split else ()
    for (start, end), clause in zip(spans, reading.clauses, strict=False):
        place = (sentence.start + start, sentence.start + end)
        best = max(("strength", "weakness"), key=lambda name: clause.labels[name])
        yield Note(place, "label", best, "the likelier polarity of the clause", {"label": clause.labels})
        yield from _theme_notes(place, best, clause)


def _theme_notes(place: Span, label: str, reading: Reading) -> Iterator[Note]:
    if label != "none" and reading.themes:
        theme = max(reading.themes, key=lambda name: reading.themes[name])
        yield Note(place, "theme", theme, "the likeliest theme", {"theme": reading.themes})


def label_notes(
    labels: Iterable[Label], sentences: Mapping[int, Sentence], inspections: Sequence[Inspection]
) -> Iterator[Note]:
    """What a structured answer says of each sentence that it names."""
    for label in labels:
        sentence = sentences[label.sentence]
        place = (sentence.start, sentence.end)
        yield Note(place, "label", label.label, BY_MODEL)
        if label.theme:
            second = f", and {label.second_theme} for the weakness" if label.second_theme else ""
            yield Note(place, "theme", f"{label.theme}{second}", BY_MODEL)
        if label.inspection:
            yield Note(place, "inspection", inspections[label.inspection - 1].id, BY_MODEL)
