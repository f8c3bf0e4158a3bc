import io
import json
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, error
from click.testing import CliRunner, Result
from reading import Reader
from rich.console import Console

from extract.batch import Counts, Failure, Outcome
from extract.cli import main
from extract.errors import RecordError
from extract.model.tally import Tally
from extract.render_runs import runs_view
from extract.runs.failures import last_failures
from extract.runs.history import find_run, read_run, run_names
from extract.runs.log import RunLog, Undertaking

UNDERTAKING = Undertaking(["seeds"], "openai:gpt-5.4-mini", "0.1.0", jobs=8, to_ask=2, fresh=3, unreadable=1)
MADE = Outcome(
    "a",
    "a.txt",
    Counts(1, 2, 3, 4, 5),
    pending=True,
    seconds=1.23456,
    tally=Tally(questions=3, attempts=4, answers=3, tokens_in=100, tokens_out=10, cost=0.002),
)
FAILED = Outcome("b’s", "b’s.txt", Failure("the model declined to answer"))


def lines(log: RunLog) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.path.read_text(encoding="utf-8").splitlines()]


def logged(folder: Path, *outcomes: Outcome) -> RunLog:
    with RunLog(folder, UNDERTAKING) as log:
        for outcome in outcomes:
            log.add(outcome)
    return log


# ---- what is written


def test_the_log_says_what_was_run_what_became_of_each_article_and_how_it_ended(tmp_path: Path) -> None:
    log = logged(tmp_path, MADE, FAILED)
    assert log.path.parent == tmp_path / ".runs"
    start, made, failed, end = lines(log)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", start.pop("time"))
    assert start == {
        "event": "start",
        "articles": ["seeds"],
        "model": "openai:gpt-5.4-mini",
        "version": "0.1.0",
        "jobs": 8,
        "to_ask": 2,
        "fresh": 3,
        "unreadable": 1,
    }
    assert made == {
        "event": "article",
        "id": "a",
        "source": "a.txt",
        "seconds": 1.235,
        "questions": 3,
        "from_cache": 0,
        "attempts": 4,
        "answers": 3,
        "uncounted": 0,
        "tokens_in": 100,
        "tokens_cached": 0,
        "tokens_out": 10,
        "cost": 0.002,
        "pending": True,
        "counts": {"inspections": 1, "strengths": 2, "weaknesses": 3, "quotes": 4, "review": 5},
        "failure": None,
    }
    assert (failed["id"], failed["failure"], failed["counts"]) == (
        "b’s",
        "the model declined to answer",
        None,
    )
    assert end.pop("seconds") >= 0
    assert end == {"event": "end", "status": 0, "reason": None}


@pytest.mark.parametrize(
    ("ended", "status", "reason"),
    [
        (KeyboardInterrupt(), 130, "stopped by Ctrl-C"),
        (RecordError("outputs/a.json: cannot be written"), 2, "outputs/a.json: cannot be written"),
        (ZeroDivisionError("no"), 1, "ZeroDivisionError('no')"),
    ],
)
def test_the_last_line_tells_the_exit_status_and_what_stopped_the_run(
    tmp_path: Path, ended: BaseException, status: int, reason: str | None
) -> None:
    log = RunLog(tmp_path, UNDERTAKING)

    def run() -> None:
        with log:
            log.begin()
            raise ended

    with pytest.raises(type(ended)):
        run()
    assert (lines(log)[-1]["status"], lines(log)[-1]["reason"]) == (status, reason)


def test_a_run_that_asks_nothing_leaves_no_log(tmp_path: Path) -> None:
    logged(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_log_is_private_to_the_user(tmp_path: Path) -> None:
    log = logged(tmp_path / "outputs", MADE)
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.path.parent.stat().st_mode) == 0o700


def test_two_runs_have_two_logs(tmp_path: Path) -> None:
    assert RunLog(tmp_path, UNDERTAKING).path != RunLog(tmp_path, UNDERTAKING).path


def test_a_file_name_that_is_not_utf_8_can_be_logged_and_read(tmp_path: Path) -> None:
    log = logged(
        tmp_path,
        Outcome("caf\udce9", "caf\udce9.txt", Failure("caf\udce9.txt: the file's name is not UTF-8")),
    )
    assert lines(log)[1]["id"] == "caf\udce9"
    assert read_run(tmp_path, log.path.stem).asked[0].id == "caf\udce9"


# ---- what is read


def test_a_run_is_read_as_it_was_logged(tmp_path: Path) -> None:
    log = logged(tmp_path, MADE, FAILED)
    run = find_run(tmp_path, "last")
    assert run == read_run(tmp_path, log.path.stem)
    assert (run.model, run.articles, run.fresh, run.status, run.failed, run.cost) == (
        "openai:gpt-5.4-mini",
        ("seeds",),
        3,
        0,
        1,
        0.002,
    )
    assert [(a.id, a.retries, a.tokens, a.failure) for a in run.asked] == [
        ("a", 1, 110, None),
        ("b’s", 0, 0, "the model declined to answer"),
    ]
    assert run.left == 1


def test_a_log_that_a_killed_run_left_half_written_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    log = logged(tmp_path, MADE, FAILED)
    whole = log.path.read_bytes()
    log.path.write_bytes(whole[: whole.index(b'{"event": "end"') - 20])
    run = read_run(tmp_path, log.path.stem)
    assert ([a.id for a in run.asked], run.status, run.seconds) == (["a"], None, None)


@pytest.mark.parametrize(
    "line", [b"[]", b"null", b'{"event": "article"}', b'{"event": "start", "time": 3}', b"\xff\xfe", b""]
)
def test_a_line_that_is_none_of_a_log_is_passed_over(tmp_path: Path, line: bytes) -> None:
    log = logged(tmp_path, MADE)
    log.path.write_bytes(line + b"\n" + log.path.read_bytes())
    assert [a.id for a in read_run(tmp_path, log.path.stem).asked] == ["a"]


def test_the_last_failure_of_an_article_counts_unless_a_later_run_made_its_record(tmp_path: Path) -> None:
    logged(tmp_path, Outcome("a", "a.txt", Failure("an older reason")), Outcome("c", "c.txt", Failure("no")))
    logged(tmp_path, MADE, FAILED)
    failures = last_failures(tmp_path, ["a", "b’s", "c"])
    assert {id_: f.reason for id_, f in failures.items()} == {
        "b’s": "the model declined to answer",
        "c": "no",
    }
    assert run_names(tmp_path)[0] > run_names(tmp_path)[1]


# ---- the command


@pytest.fixture
def runs(tmp_path: Path, articles: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of records with two runs behind it, the first of which a server refused half of."""
    monkeypatch.chdir(tmp_path)
    asking = ["run", str(articles), "--model", "fake", "--base-url", server.url, "--jobs", "1"]
    server.reader = lambda body: Reader()(body) if "Rutland" in str(body) else '{"inspections": []}'
    server.replies(error(400, "too long"), error(400, "too long"))
    assert CliRunner().invoke(main, asking).exit_code != 0
    server.replies()
    assert CliRunner().invoke(main, asking).exit_code == 0
    return tmp_path


def extract(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.usefixtures("runs")
def test_runs_lists_the_latest_first() -> None:
    header, last, first = extract("runs").stdout.splitlines()
    names = "run model asked failed seconds tokens cost ended"
    assert " ".join(header.split()) == names
    told = re.sub(r"\d+\.\d(?= )", "0.0", " ".join(last.split()[1:]))
    assert told == "fake 2 0 0.0 440 – well"
    assert first.split()[1:4] == ["fake", "2", "2"]


@pytest.mark.usefixtures("runs")
def test_in_a_narrow_terminal_the_names_of_runs_stay_whole() -> None:
    log = logged(Path("outputs"), replace(MADE, tally=replace(MADE.tally, cost=12.3456)))
    run = read_run(Path("outputs"), log.path.stem)
    run.model = "http://models.example/v1 a-model-with-a-name-that-goes-on-and-on"
    console = Console(width=80, file=io.StringIO())
    console.print(runs_view([run]))
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert all(len(line.rstrip()) <= 80 for line in lines)
    assert lines[1].startswith(f"{run.name} a-model")
    assert lines[1].rstrip().endswith("$12.3456 well")


@pytest.mark.usefixtures("runs")
def test_one_run_tells_its_slowest_articles_and_why_others_failed() -> None:
    first = extract("runs").stdout.splitlines()[2].split()[0]
    told = extract("runs", first).stdout
    assert told.startswith(f"{first} some failed\nextract 0.1.0 run ")
    assert "failed 2: the server answered 400: too long;" in told
    last = extract("runs", "last", "--slowest", "1").stdout
    assert "2 articles ended, 0 of them failed; 0 were fresh\n4 questions asked" in last
    numbers = r"\d+\.\d +(?:3 +0 +0 +330|1 +0 +0 +110) +–"
    assert re.search(rf"^slowest of 2 .*\n(?:rutland|bakery) +{numbers}$", last, re.MULTILINE)
    both = extract("runs", "last").stdout
    assert re.search(r"^rutland +\d+\.\d +3 +0 +0 +330 +–$", both, re.MULTILINE)


@pytest.mark.usefixtures("runs")
def test_as_json_a_run_has_every_article() -> None:
    listed = json.loads(extract("runs", "--json").stdout)
    assert [(run["asked"], run["failed"], run["status"]) for run in listed] == [(2, 0, 0), (2, 2, 1)]
    whole = json.loads(extract("runs", listed[0]["name"], "--json").stdout)
    assert [o["id"] for o in whole["outcomes"]] == ["bakery", "rutland"]


def test_a_run_that_could_only_tell_of_unreadable_articles_did_not_end_well(
    articles: Path, tmp_path: Path
) -> None:
    for path in articles.iterdir():
        path.write_bytes(b"\xff")
    out = str(tmp_path / "outputs")
    assert extract("run", str(articles), "--out", out).exit_code == 1
    assert [run["status"] for run in json.loads(extract("runs", "--out", out, "--json").stdout)] == [1]


def test_a_folder_without_runs_says_so(tmp_path: Path) -> None:
    result = extract("runs", "--out", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, f"No run has written to {tmp_path}/ yet.\n")


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("1999", "1999: there is no such run; 'extract runs' lists those of outputs/"),
        ("2", "2: 2 runs begin so; 'extract runs' lists those of outputs/"),
    ],
)
def test_a_name_that_is_no_run_or_several_is_wrong_usage(given: str, message: str) -> None:
    result = extract("runs", given)
    assert (result.exit_code, result.stderr) == (2, f"extract: {message}\n")


@pytest.mark.usefixtures("runs")
def test_what_a_log_holds_cannot_steer_the_terminal() -> None:
    logged(Path("outputs"), Outcome("evil\x1b[2J", "x", Failure("\x1b]8;;http://x\x07[bold]no[/]")))
    told = extract("runs", "last").stdout
    assert "\x1b" not in told
    assert r"evil\u001b[2J" in told
    assert "[bold]no[/]" in told
