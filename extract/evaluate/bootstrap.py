"""How far a score would move with other articles: 95 % intervals by resampling articles with replacement.

Articles and not items are drawn, because the items of one article are right or wrong together.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from extract.evaluate.calibration import Floats

SEED = 20180509
"""Fixed, so that the same scores give the same intervals."""
RESAMPLES = 2000
Interval = tuple[float, float]


def draws(articles: int) -> NDArray[np.int64]:
    """Which articles each resample holds: ``RESAMPLES`` rows, as many columns as there are articles."""
    return np.random.default_rng(SEED).integers(0, articles, size=(RESAMPLES, articles))


def interval(parts: Floats, drawn: NDArray[np.int64], value: Callable[[Floats], Floats]) -> Interval | None:
    """The middle 95 % of a score over the resamples that have one.

    ``parts`` holds each article's sums along its first axis; ``value`` makes scores of added-up sums,
    NaN for none.
    """
    values = value(parts[drawn].sum(axis=1))
    values = values[~np.isnan(values)]
    if not values.size:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def ratio(sums: Floats) -> Floats:
    """Numerators over denominators, which stand along the last axis; NaN where there is nothing to count."""
    numerator, denominator = sums[..., 0], sums[..., 1]
    return np.divide(numerator, denominator, out=np.full_like(numerator, np.nan), where=denominator > 0)


def ratio_interval(pairs: Sequence[tuple[int, int]], drawn: NDArray[np.int64]) -> Interval | None:
    """The interval of a ratio whose numerator and denominator each article adds to."""
    return interval(np.array(pairs, dtype=np.float64), drawn, ratio)
