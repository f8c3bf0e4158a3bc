"""The client of a chat server: asks, tries again, asks again with the reason, and counts what it took.

What comes back is the answer, of the shape and among the numbers or options that were offered, or a
``ModelError``.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from extract.errors import InvalidAnswerError, ModelError, TruncatedError, one_line
from extract.model.choice import Choice, read_choice
from extract.model.limiter import Limiter
from extract.model.policy import RetryPolicy
from extract.model.reading import answered, bounded, usage_of
from extract.model.tally import Tally
from extract.model.transport import send
from extract.telemetry import span

A = TypeVar("A", bound=BaseModel)

# failures are reported by this project, once
logging.getLogger("instructor").addHandler(logging.NullHandler())

REASKS = 2
"""How often a rejected answer is asked again with the reason."""
_MOST_SAID_AGAIN = 20_000
"""Characters of a rejected answer, and of what is wrong with it, that are sent back."""
_TOP_LOGPROBS = 20
"""Most that OpenAI's API gives."""


class Client:
    """Connections to one server, for one model. Close it when done."""

    def __init__(
        self, model: str, base_url: str | None, api_key: str | None, limiter: Limiter, policy: RetryPolicy
    ) -> None:
        """``limiter`` lets as many requests be under way at once as the server bears."""
        self._model = model
        self._policy = policy
        self._limiter = limiter
        self._openai = openai.AsyncOpenAI(
            base_url=base_url,
            api_key=api_key,
            max_retries=0,
            timeout=None,  # each attempt as a whole has one
            http_client=openai.DefaultAsyncHttpxClient(
                headers={"Accept-Encoding": "identity"},
                event_hooks={"response": [bounded(policy.most_bytes)]},
            ),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._openai.close()

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
                    model=self._model,
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
        completion = await self._create(tally, len(messages))(
            model=self._model,
            messages=list(messages),
            max_tokens=1,
            temperature=0,
            logprobs=True,
            top_logprobs=_TOP_LOGPROBS,
        )
        return read_choice(completion, options)

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
            about = {"gen_ai.operation.name": "chat", "gen_ai.request.model": self._model}
            with span(f"chat {self._model}", about) as told:
                before = tally.attempts
                completion = await send(
                    lambda: self._openai.chat.completions.create(**kwargs), self._policy, self._limiter, tally
                )
                told.set_attribute("extract.attempts", tally.attempts - before)
                if usage := usage_of(completion):
                    told.set_attribute("gen_ai.usage.input_tokens", usage.prompt_tokens)
                    told.set_attribute("gen_ai.usage.output_tokens", usage.completion_tokens)
                    tally.add_usage(
                        self._model, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens
                    )
                else:
                    tally.uncounted += 1
                answer = answered(completion)
                tally.answers += 1
                return answer

        return create


def _first_error(cause: BaseException | None) -> str:
    if isinstance(cause, ValidationError):
        error = cause.errors()[0]
        place = ".".join(str(part) for part in error["loc"])
        return f"{place}: {error['msg']}" if place else str(error["msg"])
    return one_line(cause)
