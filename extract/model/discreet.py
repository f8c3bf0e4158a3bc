"""Secrets that only the server may know: taken out of whatever it says, before anybody else hears it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from extract.errors import ModelError
from extract.model.presets import NO_KEY, Preset

_HIDDEN = "…"


def secrets_of(preset: Preset) -> tuple[str, ...]:
    """The key, and the password in the server's address as it is typed and as it is sent."""
    password = urlsplit(preset.base_url or "").password or ""
    key = "" if preset.api_key in {None, NO_KEY} else preset.api_key or ""
    return tuple(secret for secret in (key, password, unquote(password)) if secret)


@contextmanager
def hiding(secrets: tuple[str, ...]) -> Iterator[None]:
    """Within this an error that holds a secret is raised without it."""
    try:
        yield
    except ModelError as exc:
        told = hidden = str(exc)
        for secret in secrets:
            hidden = hidden.replace(secret, _HIDDEN)
        if hidden == told:
            raise
        raise type(exc)(hidden) from None
