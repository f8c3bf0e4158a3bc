"""The main job: articles in, records out."""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import cast

import click
from rich.console import Console

from extract.batch import Counts, Failure, Outcome, Planned, RunLog, plan, read
from extract.batch import run as run_batch
from extract.cache import cache_folder
from extract.commands.console import open_console
from extract.corpus import find_articles
from extract.model.presets import Preset, Way, choose_preset
from extract.progress import RunProgress
from extract.provenance import provenance
from extract.render import failure_lines, outcome_table
from extract.store import Store
from extract.weights.pinned import IDENTITY

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
    "--force", is_flag=True, help="Ask the model again, also where records are fresh and answers are kept."
)
@click.option("--dry-run", is_flag=True, help="Count articles, questions, tokens and cost; ask nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Print failures only.")
def run_command(  # noqa: PLR0913, PLR0917  one parameter an option
    paths: tuple[str, ...],
    out: Path,
    model: str | None,
    base_url: str | None,
    ask: str | None,
    weights: Path | None,
    jobs: int | None,
    limit: int | None,
    *,
    force: bool,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Extract a record from each article.

    Articles are files, folders, globs, or - for standard input. Without any: seeds/. Fresh records are left
    alone.

    Exit status: 0 all well, 1 some articles failed, 2 wrong usage or nothing could run.
    """
    console = open_console()
    preset = choose_preset(model, base_url, cast("Way | None", ask), os.environ, embedded_identity=IDENTITY)
    preset = replace(preset, jobs=jobs or preset.jobs)
    store = Store(out)
    articles = find_articles(paths or (DEFAULT_ARTICLES,))
    planned, failed = plan(articles, store, provenance(preset), force=force)
    asked = [p for p in planned if p.fresh is None][:limit]
    if dry_run:
        _print_estimate(console, asked, len(_fresh(planned)), preset)
        _print_failures(console, failed)
        outcomes = failed
    else:
        progress = RunProgress(console, len(asked), quiet=quiet)
        log = RunLog(store.folder)
        for outcome in failed:
            log.add(outcome)
        made = asyncio.run(_ask(progress, preset, store, log, asked, weights, recall=not force))
        outcomes = [*_fresh(planned), *failed, *made]
        _print_outcomes(console, outcomes, preset, out, quiet=quiet)
    sys.exit(_SOME_FAILED if any(isinstance(o.result, Failure) for o in outcomes) else 0)


def _fresh(planned: list[Planned]) -> list[Outcome]:
    return [Outcome(p.id, p.path.as_posix(), p.fresh, fresh=True) for p in planned if p.fresh is not None]


async def _ask(
    progress: RunProgress,
    preset: Preset,
    store: Store,
    log: RunLog,
    asked: list[Planned],
    weights: Path | None,
    *,
    recall: bool,
) -> list[Outcome]:
    if not asked:
        return []
    # openai, instructor and the engine take seconds to import: only a run that asks pays for them
    from extract.pipeline import extract_record  # noqa: PLC0415
    from extract.session import open_model  # noqa: PLC0415

    outcomes: list[Outcome] = []
    with progress:
        async with open_model(
            preset,
            cache_folder(),
            weights=weights,
            jobs=preset.jobs,
            progress=progress.preparing,
            recall=recall,
        ) as model:
            ticking = asyncio.create_task(progress.keep_ticking())
            async for outcome in run_batch(
                asked,
                store,
                lambda article, tally: extract_record(article, model, tally),
                jobs=preset.jobs,
                started=progress.started,
            ):
                log.add(outcome)
                progress.finished(outcome)
                outcomes.append(outcome)
            ticking.cancel()
    return outcomes


def _print_outcomes(
    console: Console, outcomes: list[Outcome], preset: Preset, out: Path, *, quiet: bool
) -> None:
    outcomes = sorted(outcomes, key=lambda o: o.id)
    if not quiet and any(isinstance(o.result, Counts) for o in outcomes):
        console.print(outcome_table(outcomes))
    _print_failures(open_console(stderr=True) if quiet else console, outcomes)
    if quiet:
        return
    fresh = sum(o.fresh for o in outcomes)
    pending = sum(o.pending for o in outcomes)
    asked = len(outcomes) - fresh
    if pending:
        console.print(
            f"{pending} differ from the accepted record and wait as {out.as_posix()}/<id>.pending.json",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    if fresh and not asked:
        console.print(
            f"All {fresh} records in {out.as_posix()}/ are fresh: nothing had to be asked. "
            f"To ask {preset.name} again: extract run --force",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    elif fresh:
        console.print(f"{fresh} records were fresh and left alone.", markup=False, highlight=False)
    costs = [o.tally.cost for o in outcomes if o.tally.cost is not None]
    if costs:
        console.print(f"Cost: ${sum(costs):.4f}", markup=False, highlight=False)


def _print_failures(console: Console, outcomes: list[Outcome]) -> None:
    for line in failure_lines(outcomes):
        console.print(line, highlight=False, soft_wrap=True)


def _print_estimate(console: Console, asked: list[Planned], fresh: int, preset: Preset) -> None:
    from extract.estimate import estimate  # noqa: PLC0415  finds candidates, which a fresh run need not load

    estimates = [estimate(p.text or read(p.path), preset) for p in asked]
    tokens_in, tokens_out = sum(e.tokens_in for e in estimates), sum(e.tokens_out for e in estimates)
    costs = [e.cost for e in estimates if e.cost is not None]
    cost = (
        f", about ${sum(costs):.4f}"
        if costs
        else ", cost not known"
        if not preset.is_embedded
        else ", no cost"
    )
    console.print(
        f"{len(asked)} articles to ask {preset.name} about ({fresh} fresh): "
        f"{sum(e.questions for e in estimates):,} questions, "
        f"about {tokens_in:,} tokens in, {tokens_out:,} out{cost}. Nothing was asked.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
