"""One request, tried again while that can help, its failures translated into this project's errors.

Retried: 408, 409, 429, 5xx, time-outs, dropped connections, what is no JSON, with jittered exponential
back-off or the server's own Retry-After, within a limit of attempts and of total time. Never retried: 400,
401, 402, 403, 404, 422, a quota that is used up, an answer too large to read.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import openai
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from extract.errors import (
    AccessRefusedError,
    ForbiddenError,
    ModelError,
    RequestRefusedError,
    TransportError,
    one_line,
)
from extract.model.limiter import Limiter
from extract.model.policy import RetryPolicy
from extract.model.reading import OversizedError
from extract.model.tally import Tally

T = TypeVar("T")

_RETRIED = frozenset({408, 409, 429})
_OVERLOADED = frozenset({429, 503})
_QUOTA = "insufficient_quota"
"""The code beside a 429 that no waiting heals."""
_REFUSED: dict[int, tuple[type[RequestRefusedError], str]] = {
    401: (AccessRefusedError, "check the key in OPENAI_API_KEY"),
    402: (AccessRefusedError, "the account behind the key has nothing left to spend"),
    403: (ForbiddenError, "the key may not use this model"),
    404: (AccessRefusedError, "check --model and --base-url"),
    429: (AccessRefusedError, "the account behind the key has nothing left to spend"),
    400: (RequestRefusedError, "the server does not accept this request"),
    422: (RequestRefusedError, "the server does not accept this request"),
}


async def send(request: Callable[[], Awaitable[T]], policy: RetryPolicy, limiter: Limiter, tally: Tally) -> T:
    """Send a request until it is answered. Raises ``TransportError`` or ``RequestRefusedError``."""
    waits = wait_exponential(policy.first_wait, policy.longest_wait) + wait_random(0, policy.first_wait)
    begun = policy.clock()
    attempts = 0

    def wait(state: RetryCallState) -> float:
        exc = state.outcome.exception() if state.outcome else None
        asked = _retry_after(exc)
        return waits(state) if asked is None else asked + random.uniform(0, policy.first_wait)  # noqa: S311  jitter, not a secret

    def out_of_time(state: RetryCallState) -> bool:
        return policy.clock() - begun + state.upcoming_sleep > policy.total_seconds

    retrying = AsyncRetrying(
        retry=retry_if_exception(_is_transient),
        wait=wait,
        stop=lambda state: stop_after_attempt(policy.attempts)(state) or out_of_time(state),
        sleep=policy.sleep,
        reraise=True,
    )
    try:
        async for attempt in retrying:
            with attempt:
                attempts += 1
                tally.attempts += 1
                return await _once(request, policy, limiter)
    except openai.APIStatusError as exc:
        raise _translated(exc, attempts) from exc
    except TimeoutError as exc:
        raise TransportError(
            f"the server did not answer in time ({attempts} attempts); run again to resume"
        ) from exc
    except (ValueError, RecursionError) as exc:
        raise TransportError(
            "the server's answer is not JSON; check --base-url, which often ends in /v1"
        ) from exc
    except openai.APIConnectionError as exc:
        if isinstance(exc.__cause__, OversizedError):
            raise TransportError(
                f"the server's answer is larger than {policy.most_bytes / 1e6:g} MB; "
                "use a model with an output limit"
            ) from exc
        reason = f": {one_line(exc.__cause__)}" if exc.__cause__ else ""
        raise TransportError(
            f"the server cannot be reached{reason}; check that it runs and --base-url"
        ) from exc
    except openai.APIError as exc:
        raise TransportError(f"the server's answer cannot be read: {one_line(exc)}") from exc
    raise TransportError("no attempt was made")


async def _once(request: Callable[[], Awaitable[T]], policy: RetryPolicy, limiter: Limiter) -> T:
    async with limiter:
        try:
            # the client's own limit is for each read, which a server that sends a byte now and then keeps
            async with asyncio.timeout(policy.request_seconds):
                answer = await request()
        except openai.APIStatusError as exc:
            if exc.status_code in _OVERLOADED:
                limiter.slow_down()
            raise
    limiter.speed_up()
    return answer


def _is_transient(exc: BaseException) -> bool:
    if isinstance(exc, openai.APIStatusError):
        passing = exc.status_code in _RETRIED or exc.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
        return passing and exc.code != _QUOTA
    if isinstance(exc, openai.APIConnectionError):
        return not isinstance(exc.__cause__, OversizedError)
    return isinstance(exc, TimeoutError | ValueError | RecursionError)  # the last two: a body that is no JSON


def _retry_after(exc: BaseException | None) -> float | None:
    """Seconds the server asks to wait, from Retry-After as a number or as an HTTP date (RFC 9110, 10.2.3)."""
    if not isinstance(exc, openai.APIStatusError) or not (value := exc.response.headers.get("retry-after")):
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):  # no date, or one without a time zone
        return None


def _translated(exc: openai.APIStatusError, attempts: int) -> ModelError:
    body = exc.body if isinstance(exc.body, dict) else {}
    message = one_line(body.get("message") or exc.message)
    if _is_transient(exc):
        return TransportError(
            f"the server answered {exc.status_code} ({attempts} attempts): {message}; run again to resume"
        )
    kind, hint = _REFUSED.get(exc.status_code, (RequestRefusedError, "the server refuses this request"))
    return kind(f"the server answered {exc.status_code}: {message}; {hint}")
