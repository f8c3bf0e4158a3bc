"""Which models there are, and how each is reached and asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from extract.errors import UsageError

Way = Literal["structured", "choice"]

DEFAULT_OPENAI_MODEL = "gpt-5.4-mini"
EMBEDDED = "embedded"
NO_KEY = "none"
"""Sent to a server that asks for no key, since the client insists on one."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A model, how it is reached and the way it is asked."""

    name: str
    way: Way
    model: str
    identity: str
    """What a record depends on: server and model name, or the hash of the weights."""
    base_url: str | None = None
    """None for OpenAI's own server, and for the embedded model, whose server is started for the run."""
    api_key: str | None = None
    jobs: int = 8
    """Articles asked about side by side unless the user says otherwise."""

    @property
    def is_embedded(self) -> bool:
        """Whether the model runs inside this process."""
        return self.name == EMBEDDED


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    cached: float
    output: float


PRICES: Mapping[str, Price] = {
    "gpt-5.4-mini": Price(0.75, 0.075, 4.50),
    "gpt-5.4-nano": Price(0.20, 0.02, 1.25),
    "gpt-5.4": Price(2.50, 0.25, 15.00),
    "gpt-5-mini": Price(0.25, 0.025, 2.00),
    "gpt-5-nano": Price(0.05, 0.005, 0.40),
    "gpt-5": Price(1.25, 0.125, 10.00),
    "gpt-4.1-mini": Price(0.40, 0.10, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.025, 0.40),
    "gpt-4.1": Price(2.00, 0.50, 8.00),
    "gpt-4o-mini": Price(0.15, 0.075, 0.60),
}
"""OpenAI's list prices in 2026; the cost of any other model is not known and not shown."""


def choose_preset(
    name: str | None,
    base_url: str | None,
    way: Way | None,
    environment: Mapping[str, str],
    *,
    embedded_identity: str,
) -> Preset:
    """The preset that options and environment name. Raises ``UsageError``.

    A name is ``embedded``, ``openai:<model>``, or any model's behind a base URL. Without a name: OpenAI's
    default model if OPENAI_API_KEY is set, else the embedded one.
    """
    if base_url and name == EMBEDDED:
        raise UsageError(
            "--model embedded runs in this process and takes no --base-url; leave one of the two out"
        )
    key = _key(environment)
    base_url = base_url or environment.get("OPENAI_BASE_URL") or None
    if name == EMBEDDED or (name is None and not key and not base_url):
        return Preset(EMBEDDED, way or "choice", EMBEDDED, embedded_identity, jobs=1)
    if base_url:
        if name is None:
            raise UsageError("--base-url needs --model NAME, the model's name on that server")
        model = name.removeprefix("openai:")
        if not base_url.startswith(("http://", "https://")):
            raise UsageError(f"--base-url {_public(base_url)}: must begin with http:// or https://")
        if urlsplit(base_url).query or urlsplit(base_url).fragment:
            raise UsageError("--base-url: must end before ? and #; give the key in OPENAI_API_KEY")
        base_url = base_url.rstrip("/")
        return Preset(
            name, way or "structured", model, f"{_public(base_url)} {model}", base_url, key or NO_KEY
        )
    if name is not None and not name.startswith("openai:"):
        raise UsageError(
            f"--model {name}: no such preset; use embedded, openai:<name>, or give --base-url as well"
        )
    model = (name or "").removeprefix("openai:") or DEFAULT_OPENAI_MODEL
    if key is None:
        raise UsageError(f"--model openai:{model} needs a key: set OPENAI_API_KEY, or use --model embedded")
    return Preset(f"openai:{model}", way or "structured", model, f"openai:{model}", None, key)


def kept_preset(identity: str, way: Way) -> Preset:
    """The preset that a record names as its model: to look up what was answered, not to ask."""
    name, _, model = identity.partition(" ")
    if name == EMBEDDED:
        return Preset(EMBEDDED, way, EMBEDDED, identity, jobs=1)
    if not model:
        return Preset(identity, way, identity.removeprefix("openai:"), identity)
    return Preset(model, way, model, identity, base_url=name)


def _key(environment: Mapping[str, str]) -> str | None:
    """The key without white space around it; one that no header can carry is refused, and not shown."""
    key = environment.get("OPENAI_API_KEY", "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError("OPENAI_API_KEY holds characters that no key has; set it again")
    return key or None


def _public(base_url: str) -> str:
    """The URL without a user's name and password, for records that others read."""
    parts = urlsplit(base_url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
