from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extract.errors import UsageError
from extract.register.check import Comparison, compare, mark
from extract.register.outcomes import PublishedOutcome, Register, council_named, read_register
from extract.register.periods import Period, period
from schemas.record import Record

HEADER = (
    "local_authority,publication_date,inspection_start_date,inspection_end_date,overall_effectiveness_grade,"
    "impact_of_leaders_grade,help_and_protection_grade,in_care_grade,care_leavers_grade"
)
RUTLAND_2019 = (
    "rutland,09/05/19,04/03/2019,08/03/2019,requires improvement,good,requires improvement,good,"
    "inspection_pre_dates_judgement"
)
RUTLAND_2023 = "rutland,14/07/23,15/05/2023,26/05/2023,good,outstanding,good,good,requires improvement"
RUTLAND_2014 = "rutland,20/06/14,,,,data_unreadable,data_unreadable,data_unreadable,data_unreadable"


def write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "register.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read_register(write(tmp_path, RUTLAND_2023, RUTLAND_2019, RUTLAND_2014))


def only(register: Register) -> PublishedOutcome:
    (outcome,) = (o for outcomes in register.by_council.values() for o in outcomes)
    return outcome


def record(
    published: str | None = None,
    review: tuple[dict[str, str], ...] = (),
    **fields: Any,  # noqa: ANN401
) -> Record:
    """One graded inspection of Rutland without a date, or what a test has otherwise."""
    nothing = {
        "council_code": None,
        "type": "graded_inspection",
        "ordinal": None,
        "date": None,
        "date_text": None,
        "focus": None,
        "rating": None,
    }
    return Record.model_validate(
        {
            "article": {
                "id": "a",
                "source": "a.txt",
                "sha256": "0" * 64,
                "title": None,
                "publisher": None,
                "published": published,
            },
            "inspections": [{"id": "rutland-1", "council": "Rutland", **nothing, **fields}],
            "strengths": [],
            "weaknesses": [],
            "recommendations": [],
            "quotes": [],
            "review": review,
            "provenance": {"model": "m", "prompts": {}, "schema": "s", "extract": "0"},
        }
    )


def checked(register: Register, published: str | None = None, **fields: Any) -> Comparison:  # noqa: ANN401
    (comparison,) = compare(record(published, **fields), register)
    return comparison


def test_a_row_is_read_by_its_columns_names_in_any_order_among_others(tmp_path: Path) -> None:
    names, cells = HEADER.split(","), RUTLAND_2019.split(",")
    path = write(tmp_path, ",".join(["80", *reversed(cells)]), header=",".join(["urn", *reversed(names)]))
    assert only(read_register(path)) == PublishedOutcome(
        council="Rutland",
        published=date(2019, 5, 9),
        inspected=Period(date(2019, 3, 4), date(2019, 3, 8)),
        overall="requires_improvement",
        leaders="good",
        protection="requires_improvement",
        in_care="good",
        care_leavers=None,
    )


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        (1, "09/05/2019", "published", date(2019, 5, 9)),
        (1, " 09/05/19 ", "published", date(2019, 5, 9)),
        (1, "", "published", None),
        (1, "31/02/19", "published", None),
        (1, "May 2019", "published", None),
        (2, "", "inspected", Period(date(2019, 3, 8), date(2019, 3, 8))),
        (3, "unknown", "inspected", Period(date(2019, 3, 4), date(2019, 3, 4))),
        (3, "01/03/2019", "inspected", None),
        (4, "Requires Improvement", "overall", "requires_improvement"),
        (4, "not_reported_post_reform", "overall", "no_overall_grade"),
        (4, "data_unreadable", "overall", None),
        (4, "", "overall", None),
        (6, "to requires improvement", "protection", None),
        (8, "inspection_pre_dates_judgement", "care_leavers", None),
    ],
)
def test_what_cannot_be_read_is_none_and_never_a_guess(
    tmp_path: Path, column: int, cell: str, field: str, value: object
) -> None:
    cells = RUTLAND_2019.split(",")
    cells[column] = cell
    assert getattr(only(read_register(write(tmp_path, ",".join(cells)))), field) == value


@pytest.mark.parametrize(
    ("printed", "council"),
    [
        ("rutland", "Rutland"),
        ("telford & wrekin", "Telford and Wrekin"),
        ("bournemouth, christchurch & poole", "Bournemouth, Christchurch and Poole"),
        ("kingston upon hull", "Hull"),
        ("st helens", "St Helens"),
        ("stoke-on-trent", "Stoke-on-Trent"),
        ("london corporation", "City of London"),
        ("total", None),
        ("", None),
    ],
)
def test_an_authority_goes_by_the_registers_name_for_it(printed: str, council: str | None) -> None:
    assert council_named(printed) == council


def test_rows_of_no_authority_are_left_out_and_named(tmp_path: Path) -> None:
    register = read_register(write(tmp_path, RUTLAND_2019, "page 2 of 9,,,,,,,,", "short row"))
    assert (register.rows, register.unknown) == (3, ("page 2 of 9", "short row"))
    assert len(register.of("Rutland")) == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            HEADER.replace("publication_date,", "").replace(",in_care_grade", "").encode(),
            "lacks the columns publication_date, in_care_grade; give Ofsted's register as CSV with a header",
        ),
        (
            HEADER.replace("local_authority", "council").encode(),
            "lacks the column local_authority; give Ofsted's register as CSV with a header",
        ),
        (f"{HEADER}\npage 1,,,,,,,,\n".encode(), "no row names an English authority; give Ofsted's register"),
        (f"{HEADER}\ncaf\xe9".encode("latin-1"), "cannot be read as CSV in UTF-8: 'utf-8' codec"),
        (f"{HEADER}\n{'x' * 200_000}".encode(), "cannot be read as CSV in UTF-8: field larger than"),
    ],
)
def test_what_is_no_register_is_told_in_a_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_register(path)
    assert str(caught.value).startswith(f"{path.as_posix()}: {complaint}")
    assert "\n" not in str(caught.value)


def test_an_empty_file_lacks_every_column(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(b"")
    with pytest.raises(UsageError, match=r"lacks the columns local_authority, .*care_leavers_grade"):
        read_register(path)


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\r\n{RUTLAND_2019}\r\n".encode())
    assert only(read_register(path)).council == "Rutland"


@pytest.mark.parametrize(
    ("iso", "days"),
    [
        ("2019", "2019-01-01/2019-12-31"),
        ("2019-02", "2019-02-01/2019-02-28"),
        ("2019-02-03", "2019-02-03"),
        ("2019-02/2019-03-04", "2019-02-01/2019-03-04"),
        ("2019-13", "None"),
        ("2019-02-30", "None"),
        ("2019-03/2019-02", "None"),
        ("9999", "9999-01-01/9999-12-31"),
        (None, "None"),
    ],
)
def test_a_records_date_covers_days(iso: str | None, days: str) -> None:
    assert str(period(iso)) == days


@pytest.mark.parametrize(
    ("published", "fields", "result", "outcome"),
    [
        # chosen by date
        (None, {"rating": "good", "date": "2023-05"}, "agreement", "inspection of 2023-05-15"),
        (None, {"rating": "good", "date": "2023"}, "agreement", "inspection of 2023-05-15"),
        (None, {"rating": "good", "date": "2023-04/2023-05"}, "agreement", "inspection of 2023-05-15"),
        (None, {"rating": "inadequate", "date": "2023-05"}, "conflict", "inspection of 2023-05-15"),
        ("2023-07-14", {"rating": "good"}, "agreement", "inspection of 2023-05-15"),
        ("2023-08-02", {"rating": "inadequate"}, "conflict", "inspection of 2023-05-15"),
        (None, {"date": "2023-05"}, "cannot be told", "inspection of 2023-05-15"),
        ("2014-06-25", {"rating": "good"}, "cannot be told", "published 2014-06-20"),
        (None, {"rating": "good", "date": "2014-06"}, "cannot be told", "published 2014-06-20"),
        (None, {"rating": "good", "date": "2014-04"}, "cannot be told", None),
        (None, {"rating": "good", "date": "2021-04"}, "not in the register", None),
        ("2021-06-01", {"rating": "good", "date": "2021-04"}, "not in the register", None),
        ("2023-05-20", {"rating": "good", "date": "2023"}, "not in the register", None),
        (None, {"rating": "good", "date": "9999"}, "not in the register", None),
        # chosen by grade
        (None, {"rating": "good"}, "agreement", "inspection of 2023-05-15"),
        ("2024-03-01", {"rating": "requires_improvement"}, "agreement", "inspection of 2019-03-04"),
        ("2021-03-01", {"rating": "good"}, "cannot be told", None),
        (None, {"rating": "outstanding"}, "cannot be told", None),
        (None, {}, "cannot be told", None),
        ("2010-03-01", {"rating": "good"}, "not in the register", None),
        (None, {"rating": "good", "council": "Essex"}, "not in the register", None),
    ],
)
def test_an_inspection_is_compared_with_the_row_its_date_or_else_its_grade_tells(
    register: Register, published: str | None, fields: dict[str, str], result: str, outcome: str | None
) -> None:
    comparison = checked(register, published, **fields)
    assert (comparison.result, comparison.outcome) == (result, outcome)


def test_a_row_chosen_by_its_grade_says_so_and_nothing_else_is_compared_with_it(register: Register) -> None:
    judgements = [{"area": "leadership", "rating": "inadequate"}]
    comparison = checked(register, rating="good", judgements=judgements)
    assert comparison.by_grade
    assert [field.path for field in comparison.fields] == ["inspections[0].rating"]


def test_two_rows_that_fit_a_date_are_not_chosen_from(tmp_path: Path) -> None:
    twice = read_register(write(tmp_path, RUTLAND_2019, RUTLAND_2019.replace("04/03", "05/03")))
    comparison = checked(twice, date="2019", rating="good")
    assert (comparison.result, comparison.why) == ("cannot be told", "2 outcomes fit its date")


def test_publication_settles_between_two_inspections_of_one_year(tmp_path: Path) -> None:
    later = "rutland,20/01/20,11/11/2019,15/11/2019,good,good,good,good,good"
    twice = read_register(write(tmp_path, RUTLAND_2019, later))
    assert checked(twice, "2019-05-10", date="2019", rating="good").outcome == "inspection of 2019-03-04"


def test_a_date_beside_that_of_the_row_published_with_the_article_is_a_conflict(register: Register) -> None:
    (conflict,) = checked(register, "2023-07-20", rating="good", date="2023-07").conflicts
    assert conflict.model_dump() == {
        "path": "inspections[0].date",
        "recorded": "2023-07",
        "register_says": "2023-05-15/2023-05-26",
        "agrees": False,
    }


def test_since_the_reform_an_overall_grade_is_a_conflict(tmp_path: Path) -> None:
    reformed = read_register(write(tmp_path, RUTLAND_2023.replace(",good,", ",not_reported_post_reform,", 1)))
    (conflict,) = checked(reformed, date="2023-05", rating="good").conflicts
    assert (conflict.recorded, conflict.register_says) == ("good", "no_overall_grade")


@pytest.mark.parametrize(
    ("date_", "area", "register_says"),
    [
        ("2023-05", "the impact of leaders on social work practice", "outstanding"),
        ("2023-05", "Leadership", "outstanding"),
        ("2023-05", "help and protection", "good"),
        ("2023-05", "the experiences of children in care", "good"),
        ("2023-05", "looked-after children", "good"),
        ("2023-05", "care leavers", "requires_improvement"),
        ("2023-05", "young people leaving care", "requires_improvement"),
        ("2023-05", "children in care and care leavers", None),
        ("2019-03", "children in care and care leavers", "good"),
        ("2019-03", "care leavers", None),
        ("2023-05", "adoption", None),
        ("2023-05", "leadership and protection", None),
    ],
)
def test_a_graded_area_is_compared_where_the_register_has_that_judgement(
    register: Register, date_: str, area: str, register_says: str | None
) -> None:
    comparison = checked(register, date=date_, judgements=[{"area": area, "rating": "inadequate"}])
    said = [field.register_says for field in comparison.fields if "judgements[0]" in field.path]
    assert said == [register_says] * (register_says is not None)


@pytest.mark.parametrize(
    ("published", "year", "rating", "results"),
    [
        (None, 2019, "requires_improvement", ["agreement"]),
        (None, 2019, "inadequate", ["conflict"]),
        (None, 2014, "inadequate", ["cannot be told"]),
        (None, 2016, "inadequate", []),
        (None, None, "inadequate", []),
        ("2023-06-01", 2023, "inadequate", []),
    ],
)
def test_a_previous_rating_is_compared_with_the_years_outcome_if_it_was_out(
    register: Register, published: str | None, year: int | None, rating: str, results: list[str]
) -> None:
    visited = record(published, type="monitoring_visit", previous_ratings=[{"rating": rating, "year": year}])
    assert [comparison.result for comparison in compare(visited, register)] == results


def test_the_inspection_itself_is_no_previous_rating(register: Register) -> None:
    same_year = record(
        date="2023-05", rating="good", previous_ratings=[{"rating": "inadequate", "year": 2023}]
    )
    assert [comparison.path for comparison in compare(same_year, register)] == ["inspections[0]"]


def test_visits_that_give_no_grade_are_not_compared(register: Register) -> None:
    assert list(compare(record(type="monitoring_visit", date="2023-05"), register)) == []


LOW = {"path": "inspections[0]", "reason": "may not be reported: low confidence 0.40"}
SAYS_GOOD = {
    "path": "inspections[0].rating",
    "reason": "Ofsted's register says good (inspection of 2023-05-15)",
}


@pytest.mark.parametrize(
    ("rating", "before", "after"),
    [
        ("inadequate", (), [SAYS_GOOD]),
        ("inadequate", (LOW,), [LOW, SAYS_GOOD]),
        ("inadequate", (SAYS_GOOD, LOW), [SAYS_GOOD, LOW]),
        ("good", (LOW, SAYS_GOOD), [LOW]),
        ("good", (LOW,), [LOW]),
    ],
)
def test_marking_leaves_each_conflict_in_review_once_and_other_entries_alone(
    register: Register, rating: str, before: tuple[dict[str, str], ...], after: list[dict[str, str]]
) -> None:
    wrong = record(review=before, date="2023-05", rating=rating)
    marked = mark(wrong, list(compare(wrong, register)))
    assert [item.model_dump() for item in marked.review] == after
    assert mark(marked, list(compare(marked, register))) == marked
    assert marked.model_copy(update={"review": wrong.review}) == wrong
