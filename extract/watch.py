"""A run that goes on: articles are extracted as they land, side by side, until it is cancelled."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from watchfiles import awatch

from extract.batch import Extract, Failure, Outcome, Planned, extract_one, plan
from extract.errors import UsageError, one_line
from extract.gate import Gate
from extract.landings import Landings, Stamp, is_deep, listed, names_file, root
from extract.model.tally import Tally
from extract.store import Store
from schemas.record import Provenance

TICK = 0.2
"""Seconds between two looks at files that are being written and at articles that are being asked about."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched, and what becomes of an article that lands there."""

    paths: Sequence[str]
    taken: Mapping[Path, Stamp | None]
    """The articles that there were to begin with, as they were then."""
    store: Store
    now: Provenance
    extract: Extract
    jobs: int
    gate: Gate
    counted: Callable[[], Tally] = Tally
    """Makes an article's tally."""


@dataclass(slots=True)
class _Desk:
    """Articles that wait, and those that are being asked about."""

    waiting: list[Path] = field(default_factory=list)
    running: dict[Path, asyncio.Task[Outcome]] = field(default_factory=dict)
    owners: dict[str, Path] = field(default_factory=dict)
    """The file that each id belongs to."""


async def watch(
    watched: Watched, started: Callable[[str, Tally], None], ticked: Callable[[], None]
) -> AsyncGenerator[Outcome]:
    """Yield the outcome of each article that lands and is not fresh, as it comes, until the gate is shut.

    ``started`` is told an article's id and its running tally. Raises ``UsageError`` where the system cannot
    watch.
    """
    landings = Landings(dict(watched.taken))
    desk = _Desk(owners={path.stem: path for path in watched.taken})
    try:
        async with aclosing(_ticks(watched.paths)) as ticks:
            async for touched in ticks:
                landings.look(listed(touched), monotonic())
                desk.waiting += [p for p in landings.whole(monotonic()) if p not in desk.waiting]
                for outcome in [*_ended(desk), *_begin(desk, watched, started)]:
                    yield outcome
                ticked()
                if not watched.gate.is_open() and not desk.running:
                    return
    finally:
        for task in desk.running.values():
            task.cancel()
        await asyncio.gather(*desk.running.values(), return_exceptions=True)


async def _ticks(paths: Sequence[str]) -> AsyncGenerator[Sequence[str]]:
    """The paths to look at: all at first and when something changed, else the files that were named."""
    others = [given for given in paths if not names_file(given)]
    named = [given for given in paths if given not in others]
    yield paths
    while not others:
        await asyncio.sleep(TICK)
        yield named
    changes = awatch(
        *{root(given) for given in others},
        watch_filter=None,
        rust_timeout=round(TICK * 1000),
        yield_on_timeout=True,
        debounce=round(TICK * 1000),
        recursive=any(map(is_deep, others)),
        ignore_permission_denied=True,
    )
    settled = False
    try:
        async with aclosing(changes):
            async for changed in changes:
                yield paths if changed or not settled else named
                settled = True
    except (OSError, RuntimeError) as exc:
        raise UsageError(f"{', '.join(others)}: cannot be watched: {one_line(exc)}") from exc


def _ended(desk: _Desk) -> list[Outcome]:
    done = [path for path, task in desk.running.items() if task.done()]
    return [desk.running.pop(path).result() for path in done]


def _begin(desk: _Desk, watched: Watched, started: Callable[[str, Tally], None]) -> list[Outcome]:
    """Start what there is room for; an article that is being asked about waits for its own end.

    Returns the outcomes of those that cannot be asked about.
    """
    outcomes: list[Outcome] = []
    for path in list(desk.waiting):
        if len(desk.running) >= watched.jobs or not watched.gate.is_open():
            break
        if path in desk.running:
            continue
        desk.waiting.remove(path)
        planned = _planned(path, desk, watched)
        if isinstance(planned, Outcome):
            outcomes.append(planned)
        elif planned is not None:
            desk.running[path] = asyncio.create_task(
                extract_one(planned, watched.store, watched.extract, watched.gate, started, watched.counted())
            )
    return outcomes


def _planned(path: Path, desk: _Desk, watched: Watched) -> Planned | Outcome | None:
    """The article if it must be asked about, its failure, or None if it is fresh or gone."""
    owner = desk.owners.get(path.stem)
    if owner is not None and owner != path and owner.exists():
        reason = f"{path}: {owner} has the same stem, which is the article's id; rename one of them"
        return Outcome(path.stem, path.as_posix(), Failure(reason))
    desk.owners[path.stem] = path
    planned, failed = plan([path], watched.store, watched.now, force=False)
    if failed:
        return failed[0] if path.exists() else None
    return planned[0] if planned[0].fresh is None else None
