"""What the register says of the inspections of a record, and what a person should therefore look at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from extract.register.matching import Found, find_outcome, is_after
from extract.register.outcomes import PublishedOutcome, Register, words
from extract.register.periods import day, period
from schemas.record import Frozen, Inspection, Judgement, Rating, Record, ReviewItem

Result = Literal["conflict", "agreement", "cannot be told", "not in the register"]
RESULTS: tuple[Result, ...] = get_args(Result)
REVIEW_REASON = "Ofsted's register says "
"""How every review entry made here begins."""

_AREAS = {
    "leaders": re.compile(r"\bleader", re.IGNORECASE),
    "protection": re.compile(r"\bprotect", re.IGNORECASE),
    "in_care": re.compile(r"\bin care\b|\blooked[ -]after\b", re.IGNORECASE),
    "care_leavers": re.compile(
        r"\bcare[ -]leavers?\b|\bleaving care\b|\bcare[ -]experienced\b", re.IGNORECASE
    ),
}


class CheckedField(Frozen):
    """A value of a record beside the register's."""

    path: str
    recorded: str
    register_says: str
    agrees: bool


class Comparison(Frozen):
    """An inspection, or a previous rating of one, beside the register; ``path`` points into the record."""

    article: str
    path: str
    council: str
    result: Result
    outcome: str | None
    """Which row of the register; None where none could be chosen."""
    fields: tuple[CheckedField, ...] = ()
    why: str | None = None
    """The reason of what cannot be told."""
    by_grade: bool = False
    """Whether the row was chosen for its grade: an agreement in that and nothing else."""

    @property
    def conflicts(self) -> tuple[CheckedField, ...]:
        """The values that differ."""
        return tuple(field for field in self.fields if not field.agrees)


class CheckReport(Frozen):
    """Every comparison of a folder's records; ``marked`` are the ids of records written anew."""

    register_rows: int
    unknown_authorities: tuple[str, ...]
    records: int
    comparisons: tuple[Comparison, ...]
    failures: dict[str, str]
    marked: tuple[str, ...] = ()


def compare(record: Record, register: Register) -> Iterator[Comparison]:
    """Compare the graded inspections, and all previous ratings of a year that the register has."""
    published = day(record.article.published)
    for number, inspection in enumerate(record.inspections):
        place = _Place(record.article.id, f"inspections[{number}]", inspection.council)
        outcomes, own = register.of(inspection.council), None
        if inspection.type == "graded_inspection":
            found = find_outcome(inspection, published, outcomes)
            own = found.outcome if found.by == "date" else None
            yield _compared(place, inspection, found)
        earlier = [o for o in outcomes if o is not own and not is_after(o.published, published)]
        yield from _previous_ratings(place, inspection, earlier)


@dataclass(frozen=True, slots=True)
class _Place:
    article: str
    path: str
    council: str

    def comparison(
        self,
        path: str,
        result: Result,
        outcome: str | None = None,
        fields: Sequence[CheckedField] = (),
        why: str | None = None,
        *,
        by_grade: bool = False,
    ) -> Comparison:
        return Comparison(
            article=self.article,
            path=path,
            council=self.council,
            result=result,
            outcome=outcome,
            fields=tuple(fields),
            why=why,
            by_grade=by_grade,
        )


def _compared(place: _Place, inspection: Inspection, found: Found) -> Comparison:
    outcome = found.outcome
    if outcome is None:
        result: Result = "cannot be told" if found.why else "not in the register"
        return place.comparison(place.path, result, why=found.why)
    grades = list(_grades(place.path, inspection, outcome, judgements=found.by == "date"))
    fields = [*grades, *_dates(place.path, inspection, outcome)]
    if not all(field.agrees for field in fields):
        return place.comparison(place.path, "conflict", outcome.name, fields)
    if grades:
        return place.comparison(place.path, "agreement", outcome.name, fields, by_grade=found.by == "grade")
    lacking = "the register's grades cannot be read" if outcome.overall is None else "the record has no grade"
    return place.comparison(place.path, "cannot be told", outcome.name, fields, lacking)


def _grades(
    path: str, inspection: Inspection, outcome: PublishedOutcome, *, judgements: bool
) -> Iterator[CheckedField]:
    if inspection.rating and outcome.overall:
        yield _field(f"{path}.rating", inspection.rating, outcome.overall)
    for number, judgement in enumerate(inspection.judgements if judgements else ()):
        if grade := _grade_of(judgement, outcome):
            yield _field(f"{path}.judgements[{number}].rating", judgement.rating, grade)


def _grade_of(judgement: Judgement, outcome: PublishedOutcome) -> Rating | None:
    """The register's grade for an area. "In care and care leavers" was one judgement until 2023."""
    named = [name for name, pattern in _AREAS.items() if pattern.search(judgement.area)]
    if named == ["in_care", "care_leavers"] and outcome.care_leavers is None:
        named = ["in_care"]
    grade: Rating | None = getattr(outcome, named[0]) if len(named) == 1 else None
    return grade


def _dates(path: str, inspection: Inspection, outcome: PublishedOutcome) -> Iterator[CheckedField]:
    recorded = period(inspection.date)
    if inspection.date and recorded and outcome.inspected:
        agrees = recorded.overlaps(outcome.inspected)
        yield CheckedField(
            path=f"{path}.date",
            recorded=inspection.date,
            register_says=str(outcome.inspected),
            agrees=agrees,
        )


def _previous_ratings(
    place: _Place, inspection: Inspection, outcomes: Sequence[PublishedOutcome]
) -> Iterator[Comparison]:
    for number, previous in enumerate(inspection.previous_ratings):
        path = f"{place.path}.previous_ratings[{number}]"
        then = [o for o in outcomes if previous.year in _years(o)]
        if not then:
            continue
        grades = sorted({o.overall for o in then if o.overall})
        rows = " or ".join(o.name for o in then)
        if previous.rating in grades:
            same = next(o for o in then if o.overall == previous.rating)
            fields = [_field(f"{path}.rating", previous.rating, previous.rating)]
            yield place.comparison(path, "agreement", same.name, fields)
        elif all(o.overall for o in then):
            fields = [_field(f"{path}.rating", previous.rating, " or ".join(grades))]
            yield place.comparison(path, "conflict", rows, fields)
        else:
            why = "the register's overall grade cannot be read"
            yield place.comparison(path, "cannot be told", rows, why=why)


def _years(outcome: PublishedOutcome) -> set[int]:
    """The years an article may name for an outcome: of the inspection or of its publication."""
    days = [outcome.published, *((o.first, o.last) if (o := outcome.inspected) else ())]
    return {day.year for day in days if day}


def _field(path: str, recorded: str, register_says: str) -> CheckedField:
    return CheckedField(
        path=path, recorded=recorded, register_says=register_says, agrees=recorded == register_says
    )


def mark(record: Record, comparisons: Sequence[Comparison]) -> Record:
    """The record whose review has an entry for each conflict, once, and none that the register has left."""
    wanted = [
        ReviewItem(
            path=field.path, reason=f"{REVIEW_REASON}{words(field.register_says)} ({comparison.outcome})"
        )
        for comparison in comparisons
        for field in comparison.conflicts
    ]
    kept = [item for item in record.review if item in wanted or not item.reason.startswith(REVIEW_REASON)]
    review = (*kept, *(item for item in wanted if item not in kept))
    return Record.model_validate({**record.model_dump(by_alias=True), "review": review})
