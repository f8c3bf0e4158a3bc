import asyncio
import difflib
from pathlib import Path

import pytest
from recorded import EMBEDDED, ROOT, SEEDS, RecordedAnswers

from extract.article import read_article
from extract.model.door import Model
from extract.model.tally import Tally
from extract.pipeline import extract_record
from extract.store import Store, canonical


async def replay(seed: Path) -> str:
    model = Model(EMBEDDED, RecordedAnswers(), base_url="http://127.0.0.1:9/v1", api_key="none")
    try:
        article = read_article(seed, source=seed.relative_to(ROOT).as_posix())
        return canonical(await extract_record(article, model, Tally()))
    finally:
        await model.close()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_the_recorded_answers_give_the_accepted_record(seed: Path) -> None:
    accepted = Store(ROOT / "outputs").load(seed.stem, text=read_article(seed).text)
    assert accepted is not None, f"outputs/{seed.stem}.json is missing: uv run extract run"
    changed = list(difflib.unified_diff(canonical(accepted).splitlines(), asyncio.run(replay(seed)).splitlines(), "accepted", "now", lineterm="", n=1))
    assert not changed, "\n".join(["the record is another one now; if that is meant, accept it: uv run extract run --force", *changed[:60]])
