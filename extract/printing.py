"""Foreign text and long values made fit for a screen."""

import json
import re
import unicodedata


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control and direction characters are shown as their code points."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def printable_text(text: str) -> str:
    """An article's text likewise, but line breaks stay and so do the wider and narrower spaces of print."""
    if text.isprintable():
        return text
    return "".join(_printable_character(c) for c in text.replace("\r\n", "\n"))


def _printable_character(c: str) -> str:
    if c == "\n" or c.isprintable() or unicodedata.category(c) == "Zs":
        return c
    return " " if c == "\t" else printable(c)


def json_text(value: object) -> str:
    """JSON that people can read and that cannot steer a terminal: what no screen shows is escaped."""
    return "".join(_escaped(c) for c in json.dumps(value, ensure_ascii=False, indent=2))


def _escaped(c: str) -> str:
    return c if c == "\n" or c.isprintable() or unicodedata.category(c) == "Zs" else json.dumps(c)[1:-1]


_SHOWN_OF_HASH = 8
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{16,64})")


def short(value: str) -> str:
    """The first characters of a hash; a name or a version whole."""
    match = _HASH.fullmatch(value)
    return match[1][:_SHOWN_OF_HASH] if match else value


MOST_ROWS = 50
"""Articles listed one by one; a longer run shows these and the sums."""
