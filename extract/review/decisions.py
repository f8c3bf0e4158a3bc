"""Decisions made of changes, and kept so that the last word on each thing counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.diff.aspects import ASPECTS
from extract.diff.changes import Change
from extract.diff.things import Thing, visit_name
from schemas.record import Article, Inspection, Record
from schemas.review import Decision, Place, Review, State

_NO_FACTS = frozenset({"id", "sha256", "source", "confidence"})


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides, on which day (if that is to be kept), and why."""

    name: str
    date: str | None = None
    why: str | None = None


def place_of(thing: Thing) -> Place:
    """The thing's place in the article."""
    match thing.value:
        case Article():
            return Place(kind="article")
        case Inspection():
            return Place(kind="inspection", visit=visit_name(thing.value))
        case _:
            return Place(kind=thing.kind, start=thing.value.start, end=thing.value.end)


def state_of(thing: Thing, record: Record, fields: Iterable[str] = ()) -> State:
    """A thing's facts, or only some; how sure the model is of them is none."""
    named: State = {"label": thing.label, **thing.value.model_dump(mode="json")}
    if "inspection" in named:
        of = next((i for i in record.inspections if i.id == named["inspection"]), None)
        named["inspection"] = visit_name(of) if of else None
    wanted = tuple(fields) or tuple(name for name in named if name not in _NO_FACTS)
    return {name: named.get(name) for name in wanted}


def decide(change: Change, before: Record, after: Record, reviewer: Reviewer, *, accepted: bool) -> Decision:
    """The decision to make a change, or not to."""
    fields = _together(change)
    old = state_of(change.old, before, fields) if change.old else None
    new = state_of(change.new, after, fields) if change.new else None
    chosen, kept = (new, change.new) if accepted else (old, change.old)
    if change.what == "relabelled" and chosen and kept and kept.label != "recommendation":
        chosen = {**chosen, **state_of(kept, after, ("theme",))}  # which a recommendation does not have
    return Decision(
        about=place_of(change.thing),
        sha256=after.article.sha256,
        fields=fields,
        chosen=chosen,
        refused=(old,) if accepted else (new,),
        by=reviewer.name,
        date=reviewer.date,
        why=reviewer.why,
    )


def _together(change: Change) -> tuple[str, ...]:
    """The fields that change together, also those of them that did not."""
    if not change.fields:
        return ()
    groups = (aspect.fields for aspect in ASPECTS[change.thing.kind])
    return next((fields for fields in groups if set(change.fields) <= set(fields)), change.fields)


def confirm(thing: Thing, record: Record, fields: tuple[str, ...], reviewer: Reviewer) -> Decision:
    """The decision that a thing, or some of its fields, is right as it is."""
    return Decision(
        about=place_of(thing),
        sha256=record.article.sha256,
        fields=fields,
        chosen=state_of(thing, record, fields),
        by=reviewer.name,
        date=reviewer.date,
        why=reviewer.why,
    )


def with_decisions(review: Review, made: Iterable[Decision]) -> Review:
    """The review with more decisions. A later one on the same takes over what the earlier ones refused."""
    kept = list(review.decisions)
    for decision in made:
        same = [d for d in kept if _subject(d) == _subject(decision)]
        kept = [d for d in kept if d not in same]
        states = [state for d in (*same, decision) for state in d.refused]
        refused = [state for state in states if not _is_chosen(state, decision)]
        distinct = [state for n, state in enumerate(refused) if state not in refused[:n]]
        kept.append(decision.model_copy(update={"refused": tuple(distinct)}))
    return review.model_copy(update={"decisions": tuple(kept)})


def _is_chosen(state: State | None, decision: Decision) -> bool:
    if state is None or decision.chosen is None:
        return state is decision.chosen
    return all(decision.chosen.get(name) == value for name, value in state.items())


def renamed(review: Review, names: Mapping[str, str]) -> Review:
    """The review with inspections under the names that they have now, which a new date or type changes."""
    if all(old == new for old, new in names.items()):
        return review
    made = [
        decision.model_copy(
            update={
                "about": decision.about.model_copy(update={"visit": names.get(visit, visit)})
                if (visit := decision.about.visit)
                else decision.about,
                "chosen": _renamed(decision.chosen, names),
            }
        )
        for decision in review.decisions
    ]
    return review.model_copy(update={"decisions": tuple(made)})


def _renamed(state: State | None, names: Mapping[str, str]) -> State | None:
    name = state.get("inspection") if state else None
    return {**state, "inspection": names.get(name, name)} if state and isinstance(name, str) else state


def _subject(decision: Decision) -> tuple[Place, str, tuple[str, ...]]:
    return decision.about, decision.sha256, decision.fields
