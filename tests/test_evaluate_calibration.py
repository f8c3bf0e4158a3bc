import numpy as np
import pytest
from evaluating import KNOW, MANAGERS, PICTURE, PROUD, WAIT, case, record
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluate.bootstrap import draws, ratio_interval
from extract.evaluate.calibration import Judged, binned, expected_calibration_error, judge, reliability
from extract.evaluate.matching import match


def judged(*items: tuple[float, bool]) -> list[Judged]:
    return [Judged("findings", confidence, right) for confidence, right in items]


@pytest.mark.parametrize(
    ("items", "error"),
    [
        ([(1.0, True)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
        ([(0.9, True), (0.95, True)], 0.075),
        # two bins, weighted by what they hold
        ([(0.5, True), (0.9, True), (0.9, True), (0.9, False)], 0.25 * 0.5 + 0.75 * (0.9 - 2 / 3)),
    ],
)
def test_calibration_error_is_the_mean_gap_between_confidence_and_share_right(
    items: list[tuple[float, bool]], error: float
) -> None:
    assert float(expected_calibration_error(binned(judged(*items)))) == pytest.approx(error)


def test_no_item_has_no_calibration_error() -> None:
    assert np.isnan(expected_calibration_error(binned([])))
    assert reliability(binned([])) == ()


def test_the_reliability_table_holds_the_bins_that_are_not_empty() -> None:
    (low, high) = reliability(binned(judged((0.2, False), (0.25, True), (1.0, True))))
    assert (low.low, low.high, low.items, low.confidence, low.right) == (0.2, 0.3, 2, 0.225, 0.5)
    assert (high.low, high.high, high.items, high.confidence, high.right) == (0.9, 1.0, 1, 1.0, 1.0)


def test_a_finding_is_right_with_its_polarity_and_a_quote_with_its_speaker() -> None:
    of = case()
    lists = {
        "strengths": [KNOW, WAIT, MANAGERS],
        "weaknesses": [],
        "quotes": [PICTURE, PROUD | {"speaker": "Ann Other"}],
    }
    said = record(of, confidence=0.8, **lists)
    found = judge(said, of.gold, match(said, of.gold))
    # the managers are optional gold, so nobody can say whether they are right
    assert [(j.part, j.right) for j in found] == [
        ("findings", True),
        ("findings", False),
        ("quotes", True),
        ("quotes", False),
    ]
    assert {j.confidence for j in found} == {0.8}


def test_intervals_are_the_same_each_time_and_hold_the_score() -> None:
    parts = [(9, 10), (5, 10), (10, 10), (7, 10)]
    low, high = ratio_interval(parts, draws(4)) or (2.0, 2.0)
    assert (low, high) == ratio_interval(parts, draws(4))
    assert 0.5 <= low < 31 / 40 < high <= 1.0


def test_a_single_article_has_no_spread_and_nothing_to_count_no_interval() -> None:
    assert ratio_interval([(1, 2)], draws(1)) == (0.5, 0.5)
    assert ratio_interval([(0, 0), (0, 0)], draws(2)) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_calibration_error_is_between_nothing_and_one(items: list[tuple[float, bool]]) -> None:
    assert 0 <= float(expected_calibration_error(binned(judged(*items)))) <= 1


@given(st.lists(st.integers(0, 9).map(lambda right: (right, 10)), min_size=1, max_size=6))
def test_an_interval_stays_between_the_worst_and_the_best_article(parts: list[tuple[int, int]]) -> None:
    low, high = ratio_interval(parts, draws(len(parts))) or (2.0, 2.0)
    assert min(r for r, _ in parts) / 10 <= low <= high <= max(r for r, _ in parts) / 10
