"""What a run prints of its articles: what became of them, or what asking would take."""

from pathlib import Path

from rich.console import Console

from extract.batch import Counts, Failure, Outcome, Planned, read
from extract.commands.console import open_console
from extract.errors import ArticleError
from extract.model.presets import Preset
from extract.render import failure_lines, outcome_table


def print_outcomes(
    console: Console, outcomes: list[Outcome], preset: Preset, out: Path, *, quiet: bool
) -> None:
    """What each record holds, which articles failed and why, and what is to be done about the rest."""
    outcomes = sorted(outcomes, key=lambda o: o.id)
    if not quiet and any(isinstance(o.result, Counts) for o in outcomes):
        console.print(outcome_table(outcomes))
    print_failures(open_console(stderr=True) if quiet else console, outcomes)
    if quiet:
        return
    fresh = sum(o.fresh for o in outcomes)
    pending = sum(o.pending for o in outcomes)
    asked = len(outcomes) - fresh
    if pending:
        console.print(
            f"{pending} differ from the accepted record and wait as {out.as_posix()}/<id>.pending.json; "
            "extract diff shows what changed, extract review decides",
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
            soft_wrap=not console.is_terminal,
        )
    elif fresh:
        console.print(f"{fresh} records were fresh and left alone.", markup=False, highlight=False)
    costs = [o.tally.cost for o in outcomes if o.tally.cost is not None]
    if costs:
        console.print(f"Cost: ${sum(costs):.4f}", markup=False, highlight=False)


def print_failures(console: Console, outcomes: list[Outcome]) -> None:
    """A line an article that failed."""
    for line in failure_lines(outcomes):
        console.print(line, highlight=False, soft_wrap=True)


def print_estimate(console: Console, asked: list[Planned], fresh: int, preset: Preset) -> list[Outcome]:
    """What asking about these articles would take; returned are those that no question can be asked about."""
    from extract.estimate import estimate  # noqa: PLC0415  finds candidates, which a fresh run need not load

    estimates, failed = [], []
    for planned in asked:
        try:
            estimates.append(estimate(planned.text or read(planned.path), preset))
        except ArticleError as exc:
            failed.append(Outcome(planned.id, planned.path.as_posix(), Failure(str(exc))))
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
        f"{len(estimates)} articles to ask {preset.name} about ({fresh} fresh): "
        f"{sum(e.questions for e in estimates):,} questions, "
        f"about {tokens_in:,} tokens in, {tokens_out:,} out{cost}. Nothing was asked.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    return failed
