"""What a reviewer is asked: pending changes, and entries of `review` of what is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.diff.aspects import ASPECTS
from extract.diff.changes import Change
from extract.diff.things import Thing
from extract.review.entries import certainty, subject_of
from extract.review.verdicts import Case
from schemas.record import ReviewItem
from schemas.review import Place


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide, by the key that the command line takes as well: of a change, or of an entry."""

    id: str
    key: str
    change: Change | None = None
    entry: ReviewItem | None = None
    thing: Thing | None = None
    place: Place | None = None
    certainty: float = 0.0


def of_pending(case: Case) -> list[Question]:
    """A question for each change, in the order of the article."""
    return [Question(case.id, change.key, change=change, thing=change.thing) for change in case.diff.changes]


def of_entries(case: Case) -> Iterator[Question]:
    """A question for each entry of the accepted record's `review` that leads anywhere."""
    for item in case.accepted.review:
        subject = subject_of(item, case.accepted)
        if subject is None:
            continue
        groups = ASPECTS[subject.place.kind]
        aspect = next((a.name for a in groups if subject.fields and a.fields == subject.fields), "")
        key = ".".join(filter(None, (_name(subject.place), aspect)))
        sure = certainty(item, case.accepted)
        yield Question(case.id, key, entry=item, thing=subject.thing, place=subject.place, certainty=sure)


def _name(place: Place) -> str:
    return f"{place.kind}@{place.visit or f'{place.start}:{place.end}'}"
