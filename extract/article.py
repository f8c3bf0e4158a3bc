"""An article: decoded text, never altered, and the hash that identifies it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ArticleError

MAX_BYTES = 250_000
"""Larger files are not news articles: the longest in a corpus of this genre is under 100 kB."""
MAX_SENTENCES = 3_000
"""More sentences are no news article either: the longest has about 600, and each may be a question."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]»]*\s")


@dataclass(frozen=True, slots=True)
class Article:
    """One article; ``text`` is the decoded file with newlines, BOM and odd spaces as they were."""

    id: str
    source: str
    text: str
    sha256: str


def read_article(path: Path, *, source: str | None = None) -> Article:
    """Read a UTF-8 text file; the id is the file's stem. Raises ``ArticleError``."""
    shown = source or path.as_posix()
    try:
        shown.encode()
    except UnicodeEncodeError as exc:
        raise ArticleError(f"{shown}: the file's name is not UTF-8; rename it") from exc
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ArticleError(f"{shown}: {size:,} bytes is too large for an article (limit {MAX_BYTES:,})")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # it may have grown since
    except OSError as exc:
        raise ArticleError(f"{shown}: cannot be read: {exc.strerror}") from exc
    return decode_article(raw, id_=path.stem, source=shown)


def decode_article(raw: bytes, *, id_: str, source: str) -> Article:
    """Make an article of raw bytes. Raises ``ArticleError`` for empty, binary, undecodable or huge input."""
    if len(raw) > MAX_BYTES:
        raise ArticleError(f"{source}: {len(raw):,} bytes is too large for an article (limit {MAX_BYTES:,})")
    if b"\0" in raw:
        raise ArticleError(f"{source}: is a binary file, not text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise ArticleError(f"{source}: is not UTF-8 (byte {exc.start}); convert it and run again") from exc
    if all(c.isspace() or not c.isprintable() for c in text):
        raise ArticleError(f"{source}: is empty")
    if (sentences := count_sentences(text)) > MAX_SENTENCES:
        raise ArticleError(f"{source}: {too_many_sentences(sentences)}")
    return Article(id=id_, source=source, text=text, sha256=hashlib.sha256(raw).hexdigest())


def count_sentences(text: str) -> int:
    """About as many as there are: lines that hold something, cut at every full stop."""
    lines = filter(None, map(str.strip, text.splitlines()))
    return sum(1 + len(_SENTENCE_END.findall(line)) for line in lines)


def too_many_sentences(number: int) -> str:
    """Why an article of so many sentences is refused."""
    return f"about {number:,} sentences are too many for an article (limit {MAX_SENTENCES:,})"
