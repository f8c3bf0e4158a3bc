"""An open model for the length of a run: the embedded engine or a remote server, and the answer cache."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from extract.cache import ANSWERS, ResponseCache
from extract.embedded.engine import Engine
from extract.embedded.weights import Progress, find_weights
from extract.model.door import Model
from extract.model.presets import Preset


@asynccontextmanager
async def open_model(
    preset: Preset,
    folder: Path,
    *,
    weights: Path | None,
    jobs: int | None,
    progress: Progress,
    recall: bool = True,
) -> AsyncIterator[Model]:
    """Open a model and close it, and the embedded server with it; without ``recall`` no kept answer is used.

    Raises ``ModelUnavailableError`` or ``UsageError``.
    """
    async with AsyncExitStack() as stack:
        cache = ResponseCache(folder / ANSWERS, recall=recall)
        stack.callback(cache.close)
        base_url = api_key = None
        if preset.is_embedded:
            engine = stack.enter_context(Engine(find_weights(weights, folder / "models", progress)))
            base_url, api_key = engine.base_url, engine.api_key
        model = Model(preset, cache, base_url=base_url, api_key=api_key, jobs=jobs)
        stack.push_async_callback(model.close)
        yield model
