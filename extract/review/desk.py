"""The reviewer's desk: an article's files opened, and written back when something was decided."""

from dataclasses import replace

from extract.diff.texts import text_of
from extract.errors import RecordError
from extract.review.verdicts import Case
from extract.store import Store


class Desk:
    """Reads and writes cases of one outputs folder, and takes back what was written, one by one."""

    def __init__(self, store: Store) -> None:
        """Nothing is read before it is asked for."""
        self.store = store
        self._done: list[tuple[Case, Case]] = []

    def open(self, id_: str) -> Case:
        """An article's files as they are now. Raises ``RecordError``."""
        accepted = self.store.load(id_)
        pending = self.store.load(id_, pending=True)
        if accepted is None:
            wrong = "has a pending record but no accepted one" if pending else "has no record"
            raise RecordError(f"{id_}: {wrong} in {self.store.folder.as_posix()}; run extract run on it")
        return Case(accepted, pending, self.store.review(id_), text_of(pending or accepted))

    def write(self, before: Case, after: Case) -> None:
        """Write what differs: the decisions first, so that none is lost if this is cut short.

        Raises ``RecordError`` if somebody else has written meanwhile.
        """
        if self.open(before.id) != before:
            raise RecordError(f"{before.id}: its files have changed meanwhile; look at them again")
        self._write(before, after)
        self._done.append((before, after))

    def undo(self) -> Case | None:
        """Take back what was last written; the case as it was before, or None if there is nothing."""
        if not self._done:
            return None
        before, after = self._done.pop()
        if replace(self.open(after.id), text=after.text) != after:
            raise RecordError(f"{after.id}: its files have changed meanwhile; it cannot be undone")
        self._write(after, before)
        return before

    def explain(self, why: str) -> bool:
        """Add the reason to the decisions that were last written; False if there are none."""
        if not self._done:
            return False
        before, after = self._done.pop()
        told = tuple(
            d if d in before.review.decisions else d.model_copy(update={"why": why})
            for d in after.review.decisions
        )
        explained = replace(after, review=after.review.model_copy(update={"decisions": told}))
        self._write(after, explained)
        self._done.append((before, explained))
        return True

    def _write(self, before: Case, after: Case) -> None:
        if after.review != before.review:
            self.store.keep_review(after.review)
        if after.accepted != before.accepted:
            self.store.accept(after.accepted)
        if after.pending != before.pending:
            if after.pending is None:
                self.store.drop_pending(after.id)
            else:
                self.store.hold(after.pending)
