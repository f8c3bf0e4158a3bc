"""A key that is told to a server is told to nobody else, even if the server repeats it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from chat_server import ChatServer, Reply, answer_nothing, completion, error, page
from click.testing import CliRunner, Result
from reading import Reader
from simulated_time import SimulatedTime

from extract.cli import main
from extract.model.policy import RetryPolicy

KEY = "sk-test-4f9a8b7c6d5e"
PASSWORD = "pass-31415926"  # noqa: S105  the test's own


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert articles == tmp_path / "articles"


def extract(*arguments: str) -> Result:
    time = SimulatedTime()
    policy = RetryPolicy(sleep=time.sleep, clock=time.clock)
    return CliRunner().invoke(main, arguments, obj=policy)


def check_kept(*results: Result) -> None:
    """No secret stands on a screen or in any file but the articles and none in a file's name."""
    told = "".join(result.output for result in results).encode()
    written = [path for path in Path().rglob("*") if path.is_file() and "articles" not in path.parts]
    assert any(path.suffix == ".sqlite3" for path in written)
    for secret in (KEY, PASSWORD):
        assert secret.encode() not in told
        for path in written:
            assert secret.encode() not in path.read_bytes(), path
            assert secret not in str(path)


def echoed(reply: Callable[[str], Reply]) -> Reply:
    """A reply with all that the server was told in the request's headers."""
    return lambda request: reply(str(dict(request.headers)))(request)


ECHOES: dict[str, Callable[[str], Reply]] = {
    "a bad key": lambda told: error(401, f"Incorrect API key provided: {told}"),
    "a bad request": lambda told: error(400, f"no such header: {told}"),
    "an error page": lambda told: page(f"<html>{told}</html>", 502),
    "a failure": lambda told: error(500, told),
    "a page that is no answer": page,
    "a refusal": lambda told: completion(None, refusal=told),
    "an answer that is none": completion,
    "an answer of another shape": lambda told: completion(json.dumps({told: told})),
}


@pytest.mark.parametrize("way", ["structured", "choice"])
@pytest.mark.parametrize("reply", ECHOES.values(), ids=ECHOES.keys())
def test_a_server_that_repeats_the_key_does_not_make_it_known(
    server: ChatServer, reply: Callable[[str], Reply], way: str
) -> None:
    server.replies(echoed(reply))
    asking = ["articles", "--model", "fake", "--base-url", server.url, "--ask", way]
    result = extract("run", *asking, "--verbose")
    assert KEY in server.headers[0]["Authorization"]
    assert result.exit_code != 0 or way == "choice"  # the bakery has nothing to choose
    check_kept(result, extract("status", *asking), extract("runs"), extract("runs", "last"))


def test_a_key_that_goes_through_a_whole_run_stands_nowhere(server: ChatServer) -> None:
    server.reader = lambda body: Reader()(body) if "Rutland" in str(body) else answer_nothing(body)
    asking = ["articles", "--model", "fake", "--base-url", server.url]
    results = [
        extract("run", *asking, "--dry-run"),
        extract("run", *asking, "--verbose"),
        extract("run", *asking, "--force"),
        extract("models"),
        extract("status", *asking, "--json"),
        extract("runs", "last", "--json"),
        extract("explain", "rutland", "strengths[0]", "--json"),
        extract("show", "rutland"),
        extract("report"),
    ]
    assert [result.exit_code for result in results] == [0] * len(results)
    check_kept(*results)


def test_a_password_in_the_url_reaches_the_server_and_nobody_else(server: ChatServer) -> None:
    server.reader = lambda body: Reader()(body) if "Rutland" in str(body) else answer_nothing(body)
    url = server.url.replace("http://", f"http://reader:{PASSWORD}@")
    asking = ["articles", "--model", "fake", "--base-url", url]
    results = [
        extract("run", *asking),
        extract("run", *asking, "--dry-run"),
        extract("runs", "last", "--json"),
        extract("explain", "rutland", "strengths[0]"),
    ]
    assert [result.exit_code for result in results] == [0] * len(results)
    check_kept(*results)


def test_a_server_that_cannot_be_reached_does_not_make_the_password_known() -> None:
    url = f"http://reader:{PASSWORD}@127.0.0.1:1/v1"
    result = extract("run", "articles", "--model", "fake", "--base-url", url)
    assert result.exit_code != 0
    assert "the server cannot be reached" in result.output
    check_kept(result)


@pytest.mark.parametrize("end", [f"?token={PASSWORD}", f"#{PASSWORD}"])
def test_a_url_with_more_than_an_address_is_refused_and_not_repeated(end: str) -> None:
    result = extract("run", "articles", "--model", "fake", "--base-url", f"http://127.0.0.1:1/v1{end}")
    assert (result.exit_code, result.output) == (
        2,
        "extract: --base-url: must end before ? and #; give the key in OPENAI_API_KEY\n",
    )


def test_a_url_that_is_none_is_repeated_without_its_password() -> None:
    result = extract("run", "articles", "--model", "fake", "--base-url", f"ftp://reader:{PASSWORD}@host/v1")
    assert (result.exit_code, result.output) == (
        2,
        "extract: --base-url ftp://host/v1: must begin with http:// or https://\n",
    )
