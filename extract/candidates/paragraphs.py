"""Paragraphs of a text: lines, with those joined that an editor wrapped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["headline", "standfirst", "heading", "caption", "furniture", "bullet", "body"]

SPACES = (
    " \t\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u202f\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2060\ufeff"
)
"""White space and invisible characters that may surround a line."""


_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
BULLET = re.compile(r"(?:[•●▪■◦‣∙·*–—-]|\d{1,2}[.)]|\([a-z\d]\)|[a-z]\))[ \t\u00a0]+(?=\S)")
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_FULL_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")

_PROSE_WORDS = 3
"""Words of the shortest line that may be a sentence without standing in marks."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``text`` is ``article_text[start:end]``."""

    start: int
    end: int
    text: str
    kind: Kind = "body"

    @property
    def words(self) -> int:
        """Words by white space."""
        return len(self.text.split())

    @property
    def is_prose(self) -> bool:
        """Whether the paragraph ends as a sentence does."""
        return bool(_TERMINAL.search(self.text)) and (self.words >= _PROSE_WORDS or self.text[0] in "“\"‘'")


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """Lines of text, a hard-wrapped paragraph's lines joined."""
    pending: tuple[int, int] | None = None
    for line in _LINE.finditer(text):
        start, end = line.span()
        while start < end and text[start] in SPACES:
            start += 1
        while end > start and text[end - 1] in SPACES:
            end -= 1
        if start == end:
            continue
        if pending and _is_wrapped(text, pending, (start, end)):
            pending = (pending[0], end)
            continue
        if pending:
            yield Paragraph(*pending, text[slice(*pending)])
        pending = (start, end)
    if pending:
        yield Paragraph(*pending, text[slice(*pending)])


_WRAP_WIDTH = range(50, 101)
"""Lengths of a line that an editor may have wrapped."""


def _is_wrapped(text: str, before: tuple[int, int], line: tuple[int, int]) -> bool:
    """Whether ``line`` goes on with the line above: no blank line between, no bullet, no sentence end."""
    between = text[before[1] : line[0]].replace("\r\n", "\n")
    last_line = text[before[0] : before[1]].replace("\r", "\n").rpartition("\n")[2]
    return (
        between.count("\n") + between.count("\r") <= 1
        and len(last_line) in _WRAP_WIDTH
        and not _FULL_STOP.search(last_line)
        and not BULLET.match(text, line[0])
        and (
            text[line[0]].islower()
            or (last_line[-1:].islower() and _FULL_STOP.search(text[line[0] : line[1]]) is not None)
        )
    )
