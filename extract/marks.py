"""The items of a record as stretches of its article: what a terminal or a page colours in."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from schemas.record import Evidence, Finding, Record

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

_STRETCH = re.compile(r"article\[(\d+):(\d+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
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
    inspection: str | None = None
    council: str | None = None
    about: str | None = None
    confidence: float | None = None
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the article that the same marks cover: none, one, or several that overlap."""

    text: str
    marks: tuple[Mark, ...]


def find_marks(record: Record, text: str | None) -> list[Mark]:
    """Every item of a record in reading order; of two that begin together the longer comes first.

    Without the article's ``text`` those are left away of which the record holds the place alone: evidence of
    an inspection and what was left out.
    """
    bare = _bare(record, text) if text is not None else ()
    found = sorted((*_spans(record), *bare), key=lambda m: (m.start, -m.end, m.kind, m.path))
    numbers = dict.fromkeys(LETTERS, 0)
    keyed: list[Mark] = []
    for mark in found:
        numbers[mark.kind] += 1
        keyed.append(replace(mark, key=f"{LETTERS[mark.kind]}{numbers[mark.kind]}"))
    return keyed


def cut(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[Piece]:
    """``text[start:end]`` in pieces, cut wherever a mark begins or ends, however they overlap."""
    inside = [m for m in marks if m.start < end and m.end > start]
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


def _spans(record: Record) -> Iterator[Mark]:
    """Marks of what the record holds with its words; keys are given once all are in order."""
    findings: tuple[tuple[Kind, str, tuple[Finding, ...]], ...] = (
        ("strength", "strengths", record.strengths),
        ("weakness", "weaknesses", record.weaknesses),
    )
    for kind, name, found in findings:
        for n, f in enumerate(found):
            mark = _mark(record, kind, f"{name}[{n}]", f, f.text, f.inspection)
            yield replace(mark, about=f.theme, confidence=f.confidence)
    for n, r in enumerate(record.recommendations):
        yield _mark(record, "recommendation", f"recommendations[{n}]", r, r.text, r.inspection)
    for n, q in enumerate(record.quotes):
        mark = _mark(record, "quote", f"quotes[{n}]", q, q.text, q.inspection)
        yield replace(mark, about=q.speaker or q.role or q.speaker_kind, confidence=q.confidence)


def _bare(record: Record, text: str) -> Iterator[Mark]:
    """Marks of what the record holds the place of alone."""
    for n, inspection in enumerate(record.inspections):
        for e, place in enumerate(inspection.evidence):
            words = text[place.start : place.end]
            mark = _mark(record, "evidence", f"inspections[{n}].evidence[{e}]", place, words, inspection.id)
            yield replace(mark, about=inspection.type)
    for path in dict.fromkeys(item.path for item in record.review):
        found = _STRETCH.fullmatch(path)
        if found and (start := int(found[1])) < (end := min(int(found[2]), len(text))):
            yield _mark(record, "left_out", path, Evidence(start=start, end=end), text[start:end], None)


def _mark(record: Record, kind: Kind, path: str, place: Evidence, words: str, inspection: str | None) -> Mark:
    council = next((i.council for i in record.inspections if i.id == inspection), None)
    review = tuple(r.reason for r in record.review if r.path == path or r.path.startswith(f"{path}."))
    return Mark("", kind, path, place.start, place.end, words, inspection, council, review=review)
