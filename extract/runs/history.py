"""Past runs, as their logs tell them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.store import RUN_FILES


@dataclass(frozen=True, slots=True)
class Asked:
    """One article of a run; ``cost`` in US dollars, None where no price is known."""

    id: str
    seconds: float
    questions: int
    from_cache: int
    attempts: int
    tokens: int
    cost: float | None
    pending: bool
    failure: str | None

    @property
    def retries(self) -> int:
        """Requests that were sent again because the server failed."""
        return max(0, self.attempts - self.questions)


@dataclass(slots=True)
class Run:
    """One run. ``status`` is None for one that was killed, or that still goes on."""

    name: str
    started: datetime | None = None
    model: str = ""
    version: str = ""
    articles: tuple[str, ...] = ()
    fresh: int = 0
    to_ask: int = 0
    unreadable: int = 0
    seconds: float | None = None
    status: int | None = None
    reason: str | None = None
    asked: list[Asked] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Articles that gave no record."""
        return sum(a.failure is not None for a in self.asked)

    @property
    def tokens(self) -> int:
        """In and out together, of all articles."""
        return sum(a.tokens for a in self.asked)

    @property
    def retries(self) -> int:
        """Requests that were sent again, of all articles."""
        return sum(a.retries for a in self.asked)

    @property
    def left(self) -> int:
        """Articles that should have been asked about and were not."""
        return max(0, self.to_ask + self.unreadable - len(self.asked))

    @property
    def cost(self) -> float | None:
        """US dollars for all articles, failed ones too; None if no price is known."""
        known = [a.cost for a in self.asked if a.cost is not None]
        return sum(known) if known else None


def run_names(folder: Path) -> list[str]:
    """The names of all runs of an outputs folder, the latest first."""
    return sorted((log.stem for log in (folder / RUN_FILES).glob("*.jsonl")), reverse=True)


def read_run(folder: Path, name: str) -> Run:
    """The run of that name, as far as its log goes. Raises ``UsageError`` if the log cannot be read."""
    run = Run(name)
    for line in lines_of(folder / RUN_FILES / f"{name}.jsonl"):
        try:
            _take(line, run)
        except (KeyError, TypeError, ValueError):
            continue  # of another version
    return run


def find_run(folder: Path, given: str) -> Run:
    """The run whose name begins with ``given``, or the ``last``. Raises ``UsageError``."""
    names = run_names(folder)
    fitting = names[:1] if given == "last" else [name for name in names if name.startswith(given)]
    if len(fitting) != 1:
        found = f"{len(fitting)} runs begin so" if fitting else "there is no such run"
        raise UsageError(f"{given}: {found}; 'extract runs' lists those of {folder.as_posix()}/")
    return read_run(folder, fitting[0])


def lines_of(log: Path) -> Iterator[dict[str, Any]]:
    """The lines of a log; one that a stopped run left half-written is left out. Raises ``UsageError``."""
    try:
        content = log.read_text(encoding="utf-8", errors="replace")
    except OSError as exc:
        raise UsageError(f"{log.as_posix()}: cannot be read: {exc.strerror}") from exc
    for line in content.split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def _take(line: dict[str, Any], run: Run) -> None:
    match line.get("event"):
        case "start":
            run.started = datetime.fromisoformat(line["time"])
            run.model, run.version = str(line["model"]), str(line["version"])
            run.articles = tuple(map(str, line["articles"]))
            run.fresh, run.to_ask = int(line["fresh"]), int(line["to_ask"])
            run.unreadable = int(line["unreadable"])
        case "article":
            run.asked.append(_asked(line))
        case "end":
            run.seconds, run.status = float(line["seconds"]), int(line["status"])
            run.reason = None if line["reason"] is None else str(line["reason"])


def _asked(line: dict[str, Any]) -> Asked:
    return Asked(
        id=str(line["id"]),
        seconds=float(line["seconds"]),
        questions=int(line["questions"]),
        from_cache=int(line["from_cache"]),
        attempts=int(line["attempts"]),
        tokens=int(line["tokens_in"]) + int(line["tokens_out"]),
        cost=None if line["cost"] is None else float(line["cost"]),
        pending=bool(line["pending"]),
        failure=None if line["failure"] is None else str(line["failure"]),
    )
