"""What was learned on top of the encoder: low-rank changes to its upper layers (Hu et al., 2021), two heads.

``extract train`` makes the numbers from the labelled articles in ``prompts/findings/training``; they are kept
beside the prompts of the findings task, as half-precision floats.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from schemas.record import Theme

Numbers = NDArray[np.float32]

FILE = "choice.learned.npz"
LABELS = ("strength", "weakness", "both", "none", "recommendation")
THEMES: tuple[Theme, ...] = get_args(Theme)
"""Like the labels, in the order of the heads' rows."""
_DOWN, _UP = ".down", ".up"


@dataclass(frozen=True, slots=True)
class Learned:
    """``matrices`` names pairs whose product is added to a matrix; ``vectors`` replace the encoder's own.

    A head has a row a class. Scores are divided by ``temperature`` before they become probabilities
    (Guo et al., 2017).
    """

    matrices: Mapping[str, tuple[Numbers, Numbers]]
    vectors: Mapping[str, Numbers]
    label: tuple[Numbers, Numbers]
    theme: tuple[Numbers, Numbers]
    temperature: float

    def on(self, weights: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """The encoder's weights with what was learned."""
        changed = {name: weights[name] + up @ down for name, (down, up) in self.matrices.items()}
        return {**weights, **changed, **self.vectors}


def save_learned(learned: Learned, path: Path) -> None:
    """Write the numbers, the same bytes for the same numbers."""
    arrays = {f"v:{name}": numbers for name, numbers in learned.vectors.items()}
    for name, (down, up) in learned.matrices.items():
        arrays |= {f"m:{name}{_DOWN}": down, f"m:{name}{_UP}": up}
    for name, (weight, bias) in (("label", learned.label), ("theme", learned.theme)):
        arrays |= {f"{name}.weight": weight, f"{name}.bias": bias}
    halves = {name: arrays[name].astype(np.float16) for name in sorted(arrays)}
    np.savez_compressed(path, allow_pickle=False, temperature=np.float32(learned.temperature), **halves)


def read_learned(path: Path) -> Learned:
    """Read the numbers back."""
    with np.load(path, allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    downs = [name.removesuffix(_DOWN) for name in arrays if name.endswith(_DOWN)]
    return Learned(
        {d.removeprefix("m:"): (arrays[d + _DOWN], arrays[d + _UP]) for d in downs},
        {name.removeprefix("v:"): numbers for name, numbers in arrays.items() if name.startswith("v:")},
        (arrays["label.weight"], arrays["label.bias"]),
        (arrays["theme.weight"], arrays["theme.bias"]),
        float(arrays["temperature"]),
    )


@cache
def learned_hash() -> str:
    """Hash of the file of numbers: a reading depends on it."""
    return f"sha256:{hashlib.sha256((files('prompts') / 'findings' / FILE).read_bytes()).hexdigest()[:16]}"


@cache
def load_learned() -> Learned:
    """The numbers that belong to the findings prompts."""
    with as_file(files("prompts") / "findings" / FILE) as path:
        return read_learned(path)
