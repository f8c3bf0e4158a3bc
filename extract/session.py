"""An open model for the length of a run: the models inside the process or a remote server, and the cache."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

from extract.cache import ANSWERS, ResponseCache
from extract.embedded.engine import Engine
from extract.encoder.learned import load_learned
from extract.encoder.reader import Reader
from extract.encoder.window import Reading, Window
from extract.model.door import Model
from extract.model.policy import RetryPolicy
from extract.model.presets import Preset
from extract.weights.find import Progress, find_file
from extract.weights.pinned import ENCODER, LANGUAGE_MODEL, TOKENIZER


class LocalModels:
    """The encoder and the language model inside the process, each loaded when it is first needed."""

    def __init__(self, folder: Path, weights: Path | None, progress: Progress, stack: ExitStack) -> None:
        """``weights`` names the language model's file; ``stack`` stops its server."""
        self._folder = folder
        self._weights = weights
        self._progress = progress
        self._stack = stack
        self._loading = asyncio.Lock()
        self._engine: Engine | None = None
        self._reader: Reader | None = None

    async def endpoint(self) -> tuple[str, str]:
        """Base URL and key of the language model's server."""
        async with self._loading:
            if self._engine is None:
                self._engine = self._stack.enter_context(await asyncio.to_thread(self._start_engine))
        return self._engine.base_url, self._engine.api_key

    async def read(self, window: Window) -> tuple[list[Reading], int]:
        """What the encoder makes of a window, one window at a time."""
        async with self._loading:
            if self._reader is None:
                self._reader = await asyncio.to_thread(self._load_reader)
            return await asyncio.to_thread(self._reader.read, window)

    def _start_engine(self) -> Engine:
        return Engine(find_file(LANGUAGE_MODEL, self._weights, self._folder, self._progress))

    def _load_reader(self) -> Reader:
        encoder = find_file(ENCODER, None, self._folder, self._progress)
        tokenizer = find_file(TOKENIZER, None, self._folder, self._progress)
        return Reader(encoder, tokenizer, load_learned())


@asynccontextmanager
async def open_model(
    preset: Preset,
    folder: Path,
    *,
    weights: Path | None,
    jobs: int | None,
    progress: Progress,
    policy: RetryPolicy | None = None,
    recall: bool = True,
) -> AsyncIterator[Model]:
    """Open a model and close it, and the embedded server with it; without ``recall`` no kept answer is used.

    Raises ``UsageError``, and ``ModelUnavailableError`` for wrong weights; what else is missing of the
    embedded models shows when they are first asked.
    """
    async with AsyncExitStack() as stack:
        cache = ResponseCache(folder / ANSWERS, recall=recall)
        stack.callback(cache.close)
        local = None
        if preset.is_embedded:
            if weights is not None:
                find_file(LANGUAGE_MODEL, weights, folder / "models", progress)
            local = LocalModels(folder / "models", weights, progress, stack.enter_context(ExitStack()))
        model = Model(preset, cache, local=local, jobs=jobs, policy=policy)
        stack.push_async_callback(model.close)
        yield model
