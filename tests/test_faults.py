"""What may go wrong between extract and a server, and what then comes of an article.

Each row is a real server's misbehaviour on loopback, met by ``extract run``. The README has the same table.
"""

import gzip
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, Reply, completion, drop, error, json_page, no_choices, page, reset
from click.testing import CliRunner
from simulated_time import SimulatedTime
from werkzeug import Request, Response

from extract.cli import main
from extract.model.policy import RetryPolicy
from extract.model.presets import PRICES, Way

README = Path(__file__).parent.parent / "README.md"
MODEL = "gpt-4.1-mini"
"""On the server of the test; it has a price, so that cost can be compared."""
ARTICLE = """Help in Rutland

Ofsted came to see Rutland’s children’s services in May 2021.

Inspectors found that social workers visit families often.

Homes are few and the budget is short.
"""
"""One question is asked about it, in either way of asking."""
RIGHT: dict[Way, Reply] = {
    "structured": completion('{"inspections": []}'),
    "choice": completion("no", logprobs={"no": -0.1}),
}
BOTH: tuple[Way, ...] = ("structured", "choice")
ANSWER = 110
"""Tokens of one answer."""


@dataclass
class Scene:
    server: ChatServer
    time: SimulatedTime
    right: Reply
    """The right answer, in the way that is asked."""


@dataclass(frozen=True)
class Fault:
    """A misbehaviour, what extract does about it, and how that shows; ``reason`` None for a record."""

    name: str
    does: str
    replies: Callable[[Scene], Sequence[Reply]]
    reason: str | None = None
    attempts: int = 1
    tokens: int = 0
    waited: tuple[float, float] = (0, 0)
    status: int = 1
    ways: tuple[Way, ...] = BOTH
    policy: dict[str, Any] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in self.name).lower().split())


def in_20_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)


def away_for(seconds: float) -> Callable[[Scene], Sequence[Reply]]:
    def replies(scene: Scene) -> Sequence[Reply]:
        def reply(request: Request) -> Response:
            return (error(503) if scene.time.now < seconds else scene.right)(request)

        return [reply]

    return replies


def zipped(_: Request) -> Response:
    return Response(
        gzip.compress(b" " * 10_000_000),
        headers={"Content-Encoding": "gzip"},
        content_type="application/json",
    )


def envelope(**fields: object) -> Reply:
    return json_page({**no_choices, "usage": {"prompt_tokens": 100, "completion_tokens": 10}, **fields})


def body_of(answer: object) -> Reply:
    return completion(json.dumps(answer))


AGAIN = "asks again after growing waits"
SHORT = {"attempts": 2, "request_seconds": 0.2}
VISIT: dict[str, Any] = {
    "council": 7,
    "type": "graded_inspection",
    "ordinal": None,
    "date": None,
    "focus": None,
    "grade": 1,
    "judgements": [],
    "previous": [],
    "evidence": [1],
}
INVALID = "the answer is still invalid after 3 attempts: "
NOT_JSON = "the server's answer is not JSON; check --base-url, which often ends in /v1"
NO_CHAT = "check --base-url, which often ends in /v1"
LARGE = "use a model with an output limit"

FAULTS = (
    # ---- busy and broken servers
    Fault(
        "429, Retry-After in seconds",
        "waits as long as the server asks, then asks again",
        lambda s: [error(429, Retry_After="7"), s.right],
        attempts=2,
        tokens=ANSWER,
        waited=(7, 8),
    ),
    Fault(
        "429, Retry-After as a date",
        "waits until then, then asks again",
        lambda s: [error(429, Retry_After=in_20_seconds()), s.right],
        attempts=2,
        tokens=ANSWER,
        waited=(5, 21),
    ),
    Fault(
        "429, no Retry-After",
        AGAIN,
        lambda s: [error(429), error(429), s.right],
        attempts=3,
        tokens=ANSWER,
        waited=(3, 5),
    ),
    Fault(
        "429, Retry-After of an hour",
        "does not wait beyond three minutes: the article fails",
        lambda _: [error(429, "come back later", Retry_After="3600")],
        reason="the server answered 429 (1 attempts): come back later; run again to resume",
    ),
    Fault(
        "a burst of 500, 502 and 503",
        AGAIN,
        lambda s: [error(500), page("<h1>Bad gateway</h1>", 502), error(503), error(502), s.right],
        attempts=5,
        tokens=ANSWER,
        waited=(15, 19),
    ),
    Fault(
        "503 that does not end",
        "gives up after six attempts: the article fails",
        lambda _: [error(503, "overloaded")],
        reason="the server answered 503 (6 attempts): overloaded; run again to resume",
        attempts=6,
        waited=(31, 36),
    ),
    Fault(
        "a server that recovers after 30 seconds",
        AGAIN + "; one request outlasts it",
        away_for(30),
        attempts=6,
        tokens=ANSWER,
        waited=(30, 36),
    ),
    # ---- time and connections
    Fault(
        "no answer at all",
        "breaks off after two minutes and asks again; then the article fails",
        lambda s: [s.server.hang],
        reason="the server did not answer in time (2 attempts); run again to resume",
        attempts=2,
        waited=(1, 2),
        policy=SHORT,
    ),
    Fault(
        "an answer that stops half-way",
        "breaks off after two minutes and asks again; then the article fails",
        lambda s: [s.server.stall],
        reason="the server did not answer in time (2 attempts); run again to resume",
        attempts=2,
        waited=(1, 2),
        policy=SHORT,
    ),
    Fault(
        "a byte now and then",
        "breaks off after two minutes in all and asks again; then the article fails",
        lambda s: [s.server.drip],
        reason="the server did not answer in time (2 attempts); run again to resume",
        attempts=2,
        waited=(1, 2),
        policy=SHORT,
    ),
    Fault(
        "a connection closed without an answer",
        AGAIN,
        lambda s: [drop, drop, s.right],
        attempts=3,
        tokens=ANSWER,
        waited=(3, 5),
    ),
    Fault(
        "a connection reset in the middle of an answer",
        AGAIN,
        lambda s: [reset, s.right],
        attempts=2,
        tokens=ANSWER,
        waited=(1, 2),
    ),
    Fault(
        "connections that are always reset",
        "gives up after six attempts: the article fails",
        lambda _: [reset],
        reason="the server cannot be reached: *; check that it runs and --base-url",
        attempts=6,
        waited=(31, 36),
    ),
    # ---- what is no chat completion
    Fault(
        "a body that is no JSON",
        AGAIN,
        lambda s: [page("{", content_type="application/json"), s.right],
        attempts=2,
        tokens=ANSWER,
        waited=(1, 2),
    ),
    Fault(
        "bodies that are never JSON",
        "gives up after six attempts: the article fails",
        lambda _: [page("{", content_type="application/json")],
        reason=NOT_JSON,
        attempts=6,
        waited=(31, 36),
    ),
    Fault(
        "JSON nested without end",
        "gives up after six attempts: the article fails",
        lambda _: [page("[" * 200_000, content_type="application/json")],
        reason=NOT_JSON,
        attempts=6,
        waited=(31, 36),
    ),
    Fault(
        "an HTML page with status 200",
        "the article fails: nobody at that address is a model",
        lambda _: [page("<html>Welcome</html>")],
        reason=f"the server's answer has no choices; {NO_CHAT}",
    ),
    Fault(
        "an answer called text/plain",
        "the article fails: what is not called JSON is not read as JSON",
        lambda _: [page('{"choices": []}', content_type="text/plain")],
        reason=f"the server's answer has no choices; {NO_CHAT}",
    ),
    Fault(
        "an error with status 200",
        "the article fails with the server's words",
        lambda _: [json_page({"error": {"message": "Unexpected endpoint"}})],
        reason=f"the server's answer has no choices: Unexpected endpoint; {NO_CHAT}",
    ),
    Fault(
        "an envelope of another shape",
        "the article fails; what it took is counted",
        lambda _: [envelope(choices=[{"text": "no"}])],
        reason="the server's answer is no chat completion (choices.0.message: "
        f"Input should be a valid dictionary or object to extract fields from); {NO_CHAT}",
        tokens=ANSWER,
    ),
    Fault(
        "no choices",
        "the article fails; what it took is counted",
        lambda _: [envelope()],
        reason=f"the server's answer has no choices; {NO_CHAT}",
        tokens=ANSWER,
    ),
    Fault(
        "an answer without end",
        "reads no more than 4 MB: the article fails",
        lambda s: [s.server.flood],
        reason=f"the server's answer is larger than 0.5 MB; {LARGE}",
        policy={"most_bytes": 500_000},
    ),
    Fault(
        "an answer that unpacks to far more",
        "asks for none that is packed and reads none: the article fails",
        lambda _: [zipped],
        reason=f"the server's answer is larger than 4 MB; {LARGE}",
    ),
    # ---- what is no answer
    Fault(
        "an empty answer",
        "the article fails; what it took is counted",
        lambda _: [completion("")],
        reason="the model's answer is empty",
        tokens=ANSWER,
    ),
    Fault(
        "a refusal",
        "the article fails with the model's words; what it took is counted",
        lambda _: [completion(None, refusal="I cannot\nhelp with that.")],
        reason="the model declined to answer: I cannot help with that.",
        tokens=ANSWER,
    ),
    Fault(
        "an answer withheld by a filter",
        "the article fails; what it took is counted",
        lambda _: [completion("", finish="content_filter")],
        reason="the server's content filter withheld the answer",
        tokens=ANSWER,
    ),
    Fault(
        "an answer cut off by length",
        "the article fails, for the same would come again; what it took is counted",
        lambda _: [completion('{"inspections": [{', finish="length")],
        reason="the answer was cut off by a length limit; use a model with a larger output limit",
        tokens=ANSWER,
        ways=("structured",),
    ),
    Fault(
        "an answer cut off before its first word",
        "the article fails, for the same would come again; what it took is counted",
        lambda _: [completion("", finish="length")],
        reason="the answer was cut off before its first word; use a model with a larger output limit",
        tokens=ANSWER,
    ),
    # ---- answers that break the response model
    Fault(
        "an answer that is no JSON",
        "asks again with the reason; each answer is counted",
        lambda s: [completion("Nothing."), s.right],
        attempts=2,
        tokens=2 * ANSWER,
        ways=("structured",),
    ),
    Fault(
        "answers that are never JSON",
        "asks twice more with the reason, then the article fails; each answer is counted",
        lambda _: [completion("Nothing.")],
        reason=INVALID + "Invalid JSON: expected ident at line 1 column 2",
        attempts=3,
        tokens=3 * ANSWER,
        ways=("structured",),
    ),
    Fault(
        "JSON of another shape",
        "asks twice more with the reason, then the article fails; each answer is counted",
        lambda _: [body_of({"visits": []})],
        reason=INVALID + "inspections: Field required",
        attempts=3,
        tokens=3 * ANSWER,
        ways=("structured",),
    ),
    Fault(
        "numbers that were not offered",
        "asks twice more with the reason, then the article fails; each answer is counted",
        lambda _: [body_of({"inspections": [VISIT]})],
        reason=INVALID
        + "inspections.0: Value error, there is no council number 7; choose among those listed",
        attempts=3,
        tokens=3 * ANSWER,
        ways=("structured",),
    ),
    Fault(
        "an answer of a hundred thousand items",
        "does not look at more than 100,000 characters: the article fails; what it took is counted",
        lambda _: [body_of({"inspections": [{}] * 100_000})],
        reason="the model's answer is absurdly long (400,017 characters); use another model",
        tokens=ANSWER,
    ),
    Fault(
        "a word that was not offered",
        "the article fails, for the same would come again; what it took is counted",
        lambda _: [completion("perhaps", logprobs={"perhaps": -0.1})],
        reason="the model's answer 'perhaps' is none of the options yes, no",
        tokens=ANSWER,
        ways=("choice",),
    ),
    Fault(
        "a key given twice",
        "takes the last, as JSON readers do, and checks it",
        lambda _: [completion('{"inspections": [{"council": 7}], "inspections": []}')],
        tokens=ANSWER,
        ways=("structured",),
    ),
    Fault(
        "JSON in a code fence",
        "takes the JSON out of it",
        lambda _: [completion('```json\n{"inspections": []}\n```')],
        tokens=ANSWER,
        ways=("structured",),
    ),
    # ---- what a server leaves out
    Fault(
        "no usage",
        "takes the answer; its tokens are not known and counted as none",
        lambda s: [json_page({**json.loads(s.right(None).data), "usage": None})],  # type: ignore[arg-type]  it needs no request
        tokens=0,
    ),
    Fault(
        "usage that makes no sense",
        "takes the answer; its tokens are not known and counted as none",
        lambda s: [json_page({**json.loads(s.right(None).data), "usage": {"prompt_tokens": -5}})],  # type: ignore[arg-type]  as above
        tokens=0,
    ),
    Fault(
        "no logprobs",
        "takes the word itself, as an answer that is not certain",
        lambda _: [completion("no")],
        tokens=ANSWER,
        ways=("choice",),
    ),
    # ---- what no waiting heals
    Fault(
        "a bad key",
        "stops the run at once",
        lambda _: [error(401, "Incorrect API key", "invalid_api_key")],
        reason="the server answered 401: Incorrect API key; check the key in OPENAI_API_KEY",
        status=2,
    ),
    Fault(
        "a model that does not exist",
        "stops the run at once",
        lambda _: [error(404, "no such model", "model_not_found")],
        reason="the server answered 404: no such model; check --model and --base-url",
        status=2,
    ),
    Fault(
        "a model that the key may not use",
        "stops the run at once, unless something was answered before",
        lambda _: [error(403, "not yours")],
        reason="the server answered 403: not yours; the key may not use this model",
        status=2,
    ),
    Fault(
        "a quota that is used up",
        "stops the run at once",
        lambda _: [error(429, "You exceeded your quota", "insufficient_quota")],
        reason="the server answered 429: You exceeded your quota; "
        "the account behind the key has nothing left to spend",
        status=2,
    ),
    Fault(
        "a request that the server does not take",
        "the article fails",
        lambda _: [error(400, "too long")],
        reason="the server answered 400: too long; the server does not accept this request",
    ),
)


@pytest.mark.parametrize(
    ("fault", "way"), [pytest.param(f, way, id=f"{f.slug}-{way}") for f in FAULTS for way in f.ways]
)
def test_fault(fault: Fault, way: Way, server: ChatServer, tmp_path: Path) -> None:
    scene = Scene(server, SimulatedTime(), RIGHT[way])
    server.replies(*fault.replies(scene))
    (tmp_path / "one.txt").write_text(ARTICLE, encoding="utf-8")
    outputs = tmp_path / "outputs"

    policy = RetryPolicy(sleep=scene.time.sleep, clock=scene.time.clock, **fault.policy)
    options = ["--model", MODEL, "--base-url", server.url, "--ask", way, "--out", str(outputs)]
    result = CliRunner().invoke(main, ["run", str(tmp_path / "one.txt"), *options], obj=policy)

    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    (log,) = (outputs / ".runs").glob("*.jsonl")
    _, line, _ = log.read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    if fault.reason is None:
        assert (entry["failure"], result.exit_code) == (None, 0)
    else:
        start, _, end = fault.reason.partition("*")
        assert entry["failure"].startswith(start)
        assert entry["failure"].endswith(end)
        assert end or entry["failure"] == start
        assert result.exit_code == fault.status
        told = "extract: stopped (1 failed)" if fault.status == 2 else "failed one"
        assert f"{told}: {entry['failure']}\n" in result.output
    assert len(server.bodies) == entry["attempts"] == fault.attempts
    assert entry["tokens_in"] + entry["tokens_out"] == fault.tokens
    price, answers = PRICES[MODEL], fault.tokens / ANSWER
    assert (entry["cost"] or 0) == pytest.approx(answers * (100 * price.input + 10 * price.output) / 1e6)
    assert fault.waited[0] <= sum(scene.time.waits) <= fault.waited[1]
    assert [p.name for p in outputs.glob("*.json")] == ([] if fault.reason else ["one.json"])
    assert kept_answers(tmp_path / "cache") == (0 if fault.reason else 1)


def kept_answers(folder: Path) -> int:
    with sqlite3.connect(folder / "answers.sqlite3") as connection:
        (count,) = connection.execute("SELECT count(*) FROM answers").fetchone()
    connection.close()
    return int(count)


def test_the_readme_has_this_table() -> None:
    assert len({fault.slug for fault in FAULTS}) == len(FAULTS)
    rows = [f"| {fault.name} | {fault.does} | `{fault.slug}` |" for fault in FAULTS]
    table = "\n".join(["| fault | what extract does | test |", "|---|---|---|", *rows])
    assert table in README.read_text(encoding="utf-8"), f"the README needs this table:\n{table}\n"
