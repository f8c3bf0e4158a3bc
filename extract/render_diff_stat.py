"""How much changed, in figures."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from extract.diff.aspects import WHATS
from extract.diff.compare import Compared
from extract.diff.things import Label
from extract.printing import MOST_ROWS, printable
from extract.render_diff import component_words, tally, title

_PARTS: tuple[Label, ...] = ("article", "inspection", "strength", "weakness", "recommendation", "quote")
_NONE = "–"
_MOST_REASONS = 8


def stat_view(found: Sequence[Compared], *, articles: bool) -> Group:
    """What changed by kind of thing, why, and, if asked, a line for each article."""
    parts = [_articles(found)] if articles and found else []
    return Group(*parts, *([_matrix(found)] if any(one.changes for one in found) else []), *_reasons(found))


def _articles(found: Sequence[Compared]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("article", no_wrap=True, overflow="ellipsis", ratio=1, min_width=20)
    table.add_column("changes", justify="right", no_wrap=True)
    table.add_column("", overflow="fold", ratio=2)
    for one in found[:MOST_ROWS]:
        if one.diff:
            table.add_row(Text(printable(one.id)), str(len(one.changes)), tally(one.changes))
        else:
            words = title(one).plain.removeprefix(printable(one.id)).strip()
            table.add_row(
                Text(printable(one.id)), _NONE, Text(words, style="red" * (one.state == "unreadable"))
            )
    if len(found) > MOST_ROWS:
        table.add_row(f"and {len(found) - MOST_ROWS:,} more", "", "")
    table.add_row("", "", "")
    return table


def _matrix(found: Sequence[Compared]) -> Table:
    """Kinds of thing by what happened to them, as they are now or were before they went."""
    counted = Counter((c.thing.label, c.what) for one in found for c in one.changes)
    shown = [what for what in WHATS if any(counted[part, what] for part in _PARTS)]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("", no_wrap=True)
    for what in shown:
        table.add_column(what, justify="right", no_wrap=True)
    for part in _PARTS:
        row = [counted[part, what] for what in shown]
        if any(row):
            table.add_row(part, *(f"{n:,}" if n else _NONE for n in row))
    if shown and sum(any(counted[part, what] for what in shown) for part in _PARTS) > 1:
        table.add_row("all", *(f"{sum(counted[part, what] for part in _PARTS):,}" for what in shown))
    return table


def _reasons(found: Sequence[Compared]) -> list[Text]:
    """What differs in what the records were made from, the commonest first."""
    counted = Counter(
        c for one in found if one.changes for c in one.differing if c.component != "article text"
    )
    texts = sum(any(c.component == "article text" for c in one.differing) for one in found)
    lines = [Text(f"{n:,} because {component_words(c)}") for c, n in counted.most_common(_MOST_REASONS)]
    if len(counted) > _MOST_REASONS:
        lines.append(Text(f"and {len(counted) - _MOST_REASONS:,} other reasons"))
    if texts:
        lines.append(Text(f"{texts:,} because the article text changed"))
    return lines
