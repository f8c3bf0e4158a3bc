import pytest

from extract.candidates.dates import find_date_phrases, full_date, resolve
from extract.candidates.issue import reckoning_day
from extract.candidates.segments import segment
from extract.candidates.visit_dates import visit_dates

PUBLISHED = "2024-03-14"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 14 March 2024", "2024-03-14"),
        ("Thursday 14th March, 2024", "2024-03-14"),
        ("March 14, 2024", "2024-03-14"),
        ("14/03/24", "2024-03-14"),
        ("2024-03-14 09:30", "2024-03-14"),
        ("31/02/2024", None),
        ("March 2024", None),
    ],
)
def test_a_full_date_is_read_in_british_order(line: str, day: str | None) -> None:
    assert full_date(line) == day


@pytest.mark.parametrize(
    "phrase",
    [
        "on 9 and 10 January",
        "from 29 January to 9 February",
        "between Monday 15 May and Friday 26 May",
        "between December 2 and 13",
        "between 12 and 21 November last year",
        "in late February and early March",
        "in May or June",
        "over two weeks in July 2023",
        "for a fortnight from November 21",
        "over two weeks at the end of winter",
        "in the first half of November",
        "during the last week of January and the first week of February",
        "in the week beginning 14 May",
        "the first two weeks of September",
        "at the end of October",
        "in mid-September",
        "in October last year",
        "last November",
        "last month",
        "in the autumn",
        "this summer",
    ],
)
def test_a_phrase_is_taken_whole_with_its_preposition(phrase: str) -> None:
    text = f"Inspectors were there {phrase} and wrote a letter."
    assert [found.text for found in find_date_phrases(text, 0, len(text), PUBLISHED)] == [phrase]


@pytest.mark.parametrize(
    "text", ["It may be 12 weeks before help comes.", "Two of the 14 boys may wait.", "Room 101 and 102"]
)
def test_other_numbers_and_the_verb_may_are_no_dates(text: str) -> None:
    assert find_date_phrases(text, 0, len(text), PUBLISHED) == []


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("on 9 and 10 January", "2024-01-09/2024-01-10"),
        ("from 29 November to 10 December", "2023-11-29/2023-12-10"),
        ("from 20 December to 3 January", "2023-12-20/2024-01-03"),
        ("on 7 June", "2023-06-07"),
        ("on 7 June 2022", "2022-06-07"),
        ("in May", "2023-05"),
        ("in May last year", "2023-05"),
        ("between January and February this year", "2024-01/2024-02"),
        ("in the week of 5 February", "2024-02-05/2024-02-11"),
        ("last month", "2024-02"),
        ("three months ago", "2023-12"),
        ("yesterday", "2024-03-13"),
        ("in spring 2022", "2022"),
        ("last autumn", "2023"),
        ("last winter", None),
    ],
)
def test_a_phrase_resolves_against_the_printed_publication_date(phrase: str, value: str | None) -> None:
    assert resolve(phrase, PUBLISHED) == value


@pytest.mark.parametrize(
    ("phrase", "value"), [("in May", None), ("last month", None), ("in May 2022", "2022-05")]
)
def test_without_a_publication_date_only_a_printed_year_settles_a_phrase(
    phrase: str, value: str | None
) -> None:
    assert resolve(phrase, None) == value


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("The visit took place on 9 and 10 January.", ["on 9 and 10 January"]),
        (
            "They report on visits in January, to care leavers, and on 6 and 7 February.",
            ["in January", "on 6 and 7 February"],
        ),
        ("Inspectors spent 9 and 10 January with the council.", ["9 and 10 January"]),
        ("The inspectorate looked in on 9 January to see how it fares.", ["on 9 January"]),
        ("The topic was care leavers; dates: 9 and 10 January.", ["9 and 10 January"]),
        ("On 9 and 10 January it was the turn of care leavers.", ["On 9 and 10 January"]),
        ("The letter is dull (February 2024).", []),
        ("In February they were back about fostering.", ["In February"]),
        ("The budget meeting on 9 and 10 January was long.", []),
        ("The letter, published on 1 March, follows a visit in January.", ["in January"]),
        ("The council was judged inadequate in January 2020.", []),
        ("At its last inspection, in May 2021, the council was good.", []),
        ("It was the third visit since the inspection in November 2022.", []),
        ("A further visit is due in the autumn.", []),
        ("The director joined from another council in January.", []),
        (
            "Inspectors came in January, and the visit on 9 and 10 January found gains.",
            ["on 9 and 10 January", "in January"],
        ),
    ],
)
def test_the_date_of_a_visit_is_the_one_beside_words_of_visiting(sentence: str, phrases: list[str]) -> None:
    text = f"Council makes progress, Ofsted says\n\n{sentence}"
    body = [s for s in segment(text) if s.is_body]
    assert [d.text for d in visit_dates(text, body, PUBLISHED, 2024)] == phrases


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Wolds Quarterly | Issue 9 | February 2024", "2024-02-29"),
        ("Staff bulletin, autumn term 2021", "2021-11-30"),
        ("Home > News > 2024 > March", "2024-03-31"),
        ("Wolds Quarterly © May 2023", None),
        ("Wolds Quarterly", None),
    ],
)
def test_an_issue_settles_the_year_where_no_day_of_publication_is_printed(line: str, day: str | None) -> None:
    page = segment(
        f"Council makes progress, Ofsted says\n\n{line}\n\nInspectors came in the second week of June."
    )
    assert reckoning_day(page, None) == day
    assert reckoning_day(page, PUBLISHED) == PUBLISHED


def test_the_day_a_report_came_out_stands_in_for_publication() -> None:
    page = segment(
        "Council makes progress\n\nThe letter was published in full on 4 May 2021. Inspectors came in March."
    )
    assert reckoning_day(page, None) == "2021-05-04"
