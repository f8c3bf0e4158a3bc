"""The main job: articles in, records out."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import click

from extract import __version__
from extract.article import Article
from extract.batch import Extract, Failure, Outcome, Planned, plan
from extract.batch import run as run_batch
from extract.cache import cache_folder
from extract.commands.console import open_console
from extract.commands.interrupt import finishing_on_interrupt
from extract.commands.limits import Duration, budget_of, stop_line
from extract.commands.outcomes import print_estimate, print_failures, print_outcomes
from extract.corpus import find_articles
from extract.errors import STOPPED, UsageError
from extract.explain.trace import Trace
from extract.gate import Gate, Stop
from extract.landings import check_watchable, listed, stamp
from extract.model.policy import RetryPolicy
from extract.model.presets import Preset, Way, choose_preset
from extract.model.tally import Tally
from extract.printing import printable
from extract.progress import RunProgress
from extract.prompts import load_prompts
from extract.provenance import provenance
from extract.render_decisions import decision_lines
from extract.runs.log import RunLog, Undertaking
from extract.store import Store
from extract.telemetry import exporting, span
from extract.weights.pinned import IDENTITY
from schemas.record import Record

DEFAULT_ARTICLES = "seeds"
DEFAULT_OUTPUTS = "outputs"
_SOME_FAILED = 1


@click.command("run")
@click.argument("paths", nargs=-1, metavar="[ARTICLES]...")
@click.option(
    "--out",
    "-o",
    default=DEFAULT_OUTPUTS,
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the records.",
)
@click.option(
    "--model",
    "-m",
    metavar="NAME",
    help="embedded, openai:<name>, or a model's name on the server of --base-url.",
)
@click.option(
    "--base-url", metavar="URL", help="Any OpenAI-compatible server, such as http://localhost:11434/v1."
)
@click.option(
    "--ask",
    type=click.Choice(["structured", "choice"]),
    help="How to ask: one JSON answer a task, or one closed question a decision.",
)
@click.option(
    "--weights", type=click.Path(dir_okay=False, path_type=Path), help="The embedded model's GGUF file."
)
@click.option("--jobs", "-j", type=click.IntRange(1, 256), help="Articles asked about side by side.")
@click.option("--limit", type=click.IntRange(1), help="Ask about at most this many articles.")
@click.option(
    "--max-cost",
    type=click.FloatRange(0, min_open=True),
    metavar="DOLLARS",
    help="Begin no article once so many US dollars are spent.",
)
@click.option(
    "--max-tokens",
    type=click.IntRange(1),
    metavar="TOKENS",
    help="Begin no article once so many tokens are used, in and out together.",
)
@click.option(
    "--max-time",
    type=Duration(),
    metavar="TIME",
    help="Begin no article after so long: 90s, 20m, 1h30m.",
)
@click.option(
    "--force", is_flag=True, help="Ask the model again, also where records are fresh and answers are kept."
)
@click.option("--dry-run", is_flag=True, help="Count articles, questions, tokens and cost; ask nothing.")
@click.option(
    "--watch", is_flag=True, help="Go on until Ctrl-C: extract new and changed articles as they land."
)
@click.option("--quiet", "-q", is_flag=True, help="Print failures only.")
@click.option("--verbose", "-v", is_flag=True, help="Tell of each article what was decided, and why.")
@click.pass_obj
def run_command(  # noqa: PLR0913, PLR0917  one parameter an option
    policy: RetryPolicy | None,
    paths: tuple[str, ...],
    out: Path,
    model: str | None,
    base_url: str | None,
    ask: str | None,
    weights: Path | None,
    jobs: int | None,
    limit: int | None,
    max_cost: float | None,
    max_tokens: int | None,
    max_time: float | None,
    *,
    force: bool,
    dry_run: bool,
    watch: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Extract a record from each article.

    Articles are files, folders, globs, or - for standard input. Without any: seeds/. Fresh records are left
    alone.

    With --watch, files are taken once nobody has written to them for half a second; deleted ones are ignored.
    Prompts that are edited meanwhile are noticed on the next start only.

    With --max-..., articles under way are finished, so that up to --jobs of them may go beyond the limit.

    Exit status: 0 all well; 1 some articles failed; 2 wrong usage, or nothing could run, or the server failed
    every article; 3 a limit was reached with articles left; 130 stopped by Ctrl-C.
    """
    paths = paths or (DEFAULT_ARTICLES,)
    if watch:
        _check_watch(paths, limited=limit is not None, dry_run=dry_run)
    console = open_console()
    preset = choose_preset(model, base_url, cast("Way | None", ask), os.environ, embedded_identity=IDENTITY)
    preset = replace(preset, jobs=jobs or preset.jobs)
    policy = policy or RetryPolicy()
    budget = budget_of(max_cost, max_tokens, max_time, preset)
    store = Store(out)
    articles = find_articles([given for given in paths if not watch or listed([given])])
    taken = {path: stamp(path) for path in articles} if watch else {}
    planned, failed = plan(articles, store, provenance(preset), force=force)
    asked = [p for p in planned if p.fresh is None][:limit]
    known = [*_fresh(planned), *failed]
    if dry_run:
        print_estimate(console, asked, len(known) - len(failed), preset)
        print_failures(console, failed)
        sys.exit(_status(failed))
    landed: list[Outcome] = []
    gate = Gate(budget, policy.clock)
    told = False
    counted = Trace if verbose else Tally

    def asking(extract: Extract) -> AsyncIterator[Outcome]:
        return run_batch(
            asked,
            store,
            extract,
            jobs=preset.jobs,
            gate=gate,
            started=progress.started,
            counted=counted,
        )

    async def go_on(extract: Extract, made: list[Outcome]) -> None:
        from extract.commands.watching import keep_watching  # noqa: PLC0415  loads watchfiles
        from extract.watch import Watched  # noqa: PLC0415

        nonlocal told
        if not watch or gate.stop is not None:
            return
        print_outcomes(console, [*known, *made], preset, out, quiet=quiet)
        told = True
        watched = Watched(paths, taken, store, provenance(preset), extract, preset.jobs, gate, counted)
        landed.extend(await keep_watching(watched, log, open_console(stderr=quiet), quiet=quiet))

    with ExitStack() as stack:
        if asked or watch:
            stack.enter_context(exporting(__version__))
            stack.enter_context(span("run", {"extract.model": preset.identity, "extract.to_ask": len(asked)}))
            stack.enter_context(store.alone())
        log = stack.enter_context(RunLog(store.folder, _undertaking(paths, preset, asked, known)))
        for outcome in failed:
            log.add(outcome)
        progress = RunProgress(console, len(asked), quiet=quiet)
        opened = _opened(preset, weights, progress, policy, recall=not force)
        made = asyncio.run(_ask(opened, progress, log, gate, asking, go_on)) if asked or watch else []
        stop = None if told and gate.stop and gate.stop.status == STOPPED else gate.stop
        if not (told and quiet):  # failures were told as they came
            shown = landed if told else [*known, *made]
            print_outcomes(console, [o for o in shown if not _is_of(stop, o)], preset, out, quiet=quiet)
        if stop is None:
            sys.exit(_status([*known, *made, *landed]))
        _tell_stop(stop, [*made, *landed], len(asked) - len(made))
        log.stopped(stop.reason)
        sys.exit(stop.status)


def _undertaking(
    paths: Sequence[str], preset: Preset, asked: Sequence[Planned], known: Sequence[Outcome]
) -> Undertaking:
    fresh = sum(outcome.fresh for outcome in known)
    return Undertaking(
        articles=paths,
        model=preset.identity,
        version=__version__,
        jobs=preset.jobs,
        to_ask=len(asked),
        fresh=fresh,
        unreadable=len(known) - fresh,
    )


def _tell_stop(stop: Stop, outcomes: Sequence[Outcome], left: int) -> None:
    line = stop_line(stop, sum(_is_of(stop, o) for o in outcomes), left)
    click.echo(f"extract: {printable(line)}", err=True)


def _is_of(stop: Stop | None, outcome: Outcome) -> bool:
    """Whether an article failed by what stopped the run, which is told once for all."""
    return stop is not None and outcome.result == Failure(stop.reason)


def _check_watch(paths: Sequence[str], *, limited: bool, dry_run: bool) -> None:
    if limited or dry_run:
        raise UsageError(f"--watch has no end to {'count' if dry_run else 'limit'}; leave out one of the two")
    check_watchable(paths)


def _status(outcomes: list[Outcome]) -> int:
    """The exit status: whether the last attempt at any article failed."""
    last = {o.id: o.result for o in outcomes}
    return _SOME_FAILED if any(isinstance(result, Failure) for result in last.values()) else 0


def _fresh(planned: list[Planned]) -> list[Outcome]:
    return [Outcome(p.id, p.path.as_posix(), p.fresh, fresh=True) for p in planned if p.fresh is not None]


@asynccontextmanager
async def _opened(
    preset: Preset, weights: Path | None, progress: RunProgress, policy: RetryPolicy, *, recall: bool
) -> AsyncIterator[Extract]:
    """What makes a record of an article, for as long as the model is open."""
    # openai, instructor and the engine take seconds to import: only a run that asks pays for them
    from extract.pipeline import extract_record  # noqa: PLC0415
    from extract.session import open_model  # noqa: PLC0415

    load_prompts(preset.way)
    async with open_model(
        preset,
        cache_folder(),
        weights=weights,
        jobs=preset.jobs,
        progress=progress.preparing,
        policy=policy,
        recall=recall,
    ) as model:
        yield lambda article, tally: _told(extract_record(article, model, tally), article, tally, progress)


async def _told(asking: Awaitable[Record], article: Article, tally: Tally, progress: RunProgress) -> Record:
    """The record; where somebody looks, what was decided is told first, also if it then came to nothing."""
    try:
        return await asking
    finally:
        if isinstance(tally, Trace):
            progress.tell(decision_lines(article.id, article.text, tally.decided))


async def _ask(
    opened: AbstractAsyncContextManager[Extract],
    progress: RunProgress,
    log: RunLog,
    gate: Gate,
    asking: Callable[[Extract], AsyncIterator[Outcome]],
    then: Callable[[Extract, list[Outcome]], Awaitable[None]],
) -> list[Outcome]:
    """Ask about the articles of a run, and with the model still open do what comes ``then``."""
    log.begin()
    outcomes: list[Outcome] = []
    with finishing_on_interrupt(gate, progress.say):
        async with AsyncExitStack() as stack:
            with progress:
                extract = await stack.enter_async_context(opened)
                ticking = asyncio.create_task(progress.keep_ticking())
                async for outcome in asking(extract):
                    log.add(outcome)
                    progress.finished(outcome)
                    outcomes.append(outcome)
                ticking.cancel()
            await then(extract, outcomes)
    return outcomes
