"""What happened to each thing between two records, as values that can be applied one by one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.diff.aspects import What, aspects_of, differs
from extract.diff.moved import onto, stands
from extract.diff.pairs import Paired, pair_things
from extract.diff.things import Contents, Kind, Thing, inspection_id, place_name
from schemas.record import Finding, Quote, Record


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened, with the thing before and after.

    ``fields`` are those that differ, none where the whole thing was added or removed. ``needs`` are the keys
    of changes that must be made with it. A ``forced`` one cannot be refused: the article's text has
    changed and no longer holds the old.
    """

    key: str
    what: What
    old: Thing | None
    new: Thing | None
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    forced: bool = False

    @property
    def thing(self) -> Thing:
        """The thing as it is after the change, or was before it was removed."""
        thing = self.new or self.old
        if thing is None:
            raise ValueError(f"{self.key}: a change of nothing")
        return thing


@dataclass(frozen=True, slots=True)
class Diff:
    """Two records of one article. ``before`` is told on the text of ``after`` where the texts differ.

    ``confidences`` counts items that are as they were, save how sure the model is of them.
    """

    before: Record
    after: Record
    pairs: tuple[Paired, ...]
    changes: tuple[Change, ...]
    confidences: int

    @property
    def id(self) -> str:
        """The article's id."""
        return self.after.article.id

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all changes."""
        return frozenset(change.key for change in self.changes)


def diff(before: Record, after: Record, *, text: str | None = None, without: Iterable[str] = ()) -> Diff:
    """What happened between two records, in the order of the article; ``text`` is that of ``after``.

    Another order of a list, or another number in an inspection's id, is nothing. Aspects named in
    ``without`` are not compared.
    """
    lost: tuple[Thing, ...] = ()
    moved = before.article.sha256 != after.article.sha256
    if moved:
        before, lost = onto(before, after, text)
    pairs = pair_things(before, after)
    same = {
        p.old.inspection.id: p.new.inspection.id
        for p in pairs
        if p.old and p.new and p.new.label == "inspection"
    }
    pairs += [Paired(thing, None) for thing in lost]
    articles = Paired(Thing("article", 0, before.article), Thing("article", 0, after.article))
    found = [c for pair in (articles, *pairs) for c in _changes(pair, same, frozenset(without))]
    named = _named(found, Contents(before), Contents(after))
    if moved:
        gone = {id(thing.value) for thing in lost}
        named = [replace(c, forced=_is_forced(c, gone, text)) for c in named]
    return Diff(before, after, tuple(pairs), tuple(_with_needs(named)), _confidences(pairs))


def _changes(pair: Paired, same: Mapping[str, str], without: frozenset[str]) -> Iterator[Change]:
    old, new = pair
    if old is None or new is None:
        thing = new or old
        if thing is not None:
            yield Change(place_name(thing), "removed" if new is None else "added", old, new)
        return
    if old.value == new.value and old.label == new.label:
        id_ = inspection_id(old.value)
        if id_ is None or same.get(id_) == id_:
            return
    for aspect in aspects_of(old, new):
        fields = tuple(name for name in aspect.fields if differs(old, new, name, same))
        if fields and aspect.name not in without:
            yield Change(f"{place_name(new)}.{aspect.name}", aspect.what, old, new, fields)


_KINDS: tuple[Kind, ...] = ("article", "inspection", "finding", "quote")


def _place(change: Change) -> tuple[int | str, ...]:
    """Where a change stands: what is about the whole article or an inspection first, then by the text."""
    thing = change.thing
    rank = _KINDS.index(thing.kind)
    return (min(rank, 2), thing.start, rank, change.key)


def _named(changes: Sequence[Change], before: Contents, after: Contents) -> list[Change]:
    """Changes in order, with keys of their own: a second one of the same name gets ``~2``."""
    alike: dict[str, list[Change]] = {}
    for change in sorted(changes, key=_place):
        alike.setdefault(change.key, []).append(change)

    def said(change: Change) -> tuple[str, ...]:
        old = before.of(change.old.value) if change.old else ""
        return (change.thing.label, old, after.of(change.new.value) if change.new else "")

    named: list[Change] = []
    for same in alike.values():
        ordered = sorted(same, key=said) if len(same) > 1 else same
        named += (replace(c, key=f"{c.key}~{n}") if n > 1 else c for n, c in enumerate(ordered, start=1))
    return named


def _is_forced(change: Change, gone: set[int], text: str | None) -> bool:
    if change.old is None:
        return False
    if id(change.old.value) in gone:
        return True
    return text is not None and not stands(change.old.value, text, change.fields)


def _with_needs(changes: Sequence[Change]) -> Iterator[Change]:
    """An item comes only with its inspection; an inspection goes only once nothing is left under it."""
    added = {c.new.inspection.id: c.key for c in changes if c.what == "added" and _of_visit(c) and c.new}
    leaving: dict[str, list[str]] = {}
    for change in changes:
        if change.old is None or _of_visit(change):
            continue
        if change.what == "removed" or "inspection" in change.fields:
            leaving.setdefault(inspection_id(change.old.value) or "", []).append(change.key)
    for change in changes:
        if _of_visit(change):
            goes = change.what == "removed" and change.old is not None
            id_ = change.old.inspection.id if change.old else ""
            yield replace(change, needs=tuple(leaving.get(id_, ()))) if goes else change
        elif change.new and (change.what == "added" or "inspection" in change.fields):
            key = added.get(inspection_id(change.new.value) or "")
            yield replace(change, needs=(key,)) if key else change
        else:
            yield change


def _of_visit(change: Change) -> bool:
    return change.thing.label == "inspection"


def _confidences(pairs: Iterable[Paired]) -> int:
    return sum(
        old is not None
        and new is not None
        and isinstance(old.value, Finding | Quote)
        and isinstance(new.value, Finding | Quote)
        and old.value.confidence != new.value.confidence
        for old, new in pairs
    )
