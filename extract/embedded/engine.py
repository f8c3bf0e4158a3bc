"""llama.cpp's own server inside the process: an OpenAI-compatible API on loopback, for this run alone."""

import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extract.errors import ModelUnavailableError

_CONTEXT = 8192
"""Tokens; a long article with its candidates is about 4,000."""
_BATCH = 2048
"""Tokens read in one go."""


def _cores() -> int:
    """Cores this process may use: a container or taskset may allow fewer than there are."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on every platform
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Engine:
    """A running server; a context manager that stops it. Only requests with its ``api_key`` are served."""

    def __init__(self, weights: Path) -> None:
        """Load the weights and start serving. Raises ``ModelUnavailableError``."""
        try:
            import xllamacpp  # noqa: PLC0415  100 MB of native code, loaded only when the embedded model is used
        except ImportError as exc:
            raise ModelUnavailableError(
                "the embedded model's engine is not installed; "
                "run 'uv sync --group embedded', or set OPENAI_API_KEY"
            ) from exc
        self.api_key = secrets.token_urlsafe(24)
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(weights)
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = 0
        parameters.api_keys = [self.api_key]
        parameters.n_ctx = _CONTEXT
        parameters.n_parallel = 1
        parameters.n_batch = parameters.n_ubatch = _BATCH
        parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = _cores()
        parameters.warmup = parameters.ui = parameters.endpoint_slots = False
        parameters.cache_ram_mib = 0
        parameters.verbosity = -1
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except RuntimeError as exc:
            raise ModelUnavailableError(f"{weights}: the engine cannot load it: {exc}") from exc
        self.base_url = f"{self._server.listening_address}/v1"

    def close(self) -> None:
        """Stop serving and free the memory."""
        self._server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
