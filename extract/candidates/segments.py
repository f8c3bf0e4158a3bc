"""Numbered sentences with kinds: what is body, and what merely surrounds it on the page.

Sentence ends are found by syntok; this module says which paragraphs are caption, furniture, bullet, heading
or body. Offsets count code points of the article's text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from syntok import segmenter

from extract.candidates.dates import full_date
from extract.candidates.furniture import CAPTION, DATE_LINE, FURNITURE, OPENING_BY, PROMOTION, TAIL_MARKER
from extract.candidates.paragraphs import BULLET, SPACES, Kind, Paragraph, paragraphs_of
from extract.candidates.top import mark_top

__all__ = ["SPACES", "Kind", "Sentence", "segment", "sentence_spans"]

_PLAIN_SPACES = str.maketrans(dict.fromkeys("\t\r\n\u00a0\u2009\u202f\u3000", " "))
_NUMBER = re.compile(r"\d")
_WHOLE_WORDS = re.compile(r".*\S(?=\s)", re.DOTALL)
_QUESTION_HEADING = re.compile(r"^\S+(?: \S+){1,6}\?$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A numbered stretch of the article; ``text`` is ``article_text[start:end]``. Numbers start at 1."""

    number: int
    start: int
    end: int
    text: str
    kind: Kind
    paragraph: int

    @property
    def plain(self) -> str:
        """The text with every kind of space as a plain one, of the same length, for patterns."""
        return self.text.translate(_PLAIN_SPACES)

    @property
    def is_body(self) -> bool:
        """Whether findings and quotes may stand here."""
        return self.kind in {"body", "bullet"}


def segment(text: str) -> list[Sentence]:
    """Split ``text`` into sentences in order, without overlap; only bullet signs and space stand outside.

    What goes on for thousands of characters without an end is cut, at a space where there is one.
    """
    paragraphs = _classify(list(paragraphs_of(text)))
    sentences: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        spans = (piece for span in sentence_spans(paragraph) for piece in _cut(text, *span))
        for start, end in spans:
            number = len(sentences) + 1
            sentences.append(Sentence(number, start, end, text[start:end], paragraph.kind, index))
    return sentences


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole, or in pieces no longer than any sentence is."""
    while end - start > _LONGEST:
        words = _WHOLE_WORDS.match(text, start, start + _LONGEST)
        stop = words.end() if words else start + _LONGEST
        yield start, stop
        start = stop
        while start < end and (text[start].isspace() or text[start] in SPACES):
            start += 1
    if start < end:
        yield start, end


def _classify(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Give each paragraph its kind, from its form first, then from where it stands on the page."""
    kinds: list[Kind] = [_kind_by_form(p) for p in paragraphs]
    _mark_numbered_headings(paragraphs, kinds)
    mark_top(paragraphs, kinds)
    _mark_headings(paragraphs, kinds)
    return [replace(p, kind=k) for p, k in zip(paragraphs, kinds, strict=True)]


_DATED_WORDS = 12
_HEADING_WORDS = 12
_CAPTION_WORDS = 25
_FURNITURE_WORDS = 19
_LONGEST = 2_000
"""Characters of the longest sentence: 704 is the most that was seen in print, and the rules look at every
word of a sentence from every other."""
_PROSE_AFTER = 2
"""Paragraphs of prose that may still follow the marker below which no body follows."""


def _kind_by_form(paragraph: Paragraph) -> Kind:
    text = paragraph.text
    prose = paragraph.is_prose
    if BULLET.match(text) and not DATE_LINE.match(text):
        return "bullet"
    if CAPTION.search(text) and not (prose and paragraph.words > _CAPTION_WORDS):
        return "caption"
    if (
        DATE_LINE.match(text)
        or (not prose and paragraph.words <= _DATED_WORDS and full_date(text))
        or (FURNITURE.match(text) and (not prose or _is_furniture_in_prose(paragraph)))
    ):
        return "furniture"
    if PROMOTION.search(text) and not re.search(r"ofsted|inspector", text, re.IGNORECASE):
        return "furniture"
    return "body"


def _is_furniture_in_prose(paragraph: Paragraph) -> bool:
    return paragraph.words <= _FURNITURE_WORDS and not OPENING_BY.match(paragraph.text)


def _mark_numbered_headings(paragraphs: list[Paragraph], kinds: list[Kind]) -> None:
    """Tell "1. Workloads", "2. Homes" from a list: prose stands below each."""
    numbered = [i for i, p in enumerate(paragraphs) if kinds[i] == "bullet" and _NUMBER.match(p.text)]
    above_prose = [
        i
        for i in numbered
        if i + 1 < len(paragraphs)
        and kinds[i + 1] == "body"
        and paragraphs[i + 1].is_prose
        and not paragraphs[i].is_prose
    ]
    if len(numbered) > 1 and above_prose == numbered:
        for i in numbered:
            kinds[i] = "heading"


def _mark_headings(paragraphs: list[Paragraph], kinds: list[Kind]) -> None:
    """Tell headings from furniture below the first body paragraph, and end the body where it ends."""
    prose = [
        i for i, p in enumerate(paragraphs) if kinds[i] == "bullet" or (kinds[i] == "body" and p.is_prose)
    ]
    last = prose[-1] if prose else -1
    for i, paragraph in enumerate(paragraphs):
        ends = kinds[i] == "furniture" and TAIL_MARKER.match(paragraph.text)
        if ends and bisect_left(prose, i) and len(prose) - bisect_right(prose, i) <= _PROSE_AFTER:
            last = min(last, i)
    for i, paragraph in enumerate(paragraphs):
        if kinds[i] in {"body", "bullet", "heading"} and i > last:
            kinds[i] = "furniture"
        elif kinds[i] == "body" and (not paragraph.is_prose or _QUESTION_HEADING.match(paragraph.text)):
            kinds[i] = "heading" if paragraph.words <= _HEADING_WORDS else "furniture"
    for i, j in pairwise(range(len(paragraphs))):
        if kinds[i] == "heading" and kinds[j] == "furniture" and PROMOTION.search(paragraphs[j].text):
            kinds[i] = "furniture"


def sentence_spans(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a body paragraph; any other is one, without a bullet's or heading's sign."""
    if paragraph.kind in {"bullet", "heading"}:
        sign = BULLET.match(paragraph.text)
        yield paragraph.start + (sign.end() if sign else 0), paragraph.end
        return
    if paragraph.kind != "body":
        yield paragraph.start, paragraph.end
        return
    starts = [s[0].offset for group in segmenter.analyze(paragraph.text) for s in group if s]
    bounds = [0, *starts[1:], len(paragraph.text)]
    for begin, stop in pairwise(bounds):
        text = paragraph.text[begin:stop]
        lead = len(text) - len(text.lstrip(SPACES + "\r\n"))
        trimmed = text.strip(SPACES + "\r\n")
        if trimmed:
            yield paragraph.start + begin + lead, paragraph.start + begin + lead + len(trimmed)
