"""How each article's record stands: fresh, or what is to be done about it and why."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from extract.article import Article
from extract.batch import read
from extract.corpus import STDIN
from extract.errors import ArticleError, RecordError
from extract.freshness import look_up
from extract.runs.failures import last_failures
from extract.staleness import Changed
from extract.store import Store
from schemas.record import Provenance

State = Literal["fresh", "new", "stale", "pending", "failed", "orphaned"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Status:
    """One article's state.

    ``fresh``: a run would leave its record alone. ``new``: it has none. ``stale``: something that the record
    depends on changed. ``pending``: a rerun gave another record, which waits for a reviewer. ``failed``: the
    last attempt gave none. ``orphaned``: a record whose article is gone.
    """

    id: str
    source: str
    state: State
    changed: tuple[Changed, ...] = ()
    """What changed since the newest record was made; for a pending one, since the accepted one was."""
    reason: str | None = None
    """What else there is to say: a failure, a damaged file, a second record."""


def find_status(paths: Iterable[Path], store: Store, now: Provenance) -> list[Status]:
    """The state of every article, and of records that have lost theirs, by id."""
    found = [_of_article(path, store, now) for path in paths]
    found += _orphans(store, {s.id for s in found})
    return sorted(_with_failures(found, store), key=lambda s: s.id)


def _of_article(path: Path, store: Store, now: Provenance) -> Status:
    try:
        article = read(path)
    except ArticleError as exc:
        return Status("stdin" if path == STDIN else path.stem, path.as_posix(), "failed", reason=str(exc))
    if store.pending_path(article.id).exists():
        return _awaiting_review(article, store, now)
    kept = look_up(article, store, now)
    if kept.is_fresh:
        return Status(article.id, article.source, "fresh")
    state: State = "new" if kept.record is None and kept.damage is None else "stale"
    return Status(article.id, article.source, state, kept.changed, kept.damage)


def _awaiting_review(article: Article, store: Store, now: Provenance) -> Status:
    """The state where a second record waits: stale when a run would make a third."""
    accepted = look_up(article, store, now)
    waiting = look_up(article, store, now, pending=True)
    if waiting.is_fresh:
        return Status(article.id, article.source, "pending", accepted.changed, accepted.damage)
    if accepted.is_fresh:
        reason = "the accepted record is fresh, the pending one is not"
        return Status(article.id, article.source, "pending", reason=waiting.damage or reason)
    reason = "an older pending record waits for review"
    return Status(article.id, article.source, "stale", waiting.changed, waiting.damage or reason)


def _orphans(store: Store, known: set[str]) -> Iterator[Status]:
    """Records of articles that were not given and are not where the record says either."""
    for id_ in sorted({*store.ids(), *store.pending_ids()} - known):
        try:
            record = store.load(id_) or store.load(id_, pending=True)
        except RecordError as exc:
            yield Status(id_, "", "orphaned", reason=str(exc))
            continue
        source = record.article.source if record else "-"
        if source != "-" and not os.path.exists(source):  # noqa: PTH110  takes a name that no path can have
            yield Status(id_, source, "orphaned", reason=f"{source}: the article is gone")


def _with_failures(found: list[Status], store: Store) -> list[Status]:
    """What a run would ask about, as failed where the last one tried and no record came since."""
    failures = last_failures(store.folder, [s.id for s in found if s.state in {"new", "stale"}])
    return [
        replace(s, state="failed", reason=failures[s.id].reason)
        if s.id in failures and _written(store.path(s.id)) <= failures[s.id].logged
        else s
        for s in found
    ]


def _written(path: Path) -> float:
    """When a file was last written, in seconds; 0 if there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
