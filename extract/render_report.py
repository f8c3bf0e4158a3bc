"""A whole report, or several side by side, as one renderable."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from extract.evaluate.comparison import Comparison
from extract.evaluate.mistakes import worst_first
from extract.evaluate.report import Report
from extract.render_mistakes import comparison_view, mistake, mistakes_table
from extract.render_scorecard import (
    LEGEND,
    article_table,
    effort_line,
    failures,
    models_table,
    reliability_table,
    scorecard,
)


def report_view(report: Report, comparison: Comparison | None, errors: int) -> Group:
    """Scorecard, reliability, articles, kinds of mistakes, what moved, and the ``errors`` worst mistakes."""
    return Group(*_blocks(report, comparison, errors))


def _blocks(report: Report, comparison: Comparison | None, errors: int) -> Iterator[RenderableType]:
    yield scorecard(report)
    yield Text(LEGEND, style="dim")
    if any(one.reliability for one in report.sets):
        yield Group("", reliability_table(report))
    yield Group("", article_table(report.articles), *failures(report))
    if report.effort:
        yield Text(effort_line(report.effort))
    mistakes = worst_first([m for a in report.articles for m in a.mistakes])
    if mistakes:
        yield Group("", mistakes_table(report))
    if comparison:
        yield Group("", comparison_view(comparison))
    for one in mistakes[:errors]:
        yield Group("", mistake(one))
    if len(mistakes) > errors:
        yield from (
            "",
            Text(f"{errors} of {len(mistakes)} mistakes shown; --errors N shows more, --json all."),
        )


def models_view(reports: Sequence[Report]) -> Group:
    """Models side by side, and the articles that one of them failed."""
    failed = [Text(f"{r.model}: ").append_text(line) for r in reports for line in failures(r)]
    return Group(models_table(reports), *failed)
