import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desk import ADDED, LABEL, THEME, accepted, lay_out, pending
from evaluating import KNOW, SHORTER, WAIT, case, write_gold
from terminal import Terminal

from extract.cli import main
from extract.store import Store, canonical

Diff = Callable[..., Result]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An accepted record and a pending one: a strength turned weakness, another theme, one strength more."""
    return lay_out(tmp_path)


def extract_diff(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["diff", *map(str, arguments)], prog_name="extract")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def lines(result: Result) -> list[str]:
    return [line.rstrip() for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("store")
def test_what_is_pending_is_shown_with_its_sentences_and_reasons() -> None:
    result = extract_diff()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines(result) == [
        "rutland  1 added, 1 relabelled, 1 edited",
        "because the findings prompt changed: none → sha256:2",
        "  relabelled: strength → weakness (practice; Rutland, graded inspection, 2021-05; confidence 0.90)",
        "    Inspectors found that social workers know families well.",
        f"    {LABEL} · sentence 140:196",
        "  edited weakness, theme: care leavers → placements",
        "    Too many care leavers lack a home.",
        f"    {THEME} · sentence 197:231",
        "  added strength: supervision; Rutland, graded inspection, 2021-05; confidence 0.90",
        "    Managers watch.",
        f"    {ADDED} · sentence 232:247",
        "",
        "3 changes in 1 article.",
    ]


@pytest.mark.usefixtures("store")
def test_figures_by_article_and_by_kind() -> None:
    assert lines(extract_diff("--stat")) == [
        "article               changes",
        "rutland                     3  1 added, 1 relabelled, 1 edited",
        "",
        "         added relabelled edited",
        "strength     1          –      –",
        "weakness     –          1      1",
        "all          1          1      1",
        "1 because the findings prompt changed: none → sha256:2",
        "3 changes in 1 article.",
    ]
    assert lines(extract_diff("--summary"))[0] == "         added relabelled edited"


@pytest.mark.usefixtures("store")
def test_side_by_side_shows_before_on_the_left() -> None:
    shown = lines(extract_diff("--side-by-side"))
    assert shown[:4] == [
        "rutland  1 added, 1 relabelled, 1 edited",
        "because the findings prompt changed: none → sha256:2",
        f"  relabelled  {LABEL}",
        f"   label: strength{' ' * 37} │ label: weakness",
    ]
    assert any(line.startswith("   –  ") and "│ strength; supervision; Rutland" in line for line in shown)


@pytest.mark.usefixtures("store")
def test_json_has_every_change_whole() -> None:
    whole = json.loads(extract_diff("--json").stdout)
    assert (whole["from"], whole["to"]) == ("outputs", "pending in outputs")
    (article,) = whole["articles"]
    assert article["because"] == [{"component": "findings prompt", "old": "none", "new": "sha256:2"}]
    assert [(c["key"], c["what"], c["fields"]) for c in article["changes"]] == [
        (LABEL, "relabelled", ["label"]),
        (THEME, "edited", ["theme"]),
        (ADDED, "added", []),
    ]
    assert article["changes"][0]["old"]["label"] == "strength"
    assert article["changes"][2]["old"] is None


def test_the_exit_code_tells_of_changes_only_when_asked(store: Store) -> None:
    assert [extract_diff().exit_code, extract_diff("--exit-code").exit_code] == [0, 1]
    store.drop_pending("rutland")
    result = extract_diff("--exit-code")
    assert (result.exit_code, result.stdout) == (0, "Nothing changed.\n")


def test_a_record_that_cannot_be_read_is_told_and_exits_1(store: Store) -> None:
    store.pending_path("rutland").write_text("{")
    result = extract_diff()
    assert result.exit_code == 1
    assert "rutland  outputs/rutland.pending.json: Invalid JSON" in result.stdout


def test_two_folders_are_compared_article_by_article(store: Store) -> None:
    other = Store(Path("other"))
    other.accept(pending())
    other.accept(accepted("dev-1"))
    store.accept(accepted("gone"))
    assert lines(extract_diff("outputs", "other"))[0] == (
        "dev-1  no record before: 1 inspections, 1 strengths, 1 weaknesses, 1 recommendations, 2 quotes"
    )
    assert "gone  no record after: " in extract_diff("outputs", "other").stdout
    assert lines(extract_diff("outputs", "other", "--only", "rutland"))[-1] == "3 changes in 1 article."


def test_one_folder_is_compared_with_the_outputs(store: Store) -> None:
    Store(Path("other")).accept(pending())
    assert lines(extract_diff("other"))[0] == "rutland  1 removed, 1 relabelled, 1 edited"
    store.accept(pending())
    assert extract_diff("other").stdout == "Nothing changed.\n"


def test_pending_records_stand_for_accepted_ones_if_asked(store: Store) -> None:
    Store(Path("other")).accept(pending())
    assert store.pending_ids() == ["rutland"]
    assert extract_diff("other", "--pending").stdout == "Nothing changed.\n"


def test_gold_is_compared_without_what_it_does_not_say(tmp_path: Path) -> None:
    store = lay_out(tmp_path)
    store.drop_pending("rutland")
    write_gold(tmp_path, case())
    assert extract_diff("golden").stdout == "Nothing changed.\n", "optional gold may be missing"
    store.accept(accepted(weaknesses=[]))
    assert lines(extract_diff("golden"))[:2] == [
        "rutland  1 removed",
        "  removed weakness: care leavers; Rutland, graded inspection, 2021-05",
    ]


def git(*arguments: str) -> None:
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *name, *arguments], check=True, capture_output=True)  # noqa: S607


def test_a_revision_is_compared_with_the_outputs_or_with_another(store: Store) -> None:
    git("init", "-q")
    git("add", "outputs/rutland.json")
    git("commit", "-qm", "one")
    store.accept(pending())
    store.accept(accepted("dev-1", weaknesses=[]))
    git("add", "outputs/rutland.json", "outputs/dev-1.json")
    git("commit", "-qm", "two")
    store.accept(accepted())
    assert lines(extract_diff("HEAD~1", "HEAD"))[:3] == [
        "dev-1  no record before: 1 inspections, 1 strengths, 1 recommendations, 2 quotes",
        "",
        "rutland  1 added, 1 relabelled, 1 edited",
    ]
    assert lines(extract_diff("HEAD~1", "--only", "rutland")) == ["Nothing changed."]
    back = extract_diff("HEAD:outputs", "--only", "rutland")
    assert lines(back)[0] == "rutland  1 removed, 1 relabelled, 1 edited"
    assert not any(path.suffix == ".pending" for path in Path("outputs").iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: is neither a folder nor a revision that git knows here"),
        (["a", "b", "c"], "c: only two sources can be compared"),
        (["--out", "nowhere"], "nowhere: there is no such folder; name another with --out"),
        (["articles"], "articles: holds no records"),
    ],
)
@pytest.mark.usefixtures("store")
def test_wrong_usage_is_one_line_and_exits_2(arguments: list[str], message: str) -> None:
    result = extract_diff(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"extract: {message}\n")


def test_a_revision_is_never_taken_for_an_option_of_git(store: Store) -> None:
    git("init", "-q")
    result = extract_diff("--", "--output=owned")
    assert result.exit_code == 2
    assert not Path("owned").exists()
    assert store.ids() == ["rutland"]


def test_without_its_article_a_span_is_shown_alone(store: Store) -> None:
    Path("articles/rutland.txt").write_text("Another text.", encoding="utf-8")
    shown = lines(extract_diff())
    assert "articles/rutland.txt is not there as it was read: the spans are shown alone" in shown
    assert f"    {KNOW['text']}" in shown
    assert f"    {LABEL}" in shown
    assert store.ids() == ["rutland"]


def test_what_changed_inside_a_span_is_marked_word_by_word(tmp_path: Path) -> None:
    shorter = SHORTER | {"text": SHORTER["text"][3:], "start": SHORTER["start"] + 3}
    lay_out(tmp_path, before=accepted(), after=accepted(recommendations=[shorter]))
    assert "    [-It-] recommended that plans be shorter." in lines(extract_diff())


def test_on_a_terminal_there_are_colours_and_none_with_no_color(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, before=accepted(), after=accepted(weaknesses=[WAIT | {"theme": "voice"}]))
    with Terminal(["diff"], tmp_path) as terminal:
        terminal.wait_for("1 change in 1 article.")
        assert b"\x1b[31mcare leavers" in terminal.raw
    monkeypatch.setenv("NO_COLOR", "1")
    with Terminal(["diff"], tmp_path) as terminal:
        terminal.wait_for("1 change in 1 article.")
        assert b"\x1b[31m" not in terminal.raw


def test_hostile_words_are_printed_harmlessly(store: Store) -> None:
    record = pending()
    article = record.article.model_copy(update={"title": "\x1b[2J\u202e[red]x"})
    evil = record.model_copy(update={"article": article})
    store.pending_path("rutland").write_text(canonical(evil), encoding="utf-8")
    assert r"\u001b[2J\u202e[red]x" in extract_diff().stdout
    assert not set("\x1b\u202e") & set(extract_diff().stdout)
    assert not set("\x1b\u202e") & set(extract_diff("-y").stdout)
