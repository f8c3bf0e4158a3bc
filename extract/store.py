"""Records and decisions on them, on disk: canonical JSON, written whole or not at all, checked when read."""

import json
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import ValidationError

from extract.errors import DiskError, RecordError, UsageError
from schemas.record import Record
from schemas.review import Review

OUTPUTS = "outputs"
"""The folder that records go to unless another is named."""
RUN_FILES = ".runs"
"""Where in an outputs folder the runs' logs are, and their lock."""
PENDING = ".pending.json"
REVIEW = ".review.json"
_HALF_WRITTEN = ".tmp"
_ABANDONED = 3600.0
"""Seconds after which nobody is still writing a file."""
_TAKEN = re.compile(r"\.(?:pending|review)~*$")


def file_stem(id_: str) -> str:
    """What an article's files are called: its id, and ``~`` behind one that looks like a file of another.

    Raises ``RecordError`` for an id that would lead out of the folder.
    """
    if os.sep in id_:
        raise RecordError(f"{id_}: is no article's id, which is the name of its file without .txt")
    return f"{id_}~" if _TAKEN.search(id_) else id_


def article_id(name: str) -> str | None:
    """The article whose accepted record a file of that name is; None for any other file."""
    if not name.endswith(".json") or name.endswith((PENDING, REVIEW)):
        return None
    stem = name.removesuffix(".json")
    return stem.removesuffix("~") if _TAKEN.search(stem) else stem


def canonical(record: Record) -> str:
    """The record's one textual form: contract order, two spaces, UTF-8, a newline at the end."""
    return json.dumps(record.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2) + "\n"


def parse_record(data: str, *, source: str, text: str | None = None) -> Record:
    """A checked record; spans and names are compared with the article's ``text`` if given.

    Raises ``RecordError``.
    """
    try:
        return Record.model_validate_json(data, context={"text": text})
    except ValidationError as exc:
        raise RecordError(f"{source}: {_first(exc)}; delete it and run again") from exc


class Store:
    """An outputs folder: accepted records, pending ones, decisions on them, and the run log."""

    def __init__(self, folder: Path) -> None:
        """Files are made when the first record is written."""
        self.folder = folder

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only run that writes here; what a killed one left half-written is swept away.

        Raises ``UsageError`` while another run writes, ``DiskError`` where nothing can be written.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415  only a run that asks needs a lock

        folder = self.folder / RUN_FILES
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(folder / "lock", timeout=0, mode=0o600).acquire()
        except Timeout as exc:
            raise UsageError(
                f"{self.folder.as_posix()}: another run is writing there; "
                "wait for its end, or choose another --out"
            ) from exc
        except NotImplementedError as exc:
            raise DiskError(f"{folder.as_posix()}: this disk knows no locks; choose another --out") from exc
        except OSError as exc:
            raise DiskError(f"{folder.as_posix()}: cannot be written: {exc.strerror}") from exc
        with lock:
            _sweep(self.folder)
            yield

    def path(self, id_: str) -> Path:
        """Where an article's accepted record is."""
        return self.folder / f"{file_stem(id_)}.json"

    def pending_path(self, id_: str) -> Path:
        """Where a rerun's differing record waits for a reviewer."""
        return self.folder / f"{file_stem(id_)}{PENDING}"

    def review_path(self, id_: str) -> Path:
        """Where reviewers' decisions on an article's record are."""
        return self.folder / f"{file_stem(id_)}{REVIEW}"

    def ids(self) -> list[str]:
        """Ids of all accepted records, sorted."""
        return sorted(filter(None, (article_id(p.name) for p in self.folder.glob("*.json"))))

    def pending_ids(self) -> list[str]:
        """Ids of all articles with a pending record, sorted."""
        stems = (p.name.removesuffix(PENDING) for p in self.folder.glob(f"*{PENDING}"))
        return sorted(filter(None, (article_id(f"{stem}.json") for stem in stems)))

    def load(self, id_: str, *, text: str | None = None, pending: bool = False) -> Record | None:
        """The accepted, or pending, record of an article; None if there is none. Raises ``RecordError``."""
        path = self.pending_path(id_) if pending else self.path(id_)
        try:
            data = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise DiskError(f"{path.as_posix()}: cannot be read: {exc.strerror}") from exc
        except UnicodeDecodeError as exc:
            raise RecordError(f"{path.as_posix()}: is not UTF-8; delete it and run again") from exc
        return parse_record(data, source=path.as_posix(), text=text)

    def accept(self, record: Record) -> None:
        """Make it the accepted record of its article."""
        write_atomically(self.path(record.article.id), canonical(record))

    def hold(self, record: Record) -> None:
        """Make it the pending record of its article."""
        write_atomically(self.pending_path(record.article.id), canonical(record))

    def drop_pending(self, id_: str) -> None:
        """Take an article's pending record away, if there is one. Raises ``RecordError``."""
        self._drop(self.pending_path(id_))

    def review(self, id_: str) -> Review:
        """The decisions on an article's record; none if there is no such file. Raises ``RecordError``."""
        path = self.review_path(id_)
        try:
            return Review.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return Review(article=id_)
        except OSError as exc:
            raise DiskError(f"{path.as_posix()}: cannot be read: {exc.strerror}") from exc
        except ValidationError as exc:
            raise RecordError(f"{path.as_posix()}: {_first(exc)}; mend it, for it holds decisions") from exc

    def keep_review(self, review: Review) -> None:
        """Write an article's decisions; without any, there is no file."""
        path = self.review_path(review.article)
        if review.decisions:
            data = review.model_dump(mode="json")
            write_atomically(path, json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        else:
            self._drop(path)

    @staticmethod
    def _drop(path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as exc:
            raise DiskError(f"{path.as_posix()}: cannot be taken away: {exc.strerror}") from exc


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place + ': ' if place else ''}{first['msg']}"


def _sweep(folder: Path) -> None:
    """Take away what killed writers left. A review may be writing beside a run, so what is young stays."""
    for left in folder.glob(f".*{_HALF_WRITTEN}"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def write_atomically(path: Path, content: str) -> None:
    """Write a file: seen whole or not at all, even if the machine stops. Raises ``DiskError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=_HALF_WRITTEN)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise DiskError(f"{path.as_posix()}: cannot be written: {exc.strerror}") from exc
