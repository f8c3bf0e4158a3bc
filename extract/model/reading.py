"""What comes back over the network: read up to a limit, and looked at before anybody relies on its shape."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, Field, ValidationError

from extract.errors import (
    EmptyAnswerError,
    InvalidAnswerError,
    NoAnswerError,
    RefusalError,
    TruncatedError,
    one_line,
)

LONGEST = 100_000
"""Characters of an answer: a thousand findings, which no article holds."""
_FENCED = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL | re.IGNORECASE)


class OversizedError(Exception):
    """The body is larger than may be read."""


class _Bounded(httpx2.AsyncByteStream):
    """A body that breaks off where it gets too large."""

    def __init__(self, body: httpx2.AsyncByteStream, most: int) -> None:
        self._body = body
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._most
        async for chunk in self._body:
            left -= len(chunk)
            if left < 0:
                raise OversizedError
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()


def bounded(most: int) -> Callable[[httpx2.Response], Awaitable[None]]:
    """A hook of the HTTP client: of a body at most so many bytes are read, and none that must be unpacked."""

    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise OversizedError
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream, most)

    return bound


class _Cached(BaseModel):
    cached_tokens: int | None = Field(default=None, ge=0)


class Usage(BaseModel):
    """What a server says that an answer took."""

    prompt_tokens: int = Field(ge=0)
    completion_tokens: int = Field(ge=0)
    prompt_tokens_details: _Cached | None = None

    @property
    def cached_tokens(self) -> int:
        """Tokens of the prompt that the server had kept."""
        return (self.prompt_tokens_details and self.prompt_tokens_details.cached_tokens) or 0


class _Message(BaseModel):
    content: str | None
    refusal: str | None = None


class _Token(BaseModel):
    token: str
    logprob: float


class _FirstToken(_Token):
    top_logprobs: list[_Token]


class _Logprobs(BaseModel):
    content: list[_FirstToken] | None = None


class _Choice(BaseModel):
    finish_reason: str | None
    message: _Message
    logprobs: _Logprobs | None = None


class _Envelope(BaseModel):
    """As much of a chat completion as is used; servers leave out much of the rest."""

    choices: list[_Choice] = Field(min_length=1)


def usage_of(completion: ChatCompletion) -> Usage | None:
    """The tokens that an answer took; None if the server does not say so intelligibly."""
    try:
        return Usage.model_validate(getattr(completion, "usage", None), from_attributes=True)
    except ValidationError:
        return None


def answered(completion: ChatCompletion) -> ChatCompletion:
    """The completion, if it holds an answer, which is taken out of a code fence.

    Raises ``NoAnswerError``, ``RefusalError``, ``TruncatedError``, ``EmptyAnswerError``, and
    ``InvalidAnswerError`` for one that is absurdly long.
    """
    if not getattr(completion, "choices", None):
        raise NoAnswerError(
            f"the server's answer has no choices{_said(completion)}; "
            "check --base-url, which often ends in /v1"
        )
    try:
        _Envelope.model_validate(completion, from_attributes=True)
    except ValidationError as exc:
        error = exc.errors()[0]
        place = ".".join(str(part) for part in error["loc"])
        raise NoAnswerError(
            f"the server's answer is no chat completion ({place}: {one_line(error['msg'])}); "
            "check --base-url, which often ends in /v1"
        ) from exc
    choice = completion.choices[0]
    if choice.message.refusal:
        raise RefusalError(f"the model declined to answer: {one_line(choice.message.refusal, 120)}")
    if choice.finish_reason == "content_filter":
        raise RefusalError("the server's content filter withheld the answer")
    if not choice.message.content:
        if choice.finish_reason == "length":
            raise TruncatedError(
                "the answer was cut off before its first word; use a model with a larger output limit"
            )
        raise EmptyAnswerError("the model's answer is empty")
    if len(choice.message.content) > LONGEST:
        raise InvalidAnswerError(
            f"the model's answer is absurdly long ({len(choice.message.content):,} characters); "
            "use another model"
        )
    if fenced := _FENCED.fullmatch(choice.message.content):
        choice.message.content = fenced[1]
    return completion


def _said(completion: ChatCompletion) -> str:
    """What the server says went wrong, in an answer that claims success."""
    error = getattr(completion, "error", None)
    message = error.get("message") if isinstance(error, dict) else error
    return f": {one_line(message, 120)}" if isinstance(message, str) else ""
