"""Cutting an article into windows that the encoder reads, each sentence beside its neighbours."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from extract.candidates.find import Candidates
from extract.candidates.segments import Sentence
from extract.encoder.window import Line, Mark, Window
from extract.tasks.page import one_line
from schemas.record import SpeakerKind

LONGEST_LINE = 600
"""Characters of a sentence that are read; a longer one is no sentence of news."""
_FULL = 900
"""Characters of the lines of a window, beside one neighbour before and one after: about 250 tokens."""
_LEFT_OUT = {"furniture", "caption"}
_TOLD: dict[SpeakerKind | None, Mark] = {
    None: "told",
    "inspectorate": "told by inspectorate",
    "council": "told by council",
    "other": "told by other",
}
_QUOTED: dict[SpeakerKind | None, Mark] = {
    None: "quoted",
    "inspectorate": "quoted from inspectorate",
    "council": "quoted from council",
    "other": "quoted from other",
}
_SURROUNDING: dict[str, Mark] = {
    "headline": "headline",
    "standfirst": "standfirst",
    "heading": "heading",
    "bullet": "bullet",
}
Clauses = Mapping[int, tuple[tuple[int, int], ...]]
"""Stretches of a sentence's line (``line_of``) that are read on their own too, by the sentence's number."""


_ASIDE = re.compile(
    r",[ ](?:which |who |whose |still |also |recently |currently |previously |last )?"
    r"(?:[^,“”]{0,40} )?(?:rated|judged|graded)[ ][^,“”]{0,70}(?=,)"
)


def line_of(sentence: Sentence) -> str:
    """What is read of a sentence."""
    return as_read(sentence.text)


def as_read(text: str) -> str:
    """The text as one line, without an aside that only recalls a grade."""
    return _ASIDE.sub("", one_line(text.replace("\u00a0", " ")))[:LONGEST_LINE]


def windows_of(
    candidates: Candidates, asked: Collection[int], clauses: Clauses
) -> Iterator[tuple[tuple[int, ...], Window]]:
    """The windows that hold a sentence of ``asked``, each with the numbers of those that it asks about.

    Where a window begins and ends depends on the article alone, not on what is asked.
    """
    shown = [s for s in candidates.sentences if s.kind not in _LEFT_OUT]
    lines = [
        Line(_mark(s, candidates), line_of(s), clauses.get(s.number, ()), asked=s.number in asked)
        for s in shown
    ]
    for begin, end in _stretches(lines):
        numbers = tuple(s.number for s in shown[begin:end] if s.number in asked)
        if numbers:
            before, after = lines[max(0, begin - 1) : begin], lines[end : end + 1]
            beside = [[replace(line, clauses=(), asked=False) for line in some] for some in (before, after)]
            yield numbers, (*beside[0], *lines[begin:end], *beside[1])


def _stretches(lines: list[Line]) -> Iterator[tuple[int, int]]:
    begin = size = 0
    for place, line in enumerate(lines):
        if place > begin and size + len(line.text) > _FULL:
            yield begin, place
            begin, size = place, 0
        size += len(line.text)
    if lines:
        yield begin, len(lines)


def _mark(sentence: Sentence, candidates: Candidates) -> Mark:
    if (mark := _SURROUNDING.get(sentence.kind)) is not None:
        return mark
    speech = candidates.speech[sentence.number]
    return _QUOTED[speech.kind] if speech.quoted else _TOLD[speech.kind]
