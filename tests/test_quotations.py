import pytest

from extract.candidates.quotations import find_quotations
from extract.candidates.segments import segment


def quotations(text: str) -> list[str]:
    return [q.text for q in find_quotations(text, segment(text))]


def quotes(text: str) -> list[str]:
    return [q.text for q in find_quotations(text, segment(text)) if q.is_quote]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "“Social workers know their children well,” she said.",
            ["Social workers know their children well,"],
        ),
        (
            '"We will not rest," he said. "There is more to do."',
            ["We will not rest,", "There is more to do."],
        ),
        ('The report found “a strong culture" of learning.', ["a strong culture"]),
        (
            "“We were told ‘this is not good enough’ by one family,” she said.",
            ["We were told ‘this is not good enough’ by one family,"],
        ),
        (
            "‘Children’s needs come first in this borough,’ she said.",
            ["Children’s needs come first in this borough,"],
        ),
        (
            "He said: 'The workers' caseloads are now lower than ever.'",
            ["The workers' caseloads are now lower than ever."],
        ),
        (
            "“We have done all that we could, said the leader.",
            ["We have done all that we could, said the leader."],
        ),
        ("The report said “\u200b\ufeff we are proud\u200b ” of it.", ["we are proud"]),
        ("The workers’ caseloads fell and parents’ views were heard.", []),
    ],
    ids=[
        "curly marks",
        "straight marks broken by a reporting clause",
        "a curly and a straight mark",
        "nested marks",
        "single marks, no double ones",
        "an apostrophe is no close",
        "a missing close",
        "invisible characters",
        "apostrophes alone",
    ],
)
def test_what_stands_between_marks_is_a_quotation(text: str, found: list[str]) -> None:
    assert quotations(text) == found


def test_a_speech_over_paragraphs_is_one_quotation() -> None:
    text = "She said: “We are proud.\n\n“There is more to do.\n\n“We shall do it.”\n\nThe visit was in May."
    assert quotations(text) == ["We are proud.\n\n“There is more to do.\n\n“We shall do it."]


@pytest.mark.parametrize(
    "text",
    [
        "‘We were told “this is not good enough” by the board,’ she said.",
        "'We were told \"this is not good enough\" by the board,' she said.",
    ],
)
def test_double_marks_inside_single_ones_are_nested(text: str) -> None:
    assert quotations(text) == [text[1 : text.index(",") + 1]]


def test_single_marks_do_not_count_where_double_marks_open_speech() -> None:
    text = "“We are proud of our staff,” she said. The council is ‘on the way to good’ now."
    assert quotations(text) == ["We are proud of our staff,"]


@pytest.mark.parametrize(
    ("words", "is_quote"),
    [
        ("strong and stable", False),
        ("visits are regular and purposeful", True),
        ("Working Together to Safeguard Children", False),
        ("requires improvement to be good", False),
        ("Children First is a good plan.", True),
    ],
)
def test_a_quote_has_five_words_and_is_no_title(words: str, *, is_quote: bool) -> None:
    assert bool(quotes(f"The report said “{words}” in May.")) is is_quote


@pytest.mark.parametrize("place", ["“All of us are very proud”\n\nInspectors came in May.", "Good news"])
def test_a_headline_holds_no_quotation(place: str) -> None:
    assert quotes(place) == []
