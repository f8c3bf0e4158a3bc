"""Fitting: low-rank changes to the encoder's upper layers and two heads, by AdamW on batches of windows.

The lower layers stay as they are, so what they make of each window is worked out once and kept. JAX runs the
same forward pass that NumPy runs when reading. The same articles, on the same machine, give the same numbers.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from scipy.optimize import minimize_scalar

from extract.encoder.learned import LABELS, THEMES, Learned, Numbers
from extract.encoder.mpnet import CHANGE, LAYERS, MATRICES, VECTORS, apply_layer, attention_bias, embed
from extract.encoder.reader import Tokens
from extract.train.articles import Example
from extract.train.batches import BATCH, Row, Targets, grouped, rows_of, target_arrays, token_arrays

FIRST = 6
"""The lowest layer that is changed. From 127 articles, 6 gave a left-out F1 of 0.68, 8 one of 0.65."""
RANK = 16
EPOCHS = 4
RATES = {"heads": 1e-3, "matrices": 5e-4, "vectors": 1e-4}
"""Highest learning rates; each rises over the first tenth of the steps and falls along a cosine."""
_DROPOUT = 0.1
_DECAY = 0.01
_THEME_SHARE = 0.5
"""Weight of the themes' loss beside the labels'."""
_SEED = 0

Progress = Callable[[int, int], None]
"""Told how many batches of how many are done."""
Parameters = Any
"""A tree of JAX arrays: heads, matrices, vectors."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The numbers, and how well they read the articles that were left out."""

    learned: Learned
    articles: int
    sentences: int
    left_out: int
    f1: float
    theme_accuracy: float


def fit(
    examples: Sequence[Example],
    left_out: Sequence[Example],
    tokens: Tokens,
    weights: Mapping[str, Numbers],
    progress: Progress,
) -> Fit:
    """Learn from ``examples``; ``left_out`` sets the temperature and measures."""
    jax.config.update("jax_default_prng_impl", "rbg")
    network = _Network(weights)
    rows, others = rows_of(examples, tokens), rows_of(left_out, tokens)
    chance = random.Random(_SEED)  # noqa: S311  the order of batches is no secret
    batches = EPOCHS * len(grouped(rows, random.Random(_SEED)))  # noqa: S311  as above
    lower = network.lower(rows)
    parameters = network.start()
    optimiser = _optimiser(batches)
    state = optimiser.init(parameters)

    def change(
        parameters: Parameters, state: Any, features: Any, mask: Any, targets: Any, key: Any
    ) -> tuple[Parameters, Any]:
        gradient = jax.grad(network.loss)(parameters, features, mask, targets, key)
        updates, state = optimiser.update(gradient, state, parameters)
        return optax.apply_updates(parameters, updates), state

    step = jax.jit(change)
    key, done = jax.random.key(_SEED), 0
    for _ in range(EPOCHS):
        for group in grouped(rows, chance):
            some = [rows[n] for n in group]
            key, used = jax.random.split(key)
            features = _stacked([lower[n] for n in group], some[0].size)
            mask = token_arrays(some)[1]
            parameters, state = step(parameters, state, features, mask, astuple(target_arrays(some)), used)
            jax.block_until_ready(parameters["heads"])
            done += 1
            progress(done, batches)
    scores, targets = network.scores(parameters, others)
    temperature = _temperature(scores[0], targets.labels)
    learned = _as_learned(parameters, temperature)
    return Fit(
        learned,
        articles=len({e.article for e in examples}),
        sentences=sum(len(line) > 0 for e in examples for line in e.targets),
        left_out=len({e.article for e in left_out}),
        f1=_f1(scores[0].argmax(axis=1), targets.labels),
        theme_accuracy=_accuracy(scores[1].argmax(axis=1), targets.themes, targets.theme_weights > 0),
    )


class _Network:
    """The encoder in JAX with its frozen lower layers and changeable upper ones."""

    def __init__(self, weights: Mapping[str, Numbers]) -> None:
        self._numbers = weights
        self._weights = {name: jnp.asarray(w) for name, w in weights.items() if w.dtype == np.float32}
        self._run_lower = jax.jit(self._lower)
        self._run_upper = jax.jit(lambda p, x, m, pool: self._upper(p, x, m, pool, None))

    def start(self) -> Parameters:
        """Changes that change nothing yet, and heads that know nothing yet."""
        chance = np.random.default_rng(_SEED)
        width = self._numbers["embeddings.LayerNorm.weight"].shape[0]

        def small(*shape: int) -> Any:
            return jnp.asarray(chance.normal(0, shape[-1] ** -0.5, shape), jnp.float32)

        layers = [f"encoder.layer.{n}" for n in range(FIRST, LAYERS)]
        matrices = [f"{layer}.{m}" for layer in layers for m in MATRICES]
        vectors = [f"{m}.bias" for m in matrices]
        vectors += [f"{layer}.{v}.{part}" for layer in layers for v in VECTORS for part in ("weight", "bias")]
        shapes = {m: self._numbers[f"{m}.weight"].shape for m in matrices}
        return {
            "matrices": {
                f"{m}.weight": (small(RANK, shapes[m][1]), jnp.zeros((shapes[m][0], RANK))) for m in matrices
            },
            "vectors": {v: self._weights[v] for v in vectors},
            "heads": {
                name: (small(len(classes), width), jnp.zeros(len(classes)))
                for name, classes in (("label", LABELS), ("theme", THEMES))
            },
        }

    def lower(self, rows: Sequence[Row]) -> list[np.ndarray[Any, np.dtype[np.float16]]]:
        """What the frozen layers make of each row, in half precision."""
        found: list[Any] = [None] * len(rows)
        for group in grouped(rows, random.Random(_SEED)):  # noqa: S311  as above
            features = np.asarray(self._run_lower(*token_arrays([rows[n] for n in group])))
            for place, n in enumerate(group):
                found[n] = features[place, : len(rows[n].ids)]
        return found

    def _lower(self, ids: Any, mask: Any) -> Any:
        bias = attention_bias(self._weights, mask)
        features = embed(jnp, self._weights, ids)
        for number in range(FIRST):
            features = apply_layer(jnp, self._weights, number, features, bias)
        return features.astype(jnp.float16)

    def _upper(
        self, parameters: Parameters, features: Any, mask: Any, pool: Any, key: Any
    ) -> tuple[Any, Any]:
        changes = {
            f"{name.removesuffix('.weight')}{CHANGE}": pair for name, pair in parameters["matrices"].items()
        }
        weights = {**self._weights, **changes, **parameters["vectors"]}
        bias = attention_bias(weights, mask)
        drop = _Dropout(key)
        features = features.astype(jnp.float32)
        for number in range(FIRST, LAYERS):
            features = apply_layer(jnp, weights, number, features, bias, drop)
        means = drop(pool @ features)
        label, theme = (parameters["heads"][name] for name in ("label", "theme"))
        return means @ label[0].T + label[1], means @ theme[0].T + theme[1]

    def loss(self, parameters: Parameters, features: Any, mask: Any, targets: Any, key: Any) -> Any:
        """Cross-entropy of labels and themes, averaged over the weights of what is known."""
        known = Targets(*targets)
        labels, themes = self._upper(parameters, features, mask, known.pool, key)
        return _entropy(labels, known.labels, known.label_weights) + _THEME_SHARE * _entropy(
            themes, known.themes, known.theme_weights
        )

    def scores(self, parameters: Parameters, rows: Sequence[Row]) -> tuple[tuple[Numbers, Numbers], Targets]:
        """Scores of labels and themes of every stretch of weight 1, with its targets, a row a stretch."""
        lower = self.lower(rows)
        found: list[tuple[Numbers, ...]] = []
        for group in grouped(rows, random.Random(_SEED)):  # noqa: S311  as above
            some = [rows[n] for n in group]
            known = target_arrays(some)
            features = _stacked([lower[n] for n in group], some[0].size)
            labels, themes = self._run_upper(parameters, features, token_arrays(some)[1], known.pool)
            whole = known.label_weights == 1
            found.append(
                tuple(
                    np.asarray(a)[whole]
                    for a in (
                        labels,
                        themes,
                        known.labels,
                        known.label_weights,
                        known.themes,
                        known.theme_weights,
                    )
                )
            )
        label, theme, *rest = (np.concatenate(column) for column in zip(*found, strict=True))
        return (label, theme), Targets(label, *rest)


class _Dropout:
    """Drops features at random while learning; with no key it drops nothing."""

    def __init__(self, key: Any) -> None:
        self._key = key

    def __call__(self, features: Any) -> Any:
        if self._key is None:
            return features
        self._key, used = jax.random.split(self._key)
        kept = jax.random.bernoulli(used, 1 - _DROPOUT, features.shape)
        return jnp.where(kept, features / (1 - _DROPOUT), 0)


def _optimiser(steps: int) -> Any:
    def one(rate: float, decay: float) -> Any:
        schedule = optax.warmup_cosine_decay_schedule(0, rate, max(1, steps // 10), steps, rate / 50)
        return optax.chain(optax.clip_by_global_norm(1), optax.adamw(schedule, weight_decay=decay))

    kinds = {name: one(rate, 0 if name == "vectors" else _DECAY) for name, rate in RATES.items()}
    return optax.multi_transform(kinds, {name: name for name in kinds})


def _entropy(scores: Any, classes: Any, weights: Any) -> Any:
    losses = optax.softmax_cross_entropy_with_integer_labels(scores, classes)
    return (losses * weights).sum() / jnp.maximum(weights.sum(), 1)


def _stacked(features: Sequence[np.ndarray[Any, Any]], size: int) -> np.ndarray[Any, np.dtype[np.float16]]:
    stacked = np.zeros((BATCH, size, features[0].shape[1]), np.float16)
    for n, one in enumerate(features):
        stacked[n, : len(one)] = one
    return stacked


def _temperature(scores: Numbers, classes: Any) -> float:
    """The divisor of scores that makes the left-out labels likeliest (Guo et al., 2017)."""

    def surprise(temperature: float) -> float:
        scaled = scores / temperature
        largest = scaled.max(axis=1)
        total = largest + np.log(np.exp(scaled - largest[:, None]).sum(axis=1))
        return float((total - scaled[np.arange(len(classes)), classes]).mean())

    return float(minimize_scalar(surprise, bounds=(0.3, 5), method="bounded").x)


def _as_learned(parameters: Parameters, temperature: float) -> Learned:
    tree = jax.tree.map(np.asarray, parameters)
    return Learned(
        tree["matrices"], tree["vectors"], tree["heads"]["label"], tree["heads"]["theme"], temperature
    )


def _f1(said: Any, wanted: Any) -> float:
    """F1 of strengths and weaknesses together; a sentence of both holds one of each."""
    holds = np.array([[n in {"strength", "both"}, n in {"weakness", "both"}] for n in LABELS])
    one, other = holds[said], holds[wanted]
    return float(2 * (one & other).sum() / max(1, one.sum() + other.sum()))


def _accuracy(said: Any, wanted: Any, known: Any) -> float:
    return float((said == wanted)[known].mean())
