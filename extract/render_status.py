"""States of articles into rich renderables, and into JSON's plain values."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from extract.printing import MOST_ROWS, printable, short
from extract.staleness import Changed
from extract.status import STATES, State, Status

_STYLES: dict[State, str] = {
    "fresh": "green",
    "new": "cyan",
    "stale": "yellow",
    "pending": "magenta",
    "failed": "red",
    "orphaned": "bright_black",
}


def status_view(statuses: Sequence[Status]) -> Group:
    """A row an article, of many only those to be dealt with; how many are in each state; what next."""
    rows = list(statuses)
    if len(rows) > MOST_ROWS:
        rows = [s for s in rows if s.state != "fresh"][:MOST_ROWS]
    parts: list[RenderableType] = [_table(rows)] if rows else []
    left = len(statuses) - len(rows)
    parts.append(Text(f"{_sums(statuses)}{f' ({left:,} not listed)' if left else ''}"))
    if left and (changed := Counter(c.component for s in statuses for c in s.changed)):
        parts.append(Text(f"changed: {', '.join(f'{name} {n:,}' for name, n in changed.most_common())}"))
    if advice := _advice(Counter(s.state for s in statuses)):
        parts.append(Text(advice))
    return Group(*parts)


def _table(rows: Sequence[Status]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("article", overflow="fold", max_width=40)
    table.add_column("state", no_wrap=True, min_width=max(len(s.state) for s in rows))
    told = [_why(s) for s in rows]
    if any(told):
        table.add_column("why", overflow="fold", ratio=1)
    for status, why in zip(rows, told, strict=True):
        cells = [Text(printable(status.id)), Text(status.state, _STYLES[status.state])]
        table.add_row(*cells, *([Text(why)] if any(told) else []))
    return table


def _why(status: Status) -> str:
    lines = [f"{c.component} {short(c.old)} → {short(c.new)}" for c in status.changed]
    return "\n".join(map(printable, [*lines, *([status.reason] if status.reason else [])]))


def _sums(statuses: Sequence[Status]) -> str:
    counts = Counter(s.state for s in statuses)
    each = ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state])
    return f"{len(statuses):,} in all{': ' if each else ''}{each}"


def _advice(counts: Mapping[State, int]) -> str:
    """Which commands deal with what is not fresh."""
    ask = sum(counts.get(state, 0) for state in ("new", "stale", "failed"))
    steps = [f"extract run asks about {ask:,} of them"] if ask else []
    steps += [f"extract review decides on {counts['pending']:,}"] if counts.get("pending") else []
    return "; ".join(steps)


def status_values(statuses: Sequence[Status]) -> dict[str, object]:
    """Counts and every article, hashes whole, as plain values for JSON."""
    counts = Counter(s.state for s in statuses)
    return {
        "counts": {state: counts[state] for state in STATES},
        "articles": [
            {
                "id": s.id,
                "source": s.source,
                "state": s.state,
                "changed": [_change(c) for c in s.changed],
                "reason": s.reason,
            }
            for s in statuses
        ],
    }


def _change(changed: Changed) -> dict[str, str]:
    return {"component": changed.component, "old": changed.old, "new": changed.new}
