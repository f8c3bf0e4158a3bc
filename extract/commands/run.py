"""The main job: articles in, records out."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import click

from extract.batch import Outcome, Planned, plan
from extract.commands.console import open_console
from extract.commands.limits import Duration, budget_of
from extract.commands.options import DEFAULT_ARTICLES, out_option
from extract.commands.outcomes import print_estimate, print_failures
from extract.commands.running import SOME_FAILED, Work, carry_out
from extract.corpus import find_articles
from extract.errors import UsageError
from extract.gate import Gate
from extract.landings import check_watchable, listed, stamp
from extract.model.policy import RetryPolicy
from extract.model.presets import Way, choose_preset
from extract.provenance import provenance
from extract.store import Store
from extract.weights.pinned import IDENTITY


@click.command("run")
@click.argument("paths", nargs=-1, metavar="[ARTICLES]...")
@out_option("Folder for the records.")
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

    Exit status: 0 all well; 1 some articles failed; 2 wrong usage, or stopped by a server or a disk that was
    of no use; 3 a limit was reached with articles left; 130 stopped by Ctrl-C.
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
        failed += print_estimate(console, asked, len(known) - len(failed), preset)
        print_failures(console, failed)
        sys.exit(SOME_FAILED if failed else 0)
    work = Work(
        paths,
        asked,
        known,
        preset,
        store,
        policy,
        weights,
        taken if watch else None,
        force=force,
        quiet=quiet,
        verbose=verbose,
    )
    sys.exit(carry_out(work, Gate(budget, policy.clock), console))


def _check_watch(paths: Sequence[str], *, limited: bool, dry_run: bool) -> None:
    if limited or dry_run:
        raise UsageError(f"--watch has no end to {'count' if dry_run else 'limit'}; leave out one of the two")
    check_watchable(paths)


def _fresh(planned: list[Planned]) -> list[Outcome]:
    return [Outcome(p.id, p.path.as_posix(), p.fresh, fresh=True) for p in planned if p.fresh is not None]
