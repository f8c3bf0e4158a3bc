"""The door: a question goes in, a checked answer comes out, asked once and then kept.

Three kinds of question: a structured one (a JSON answer that fits a Pydantic model), a choice (one of closed
options, with probabilities from the logprobs of one token), and a reading (what the embedded encoder makes of
the sentences of a window).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from extract.encoder.learned import learned_hash
from extract.encoder.window import Reading, Window
from extract.errors import ModelUnavailableError
from extract.model.choice import Choice
from extract.model.discreet import hiding, secrets_of
from extract.model.limiter import Limiter
from extract.model.policy import RetryPolicy
from extract.model.presets import Preset
from extract.model.tally import Tally

if TYPE_CHECKING:
    from extract.model.client import Client

A = TypeVar("A", bound=BaseModel)
K = TypeVar("K", bound=BaseModel)


class AnswerCache(Protocol):
    """Where answers are kept between runs."""

    def get(self, key: str) -> str | None:
        """The value kept under a key, or None."""

    def put(self, key: str, value: str) -> None:
        """Keep a value."""


class Local(Protocol):
    """The models inside this process, each loaded when it is first needed."""

    async def endpoint(self) -> tuple[str, str]:
        """Base URL and key of the language model's server. Raises ``ModelUnavailableError``."""

    async def read(self, window: Window) -> tuple[list[Reading], int]:
        """What the lines asked about report, and how many tokens were read.

        Raises ``ModelUnavailableError``.
        """


class _Kept(BaseModel, extra="allow"):
    """What the answer cache holds under a key; the question stands beside the answer for who looks."""


class _KeptAnswer(_Kept):
    answer: str


class _KeptChoice(_Kept):
    probabilities: dict[str, float]
    certain: bool


class _KeptReadings(_Kept):
    readings: list[Reading]


class Model:
    """An open model. Close it when done."""

    def __init__(
        self,
        preset: Preset,
        cache: AnswerCache,
        *,
        local: Local | None = None,
        jobs: int | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        """``local`` has the models of the embedded preset."""
        self.preset = preset
        self._secrets = secrets_of(preset)
        self._cache = cache
        self._local = local
        self._policy = policy or RetryPolicy()
        self._limiter = Limiter(max(1, jobs or preset.jobs))
        self._client: Client | None = None

    async def _connected(self) -> "Client":
        if self._client is None:
            # openai and instructor take seconds to import: only where something is asked
            from extract.model.client import Client  # noqa: PLC0415

            base_url, api_key = self.preset.base_url, self.preset.api_key
            if self._local is not None:
                base_url, api_key = await self._local.endpoint()
            self._client = Client(self.preset.model, base_url, api_key, self._limiter, self._policy)
        return self._client

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()

    async def structured(
        self,
        messages: Sequence[Mapping[str, str]],
        answer: type[A],
        offered: Mapping[str, Sequence[int]],
        tally: Tally,
    ) -> A:
        """A JSON answer checked against the numbers ``offered``; asked again if it breaks them.

        Raises ``ModelError``: truncated, refused, empty, invalid, or the server's failure.
        """
        schema = answer.model_json_schema()
        key = self._key("structured", messages, schema)
        if (kept := self._kept(key, _KeptAnswer, tally)) is not None:
            try:
                return answer.model_validate_json(kept.answer, context=dict(offered))
            except ValidationError:
                pass  # candidates changed under the same prompt: ask anew
        with hiding(self._secrets):
            client = await self._connected()
            result = await client.structured(messages, answer, offered, tally)
        self._keep(key, {"messages": list(messages), "answer": result.model_dump_json()})
        return result

    async def choose(
        self, messages: Sequence[Mapping[str, str]], options: Sequence[str], tally: Tally
    ) -> Choice:
        """The probability of each option as the first word of the answer. Raises ``ModelError``."""
        key = self._key("choice", messages, list(options))
        if (kept := self._kept(key, _KeptChoice, tally)) is not None:
            return Choice(kept.probabilities, kept.certain)
        with hiding(self._secrets):
            client = await self._connected()
            choice = await client.choose(messages, options, tally)
        self._keep(
            key,
            {
                "messages": list(messages),
                "options": list(options),
                "probabilities": choice.probabilities,
                "certain": choice.certain,
            },
        )
        return choice

    async def read(self, window: Window, tally: Tally) -> list[Reading]:
        """What each line of the window that is asked about reports, in order.

        Only the embedded preset reads. Raises ``ModelUnavailableError``.
        """
        lines = [[line.mark, line.text, line.clauses, line.asked] for line in window]
        key = self._key("reading", [], [learned_hash(), lines])
        if (kept := self._kept(key, _KeptReadings, tally)) is not None:
            return kept.readings
        if self._local is None:
            raise ModelUnavailableError(f"{self.preset.name}: reads no sentences; use --model embedded")
        tally.questions += 1
        readings, tokens = await self._local.read(window)
        tally.add_usage(self.preset.model, tokens, 0, 0)
        self._keep(key, _KeptReadings(readings=readings).model_dump(mode="json") | {"window": lines})
        return readings

    def _key(self, kind: str, messages: Sequence[Mapping[str, str]], shape: object) -> str:
        question = json.dumps(
            [kind, self.preset.identity, list(messages), shape], sort_keys=True, ensure_ascii=False
        )
        return f"sha256:{hashlib.sha256(question.encode()).hexdigest()}"

    def _kept(self, key: str, shape: type[K], tally: Tally) -> K | None:
        """What is kept under a key; None also for what has another shape, which is asked for anew."""
        value = self._cache.get(key)
        try:
            kept = None if value is None else shape.model_validate_json(value)
        except ValidationError:
            return None
        tally.from_cache += kept is not None
        return kept

    def _keep(self, key: str, value: Mapping[str, object]) -> None:
        self._cache.put(key, json.dumps(value, ensure_ascii=False))
