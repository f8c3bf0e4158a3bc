"""When a run begins no further article: the server fails every one, or a limit is reached."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from chat_server import ChatServer, Reply, answer_nothing, completion, error, json_page, no_choices, shown
from click.testing import CliRunner, Result
from simulated_time import SimulatedTime
from werkzeug import Request, Response

from extract.breaker import ROUNDS, Breaker
from extract.cli import main
from extract.errors import (
    AccessRefusedError,
    ArticleError,
    ExtractError,
    ForbiddenError,
    InvalidAnswerError,
    NoAnswerError,
    RequestRefusedError,
    TransportError,
)
from extract.model.policy import RetryPolicy

MANY = 12
NOTHING = completion('{"inspections": []}')
ONE = 110
"""Tokens of one article, about which one question is asked."""
PRICED = "gpt-4.1-mini"
PRICE = (100 * 0.40 + 10 * 1.60) / 1e6
"""Dollars of one article asked of that model."""

Run = Callable[..., Result]


@pytest.fixture
def time() -> SimulatedTime:
    return SimulatedTime()


@pytest.fixture
def extract(server: ChatServer, tmp_path: Path, time: SimulatedTime) -> Run:
    """Run over a dozen short articles with these options."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(MANY):
        (folder / f"a{n:02}.txt").write_text(f"A bakery opens on quay {n:02}\n\nIt sells bread.\n")

    def extract(*options: str, model: str = PRICED) -> Result:
        asking = ["--model", model, "--base-url", server.url, "--out", str(tmp_path / "outputs")]
        policy = RetryPolicy(sleep=time.sleep, clock=time.clock)
        result = CliRunner().invoke(main, ["run", str(folder), *asking, *options], obj=policy)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return extract


def records(tmp_path: Path) -> int:
    return len(list((tmp_path / "outputs").glob("*.json")))


def only(articles: set[int], reply: Reply) -> Reply:
    """Some of the articles are answered with this, the others rightly."""

    def answer(request: Request) -> Response:
        found = re.search(r"quay (\d\d)", shown(request.get_json()))
        assert found
        return (reply if int(found[1]) in articles else NOTHING)(request)

    return answer


# ---- the server fails every article


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (error(401, "bad key"), "the server answered 401: bad key; check the key in OPENAI_API_KEY"),
        (error(404, "no model"), "the server answered 404: no model; check --model and --base-url"),
        (error(403, "not you"), "the server answered 403: not you; the key may not use this model"),
        (
            error(429, "pay", "insufficient_quota"),
            "the server answered 429: pay; the account behind the key has nothing left to spend",
        ),
        (
            error(402, "pay"),
            "the server answered 402: pay; the account behind the key has nothing left to spend",
        ),
    ],
)
def test_what_nothing_heals_stops_the_run_at_once(
    extract: Run, server: ChatServer, tmp_path: Path, reply: Reply, reason: str
) -> None:
    server.replies(reply)
    result = extract("--jobs", "1")
    assert (result.exit_code, records(tmp_path)) == (2, 0)
    assert result.stderr == f"extract: stopped (1 failed, {MANY - 1} not begun): {reason}\n"
    assert result.stdout == f"1/{MANY} a00: failed: {reason}\n"
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "reply", [error(503, "busy"), json_page(no_choices), error(400, "no schemas here"), error(500)]
)
def test_other_trouble_stops_it_after_some_articles_without_an_answer(
    extract: Run, server: ChatServer, tmp_path: Path, reply: Reply
) -> None:
    server.replies(reply)
    result = extract("--jobs", "1")
    assert (result.exit_code, records(tmp_path)) == (2, 0)
    assert result.stderr.startswith(
        f"extract: stopped ({ROUNDS} failed, {MANY - ROUNDS} not begun): the server"
    )
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("jobs", [2, 4, 8])
def test_articles_under_way_are_finished_and_the_others_left(
    extract: Run, server: ChatServer, tmp_path: Path, jobs: int
) -> None:
    server.replies(error(401, "bad key"))
    result = extract("--jobs", str(jobs))
    told = re.match(r"extract: stopped \((\d+) failed, (\d+) not begun\): ", result.stderr)
    assert told
    failed, left = map(int, told.groups())
    assert (result.exit_code, failed + left) == (2, MANY)
    assert failed == len(server.bodies) <= jobs
    assert records(tmp_path) == 0


def test_the_same_command_goes_on_once_the_server_is_well(
    extract: Run, server: ChatServer, tmp_path: Path
) -> None:
    server.replies(error(503))
    assert extract("--jobs", "1").exit_code == 2
    server.replies(NOTHING)
    assert extract().exit_code == 0
    assert records(tmp_path) == MANY


def test_a_server_that_comes_back_within_two_rounds_stops_nothing(
    extract: Run, server: ChatServer, tmp_path: Path, time: SimulatedTime
) -> None:
    def away_for_a_minute(request: Request) -> Response:
        return (error(503) if time.now < 60 else NOTHING)(request)

    server.replies(away_for_a_minute)
    result = extract("--jobs", "1")
    assert (result.exit_code, records(tmp_path)) == (1, MANY - 1)
    assert "stopped" not in result.output


@pytest.mark.parametrize(
    ("reply", "jobs"),
    [
        (error(403), "1"),  # side by side a refusal may be met before any answer, and then stops the run
        *itertools.product([error(400), error(500), json_page(no_choices)], ["1", "8"]),
    ],
)
def test_articles_that_fail_among_others_that_do_not_stop_nothing(
    extract: Run, server: ChatServer, tmp_path: Path, reply: Reply, jobs: str
) -> None:
    hard = set(range(MANY)) - set(range(0, MANY, ROUNDS))
    server.replies(only(hard, reply))
    result = extract("--jobs", jobs)
    assert (result.exit_code, records(tmp_path)) == (1, MANY - len(hard))


def test_answers_that_are_no_use_are_answers_and_stop_nothing(extract: Run, server: ChatServer) -> None:
    server.replies(completion(None, refusal="no"))
    result = extract()
    assert (result.exit_code, len(server.bodies)) == (1, MANY)


TROUBLE = TransportError("busy")


@pytest.mark.parametrize(
    ("failures", "trips"),
    [
        ([(TROUBLE, {1}, 0), (TROUBLE, {2}, 0), (TROUBLE, {3}, 0)], True),
        ([(NoAnswerError(), {1}, 0), (RequestRefusedError(), {2}, 0), (TROUBLE, {3}, 0)], True),
        ([(TROUBLE, {1}, 0), (TROUBLE, {2}, 0)], False),
        # side by side: the others of a round are no further sign
        ([(TROUBLE, {1, 2, 3}, 0), (TROUBLE, {2, 3, 4}, 0), (TROUBLE, {3, 4, 5}, 0)], False),
        ([(TROUBLE, {1, 2}, 0), (TROUBLE, {2, 3}, 0), (TROUBLE, {3, 4}, 0), (TROUBLE, {5}, 0)], True),
        # an answer in between, or a failure that shows that the server answers
        ([(TROUBLE, {1}, 0), (TROUBLE, {2}, 0), (TROUBLE, {3}, 1)], False),
        ([(TROUBLE, {1}, 0), (TROUBLE, {2}, 0), (InvalidAnswerError(), {3}, 0), (TROUBLE, {4}, 0)], False),
        # what says nothing of the server
        ([(TROUBLE, {1}, 0), (TROUBLE, {2}, 0), (ArticleError(), {3}, 0)], False),
        ([(TROUBLE, {1}, 0), (TROUBLE, {2}, 0), (ArticleError(), {3}, 0), (TROUBLE, {4}, 0)], True),
        # what nothing heals; a text that is forbidden where others are not
        ([(AccessRefusedError(), {1}, 5)], True),
        ([(ForbiddenError(), {1}, 0)], True),
        ([(ForbiddenError(), {1}, 5)], False),
    ],
)
def test_the_breaker_trips(failures: list[tuple[ExtractError, set[int], int]], *, trips: bool) -> None:
    breaker = Breaker()
    *before, last = [breaker.failed(*failure) for failure in failures]
    assert not any(before)
    assert last is trips


# ---- a limit is reached


@pytest.mark.parametrize(
    ("limit", "made", "why"),
    [
        (["--max-tokens", str(2 * ONE)], 2, "--max-tokens 220 was reached at 220 tokens"),
        (["--max-tokens", str(2 * ONE + 1)], 3, "--max-tokens 221 was reached at 330 tokens"),
        (["--max-cost", f"{4.5 * PRICE:.6f}"], 5, "--max-cost 0.000252 was reached at $0.0003"),
        (["--max-time", "1m30s"], 3, "--max-time was reached after 120 s"),
    ],
)
def test_at_a_limit_the_run_stops_and_the_same_command_goes_on(
    extract: Run,
    server: ChatServer,
    tmp_path: Path,
    time: SimulatedTime,
    limit: list[str],
    made: int,
    why: str,
) -> None:
    def in_40_seconds(request: Request) -> Response:
        time.now += 40
        return NOTHING(request)

    server.replies(in_40_seconds)
    result = extract("--jobs", "1", *limit)
    assert (result.exit_code, records(tmp_path)) == (3, made)
    assert result.stderr == (
        f"extract: stopped ({MANY - made} not begun): {why}; run the same command again to go on from here\n"
    )
    assert extract("--jobs", "1", *limit).exit_code == 3
    assert records(tmp_path) == 2 * made


@pytest.mark.parametrize("jobs", [1, 3, 8])
def test_articles_under_way_go_beyond_a_limit(
    extract: Run, server: ChatServer, tmp_path: Path, jobs: int
) -> None:
    server.replies(NOTHING)
    assert extract("--jobs", str(jobs), "--max-tokens", "1").exit_code == 3
    assert 1 <= records(tmp_path) <= jobs


def test_what_failed_articles_took_counts(extract: Run, server: ChatServer) -> None:
    server.replies(completion("rubbish"))
    result = extract("--jobs", "1", "--max-tokens", str(4 * ONE))
    assert result.exit_code == 3
    assert len(server.bodies) == 6
    assert f"was reached at {6 * ONE} tokens" in result.stderr


@pytest.mark.parametrize(
    "limit", [("--max-tokens", str(MANY * ONE)), ("--max-cost", "5"), ("--max-time", "2h")]
)
def test_a_limit_that_the_last_article_reaches_or_none_is_not_told(
    extract: Run, server: ChatServer, limit: tuple[str, str]
) -> None:
    server.replies(NOTHING)
    result = extract("--jobs", "1", *limit)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("option", ["--max-tokens", "--max-cost"])
def test_a_server_that_counts_no_tokens_cannot_be_kept_within_them(
    extract: Run, server: ChatServer, option: str
) -> None:
    server.replies(completion('{"inspections": []}', usage=None))
    result = extract("--jobs", "1", option, "1000")
    assert result.exit_code == 2
    assert result.stderr == (
        f"extract: stopped ({MANY - 1} not begun): the server does not say how many tokens it used, "
        f"so {option} cannot be kept; use --max-time\n"
    )


def test_dollars_of_a_model_without_a_price_are_refused_before_anything_is_asked(
    extract: Run, server: ChatServer
) -> None:
    result = extract("--max-cost", "5", model="fake")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "extract: --max-cost: the price of fake is not known; use --max-tokens or --max-time instead\n"
    )
    assert server.bodies == []


@pytest.mark.parametrize("time_typed", ["90", "soon", "0s", "-5m", "1x", ""])
def test_a_time_without_sense_is_wrong_usage(extract: Run, time_typed: str) -> None:
    result = extract("--max-time", time_typed)
    assert result.exit_code == 2
    assert f"{time_typed!r} is no time such as 90s, 20m or 1h30m." in result.stderr


def test_a_run_that_answers_everything_says_nothing_of_limits(extract: Run, server: ChatServer) -> None:
    server.reader = answer_nothing
    assert extract().exit_code == 0
