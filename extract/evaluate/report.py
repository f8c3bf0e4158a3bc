"""The report: each measure of each set with its interval, and what became of each article."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from extract.errors import UsageError
from extract.evaluate.calibration import Bin
from extract.evaluate.dataset import SetName
from extract.evaluate.mistakes import Mistake
from schemas.record import Frozen


class Measure(Frozen):
    """A score between 0 and 1, or None where there is nothing to score.

    ``right`` of ``out_of`` are the counts behind it (for F1 hits count twice: once as said, once as gold);
    ``low`` and ``high`` bound 95 % of resamples of the articles.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    right: int
    out_of: int


class KindOfMistake(Frozen):
    """How often one kind of mistake was made, and how often `review` flagged it."""

    kind: str
    count: int
    flagged: int


class SetReport(Frozen):
    """One set's scorecard; ``gold`` is the hash of what it was scored against."""

    name: SetName
    gold: str
    articles: int
    failed: int
    measures: tuple[Measure, ...]
    reliability: tuple[Bin, ...] = Field(description="Of findings and quotes together.")
    mistakes: tuple[KindOfMistake, ...]

    def measure(self, name: str) -> Measure | None:
        """The measure of that name."""
        return next((m for m in self.measures if m.name == name), None)


class ArticleReport(Frozen):
    """One article: why it has no score, or its counts (right, out of) and its mistakes, worst first."""

    id: str
    set_name: SetName
    failure: str | None
    counts: dict[str, tuple[int, int]]
    mistakes: tuple[Mistake, ...]


class Effort(Frozen):
    """What a fresh run took; kept answers cost nothing, so this is about the questions asked."""

    seconds: float
    asked: int
    from_cache: int
    tokens_in: int
    tokens_out: int
    cost: float | None = Field(description="US dollars; None where the price is not known.")


class Report(Frozen):
    """How good one model's records are, set by set."""

    report_version: Literal[1] = 1
    model: str
    sets: tuple[SetReport, ...]
    articles: tuple[ArticleReport, ...]
    effort: Effort | None = None

    def of_set(self, name: SetName) -> SetReport | None:
        """One set's scorecard, if it was scored."""
        return next((s for s in self.sets if s.name == name), None)


def report_json(report: Report) -> str:
    """The report's one textual form."""
    return report.model_dump_json(indent=2) + "\n"


def load_report(path: Path) -> Report:
    """A report that was saved. Raises ``UsageError``."""
    try:
        return Report.model_validate_json(path.read_bytes())
    except OSError as exc:
        raise UsageError(f"{path.as_posix()}: cannot be read: {exc.strerror}") from exc
    except ValidationError as exc:
        error = exc.errors()[0]
        place = ".".join(str(part) for part in error["loc"])
        reason = f"{place + ': ' if place else ''}{error['msg']}"
        raise UsageError(f"{path.as_posix()}: is no scorecard ({reason}); make one with --save") from exc
