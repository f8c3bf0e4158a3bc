"""A long run against a server of which every fifth answer is wrong, with ``--nightly``."""

import json
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from chat_server import ChatServer, completion, drop, error, json_page, no_choices, page, reset
from werkzeug import Request, Response

ARTICLES = 5_000
FAULTS_IN_A_HUNDRED = 20
MOST_GROWTH = 100
"""Megabytes, from article 100 to the last."""
EXTRACT = """
from extract.cli import main
from extract.model.policy import RetryPolicy
main(obj=RetryPolicy(first_wait=0.0, longest_wait=0.0))
"""
RIGHT = completion('{"inspections": []}')
PAID = (
    RIGHT,
    completion('{"visits": []}'),
    completion("rubbish"),
    completion(""),
    completion(None, refusal="no"),
    completion('{"inspections": [', finish="length"),
)
UNPAID = (
    error(429, Retry_After="0"),
    error(500),
    error(502),
    error(503),
    error(400),
    drop,
    reset,
    page("<h1>Bad gateway</h1>"),
    page("{", content_type="application/json"),
    json_page(no_choices),
    json_page([]),
)


@pytest.fixture
def _at_night(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--nightly"):
        pytest.skip("takes minutes; run with --nightly")


@pytest.mark.usefixtures("_at_night")
def test_every_article_of_a_long_run_is_accounted_for_and_memory_stays_flat(
    server: ChatServer, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    for n in range(ARTICLES):
        (tmp_path / f"{n:04}.txt").write_text(f"A bakery opens on quay {n}\n\nIt sells bread.\n")
    chance = random.Random(5)  # noqa: S311  the same faults every night
    counting = threading.Lock()
    paid: list[int] = []
    sizes: list[int] = []

    def answer(request: Request) -> Response:
        with counting:
            reply = RIGHT
            if chance.randrange(100) < FAULTS_IN_A_HUNDRED:
                reply = chance.choice((*PAID[1:], *UNPAID))
            paid.append(reply in PAID)
            if len(server.bodies) % 100 == 0:
                sizes.append(resident(process.pid))
            server.bodies[-1].clear()  # the test's own memory
        return reply(request)

    server.replies(answer)
    options = ["--model", "fake", "--base-url", server.url, "--out", str(tmp_path / "outputs"), "--quiet"]
    with (tmp_path / "screen").open("w") as screen:
        process = subprocess.Popen(
            [sys.executable, "-c", EXTRACT, "run", str(tmp_path / "*.txt"), *options],
            stdout=screen,
            stderr=screen,
        )
        assert process.wait() == 1

    (log,) = (tmp_path / "outputs" / ".runs").glob("*.jsonl")
    events = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    ended = [event for event in events if event["event"] == "article"]
    failed = {event["id"] for event in ended if event["failure"]}
    recorded = {path.stem for path in (tmp_path / "outputs").glob("*.json")}
    assert len(ended) == len({event["id"] for event in ended}) == ARTICLES
    assert not failed & recorded
    assert len(failed) + len(recorded) == ARTICLES
    assert (tmp_path / "screen").read_text(encoding="utf-8").count("\n") == len(failed)
    assert sum(event["attempts"] for event in ended) == len(paid)
    assert sum(event["tokens_in"] + event["tokens_out"] for event in ended) == 110 * sum(paid)
    growth = max(sizes[1:]) - sizes[1]
    for name, value in (
        ("failed", len(failed)),
        ("requests", len(paid)),
        ("MB", sizes[1::10]),
        ("grown", growth),
    ):
        record_property(name, value)
    assert growth <= MOST_GROWTH


def resident(process: int) -> int:
    """A process's memory in megabytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 // 1_000_000
