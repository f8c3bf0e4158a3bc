"""Numbered sentences with kinds: what is body, and what merely surrounds it on the page.

Sentence ends are found by syntok; this module finds paragraphs, and says which are headline, standfirst,
heading, caption, furniture, bullet or body. Offsets count code points of the article's text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from syntok import segmenter

from extract.candidates.dates import full_date
from extract.candidates.furniture import (
    BODY_MARKER,
    CAPTION,
    DATE_LINE,
    FURNITURE,
    PROMOTION,
    TAIL_MARKER,
    TOPIC,
)

Kind = Literal["headline", "standfirst", "heading", "caption", "furniture", "bullet", "body"]

SPACES = " \t\u00a0\u200b\u200c\u200d\u2060\ufeff\u2009\u202f\u3000\x0b\x0c"
"""White space and invisible characters that may surround a line."""

_PLAIN_SPACES = str.maketrans(dict.fromkeys("\t\r\n\u00a0\u2009\u202f\u3000", " "))
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BULLET = re.compile(r"(?:[•●▪■◦‣∙·*–—-]|\d{1,2}[.)]|\([a-z\d]\)|[a-z]\))[ \t\u00a0]+(?=\S)")
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_QUESTION_HEADING = re.compile(r"^\S+(?: \S+){1,6}\?$")
_FULL_STOP = re.compile(r"[.!?…][\"'”’)\]]*$")


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


_PROSE_WORDS = 3
"""Words of the shortest line that may be a sentence without standing in marks."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    end: int
    text: str
    kind: Kind = "body"

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_prose(self) -> bool:
        return bool(_TERMINAL.search(self.text)) and (self.words >= _PROSE_WORDS or self.text[0] in "“\"‘'")


def segment(text: str) -> list[Sentence]:
    """Split ``text`` into sentences in order, without overlap; only bullet signs and space stand outside."""
    paragraphs = _classify(list(_paragraphs(text)))
    sentences: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        for start, end in _sentence_spans(paragraph):
            number = len(sentences) + 1
            sentences.append(Sentence(number, start, end, text[start:end], paragraph.kind, index))
    return sentences


def _paragraphs(text: str) -> Iterator[_Paragraph]:
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
            yield _Paragraph(*pending, text[slice(*pending)])
        pending = (start, end)
    if pending:
        yield _Paragraph(*pending, text[slice(*pending)])


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
        and not _BULLET.match(text, line[0])
        and (
            text[line[0]].islower()
            or (last_line[-1:].islower() and _FULL_STOP.search(text[line[0] : line[1]]) is not None)
        )
    )


def _classify(paragraphs: list[_Paragraph]) -> list[_Paragraph]:
    """Give each paragraph its kind, from its form first, then from where it stands on the page."""
    kinds: list[Kind] = [_kind_by_form(p) for p in paragraphs]
    first_body = next(
        (i for i, p in enumerate(paragraphs) if kinds[i] == "body" and p.is_prose), len(paragraphs)
    )
    headline = _headline(paragraphs[:first_body], kinds)
    for i in range(first_body):
        if kinds[i] == "body":
            kinds[i] = "furniture" if i < headline or paragraphs[i].words <= _SHORT else "standfirst"
    if headline < first_body:
        title = paragraphs[headline].text
        kinds = [
            "headline" if p.text == title and i >= headline else k
            for i, (p, k) in enumerate(zip(paragraphs, kinds, strict=True))
        ]
        _mark_prose_standfirst(paragraphs, kinds, headline)
    _mark_headings(paragraphs, kinds)
    return [replace(p, kind=k) for p, k in zip(paragraphs, kinds, strict=True)]


_SHORT = 4
"""Words of a line above the body that is too short for a standfirst."""
_NAME_WORDS = 7
_DATED_WORDS = 12
_HEADING_WORDS = 12
_CAPTION_WORDS = 25
_FURNITURE_WORDS = 19
_STANDFIRST_WORDS = 60
_MINOR_WORD = 3
"""Letters of a word that need not begin with a capital in a name."""
_PROSE_AFTER = 2
"""Paragraphs of prose that may still follow the marker below which no body follows."""


def _kind_by_form(paragraph: _Paragraph) -> Kind:
    text = paragraph.text
    prose = paragraph.is_prose
    if _BULLET.match(text) and not DATE_LINE.match(text):
        return "bullet"
    if CAPTION.search(text) and not (prose and paragraph.words > _CAPTION_WORDS):
        return "caption"
    if (
        DATE_LINE.match(text)
        or (not prose and paragraph.words <= _DATED_WORDS and full_date(text))
        or (FURNITURE.match(text) and (not prose or paragraph.words <= _FURNITURE_WORDS))
    ):
        return "furniture"
    if PROMOTION.search(text) and not re.search(r"ofsted|inspector", text, re.IGNORECASE):
        return "furniture"
    return "body"


def _headline(top: list[_Paragraph], kinds: list[Kind]) -> int:
    """Index of the headline among the paragraphs above the body; ``len(top)`` when there is none."""
    lines = [i for i, p in enumerate(top) if kinds[i] == "body" and not p.is_prose and p.words > 1]
    sentences = [
        i for i in lines if not _is_name(top[i]) and (top[i].words > _SHORT or TOPIC.search(top[i].text))
    ]
    return next(iter(sentences or lines), len(top))


def _is_name(paragraph: _Paragraph) -> bool:
    """Whether a line is a masthead or a menu: a few words nearly all in capitals, or a trail of links."""
    words = [w for w in re.findall(r"[\w’'&-]+", paragraph.text) if len(w) > _MINOR_WORD or w[0].isupper()]
    return re.search(r" [>»|] .* [>»|] ", paragraph.text) is not None or (
        len(words) <= _NAME_WORDS and all(w[0].isupper() or w[0] in "&’'" for w in words)
    )


def _mark_prose_standfirst(paragraphs: list[_Paragraph], kinds: list[Kind], headline: int) -> None:
    """Mark full sentences between the headline and a byline, a date line or a "main content" marker."""
    opening = list(range(headline + 1, min(headline + 8, len(paragraphs))))
    markers = [i for i in opening if BODY_MARKER.match(paragraphs[i].text)]
    if markers:
        for i in range(headline + 1, markers[-1]):
            if kinds[i] == "body":
                kinds[i] = "standfirst"
        return
    prose = [i for i in opening if kinds[i] == "body"]
    if len(prose) > 1 and paragraphs[prose[0]].words <= _STANDFIRST_WORDS:
        between = [paragraphs[i].text for i in range(prose[0] + 1, prose[1]) if kinds[i] == "furniture"]
        if any(
            DATE_LINE.match(t) or re.match(r"by\b|written by|posted|published|words by", t, re.IGNORECASE)
            for t in between
        ):
            kinds[prose[0]] = "standfirst"


def _mark_headings(paragraphs: list[_Paragraph], kinds: list[Kind]) -> None:
    """Tell headings from furniture below the first body paragraph, and end the body where it ends."""
    prose = [
        i for i, p in enumerate(paragraphs) if kinds[i] == "bullet" or (kinds[i] == "body" and p.is_prose)
    ]
    last = prose[-1] if prose else -1
    for i, paragraph in enumerate(paragraphs):
        ends = kinds[i] == "furniture" and TAIL_MARKER.match(paragraph.text)
        if ends and any(j < i for j in prose) and sum(j > i for j in prose) <= _PROSE_AFTER:
            last = min(last, i)
    for i, paragraph in enumerate(paragraphs):
        if kinds[i] in {"body", "bullet", "heading"} and i > last:
            kinds[i] = "furniture"
        elif kinds[i] == "body" and (not paragraph.is_prose or _QUESTION_HEADING.match(paragraph.text)):
            kinds[i] = "heading" if paragraph.words <= _HEADING_WORDS else "furniture"
    for i, j in pairwise(range(len(paragraphs))):
        if kinds[i] == "heading" and kinds[j] == "furniture" and PROMOTION.search(paragraphs[j].text):
            kinds[i] = "furniture"


def _sentence_spans(paragraph: _Paragraph) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a body paragraph; any other is one, a bullet's without its sign."""
    if paragraph.kind == "bullet":
        sign = _BULLET.match(paragraph.text)
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


def surroundings(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The paragraphs and the sentences that a stretch of the text touches; itself where it touches none."""
    touched = [p for p in _paragraphs(text) if p.start < end and start < p.end]
    if not touched:
        return (start, end), (start, end)
    ends = touched[0], touched[-1]
    spans = [
        s for p in dict.fromkeys(ends) for s in _sentence_spans(_as_body(p)) if s[0] < end and start < s[1]
    ]
    sentences = spans or [(start, end)]
    return (touched[0].start, touched[-1].end), (min(start, sentences[0][0]), max(end, sentences[-1][1]))


def _as_body(paragraph: _Paragraph) -> _Paragraph:
    return replace(paragraph, kind="bullet") if _BULLET.match(paragraph.text) else paragraph
