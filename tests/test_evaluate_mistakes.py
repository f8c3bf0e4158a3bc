import pytest
from evaluating import KNOW, MANAGERS, PICTURE, PROUD, SHORTER, TEXT, WAIT, Data, case, inspection, record

from extract.evaluate.matching import match
from extract.evaluate.mistakes import Mistake, find_mistakes, worst_first
from extract.evaluate.reviewed import flags_right

SECOND = inspection("rutland-2", type="focused_visit", rating=None)


def mistakes(review: tuple[tuple[str, str], ...] = (), **lists: list[Data]) -> list[Mistake]:
    of = case()
    said = record(of, review=review, **lists)
    return find_mistakes(of, said, match(said, of.gold))


@pytest.mark.parametrize(
    ("lists", "kind", "said", "gold"),
    [
        ({"inspections": [inspection(rating="inadequate")]}, "inspections rating", "inadequate", "good"),
        (
            {"inspections": [inspection(previous_ratings=[{"rating": "good", "year": 2017}])]},
            "inspections previous_ratings",
            "good 2017",
            "none",
        ),
        (
            {"inspections": [inspection(judgements=[{"area": "the work", "rating": "good"}])]},
            "inspections judgements",
            "the work: good",
            "none",
        ),
        (
            {"inspections": [inspection(type="unspecified_visit")]},
            "inspections type",
            "unspecified_visit",
            "graded_inspection",
        ),
        ({"inspections": [inspection(), SECOND]}, "inspections invented", "Rutland, focused_visit", None),
        ({"strengths": []}, "findings missed", None, "strength, practice"),
        ({"weaknesses": [WAIT, SHORTER | {"theme": "other"}]}, "findings invented", "weakness, other", None),
        (
            {"strengths": [KNOW, WAIT], "weaknesses": []},
            "findings polarity",
            "strength, care_leavers",
            "weakness, care_leavers",
        ),
        ({"strengths": [KNOW | {"theme": "voice"}]}, "findings theme", "voice", "practice"),
        ({"recommendations": []}, "recommendations missed", None, "recommendation"),
        ({"recommendations": [SHORTER, SHORTER]}, "recommendations invented", "recommendation", None),
        (
            {"quotes": [PICTURE, PROUD | {"speaker": None}]},
            "quotes speaker",
            "nobody named, director of children’s services (council)",
            "Tom Hartley, director of children’s services (council)",
        ),
        (
            {"quotes": [PICTURE | {"speaker_kind": "other"}, PROUD]},
            "quotes speaker_kind",
            "Ofsted (other)",
            "Ofsted (inspectorate)",
        ),
        ({"quotes": [PICTURE, PROUD | {"inspection": None}]}, "quotes inspection", "none", "rutland-1"),
        (
            {"quotes": [PICTURE]},
            "quotes missed",
            None,
            "Tom Hartley, director of children’s services (council)",
        ),
    ],
)
def test_each_difference_is_one_mistake(
    lists: dict[str, list[Data]], kind: str, said: str | None, gold: str | None
) -> None:
    (mistake,) = mistakes(**lists)
    assert (mistake.kind, mistake.said, mistake.gold) == (kind, said, gold)


def test_a_record_that_says_what_gold_says_has_no_mistakes() -> None:
    assert mistakes() == []


@pytest.mark.parametrize("strengths", [[KNOW], [KNOW, MANAGERS]])
def test_optional_gold_is_no_mistake_either_way(strengths: list[Data]) -> None:
    assert mistakes(strengths=strengths) == []


def test_a_finding_of_another_inspection_is_a_mistake() -> None:
    two = [inspection(), SECOND]
    of = case(inspections=two)
    said = record(of, strengths=[KNOW | {"inspection": "rutland-2"}])
    (mistake,) = find_mistakes(of, said, match(said, of.gold))
    assert (mistake.kind, mistake.said, mistake.gold) == ("findings inspection", "rutland-2", "rutland-1")


def test_a_mistake_shows_the_sentence_it_stands_in() -> None:
    (mistake,) = mistakes(quotes=[PROUD])
    assert mistake.sentence == "“Leaders have a clear and honest picture,” the report said."
    assert TEXT[mistake.start : mistake.end] == PICTURE["text"]
    assert TEXT[mistake.sentence_start :].startswith(mistake.sentence)


def test_an_inspection_is_shown_where_its_council_is_first_named() -> None:
    (mistake,) = [m for m in mistakes(inspections=[inspection(), SECOND]) if m.what == "invented"]
    assert mistake.sentence == "Inspectors find better help for Rutland’s children"


@pytest.mark.parametrize(
    ("path", "flagged"),
    [
        ("quotes[1]", True),
        ("quotes[1].speaker", True),
        ("quotes[1].role", False),
        ("quotes[0]", False),
        ("quotes[11]", False),
        (f"article[{PROUD['start']}:{PROUD['end']}]", False),
    ],
)
def test_review_flags_a_mistake_by_its_path(path: str, *, flagged: bool) -> None:
    (mistake,) = mistakes(((path, "low"),), quotes=[PICTURE, PROUD | {"speaker": None}])
    assert mistake.flagged is flagged


@pytest.mark.parametrize(
    ("path", "flagged"),
    [
        (f"article[{WAIT['start']}:{WAIT['end']}]", True),
        (f"article[{WAIT['start'] - 9}:{WAIT['start'] + 1}]", True),
        (f"article[{KNOW['start']}:{KNOW['end']}]", False),
        ("article[9:3]", False),
        ("weaknesses[0]", False),
    ],
)
def test_review_flags_a_missed_finding_by_a_stretch_of_the_article(path: str, *, flagged: bool) -> None:
    (mistake,) = mistakes(((path, "left out"),), weaknesses=[])
    assert mistake.flagged is flagged


def test_a_flag_is_right_when_a_mistake_is_there_and_one_on_optional_gold_counts_neither_way() -> None:
    of = case()
    review = (("weaknesses[0]", "low"), ("strengths[1]", "low"), ("quotes[0]", "low"))
    said = record(of, review=review, weaknesses=[WAIT | {"theme": "voice"}])
    assert flags_right(said, of.gold, match(said, of.gold)) == (1, 2)


def test_what_misleads_most_comes_first_and_the_most_confident_of_a_kind() -> None:
    lists = {
        "inspections": [inspection(rating="inadequate")],
        "strengths": [KNOW | {"theme": "voice"}],
        "quotes": [
            PICTURE | {"speaker": None, "confidence": 0.5},
            PROUD | {"speaker": None, "confidence": 0.9},
        ],
    }
    order = [(m.kind, m.confidence) for m in worst_first(mistakes(**lists))]
    assert order == [
        ("inspections rating", None),
        ("quotes speaker", 0.9),
        ("quotes speaker", 0.5),
        ("findings theme", 0.9),
    ]
