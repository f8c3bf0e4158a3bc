"""Whether two readings of the same thing agree, field by field."""

import re
from collections.abc import Mapping
from typing import Literal

from schemas.record import Inspection, Judgement, Quote, SpeakerKind, comparable

InspectionField = Literal[
    "type", "rating", "previous_ratings", "judgements", "ordinal", "date", "date_text", "focus"
]
INSPECTION_FIELDS: tuple[InspectionField, ...] = (
    "type",
    "rating",
    "previous_ratings",
    "judgements",
    "ordinal",
    "date",
    "date_text",
    "focus",
)
_LEADING = re.compile(r"^(?:the|an?|its) (?=\S)", re.IGNORECASE)


def agreeing_fields(said: Inspection, gold: Inspection) -> Mapping[InspectionField, bool]:
    """Which facts of an inspection agree; previous ratings in their order, judgements in any."""
    return {
        "type": said.type == gold.type,
        "rating": said.rating == gold.rating,
        "previous_ratings": said.previous_ratings == gold.previous_ratings,
        "judgements": _judged(said.judgements) == _judged(gold.judgements),
        "ordinal": said.ordinal == gold.ordinal,
        "date": said.date == gold.date,
        "date_text": same_words(said.date_text, gold.date_text),
        "focus": noun_phrase(said.focus) == noun_phrase(gold.focus),
    }


def _judged(judgements: tuple[Judgement, ...]) -> set[tuple[str | None, str]]:
    return {(noun_phrase(j.area), j.rating) for j in judgements}


def noun_phrase(words: str | None) -> str | None:
    """A focus or judged area as it is compared: no leading the, a, an or its; white space normalised."""
    return None if words is None else _LEADING.sub("", comparable(words), count=1)


def same_words(said: str | None, gold: str | None) -> bool:
    """Whether two verbatim readings are the same words, typographic quotes and white space aside."""
    if said is None or gold is None:
        return said is gold
    return comparable(said) == comparable(gold)


def same_speaker(said: Quote, speaker: str | None, kind: SpeakerKind) -> bool:
    """Whether a quote is ascribed to the right person and side: what its confidence is about."""
    return same_words(said.speaker, speaker) and said.speaker_kind == kind
