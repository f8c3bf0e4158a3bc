import asyncio
import difflib
from functools import cache
from pathlib import Path

import pytest
from recorded import EMBEDDED, INVENTED, ROOT, SEEDS, RecordedAnswers

from extract.article import read_article
from extract.evaluate.dataset import SETS, read_dataset
from extract.evaluate.report import Report, load_report
from extract.evaluate.scorecard import evaluate
from extract.model.door import Model
from extract.model.tally import Tally
from extract.pipeline import extract_record
from extract.store import Store, canonical
from schemas.record import Record

SCORECARD = ROOT / "tests" / "scorecard.json"
GUARDED = (
    "inspections.f1",
    "findings.f1",
    "recommendations.f1",
    "quotes.f1",
    "quote.speaker",
    "spans.grounded",
)


async def replay(path: Path) -> Record:
    """The record of an article by the recorded answers alone; no model stands behind them."""
    model = Model(EMBEDDED, RecordedAnswers())
    try:
        article = read_article(path, source=path.relative_to(ROOT).as_posix())
        return await extract_record(article, model, Tally())
    finally:
        await model.close()


@cache
def scorecard() -> Report:
    records = {path.stem: asyncio.run(replay(path)) for path in (*SEEDS, *INVENTED)}
    return evaluate(read_dataset(ROOT / "tests" / "golden", SETS), records, model="recorded")


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_the_recorded_answers_give_the_accepted_record(seed: Path) -> None:
    accepted = Store(ROOT / "outputs").load(seed.stem, text=read_article(seed).text)
    assert accepted is not None, f"outputs/{seed.stem}.json is missing: uv run extract run"
    before, now = canonical(accepted).splitlines(), canonical(asyncio.run(replay(seed))).splitlines()
    changed = list(difflib.unified_diff(before, now, "accepted", "now", lineterm="", n=1))
    advice = (
        "the record is another one now; see it with 'uv run extract run' and accept it by committing outputs/"
    )
    assert not changed, "\n".join([advice, *changed[:60]])


@pytest.mark.parametrize("measure", GUARDED)
@pytest.mark.parametrize("name", SETS)
def test_no_score_falls_below_the_committed_scorecard(name: str, measure: str) -> None:
    before, now = load_report(SCORECARD).of_set(name), scorecard().of_set(name)  # type: ignore[arg-type]
    assert before is not None
    assert now is not None
    was, is_now = before.measure(measure), now.measure(measure)
    assert was is not None, f"{measure} is not in {SCORECARD.name}"
    assert is_now is not None
    assert (is_now.value or 0) >= (was.value or 0), (
        f"{measure} on {name} fell from {was.value:.3f} to {is_now.value or 0:.3f}: see 'uv run extract eval'"
        "; "
        "if it is meant, 'uv run extract eval --save tests/scorecard.json'"
    )
