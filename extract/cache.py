"""Answers kept between runs: one SQLite file that many threads and processes may share.

Only answers are kept; an error or a refusal is asked again next time.
"""

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from extract.errors import DiskError, UsageError, one_line

ANSWERS = "answers.sqlite3"
"""The answer cache's file in the cache folder."""
_BUSY_SECONDS = 30.0


def cache_folder() -> Path:
    """Where answers and weights are kept: EXTRACT_CACHE_DIR, or the user's cache folder."""
    return Path(os.environ.get("EXTRACT_CACHE_DIR") or user_cache_path("extract"))


class ResponseCache:
    """A key-value table. The file is private to the user; a damaged one is set aside and begun anew."""

    def __init__(self, path: Path, *, recall: bool = True) -> None:
        """Open or create the file; without ``recall`` answers are kept but every question is asked.

        Raises ``UsageError`` if the folder cannot be written.
        """
        self._path = path
        self._recall = recall
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = self._open()
        except OSError as exc:
            raise UsageError(
                f"{path}: the answer cache cannot be written: {exc.strerror}; set EXTRACT_CACHE_DIR"
            ) from exc
        except sqlite3.Error as exc:
            raise UsageError(
                f"{path}: the answer cache cannot be used: {exc}; set EXTRACT_CACHE_DIR"
            ) from exc

    def _open(self) -> sqlite3.Connection:
        try:
            return _connect(self._path)
        except sqlite3.Error as exc:
            if not _is_damage(exc):
                raise
            _set_aside(self._path)
            return _connect(self._path)

    def get(self, key: str) -> str | None:
        """The value kept under a key, or None. Raises ``DiskError``."""
        if not self._recall:
            return None
        row = self._execute("SELECT value FROM answers WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def put(self, key: str, value: str) -> None:
        """Keep a value at once; the last one written under a key counts. Raises ``DiskError``."""
        self._execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, value))

    def _execute(self, statement: str, values: tuple[str, ...]) -> tuple[object, ...] | None:
        """The first row. A file that shows damage only now is set aside, and the statement tried again."""
        with self._lock:
            try:
                return self._first(statement, values)
            except sqlite3.Error as exc:
                if not _is_damage(exc):
                    raise self._unusable(exc) from exc
            self._connection.close()
            try:
                _set_aside(self._path)
                self._connection = _connect(self._path)
                return self._first(statement, values)
            except (sqlite3.Error, OSError) as exc:
                raise self._unusable(exc) from exc

    def _first(self, statement: str, values: tuple[str, ...]) -> tuple[object, ...] | None:
        with self._connection:
            row: tuple[object, ...] | None = self._connection.execute(statement, values).fetchone()
            return row

    def _unusable(self, exc: Exception) -> DiskError:
        return DiskError(
            f"{self._path}: the answer cache cannot be used: {one_line(exc)}; "
            "free some space or set EXTRACT_CACHE_DIR, and run again"
        )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _is_damage(exc: sqlite3.Error) -> bool:
    """Whether the file itself is at fault; one that is locked, full or closed is whole."""
    code: int = getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}  # the upper bits tell of what kind


def _set_aside(path: Path) -> None:
    """Keep a damaged file for whoever wants to look; its journal would spoil the new one."""
    path.replace(path.with_suffix(".damaged"))
    for journal in ("-wal", "-shm"):
        path.with_name(path.name + journal).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
    connection.text_factory = lambda value: value.decode(errors="replace")  # who reads it checks its shape
    try:
        with suppress(sqlite3.OperationalError):  # another process is switching the file, for good, to WAL
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
        )
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
