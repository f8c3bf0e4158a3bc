"""Reports into rich renderables: scorecard, reliability, articles, models side by side."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from extract.evaluate.report import ArticleReport, Effort, Measure, Report, SetReport
from extract.printing import printable

LABELS = {
    "inspections.f1": "inspections",
    "inspections.precision": " precision",
    "inspections.recall": " recall",
    "inspection.type": " type",
    "inspection.rating": " grade",
    "inspection.previous_ratings": " previous",
    "inspection.judgements": " judgements",
    "inspection.ordinal": " ordinal",
    "inspection.date": " date",
    "inspection.date_text": " date's words",
    "inspection.focus": " focus",
    "findings.f1": "findings",
    "findings.precision": " precision",
    "findings.recall": " recall",
    "finding.inspection": " of inspection",
    "finding.theme": " theme",
    "strengths.f1": "strengths",
    "strengths.precision": " precision",
    "strengths.recall": " recall",
    "weaknesses.f1": "weaknesses",
    "weaknesses.precision": " precision",
    "weaknesses.recall": " recall",
    "recommendations.f1": "recommended",
    "recommendations.precision": " precision",
    "recommendations.recall": " recall",
    "quotes.f1": "quotes",
    "quotes.precision": " precision",
    "quotes.recall": " recall",
    "quote.speaker": " speaker",
    "quote.speaker_kind": " side",
    "quote.role": " role",
    "quote.inspection": " of inspection",
    "spans.grounded": "grounded",
    "spans.exact": "exact span",
    "calibration.all": "calibration",
    "calibration.findings": " findings",
    "calibration.quotes": " quotes",
    "review.errors_flagged": "errors flagged",
    "review.flags_right": "flags right",
}
"""Rows of the scorecard in their order: F1 where a kind is named, then what it is made of."""
LEGEND = "Value, 95 % interval, counts. In bold F1 or a rate of its own; calibration is an error: 0 is best."
_SHORT = [name for name in LABELS if not name.endswith((".precision", ".recall"))]
NONE = "–"


def plain_table(first: str) -> Table:
    """A borderless table whose first column, the rows' names, folds."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, overflow="fold")
    return table


def scorecard(report: Report) -> Table:
    """A row a measure, a column a set: value, 95 % interval, counts."""
    table = plain_table("")
    for one in report.sets:
        table.add_column(
            f"{one.name} ({one.articles} article{'s'[: one.articles != 1]})", justify="left", no_wrap=True
        )
    for name, label in LABELS.items():
        cells = [_cell(one.measure(name)) for one in report.sets]
        main = not label.startswith(" ")
        table.add_row(Text(label, style="bold" if main else ""), *cells)
    return table


def _cell(measure: Measure | None) -> Text:
    if measure is None or measure.value is None:
        return Text(f"{NONE:>4}")
    between = f"{_bound(measure.low)}–{_bound(measure.high)}"
    # the counts of an F1 are those of its precision and recall, below it
    counts = "" if measure.name.endswith(".f1") else f"{measure.right}/{measure.out_of}"
    return Text.assemble((f"{measure.value:.2f}", "bold"), (f" {between:<7}", "dim"), f" {counts:>7}")


def _bound(value: float | None) -> str:
    """Two decimals in three characters."""
    return NONE if value is None else "1.0" if value >= 0.995 else f"{value:.2f}"[1:]  # noqa: PLR2004  would round to 1.00


def reliability_table(report: Report) -> Table:
    """How often findings and quotes of a confidence are right: a row a bin, a column a set."""
    table = plain_table("confidence")
    for one in report.sets:
        table.add_column(f"{one.name}: sure, right, of", no_wrap=True)
    lows = sorted({b.low for one in report.sets for b in one.reliability})
    for low in lows:
        table.add_row(f"{low:.1f} – {low + 0.1:.1f}", *(_bin(one, low) for one in report.sets))
    return table


def _bin(one: SetReport, low: float) -> str:
    found = next((b for b in one.reliability if b.low == low), None)
    return f"{found.confidence:.2f}  {found.right:.2f} {found.items:>5}" if found else NONE


def article_table(articles: Sequence[ArticleReport]) -> Table:
    """A row an article: F1 of what is counted, and how many mistakes."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("article", overflow="ellipsis", no_wrap=True)
    names = {
        "inspections.f1": "visits",
        "findings.f1": "finds",
        "recommendations.f1": "recs",
        "quotes.f1": "quotes",
    }
    for label in (*names.values(), "voices", "errors"):
        table.add_column(label, justify="right", no_wrap=True)
    for article in articles:
        cells = [_ratio(article.counts.get(name)) for name in (*names, "quote.speaker")]
        last = Text("failed", style="red") if article.failure else Text(str(len(article.mistakes)))
        table.add_row(Text(printable(article.id)), *cells, last)
    return table


def _ratio(counts: tuple[int, int] | None) -> str:
    return NONE if counts is None or not counts[1] else f"{counts[0] / counts[1]:.2f}"


def failures(report: Report) -> list[Text]:
    """A line for each article that has no score."""
    failed = [a for a in report.articles if a.failure is not None]
    return [Text.assemble(("failed ", "red"), printable(f"{a.id}: {a.failure}")) for a in failed]


def effort_line(effort: Effort) -> str:
    """What a fresh run took."""
    cost = "" if effort.cost is None else f", ${effort.cost:.4f}"
    tokens = f"{effort.tokens_in:,} tokens in, {effort.tokens_out:,} out"
    kept = f"{effort.from_cache:,} answers kept from before"
    return f"{effort.asked:,} questions asked, {kept}; {effort.seconds:.1f} s, {tokens}{cost}"


def models_table(reports: Sequence[Report]) -> Table:
    """Models side by side: each measure's value per set, then what asking took."""
    table = plain_table("")
    names = [one.name for one in reports[0].sets]
    for report in reports:
        table.add_column(
            f"{report.model}\n{' '.join(f'{n:>5}' for n in names)}", justify="left", overflow="fold"
        )
    for name in _SHORT:
        rows = [" ".join(_plain(one.measure(name)) for one in report.sets) for report in reports]
        table.add_row(LABELS[name], *rows)
    for label, values in _efforts(reports).items():
        table.add_row(label, *values)
    return table


def _plain(measure: Measure | None) -> str:
    return f"{NONE:>5}" if measure is None or measure.value is None else f"{measure.value:>5.2f}"


def _efforts(reports: Sequence[Report]) -> dict[str, list[str]]:
    efforts = [r.effort for r in reports]
    return {
        "failed": [str(sum(one.failed for one in r.sets)) for r in reports],
        "seconds": [f"{e.seconds:.1f}" if e else NONE for e in efforts],
        "asked": [f"{e.asked:,}" if e else NONE for e in efforts],
        "from cache": [f"{e.from_cache:,}" if e else NONE for e in efforts],
        "tokens in": [f"{e.tokens_in:,}" if e else NONE for e in efforts],
        "tokens out": [f"{e.tokens_out:,}" if e else NONE for e in efforts],
        "cost": [NONE if e is None or e.cost is None else f"${e.cost:.4f}" for e in efforts],
    }
