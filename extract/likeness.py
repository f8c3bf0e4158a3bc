"""Which things of two lists are the same: spans by overlap, and the best pairs one to one."""

from collections.abc import Callable, Iterable, Sequence

from schemas.record import Evidence

SAME_SPAN = 0.5
"""Intersection over union from which two spans are the same item."""

Pair = tuple[int, int]
"""Positions in the one list and in the other."""


Rank = tuple[float | str, ...]
"""How well two things fit: the lower, the better; compared from the left."""


def overlap(one: Evidence, other: Evidence) -> float:
    """Intersection over union of two spans: 1 for the same, 0 for strangers."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / (max(one.end, other.end) - min(one.start, other.start))


def best_pairs(pairs: Iterable[Pair], rank: Callable[[Pair], Rank | None]) -> list[Pair]:
    """Take pairs from the lowest rank up, each thing once; pairs without a rank are none."""
    ranked = sorted((r, pair) for pair in pairs if (r := rank(pair)) is not None)
    one: set[int] = set()
    other: set[int] = set()
    chosen: list[Pair] = []
    for _, (a, b) in ranked:
        if a not in one and b not in other:
            one.add(a)
            other.add(b)
            chosen.append((a, b))
    return chosen


def without(pairs: Iterable[Pair], taken: Sequence[Pair]) -> list[Pair]:
    """The pairs of which neither side is taken."""
    one, other = {a for a, _ in taken}, {b for _, b in taken}
    return [(a, b) for a, b in pairs if a not in one and b not in other]
