"""Values into rich renderables; nothing here reads, asks or writes."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from extract.batch import Counts, Failure, Outcome
from extract.printing import MOST_ROWS, printable

_NAMES = ("inspections", "strengths", "weaknesses", "quotes", "to review")


def outcome_table(outcomes: Sequence[Outcome]) -> Table:
    """A row an article that has a record: what it holds and what it took; the sums below."""
    made = [(o, o.result) for o in outcomes if isinstance(o.result, Counts)]
    table = Table(
        box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_footer=len(made) > 1
    )
    sums = [sum(column) for column in zip(*(_numbers(counts) for _, counts in made), strict=True)] or [
        0
    ] * len(_NAMES)
    more = f" (and {len(made) - MOST_ROWS:,} more)" if len(made) > MOST_ROWS else ""
    table.add_column("article", f"{len(made):,} in all{more}", overflow="ellipsis")
    for name, total in zip(_NAMES, sums, strict=True):
        table.add_column(name, f"{total:,}", justify="right", no_wrap=True, min_width=len(name))
    seconds, tokens = (
        sum(o.seconds for o, _ in made),
        sum(o.tally.tokens_in + o.tally.tokens_out for o, _ in made),
    )
    table.add_column("seconds", f"{seconds:,.1f}", justify="right", no_wrap=True, min_width=7)
    table.add_column("tokens", f"{tokens:,}", justify="right", no_wrap=True, min_width=6)
    for outcome, counts in made[:MOST_ROWS]:
        table.add_row(Text(printable(outcome.id)), *map(str, _numbers(counts)), *_effort(outcome))
    return table


def _numbers(counts: Counts) -> tuple[int, ...]:
    return counts.inspections, counts.strengths, counts.weaknesses, counts.quotes, counts.review


def _effort(outcome: Outcome) -> tuple[str, str]:
    if outcome.fresh:
        return "fresh", "–"
    return f"{outcome.seconds:.1f}", f"{outcome.tally.tokens_in + outcome.tally.tokens_out:,}"


def failure_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """A line of markup for each article that failed."""
    return [
        f"[red]failed[/] {escape(printable(o.id))}: {escape(printable(o.result.reason))}"
        for o in outcomes
        if isinstance(o.result, Failure)
    ]


def plain_line(outcome: Outcome, done: int, total: int) -> str:
    """One article's end, for a log rather than a terminal."""
    return f"{done}/{total} {outcome_line(outcome)}"


def outcome_line(outcome: Outcome) -> str:
    """What one article holds and took, or why it failed."""
    if isinstance(outcome.result, Failure):
        return f"{printable(outcome.id)}: failed: {printable(outcome.result.reason)}"
    counts = outcome.result
    return (
        f"{printable(outcome.id)}: {counts.inspections} inspections, "
        f"{counts.strengths} strengths, {counts.weaknesses} weaknesses, {counts.quotes} quotes, "
        f"{counts.review} to review, {outcome.seconds:.1f} s"
    )
