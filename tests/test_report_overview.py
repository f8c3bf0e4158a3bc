import pytest
from filed import Data, inspection, record

from extract.report.overview import Given, ThemeCount, themes, timeline
from schemas.record import Record

TEXT = "Nothing but a text.\n"


def reporting(*visits: Data, published: str | None = None, **lists: object) -> Record:
    return record(TEXT, article={"published": published}, inspections=visits, **lists)


@pytest.mark.parametrize(
    ("date", "published", "day", "said"),
    [
        ("2021-05-10", None, "2021-05-10", "2021-05-10"),
        ("2021-05-10/2021-05-21", "2021-07-02", "2021-05-10", "2021-05-10/2021-05-21"),
        ("2021-05", None, "2021-05-15", "2021-05"),
        ("2021", None, "2021-07-01", "2021"),
        ("2018-01/2018-02", None, "2018-01-15", "2018-01/2018-02"),
        (None, "2021-07-02", "2021-07-02", "published 2021-07-02"),
        (None, None, "", "no date"),
        ("2021-13", "2021-07-02", "2021-07-02", "published 2021-07-02"),
        ("2021-02-30", "2021-00-02", "", "no date"),
    ],
)
def test_a_grade_stands_at_its_first_day_or_else_at_the_day_of_publication(
    date: str | None, published: str | None, day: str, said: str
) -> None:
    found = timeline([reporting(inspection(date=date), published=published)])
    expected = Given("Rutland", day, "good", previous=False, kind="graded inspection", said=said)
    assert found == {expected: [0]}


def test_a_previous_grade_stands_in_the_middle_of_its_year_and_without_a_year_nowhere() -> None:
    before = [{"rating": "inadequate", "year": 2016}, {"rating": "requires_improvement", "year": None}]
    found = timeline([reporting(inspection(previous_ratings=before))])
    assert [(g.day, g.grade, g.previous, g.said) for g in found] == [
        ("2016-07-01", "inadequate", True, "2016"),
        ("2021-05-15", "good", False, "2021-05"),
    ]


def test_a_grade_that_several_articles_tell_stands_once_and_leads_to_each() -> None:
    other = inspection("essex-1", "Essex", rating=None, type="focused_visit")
    twice = inspection("rutland-2")
    found = timeline(
        [reporting(other), reporting(inspection(), twice), reporting(), reporting(inspection(), other)]
    )
    assert [(g.council, g.grade, articles) for g, articles in found.items()] == [
        ("Essex", "no grade", [0, 3]),
        ("Rutland", "good", [1, 3]),
    ]


def test_themes_are_counted_over_all_records_the_most_frequent_first() -> None:
    def found(theme: str) -> Data:
        return {
            "inspection": "rutland-1",
            "start": 0,
            "end": 7,
            "text": "Nothing",
            "theme": theme,
            "confidence": 1,
        }

    records = [
        reporting(inspection(), strengths=[found("voice"), found("practice")], weaknesses=[found("voice")]),
        reporting(inspection(), weaknesses=[found("caseloads"), found("voice")]),
    ]
    assert themes(records) == [
        ThemeCount("voice", 1, 2),
        ThemeCount("caseloads", 0, 1),
        ThemeCount("practice", 1, 0),
    ]
