"""The pipeline run again over the answer cache alone: nothing is asked, and every step is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Never, TypeVar

from pydantic import BaseModel

from extract.article import Article
from extract.errors import ModelError, NotKeptError
from extract.explain.trace import Question, Trace
from extract.model.choice import Choice
from extract.model.door import AnswerCache, Model
from extract.model.presets import Preset
from extract.model.tally import Tally
from extract.pipeline import extract_record
from schemas.record import Record

A = TypeVar("A", bound=BaseModel)
K = TypeVar("K", bound=BaseModel)


class NoAnswers:
    """An answer cache that holds nothing."""

    def get(self, _key: str) -> str | None:
        """None."""
        return None

    def put(self, _key: str, _value: str) -> None:
        """Nothing is kept."""


@dataclass(frozen=True, slots=True)
class Replay:
    """How far the kept answers go: ``record`` is None where one was lacking that nothing can stand in for."""

    trace: Trace
    record: Record | None

    @property
    def missing(self) -> tuple[Question, ...]:
        """Questions whose answers are not kept."""
        return tuple(q for q in self.trace.asked if q.kept is None)

    @property
    def ended_at(self) -> Question | None:
        """The question at which the replay ended early."""
        return self.missing[-1] if self.record is None and self.missing else None


class _KeptModel(Model):
    """The door with nothing behind it. An answer that is lacking is made up, so that what follows is seen."""

    def __init__(self, preset: Preset, cache: AnswerCache, trace: Trace) -> None:
        """Questions and what is kept of them go into ``trace``."""
        super().__init__(preset, cache)
        self._trace = trace

    def _key(self, kind: str, messages: Sequence[Mapping[str, str]], shape: object) -> str:
        key = super()._key(kind, messages, shape)
        self._trace.asked.append(Question(self._trace.task, kind, key, messages, shape))
        return key

    def _kept(self, key: str, shape: type[K], tally: Tally) -> K | None:
        kept = super()._kept(key, shape, tally)
        if kept is None:
            raise NotKeptError("the answer is not in the cache")
        self._trace.asked[-1].kept = kept.model_dump(mode="json")
        return kept

    async def structured(
        self,
        messages: Sequence[Mapping[str, str]],
        answer: type[A],
        offered: Mapping[str, Sequence[int]],
        tally: Tally,
    ) -> A:
        """The kept answer, else the empty one."""
        try:
            return await super().structured(messages, answer, offered, tally)
        except NotKeptError:
            return answer.model_validate({name: [] for name in answer.model_fields})

    async def _connected(self) -> Never:
        """Nobody is asked; a kept answer that does not fit the candidates any more is none."""
        self._trace.asked[-1].kept = None
        raise NotKeptError("the kept answer does not fit the article any more")

    async def choose(
        self, messages: Sequence[Mapping[str, str]], options: Sequence[str], tally: Tally
    ) -> Choice:
        """The kept answer, else one that prefers nothing."""
        try:
            return await super().choose(messages, options, tally)
        except NotKeptError:
            return Choice(dict.fromkeys(options, 1 / len(options)), certain=False)


async def replay(article: Article, preset: Preset, cache: AnswerCache) -> Replay:
    """Read the article again by the answers that the cache holds for this model."""
    trace = Trace()
    model = _KeptModel(preset, cache, trace)
    try:
        record = await extract_record(article, model, trace)
    except ModelError:
        record = None
    finally:
        await model.close()
    return Replay(trace, record)
