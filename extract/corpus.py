"""Which articles a run is about: files, folders, globs or standard input."""

import glob
from collections.abc import Iterable
from pathlib import Path

from extract.errors import UsageError

STDIN = Path("-")


def find_articles(paths: Iterable[str]) -> list[Path]:
    """Article files in a stable order; ``-`` is standard input. Raises ``UsageError``.

    A folder gives its ``.txt`` files, those of its subfolders too. Two files of one stem are refused, as they
    would overwrite each other's record.
    """
    found: dict[str, Path] = {}
    for given in paths:
        for path in files_under(given):
            id_ = "stdin" if path == STDIN else path.stem
            if id_ in found and found[id_] != path:
                raise UsageError(
                    f"{path}: {found[id_]} has the same stem, which is the article's id; rename one of them"
                )
            found[id_] = path
    return list(found.values())


def files_under(given: str) -> list[Path]:
    """The article files of one path, folder or glob. Raises ``UsageError`` where there are none."""
    try:
        return _found(given)
    except OSError as exc:
        raise UsageError(f"{given}: cannot be read: {exc.strerror}") from exc


def _found(given: str) -> list[Path]:
    path = Path(given)
    if path == STDIN or path.is_file():
        return [path]
    if path.is_dir():
        files = sorted(
            p for p in path.rglob("*.txt") if p.is_file() and p.resolve().is_relative_to(path.resolve())
        )
        if not files:
            raise UsageError(f"{given}: the folder holds no .txt files")
        return files
    matches = sorted(Path(m) for m in glob.glob(given, recursive=True))  # noqa: PTH207  the pattern may be absolute
    if files := [m for m in matches if m.is_file()]:
        return files
    if path.exists():
        raise UsageError(f"{given}: is neither a file nor a folder")
    raise UsageError(f"{given}: there is no such file or folder")
