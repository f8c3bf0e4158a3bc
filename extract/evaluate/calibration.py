"""Whether a confidence of 0.9 is right nine times in ten: reliability table and expected calibration error.

A finding is right when gold has it with that polarity; a quote when gold has it, of that speaker and side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from extract.evaluate.agreement import same_speaker
from extract.evaluate.gold import GoldRecord
from extract.evaluate.matching import Matches, Matching
from schemas.record import Finding, Frozen, Record

BINS = 10
"""Of equal width between 0 and 1; a confidence on a border belongs to the bin above, 1 to the last."""

Floats = NDArray[np.float64]


class Bin(Frozen):
    """Items of like confidence: how many, how sure on average, and the share that is right."""

    low: float
    high: float
    items: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The confidence of one item and whether it is right. Optional gold is not judged."""

    part: Literal["findings", "quotes"]
    confidence: float
    right: bool


def judge(said: Record, gold: GoldRecord, matches: Matches) -> list[Judged]:
    """Every finding and quote of a record that gold judges."""
    findings = [
        *_findings(said.strengths, matches.strengths),
        *_findings(said.weaknesses, matches.weaknesses),
    ]
    right = {
        s
        for s, g in matches.quotes.pairs
        if same_speaker(said.quotes[s], gold.quotes[g].speaker, gold.quotes[g].speaker_kind)
    }
    forgiven = {s for s, _ in matches.quotes.forgiven}
    quotes = [
        Judged("quotes", q.confidence, n in right) for n, q in enumerate(said.quotes) if n not in forgiven
    ]
    return findings + quotes


def _findings(said: Sequence[Finding], matching: Matching) -> list[Judged]:
    right = {s for s, _ in matching.pairs}
    forgiven = {s for s, _ in matching.forgiven}
    return [Judged("findings", f.confidence, n in right) for n, f in enumerate(said) if n not in forgiven]


def binned(items: Iterable[Judged]) -> Floats:
    """A row a bin: items, the sum of their confidence, those that are right. Such tables may be added."""
    sums = np.zeros((BINS, 3))
    for item in items:
        sums[min(int(item.confidence * BINS), BINS - 1)] += (1, item.confidence, item.right)
    return sums


def expected_calibration_error(sums: Floats) -> Floats:
    """Mean gap between confidence and share right, by items, over the last two axes; NaN without items."""
    items = sums[..., 0].sum(axis=-1)
    gaps = np.abs(sums[..., 1] - sums[..., 2]).sum(axis=-1)
    error: Floats = np.divide(gaps, items, out=np.full_like(gaps, np.nan), where=items > 0)
    return error


def reliability(sums: Floats) -> tuple[Bin, ...]:
    """The bins that hold anything, from the least sure up."""
    return tuple(
        Bin(
            low=round(n / BINS, 2),
            high=round((n + 1) / BINS, 2),
            items=int(items),
            confidence=round(float(confidence / items), 4),
            right=round(float(right / items), 4),
        )
        for n, (items, confidence, right) in enumerate(sums)
        if items
    )
