"""Model answers recorded for every article with gold: the pipeline can be replayed offline, to the byte.

``uv run python tests/recorded.py`` records them anew, asking the embedded model what the cache does not hold.
"""

import asyncio
import gzip
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from extract.article import read_article
from extract.cache import ResponseCache, cache_folder
from extract.model.door import Model
from extract.model.presets import choose_preset
from extract.model.tally import Tally
from extract.pipeline import extract_record
from extract.session import LocalModels
from extract.weights.pinned import IDENTITY

ROOT = Path(__file__).parent.parent
RECORDED = Path(__file__).parent / "recorded.jsonl.gz"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
INVENTED = sorted((ROOT / "tests" / "articles").glob("*.txt"))
EMBEDDED = choose_preset("embedded", None, None, {}, embedded_identity=IDENTITY)


class QuestionNotRecordedError(AssertionError):
    """A question that was not asked when the answers were recorded: a prompt or a candidate changed."""


class RecordedAnswers:
    """The answers, in the place of the answer cache."""

    def __init__(self) -> None:
        lines = gzip.decompress(RECORDED.read_bytes()).decode().splitlines()
        self._answers: dict[str, str] = dict(json.loads(line) for line in lines)

    def get(self, key: str) -> str | None:
        if key not in self._answers:
            raise QuestionNotRecordedError(
                "a question is asked that was not recorded: a prompt or a candidate changed; "
                "if that is meant, run 'uv run extract run', look at what changed in outputs/, then "
                "'uv run python tests/recorded.py'"
            )
        return self._answers[key]

    def items(self) -> Iterator[tuple[str, str]]:
        yield from self._answers.items()

    def put(self, key: str, _value: str) -> None:
        raise AssertionError(f"a replay keeps nothing, but {key} was to be kept")


class _Recorder:
    """An answer cache that notes what is read from it and written to it."""

    def __init__(self, cache: ResponseCache) -> None:
        self._cache = cache
        self.used: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        value = self._cache.get(key)
        if value is not None:
            self.used[key] = value
        return value

    def put(self, key: str, value: str) -> None:
        self._cache.put(key, value)
        self.used[key] = value


async def record() -> None:
    recorder = _Recorder(ResponseCache(cache_folder() / "answers.sqlite3"))
    with ExitStack() as stack:
        local = LocalModels(cache_folder() / "models", None, lambda _doing, _done, _size: None, stack)
        model = Model(EMBEDDED, recorder, local=local)
        for path in (*SEEDS, *INVENTED):
            await extract_record(read_article(path), model, Tally())
        await model.close()
    lines = [json.dumps(pair, ensure_ascii=False) for pair in sorted(recorder.used.items())]
    RECORDED.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    sys.stdout.write(f"recorded {len(lines)} answers in {RECORDED.name}\n")


if __name__ == "__main__":
    asyncio.run(record())
