"""Changes made to the record they are changes of: any subset gives a record that holds."""

from collections.abc import Collection, Iterable, Mapping

from extract.diff.changes import Change, Diff
from extract.diff.draft import Draft, Piece, Visit, read_entries
from extract.diff.things import Label, Thing, facts, inspection_id
from extract.errors import UsageError
from schemas.record import Record

Parts = Mapping[tuple[Label, int], Visit | Piece]
"""The parts of a draft that things of the record after became."""


def apply(diff: Diff, keys: Iterable[str]) -> Record:
    """``diff.before`` with some of the changes, and those they need; everything else as it was.

    Raises ``UsageError`` for a key that is no change's.
    """
    return _apply(diff, with_needed(diff, keys))[0].build()


def settle(diff: Diff, keys: Iterable[str]) -> Record:
    """The same as a record that is done with: confidences, `review`, provenance are those of ``after``."""
    chosen = with_needed(diff, keys)
    draft, parts = _apply(diff, chosen)
    refused = {id(change.old) for change in diff.changes if change.key not in chosen and change.old}
    for old, new in diff.pairs:
        if old and new and id(old) not in refused and (new.label, new.at) in parts:
            _take_confidence(parts[new.label, new.at], new)
    draft.entries = read_entries(diff.after.review, parts)
    draft.provenance = diff.after.provenance
    draft.article = draft.article.model_copy(update={"source": diff.after.article.source})
    return draft.build()


def with_needed(diff: Diff, keys: Iterable[str]) -> frozenset[str]:
    """The keys, those that cannot be refused, and all that they need. Raises ``UsageError``."""
    by_key = {change.key: change for change in diff.changes}
    wanted = [*keys, *(change.key for change in diff.changes if change.forced)]
    chosen: set[str] = set()
    while wanted:
        key = wanted.pop()
        if key not in by_key:
            raise UsageError(f"{diff.id}#{key}: there is no such change; extract diff lists them")
        if key not in chosen:
            chosen.add(key)
            wanted += by_key[key].needs
    return frozenset(chosen)


def with_needing(diff: Diff, keys: Iterable[str]) -> frozenset[str]:
    """The keys and those of all changes that need one of them: what is refused together."""
    refused = set(keys)
    before = -1
    while len(refused) != before:
        before = len(refused)
        refused |= {change.key for change in diff.changes if not refused.isdisjoint(change.needs)}
    return frozenset(refused)


def _apply(diff: Diff, chosen: Collection[str]) -> tuple[Draft, Parts]:
    draft = Draft.of(diff.before)
    changes = [change for change in diff.changes if change.key in chosen]
    parts = {(new.label, new.at): draft.part(old) for old, new in diff.pairs if old and new}
    visits = {
        diff.after.inspections[at].id: part
        for (label, at), part in parts.items()
        if label == "inspection" and isinstance(part, Visit)
    }
    for change in changes:
        if change.what == "added" and change.new and change.new.label == "inspection":
            visit = Visit(change.new.inspection)
            draft.visits.append(visit)
            visits[visit.value.id] = parts["inspection", change.new.at] = visit
    for change in changes:
        if change.new is None:
            continue
        if change.what == "added" and change.new.label != "inspection":
            item = change.new.item
            piece = Piece(change.new.label, item, visits.get(item.inspection or ""))
            draft.pieces.append(piece)
            parts[change.new.label, change.new.at] = piece
        elif change.old:
            _edit(draft, change, change.old, change.new, visits)
    for change in sorted(changes, key=lambda c: c.thing.label == "inspection"):
        if change.what == "removed" and change.old and draft.has(change.old):
            draft.remove(draft.part(change.old))
    _order(diff, draft, parts, changes)
    return draft, parts


def _edit(draft: Draft, change: Change, old: Thing, new: Thing, visits: Mapping[str, Visit]) -> None:
    given = {name: getattr(new.value, name) for name in change.fields if name not in {"label", "inspection"}}
    if old.label == "article":
        draft.article = draft.article.model_copy(update=given)
    elif old.label == "inspection":
        visit = draft.visit(old)
        visit.value = type(visit.value).model_validate({**facts(visit.value), **given})
    else:
        piece = draft.piece(old)
        if "inspection" in change.fields:
            piece.visit = visits.get(inspection_id(new.value) or "")
        if change.what in {"relabelled", "reattributed"}:
            _take_confidence(piece, new)
        if change.what == "relabelled":
            piece.change(new.label, **{**facts(new.item), **facts(piece.value)})
        elif given:
            piece.change(**given)


def _take_confidence(part: Visit | Piece, new: Thing) -> None:
    """The confidence is in what is said now."""
    sure = getattr(new.value, "confidence", None)
    if isinstance(part, Piece) and sure is not None and hasattr(part.value, "confidence"):
        part.change(confidence=sure)


def _order(diff: Diff, draft: Draft, parts: Parts, changes: Iterable[Change]) -> None:
    """Inspections in the order of the record after; those it lacks stay behind the one they stood behind."""
    came = any(c.what in {"added", "removed"} and c.thing.label == "inspection" for c in changes)
    there = {part: at for (label, at), part in parts.items() if label == "inspection"}
    places: dict[Visit | Piece, tuple[int, int]] = {}
    last = -1
    for number, visit in enumerate(draft.visits):
        last = there.get(visit, last)
        places[visit] = (last, 0 if visit in there else number + 1)
    ids = {p.value.id: diff.after.inspections[at].id for p, at in there.items() if isinstance(p, Visit)}
    draft.renumber = came or any(one != other for one, other in ids.items())
    if draft.renumber:
        draft.visits.sort(key=places.__getitem__)
