import pytest

from extract.errors import UsageError
from extract.model.presets import DEFAULT_OPENAI_MODEL, PRICES, Preset, Way, choose_preset

KEY = {"OPENAI_API_KEY": "sk-1"}
LOCAL = "http://localhost:11434/v1"


def choose(name: str | None, base_url: str | None, way: Way | None, environment: dict[str, str]) -> Preset:
    return choose_preset(name, base_url, way, environment, embedded_identity="embedded weights")


EMBEDDED = Preset("embedded", "choice", "embedded", "embedded weights", jobs=1)
DEFAULT = f"openai:{DEFAULT_OPENAI_MODEL}"
OPENAI = Preset(DEFAULT, "structured", DEFAULT_OPENAI_MODEL, DEFAULT, None, "sk-1")
OLLAMA = Preset("qwen3", "structured", "qwen3", f"{LOCAL} qwen3", LOCAL, "none")


@pytest.mark.parametrize(
    ("name", "base_url", "way", "environment", "preset"),
    [
        (None, None, None, {}, EMBEDDED),
        (None, None, None, {"OPENAI_API_KEY": ""}, EMBEDDED),
        (None, None, None, {"OPENAI_API_KEY": " \n"}, EMBEDDED),
        ("embedded", None, None, KEY, EMBEDDED),
        ("embedded", None, None, {"OPENAI_BASE_URL": LOCAL}, EMBEDDED),
        (
            "embedded",
            None,
            "structured",
            {},
            Preset("embedded", "structured", "embedded", "embedded weights", jobs=1),
        ),
        (None, None, None, KEY, OPENAI),
        (None, None, None, {"OPENAI_API_KEY": " sk-1\n"}, OPENAI),
        ("openai:", None, None, KEY, OPENAI),
        (
            "openai:gpt-5",
            None,
            None,
            KEY,
            Preset("openai:gpt-5", "structured", "gpt-5", "openai:gpt-5", None, "sk-1"),
        ),
        (None, None, "choice", KEY, Preset(DEFAULT, "choice", DEFAULT_OPENAI_MODEL, DEFAULT, None, "sk-1")),
        ("qwen3", LOCAL, None, {}, OLLAMA),
        ("qwen3", f"{LOCAL}/", None, {}, OLLAMA),
        ("qwen3", None, None, {"OPENAI_BASE_URL": LOCAL}, OLLAMA),
        ("qwen3", LOCAL, None, {"OPENAI_BASE_URL": "http://elsewhere/v1"}, OLLAMA),
        (
            "openai:gpt-5",
            LOCAL,
            None,
            KEY,
            Preset("openai:gpt-5", "structured", "gpt-5", f"{LOCAL} gpt-5", LOCAL, "sk-1"),
        ),
    ],
)
def test_options_and_environment_name_a_preset(
    name: str | None, base_url: str | None, way: Way | None, environment: dict[str, str], preset: Preset
) -> None:
    assert choose(name, base_url, way, environment) == preset


@pytest.mark.parametrize(
    ("name", "base_url", "environment", "message"),
    [
        (
            "gpt-5",
            None,
            KEY,
            "--model gpt-5: no such preset; use embedded, openai:<name>, or give --base-url as well",
        ),
        (
            "openai:gpt-5",
            None,
            {},
            "--model openai:gpt-5 needs a key: set OPENAI_API_KEY, or use --model embedded",
        ),
        (None, LOCAL, {}, "--base-url needs --model NAME, the model's name on that server"),
        (
            "qwen3",
            "localhost:11434/v1",
            {},
            "--base-url localhost:11434/v1: must begin with http:// or https://",
        ),
        (
            "qwen3",
            "file:///etc/passwd",
            {},
            "--base-url file:///etc/passwd: must begin with http:// or https://",
        ),
        (
            "embedded",
            LOCAL,
            {},
            "--model embedded runs in this process and takes no --base-url; leave one of the two out",
        ),
        (
            None,
            None,
            {"OPENAI_API_KEY": "sk-1\nsk-2"},
            "OPENAI_API_KEY holds characters that no key has; set it again",
        ),
        (
            None,
            None,
            {"OPENAI_API_KEY": "sk-ключ"},
            "OPENAI_API_KEY holds characters that no key has; set it again",
        ),
    ],
)
def test_what_names_no_preset_is_an_error_that_says_what_to_change(
    name: str | None, base_url: str | None, environment: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        choose(name, base_url, None, environment)
    assert str(caught.value) == message


def test_a_password_in_the_url_reaches_the_server_and_no_record() -> None:
    preset = choose("qwen3", "https://me:secret@models.example/v1", None, {})
    assert preset.base_url == "https://me:secret@models.example/v1"
    assert preset.identity == "https://models.example/v1 qwen3"


def test_the_default_model_has_a_price() -> None:
    assert DEFAULT_OPENAI_MODEL in PRICES
    assert all(p.cached <= p.input <= p.output for p in PRICES.values())
