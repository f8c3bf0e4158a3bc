"""Which question comes next: what is pending, article by article, then what is doubtful."""

from collections.abc import Sequence

from extract.errors import ExtractError
from extract.review.desk import Desk
from extract.review.questions import Question, of_entries, of_pending
from extract.review.verdicts import Case, close


class Agenda:
    """The questions of a sitting, worked out anew after each verdict; those that were left come no more."""

    def __init__(self, desk: Desk, ids: Sequence[str]) -> None:
        """``ids`` are the articles to look at, in their order."""
        self._desk = desk
        self._ids = tuple(ids)
        self._over: set[str] = set()
        self._entries: list[Question] | None = None
        self.left: set[tuple[str, str]] = set()
        """Questions that were skipped, each by its article's id and its key."""
        self.unreadable: dict[str, str] = {}
        """Articles whose files cannot be read, and why."""

    def next(self) -> Question | None:
        """The next question; None when there is none left."""
        pending = set(self._desk.store.pending_ids())
        for id_ in self._ids:
            if id_ in self._over or id_ not in pending:
                continue
            if question := self._next_change(id_):
                return question
            self._over.add(id_)
        return self._next_entry(pending)

    def start_over(self) -> None:
        """Look at every article again: something was taken back."""
        self._over.clear()
        self._entries = None

    def place(self, question: Question) -> str:
        """How far the reviewer is."""
        if question.change:
            left = len(of_pending(self._desk.open(question.id)))
            articles = len(set(self._desk.store.pending_ids()) & set(self._ids))
            return (
                f"{left} change{'s'[: left != 1]} left here, {articles} article{'s'[: articles != 1]} pending"
            )
        doubtful = len(self._entries or ())
        return f"{doubtful} doubtful entr{'y' if doubtful == 1 else 'ies'} left, the least certain first"

    def _next_change(self, id_: str) -> Question | None:
        case = self._open(id_)
        if case is None:
            return None
        questions = of_pending(case)
        if not questions:  # it differs in nothing that anybody could decide
            self._desk.write(case, close(case))
        return next((q for q in questions if (q.id, q.key) not in self.left), None)

    def _next_entry(self, pending: set[str]) -> Question | None:
        if self._entries is None:
            cases = (self._open(id_) for id_ in self._ids if id_ not in pending)
            found = (question for case in cases if case for question in of_entries(case))
            self._entries = sorted(found, key=lambda q: (q.certainty, q.id, q.key))
        while self._entries:
            listed = self._entries[0]
            case = None if (listed.id, listed.key) in self.left else self._open(listed.id)
            for question in of_entries(case) if case else ():
                if question.key == listed.key:
                    return question
            self._entries.pop(0)
        return None

    def _open(self, id_: str) -> Case | None:
        try:
            return self._desk.open(id_)
        except ExtractError as exc:
            self.unreadable[id_] = str(exc)
            return None
