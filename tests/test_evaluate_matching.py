import random

import pytest
from evaluating import case, inspection, record
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluate.gold import GoldRecommendation
from extract.evaluate.matching import match, match_spans
from extract.likeness import overlap
from schemas.record import Evidence, Span


def cut(start: int, end: int) -> Span:
    return Span(start=start, end=end, text="x" * (end - start))


def gold(start: int, end: int, *, optional: bool = False) -> GoldRecommendation:
    return GoldRecommendation(
        start=start, end=end, text="x" * (end - start), inspection="a-1", optional=optional
    )


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (0, 5), 0.5),
        ((0, 10), (5, 15), 1 / 3),
        ((0, 10), (10, 20), 0.0),
        ((0, 10), (50, 60), 0.0),
    ],
)
def test_overlap_is_intersection_over_union(
    one: tuple[int, int], other: tuple[int, int], likeness: float
) -> None:
    spans = Evidence(start=one[0], end=one[1]), Evidence(start=other[0], end=other[1])
    assert overlap(*spans) == pytest.approx(likeness)
    assert overlap(*reversed(spans)) == overlap(*spans)


@pytest.mark.parametrize(
    ("said", "wanted", "pairs"),
    [
        ([(0, 10)], [(0, 10)], {(0, 0)}),
        ([(0, 10)], [(0, 4)], set()),
        ([(0, 10)], [(0, 5)], {(0, 0)}),
        ([(0, 8), (0, 10)], [(0, 10)], {(1, 0)}),
        ([(0, 10)], [(0, 6), (0, 10)], {(0, 1)}),
        ([(0, 10), (20, 30)], [(20, 30), (0, 10)], {(0, 1), (1, 0)}),
        ([], [(0, 10)], set()),
    ],
)
def test_spans_are_matched_one_to_one_by_best_overlap(
    said: list[tuple[int, int]], wanted: list[tuple[int, int]], pairs: set[tuple[int, int]]
) -> None:
    found = match_spans([cut(*s) for s in said], [gold(*g) for g in wanted])
    assert set(found.pairs) == pairs
    assert len(found.invented) == len(said) - len(pairs)
    assert len(found.missed) == len(wanted) - len(pairs)


def test_firm_gold_is_matched_before_optional_gold() -> None:
    found = match_spans([cut(0, 10)], [gold(0, 10, optional=True), gold(0, 6)])
    assert found.pairs == ((0, 1),)
    assert found.missed == ()


def test_what_matches_optional_gold_is_forgiven_once() -> None:
    found = match_spans([cut(0, 10), cut(0, 9)], [gold(0, 10, optional=True)])
    assert (found.pairs, found.forgiven, found.invented, found.missed) == ((), ((0, 0),), (1,), ())


def test_visits_of_one_council_are_paired_by_type_and_then_by_what_else_agrees() -> None:
    third = inspection("rutland-1", type="monitoring_visit", rating=None, ordinal=3, date="2021-05")
    second = inspection("rutland-2", type="monitoring_visit", rating=None, ordinal=2, date="2020-11")
    graded = inspection("rutland-3")
    of = case(inspections=[third, second, graded])
    swapped = [graded | {"id": "rutland-1"}, second | {"id": "rutland-2"}, third | {"id": "rutland-3"}]
    found = match(record(of, inspections=swapped), of.gold)
    assert set(found.inspections.pairs) == {(0, 2), (1, 1), (2, 0)}


def test_visits_of_two_councils_are_never_paired() -> None:
    of = case()
    other = inspection("rutland-1", council="Leicester")
    found = match(record(of, inspections=[other]), of.gold)
    assert (found.inspections.invented, found.inspections.missed) == ((0,), (0,))


places = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1]))
lists = st.lists(places, max_size=8)


@given(lists, lists, st.randoms())
def test_the_order_of_the_lists_changes_no_match(
    said: list[tuple[int, int]], wanted: list[tuple[int, int]], rng: random.Random
) -> None:
    def matched(
        ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
    ) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        pairs = match_spans([cut(*s) for s in ours], [gold(*g) for g in theirs]).pairs
        return sorted((ours[s], theirs[g]) for s, g in pairs)

    assert matched(said, wanted) == matched(rng.sample(said, len(said)), rng.sample(wanted, len(wanted)))


@given(lists.filter(bool), lists)
def test_leaving_an_item_out_never_finds_more(
    said: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    theirs = [gold(*g) for g in wanted]
    everything = len(match_spans([cut(*s) for s in said], theirs).pairs)
    for left_out in range(len(said)):
        rest = [cut(*s) for n, s in enumerate(said) if n != left_out]
        assert len(match_spans(rest, theirs).pairs) <= everything


@given(lists, st.lists(st.tuples(places, st.booleans()), max_size=8))
def test_every_item_is_accounted_for_once(
    said: list[tuple[int, int]], wanted: list[tuple[tuple[int, int], bool]]
) -> None:
    found = match_spans([cut(*s) for s in said], [gold(*g, optional=optional) for g, optional in wanted])
    taken = [s for s, _ in (*found.pairs, *found.forgiven)]
    assert sorted([*taken, *found.invented]) == list(range(len(said)))
    assert sorted([*(g for _, g in found.pairs), *found.missed]) == [
        n for n, (_, optional) in enumerate(wanted) if not optional
    ]
