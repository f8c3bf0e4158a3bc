"""An encoder of the real one's shape in all but size, with weights by chance: too small to be right."""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from extract.encoder.learned import LABELS, THEMES, Learned
from extract.encoder.mpnet import HEADS, LAYERS, LONGEST, MATRICES, VECTORS
from extract.encoder.window import MARKS

WIDTH = 2 * HEADS
INNER = 3 * WIDTH
WORDS = tuple(
    "inspectors found that leaders are strong but plans remain weak children wait months too long .".split()  # noqa: SIM905  read as a sentence
)


def write_encoder(folder: Path) -> tuple[Path, Path]:
    """The paths of the weights and of the tokenizer."""
    chance = np.random.default_rng(0)
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *(f"[unused{n}]" for n in range(len(MARKS))), *WORDS]
    ids = {word: n for n, word in enumerate(vocabulary)}
    tokenizer = Tokenizer(WordLevel(ids, unk_token="<unk>"))  # noqa: S106  a token of text, not a secret
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": some(len(vocabulary), WIDTH),
        "embeddings.position_embeddings.weight": some(LONGEST + 2, WIDTH),
        "embeddings.LayerNorm.weight": np.ones(WIDTH, np.float32),
        "embeddings.LayerNorm.bias": np.zeros(WIDTH, np.float32),
        "encoder.relative_attention_bias.weight": some(32, HEADS),
    }
    for layer in range(LAYERS):
        for name in MATRICES:
            rows, columns = {
                "intermediate.dense": (INNER, WIDTH),
                "output.dense": (WIDTH, INNER),
            }.get(name, (WIDTH, WIDTH))
            weights[f"encoder.layer.{layer}.{name}.weight"] = some(rows, columns)
            weights[f"encoder.layer.{layer}.{name}.bias"] = some(rows)
        for name in VECTORS:
            weights[f"encoder.layer.{layer}.{name}.weight"] = np.ones(WIDTH, np.float32)
            weights[f"encoder.layer.{layer}.{name}.bias"] = np.zeros(WIDTH, np.float32)
    save_file(weights, folder / "model.safetensors")
    return folder / "model.safetensors", folder / "tokenizer.json"


def some_learned(rank: int = 2) -> Learned:
    """Learned numbers that fit it."""
    chance = np.random.default_rng(1)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    matrix = f"encoder.layer.{LAYERS - 1}.attention.attn.q"
    return Learned(
        {f"{matrix}.weight": (some(rank, WIDTH), some(WIDTH, rank))},
        {f"{matrix}.bias": some(WIDTH)},
        (some(len(LABELS), WIDTH), some(len(LABELS))),
        (some(len(THEMES), WIDTH), some(len(THEMES))),
        1.5,
    )
