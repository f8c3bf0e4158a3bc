"""Entries of `review`: what each is about, and whether a decision has settled it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.diff.aspects import ASPECTS
from extract.diff.things import LISTS, Kind, Thing, things
from extract.review.decisions import place_of, state_of
from schemas.record import Record, ReviewItem
from schemas.review import Decision, Place

_PATH = re.compile(r"(?P<list>[a-z]+)\[(?P<at>\d+)\](?:\.(?P<field>[a-z_]+))?.*", re.DOTALL)
_STRETCH = re.compile(r"article\[(\d+):(\d+)\]")
_SURE = re.compile(r"\b([01]\.\d+)\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a thing, or a stretch of the article that was left out, and which fields."""

    place: Place
    thing: Thing | None
    fields: tuple[str, ...]


def subject_of(item: ReviewItem, record: Record) -> Subject | None:
    """What an entry is about; None if its path leads nowhere."""
    if stretch := _STRETCH.fullmatch(item.path):
        start, end = int(stretch[1]), int(stretch[2])
        return Subject(Place(kind="finding", start=start, end=end), None, ()) if start < end else None
    found = _PATH.fullmatch(item.path)
    if found is None:
        return None
    for thing in things(record):
        if LISTS[thing.label] == found["list"] and thing.at == int(found["at"]):
            return Subject(place_of(thing), thing, _together(thing.kind, found["field"]))
    return None


def _together(kind: Kind, field: str | None) -> tuple[str, ...]:
    """The fields that are judged with one: who takes the wrong speaker takes the wrong post as well."""
    groups = (aspect.fields for aspect in ASPECTS[kind])
    return next((fields for fields in groups if field in fields), ()) if field else ()


def open_entries(record: Record, decisions: Sequence[Decision]) -> Record:
    """The record without the entries that a decision on its text has settled."""
    held = [d for d in decisions if d.sha256 == record.article.sha256]
    kept = tuple(item for item in record.review if not _is_settled(item, record, held))
    return record if len(kept) == len(record.review) else record.model_copy(update={"review": kept})


def _is_settled(item: ReviewItem, record: Record, decisions: Sequence[Decision]) -> bool:
    """Whether the record says what was chosen where the entry points."""
    subject = subject_of(item, record)
    if subject is None:
        return True
    of_place = [d for d in decisions if d.about == subject.place]
    if subject.thing is None:
        return any(d.chosen is None and not d.fields for d in of_place) or _is_taken(subject.place, record)
    for decision in of_place:
        fields = decision.fields or ("label",)
        covers = not decision.fields or set(subject.fields or ("label",)) <= set(fields)
        said = state_of(subject.thing, record, fields)
        chosen = decision.chosen
        if covers and chosen is not None and all(chosen.get(name) == said[name] for name in fields):
            return True
    return False


def _is_taken(place: Place, record: Record) -> bool:
    """Whether what was left out has become an item since."""
    findings = (*record.strengths, *record.weaknesses, *record.recommendations)
    return any(place.start == item.start and place.end == item.end for item in findings)


def certainty(item: ReviewItem, record: Record) -> float:
    """How sure the model was that the record is right there; nothing is less sure than a conflict."""
    subject = subject_of(item, record)
    told = _SURE.search(item.reason)
    if subject is None or (subject.thing and subject.thing.label == "inspection" and told is None):
        return 0.0
    if subject.thing is None:
        return 1 - float(told[1]) if told else 0.5
    sure = getattr(subject.thing.value, "confidence", None)
    return float(sure) if sure is not None else float(told[1]) if told else 0.0
