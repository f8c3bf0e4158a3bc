"""Mistakes and what moved since a baseline into rich renderables."""

import re
from collections.abc import Iterable

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.evaluate.comparison import Comparison, Moved
from extract.evaluate.mistakes import Mistake
from extract.evaluate.report import Report
from extract.printing import printable
from extract.render_scorecard import NONE, plain_table


def mistakes_table(report: Report) -> Table:
    """How often each kind of mistake was made and, in brackets, flagged by review."""
    table = plain_table("mistakes (flagged)")
    for one in report.sets:
        table.add_column(one.name, justify="right", no_wrap=True)
    found = {one.name: {m.kind: m for m in one.mistakes} for one in report.sets}
    totals = {
        kind: sum(k[kind].count for k in found.values() if kind in k) for k in found.values() for kind in k
    }
    for kind in sorted(totals, key=lambda k: (-totals[k], k)):
        counted = [found[one.name].get(kind) for one in report.sets]
        table.add_row(kind.replace("_", " "), *(f"{m.count} ({m.flagged})" if m else NONE for m in counted))
    return table


def mistake(one: Mistake) -> Group:
    """One mistake: where, what was said, what gold says, and the sentence with the span in it."""
    sure = "" if one.confidence is None else f", confidence {one.confidence:.2f}"
    where = f"{one.article} {one.start}:{one.end}{sure}{', flagged' if one.flagged else ''}"
    head = Text.assemble((one.kind.replace("_", " "), "bold red"), "  ", (printable(where), "dim"))
    versus = Text.assemble("said ", (_shown(one.said), "yellow"), "; gold ", (_shown(one.gold), "green"))
    before, inside = one.start - one.sentence_start, one.end - one.sentence_start
    parts = one.sentence[:before], one.sentence[before:inside], one.sentence[inside:]
    plain = [printable(re.sub(r"\s+", " ", part)) for part in parts]
    whole = before <= 0 and inside >= len(one.sentence)
    sentence = Text.assemble(plain[0], (plain[1], "" if whole else "underline"), plain[2])
    return Group(head, Padding(Group(versus, sentence), (0, 0, 0, 2)))


def _shown(value: str | None) -> str:
    return "nothing" if value is None else printable(" ".join(value.split()))


def comparison_view(comparison: Comparison) -> Group:
    """What moved since the baseline, and every new mistake."""
    moved = [m for m in comparison.moved if m.by != 0]  # counts alone may have moved too
    table = [_moved_table(moved)] if moved else []
    return Group(*table, *_changes(comparison), *(mistake(m) for m in comparison.new))


def _moved_table(moved: Iterable[Moved]) -> Table:
    """What moved since the baseline: before, after, by how much, and the counts."""
    table = plain_table("moved")
    for label in ("set", "before", "now", "by"):
        table.add_column(label, justify="right", no_wrap=True)
    table.add_column("counts", no_wrap=True)
    for one in moved:
        by = "" if one.by is None else f"{one.by:+.2f}"
        worse = one.by is not None and (one.by > 0) is one.name.startswith("calibration.") and one.by != 0
        style = "red" if worse else "green" if one.by else ""
        values = [NONE if v is None else f"{v:.2f}" for v in (one.before, one.after)]
        counts = " → ".join(f"{a}/{b}" for a, b in (one.counts_before, one.counts_after))
        table.add_row(one.name, one.set_name, *values, Text(by, style=style), counts)
    return table


def _changes(comparison: Comparison) -> list[Text]:
    """In words, what the table of moved measures does not say."""
    if not comparison.moved and not comparison.new and not comparison.gone:
        said = ["Nothing moved since the baseline."]
    else:
        said = [f"{len(comparison.new)} mistakes are new, {len(comparison.gone)} are gone."]
    if comparison.newly_failed:
        said.append(f"Failed now, not in the baseline: {', '.join(comparison.newly_failed)}")
    if comparison.recovered:
        said.append(f"Failed in the baseline, not now: {', '.join(comparison.recovered)}")
    if comparison.other_gold:
        said.append(
            f"Other gold than in the baseline: {', '.join(comparison.other_gold)}; scores of other questions."
        )
    return [Text(printable(line)) for line in said]
