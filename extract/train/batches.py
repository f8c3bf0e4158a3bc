"""Examples as arrays: windows of like length together, padded to few sizes, so that little is compiled."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.encoder.learned import LABELS, THEMES
from extract.encoder.mpnet import LONGEST
from extract.encoder.reader import Tokens
from extract.train.articles import Example, Target

SIZES = (128, 224, 256, 320, LONGEST)
"""Tokens that a window is padded to."""
BATCH = 8
"""Windows learned from at once."""
_STRETCHES = 48
"""Lines and clauses of one window that are learned from, at most."""
_PAD = 1

Integers = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """One window in tokens, with the stretches whose reading is known."""

    article: str
    ids: list[int]
    stretches: list[tuple[tuple[int, int], Target]]

    @property
    def size(self) -> int:
        """The padded length."""
        return next(size for size in SIZES if size >= len(self.ids))


def rows_of(examples: Sequence[Example], tokens: Tokens) -> list[Row]:
    """The examples in tokens."""
    rows = []
    for example in examples:
        ids, stretches = tokens.lay_out(example.window)
        asked = [s for line, s in zip(example.window, stretches, strict=True) if line.asked]
        known = [
            pair
            for places, targets in zip(asked, example.targets, strict=True)
            for pair in zip(places, targets, strict=True)
        ]
        rows.append(Row(example.article, ids, known[:_STRETCHES]))
    return rows


def grouped(rows: Sequence[Row], chance: random.Random) -> list[list[int]]:
    """Numbers of rows in groups of one size, at most ``BATCH`` each, in an order left to chance."""
    order = sorted(range(len(rows)), key=lambda n: (rows[n].size, chance.random()))
    groups: list[list[int]] = []
    for number in order:
        last = groups[-1] if groups else []
        if last and len(last) < BATCH and rows[last[0]].size == rows[number].size:
            last.append(number)
        else:
            groups.append([number])
    chance.shuffle(groups)
    return groups


def token_arrays(rows: Sequence[Row]) -> tuple[Integers, Floats]:
    """Ids and mask of a group, ``BATCH`` rows whatever its number."""
    size = rows[0].size
    ids = np.full((BATCH, size), _PAD, np.int32)
    mask = np.zeros((BATCH, size), np.float32)
    for n, row in enumerate(rows):
        ids[n, : len(row.ids)] = row.ids
        mask[n, : len(row.ids)] = 1
    return ids, mask


@dataclass(frozen=True, slots=True)
class Targets:
    """``pool`` (BATCH, stretches, tokens) averages tokens; a weight of 0 means that nothing is known."""

    pool: Floats
    labels: Integers
    label_weights: Floats
    themes: Integers
    theme_weights: Floats


def target_arrays(rows: Sequence[Row]) -> Targets:
    """What a group's stretches should be read as."""
    shape = (BATCH, _STRETCHES)
    pool = np.zeros((*shape, rows[0].size), np.float32)
    labels, themes = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    label_weights, theme_weights = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for n, s, (start, end), target in _numbered(rows):
        pool[n, s, start:end] = 1 / (end - start)
        labels[n, s] = LABELS.index(target.label)
        label_weights[n, s] = target.weight
        if target.theme is not None:
            themes[n, s] = THEMES.index(target.theme)
            theme_weights[n, s] = 1
    return Targets(pool, labels, label_weights, themes, theme_weights)


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[int, int, tuple[int, int], Target]]:
    for n, row in enumerate(rows):
        for s, (place, target) in enumerate(row.stretches):
            yield n, s, place, target
