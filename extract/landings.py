"""Files that land in watched places: new or changed, and taken only once nobody writes to them any more."""

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from extract.corpus import STDIN, files_under
from extract.errors import UsageError

SETTLED = 0.5
"""Seconds without a change after which a file is taken to be whole."""


class Stamp(NamedTuple):
    """What tells one state of a file from another without reading it."""

    size: int
    written: int
    """In nanoseconds."""


def stamp(path: Path) -> Stamp | None:
    """The file's stamp now; None if it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


class Landings:
    """Which files changed since they were last taken."""

    def __init__(self, taken: dict[Path, Stamp | None]) -> None:
        """``taken`` are the files already dealt with, as they were then."""
        self._taken = taken
        self._landing: dict[Path, tuple[Stamp, float]] = {}

    def look(self, paths: Iterable[Path], now: float) -> None:
        """Take note of what is new or changed among ``paths``; ``now`` is in seconds."""
        for path in paths:
            current = stamp(path)
            if current and path not in self._landing and current != self._taken.get(path):
                self._landing[path] = (current, now)

    def whole(self, now: float) -> list[Path]:
        """Those that hold something and have not changed for a while; each is given once."""
        ready = []
        for path, (before, since) in list(self._landing.items()):
            current = stamp(path)
            if current is None:
                del self._landing[path]
            elif current != before:
                self._landing[path] = (current, now)
            elif current.size and now - since >= SETTLED:
                del self._landing[path]
                self._taken[path] = current
                ready.append(path)
        return ready


def listed(paths: Iterable[str]) -> list[Path]:
    """The article files that there are now under ``paths``; what cannot be read or found is left out."""
    found: dict[Path, None] = {}
    for given in paths:
        try:
            found |= dict.fromkeys(files_under(given))
        except UsageError:
            continue
    return list(found)


def check_watchable(paths: Iterable[str]) -> None:
    """Raise ``UsageError`` for a path in which nothing can land."""
    for given in paths:
        if Path(given) == STDIN:
            raise UsageError("-: standard input cannot be watched; leave it out, or leave out --watch")
        if not names_file(given) and not root(given).is_dir():
            raise UsageError(f"{given}: there is no such file or folder")


def names_file(given: str) -> bool:
    """Whether a path is a file's, which is looked at by itself."""
    return Path(given).is_file()


def root(given: str) -> Path:
    """The folder that holds whatever may match a glob; a path that is no glob is its own."""
    parts = Path(given).parts
    magic = _magic(given)
    return Path(*parts[:magic]) if magic is not None and not Path(given).exists() else Path(given)


def is_deep(given: str) -> bool:
    """Whether files in subfolders count: of a folder, and of a glob that goes on below its first wildcard."""
    magic = _magic(given)
    return magic is None or Path(given).exists() or magic < len(Path(given).parts) - 1


def _magic(given: str) -> int | None:
    """Which part of a path holds its first wildcard."""
    return next((n for n, part in enumerate(Path(given).parts) if glob.has_magic(part)), None)
