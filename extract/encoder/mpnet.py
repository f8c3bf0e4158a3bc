"""The forward pass of MPNet (Song et al., 2020), once for NumPy, which reads, and for JAX, which learns.

``xp`` is the array module, ``numpy`` or ``jax.numpy``. Shapes: a batch of B windows of T tokens, D features,
H heads. Attention adds a bias by the distance between two tokens, shared by all layers.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Array = Any
"""An array of whichever module computes."""
Weights = Mapping[str, Array]
"""Also pairs ``(down, up)`` under ``NAME.change``: a change of low rank to the matrix ``NAME.weight``."""

HEADS = 12
LAYERS = 12
LONGEST = 512
"""Tokens of a window: the encoder knows no more positions."""
_FIRST_POSITION = 2
_EPSILON = 1e-5
_BUCKETS = 32
_FARTHEST = 128
"""Distances beyond this share a bucket."""
_MASKED = -1e9

MATRICES = (
    "attention.attn.q",
    "attention.attn.k",
    "attention.attn.v",
    "attention.attn.o",
    "intermediate.dense",
    "output.dense",
)
CHANGE = ".change"
VECTORS = ("attention.LayerNorm", "output.LayerNorm")
Drop = Callable[[Array], Array]


def _keep(features: Array) -> Array:
    """Drop nothing: how features pass when reading."""
    return features


def embed(xp: Any, weights: Weights, ids: Array) -> Array:
    """Token ids (B, T) as features (B, T, D)."""
    places = np.arange(ids.shape[1]) + _FIRST_POSITION
    features = (
        weights["embeddings.word_embeddings.weight"][ids]
        + weights["embeddings.position_embeddings.weight"][places]
    )
    return _normal(xp, features, weights, "embeddings.LayerNorm")


def attention_bias(weights: Weights, mask: Array) -> Array:
    """What is added to attention scores: by distance, against padding; ``mask`` (B, T) is 1 for tokens."""
    near = weights["encoder.relative_attention_bias.weight"][_buckets(mask.shape[1])]
    return near.transpose(2, 0, 1)[None] + (1 - mask)[:, None, None, :] * _MASKED


def apply_layer(
    xp: Any,
    weights: Weights,
    number: int,
    features: Array,
    bias: Array,
    drop: Drop = _keep,
) -> Array:
    """Layer ``number``, from 0: features (B, T, D) to features of the same shape."""
    name = f"encoder.layer.{number}"
    batch, length, width = features.shape
    head = width // HEADS

    def split(part: str) -> Array:
        rows = _linear(weights, f"{name}.attention.attn.{part}", features)
        return rows.reshape(batch, length, HEADS, head).transpose(0, 2, 1, 3)

    scores = split("q") @ split("k").transpose(0, 1, 3, 2) / math.sqrt(head) + bias
    shares = xp.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (shares / shares.sum(axis=-1, keepdims=True)) @ split("v")
    mixed = mixed.transpose(0, 2, 1, 3).reshape(batch, length, width)
    attended = drop(_linear(weights, f"{name}.attention.attn.o", mixed))
    features = _normal(xp, features + attended, weights, f"{name}.attention.LayerNorm")
    inner = _gelu(xp, _linear(weights, f"{name}.intermediate.dense", features))
    changed = drop(_linear(weights, f"{name}.output.dense", inner))
    return _normal(xp, features + changed, weights, f"{name}.output.LayerNorm")


def _linear(weights: Weights, name: str, features: Array) -> Array:
    found = features @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    change = weights.get(f"{name}{CHANGE}")
    return found if change is None else found + features @ change[0].T @ change[1].T


def _normal(xp: Any, features: Array, weights: Weights, name: str) -> Array:
    centred = features - features.mean(axis=-1, keepdims=True)
    spread = xp.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _gelu(xp: Any, x: Array) -> Array:
    """GELU by its tanh form (Hendrycks and Gimpel, 2016): NumPy has no error function."""
    return 0.5 * x * (1 + xp.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))


def _buckets(length: int) -> Array:
    """The bucket of the distance from each token to each other, as in T5 (Raffel et al., 2020)."""
    distance = np.arange(length)[:, None] - np.arange(length)[None, :]
    half = _BUCKETS // 2
    exact = half // 2
    far = np.abs(distance)
    wide = exact + (np.log(np.maximum(far, 1) / exact) / math.log(_FARTHEST / exact) * (half - exact)).astype(
        np.int64
    )
    return np.where(distance < 0, half, 0) + np.where(far < exact, far, np.minimum(wide, half - 1))
