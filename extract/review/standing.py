"""Standing decisions: a record as the model gave it becomes the one that a reviewer has decided on.

Where the record says what was refused, it is made to say what was chosen. Any other answer is left as it
is, to be asked about.
"""

from collections.abc import Callable, Mapping, Sequence

from pydantic import ValidationError

from extract.diff.draft import Draft, Piece, Visit
from extract.diff.things import FINDINGS, Label, Value, facts, make_item, visit_name
from extract.likeness import SAME_SPAN, overlap
from extract.review.entries import open_entries
from schemas.record import Article, Evidence, Inspection, Record
from schemas.review import Decision, State

_ROUNDS = 2
"""A decision may be about what another one brought; none is about more than that."""
_LABELS: tuple[Label, ...] = (*FINDINGS, "quote")


def stand(record: Record, decisions: Sequence[Decision]) -> Record:
    """The record with every decision made on its text; without the entries of `review` that they settle."""
    held = [d for d in decisions if d.sha256 == record.article.sha256]
    if not held:
        return record
    draft = Draft.of(record)
    names: dict[str, Visit] = {visit_name(visit.value): visit for visit in draft.visits}
    for _ in range(_ROUNDS):
        for step in _STEPS:
            for decision in held:
                step(draft, decision, names)
    return open_entries(draft.build(), held)


Names = dict[str, Visit]
"""Inspections by council and visit, by the names too that they had before a decision changed them."""


def _bring_visit(draft: Draft, decision: Decision, names: Names) -> None:
    """Put back an inspection that the record may not lack."""
    chosen = _brought(decision)
    if decision.about.kind != "inspection" or chosen is None:
        return
    visit = Visit(Inspection.model_validate({**_of_inspection(chosen), "id": f"{_slug(decision)}-1"}))
    if any(_is_same_visit(visit.value, other.value) for other in draft.visits):
        return
    later = [n for n, v in enumerate(draft.visits) if _first(v.value) > _first(visit.value)]
    draft.visits.insert(min(later, default=len(draft.visits)), visit)
    draft.renumber = True
    names[visit_name(visit.value)] = visit


def _edit_visit(draft: Draft, decision: Decision, names: Names) -> None:
    """Give an inspection, or the article's entry, the fields that were chosen."""
    chosen = decision.chosen
    if chosen is None or not decision.fields:
        return
    if decision.about.kind == "article" and _says(draft.article, decision):
        draft.article = Article.model_validate({**facts(draft.article), **chosen})
    if decision.about.kind != "inspection":
        return
    for visit in draft.visits:
        edited = _edited(visit.value, chosen) if _says(visit.value, decision) else None
        known = names.get(str(decision.about.visit)) is visit
        if edited and (known or decision.about.visit == visit_name(edited)):
            visit.value = edited
            names[visit_name(edited)] = visit
            return


def _edited(inspection: Inspection, chosen: State) -> Inspection | None:
    """The inspection with the fields that were chosen; None if the rest of it forbids them now."""
    try:
        return Inspection.model_validate({**facts(inspection), **_of_inspection(chosen)})
    except ValidationError:
        return None


def _take_item(draft: Draft, decision: Decision, _: Names) -> None:
    """Take away an item that the record may not have."""
    if decision.fields or decision.chosen is not None:
        return
    for piece in [p for p in draft.pieces if _stands_at(p, decision)]:
        if any(state and state.get("label") == piece.label for state in decision.refused):
            draft.remove(piece)


def _bring_item(draft: Draft, decision: Decision, names: Names) -> None:
    """Put back an item that the record may not lack, if its inspection is there."""
    chosen = _brought(decision)
    if decision.about.kind not in {"finding", "quote"} or chosen is None:
        return
    if _nearest(draft, decision):
        return
    label = next(label for label in _LABELS if label == chosen["label"])
    visit = names.get(str(chosen["inspection"]))
    if label == "quote" or visit in draft.visits:
        item = make_item(label, {"confidence": 1.0, **chosen, "inspection": ""})
        draft.pieces.append(Piece(label, item, visit if visit in draft.visits else None))


def _edit_item(draft: Draft, decision: Decision, names: Names) -> None:
    """Give an item the fields that were chosen."""
    chosen = decision.chosen
    if decision.about.kind not in {"finding", "quote"} or chosen is None or not decision.fields:
        return
    for piece in _nearest(draft, decision):
        if _piece_says(piece, decision, names):
            _edit_piece(draft, piece, chosen, names)
            return


def _edit_piece(draft: Draft, piece: Piece, chosen: State, names: Names) -> None:
    if "inspection" in chosen:
        visit = names.get(str(chosen["inspection"]))
        if visit in draft.visits or (piece.label == "quote" and chosen["inspection"] is None):
            piece.visit = visit
        return
    label = next((label for label in _LABELS if label == chosen.get("label")), piece.label)
    given = {name: value for name, value in chosen.items() if name not in {"label", "theme"}}
    if "label" not in chosen:
        given |= {"theme": chosen["theme"]} if "theme" in chosen else {}
    lacking = {"theme": chosen.get("theme", "other"), "confidence": 1.0}
    piece.label = label
    piece.value = make_item(label, {**lacking, **facts(piece.value), **given})


def _take_visit(draft: Draft, decision: Decision, _: Names) -> None:
    """Take away an inspection that the record may not have, with all that is under it."""
    if decision.about.kind != "inspection" or decision.fields or decision.chosen is not None:
        return
    for visit in [v for v in draft.visits if visit_name(v.value) == decision.about.visit]:
        draft.remove(visit)


_STEPS: tuple[Callable[[Draft, Decision, Names], None], ...] = (
    _bring_visit,
    _edit_visit,
    _take_item,
    _bring_item,
    _edit_item,
    _take_visit,
)


def _brought(decision: Decision) -> State | None:
    """The whole thing that was chosen where it would have been missing."""
    return decision.chosen if not decision.fields and None in decision.refused else None


def _says(value: Value, decision: Decision) -> bool:
    said = value.model_dump(mode="json")
    return {name: said.get(name) for name in decision.fields} in decision.refused


def _piece_says(piece: Piece, decision: Decision, names: Names) -> bool:
    if decision.fields == ("inspection",):
        refused = [state["inspection"] for state in decision.refused if state]
        return any((names.get(str(name)) if name else None) is piece.visit for name in refused)
    said: State = {"label": piece.label, **piece.value.model_dump(mode="json")}
    return {name: said.get(name) for name in decision.fields} in decision.refused


def _nearest(draft: Draft, decision: Decision) -> list[Piece]:
    """The items that may be the one a decision is about, the best overlap first."""
    place = _span(decision)
    kind = "quote" if decision.about.kind == "quote" else "finding"
    near = [(overlap(place, p.value), p) for p in draft.pieces if (p.label == "quote") is (kind == "quote")]
    refused = [s for s in decision.refused if s and "start" in s and decision.fields]
    at = [p for _, p in near if any(s["start"] == p.value.start and s["end"] == p.value.end for s in refused)]
    ranked = sorted((pair for pair in near if pair[0] >= SAME_SPAN), key=lambda pair: -pair[0])
    return [*at, *(p for _, p in ranked if p not in at)]


def _stands_at(piece: Piece, decision: Decision) -> bool:
    if decision.about.kind not in {"finding", "quote"}:
        return False
    place = _span(decision)
    same_kind = (piece.label == "quote") is (decision.about.kind == "quote")
    return same_kind and (piece.value.start, piece.value.end) == (place.start, place.end)


def _span(decision: Decision) -> Evidence:
    return Evidence(start=decision.about.start or 0, end=decision.about.end or 1)


def _of_inspection(state: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in state.items() if name in Inspection.model_fields}


def _slug(decision: Decision) -> str:
    return str(decision.about.visit).partition("/")[0]


def _is_same_visit(one: Inspection, other: Inspection) -> bool:
    return (one.council, one.type, one.ordinal) == (other.council, other.type, other.ordinal)


def _first(inspection: Inspection) -> int:
    return min((e.start for e in inspection.evidence), default=0)
