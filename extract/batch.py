"""Many articles: which need asking, asked side by side, each ending as a record or a failure."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from extract.article import MAX_BYTES, Article, decode_article, read_article
from extract.corpus import STDIN
from extract.errors import ArticleError, DiskError, ExtractError, ModelUnavailableError, one_line, reason_of
from extract.freshness import look_up
from extract.gate import NO_USE, Gate, Stop
from extract.model.tally import Tally
from extract.review.keep import keep
from extract.store import Store
from extract.telemetry import span
from schemas.record import Provenance, Record

Extract = Callable[[Article, Tally], Awaitable[Record]]


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that gave no record, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds; a run of many articles keeps this and not the records."""

    inspections: int
    strengths: int
    weaknesses: int
    quotes: int
    review: int

    @classmethod
    def of(cls, record: Record) -> Self:
        """The counts of a record."""
        return cls(
            len(record.inspections),
            len(record.strengths),
            len(record.weaknesses),
            len(record.quotes),
            len(record.review),
        )


@dataclass(slots=True)
class Outcome:
    """What became of one article."""

    id: str
    source: str
    result: Counts | Failure
    fresh: bool = False
    pending: bool = False
    seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Planned:
    """An article of a run: what its accepted record holds if that is fresh, or why it must be asked about."""

    id: str
    path: Path
    characters: int
    fresh: Counts | None
    reasons: tuple[str, ...]
    text: Article | None = None
    """Kept only for standard input, which cannot be read twice."""


def read(path: Path) -> Article:
    """Read an article; standard input has the id ``stdin``. Raises ``ArticleError``."""
    if path == STDIN:
        return decode_article(sys.stdin.buffer.read(MAX_BYTES + 1), id_="stdin", source="-")
    return read_article(path)


def plan(
    paths: Iterable[Path], store: Store, now: Provenance, *, force: bool
) -> tuple[list[Planned], list[Outcome]]:
    """The articles, each with its fresh record if any; those that cannot be read are failures already."""
    planned: list[Planned] = []
    failed: list[Outcome] = []
    for path in paths:
        try:
            article = read(path)
        except ArticleError as exc:
            failed.append(
                Outcome("stdin" if path == STDIN else path.stem, path.as_posix(), Failure(str(exc)))
            )
            continue
        planned.append(_planned(path, article, store, now, force=force))
    return planned, failed


def _planned(path: Path, article: Article, store: Store, now: Provenance, *, force: bool) -> Planned:
    kept = look_up(article, store, now)
    reasons = kept.reasons or (("--force",) if force else ())
    fresh = Counts.of(kept.record) if kept.record is not None and not reasons else None
    return Planned(article.id, path, len(article.text), fresh, reasons, article if path == STDIN else None)


async def run(
    planned: Iterable[Planned],
    store: Store,
    extract: Extract,
    *,
    jobs: int,
    gate: Gate,
    started: Callable[[str, Tally], None],
    counted: Callable[[], Tally] = Tally,
) -> AsyncIterator[Outcome]:
    """Ask about articles, at most ``jobs`` at once; save each record and yield its outcome as it comes.

    Once the gate is shut, those under way are finished and the rest is left as it is. ``started`` is told an
    article's id and its running tally, which ``counted`` makes.
    """
    queue = iter(planned)
    running: set[asyncio.Task[Outcome]] = set()
    try:
        while True:
            while len(running) < jobs and (item := next(queue, None)) is not None and gate.is_open():
                running.add(asyncio.create_task(extract_one(item, store, extract, gate, started, counted())))
            if not running:
                return
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
    finally:
        for task in running:
            task.cancel()


async def extract_one(
    item: Planned,
    store: Store,
    extract: Extract,
    gate: Gate,
    started: Callable[[str, Tally], None],
    tally: Tally,
) -> Outcome:
    """Ask about one article and save its record; whatever goes wrong is its outcome, never an exception."""
    outcome = Outcome(item.id, item.path.as_posix(), Failure("not asked"), tally=tally)
    started(item.id, outcome.tally)
    begun = time.perf_counter()
    with span("article", {"extract.article": item.id}) as told:
        await _extract_one(item, store, extract, gate, outcome)
        if isinstance(outcome.result, Failure):
            told.set_attribute("extract.failure", outcome.result.reason)
        told.set_attribute("extract.from_cache", tally.from_cache)
    outcome.seconds = time.perf_counter() - begun
    return outcome


async def _extract_one(item: Planned, store: Store, extract: Extract, gate: Gate, outcome: Outcome) -> None:
    try:
        with gate.passed(outcome.tally):
            record = await extract(item.text or read(item.path), outcome.tally)
        outcome.pending = keep(store, record)
        outcome.result = Counts.of(record)
    except ModelUnavailableError:
        raise  # it will not be there for the next article either
    except ExtractError as exc:
        if isinstance(exc, DiskError):
            gate.shut(Stop(reason_of(exc), NO_USE))  # the next article's record would fare no better
        outcome.result = Failure(reason_of(exc))
    except Exception as exc:  # noqa: BLE001  one article's surprise must not cost the other hundred thousand
        outcome.result = Failure(f"internal error, please report: {type(exc).__name__}: {one_line(exc)}")
