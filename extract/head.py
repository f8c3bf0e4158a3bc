"""The learned head: from the embedded model's state after reading a sentence to a label and a theme, with probabilities.

Two multinomial logistic regressions over one vector. The numbers are learned by ``extract train`` from the labelled sentences
in ``prompts/findings/training`` and kept beside the prompt they belong to; they are calibrated by construction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

HEAD = "choice.head.npz"


@dataclass(frozen=True, slots=True)
class Layer:
    """One regression: ``weights`` has a row a class, a column a feature."""

    classes: tuple[str, ...]
    weights: Vector
    bias: Vector

    def probabilities(self, features: Vector) -> dict[str, float]:
        """Softmax of the class scores."""
        scores = (self.weights @ features + self.bias).astype(np.float64)
        shares = np.exp(scores - scores.max())
        return {c: float(p) for c, p in zip(self.classes, shares / shares.sum(), strict=True)}


@dataclass(frozen=True, slots=True)
class Head:
    """Both regressions and the scaling of their features."""

    mean: Vector
    scale: Vector
    label: Layer
    theme: Layer

    def read(self, vector: Vector, signs: Vector) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Probabilities of the labels and of the themes, for a state and the signs that code found."""
        scaled = (vector - self.mean) / self.scale
        return self.label.probabilities(np.concatenate([scaled, signs])), self.theme.probabilities(scaled)


def save_head(head: Head, path: Path) -> None:
    """Write the numbers as half-precision floats, to the bit the same for the same numbers."""
    arrays = {"mean": head.mean, "scale": head.scale}
    for name, layer in (("label", head.label), ("theme", head.theme)):
        arrays |= {f"{name}_weights": layer.weights, f"{name}_bias": layer.bias}
    classes = {f"{n}_classes": np.array(layer.classes) for n, layer in (("label", head.label), ("theme", head.theme))}
    np.savez(path, **{k: v.astype(np.float16) for k, v in arrays.items()}, **classes)  # type: ignore[arg-type]


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
        return Layer(
            tuple(str(c) for c in arrays[f"{name}_classes"]),
            arrays[f"{name}_weights"].astype(np.float32),
            arrays[f"{name}_bias"].astype(np.float32),
        )

    return Head(arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32), layer("label"), layer("theme"))
