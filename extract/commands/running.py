"""A run carried out: articles asked about side by side, told as they end, and then watched for if wanted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console

from extract import __version__
from extract.article import Article
from extract.batch import Extract, Failure, Outcome, Planned
from extract.batch import run as run_batch
from extract.cache import cache_folder
from extract.commands.console import open_console
from extract.commands.interrupt import finishing_on_interrupt
from extract.commands.limits import stop_line
from extract.commands.outcomes import print_outcomes
from extract.errors import STOPPED
from extract.explain.trace import Trace
from extract.gate import Gate, Stop
from extract.landings import Stamp
from extract.model.policy import RetryPolicy
from extract.model.presets import Preset
from extract.model.tally import Tally
from extract.printing import printable
from extract.progress import RunProgress
from extract.prompts import load_prompts
from extract.provenance import provenance
from extract.render_decisions import decision_lines
from extract.runs.log import RunLog, Undertaking
from extract.store import Store
from extract.telemetry import Value, exporting, span
from schemas.record import Record

SOME_FAILED = 1
"""Exit status of a run that made all records but some."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a run is to do, and how."""

    paths: Sequence[str]
    asked: Sequence[Planned]
    """The articles to ask about."""
    known: Sequence[Outcome]
    """What is settled without asking: fresh records, and articles that cannot be read."""
    preset: Preset
    store: Store
    policy: RetryPolicy
    weights: Path | None = None
    watched: Mapping[Path, Stamp | None] | None = None
    """The articles that there were to begin with, if the run is to go on watching for others."""
    force: bool = False
    quiet: bool = False
    verbose: bool = False

    @property
    def has_to_ask(self) -> bool:
        """Whether a model must be opened."""
        return bool(self.asked) or self.watched is not None

    @property
    def counted(self) -> type[Tally]:
        """What counts an article's cost, and where somebody looks also its decisions."""
        return Trace if self.verbose else Tally


@dataclass(slots=True)
class _Ended:
    """The articles that ended so far: of those that there were, and of those that landed while watching."""

    made: list[Outcome] = field(default_factory=list)
    landed: list[Outcome] = field(default_factory=list)
    told: bool = False
    """Whether the first part was told already, before the watch began."""


def carry_out(work: Work, gate: Gate, console: Console) -> int:
    """Do the work and tell of it. Returns the exit status.

    Raises ``UsageError`` while another run writes to the same folder, ``DiskError``,
    ``ModelUnavailableError``.
    """
    ended = _Ended()
    with ExitStack() as stack:
        if work.has_to_ask:
            about: dict[str, Value] = {
                "extract.model": work.preset.identity,
                "extract.to_ask": len(work.asked),
            }
            stack.enter_context(exporting(__version__))
            stack.enter_context(span("run", about))
            stack.enter_context(work.store.alone())
        log = stack.enter_context(RunLog(work.store.folder, _undertaking(work)))
        for outcome in work.known:
            if not outcome.fresh:
                log.add(outcome)
        if work.has_to_ask:
            log.begin()
            asyncio.run(_ask(work, gate, log, ended, console))
        # to end a watch is what Ctrl-C is for
        stop = None if ended.told and gate.stop and gate.stop.status == STOPPED else gate.stop
        status = _told(work, ended, stop, console)
        log.ended(status, stop.reason if stop else None)
        return status


def _undertaking(work: Work) -> Undertaking:
    fresh = sum(outcome.fresh for outcome in work.known)
    return Undertaking(
        articles=work.paths,
        model=work.preset.identity,
        version=__version__,
        jobs=work.preset.jobs,
        to_ask=len(work.asked),
        fresh=fresh,
        unreadable=len(work.known) - fresh,
    )


async def _ask(work: Work, gate: Gate, log: RunLog, ended: _Ended, console: Console) -> None:
    progress = RunProgress(console, len(work.asked), quiet=work.quiet)
    with finishing_on_interrupt(gate, progress.say):
        async with _opened(work, progress) as extract:
            with progress:
                ticking = asyncio.create_task(progress.keep_ticking())
                async for outcome in run_batch(
                    work.asked,
                    work.store,
                    extract,
                    jobs=work.preset.jobs,
                    gate=gate,
                    started=progress.started,
                    counted=work.counted,
                ):
                    log.add(outcome)
                    progress.finished(outcome)
                    ended.made.append(outcome)
                ticking.cancel()
            if work.watched is not None and gate.stop is None:
                _print(console, [*work.known, *ended.made], work)
                ended.told = True
                await _watch(work, work.watched, extract, gate, log, ended)


@asynccontextmanager
async def _opened(work: Work, progress: RunProgress) -> AsyncIterator[Extract]:
    """What makes a record of an article, for as long as the model is open."""
    # openai, instructor and the engine take seconds to import: only a run that asks pays for them
    from extract.pipeline import extract_record  # noqa: PLC0415
    from extract.session import open_model  # noqa: PLC0415

    load_prompts(work.preset.way)
    async with open_model(
        work.preset,
        cache_folder(),
        weights=work.weights,
        jobs=work.preset.jobs,
        progress=progress.preparing,
        policy=work.policy,
        recall=not work.force,
    ) as model:
        yield lambda article, tally: _telling(extract_record(article, model, tally), article, tally, progress)


async def _telling(
    asking: Awaitable[Record], article: Article, tally: Tally, progress: RunProgress
) -> Record:
    """The record; where somebody looks, what was decided is told first, also if it then came to nothing."""
    try:
        return await asking
    finally:
        if isinstance(tally, Trace):
            progress.tell(decision_lines(article.id, article.text, tally.decided))
            tally.decided.clear()  # a run keeps every tally to its end


async def _watch(
    work: Work, taken: Mapping[Path, Stamp | None], extract: Extract, gate: Gate, log: RunLog, ended: _Ended
) -> None:
    from extract.commands.watching import keep_watching  # noqa: PLC0415  loads watchfiles
    from extract.watch import Watched  # noqa: PLC0415

    now = provenance(work.preset)
    watched = Watched(work.paths, taken, work.store, now, extract, work.preset.jobs, gate, work.counted)
    console = open_console(stderr=work.quiet)
    ended.landed += await keep_watching(watched, log, console, quiet=work.quiet)


def _told(work: Work, ended: _Ended, stop: Stop | None, console: Console) -> int:
    """The exit status, after everything that has not been told yet."""
    everything = [*work.known, *ended.made, *ended.landed]
    if not (ended.told and work.quiet):  # failures were told as they came
        shown = ended.landed if ended.told else everything
        _print(console, [o for o in shown if not _is_of(stop, o)], work)
    if stop is None:
        last = {o.id: o.result for o in everything}
        return SOME_FAILED if any(isinstance(result, Failure) for result in last.values()) else 0
    failed = sum(_is_of(stop, o) for o in everything)
    line = stop_line(stop, failed, len(work.asked) - len(ended.made))
    click.echo(f"extract: {printable(line)}", err=True)
    return stop.status


def _print(console: Console, outcomes: list[Outcome], work: Work) -> None:
    print_outcomes(console, outcomes, work.preset, work.store.folder, quiet=work.quiet)


def _is_of(stop: Stop | None, outcome: Outcome) -> bool:
    """Whether an article failed by what stopped the run, which is told once for all."""
    return stop is not None and outcome.result == Failure(stop.reason)
