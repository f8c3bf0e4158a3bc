"""The door: a question goes in, a checked answer comes out, asked once and then kept.

Three kinds of question: a structured one (a JSON answer that fits a Pydantic model), a choice (one of closed
options, with probabilities from the logprobs of one token), and a reading (what the embedded encoder makes of
the sentences of a window).
"""

import hashlib
import json
import logging
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from extract.encoder.learned import learned_hash
from extract.encoder.window import Reading, Window
from extract.errors import (
    InvalidAnswerError,
    ModelError,
    ModelUnavailableError,
    TruncatedError,
    one_line,
)
from extract.model.discreet import hiding, secrets_of
from extract.model.limiter import Limiter
from extract.model.policy import RetryPolicy
from extract.model.presets import Preset
from extract.model.reading import answered, bounded, usage_of
from extract.model.tally import Tally
from extract.model.transport import send
from extract.telemetry import span

A = TypeVar("A", bound=BaseModel)
K = TypeVar("K", bound=BaseModel)

# failures are reported by this project, once
logging.getLogger("instructor").addHandler(logging.NullHandler())

REASKS = 2
"""How often a rejected answer is asked again with the reason."""
_MOST_SAID_AGAIN = 20_000
"""Characters of a rejected answer, and of what is wrong with it, that are sent back."""
_TOP_LOGPROBS = 20
"""Most that OpenAI's API gives."""


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


@dataclass(frozen=True, slots=True)
class Choice:
    """Probabilities of the options offered; ``certain`` is False when the server gave no logprobs."""

    probabilities: Mapping[str, float]
    certain: bool

    @property
    def best(self) -> str:
        """The most probable option; the first offered of equals."""
        return max(self.probabilities, key=lambda option: self.probabilities[option])


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
        self._client: openai.AsyncOpenAI | None = None

    async def _connected(self) -> openai.AsyncOpenAI:
        if self._client is None:
            base_url, api_key = self.preset.base_url, self.preset.api_key
            if self._local is not None:
                base_url, api_key = await self._local.endpoint()
            self._client = openai.AsyncOpenAI(
                base_url=base_url,
                api_key=api_key,
                max_retries=0,
                timeout=None,  # each attempt as a whole has one
                http_client=openai.DefaultAsyncHttpxClient(
                    headers={"Accept-Encoding": "identity"},
                    event_hooks={"response": [bounded(self._policy.most_bytes)]},
                ),
            )
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
            result = await self._ask_structured(messages, answer, offered, tally)
        self._keep(key, {"messages": list(messages), "answer": result.model_dump_json()})
        return result

    async def _ask_structured(
        self,
        messages: Sequence[Mapping[str, str]],
        answer: type[A],
        offered: Mapping[str, Sequence[int]],
        tally: Tally,
    ) -> A:
        create = instructor.patch(
            create=cast("Any", self._create(tally, len(messages))), mode=instructor.Mode.JSON_SCHEMA
        )
        # instructor renders messages as templates with the context: article text goes in as a variable,
        # so that it is never a template itself
        context = {f"prompt_{i}": m["content"] for i, m in enumerate(messages)}
        try:
            return cast(
                "A",
                await cast("Any", create)(
                    model=self.preset.model,
                    messages=[
                        {"role": m["role"], "content": f"{{{{ prompt_{i} }}}}"}
                        for i, m in enumerate(messages)
                    ],
                    response_model=answer,
                    context={**offered, **context},
                    max_retries=REASKS,
                ),
            )
        except IncompleteOutputException as exc:
            raise TruncatedError(
                "the answer was cut off by a length limit; use a model with a larger output limit"
            ) from exc
        except InstructorRetryException as exc:
            if isinstance(exc.__cause__, ModelError):
                raise exc.__cause__ from exc
            raise InvalidAnswerError(
                f"the answer is still invalid after {exc.n_attempts} attempts: {_first_error(exc.__cause__)}"
            ) from exc

    async def choose(
        self, messages: Sequence[Mapping[str, str]], options: Sequence[str], tally: Tally
    ) -> Choice:
        """The probability of each option as the first word of the answer. Raises ``ModelError``."""
        key = self._key("choice", messages, list(options))
        if (kept := self._kept(key, _KeptChoice, tally)) is not None:
            return Choice(kept.probabilities, kept.certain)
        with hiding(self._secrets):
            completion = await self._create(tally, len(messages))(
                model=self.preset.model,
                messages=list(messages),
                max_tokens=1,
                temperature=0,
                logprobs=True,
                top_logprobs=_TOP_LOGPROBS,
            )
            choice = _read_choice(completion, options)
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

    def _create(self, tally: Tally, asked: int) -> Callable[..., Awaitable[ChatCompletion]]:
        """``chat.completions.create`` with retries and strict schemas; what holds no answer is an error.

        Of the messages the first so many are the question, the others what is said of a rejected answer.
        """

        async def create(*_: object, **kwargs: Any) -> ChatCompletion:  # noqa: ANN401  passes the client's own arguments through
            if "response_format" in kwargs:
                kwargs["response_format"]["json_schema"]["strict"] = True
                for message in kwargs["messages"][asked:]:
                    message["content"] = str(message["content"])[:_MOST_SAID_AGAIN]
            tally.questions += 1
            client = await self._connected()
            about = {"gen_ai.operation.name": "chat", "gen_ai.request.model": self.preset.model}
            with span(f"chat {self.preset.model}", about) as told:
                before = tally.attempts
                completion = await send(
                    lambda: client.chat.completions.create(**kwargs), self._policy, self._limiter, tally
                )
                told.set_attribute("extract.attempts", tally.attempts - before)
                if usage := usage_of(completion):
                    told.set_attribute("gen_ai.usage.input_tokens", usage.prompt_tokens)
                    told.set_attribute("gen_ai.usage.output_tokens", usage.completion_tokens)
                    tally.add_usage(
                        self.preset.model, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens
                    )
                else:
                    tally.uncounted += 1
                answer = answered(completion)
                tally.answers += 1
                return answer

        return create

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


def _read_choice(completion: ChatCompletion, options: Sequence[str]) -> Choice:
    """Each option's share of the probability of all tokens that begin one option and no other."""
    choice = completion.choices[0]
    content = choice.logprobs.content if choice.logprobs else None
    if not content:
        return Choice(_only(_begun(choice.message.content or "", options), options), certain=False)
    weights = dict.fromkeys(options, 0.0)
    for token in content[0].top_logprobs:
        if (option := _begun(token.token, options)) is not None:
            weights[option] += math.exp(token.logprob)
    total = sum(weights.values())
    if not total:
        raise InvalidAnswerError(
            f"the model's answer {content[0].token!r} is none of the options {', '.join(options)}"
        )
    return Choice({option: round(weight / total, 6) for option, weight in weights.items()}, certain=True)


def _begun(token: str, options: Sequence[str]) -> str | None:
    """The only option that begins with the token, or the token with it; None if there is not just one."""
    word = token.strip().lower()
    fitting = [o for o in options if word and (o.lower().startswith(word) or _opens(word, o.lower()))]
    return fitting[0] if len(fitting) == 1 else None


def _opens(word: str, option: str) -> bool:
    """Whether a token begins with an option as a word: "Answer" does not with A, nor "none" with no."""
    return word.startswith(option) and not word[len(option) : len(option) + 1].isalnum()


def _only(option: str | None, options: Sequence[str]) -> dict[str, float]:
    if option is None:
        raise InvalidAnswerError(f"the model's answer is none of the options {', '.join(options)}")
    return {o: float(o == option) for o in options}


def _first_error(cause: BaseException | None) -> str:
    if isinstance(cause, ValidationError):
        error = cause.errors()[0]
        place = ".".join(str(part) for part in error["loc"])
        return f"{place}: {error['msg']}" if place else str(error["msg"])
    return one_line(cause)
