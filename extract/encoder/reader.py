"""Reading: a window in, what each of its lines reports out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from extract.encoder.learned import LABELS, THEMES, Learned, Numbers
from extract.encoder.mpnet import LAYERS, LONGEST, apply_layer, attention_bias, embed
from extract.encoder.window import MARKS, Reading, Window

_MOST = LONGEST - 2


class Tokens:
    """The encoder's tokenizer, and how a window is laid out: a mark, then the words, line after line."""

    def __init__(self, tokenizer: Path) -> None:
        """``tokenizer`` is the file ``tokenizer.json``."""
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        known: dict[str, int] = self._tokenizer.get_vocab()
        self._marks = {mark: known[f"[unused{n}]"] for n, mark in enumerate(MARKS)}
        self._begin, self._end = known["<s>"], known["</s>"]

    def lay_out(self, window: Window) -> tuple[list[int], list[list[tuple[int, int]]]]:
        """Token ids, and for each line the stretches of tokens that are its own and its clauses'.

        Every line of a window that is too long is cut to an equal share of what the encoder can read.
        """
        encoded = [self._tokenizer.encode(line.text, add_special_tokens=False) for line in window]
        most = LONGEST if sum(len(e.ids) + 1 for e in encoded) <= _MOST else _MOST // len(window) - 1
        ids = [self._begin]
        stretches: list[list[tuple[int, int]]] = []
        for line, words in zip(window, encoded, strict=True):
            begin = len(ids)
            ids += [self._marks[line.mark], *words.ids[:most]]
            clauses = (_tokens_within(words.offsets[:most], *clause) for clause in line.clauses)
            stretches.append([(begin, len(ids)), *((begin + 1 + a, begin + 1 + b) for a, b in clauses)])
        return [*ids, self._end], stretches


def _tokens_within(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The tokens that stand between two characters; the first one if none does."""
    inside = [n for n, (a, b) in enumerate(offsets) if a >= start and b <= end]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


class Reader:
    """The encoder with what was learned, in memory: about 400 MB."""

    def __init__(self, weights: Path, tokenizer: Path, learned: Learned) -> None:
        """``weights`` is the file ``model.safetensors``."""
        self._weights = learned.on(load_file(weights))
        self._tokens = Tokens(tokenizer)
        self._learned = learned

    def read(self, window: Window) -> tuple[list[Reading], int]:
        """What each line that is asked about reports, in order, and how many tokens were read."""
        ids, stretches = self._tokens.lay_out(window)
        features = self._features(ids)
        asked = [s for line, s in zip(window, stretches, strict=True) if line.asked]
        return [self._reading(places, features) for places in asked], len(ids)

    def _features(self, ids: list[int]) -> Numbers:
        batch = np.array([ids])
        bias = attention_bias(self._weights, np.ones_like(batch, dtype=np.float32))
        features: Any = embed(np, self._weights, batch)
        for number in range(LAYERS):
            features = apply_layer(np, self._weights, number, features, bias)
        return np.asarray(features[0], dtype=np.float32)

    def _reading(self, stretches: Sequence[tuple[int, int]], features: Numbers) -> Reading:
        whole, *clauses = (features[a:b].mean(axis=0) for a, b in stretches)
        return Reading(
            *self._probabilities(whole), tuple(Reading(*self._probabilities(clause)) for clause in clauses)
        )

    def _probabilities(self, mean: Numbers) -> tuple[dict[str, float], dict[str, float]]:
        return (
            _shares(LABELS, self._learned.label, mean, self._learned.temperature),
            _shares(THEMES, self._learned.theme, mean, 1.0),
        )


def _shares(
    names: Sequence[str], head: tuple[Numbers, Numbers], mean: Numbers, temperature: float
) -> dict[str, float]:
    weight, bias = head
    scores = (weight @ mean + bias) / temperature
    shares = np.exp(scores - scores.max())
    return {name: round(float(s), 4) for name, s in zip(names, shares / shares.sum(), strict=True)}
