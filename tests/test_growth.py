"""What is read four times as long is read about four times as long: no rule can be made to run away.

By day the calls that reading makes are counted, which finds a loop within a loop of ours; by night seconds
are, which finds a pattern that goes back and forth.
"""

import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest
from adversarial import PLACES, UNITS

from extract.article import MAX_BYTES, decode_article
from extract.candidates.find import find_candidates
from extract.errors import ArticleError

SHORT, LONG = 2_500, 10_000
MOST = 1.6
"""Times as much work a character as in the shorter text."""
MOST_AT_NIGHT = 2.5
SLOWEST = 60
"""Seconds of work on the largest article; the slowest took a third on the machine it was measured on."""


def read(text: str) -> None:
    """Find all there is to find, in an article that may be refused."""
    try:
        find_candidates(decode_article(text.encode(), id_="a", source="a.txt"))
    except ArticleError:
        return


def calls(work: Callable[[str], None], text: str) -> int:
    """How many calls of functions and steps of generators reading a text takes."""
    count = 0

    def on_event(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        del frame, argument
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(on_event)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("place", ["a sentence", "a quotation", "paragraphs"])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_four_times_the_text_makes_four_times_the_calls(unit: str, place: str) -> None:
    read(PLACES[place](unit, 500))  # what is read once a process
    short, long = (calls(read, PLACES[place](unit, length)) for length in (SHORT, LONG))
    assert long <= MOST * short * LONG / SHORT


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_the_largest_article_is_read_in_time(unit: str, place: str, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--nightly"):
        pytest.skip("takes an hour; run with --nightly")

    def seconds(length: int) -> float:
        text = PLACES[place](unit, length)
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    largest = MAX_BYTES * len(unit) // len(unit.encode()) - 500
    longest = seconds(largest)
    assert longest < SLOWEST
    assert longest < 1 or longest <= MOST_AT_NIGHT * 4 * seconds(largest // 4)
