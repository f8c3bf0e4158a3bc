"""Verdicts on many changes at once, and what is too much to be taken unseen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.diff.apply import with_needed, with_needing
from extract.diff.things import things
from extract.errors import UsageError
from extract.review.decisions import Reviewer
from extract.review.questions import of_entries
from extract.review.verdicts import Case, confirm_entry, judge

MANY = 10
"""Removals in one go from which they are a mass."""
_A_RECORD = 4
"""Things of the smallest record of which half may not go unseen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of one article: changes by key; an empty key stands for all that are left."""

    id: str
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Swept:
    """One article before and after, and how many changes were accepted and rejected."""

    before: Case
    after: Case
    accepted: int
    rejected: int
    removed: int
    """Things that are gone from the accepted record."""

    @property
    def is_mass(self) -> bool:
        """Whether a good part of the record goes."""
        held = sum(1 for _ in things(self.before.accepted))
        return held >= _A_RECORD and self.removed * 2 >= held


def sweep(case: Case, wanted: Wanted, reviewer: Reviewer) -> Swept:
    """Accept and reject what is wanted, with what that takes along.

    Raises ``UsageError`` for a key that is nothing's, or for two that contradict each other.
    """
    before, entries = case, [q for q in of_entries(case) if q.key in wanted.accepted]
    for question in entries if case.pending is None else ():
        if question.entry:
            case = confirm_entry(case, question.entry, reviewer)
    there = case.diff
    named = [key for key in wanted.accepted if key and key not in {q.key for q in entries}]
    yes = with_needed(there, named) if named else frozenset()
    no = with_needing(there, (key for key in wanted.rejected if key))
    _check(case.id, there.keys, yes, no, wanted)
    if "" in wanted.accepted:
        yes = with_needed(there, there.keys - no)
    elif "" in wanted.rejected:
        no = there.keys - yes - {c.key for c in there.changes if c.forced}
        no = with_needing(there, no)
    _check(case.id, there.keys, yes, no, wanted)
    removed = sum(c.what == "removed" for c in there.changes if c.key in yes)
    return Swept(before, judge(case, yes, no, reviewer), len(yes) + len(entries), len(no), removed)


def _check(id_: str, known: Iterable[str], yes: frozenset[str], no: frozenset[str], wanted: Wanted) -> None:
    if unknown := [key for key in wanted.rejected if key and key not in set(known)]:
        raise UsageError(f"{id_}#{unknown[0]}: there is no such change; extract diff lists them")
    if both := sorted(yes & no):
        raise UsageError(f"{id_}#{both[0]}: what is accepted needs it, and what is rejected takes it along")


def check_mass(swept: Sequence[Swept]) -> None:
    """Refuse to take many removals unseen. Raises ``UsageError``."""
    gone = sum(one.removed for one in swept)
    if gone >= MANY or any(one.is_mass for one in swept):
        worst = max(swept, key=lambda one: one.removed)
        raise UsageError(
            f"this would remove {gone:,} things from {sum(one.removed > 0 for one in swept):,} records "
            f"({worst.removed:,} of {worst.before.id}); look at them with extract diff, or add --yes"
        )
