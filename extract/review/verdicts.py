"""What accepting, rejecting, confirming and editing make of an article's files; nothing here writes."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from pydantic import ValidationError

from extract.diff.apply import apply, settle, with_needed, with_needing
from extract.diff.changes import Change, Diff, diff
from extract.diff.draft import Draft, Piece, Visit
from extract.diff.pairs import pair_inspections
from extract.diff.things import Thing, things, visit_name
from extract.errors import RecordError, UsageError
from extract.likeness import SAME_SPAN, overlap
from extract.review.decisions import Reviewer, confirm, decide, place_of, renamed, with_decisions
from extract.review.entries import open_entries, subject_of
from schemas.record import Record, ReviewItem
from schemas.review import Decision, Place, Review

Edit = Callable[[Draft, Visit | Piece | None], None]
"""A reviewer's own change to a thing; without one, something is added."""


@dataclass(frozen=True, slots=True)
class Case:
    """An article on the desk: its accepted record, any pending one, the decisions; its text if at hand."""

    accepted: Record
    pending: Record | None
    review: Review
    text: str | None = None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.accepted.article.id

    @property
    def current(self) -> Record:
        """The record that a reviewer is shown."""
        return self.pending or self.accepted

    @property
    def diff(self) -> Diff:
        """What is pending; nothing, if nothing is."""
        return diff(self.accepted, self.current, text=self.text)


def accept(case: Case, keys: Iterable[str], reviewer: Reviewer) -> Case:
    """Make pending changes, and those that they need. Raises ``UsageError`` for a key that is no change's."""
    return judge(case, with_needed(case.diff, keys), frozenset(), reviewer)


def reject(case: Case, keys: Iterable[str], reviewer: Reviewer) -> Case:
    """Strike changes, and those that need them, from what is pending. Raises ``UsageError``.

    One that the article's new text forces cannot be rejected.
    """
    there = case.diff
    wanted = tuple(keys)
    with_needed(there, wanted)  # a key of no change is refused
    return judge(case, frozenset(), with_needing(there, wanted), reviewer)


def judge(case: Case, accepted: Collection[str], rejected: Collection[str], reviewer: Reviewer) -> Case:
    """Make some changes and strike others; both must be whole: with what they need, and what needs them."""
    there = case.diff
    verdicts = [
        (change, change.key in accepted)
        for change in there.changes
        if change.key in accepted or change.key in rejected
    ]
    for change, is_accepted in verdicts:
        if change.forced and not is_accepted:
            raise UsageError(
                f"{case.id}#{change.key}: the article no longer says it; it can only be accepted"
            )
    decisions = [
        decide(change, there.before, there.after, reviewer, accepted=is_accepted)
        for change, is_accepted in verdicts
        if not change.forced
    ]
    review = with_decisions(case.review, decisions)
    if accepted:
        made = _checked(apply(there, accepted), case.text)
        review = renamed(review, _names(there.before, made))
        case = replace(case, accepted=made)
    if rejected:
        case = replace(case, pending=_checked(settle(there, there.keys - set(rejected)), case.text))
    return close(replace(case, review=review))


def confirm_entry(case: Case, item: ReviewItem, reviewer: Reviewer) -> Case:
    """Find right what an entry of the accepted record's `review` points at; the entry goes."""
    subject = subject_of(item, case.accepted)
    if subject is None:
        raise UsageError(f"{case.id}: the review entry {item.path} leads nowhere")
    if subject.thing is None:
        made = Decision(
            about=subject.place,
            sha256=case.accepted.article.sha256,
            chosen=None,
            by=reviewer.name,
            date=reviewer.date,
            why=reviewer.why,
        )
    else:
        made = confirm(subject.thing, case.accepted, subject.fields, reviewer)
    return close(replace(case, review=with_decisions(case.review, [made])))


def edit(case: Case, thing: Thing | None, change: Edit, reviewer: Reviewer) -> Case:
    """Make a reviewer's own change to a thing of the current record; it settles what was pending about it.

    The case itself, if it says that already.
    Raises ``RecordError`` if the record would not hold.
    """
    base = case.current
    draft = Draft.of(base)
    change(draft, draft.part(thing) if thing else None)
    wanted = _checked(draft.build(), case.text)
    made = diff(base, wanted, text=case.text)
    if not made.changes:
        return case
    decisions = [decide(c, made.before, made.after, reviewer, accepted=True) for c in made.changes]
    review = with_decisions(case.review, decisions)
    review = renamed(review, _names(base, wanted))
    if case.pending is None:
        return close(replace(case, accepted=wanted, review=review))
    edited = replace(case, pending=wanted, review=review)
    touched = (*made.changes, *((_as_change(thing),) if thing else ()))
    keys = [c.key for c in edited.diff.changes if any(_same_thing(c, other) for other in touched)]
    return accept(edited, keys, reviewer)


def _names(before: Record, after: Record) -> dict[str, str]:
    """What each inspection is called now, by what it was called before."""
    pairs = pair_inspections(before.inspections, after.inspections)
    return {visit_name(before.inspections[a]): visit_name(after.inspections[b]) for a, b in pairs}


def find(record: Record, place: Place) -> Thing | None:
    """The thing of a record at a place."""
    return next((thing for thing in things(record) if place_of(thing) == place), None)


def _as_change(thing: Thing) -> Change:
    return Change("", "edited", thing, thing)


def _same_thing(one: Change, other: Change) -> bool:
    """Whether two changes are about one thing."""
    mine = [t for t in (one.old, one.new) if t]
    theirs = [t for t in (other.old, other.new) if t]
    return any(_is_one(a, b) for a in mine for b in theirs)


def _is_one(one: Thing, other: Thing) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind in {"article", "inspection"}:
        return one.value == other.value
    return overlap(one.item, other.item) >= SAME_SPAN


def close(case: Case) -> Case:
    """The case without its pending record if nothing of that is left to decide."""
    if case.pending is not None and not case.diff.changes:
        settled = settle(case.diff, ())
        case = replace(case, accepted=_checked(settled, case.text), pending=None)
    return replace(case, accepted=open_entries(case.accepted, case.review.decisions))


def _checked(record: Record, text: str | None) -> Record:
    """The record, if it holds beside its article's text. Raises ``RecordError``."""
    try:
        Record.model_validate(record.model_dump(by_alias=True), context={"text": text})
    except ValidationError as exc:
        raise RecordError(
            f"{record.article.id}: the record would not hold: {exc.errors()[0]['msg']}"
        ) from exc
    return record
