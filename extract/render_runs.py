"""Past runs into rich renderables, and into JSON's plain values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from extract.errors import STOPPED
from extract.printing import printable
from extract.runs.history import Asked, Run

_MODEL = 24
"""Columns for a model's name."""
_MOST_REASONS = 10


def runs_view(runs: Sequence[Run]) -> RenderableType:
    """A row a run."""
    table = _table("run", "model", "asked", "failed", "seconds", "tokens", "cost", "ended", gives_way="model")
    for run in runs:
        table.add_row(
            Text(printable(run.name)),
            Text(_model(run)),
            f"{len(run.asked):,}",
            Text(f"{run.failed:,}", "red" if run.failed else ""),
            _seconds(run),
            f"{run.tokens:,}",
            _dollars(run.cost),
            Text(_ending(run), "" if run.status == 0 else "yellow"),
        )
    return table


def run_view(run: Run, most: int) -> Group:
    """One run: what it was, its ``most`` slowest articles, and why others failed."""
    parts: list[RenderableType] = [
        Text.assemble((printable(run.name), "bold"), f" {_ending(run)}"),
        *_facts(run),
    ]
    if slowest := sorted(run.asked, key=lambda a: a.seconds, reverse=True)[:most]:
        parts += [Text(), _articles(slowest, len(run.asked))]
    if reasons := Counter(a.failure for a in run.asked if a.failure is not None):
        parts.append(Text())
        for reason, count in reasons.most_common(_MOST_REASONS):
            parts.append(Text.assemble(("failed ", "red"), f"{count:,}: {printable(reason)}"))
        if len(reasons) > _MOST_REASONS:
            parts.append(Text(f"and for {len(reasons) - _MOST_REASONS:,} other reasons; --json tells all"))
    return Group(*parts)


def _facts(run: Run) -> Iterator[Text]:
    if run.started is not None:
        articles = " ".join(map(printable, run.articles))
        yield Text(
            f"extract {printable(run.version)} run {articles}, begun {run.started:%Y-%m-%d %H:%M:%S} UTC"
        )
        yield Text(f"model {printable(run.model)}")
    asked = f"{len(run.asked):,} articles ended, {run.failed:,} of them failed"
    yield Text(f"{asked}; {run.fresh:,} were fresh{f'; {run.left:,} were left' if run.left else ''}")
    questions = sum(a.questions for a in run.asked)
    kept = sum(a.from_cache for a in run.asked)
    yield Text(
        f"{questions:,} questions asked, {kept:,} answers kept from before, {run.retries:,} retries; "
        f"{run.tokens:,} tokens{f', {_dollars(run.cost)}' if run.cost is not None else ''}"
    )
    if run.reason is not None:
        yield Text(f"it ended early: {printable(run.reason)}", "yellow")


def _articles(asked: Sequence[Asked], among: int) -> Table:
    of = f"slowest of {among:,}" if among > len(asked) else "article"
    table = _table(of, "", "seconds", "questions", "kept", "retries", "tokens", "cost", gives_way=of)
    for article in asked:
        state = "failed" if article.failure is not None else "pending" if article.pending else ""
        table.add_row(
            Text(printable(article.id), overflow="ellipsis"),
            Text(state, "red" if article.failure is not None else "magenta"),
            f"{article.seconds:,.1f}",
            f"{article.questions:,}",
            f"{article.from_cache:,}",
            f"{article.retries:,}",
            f"{article.tokens:,}",
            _dollars(article.cost),
        )
    return table


def _table(*names: str, gives_way: str) -> Table:
    """Columns with words on the left, with numbers on the right; one is cut where there is no room."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for place, name in enumerate(names):
        words = place < 2 or name == "ended"  # noqa: PLR2004  the first two are names
        justify: JustifyMethod = "left" if words else "right"
        table.add_column(name, justify=justify, no_wrap=name != gives_way, overflow="ellipsis")
    return table


def _model(run: Run) -> str:
    """The short name of a model: that of the embedded ones is followed by what they are."""
    name = run.model.split(" + ")[0]
    last = name.split()[0] if name.startswith("embedded ") else name.split()[-1] if name else "?"
    return printable(last)[:_MODEL]


def _ending(run: Run) -> str:
    if run.status is None:
        return "still going, or killed"
    return {0: "well", 1: "some failed", STOPPED: "stopped"}.get(run.status, f"exit status {run.status}")


def _seconds(run: Run) -> str:
    return "–" if run.seconds is None else f"{run.seconds:,.1f}"


def _dollars(cost: float | None) -> str:
    return "–" if cost is None else f"${cost:,.4f}"


def run_values(run: Run, *, articles: bool) -> dict[str, Any]:
    """A run as plain values for JSON, with or without its articles."""
    values = {f.name: getattr(run, f.name) for f in fields(run) if f.name != "asked"}
    values["started"] = run.started.isoformat() if run.started else None
    sums = {
        "asked": len(run.asked),
        "failed": run.failed,
        "tokens": run.tokens,
        "cost": run.cost,
        "retries": run.retries,
    }
    each = {"outcomes": [{**asdict(a), "retries": a.retries} for a in run.asked]} if articles else {}
    return {**values, **sums, **each}
