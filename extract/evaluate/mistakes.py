"""Mistakes: differences from gold with the sentence they stand in, and whether `review` flagged them."""

from collections.abc import Sequence

from extract.candidates.segments import segment
from extract.evaluate.dataset import Case, SetName
from extract.evaluate.differences import Difference, find_differences
from extract.evaluate.matching import Matches
from extract.evaluate.reviewed import flags, touch
from schemas.record import Evidence, Frozen, Record, ReviewItem

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


def find_mistakes(case: Case, said: Record, matches: Matches) -> list[Mistake]:
    """Every mistake of a record."""
    sentences = [Evidence(start=s.start, end=s.end) for s in segment(case.article.text)]
    return [_mistake(case, d, sentences, said.review) for d in find_differences(said, case.gold, matches)]


def _mistake(
    case: Case, difference: Difference, sentences: list[Evidence], review: Sequence[ReviewItem]
) -> Mistake:
    text = case.article.text
    span = _place(difference.place, sentences, text)
    touched = [s for s in sentences if touch(s, span)] or [span]
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
        flagged=any(flags(item, difference) for item in review),
        sentence=text[start:end],
        sentence_start=start,
    )


def _place(place: Evidence | str, sentences: list[Evidence], text: str) -> Evidence:
    """The span itself, or the first sentence that names the council."""
    if isinstance(place, Evidence):
        return Evidence(start=place.start, end=place.end)
    naming = (s for s in sentences if place.casefold() in text[s.start : s.end].casefold())
    return next(naming, sentences[0])
