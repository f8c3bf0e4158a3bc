"""What stands around a place of an article, found without reading the whole page."""

from dataclasses import replace
from functools import lru_cache

from extract.candidates.paragraphs import BULLET, Paragraph, paragraphs_of
from extract.candidates.segments import sentence_spans

Stretch = tuple[int, int]
"""Start and end in the article's text."""


def surroundings(text: str, start: int, end: int) -> tuple[Stretch, Stretch]:
    """The paragraphs and the sentences that a stretch touches; the stretch itself where it touches none."""
    touched = [p for p in _paragraphs(text) if p.start < end and start < p.end]
    if not touched:
        return (start, end), (start, end)
    ends = dict.fromkeys((touched[0], touched[-1]))
    spans = [s for p in ends for s in sentence_spans(_as_body(p)) if s[0] < end and start < s[1]]
    sentences = spans or [(start, end)]
    return (touched[0].start, touched[-1].end), (min(start, sentences[0][0]), max(end, sentences[-1][1]))


@lru_cache(maxsize=4)
def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    """An article's paragraphs, kept because one place after the other is asked about."""
    return tuple(paragraphs_of(text))


def _as_body(paragraph: Paragraph) -> Paragraph:
    """Items stand in the body only, and so does what is shown around them."""
    return replace(paragraph, kind="bullet") if BULLET.match(paragraph.text) else paragraph
