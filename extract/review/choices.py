"""What an article offers a reviewer to choose from: its sentences, its quotations, the people it names."""

from dataclasses import dataclass

from extract.candidates.people import find_people
from extract.candidates.quotations import Quotation, find_quotations
from extract.candidates.segments import Sentence, segment
from schemas.record import Record, SpeakerKind


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who may have said it."""

    speaker: str | None
    role: str | None
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one article, in its order."""

    sentences: tuple[Sentence, ...]
    voices: tuple[Voice, ...]
    quotations: tuple[Quotation, ...]


def choices_of(record: Record, text: str) -> Choices:
    """Body sentences; people, Ofsted first and nobody last; quotations that are no quote of the record."""
    sentences = segment(text)
    known = [Voice(q.speaker, q.role, q.speaker_kind) for q in record.quotes if q.speaker or q.role]
    people = [Voice(p.name, p.role, p.kind or "other") for p in find_people(text, sentences)]
    named = {voice.speaker for voice in people}
    others = [v for v in dict.fromkeys(known) if v.speaker not in {*named, "Ofsted"}]
    taken = {(q.start, q.end) for q in record.quotes}
    return Choices(
        tuple(s for s in sentences if s.is_body),
        (Voice("Ofsted", None, "inspectorate"), *people, *others, Voice(None, None, "other")),
        tuple(q for q in find_quotations(text, sentences) if q.is_quote and (q.start, q.end) not in taken),
    )
