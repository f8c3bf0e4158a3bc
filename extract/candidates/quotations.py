"""Quotations found by their marks, as the contract defines them; nothing here knows who speaks."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from extract.candidates.segments import SPACES, Sentence

MIN_WORDS = 5
"""Shorter quoted terms are no quotes (the contract)."""

_DOUBLE = re.compile("[“”„\"«»]|''|``")
_SINGLE = re.compile("[‘’‛'`]")
_OPENING_DOUBLE = "“„«"
_TITLE_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks: ``article_text[start:end]``, of any length; numbers start at 1."""

    number: int
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """Words by white space."""
        return len(self.text.split())

    @property
    def is_quote(self) -> bool:
        """Long enough to be a quote, and not a title of a work or framework."""
        return self.words >= MIN_WORDS and not _is_title(self.text)


def find_quotations(text: str, sentences: list[Sentence]) -> list[Quotation]:
    """Return the body's quotations in order.

    Single marks count where no double ones open speech, or where these do so only inside single ones.
    """
    paragraphs = [
        (run[0].start, run[-1].end)
        for _, group in groupby((s for s in sentences if s.is_body), key=lambda s: s.paragraph)
        if (run := list(group))
    ]
    spans = list(_double_marked(text, paragraphs))
    speech = [(a, b) for a, b in spans if len(text[a:b].split()) >= MIN_WORDS]
    single = list(_single_marked(text, paragraphs))
    if speech and all(_is_inside(span, single) for span in speech):
        spans = sorted([*single, *_outside(spans, single)])
    elif not speech:
        spans = sorted([*spans, *_outside(single, spans)])
    return [Quotation(i, a, b, text[a:b]) for i, (a, b) in enumerate(spans, start=1)]


def _is_inside(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether one of ``spans``, which are in order and apart, holds the span and more."""
    behind = bisect_right(spans, span[0], key=lambda one: one[0])
    return behind > 0 and spans[behind - 1][0] < span[0] and span[1] < spans[behind - 1][1]


def _outside(spans: Iterable[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans that overlap none of those taken, which are in order and apart."""
    for a, b in spans:
        behind = bisect_right(taken, a, key=lambda span: span[1])
        if behind == len(taken) or taken[behind][0] >= b:
            yield a, b


def _double_marked(text: str, paragraphs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for index, (start, end) in enumerate(paragraphs):
        marks = [m for m in _DOUBLE.finditer(text, start, end) if not _is_measure(text, m)]
        if opened is not None and marks and marks[0].start() == start:
            marks = marks[1:]  # the mark that opens each further paragraph of one speech
        depth = 1 if opened is not None else 0
        opens = [_opens(text, m, start, end) for m in marks]
        closing = opens.count(False)  # of the marks still to come
        for position, mark in enumerate(marks):
            closing -= not opens[position]
            if depth == 0:
                if not _only_closes(text, mark, start, end):
                    opened, depth = mark.end(), 1
            elif opens[position]:
                depth += closing > depth
            else:
                depth -= 1
                if depth == 0 and opened is not None:
                    yield from _trimmed(text, opened, mark.start())
                    opened = None
        if opened is not None and not _speech_continues(text, paragraphs, index):
            yield from _trimmed(text, opened, end)
            opened = None


def _speech_continues(text: str, paragraphs: list[tuple[int, int]], index: int) -> bool:
    """Whether the next paragraph opens with a mark, as each further paragraph of one speech does."""
    if index + 1 == len(paragraphs):
        return False
    start, _ = paragraphs[index + 1]
    mark = _DOUBLE.match(text, start)
    return mark is not None and mark.group() not in "”»"


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a double mark inside a paragraph opens: by its shape if curly, else by the space around it."""
    if mark.group() in _OPENING_DOUBLE:
        return True
    if mark.group() in "”»":
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return (before.isspace() or before in "([—–-‘'") and not after.isspace()


def _only_closes(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark outside any quotation cannot open one: a stray close."""
    after = text[mark.end()] if mark.end() < end else " "
    return mark.group() in "”»" or (after.isspace() and not _opens(text, mark, start, end))


def _is_measure(text: str, mark: re.Match[str]) -> bool:
    return (
        mark.group() == '"'
        and re.match(r"\d\"[ ,.x]", text[max(mark.start() - 1, 0) : mark.end() + 1]) is not None
        and "“" in text
    )


def _single_marked(text: str, paragraphs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for index, (start, end) in enumerate(paragraphs):
        marks = list(_SINGLE.finditer(text, start, end))
        if opened is not None and marks and marks[0].start() == start:
            marks = marks[1:]
        better = _better_later(text, marks, start, end)
        for mark, has_better in zip(marks, better, strict=True):
            if opened is None:
                if _single_opens(text, mark, start, end):
                    opened = mark.end()
            elif _single_closes(text, mark, start, end, has_better=has_better):
                yield from _trimmed(text, opened, mark.start())
                opened = None
        if opened is not None:
            following = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else None
            if following is None or text[following] not in "‘'":
                if text[opened:end].count(" ") >= MIN_WORDS - 1:
                    yield from _trimmed(text, opened, end)
                opened = None


def _single_opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return mark.group() != "’" and not before.isalnum() and before not in ".,!?" and after.isalnum()


def _single_closes(text: str, mark: re.Match[str], start: int, end: int, *, has_better: bool) -> bool:
    """Whether a single mark closes speech; "workers’" does only for want of a better mark."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if mark.group() == "‘" or before.isspace() or after.isalnum():
        return False
    return not (has_better and before in "sS" and after.isspace())


def _better_later(text: str, marks: list[re.Match[str]], start: int, end: int) -> list[bool]:
    """Whether, for each mark, one comes later that surely closes, before the next that opens."""
    better, found = [], False
    for mark in reversed(marks):
        better.append(found)
        if _single_opens(text, mark, start, end):
            found = False
        elif _closes_plainly(text, mark, end):
            found = True
    return better[::-1]


def _closes_plainly(text: str, mark: re.Match[str], end: int) -> bool:
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < end else " "
    return (
        not after.isalnum()
        and not before.isspace()
        and mark.group() != "‘"
        and (before not in "sS" or not after.isspace())
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the place without white space and what no page shows at its ends, if anything is left."""
    while start < end and (text[start].isspace() or text[start] in SPACES):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in SPACES):
        end -= 1
    if start < end:
        yield start, end


def _is_title(text: str) -> bool:
    """Whether the words are a title or a grade's long name: capitals but in small words, no sentence end."""
    if re.fullmatch(r"requires improvement to be [‘'“]?good[’'”]?", text, re.IGNORECASE):
        return True
    words = [w.strip("‘’'\".,;:()") for w in text.split()]
    proper = [w for w in words if w and w.lower() not in _TITLE_WORDS]
    return text[-1:] not in ".,!?" and all(w[0].isupper() or w[0].isdigit() for w in proper)
