"""A trial: a model asked about the articles that have gold, its records kept in memory only and scored."""

import asyncio
import time
from pathlib import Path

from rich.console import Console

from extract.batch import Failure, Outcome, Planned, run
from extract.errors import ModelUnavailableError
from extract.evaluate.dataset import Dataset, Result, Unscored
from extract.evaluate.report import Effort, Report
from extract.evaluate.scorecard import evaluate
from extract.gate import Gate
from extract.model.presets import Preset
from extract.pipeline import extract_record
from extract.progress import RunProgress
from extract.session import open_model
from extract.store import Store
from schemas.record import Record
from schemas.review import Review


class _Unwritten(Store):
    """A store that holds nothing, writes nothing and remembers what it was given."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.records: dict[str, Record] = {}

    def load(self, id_: str, *, text: str | None = None, pending: bool = False) -> None:  # noqa: ARG002  as a store's
        return None

    def review(self, id_: str) -> Review:
        return Review(article=id_)

    def accept(self, record: Record) -> None:
        self.records[record.article.id] = record

    def drop_pending(self, id_: str) -> None:
        pass


async def try_model(preset: Preset, dataset: Dataset, folder: Path, console: Console) -> Report:
    """Make a record of each article and score it; progress is shown when ``console`` is a terminal.

    ``folder`` keeps the answers. Seconds are those of asking, without the loading of the model.
    Raises ``ModelUnavailableError``.
    """
    articles = [case.article for case in dataset.cases]
    planned = [Planned(a.id, Path(a.source), len(a.text), None, ("eval",), a) for a in articles]
    store = _Unwritten()
    outcomes: list[Outcome] = []
    gate = Gate()
    with RunProgress(console, len(planned), quiet=not console.is_terminal) as progress:
        async with open_model(preset, folder, weights=None, jobs=None, progress=progress.preparing) as model:
            begun = time.perf_counter()
            ticking = asyncio.create_task(progress.keep_ticking())
            async for outcome in run(
                planned,
                store,
                lambda article, tally: extract_record(article, model, tally),
                jobs=preset.jobs,
                gate=gate,
                started=progress.started,
            ):
                progress.finished(outcome)
                outcomes.append(outcome)
            ticking.cancel()
            seconds = time.perf_counter() - begun
    if gate.stop is not None:
        raise ModelUnavailableError(f"stopped: {gate.stop.reason}")
    results: dict[str, Result] = {**store.records}
    results |= {o.id: Unscored(o.result.reason) for o in outcomes if isinstance(o.result, Failure)}
    return evaluate(dataset, results, model=preset.name, effort=_effort(outcomes, seconds))


def _effort(outcomes: list[Outcome], seconds: float) -> Effort:
    tallies = [o.tally for o in outcomes]
    costs = [t.cost for t in tallies if t.cost is not None]
    return Effort(
        seconds=round(seconds, 1),
        asked=sum(t.questions for t in tallies),
        from_cache=sum(t.from_cache for t in tallies),
        tokens_in=sum(t.tokens_in for t in tallies),
        tokens_out=sum(t.tokens_out for t in tallies),
        cost=round(sum(costs), 6) if costs else None,
    )
