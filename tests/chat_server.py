"""A real HTTP server on loopback that answers like a model's, or misbehaves, as a test tells it to."""

import json
import os
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

PATH = "/v1/chat/completions"

Body = dict[str, Any]
Reply = Callable[[Request], Response]
Reader = Callable[[Body], str]


@dataclass
class ChatServer:
    """Replies in the order given, the last one again and again; without any ``reader`` answers."""

    http: HTTPServer
    reader: Reader | None = None
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    _replies: list[Reply] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.http.expect_request(PATH, method="POST").respond_with_handler(self._answer)

    @property
    def url(self) -> str:
        return self.http.url_for("/v1")

    def replies(self, *replies: Reply) -> Self:
        self._replies = list(replies)
        return self

    def hang(self, request: Request) -> Response:
        """Say nothing until the test lets go, or is over."""
        self.released.wait()
        return completion((self.reader or answer_nothing)(request.get_json()))(request)

    def stall(self, _: Request) -> Response:
        """Begin an answer and say no more until the test is over."""

        def half() -> Iterator[str]:
            yield '{"choices": [{"message"'
            self.released.wait()

        return Response(half(), content_type="application/json")

    def drip(self, _: Request) -> Response:
        """Go on answering, a byte at a time, until the test is over."""

        def drops() -> Iterator[str]:
            while not self.released.wait(0.01):
                yield " "

        return Response(drops(), content_type="application/json")

    def flood(self, _: Request) -> Response:
        """Go on answering, as fast as can be, until the reader has had enough."""

        def waves() -> Iterator[bytes]:
            while not self.released.is_set():
                yield b" " * 65536

        return Response(waves(), content_type="application/json")

    def _answer(self, request: Request) -> Response:
        with self._lock:
            self.bodies.append(request.get_json())
            self.headers.append(dict(request.headers))
            reply = self._replies.pop(0) if len(self._replies) > 1 else next(iter(self._replies), None)
        self.arrived.set()
        return (
            reply(request) if reply else completion((self.reader or answer_nothing)(self.bodies[-1]))(request)
        )


def completion(
    content: str | None,
    *,
    finish: str = "stop",
    refusal: str | None = None,
    usage: tuple[int, int] | None = (100, 10),
    logprobs: dict[str, float] | None = None,
) -> Reply:
    """A chat completion; ``logprobs`` are the first token's alternatives, the most probable first."""
    choice: Body = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": content, "refusal": refusal},
        "logprobs": None,
    }
    if logprobs:
        tokens = [{"token": token, "logprob": logprob, "bytes": None} for token, logprob in logprobs.items()]
        choice["logprobs"] = {"content": [{**tokens[0], "top_logprobs": tokens}], "refusal": None}
    return json_page(
        {
            **_ENVELOPE,
            "choices": [choice],
            "usage": usage
            and {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)},
        }
    )


_ENVELOPE: Body = {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "fake"}

no_choices = {**_ENVELOPE, "choices": []}


def json_page(body: object, status: int = 200) -> Reply:
    return page(json.dumps(body), status, "application/json")


def page(body: str, status: int = 200, content_type: str = "text/html", **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Response(body, status, named, content_type=content_type)


def error(status: int, message: str = "no", code: str | None = None, **headers: str) -> Reply:
    return page(
        json.dumps({"error": {"message": message, "type": "t", "code": code}}),
        status,
        "application/json",
        **headers,
    )


def drop(request: Request) -> Response:
    """Close the connection in place of an answer."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def reset(request: Request) -> Response:
    """Break the connection off in the middle of an answer."""

    def half() -> Iterator[bytes]:
        yield b'{"choices": [{"message"'
        connection: socket.socket = request.environ["werkzeug.socket"]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())
        raise ConnectionAbortedError

    return Response(half(), content_type="application/json", headers={"Content-Length": "1000"})


def asked(body: Body) -> str:
    """Which answer a structured question wants: the name of its response model."""
    return str(body["response_format"]["json_schema"]["name"])


def shown(body: Body) -> str:
    """What the model is shown in the first place: the user's first message."""
    return next(str(m["content"]) for m in body["messages"] if m["role"] == "user")


def sentence_with(words: str, body: Body) -> int:
    """The number of the sentence of the shown article that holds ``words``."""
    match = re.search(rf"^\[(\d+)\].*{re.escape(words)}", shown(body), re.MULTILINE)
    assert match, f"no numbered sentence holds {words!r}"
    return int(match[1])


def listed(heading: str, words: str, body: Body) -> int:
    """The number under which a list of candidates names ``words``."""
    below = shown(body).partition(f"{heading}:\n")[2]
    match = re.search(rf"^(\d+)\. .*{re.escape(words)}", below, re.MULTILINE)
    assert match, f"{heading} do not list {words!r}"
    return int(match[1])


def quotations(body: Body) -> list[int]:
    """The numbers of the quotations that are asked about."""
    return [int(n) for n in re.findall(r"^(\d+)\. in sentence", shown(body), re.MULTILINE)]


def answer_nothing(body: Body) -> str:
    """The valid answer of a model that finds no inspection and knows no speaker."""
    match asked(body):
        case "InspectionsAnswer":
            return json.dumps({"inspections": []})
        case "QuotesAnswer":
            unknown = {"speaker": None, "kind": "other", "inspection": None}
            return json.dumps({"quotes": [{"quotation": n, **unknown} for n in quotations(body)]})
        case _:
            return json.dumps({"findings": []})
