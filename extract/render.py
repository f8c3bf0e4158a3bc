"""Values into rich renderables; nothing here reads, asks or writes."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from extract.batch import Counts, Failure, Outcome


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control and direction characters are shown as their code points."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def outcome_table(outcomes: Sequence[Outcome]) -> Table:
    """A row an article that has a record: what it holds and what it took."""
    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    table.add_column("article", overflow="ellipsis", no_wrap=True)
    for name in ("inspections", "strengths", "weaknesses", "quotes", "to review", "seconds", "tokens"):
        table.add_column(name, justify="right", no_wrap=True, min_width=len(name))
    for outcome in outcomes:
        if isinstance(outcome.result, Counts):
            counts = outcome.result
            numbers = [counts.inspections, counts.strengths, counts.weaknesses, counts.quotes, counts.review]
            table.add_row(Text(printable(outcome.id)), *map(str, numbers), *_effort(outcome))
    return table


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
    if isinstance(outcome.result, Failure):
        return f"{done}/{total} {printable(outcome.id)}: failed: {printable(outcome.result.reason)}"
    counts = outcome.result
    return (
        f"{done}/{total} {printable(outcome.id)}: {counts.inspections} inspections, "
        f"{counts.strengths} strengths, {counts.weaknesses} weaknesses, {counts.quotes} quotes, "
        f"{counts.review} to review, {outcome.seconds:.1f} s"
    )
