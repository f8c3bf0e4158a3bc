import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from chat_server import Reply, completion, drop, error, page
from open_door import Door
from werkzeug import Request, Response

from extract.errors import RequestRefusedError, TransportError
from extract.model.door import Model
from extract.model.limiter import Limiter

YES = completion("yes")
ATTEMPTS = 6
JITTER = 1.0
IN_100_SECONDS = "the HTTP date in 100 seconds"


@pytest.mark.parametrize(
    "failures",
    [
        [error(500)],
        [error(502), error(503), error(500)],
        [error(504)] * (ATTEMPTS - 1),
        [error(408), error(409), error(429)],
        [drop, drop],
        [drop, error(503), page("<html>Bad gateway</html>", 502)],
        [page("{", content_type="application/json")],
    ],
)
def test_passing_trouble_is_tried_again_until_the_answer_comes(door: Door, failures: list[Reply]) -> None:
    door.server.replies(*failures, YES)
    assert door.choose().best == "yes"
    assert len(door.server.bodies) == len(failures) + 1 == door.tally.attempts
    assert len(door.waits) == len(failures)
    assert door.tally.questions == 1


def test_waits_grow_by_doubling_up_to_the_longest_each_with_jitter(door: Door) -> None:
    door.policy = {"attempts": 8, "longest_wait": 10.0}
    door.server.replies(error(500))
    with pytest.raises(TransportError):
        door.choose()
    for wait, base in zip(door.waits, [1, 2, 4, 8, 10, 10, 10], strict=True):
        assert base <= wait <= base + JITTER


@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        ("7", 7, 7 + JITTER),
        ("0.5", 0.5, 0.5 + JITTER),
        ("0", 0, JITTER),
        ("-3", 0, JITTER),
        (IN_100_SECONDS, 60, 100 + JITTER),
        (format_datetime(datetime(2015, 10, 21, tzinfo=UTC), usegmt=True), 0, JITTER),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 1, 1 + JITTER),
        ("soon", 1, 1 + JITTER),
        ("", 1, 1 + JITTER),
        (None, 1, 1 + JITTER),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_is_what_the_server_asks_for_and_else_our_own(
    door: Door, status: int, retry_after: str | None, least: float, most: float
) -> None:
    if retry_after == IN_100_SECONDS:
        retry_after = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    door.server.replies(error(status, **({} if retry_after is None else {"Retry_After": retry_after})), YES)
    door.choose()
    assert len(door.waits) == 1
    assert least <= door.waits[0] <= most


def test_a_wait_beyond_the_time_limit_is_not_begun(door: Door) -> None:
    door.server.replies(error(429, "slow down", Retry_After="3600"))
    with pytest.raises(
        TransportError, match=r"the server answered 429 \(1 attempts\): slow down; run again to resume"
    ):
        door.choose()
    assert door.waits == []


def test_waits_together_stay_within_the_time_limit(door: Door) -> None:
    door.policy = {"attempts": 1000, "total_seconds": 60.0}
    door.server.replies(error(500))
    with pytest.raises(TransportError):
        door.choose()
    assert 30 < sum(door.waits) <= 60


def test_time_spent_on_requests_counts_towards_the_time_limit(door: Door) -> None:
    def slow(request: Request) -> Response:
        door.time.now += 50
        return error(500)(request)

    door.policy = {"attempts": 1000, "total_seconds": 120.0, "first_wait": 0.0}
    door.server.replies(slow)
    with pytest.raises(TransportError, match=r"\(3 attempts\)"):
        door.choose()


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_trouble_that_lasts_ends_as_an_error_that_says_how_often_it_was_tried(
    door: Door, status: int
) -> None:
    door.server.replies(error(status, "all\n busy"))
    with pytest.raises(TransportError) as caught:
        door.choose()
    assert (
        str(caught.value)
        == f"the server answered {status} ({ATTEMPTS} attempts): all busy; run again to resume"
    )
    assert len(door.server.bodies) == door.tally.attempts == ATTEMPTS


def test_the_message_counts_the_attempts_of_its_own_request(door: Door) -> None:
    door.server.replies(YES)
    door.choose()
    door.server.replies(error(500))
    with pytest.raises(TransportError, match=rf"\({ATTEMPTS} attempts\)"):
        door.choose(options=("no", "yes"))
    assert door.tally.attempts == ATTEMPTS + 1


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (400, "the server does not accept this request"),
        (401, "check the key in OPENAI_API_KEY"),
        (403, "the key may not use this model"),
        (404, "check --model and --base-url"),
        (422, "the server does not accept this request"),
        (418, "the server refuses this request"),
    ],
)
@pytest.mark.parametrize("ask", [Door.choose, Door.structured])
def test_a_refused_request_is_not_tried_again_and_says_what_to_check(
    door: Door, ask: Callable[[Door], object], status: int, hint: str
) -> None:
    door.server.replies(error(status, "not like this"), YES)
    with pytest.raises(RequestRefusedError) as caught:
        ask(door)
    assert str(caught.value) == f"the server answered {status}: not like this; {hint}"
    assert len(door.server.bodies) == 1
    assert door.waits == []


def test_a_page_in_place_of_an_error_is_shown_on_one_short_line(door: Door) -> None:
    door.server.replies(page("<html>\n<h1>Not found</h1>\n" + "x" * 1000, 404))
    with pytest.raises(RequestRefusedError) as caught:
        door.choose()
    assert str(caught.value).startswith("the server answered 404: <html> <h1>Not found</h1> xxx")
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ask", [Door.choose, Door.structured])
def test_connections_that_keep_dropping_are_an_error_that_says_what_to_check(
    door: Door, ask: Callable[[Door], object]
) -> None:
    door.server.replies(drop)
    with pytest.raises(
        TransportError, match=r"the server cannot be reached: .*; check that it runs and --base-url"
    ):
        ask(door)
    assert len(door.server.bodies) == ATTEMPTS


def test_a_server_that_is_not_there_is_an_error_that_says_what_to_check(door: Door) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        door.server.http.port, port = taken.getsockname()[1], door.server.http.port
        try:
            with pytest.raises(
                TransportError, match=r"the server cannot be reached: .*; check that it runs and --base-url"
            ):
                door.choose()
        finally:
            door.server.http.port = port
    assert len(door.waits) == ATTEMPTS - 1


def test_a_body_that_claims_to_be_json_and_is_not_says_what_to_check(door: Door) -> None:
    door.server.replies(page("<html>Welcome</html>", content_type="application/json"))
    with pytest.raises(TransportError, match=r"the server's answer is not JSON; check --base-url"):
        door.choose()


@pytest.mark.parametrize("ask", [Door.choose, Door.structured])
def test_a_server_that_stays_silent_is_given_up_on(door: Door, ask: Callable[[Door], object]) -> None:
    door.policy = {"attempts": 2, "request_seconds": 0.1}
    door.server.replies(door.server.hang)
    with pytest.raises(
        TransportError, match=r"the server did not answer in time \(2 attempts\); run again to resume"
    ):
        ask(door)


def test_a_time_out_is_tried_again(door: Door) -> None:
    door.policy = {"request_seconds": 1.0}
    door.server.replies(door.server.hang, YES)
    assert door.choose().best == "yes"
    assert door.tally.attempts == 2


def test_an_overloaded_server_is_asked_less_at_once_and_then_more_again() -> None:
    limiter = Limiter(8)
    allowed = [limiter.allowed]
    for _ in range(5):
        limiter.slow_down()
        allowed.append(limiter.allowed)
    assert allowed == [8, 4, 2, 1, 1, 1]
    for _ in range(100):
        limiter.speed_up()
    assert limiter.allowed == 8


def test_a_round_of_answers_adds_one_request() -> None:
    limiter = Limiter(8)
    limiter.slow_down()
    for _ in range(5):
        limiter.speed_up()
    assert limiter.allowed == 5


@pytest.mark.parametrize(("slowed", "at_once"), [(0, 4), (1, 2), (2, 1)])
def test_never_more_run_at_once_than_allowed(slowed: int, at_once: int) -> None:
    limiter = Limiter(4)
    for _ in range(slowed):
        limiter.slow_down()
    running: list[int] = []
    seen: list[int] = []

    async def request(number: int) -> None:
        async with limiter:
            running.append(number)
            seen.append(len(running))
            await asyncio.sleep(0)
            running.remove(number)

    async def requests() -> None:
        await asyncio.gather(*(request(n) for n in range(20)))

    asyncio.run(requests())
    assert max(seen) == at_once
    assert len(seen) == 20


@pytest.mark.parametrize(
    ("failure", "allowed"), [(error(429), 4), (error(503), 4), (error(500), 8), (drop, 8)]
)
def test_only_signs_of_overload_slow_us_down(door: Door, failure: Reply, allowed: int) -> None:
    door.server.replies(failure, error(400))

    async def ask(model: Model) -> int:
        with pytest.raises(RequestRefusedError):
            await model.choose([{"role": "user", "content": "?"}], ("yes", "no"), door.tally)
        return model._limiter.allowed  # noqa: SLF001  nothing else tells how many requests are allowed

    asked: Callable[[Model], Awaitable[int]] = ask
    assert door.ask(asked) == allowed


def test_the_client_does_not_retry_by_itself(door: Door) -> None:
    door.policy = {"attempts": 1}
    door.server.replies(error(500))
    with pytest.raises(TransportError, match=re.escape("(1 attempts)")):
        door.choose()
    assert len(door.server.bodies) == 1
