import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filed import TEXT, file_away, finding, inspection, record, rutland
from rich.console import Console

from extract.cli import main
from extract.render_article import article_view
from extract.store import Store, canonical

SCREEN = """\
Inspectors find better help for Rutland’s children
articles/rutland.txt
S strength 2                     W weakness 1   R recommendation 1   Q quote 2
E evidence of the inspection 1

      Inspectors find better help for Rutland’s
      children

    E Ofsted rated Rutland’s children’s services good   E1 Rutland
    E after an inspection in May 2021.

S  Q  “Leaders have a clear and honest picture of the   S1 Rutland: leadership
SW Q  service,” the report said. Too many care leavers  Q1 Rutland: Ofsted
SW    wait months for a home, but managers watch        W1 Rutland: care leavers
S     closely.                                          (review)
                                                        S2 Rutland: supervision

  R   It recommended that plans be shorter.             R1 Rutland

      Tom Hartley, director of children’s services,
   Q  said: “We are proud of what our staff have done   Q2 Rutland: Tom Hartley
   Q  together. There is more to do.”

inspection  kind               date     grade  before           S  W  R  Q
rutland-1   graded inspection  2021-05  good   inadequate 2016  2  1  1  2

to review
  W1, weaknesses[0]: low confidence 0.41
"""
HOSTILE = """\
\ufeffOfsted \x1b[31mred\x1b[0m \u202efdp.exe [bold]x[/bold]\r
{{ 7*7 }}\u2028 \u00a0end.\r
\r
More\tto come.
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extract.commands.console.LOG_WIDTH", 80)
    file_away(tmp_path, TEXT, rutland())


def show(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["show", *arguments], env=environment, catch_exceptions=False)


def plain(screen: str) -> str:
    return "\n".join(line.rstrip() for line in screen.split("\n"))


@pytest.mark.parametrize("named", ["rutland", "articles/rutland.txt", "outputs/rutland.json"])
def test_an_article_stands_between_its_margins_under_a_legend_and_above_its_inspections(named: str) -> None:
    result = show(named)
    assert result.exit_code == 0
    assert plain(result.stdout) == SCREEN


def test_colour_is_for_terminals_that_want_it() -> None:
    coloured, uncoloured = show("rutland", FORCE_COLOR="1"), show("rutland", FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[3;32mLeaders have a clear" in coloured.stdout
    assert not re.search(r"\x1b\[[\d;]*3[1-6]m", uncoloured.stdout)
    assert plain(re.sub(r"\x1b\[[\d;]*m", "", uncoloured.stdout)) == SCREEN


@pytest.mark.parametrize("width", [20, 40, 80, 140, 300])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(width: int) -> None:
    console = Console(width=width, emoji=False)
    with console.capture() as shown:
        console.print(article_view(rutland(), TEXT), highlight=False)
    lines = shown.get().splitlines()
    if width >= 40:
        assert max(map(len, lines)) <= width
    shown_words = " ".join(lines)
    assert all(word in shown_words for word in TEXT.split() if len(word) < 12)


def test_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    file_away(tmp_path, HOSTILE, record(HOSTILE, "hostile", article={"title": "\x1b]0;owned\x07"}))
    screen = show("hostile", FORCE_COLOR="1").stdout
    shown = re.sub(r"\x1b\[[\d;]*m", "", screen)
    assert "\x1b" not in shown
    assert "\\ufeffOfsted \\u001b[31mred\\u001b[0m \\u202efdp.exe [bold]x[/bold]\n" in shown
    assert "{{ 7*7 }}\\u2028 \u00a0end.\n\nMore to come.\n" in shown
    assert "\\u001b]0;owned\\u0007" in shown


def test_an_article_without_inspection_says_so(tmp_path: Path) -> None:
    file_away(tmp_path, "Bread and buns.\n", record("Bread and buns.\n", "bakery"))
    assert show("bakery").stdout.endswith("\nBread and buns.\n\nThe article reports no inspection.\n")


def test_what_was_left_out_is_marked_for_review(tmp_path: Path) -> None:
    entry = {"path": "article[0:10]", "reason": "left out, but may be a finding: 0.39"}
    file_away(tmp_path, "A remark on quality.\n", record("A remark on quality.\n", "doubt", review=[entry]))
    screen = show("doubt").stdout
    assert "\n? A remark on quality.    ?1 left out (review)\n" in re.sub(r" {4,}", "    ", screen)
    assert "  ?1, article[0:10]: left out, but may be a finding: 0.39\n" in screen


def test_the_pending_record_is_shown_on_demand() -> None:
    pending = rutland(strengths=[], review=[])
    Store(Path("outputs")).pending_path("rutland").write_text(canonical(pending), encoding="utf-8")
    assert "S strength 2" in show("rutland").stdout
    assert "S strength 0" in show("rutland", "--pending").stdout
    assert "S strength 0" in show("outputs/rutland.pending.json").stdout


def test_json_is_every_item_in_reading_order() -> None:
    items = json.loads(show("rutland", "--json").stdout)
    assert [item["key"] for item in items] == ["E1", "S1", "Q1", "W1", "S2", "R1", "Q2"]
    assert items[3] == {
        "key": "W1",
        "kind": "weakness",
        "path": "weaknesses[0]",
        "start": TEXT.index("Too many"),
        "end": TEXT.index(", but managers"),
        "text": "Too many care leavers wait months for a home",
        "inspection": "rutland-1",
        "council": "Rutland",
        "about": "care_leavers",
        "confidence": 0.9,
        "review": ["low confidence 0.41"],
    }


@pytest.mark.parametrize("named", ["rutland", "articles/rutland.txt"])
def test_a_changed_article_is_refused_in_one_line(named: str) -> None:
    Path("articles/rutland.txt").write_text(TEXT.replace("shorter", "longer"), encoding="utf-8")
    result = show(named)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "extract: articles/rutland.txt: has changed since its record was made; "
        "run 'extract run articles/rutland.txt' to make it anew\n"
    )


def test_a_record_whose_spans_were_moved_by_hand_is_refused_in_one_line() -> None:
    moved = finding(TEXT, "managers watch closely", "supervision")
    moved |= {"start": moved["start"] - 1, "end": moved["end"] - 1}
    data = rutland().model_dump(mode="json", by_alias=True) | {"strengths": [moved]}
    Path("outputs/rutland.json").write_text(json.dumps(data), encoding="utf-8")
    result = show("rutland")
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"extract: articles/rutland.txt: does not read at \d+:\d+ as its .*\n", result.stderr)


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("nowhere", "outputs/nowhere.json: there is no such record; make it with 'extract run ARTICLE'"),
        (
            "new.txt",
            "outputs/new.json: there is no such record; make it with 'extract run new.txt'",
        ),
        ("gone", "articles/gone.txt: there is no such file; run from the folder that 'extract run' ran in"),
        ("stdin", "stdin: came from standard input; its text was not kept"),
        ("torn", "outputs/torn.json: Invalid JSON: EOF while parsing an object at line 1 column 1"),
    ],
)
def test_what_cannot_be_shown_is_one_line_and_status_2(named: str, message: str) -> None:
    Path("new.txt").write_text("Something new.", encoding="utf-8")
    store = Store(Path("outputs"))
    store.accept(record("gone", "gone"))
    store.accept(record("piped", "stdin", article={"source": "-"}))
    store.path("torn").write_text("{", encoding="utf-8")
    result = show(named)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"extract: {message}")
    assert result.stderr.count("\n") == 1


def test_inspections_tell_their_kind_date_grades_and_what_went_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.commands.console.LOG_WIDTH", 160)
    text = "In a 22nd visit, the third, on adoption, fostering was inadequate in spring.\n"
    visits = [
        inspection("a-1", "A", type="monitoring_visit", ordinal=22, rating=None, date=None, date_text=None),
        inspection(
            "b-1",
            "B",
            ordinal=3,
            focus="adoption",
            date=None,
            date_text="in spring",
            judgements=[{"area": "fostering", "rating": "inadequate"}],
            previous_ratings=[{"rating": "good", "year": 2015}, {"rating": "inadequate", "year": None}],
        ),
        inspection("c-1", "C", type="focused_visit", ordinal=11, rating=None, date="2021", date_text=None),
    ]
    file_away(tmp_path, text, record(text, "visits", inspections=visits))
    rows = [re.split(r" {2,}", line.strip()) for line in show("visits").stdout.splitlines()]
    assert rows[-3:] == [
        ["a-1", "22nd monitoring visit", "–", "–", "–", "0", "0", "0", "0"],
        [
            *("b-1", "3rd graded inspection: adoption", "in spring", "good; fostering: inadequate"),
            *("good 2015, inadequate", "0", "0", "0", "0"),
        ],
        ["c-1", "11th focused visit", "2021", "–", "–", "0", "0", "0", "0"],
    ]
