import pytest

from extract.candidates.graded_areas import graded_areas
from extract.candidates.grades import find_grades


@pytest.mark.parametrize(
    ("sentence", "ratings"),
    [
        ("Ofsted has rated the council ‘good’.", ["good"]),
        ("Its services have been judged good by inspectors.", ["good"]),
        ("Last week it rated them good.", ["good"]),
        ("Ofsted found the services in the city to be inadequate.", ["inadequate"]),
        ("The county was upgraded to outstanding.", ["outstanding"]),
        ("It was put in the lowest of Ofsted’s four categories.", ["inadequate"]),
        ("In those years it required improvement as well.", ["requires_improvement"]),
        ("Rutland is good; it wants to be better.", ["good"]),
        ("Rutland – outstanding", ["outstanding"]),
        ("Rutland – requires improvement", ["requires_improvement"]),
        ("The county has come away with good.", ["good"]),
        ("The inadequate report of 2015 told of delay.", ["inadequate"]),
        ("Its services have been put at good by inspectors.", ["good"]),
        ("Little has changed in Rutland, good in 2019 and good today.", ["good", "good"]),
        ("Monitoring visit, 14 January; still inadequate.", ["inadequate"]),
        ("Its services for children in trouble require improvement, Ofsted says.", ["requires_improvement"]),
        ("The inspectorate has called the borough’s services for children inadequate.", ["inadequate"]),
        ("There is a fresh grade: good.", ["good"]),
        ("The council is good in every category.", ["good"]),
        ("The borough moved up from requires improvement to good.", ["requires_improvement", "good"]),
        ("The authority requires improvement to be good.", ["requires_improvement"]),
        ("Its services were graded as requiring improvement.", ["requires_improvement"]),
        ("It was judged to require improvement.", ["requires_improvement"]),
        ("The council has shed its inadequate rating.", ["inadequate"]),
        ("The outstanding-rated borough was visited.", ["outstanding"]),
        ("It was handed the lowest possible rating.", ["inadequate"]),
        ("The council keeps the top grade.", ["outstanding"]),
        ("The borough was inspected in June and came out as good.", ["good"]),
        ("It is a step below the good of 2017.", ["good"]),
        ("The borough has hung on to the outstanding that it won.", ["outstanding"]),
        ("That makes it a third inadequate in a row.", ["inadequate"]),
        ("Rutland has its first good since 1998.", ["good"]),
        (
            "The visit follows the inadequate ones before it and our requires improvement judgement.",
            ["inadequate", "requires_improvement"],
        ),
        ("Rutland at that time required improvement.", ["requires_improvement"]),
        ("The county was requires improvement when I joined.", ["requires_improvement"]),
        ("It has had the lowest of four grades for three years.", ["inadequate"]),
        ("A mark of outstanding was awarded.", ["outstanding"]),
        ("Leadership was rated\u00a0good and help and protection inadequate.", ["good", "inadequate"]),
    ],
)
def test_a_grade_is_found_in_the_words_of_grading(sentence: str, ratings: list[str]) -> None:
    assert [grade.rating for grade in find_grades(sentence)] == ratings


@pytest.mark.parametrize(
    "sentence",
    [
        "Inspectors saw good support for families.",
        "Homes are scarce and the town lacks good ones near it.",
        "The lowest grade for leadership was no surprise.",
        "There are good relationships with schools.",
        "Partners are good at sharing information.",
        "That is not good enough.",
        "There was plenty in the letter, good and bad.",
        "The quality of supervision requires improvement in some teams.",
        "Records showed inadequate oversight by managers.",
        "Several assessments are outstanding and need to be finished.",
        "Young people gave outstanding examples of help.",
    ],
)
def test_praise_and_blame_of_practice_are_no_grades(sentence: str) -> None:
    assert find_grades(sentence) == []


def test_offsets_are_those_of_the_article() -> None:
    text = "Headline\n\nThe council was rated ‘good’."
    (grade,) = find_grades(text, 10)
    assert text[grade.start : grade.end] == "good"


@pytest.mark.parametrize(
    ("sentence", "areas", "overall"),
    [
        ("The council was rated [good] for leadership.", ["leadership"], False),
        ("Adoption was graded [good].", ["Adoption"], False),
        (
            "Help and protection, and the impact of leaders, were both judged [good].",
            ["Help and protection", "the impact of leaders"],
            False,
        ),
        (
            "Services for care leavers were judged [good], as was leadership, management and governance.",
            ["Services for care leavers", "leadership, management and governance"],
            False,
        ),
        (
            "It was [good] for children in care and leadership and ‘outstanding’ for help and protection.",
            ["children in care", "leadership"],
            False,
        ),
        (
            "It was judged [good] for overall effectiveness and for the impact of leaders.",
            ["the impact of leaders"],
            True,
        ),
        (
            "Services for children in care slipped from outstanding to [good].",
            ["Services for children in care"],
            False,
        ),
        ("The council was rated [good].", [], False),
        ("Services for children were rated [good].", [], False),
    ],
)
def test_a_grade_is_for_the_parts_that_stand_in_a_list_beside_it(
    sentence: str, areas: list[str], *, overall: bool
) -> None:
    start = sentence.index("[")
    stop = sentence.index("]") - 1
    plain = sentence.replace("[", "").replace("]", "")
    spans, is_overall = graded_areas(plain, start, stop)
    assert ([plain[slice(*span)] for span in spans], is_overall) == (areas, overall)
