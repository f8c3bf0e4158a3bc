"""Two sources of records side by side, article by article."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from extract.diff.changes import Change, Diff, diff
from extract.diff.sources import Side, Source
from extract.diff.texts import text_of
from extract.errors import RecordError
from extract.staleness import Changed, why_stale
from schemas.record import Record

State = Literal["changed", "same", "new", "gone", "unreadable"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One article: what changed, or that one side has no record of it, or why it cannot be told."""

    id: str
    state: State
    diff: Diff | None = None
    differing: tuple[Changed, ...] = ()
    record: Record | None = None
    """The only record, of an article that is new or gone."""
    reason: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in it."""
        return self.diff.changes if self.diff else ()


def compare(before: Source, after: Source, only: Collection[str] = ()) -> Iterator[Compared]:
    """Every article of both sources, by id; of those alone that ``only`` names, if it names any."""
    ids = set(after.ids())
    if after.whole:
        ids |= set(before.ids())
    for id_ in sorted(ids & set(only) if only else ids):
        try:
            old, new = before.load(id_), after.load(id_)
        except RecordError as exc:
            yield Compared(id_, "unreadable", reason=str(exc))
            continue
        if old and new:
            yield _compared(id_, old, new)
        elif only_side := new or old:
            yield Compared(id_, "new" if new else "gone", record=only_side.record)


def _compared(id_: str, old: Side, new: Side) -> Compared:
    text = None
    if old.record.article.sha256 != new.record.article.sha256:
        text = text_of(new.record)
    gold = old.is_gold or new.is_gold
    found = diff(old.record, new.record, text=text, without=("evidence",) if gold else ())
    if gold:  # which is sure of all it says, and may leave some of it open
        kept = tuple(c for c in found.changes if not _is_forgiven(c, old, new))
        found = replace(found, changes=kept, confidences=0)
    differing = () if gold else _differing(old.record, new.record)
    return Compared(id_, "changed" if found.changes else "same", found, differing)


def _differing(old: Record, new: Record) -> tuple[Changed, ...]:
    return tuple(why_stale(old, new.article.sha256, new.provenance))


def _is_forgiven(change: Change, old: Side, new: Side) -> bool:
    """Whether it is only that the one side lacks what gold calls optional."""
    if change.what == "removed" and change.old:
        return change.old.path in old.optional
    return change.what == "added" and change.new is not None and change.new.path in new.optional
