"""The learned head: probabilities of a sentence's label and theme, from the model's state and the words.

Multinomial logistic regressions. The label's sees the state of the embedded model after reading the sentence,
the signs that code found, and what the words alone say; the theme's sees the words. The numbers are learned
by ``extract train`` from the labelled sentences in ``prompts/findings/training`` and kept beside the prompt
they belong to.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

HEAD = "choice.head.npz"
WORD_FEATURES = 1 << 13
"""Buckets that words, pairs of words and letter groups are hashed to (Weinberger et al., 2009)."""
_LEAST = 1e-4
"""Floor of a probability before its logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One regression: ``weights`` has a row a class, a column a feature."""

    classes: tuple[str, ...]
    weights: Vector
    bias: Vector

    def probabilities(self, features: Vector) -> Vector:
        """Softmax of the class scores, in the order of ``classes``."""
        scores = self.weights @ features + self.bias
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Head:
    """The regressions, and the scaling of the state."""

    mean: Vector
    scale: Vector
    words: Layer
    label: Layer
    theme: Layer

    def read(
        self, text: str, state: Vector, signs: Vector
    ) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Probabilities of the labels and of the themes of a sentence."""
        words = word_features(text)
        features = np.concatenate(
            [(state - self.mean) / self.scale, signs, logarithms(self.words.probabilities(words))]
        )
        return _named(self.label, features), _named(self.theme, words)


def _named(layer: Layer, features: Vector) -> dict[str, float]:
    return {c: float(p) for c, p in zip(layer.classes, layer.probabilities(features), strict=True)}


def logarithms(shares: Vector) -> Vector:
    """Logarithms of probabilities, none below that of ``_LEAST``."""
    return np.log(np.maximum(shares, _LEAST)).astype(np.float32)


def word_features(text: str) -> Vector:
    """Counts of words, pairs of words and groups of three to five letters: hashed, damped, of unit length."""
    counts = Counter(zlib.crc32(term.encode()) % WORD_FEATURES for term in _terms(text))
    vector = np.zeros(WORD_FEATURES, dtype=np.float32)
    for bucket, count in counts.items():
        vector[bucket] = 1 + np.log(count)
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def _terms(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z]+", text.lower())
    yield from (f"w {word}" for word in words)
    yield from (f"w {first} {second}" for first, second in pairwise(words))
    for word in words:
        padded = f" {word} "
        yield from (f"c{padded[i : i + size]}" for size in (3, 4, 5) for i in range(len(padded) - size + 1))


def save_head(head: Head, path: Path) -> None:
    """Write the numbers as half-precision floats, the same bytes for the same numbers."""
    arrays: dict[str, NDArray[np.generic]] = {
        "mean": head.mean.astype(np.float16),
        "scale": head.scale.astype(np.float16),
    }
    for name, layer in (("words", head.words), ("label", head.label), ("theme", head.theme)):
        arrays[f"{name}_classes"] = np.array(layer.classes)
        arrays[f"{name}_weights"] = layer.weights.astype(np.float16)
        arrays[f"{name}_bias"] = layer.bias.astype(np.float16)
    np.savez_compressed(path, allow_pickle=False, **arrays)


@cache
def load_head() -> Head:
    """The head that belongs to the findings prompt."""
    with as_file(files("prompts") / "findings" / HEAD) as path:
        return read_head(path)


def read_head(path: Path) -> Head:
    """Read the numbers back."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}

    def layer(name: str) -> Layer:
        classes = tuple(str(c) for c in arrays[f"{name}_classes"])
        return Layer(
            classes, arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_bias"].astype(np.float32)
        )

    mean, scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
    return Head(mean, scale, layer("words"), layer("label"), layer("theme"))
