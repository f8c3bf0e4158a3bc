"""The log of one run: JSON lines, each written at once, so that a run that is killed has told what it did.

The first line says what was run, a line an article what became of it, and the last how the run ended.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from extract.batch import Counts, Failure, Outcome
from extract.errors import STOPPED, WRONG_USAGE, DiskError, ExtractError, one_line
from extract.model.tally import Tally
from extract.store import RUN_FILES


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What a run sets out to do."""

    articles: Sequence[str]
    """The paths as they were given."""
    model: str
    """Its identity, as records name it."""
    version: str
    jobs: int
    to_ask: int
    fresh: int
    unreadable: int


class RunLog:
    """``outputs/.runs/<start>.jsonl``, named by the time the run began, in UTC; private to the user.

    A context manager around the run, which notes how it ended. A run that asks nothing and in which nothing
    failed leaves no log. Every method raises ``DiskError`` where the file cannot be written.
    """

    def __init__(self, folder: Path, undertaking: Undertaking) -> None:
        """Nothing is written yet."""
        self._time = datetime.now(UTC)
        self.path = folder / RUN_FILES / f"{self._time:%Y%m%dT%H%M%S.%fZ}.jsonl"
        self._undertaking = undertaking
        self._started: float | None = None
        self._ended: tuple[int, str | None] = (0, None)

    def begin(self) -> None:
        """Begin the file, once: a folder that cannot be written shows before anything is asked."""
        if self._started is None:
            self._started = monotonic()
            time = self._time.isoformat(timespec="seconds")
            self._write({"event": "start", "time": time, **asdict(self._undertaking)})

    def add(self, outcome: Outcome) -> None:
        """One article: seconds, calls, tokens, cost, and what its record holds or why there is none."""
        self.begin()
        result = outcome.result
        tally = {f.name: getattr(outcome.tally, f.name) for f in fields(Tally) if f.name != "asking"}
        self._write(
            {
                "event": "article",
                "id": outcome.id,
                "source": outcome.source,
                "seconds": round(outcome.seconds, 3),
                **tally,
                "pending": outcome.pending,
                "counts": asdict(result) if isinstance(result, Counts) else None,
                "failure": result.reason if isinstance(result, Failure) else None,
            }
        )

    def ended(self, status: int, reason: str | None) -> None:
        """Remember the exit status and what stopped the run early, for the last line."""
        self._ended = status, reason

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._started is not None:
            status, reason = _broken_off(exc) if exc else self._ended
            seconds = round(monotonic() - self._started, 3)
            self._write({"event": "end", "seconds": seconds, "status": status, "reason": reason})

    def _write(self, line: Mapping[str, object]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(self.path, "ab", opener=_private) as file:
                file.write(f"{json.dumps(line, ensure_ascii=False)}\n".encode(errors="backslashreplace"))
        except OSError as exc:
            raise DiskError(f"{self.path}: the run log cannot be written: {exc.strerror}") from exc


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _broken_off(exc: BaseException) -> tuple[int, str]:
    """The exit status that an exception leads to, and what it says."""
    match exc:
        case KeyboardInterrupt():
            return STOPPED, "stopped by Ctrl-C"
        case ExtractError():
            return WRONG_USAGE, str(exc)
        case _:
            return 1, one_line(repr(exc))
