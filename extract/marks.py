"""The items of a record as stretches of its article: what a terminal or a page colours in."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from schemas.record import Evidence, Record, ReviewItem

Kind = Literal["strength", "weakness", "recommendation", "quote", "evidence", "left_out"]

LETTERS: dict[Kind, str] = {
    "strength": "S",
    "weakness": "W",
    "recommendation": "R",
    "quote": "Q",
    "evidence": "E",
    "left_out": "?",
}
"""What stands for each kind where there is no colour, in the order of legends."""
NAMES: dict[Kind, str] = {
    "strength": "strength",
    "weakness": "weakness",
    "recommendation": "recommendation",
    "quote": "quote",
    "evidence": "evidence of the inspection",
    "left_out": "left out",
}

_STRETCH = re.compile(r"article\[(\d+):(\d+)\]")


class Mark(NamedTuple):
    """One item where it stands in the article, ``[start:end]``.

    ``key`` is its letter and its number among its kind, by place: S1, S2, Q1. ``path`` is where the record
    holds it. ``about`` is a finding's theme, a quote's speaker (or role, or side), an
    inspection's kind.
    """

    key: str
    kind: Kind
    path: str
    start: int
    end: int
    text: str
    inspection: str | None
    council: str | None
    about: str | None
    confidence: float | None
    review: tuple[str, ...]


class Piece(NamedTuple):
    """A run of the article that the same marks cover: none, one, or several that overlap."""

    text: str
    marks: tuple[Mark, ...]


def find_marks(record: Record, text: str | None) -> list[Mark]:
    """Every item of a record in reading order; of two that begin together the longer comes first.

    Without the article's ``text`` those are left away of which the record holds the place alone: evidence of
    an inspection and what was left out.
    """
    found = [*_spans(record), *(_bare(record, text) if text is not None else ())]
    found.sort(key=lambda item: (item.place.start, -item.place.end, item.kind, item.path))
    councils = {i.id: i.council for i in record.inspections}
    numbers = dict.fromkeys(LETTERS, 0)
    marks: list[Mark] = []
    for item in found:
        numbers[item.kind] += 1
        marks.append(
            Mark(
                f"{LETTERS[item.kind]}{numbers[item.kind]}",
                item.kind,
                item.path,
                item.place.start,
                item.place.end,
                item.text,
                item.inspection,
                councils[item.inspection] if item.inspection else None,
                item.about,
                item.confidence,
                _reasons(record, item.path),
            )
        )
    return marks


def cut(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[Piece]:
    """``text[start:end]`` in pieces, cut wherever a mark begins or ends, however they overlap."""
    inside = [m for m in marks if m.start < end and m.end > start]
    if not inside:
        yield Piece(text[start:end], ())
        return
    edges = sorted({start, end, *(e for m in inside for e in (m.start, m.end) if start < e < end)})
    for left, right in itertools.pairwise(edges):
        covering = tuple(m for m in inside if m.start <= left and m.end >= right)
        yield Piece(text[left:right], covering)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends: lines with no blank one between them."""
    position, start, end = 0, -1, -1
    for line in text.split("\n"):
        if line.strip():
            start = position if start < 0 else start
            end = position + len(line.rstrip())
        elif start >= 0:
            yield start, end
            start = -1
        position += len(line) + 1
    if start >= 0:
        yield start, end


def is_about(entry: ReviewItem, path: str) -> bool:
    """Whether a doubt is about the item at a path of the record, or about a field of it."""
    return entry.path == path or entry.path.startswith(f"{path}.")


class _Item(NamedTuple):
    """A mark to be: what the record itself says of it, before all are put in order and numbered."""

    kind: Kind
    path: str
    place: Evidence
    text: str
    inspection: str | None
    about: str | None = None
    confidence: float | None = None


def _spans(record: Record) -> Iterator[_Item]:
    """What the record holds with its words."""
    for n, s in enumerate(record.strengths):
        yield _Item("strength", f"strengths[{n}]", s, s.text, s.inspection, s.theme, s.confidence)
    for n, w in enumerate(record.weaknesses):
        yield _Item("weakness", f"weaknesses[{n}]", w, w.text, w.inspection, w.theme, w.confidence)
    for n, r in enumerate(record.recommendations):
        yield _Item("recommendation", f"recommendations[{n}]", r, r.text, r.inspection)
    for n, q in enumerate(record.quotes):
        speaker = q.speaker or q.role or q.speaker_kind
        yield _Item("quote", f"quotes[{n}]", q, q.text, q.inspection, speaker, q.confidence)


def _bare(record: Record, text: str) -> Iterator[_Item]:
    """What the record holds the place of alone."""
    for n, inspection in enumerate(record.inspections):
        for e, place in enumerate(inspection.evidence):
            words = text[place.start : place.end]
            yield _Item(
                "evidence", f"inspections[{n}].evidence[{e}]", place, words, inspection.id, inspection.type
            )
    for path in dict.fromkeys(item.path for item in record.review):
        found = _STRETCH.fullmatch(path)
        if found and (start := int(found[1])) < (end := min(int(found[2]), len(text))):
            yield _Item("left_out", path, Evidence(start=start, end=end), text[start:end], None)


def _reasons(record: Record, path: str) -> tuple[str, ...]:
    return tuple(entry.reason for entry in record.review if is_about(entry, path))
