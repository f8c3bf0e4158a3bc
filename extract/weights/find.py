"""Finding a pinned file, however it comes here.

Order: a path the user names; the verified file in the user's cache; the installed data-only wheels, joined
once; the hub. A file is used only when its SHA-256 is the pinned one.
"""

import hashlib
import importlib.util
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import httpx2

from extract.errors import ModelUnavailableError, one_line
from extract.weights.pinned import PinnedFile

_BLOCK = 1 << 22
_HUB_TIMEOUT = 15.0

Progress = Callable[[str, int, int], None]
"""Told what is being done, and how many bytes of how many are done."""


def find_file(pinned: PinnedFile, named: Path | None, cache: Path, progress: Progress) -> Path:
    """The path of the verified file. Raises ``ModelUnavailableError``."""
    if named is not None:
        return _verified(pinned, named, progress)
    kept = cache / pinned.name
    if kept.is_file() and kept.stat().st_size == pinned.size:
        return _verified(pinned, kept, progress)
    if parts := _installed_parts(pinned):
        blocks = _member_blocks(parts, pinned.member) if pinned.member else _blocks(parts)
        return _write(pinned, kept, blocks, "joining the model's weights", progress)
    try:
        return _download(pinned, kept, progress)
    except (httpx2.HTTPError, OSError) as exc:
        raise ModelUnavailableError(
            f"{pinned.name}: the embedded model's weights are not installed and the hub cannot be reached "
            f"({one_line(exc, 80)}); run 'uv sync --group embedded', "
            "or name the file with --weights, or set OPENAI_API_KEY"
        ) from exc


def file_ready(pinned: PinnedFile, named: Path | None, cache: Path) -> str | None:
    """Where the file would come from without a download: a short phrase, or None."""
    if named is not None:
        return "named file" if named.is_file() else None
    if (cache / pinned.name).is_file():
        return "in the cache"
    return "installed, to be joined on first use" if _installed_parts(pinned) else None


def _verified(pinned: PinnedFile, path: Path, progress: Progress) -> Path:
    digest = hashlib.sha256()
    done = 0
    try:
        for block in _blocks([path]):
            digest.update(block)
            done += len(block)
            progress("checking the model's weights", done, pinned.size)
    except OSError as exc:
        raise ModelUnavailableError(f"{path}: cannot be read: {exc.strerror}") from exc
    if digest.hexdigest() != pinned.sha256:
        raise ModelUnavailableError(
            f"{path}: is not the embedded model's file (its SHA-256 differs from the pinned one); "
            "delete it and run again"
        )
    return path


def _installed_parts(pinned: PinnedFile) -> list[Path]:
    """The parts in order, if every wheel is installed; the packages are located, never imported."""
    parts = []
    for package, path in pinned.parts:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            return []
        part = Path(spec.submodule_search_locations[0]) / path
        if not part.is_file():
            return []
        parts.append(part)
    return parts


def _blocks(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            yield from _blocks_of(file)


def _blocks_of(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _member_blocks(parts: list[Path], member: str) -> Iterator[bytes]:
    """One member of the zip archive that the parts are when joined."""
    with tempfile.TemporaryFile() as joined:
        for block in _blocks(parts):
            joined.write(block)
        try:
            with zipfile.ZipFile(joined) as archive, archive.open(member) as file:
                yield from _blocks_of(file)
        except (zipfile.BadZipFile, KeyError) as exc:
            raise ModelUnavailableError(
                f"{parts[0].parent}: the parts are not the pinned archive ({one_line(exc, 80)}); "
                "run 'uv sync --reinstall' and try again"
            ) from exc


def _download(pinned: PinnedFile, target: Path, progress: Progress) -> Path:
    with httpx2.stream("GET", pinned.hub, follow_redirects=True, timeout=_HUB_TIMEOUT) as response:
        response.raise_for_status()
        blocks = response.iter_bytes(_BLOCK)
        return _write(pinned, target, blocks, "downloading the model's weights", progress)


def _write(pinned: PinnedFile, target: Path, blocks: Iterable[bytes], doing: str, progress: Progress) -> Path:
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
                progress(doing, done, pinned.size)
            file.flush()
            if digest.hexdigest() != pinned.sha256:
                raise ModelUnavailableError(
                    f"{doing}: what came is not the pinned file (its SHA-256 differs); "
                    "run 'uv sync --reinstall' and try again"
                )
            target.unlink(missing_ok=True)
            target.hardlink_to(file.name)
    except OSError as exc:
        raise ModelUnavailableError(
            f"{target}: cannot be written: {exc.strerror}; "
            f"set EXTRACT_CACHE_DIR to a folder with {pinned.size:,} bytes free"
        ) from exc
    return target
