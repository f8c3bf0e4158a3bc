import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from extract.batch import Counts, Failure, Outcome
from extract.model.tally import Tally
from extract.printing import MOST_ROWS, printable, printable_text
from extract.render import failure_lines, outcome_table, plain_line


@given(st.text(st.characters()))
def test_no_text_can_steer_a_terminal_or_break_a_line(text: str) -> None:
    assert printable(text).isprintable()


@given(st.text().filter(str.isprintable))
def test_printable_text_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


@given(st.text(st.characters()))
def test_an_articles_text_keeps_its_lines_and_still_cannot_steer(text: str) -> None:
    shown = printable_text(text)
    assert all(c == "\n" or c.isprintable() or unicodedata.category(c) == "Zs" for c in shown)
    assert shown.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u00a0b\u2009c\n\nd", "a\u00a0b\u2009c\n\nd"),
        ("a\r\nb\tc", "a\nb c"),
        ("\ufeffa\rb\u2028c", "\\ufeffa\\u000db\\u2028c"),
        ("\x1b[31m\u202e\u200b", "\\u001b[31m\\u202e\\u200b"),
    ],
)
def test_spaces_of_print_stay_and_what_controls_is_shown(text: str, shown: str) -> None:
    assert printable_text(text) == shown


@pytest.mark.parametrize(
    "name", ["[red]rutland[/]", "[link=file:///etc/passwd]x[/link]", "a\\[b]", ":skull:"]
)
def test_a_name_that_looks_like_markup_stays_text(name: str) -> None:
    console = Console(emoji=False, width=200)
    outcome = Outcome(name, "a.txt", Failure(f"{name}: is empty"))
    with console.capture() as shown:
        console.print(failure_lines([outcome])[0])
        console.print(outcome_table([Outcome(name, "a.txt", Counts(0, 0, 0, 0, 0))]))
    failed, _, row = shown.get().splitlines()
    assert failed == f"failed {name}: {name}: is empty"
    assert row.startswith(f"{name} ")


def test_tokens_are_those_read_and_written() -> None:
    console = Console(width=100)
    counts = Counts(inspections=1, strengths=2, weaknesses=3, quotes=4, review=5)
    with console.capture() as shown:
        console.print(
            outcome_table(
                [Outcome("a", "a.txt", counts, seconds=61.26, tally=Tally(tokens_in=12000, tokens_out=345))]
            )
        )
    assert shown.get().splitlines()[1].split() == ["a", "1", "2", "3", "4", "5", "61.3", "12,345"]


def test_a_plain_line_counts_what_is_done() -> None:
    counts = Counts(inspections=1, strengths=2, weaknesses=3, quotes=4, review=5)
    line = plain_line(Outcome("a", "a.txt", counts, seconds=1.26), 2, 10)
    assert line == "2/10 a: 1 inspections, 2 strengths, 3 weaknesses, 4 quotes, 5 to review, 1.3 s"
    assert (
        plain_line(Outcome("a", "a.txt", Failure("a.txt: is empty")), 3, 10)
        == "3/10 a: failed: a.txt: is empty"
    )


def test_a_long_run_shows_its_first_rows_and_the_sums_of_all() -> None:
    console = Console(width=100)
    counts = Counts(inspections=1, strengths=2, weaknesses=3, quotes=4, review=5)
    outcomes = [
        Outcome(f"a{n:03}", "a.txt", counts, seconds=1.0, tally=Tally(tokens_in=1000))
        for n in range(MOST_ROWS + 10)
    ]
    with console.capture() as shown:
        console.print(outcome_table([*outcomes, Outcome("b", "b.txt", Failure("no"))]))
    rows = shown.get().splitlines()
    assert len(rows) == MOST_ROWS + 2
    assert rows[-1].split("  ")[0] == "60 in all (and 10 more)"
    assert rows[-1].split()[-7:] == ["60", "120", "180", "240", "300", "60.0", "60,000"]
