import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = "run|models|schema|eval|train|diff|review"
OWN_COMMANDS = sorted(set(re.findall(rf"uv run (extract (?:{NAMES})\b[^`\n|]*)", README)))


def screen(command: str) -> str:
    """What a command prints from the project's own folder, without a key."""
    words = [sys.executable, "-m", "extract", *shlex.split(command)[1:]]
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, env={"PATH": ""}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_command_prints_the_screen_that_the_readme_shows() -> None:
    shown = re.search(r"```\n(article .*?)```", README, re.DOTALL)
    assert shown
    assert screen("extract run") == shown[1]


def test_the_article_is_shown_as_the_readme_shows_it() -> None:
    command = re.search(r"uv run (extract show [^`\n]*)", README)
    excerpt = re.search(r"```\n(S Q .*?)```", README, re.DOTALL)
    assert command
    assert excerpt
    assert excerpt[1] in screen(command[1])


def test_the_changes_that_the_readme_shows_are_those_of_the_committed_records() -> None:
    shown = re.search(r"```\n\$ uv run (extract diff .*?)\n(.*?)…\n```", README, re.DOTALL)
    assert shown
    assert screen(shown[1]).startswith(shown[2])


def test_every_test_that_a_table_names_is_there_and_every_peril_stands_in_one() -> None:
    named = set(re.findall(r"\| `(test_\w+)` \|", README))
    tests = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py")}
    defined = {
        module: set(re.findall(r"^def (test_\w+)", text, re.MULTILINE)) for module, text in tests.items()
    }
    assert named <= set().union(*defined.values())
    assert defined["test_perils"] <= named


def test_ci_runs_the_tests_by_the_command_of_the_readme() -> None:
    assert "\nuv run pytest\n" in README
    assert "\nuv run pytest\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_excerpt_stands_in_a_committed_record() -> None:
    excerpt = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert excerpt
    records = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "outputs").glob("*.json"))
    for line in excerpt[1].splitlines():
        if line.strip(" ,{}[]…"):
            assert line.strip().rstrip(",") in records


@pytest.mark.parametrize("command", OWN_COMMANDS)
def test_every_option_the_readme_names_is_known(command: str) -> None:
    name = shlex.split(command)[1]
    known = screen(f"extract {name} --help")
    for option in re.findall(r"--[a-z-]+", command):
        assert option in known
