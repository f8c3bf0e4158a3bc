"""What an OpenTelemetry collector is sent of a run."""

from collections import Counter
from pathlib import Path

import perilous
import pytest
from chat_server import ChatServer, answer_nothing, error
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from reading import Reader
from werkzeug import Request, Response


@pytest.fixture
def collected(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> list[Span]:
    """The spans that a collector on loopback was sent so far."""
    spans: list[Span] = []

    def collect(request: Request) -> Response:
        sent = ExportTraceServiceRequest.FromString(request.get_data())
        spans.extend(s for r in sent.resource_spans for scope in r.scope_spans for s in scope.spans)
        return Response(content_type="application/x-protobuf")

    server.http.expect_request("/v1/traces", method="POST").respond_with_handler(collect)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.http.url_for("").rstrip("/"))
    return spans


def run(server: ChatServer, folder: Path) -> int | None:
    asking = ["run", "articles", "--model", "fake", "--base-url", server.url]
    return perilous.run(asking, folder / "screen.txt")


def told(span: Span) -> dict[str, object]:
    return {a.key: getattr(a.value, str(a.value.WhichOneof("value"))) for a in span.attributes}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert articles == tmp_path / "articles"


def test_a_run_has_a_span_with_one_for_each_article_and_in_them_one_for_each_request(
    server: ChatServer, collected: list[Span], tmp_path: Path
) -> None:
    server.reader = lambda body: Reader()(body) if "Rutland" in str(body) else answer_nothing(body)
    assert run(server, tmp_path) == 0
    assert Counter(span.name for span in collected) == {"run": 1, "article": 2, "chat fake": 4}
    named = {span.span_id: span for span in collected}
    above = {(s.name, named[s.parent_span_id].name) for s in collected if s.parent_span_id in named}
    assert above == {("article", "run"), ("chat fake", "article")}
    assert len({span.trace_id for span in collected}) == 1
    assert {told(s)["extract.article"] for s in collected if s.name == "article"} == {"bakery", "rutland"}
    assert [told(s) for s in collected if s.name == "chat fake"] == [
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "fake",
            "extract.attempts": 1,
            "gen_ai.usage.input_tokens": 100,
            "gen_ai.usage.output_tokens": 10,
        }
    ] * 4


def test_a_failure_is_told_by_its_kind_and_without_words_of_the_article(
    server: ChatServer, collected: list[Span], tmp_path: Path
) -> None:
    Path("articles/bakery.txt").unlink()
    server.replies(error(400, "too long"))
    assert run(server, tmp_path) == 1
    (chat,) = [span for span in collected if span.name == "chat fake"]
    assert told(chat)["error.type"] == "BadRequestError" or told(chat)["error.type"] == "RequestRefusedError"
    (article,) = [span for span in collected if span.name == "article"]
    assert str(told(article)["extract.failure"]).startswith("the server answered 400: too long")
    assert "know families well" not in str(collected)


def test_without_a_collector_nothing_is_sent(
    server: ChatServer, collected: list[Span], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT")
    assert run(server, tmp_path) == 0
    assert collected == []
