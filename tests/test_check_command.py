import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from evaluating import case, inspection, record, write_records

from extract.cli import main
from extract.store import Store

REGISTER = """\
local_authority,publication_date,inspection_start_date,inspection_end_date,overall_effectiveness_grade,\
impact_of_leaders_grade,help_and_protection_grade,in_care_grade,care_leavers_grade,urn
rutland,18/06/21,10/05/2021,21/05/2021,requires improvement,good,requires improvement,good,\
inspection_pre_dates_judgement,1
rutland,03/10/2016,,,inadequate,data_unreadable,data_unreadable,data_unreadable,data_unreadable,1
essex,14/02/19,05/11/2018,16/11/2018,outstanding,outstanding,good,outstanding,,2
page 3 of 9,,,,,,,,,
"""
RIGHT = record(
    case("b-right"),
    inspections=[
        inspection(
            rating="requires_improvement",
            judgements=[{"area": "children in care", "rating": "good"}],
            previous_ratings=[{"rating": "inadequate", "year": 2016}, {"rating": "good", "year": None}],
        )
    ],
)
WRONG = record(
    case("a-wrong"),
    review=(("quotes[0].speaker", "low confidence 0.40"),),
    inspections=[inspection(previous_ratings=[{"rating": "good", "year": 2016}])],
)
UNSETTLED = record(
    case("c-unsettled"),
    inspections=[
        inspection(date=None, rating="inadequate"),
        inspection("essex-1", "Essex", date="2022-03"),
        inspection("essex-2", "Essex", date=None, rating="outstanding"),
    ],
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extract.commands.console.LOG_WIDTH", 80)
    Path("register.csv").write_text(REGISTER, encoding="utf-8")


def check(*options: str) -> Result:
    arguments = ["check", "--register", "register.csv", *options]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def contents() -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


SCREEN = """\
3 records           conflict  agreement  cannot be told  not in the register
graded inspections         1          3               –                    1
previous ratings           1          1               –                    –

conflict
  a-wrong inspections[0], Rutland
    rating good, register requires improvement (inspection of 2021-05-10)
  a-wrong inspections[0].previous_ratings[0], Rutland
    rating good, register inadequate (published 2016-10-03)

agreement
  b-right inspections[0], Rutland
    rating requires improvement; judgements[0].rating good; date 2021-05
    (inspection of 2021-05-10)
  b-right inspections[0].previous_ratings[0], Rutland
    rating inadequate (published 2016-10-03)
  c-unsettled inspections[0], Rutland
    rating inadequate (published 2016-10-03, the newest of this grade)
  c-unsettled inspections[2], Essex
    rating outstanding (inspection of 2018-11-05, the newest of this grade)

not in the register
  c-unsettled inspections[1], Essex

No authority is called: page 3 of 9 (left out)
"""


def test_the_screen_lists_conflicts_agreements_and_what_the_register_lacks_in_80_columns() -> None:
    write_records(Path("outputs"), RIGHT, WRONG, UNSETTLED)
    before = contents()
    result = check()
    assert "\n".join(line.rstrip() for line in result.stdout.splitlines()) + "\n" == SCREEN
    assert result.exit_code == 1
    assert contents() == before


def test_without_conflicts_the_exit_status_is_0() -> None:
    write_records(Path("records"), RIGHT, UNSETTLED)
    assert check("records").exit_code == 0


def test_json_holds_every_comparison() -> None:
    write_records(Path("outputs"), WRONG)
    result = check("--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["register_rows"] == 4
    assert report["unknown_authorities"] == ["page 3 of 9"]
    assert report["records"] == 1
    assert report["comparisons"][0] == {
        "article": "a-wrong",
        "path": "inspections[0]",
        "council": "Rutland",
        "result": "conflict",
        "outcome": "inspection of 2021-05-10",
        "fields": [
            {
                "path": "inspections[0].rating",
                "recorded": "good",
                "register_says": "requires_improvement",
                "agrees": False,
            },
            {
                "path": "inspections[0].date",
                "recorded": "2021-05",
                "register_says": "2021-05-10/2021-05-21",
                "agrees": True,
            },
        ],
        "why": None,
        "by_grade": False,
    }


def test_mark_puts_each_conflict_into_review_once_and_touches_no_other_record() -> None:
    write_records(Path("outputs"), RIGHT, WRONG)
    before = contents()
    result = check("--mark")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].rstrip() == "Wrote the review of 1 record."
    marked = Store(Path("outputs")).load("a-wrong", text=case("a-wrong").article.text)
    assert marked is not None
    assert [(item.path, item.reason) for item in marked.review] == [
        ("quotes[0].speaker", "low confidence 0.40"),
        ("inspections[0].rating", "Ofsted's register says requires improvement (inspection of 2021-05-10)"),
        (
            "inspections[0].previous_ratings[0].rating",
            "Ofsted's register says inadequate (published 2016-10-03)",
        ),
    ]
    assert marked.model_copy(update={"review": WRONG.review}) == WRONG
    once = contents()
    assert {name for name in once if once[name] != before.get(name)} == {"outputs/a-wrong.json"}
    assert "Wrote" not in check("--mark").stdout
    assert contents() == once


def test_a_conflict_that_a_reviewer_has_settled_is_not_marked_again() -> None:
    write_records(Path("outputs"), WRONG)
    check("--mark")
    key = "a-wrong#inspection@rutland/graded_inspection/2021-05.rating"
    assert CliRunner().invoke(main, ["review", "--accept", key]).exit_code == 0
    check("--mark")
    marked = Store(Path("outputs")).load("a-wrong")
    assert marked is not None
    assert "inspections[0].rating" not in [item.path for item in marked.review]


def test_a_record_that_cannot_be_read_is_named_and_the_others_are_checked() -> None:
    write_records(Path("outputs"), RIGHT)
    Path("outputs/torn.json").write_text("{", encoding="utf-8")
    result = check("--mark")
    assert result.exit_code == 1
    assert result.stdout.startswith("1 record ")
    assert "failed torn: outputs/torn.json: Invalid JSON" in result.stdout
    assert Path("outputs/torn.json").read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("outputs",), "extract: outputs: holds no records; make some with extract run --out outputs\n"),
        (
            ("outputs", "--register", "other.csv"),
            (
                "extract: other.csv: lacks the columns in_care_grade, care_leavers_grade; "
                "give Ofsted's register as CSV with a header\n"
            ),
        ),
        (
            ("outputs", "--register", "none.csv"),
            "Error: Invalid value for '--register': File 'none.csv' does not exist.\n",
        ),
        (("none",), "Error: Invalid value for '[RECORDS_FOLDER]': Directory 'none' does not exist.\n"),
    ],
)
def test_wrong_usage_is_told_in_a_line(options: tuple[str, ...], complaint: str) -> None:
    Path("outputs").mkdir()
    Path("other.csv").write_text(
        REGISTER.replace("in_care", "care").replace("care_leavers", "leavers"), encoding="utf-8"
    )
    result = check(*options)
    assert result.exit_code == 2
    assert result.stderr.endswith(complaint)


def test_a_register_must_be_given() -> None:
    result = CliRunner().invoke(main, ["check", "."])
    assert result.exit_code == 2
    assert "Missing option '--register'" in result.stderr


def test_neither_register_nor_record_can_steer_the_terminal() -> None:
    Path("register.csv").write_text(REGISTER.replace("page 3", "\x1b[31m[red]page[/red]"), encoding="utf-8")
    odd = inspection("rutland-1", "Rut\x1b[2Jland\u202e[bold]")
    write_records(Path("outputs"), record(case("a"), inspections=[odd]))
    printed = check().stdout
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "Rut\\u001b[2Jland\\u202e[bold]" in printed
    assert "\\u001b[31m[red]page[/red] of 9" in printed
