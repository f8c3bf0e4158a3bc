import pytest

from extract.candidates.ratings import RatedMention, rate_mentions
from extract.candidates.segments import segment

PUBLISHED = "2022-06-20"


def rated(sentence: str, published: str | None = PUBLISHED) -> list[RatedMention]:
    text = f"Ofsted report on the council’s services\n\n{sentence}"
    return rate_mentions(text, segment(text), published)


def roles(sentence: str) -> list[tuple[str, str]]:
    return [(mention.role, mention.grade.rating) for mention in rated(sentence)]


def held(sentence: str) -> list[tuple[str, int | None]]:
    return [(m.grade.rating, year) for m in rated(sentence) for year in m.held]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The county was upgraded from inadequate to good.",
            [("previous", "inadequate"), ("current", "good")],
        ),
        (
            "It has moved up from ‘requires improvement’, its grade in 2018, to ‘good’.",
            [("previous", "requires_improvement"), ("current", "good")],
        ),
        ("The council has lost its ‘good’ rating.", [("previous", "good")]),
        ("The city is no longer inadequate, Ofsted said.", [("previous", "inadequate")]),
        ("The judgement is an improvement on the ‘inadequate’ grade.", [("previous", "inadequate")]),
        (
            "The outstanding grade betters the good of 2017.",
            [("current", "outstanding"), ("previous", "good")],
        ),
        ("Rutland has forfeited its ‘good’ rating.", [("previous", "good")]),
    ],
)
def test_direction_tells_the_grade_left_from_the_grade_reached(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert roles(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council has been rated good by Ofsted.", [("current", "good")]),
        ("The council had been rated good before that.", [("previous", "good")]),
        ("The council was judged inadequate in 2019.", [("previous", "inadequate")]),
        ("It was good when it was last inspected.", [("previous", "good")]),
        ("It stayed at good when it was last inspected.", [("previous", "good")]),
        ("Ofsted has once again rated the county good.", [("current", "good")]),
        ("Its grade is good, a step above the one it was given in 2019.", [("current", "good")]),
        ("Good, as in 2012.", [("current", "good")]),
        ("Rutland stays where it was in 2019, at good, after an inspection.", [("current", "good")]),
        ("Rutland was given good in 2019 and has it again.", [("current", "good")]),
        ("Rutland has its first good since 1998.", [("current", "good")]),
        (
            "It went into its inspection as requires improvement and came out of it inadequate.",
            [("previous", "requires_improvement"), ("current", "inadequate")],
        ),
        (
            "Rutland, which was good five years ago, is now outstanding.",
            [("previous", "good"), ("current", "outstanding")],
        ),
        (
            "The report moves the borough from inadequate, its grade in 2018, to good.",
            [("previous", "inadequate"), ("current", "good")],
        ),
        ("It was previously inadequate and is now good.", [("previous", "inadequate"), ("current", "good")]),
        ("The council has been judged good since 2018.", [("previous", "good")]),
        (
            "It has been rated good just over three years after it was found to be inadequate.",
            [("current", "good"), ("previous", "inadequate")],
        ),
    ],
)
def test_tense_and_time_tell_a_grade_given_now_from_one_held_before(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert roles(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council was one of three councils rated outstanding.", "unclear"),
        ("Councillors said the service would be good by 2024.", "unclear"),
        ("The council’s auditors graded most of the work as ‘good’.", "unclear"),
        ("The chair said: “We know that one day we will all be good.”", "unclear"),
        ("Its survey of 40 schools, out in May, found that the council was good.", "unclear"),
        ("The council’s home, Larch House in the valley, has been rated good by Ofsted.", "unclear"),
        ("It has opened two homes, which are both rated outstanding.", "unclear"),
        ("The council has been in the lowest of the four categories for six years.", "previous"),
        ("The ‘inadequate’-rated council was visited.", "standing"),
        ("Rutland, which is rated outstanding, was visited.", "standing"),
        ("A visit of this sort leads to no grade; the county remains good.", "standing"),
        ("It was not a full inspection, and our overall judgement of good is unchanged.", "standing"),
        ("The county is rated good, and stays so, because visits don’t come with a grade.", "standing"),
        ("The county keeps its good grade, which a visit of this sort cannot change.", "standing"),
        ("Support for care leavers was rated good.", "area"),
        ("It had been rated good for leadership in 2018.", "unclear"),
    ],
)
def test_other_grades_are_told_apart(sentence: str, expected: str) -> None:
    assert [mention.role for mention in rated(sentence)] == [expected]


@pytest.mark.parametrize("kept", ["Good, as in 2012.", "Good, from the same in 2012."])
def test_a_grade_that_is_kept_was_held_in_the_year_named(kept: str) -> None:
    assert held(kept) == [("good", 2012)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The council was judged inadequate in 2018 and again in 2021.",
            [("inadequate", 2021), ("inadequate", 2018)],
        ),
        (
            "It was rated inadequate in 2014 and told in 2019 that it required improvement.",
            [("inadequate", 2014), ("requires_improvement", 2019)],
        ),
        (
            "Ofsted rated it good overall, having said in 2019 that it required improvement.",
            [("requires_improvement", 2019)],
        ),
        (
            "The city had been rated inadequate in 2010, 2014 and 2016 and requires improvement in 2019.",
            [
                ("inadequate", 2016),
                ("inadequate", 2014),
                ("inadequate", 2010),
                ("requires_improvement", 2019),
            ],
        ),
        (
            "It was rated ‘requires improvement’ in May 2019, having been ‘inadequate’ before that.",
            [("requires_improvement", 2019), ("inadequate", None)],
        ),
        (
            "It was graded good in 2019, two years after it was found to be inadequate.",
            [("good", 2019), ("inadequate", 2017)],
        ),
        (
            "It received a second consecutive ‘inadequate’ judgement in 2018.",
            [("inadequate", 2018), ("inadequate", None)],
        ),
        ("In 2015 the service was branded inadequate.", [("inadequate", 2015)]),
        ("She left in 2017, the year in which Ofsted found it inadequate.", [("inadequate", 2017)]),
        (
            "The verdict is good, where in 2018 it was requires improvement.",
            [("requires_improvement", 2018)],
        ),
        (
            "The word now is good, and in 2018 it was the reverse: inadequate.",
            [("inadequate", 2018)],
        ),
        (
            "It is good, as all hope to be, having required improvement in 2019 and been inadequate in 2014.",
            [("requires_improvement", 2019), ("inadequate", 2014)],
        ),
        (
            "It has been rated good since 2020, when it rose from inadequate.",
            [("good", 2020), ("inadequate", None)],
        ),
        ("The council climbed to good in 2021.", [("good", 2021)]),
        (
            "The previous inspection, in February and March 2019, resulted in the lowest grade.",
            [("inadequate", 2019)],
        ),
    ],
)
def test_printed_years_are_tied_to_their_grade(sentence: str, expected: list[tuple[str, int | None]]) -> None:
    assert held(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was rated inadequate three years ago.", [("inadequate", 2019)]),
        ("The result comes four years after it was found to be inadequate.", [("inadequate", 2018)]),
        (
            "It is the first visit since the inadequate grade that it was given in the autumn.",
            [("inadequate", 2021)],
        ),
        ("The council was declared inadequate earlier this year.", []),
        ("It had been judged inadequate last December.", [("inadequate", 2021)]),
        ("It had been judged inadequate last year.", [("inadequate", 2021)]),
        ("It is the first visit since it was judged inadequate in July.", [("inadequate", 2021)]),
        ("It comes just over three years after it was found to be inadequate.", [("inadequate", None)]),
    ],
)
def test_relative_years_are_reckoned_from_publication(
    sentence: str, expected: list[tuple[str, int | None]]
) -> None:
    assert held(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The council has kept its good rating.", [("good", None)]),
        ("The council was rated good, the same as in 2018.", [("good", 2018)]),
        (
            "It keeps the ‘outstanding’ rating it was given in 2016 and again in 2019.",
            [("outstanding", 2019), ("outstanding", 2016)],
        ),
        ("Ofsted rated it good. The grade is unchanged from 2017.", [("good", 2017)]),
    ],
)
def test_a_grade_that_is_kept_was_also_held_before(
    sentence: str, expected: list[tuple[str, int | None]]
) -> None:
    assert held(sentence) == expected
    assert rated(sentence)[0].role == "current"


def test_every_part_that_a_grade_is_for_is_an_entry_of_its_own() -> None:
    mentions = rated("Leadership and help and protection were judged good.")
    assert [(m.role, m.grade.rating) for m in mentions] == [("area", "good"), ("area", "good")]
    assert mentions[0].area != mentions[1].area
