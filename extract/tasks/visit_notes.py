"""What was decided of an article's inspections, in words: worked out only when a trace asks for them."""

from collections.abc import Iterator, Sequence
from itertools import chain

from extract.candidates.find import Candidates
from extract.candidates.ratings import GradeRole, RatedMention
from extract.candidates.visits import Proposal
from extract.model.notes import Note
from extract.tasks.notes import BY_MODEL
from extract.tasks.page import one_line
from schemas.answers import Visit

_AROUND = 40
"""Characters shown on either side of the words that settle something."""
_NONE = "none"
_READ_AS: dict[GradeRole, str] = {
    "current": "the grade that this inspection gave",
    "previous": "a grade held before",
    "standing": "the grade still in force, named in passing",
    "area": "the grade of a part of the services",
    "unclear": "a grade of something else",
}


def proposal_notes(
    proposal: Proposal, visits: Sequence[Visit], first: int, candidates: Candidates, *, asked: bool
) -> Iterator[Note]:
    """Whether a council's passages report an inspection; if so its ``visits``, numbered from ``first``.

    ``asked`` says that the words left that to the model.
    """
    name = proposal.authority.name
    told = _told(proposal)
    if asked:
        why = f"the words leave it open ({told}), so the model was asked"
    else:
        why = f"the words settle it: {told}"
    if not visits and proposal.sentences:
        place = (proposal.sentences[0].start, proposal.sentences[-1].end)
        yield Note(place, "item", f"no inspection of {name} is reported", why)
    for number, visit in enumerate(visits, start=first):
        yield Note(f"inspections[{number}]", "item", f"an inspection of {name} is reported", why)
        yield from _fields(f"inspections[{number}]", visit, candidates, proposal)


def answer_notes(visits: Sequence[Visit], candidates: Candidates) -> Iterator[Note]:
    """The inspections of a structured answer."""
    for number, visit in enumerate(visits):
        name = candidates.authorities[visit.council - 1].name
        yield Note(f"inspections[{number}]", "item", f"an inspection of {name} is reported", BY_MODEL)
        yield from _fields(f"inspections[{number}]", visit, candidates, None)


def _told(proposal: Proposal) -> str:
    """What a council's passages hold that speaks for an inspection."""
    current = sum(g.role == "current" for g in proposal.grades)
    facts = {
        f"{proposal.findings} sentences relay the inspectorate": proposal.findings,
        "a kind of visit is named": proposal.cues or proposal.roundup,
        f"{current} mentions of a grade now given": current,
        "dates of a visit": proposal.dates,
        "what a visit looked at": proposal.focuses,
        "a heading with the council's name": proposal.headed,
        "no words of a council's children's services": not proposal.in_scope,
    }
    return ", ".join(fact for fact, holds in facts.items() if holds) or "nothing speaks for it"


def _fields(place: str, visit: Visit, candidates: Candidates, proposal: Proposal | None) -> Iterator[Note]:
    by_model = proposal is None
    authority = candidates.authorities[visit.council - 1]
    yield Note(
        place, "council", authority.name, BY_MODEL if by_model else "its passages stand under that name"
    )
    yield Note(place, "council_code", authority.code, "its code in the list of English authorities")
    yield Note(
        place, "type", visit.type, BY_MODEL if proposal is None else _kind(visit, proposal, candidates)
    )
    ordinal = BY_MODEL if by_model else "the number printed with it"
    yield Note(
        place, "ordinal", str(visit.ordinal or _NONE), ordinal if visit.ordinal else "no number is printed"
    )
    yield from _dates(place, visit, candidates)
    if visit.focus:
        start, end = candidates.focuses[visit.focus - 1]
        focus = one_line(candidates.article.text[start:end])
        yield Note(place, "focus", focus, _shown(start, end, candidates))
    else:
        yield Note(place, "focus", _NONE, "no words are taken to say what it looked at")
    if visit.grade:
        yield _graded(place, "rating", candidates.grades[visit.grade - 1], candidates)
    else:
        yield Note(place, "rating", _NONE, BY_MODEL if proposal is None else _ungraded(visit, proposal))
    for number in visit.judgements:
        yield _graded(place, "judgements", candidates.grades[number - 1], candidates)
    for previous in visit.previous:
        graded = _graded(place, "previous_ratings", candidates.grades[previous.grade - 1], candidates)
        year = f"in {previous.year}" if previous.year else "in a year left open"
        yield Note(place, graded.part, f"{graded.decided} {year}", graded.why)
    numbers = ", ".join(map(str, visit.evidence))
    why = BY_MODEL if by_model else "those that hold the words shown here"
    yield Note(place, "evidence", f"sentences {numbers}" if numbers else "none", why)


def _dates(place: str, visit: Visit, candidates: Candidates) -> Iterator[Note]:
    if not visit.date:
        yield Note(place, "date", _NONE, "no words are taken to say when inspectors were there")
        return
    date = candidates.dates[visit.date - 1]
    shown = _shown(date.start, date.end, candidates)
    yield Note(place, "date", date.value or _NONE, shown if date.value else f"no year settles {shown}")
    yield Note(place, "date_text", one_line(date.text), shown)


def _ungraded(visit: Visit, proposal: Proposal) -> str:
    if visit.type in {"monitoring_visit", "focused_visit"}:
        return "such a visit gives no overall grade"
    mentions = [f"{g.grade.rating} at {g.grade.start} reads as {_READ_AS[g.role]}" for g in proposal.grades]
    return "; ".join(mentions) or "no grade is mentioned"


def _kind(visit: Visit, proposal: Proposal, candidates: Candidates) -> str:
    cue = next((c for c in chain(proposal.cues, proposal.roundup) if c.type == visit.type), None)
    if cue:
        return _shown(cue.start, cue.end, candidates)
    return "no words name a kind" + (", but a grade is given" if visit.type == "graded_inspection" else "")


def _graded(place: str, part: str, rated: RatedMention, candidates: Candidates) -> Note:
    area = f"{one_line(candidates.article.text[slice(*rated.area)])}: " if rated.area else ""
    shown = _shown(rated.grade.start, rated.grade.end, candidates)
    return Note(place, part, f"{area}{rated.grade.rating}", f"{shown}, which reads as {_READ_AS[rated.role]}")


def _shown(start: int, end: int, candidates: Candidates) -> str:
    """The words that settle something, within their sentence."""
    inside = next((s for s in candidates.sentences if s.start <= start < s.end), None)
    first, last = (inside.start, inside.end) if inside else (start, end)
    text = candidates.article.text
    before, after = max(first, start - _AROUND), min(last, end + _AROUND)
    words = one_line(text[before:after])
    return f"“{'…' * (before > first)}{words}{'…' * (after < last)}” at {start}:{end}"
