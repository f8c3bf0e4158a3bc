"""Mistakes: differences from gold with the sentence they stand in, and whether `review` flagged them."""

import re

from extract.candidates.segments import segment
from extract.evaluate.dataset import Case, SetName
from extract.evaluate.differences import Difference, find_differences
from extract.evaluate.matching import Matches
from schemas.record import Evidence, Frozen, Record, ReviewItem

_ARTICLE_PATH = re.compile(r"article\[(\d+):(\d+)\]")

_WORST = (
    "inspections missed",
    "inspections invented",
    "inspections type",
    "inspections rating",
    "findings polarity",
    "inspections previous_ratings",
    "quotes speaker",
    "quotes speaker_kind",
    "findings missed",
    "findings invented",
    "quotes missed",
    "quotes invented",
    "recommendations missed",
    "recommendations invented",
)
"""From what misleads a reader most; what is not listed misleads less than all of these."""


class Mistake(Frozen):
    """One difference from gold. ``what`` is missed, invented, polarity or the field that is wrong.

    ``start`` and ``end`` are code points of the article; ``sentence`` is every sentence that the
    span touches, from ``sentence_start`` on.
    """

    article: str
    set_name: SetName
    part: str
    what: str
    path: str | None
    start: int
    end: int
    said: str | None
    gold: str | None
    confidence: float | None
    flagged: bool
    sentence: str
    sentence_start: int

    @property
    def kind(self) -> str:
        """Its part and what is wrong, as mistakes are counted."""
        return f"{self.part} {self.what}"


def worst_first(mistakes: list[Mistake]) -> list[Mistake]:
    """Mistakes in the order in which they mislead; of one kind, the most confident first."""
    rank = {name: n for n, name in enumerate(_WORST)}
    return sorted(
        mistakes,
        key=lambda m: (
            rank.get(m.kind, len(rank)),
            m.kind,
            -(m.confidence or 0),
            m.article,
            m.start,
            m.path or "",
        ),
    )


def find_mistakes(case: Case, said: Record, matches: Matches) -> tuple[list[Mistake], int]:
    """Every mistake of a record, and how many entries of its review flag at least one."""
    text = case.article.text
    sentences = [Evidence(start=s.start, end=s.end) for s in segment(text)]
    differences = list(find_differences(said, case.gold, matches))
    mistakes = [_mistake(case, d, sentences, said) for d in differences]
    return mistakes, sum(any(_flags(item, d) for d in differences) for item in said.review)


def _mistake(case: Case, difference: Difference, sentences: list[Evidence], said: Record) -> Mistake:
    text = case.article.text
    span = _place(difference.place, sentences, text)
    touched = [s for s in sentences if _touch(s, span)] or [span]
    start, end = min(span.start, touched[0].start), max(span.end, touched[-1].end)
    return Mistake(
        article=case.article.id,
        set_name=case.set_name,
        part=difference.part,
        what=difference.what,
        path=difference.path,
        start=span.start,
        end=span.end,
        said=difference.said,
        gold=difference.gold,
        confidence=difference.confidence,
        flagged=any(_flags(item, difference) for item in said.review),
        sentence=text[start:end],
        sentence_start=start,
    )


def _place(place: Evidence | str, sentences: list[Evidence], text: str) -> Evidence:
    """The span itself, or the first sentence that names the council."""
    if isinstance(place, Evidence):
        return Evidence(start=place.start, end=place.end)
    naming = (s for s in sentences if place.casefold() in text[s.start : s.end].casefold())
    return next(naming, sentences[0])


def _touch(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _flags(item: ReviewItem, difference: Difference) -> bool:
    """Whether a person sent to the item's path would come upon the difference.

    What the record lacks is flagged by a stretch of the article that touches it, or by the whole list.
    """
    if stretch := _ARTICLE_PATH.fullmatch(item.path):
        start, end = int(stretch[1]), int(stretch[2])
        lost = difference.path is None or difference.what == "polarity"
        return (
            lost
            and start < end
            and not isinstance(difference.place, str)
            and _touch(Evidence(start=start, end=end), difference.place)
        )
    if difference.path is None:
        return item.path == difference.part
    return difference.path.startswith(item.path) or item.path.startswith(difference.path)
