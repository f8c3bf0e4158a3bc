"""Spans for OpenTelemetry: of a run, of each article, of each request; nothing where it is not wanted.

They are sent where OTEL_EXPORTER_OTLP_ENDPOINT says, by OTLP over HTTP, if the ``telemetry`` extra is
installed. Names follow the semantic conventions for generative AI. No span holds words of an article, of a
prompt or of an answer.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_SCOPE = "extract"

Value = str | int | float | bool


class Span(Protocol):
    """What can be told of something while it goes on."""

    def set_attribute(self, key: str, value: Value) -> None:
        """Tell one thing."""


class _NoSpan:
    def set_attribute(self, key: str, value: Value) -> None:
        """Nobody listens."""


@contextmanager
def exporting(version: str) -> Iterator[None]:
    """Within this spans are sent, if the environment says where and the extra is installed."""
    if not any(os.environ.get(name) for name in _ENDPOINTS):
        yield
        return
    try:
        from opentelemetry import trace  # noqa: PLC0415  an extra, and a second to import
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        yield
        return
    provider = TracerProvider(
        resource=Resource.create({"service.name": _SCOPE, "service.version": version}),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()


@contextmanager
def span(name: str, attributes: Mapping[str, Value]) -> Iterator[Span]:
    """A span around what goes on within, below the one around it."""
    try:
        from opentelemetry import trace  # noqa: PLC0415  an extra
    except ImportError:
        yield _NoSpan()
        return
    # an exception's message may hold what is nobody's business: only its kind is told
    with trace.get_tracer(_SCOPE).start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield current
        except BaseException as exc:
            current.set_attribute("error.type", type(exc).__name__)
            raise
