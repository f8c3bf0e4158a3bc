"""The door, opened onto a server on loopback for a question; waits are written down, never waited for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chat_server import ChatServer
from simulated_time import SimulatedTime

from extract.cache import ResponseCache
from extract.model.choice import Choice
from extract.model.door import Model
from extract.model.policy import RetryPolicy
from extract.model.presets import Preset, Way, choose_preset
from extract.model.tally import Tally
from schemas.answers import Answer, InspectionsAnswer

T = TypeVar("T")

QUESTION = ({"role": "user", "content": "Do these sentences report an inspection?"},)
OFFERED: Mapping[str, Sequence[int]] = {
    "council": [1],
    "date": [],
    "focus": [],
    "grade": [1],
    "sentence": [1, 2],
}


@dataclass
class Door:
    server: ChatServer
    cache: ResponseCache
    policy: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    time: SimulatedTime = field(default_factory=SimulatedTime)
    tally: Tally = field(default_factory=Tally)

    def preset(self, way: Way | None = None) -> Preset:
        return choose_preset("fake", self.server.url, way, self.environment, embedded_identity="")

    def ask(self, question: Callable[[Model], Awaitable[T]], way: Way | None = None) -> T:
        return asyncio.run(self._ask(question, way))

    def choose(
        self, options: Sequence[str] = ("yes", "no"), messages: Sequence[Mapping[str, str]] = QUESTION
    ) -> Choice:
        return self.ask(lambda model: model.choose(messages, options, self.tally))

    def structured(
        self,
        answer: type[Answer] = InspectionsAnswer,
        messages: Sequence[Mapping[str, str]] = QUESTION,
        offered: Mapping[str, Sequence[int]] = OFFERED,
    ) -> Answer:
        return self.ask(lambda model: model.structured(messages, answer, offered, self.tally))

    async def _ask(self, question: Callable[[Model], Awaitable[T]], way: Way | None) -> T:
        model = Model(self.preset(way), self.cache, policy=self._policy())
        try:
            return await question(model)
        finally:
            await model.close()

    @property
    def waits(self) -> list[float]:
        return self.time.waits

    def _policy(self) -> RetryPolicy:
        return RetryPolicy(sleep=self.time.sleep, clock=self.time.clock, **self.policy)
