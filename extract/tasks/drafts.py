"""A council's visits, drafted from the candidates as the words settle them."""

import re
from collections import Counter
from dataclasses import replace

from extract.candidates.earlier_years import earlier_years
from extract.candidates.find import Candidates
from extract.candidates.ratings import RatedMention
from extract.candidates.visits import Proposal
from extract.tasks.parts import apart
from extract.tasks.reported import VISITS, current_grades, kind_of_visit
from schemas.answers import PreviousGrade, Visit
from schemas.record import InspectionType


def draft_visits(proposal: Proposal, candidates: Candidates, type_: InspectionType) -> list[Visit]:
    """Draft a council's visits as the words settle them: one, or one for each occasion told apart."""
    parts = apart(proposal)
    this_year = int((candidates.published or "9999")[:4])
    earlier = frozenset(year for year in earlier_years(proposal.sentences) if year < this_year)
    if len(parts) == 1:
        return [_draft(proposal, candidates, type_, earlier)]
    announced = type_ == "monitoring_visit" or any(
        c.type == type_ and not c.sentence.is_body for c in proposal.cues
    )
    kinds = [kind_of_visit(part) if part.cues else "unspecified_visit" for part in parts]
    kinds = [type_ if kind == "unspecified_visit" and announced else kind for kind in kinds]
    graded = [part for part, kind in zip(parts, kinds, strict=True) if kind == "graded_inspection"]
    return [
        _draft(_without_grades_of(graded, part), candidates, kind, earlier)
        for part, kind in zip(parts, kinds, strict=True)
    ]


def _without_grades_of(graded: list[Proposal], part: Proposal) -> Proposal:
    """Read what another inspection of the council gave as held before, or not at all if that came later."""
    grades: list[RatedMention] = []
    for grade in part.grades:
        giver = next((p for p in graded if grade.sentence in p.sentences and p.dates != part.dates), None)
        if giver is None or grade.role != "current":
            grades.append(grade)
        elif (given := _day(giver)) and (day := _day(part)) and given < day:
            grades.append(replace(grade, role="previous", held=(int(given[:4]),)))
    return replace(part, grades=tuple(grades))


def _day(part: Proposal) -> str | None:
    return next((d.value for d in part.dates if d.value), None)


def _ordinal(proposal: Proposal, type_: InspectionType) -> int | None:
    return next((c.ordinal for c in proposal.cues if c.type == type_ and c.ordinal), None)


def _draft(
    proposal: Proposal, candidates: Candidates, type_: InspectionType, earlier: frozenset[int]
) -> Visit:
    graded = type_ == "graded_inspection"
    current = _overall(proposal) if graded else None
    past = _dated(_held_before(proposal, current), proposal, earlier)
    areas = [g for g in proposal.grades if g.role == "area" and graded]
    judged = list({_area(g, candidates): g for g in reversed(areas)}.values())
    date = next((d for d in proposal.dates if d.value), None) or next(iter(proposal.dates), None)
    focus = next(iter(proposal.focuses), None) if not graded else None
    places = [c.start for c in proposal.cues]
    places += [g.grade.start for g in (*(g for g, _ in past), *judged, *([current] if current else []))]
    places += ([date.start] if date else []) + ([focus[0]] if focus else [])
    return Visit(
        council=candidates.authorities.index(proposal.authority) + 1,
        type=type_,
        ordinal=_ordinal(proposal, type_) if type_ in {*VISITS, "unspecified_visit"} else None,
        date=next((n for n, d in enumerate(candidates.dates, 1) if date and d.start == date.start), None),
        focus=candidates.focuses.index(focus) + 1 if focus else None,
        grade=_number(current, candidates) if current else None,
        judgements=sorted(_number(g, candidates) for g in judged),
        previous=[PreviousGrade(grade=_number(g, candidates), year=year) for g, year in past],
        evidence=[s.number for s in candidates.body if any(s.start <= place < s.end for place in places)],
    )


def _number(rated: RatedMention, candidates: Candidates) -> int:
    """The candidate's number of a mention, whose role another inspection may have changed."""
    return next(
        n for n, g in enumerate(candidates.grades, start=1) if (g.grade, g.area) == (rated.grade, rated.area)
    )


def _area(rated: RatedMention, candidates: Candidates) -> str:
    start, end = rated.area or (0, 0)
    return re.sub(r"^the ", "", candidates.article.text[start:end].lower())


def _overall(proposal: Proposal) -> RatedMention | None:
    """Find the mention that gives this inspection's grade: of the most frequent, the first in the body."""
    current = sorted(current_grades(proposal), key=lambda g: g.sentence.kind == "standfirst")
    if not current:
        return None
    rating = Counter(g.grade.rating for g in current).most_common(1)[0][0]
    same = [g for g in current if g.grade.rating == rating]
    return next((g for g in same if g.sentence.is_body), same[0])


def _held_before(proposal: Proposal, current: RatedMention | None) -> list[tuple[RatedMention, int | None]]:
    """Grades held before this inspection, newest first; without ``current``, also the one in force."""
    rating = current.grade.rating if current else None
    held: list[tuple[RatedMention, int | None]] = []
    for grade in proposal.grades:
        kept = grade.role == "current" and grade.grade.rating == rating
        if grade.role == "previous" or (kept and grade.held):
            held += [(grade, year) for year in grade.held]
        elif (
            current is None
            and grade.role in {"current", "standing"}
            and (grade.years or grade.sentence.number not in proposal.officials)
        ):
            held += [(grade, year) for year in grade.held or grade.years or (None,)]
        elif grade.role == "standing" and grade.grade.rating != rating:
            held += [(grade, year) for year in grade.held]
    return _distinct(held)


def _dated(
    held: list[tuple[RatedMention, int | None]], proposal: Proposal, earlier: frozenset[int]
) -> list[tuple[RatedMention, int | None]]:
    """Give a sole grade without a year the year of the only earlier inspection that the passage names."""
    if len(held) != 1 or held[0][1] is not None:
        return held
    now = min((int(d.value[:4]) for d in proposal.dates if d.value), default=9999)
    years = [year for year in earlier if year < now]
    return [(held[0][0], years[0])] if len(years) == 1 else held


def _distinct(held: list[tuple[RatedMention, int | None]]) -> list[tuple[RatedMention, int | None]]:
    """One mention a grade and year, newest first; a bare one yields to one with year, if not said at once."""
    dated = {(g.grade.rating, year): g for g, year in reversed(held) if year}
    years = sorted(((g, year) for (_, year), g in dated.items()), key=lambda pair: -pair[1])
    ratings = {rating for rating, _ in dated}
    open_ = {g.grade.rating: g for g, year in reversed(held) if year is None}
    undated = [g for rating, g in open_.items() if rating not in ratings]
    oldest = [g for g in undated if _is_oldest(g, [d for d, _ in years])]
    oldest += [g for rating, g in open_.items() if rating in ratings and len(g.held) > 1]
    return [*((g, None) for g in undated if g not in oldest), *years, *((g, None) for g in oldest)]


_LONG_AGO = re.compile(r"\b(?:years ago|a decade|since the days|originally|first)\b", re.IGNORECASE)


def _is_oldest(grade: RatedMention, dated: list[RatedMention]) -> bool:
    """Whether an undated grade follows a dated one ("good in 2019, inadequate before") or is long past."""
    after = any(g.sentence == grade.sentence and g.grade.start < grade.grade.start for g in dated)
    return after or _LONG_AGO.search(grade.sentence.plain) is not None
