"""Which item of a record stands for which item of gold, one to one.

Firm gold is matched first; what is left over may then stand for optional gold, and is forgiven.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.evaluate.agreement import agreeing_fields
from extract.evaluate.gold import GoldFinding, GoldInspection, GoldQuote, GoldRecommendation, GoldRecord
from extract.likeness import SAME_SPAN, Pair, Rank, best_pairs, overlap, without
from schemas.record import Inspection, Record, Span, comparable

GoldSpan = GoldFinding | GoldRecommendation | GoldQuote


@dataclass(frozen=True, slots=True)
class Matching:
    """Positions in a record's list and in gold's: pairs are (said, gold)."""

    pairs: tuple[Pair, ...]
    forgiven: tuple[Pair, ...]
    invented: tuple[int, ...]
    missed: tuple[int, ...]

    @property
    def said_to_gold(self) -> dict[int, int]:
        """Every said item that stands for one of gold, firm or optional."""
        return dict((*self.pairs, *self.forgiven))


@dataclass(frozen=True, slots=True)
class Matches:
    """A whole record against its gold; inspections are paired by council, if possible of one type."""

    inspections: Matching
    strengths: Matching
    weaknesses: Matching
    recommendations: Matching
    quotes: Matching


def match(said: Record, gold: GoldRecord) -> Matches:
    """Match every list of a record."""
    return Matches(
        match_inspections(said.inspections, gold.inspections),
        match_spans(said.strengths, gold.strengths),
        match_spans(said.weaknesses, gold.weaknesses),
        match_spans(said.recommendations, gold.recommendations),
        match_spans(said.quotes, gold.quotes),
    )


def match_spans(said: Sequence[Span], gold: Sequence[GoldSpan]) -> Matching:
    """Match spans by best overlap; those under ``SAME_SPAN`` stay apart."""

    def rank(pair: Pair) -> Rank | None:
        one, other = said[pair[0]], gold[pair[1]]
        likeness = overlap(one, other)
        # among equal overlaps the content decides, so that the order of the lists cannot
        return (-likeness, other.model_dump_json(), one.model_dump_json()) if likeness >= SAME_SPAN else None

    firm = best_pairs(_pairs(said, gold, optional=False), rank)
    forgiven = best_pairs(without(_pairs(said, gold, optional=True), firm), rank)
    return _matching(said, gold, firm, forgiven)


def match_inspections(said: Sequence[Inspection], gold: Sequence[GoldInspection]) -> Matching:
    """Pair inspections of one council: the same type first, then the most agreeing facts."""

    def alike(pair: Pair) -> Rank | None:
        one, other = said[pair[0]], gold[pair[1]]
        if comparable(one.council).casefold() != comparable(other.council).casefold():
            return None
        return -sum(agreeing_fields(one, other).values()), other.id, one.id

    def same_type(pair: Pair) -> Rank | None:
        return alike(pair) if said[pair[0]].type == gold[pair[1]].type else None

    firm = best_pairs(_pairs(said, gold, optional=False), same_type)
    forgiven = best_pairs(without(_pairs(said, gold, optional=True), firm), same_type)
    others = without(_pairs(said, gold, optional=False), [*firm, *forgiven])
    return _matching(said, gold, [*firm, *best_pairs(others, alike)], forgiven)


def _pairs(
    said: Sequence[object], gold: Sequence[GoldSpan] | Sequence[GoldInspection], *, optional: bool
) -> list[Pair]:
    wanted = [g for g, item in enumerate(gold) if item.optional is optional]
    return [(s, g) for s in range(len(said)) for g in wanted]


def _matching(
    said: Sequence[object],
    gold: Sequence[GoldSpan] | Sequence[GoldInspection],
    firm: Sequence[Pair],
    forgiven: Sequence[Pair],
) -> Matching:
    used = {s for s, _ in (*firm, *forgiven)}
    found = {g for _, g in firm}
    return Matching(
        tuple(sorted(firm)),
        tuple(sorted(forgiven)),
        tuple(s for s in range(len(said)) if s not in used),
        tuple(g for g, item in enumerate(gold) if not item.optional and g not in found),
    )
