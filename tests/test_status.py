import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chat_server import ChatServer, error
from click.testing import CliRunner, Result
from reading import Reader
from rich.console import Console

from extract.cli import main
from extract.printing import MOST_ROWS, short
from extract.render_status import status_view
from extract.staleness import Changed
from extract.status import STATES, Status

LOADED = "import sys; from extract.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules)"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, articles: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    server.reader = lambda body: Reader()(body) if "Rutland" in str(body) else '{"inspections": []}'
    assert articles == tmp_path / "articles"


class Desk:
    """The command line at a folder with articles, asking the server of the test."""

    def __init__(self, server: ChatServer) -> None:
        self._model = ["--model", "fake", "--base-url", server.url]

    def __call__(self, command: str, *options: str) -> Result:
        arguments = [command, "articles", *self._model, *options]
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    def state(self, id_: str = "rutland", *options: str) -> dict[str, Any]:
        found = json.loads(self("status", "--json", *options).stdout)
        (one,) = [a for a in found["articles"] if a["id"] == id_]
        return dict(one)


@pytest.fixture
def desk(server: ChatServer) -> Desk:
    return Desk(server)


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert re.search(old, text), f"{path} does not say {old}"
    Path(path).write_text(re.sub(old, new, text, count=1), encoding="utf-8")


RECORD, PENDING = "outputs/rutland.json", "outputs/rutland.pending.json"


# ---- the states


def test_before_the_first_run_every_article_is_new(desk: Desk) -> None:
    result = desk("status")
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "article state",
        "bakery  new",
        "rutland new",
        "2 in all: 2 new",
        "extract run asks about 2 of them",
    ]


def test_after_a_run_every_article_is_fresh(desk: Desk) -> None:
    desk("run")
    assert [line.rstrip() for line in desk("status").stdout.splitlines()] == [
        "article state",
        "bakery  fresh",
        "rutland fresh",
        "2 in all: 2 fresh",
    ]


@pytest.mark.parametrize(
    ("field", "component"),
    [
        (r'"model": "[^"]+"', "model"),
        (r'"inspections": "sha256:\w+"', "inspections prompt"),
        (r'"quotes": "sha256:\w+"', "quotes prompt"),
        (r'"findings": "sha256:\w+"', "findings prompt"),
        (r'"schema": "sha256:\w+"', "schema"),
        (r'"extract": "[\d.]+"', "version"),
    ],
)
def test_a_stale_record_names_the_component_that_changed_with_its_old_and_new_value(
    desk: Desk, field: str, component: str
) -> None:
    desk("run")
    found = re.search(field, Path(RECORD).read_text(encoding="utf-8"))
    assert found
    name, now = json.loads(f"[{found[0].replace(': ', ', ', 1)}]")
    edit(RECORD, field, f'"{name}": "sha256:0123456789abcdef"')
    state = desk.state()
    assert state["state"] == "stale"
    assert state["changed"] == [{"component": component, "old": "sha256:0123456789abcdef", "new": now}]
    assert f"{component} 01234567 → {short(now)}" in desk("status").stdout


def test_an_edited_article_is_stale_by_its_text_even_where_no_span_fits_any_more(desk: Desk) -> None:
    desk("run")
    edit("articles/rutland.txt", "Inspectors", "Four inspectors")
    state = desk.state()
    assert (state["state"], state["reason"]) == ("stale", None)
    assert [c["component"] for c in state["changed"]] == ["article text"]


def test_another_model_or_way_of_asking_makes_every_record_stale(desk: Desk) -> None:
    desk("run")
    assert [c["component"] for c in desk.state("rutland", "--ask", "choice")["changed"]] == [
        "inspections prompt",
        "quotes prompt",
        "findings prompt",
    ]
    assert [c["component"] for c in desk.state("rutland", "--model", "other")["changed"]] == ["model"]


def test_a_torn_record_is_stale_and_says_so(desk: Desk) -> None:
    desk("run")
    Path(RECORD).write_text("{")
    state = desk.state()
    assert (state["state"], state["changed"]) == ("stale", [])
    assert str(state["reason"]).startswith("outputs/rutland.json: Invalid JSON")


def test_a_rerun_that_gives_another_record_is_pending_and_says_why_it_was_made(desk: Desk) -> None:
    desk("run")
    edit(RECORD, r'"findings": "sha256:\w+"', '"findings": "sha256:0123456789abcdef"')
    edit(RECORD, '"publisher": "Harbour Gazette"', '"publisher": null')
    desk("run")
    state = desk.state()
    assert state["state"] == "pending"
    assert [c["component"] for c in state["changed"]] == ["findings prompt"]
    assert desk("status").stdout.splitlines()[-1].rstrip() == "extract review decides on 1"


def test_a_pending_record_that_is_outdated_itself_is_stale(desk: Desk) -> None:
    desk("run")
    edit(RECORD, '"publisher": "Harbour Gazette"', '"publisher": null')
    desk("run", "--force")
    assert desk.state()["state"] == "pending"
    for path in (RECORD, PENDING):
        edit(path, r'"quotes": "sha256:\w+"', '"quotes": "sha256:0123456789abcdef"')
    state = desk.state()
    assert (state["state"], state["reason"]) == ("stale", "an older pending record waits for review")


def test_a_pending_record_beside_a_fresh_one_stays_pending(desk: Desk) -> None:
    desk("run")
    edit(RECORD, '"publisher": "Harbour Gazette"', '"publisher": null')
    desk("run", "--force")
    edit(PENDING, r'"quotes": "sha256:\w+"', '"quotes": "sha256:0123456789abcdef"')
    assert desk.state()["reason"] == "the accepted record is fresh, the pending one is not"
    assert desk.state()["state"] == "pending"


def test_an_article_whose_last_attempt_failed_is_failed_until_a_record_comes(
    desk: Desk, server: ChatServer
) -> None:
    server.replies(error(401, "bad key"))
    desk("run")
    assert desk.state()["state"] == "failed"
    assert desk.state()["reason"] == "the server answered 401: bad key; check the key in OPENAI_API_KEY"
    server.replies()
    desk("run", "--limit", "1")
    assert (desk.state("bakery")["state"], desk.state("rutland")["state"]) == ("fresh", "failed")
    desk("run")
    assert desk.state()["state"] == "fresh"


def test_a_stale_record_whose_rerun_failed_is_failed_and_keeps_its_reason_to_be_stale(
    desk: Desk, server: ChatServer
) -> None:
    desk("run")
    edit("articles/rutland.txt", "Inspectors find", "Inspectors see")
    server.replies(error(401, "bad key"))
    desk("run")
    state = desk.state()
    assert state["state"] == "failed"
    assert [c["component"] for c in state["changed"]] == ["article text"]


def test_a_log_that_a_stopped_run_left_half_written_is_read_as_far_as_it_goes(
    desk: Desk, server: ChatServer
) -> None:
    server.replies(error(401, "bad key"))
    desk("run")
    (log,) = Path("outputs/.runs").glob("*.jsonl")
    with log.open("a") as file:
        file.write('[]\n{"id": "rutland", "fail')
    assert desk.state()["state"] == "failed"


def test_an_article_that_cannot_be_read_is_failed(desk: Desk) -> None:
    Path("articles/broken.txt").write_bytes(b"\xff")
    state = desk.state("broken")
    assert state["state"] == "failed"
    assert state["reason"] == "articles/broken.txt: is not UTF-8 (byte 0); convert it and run again"


def test_a_record_whose_article_is_gone_is_orphaned(desk: Desk) -> None:
    desk("run")
    Path("articles/rutland.txt").unlink()
    state = desk.state()
    assert (state["state"], state["reason"]) == ("orphaned", "articles/rutland.txt: the article is gone")


def test_a_record_whose_article_was_merely_not_asked_about_is_not_orphaned(desk: Desk) -> None:
    desk("run")
    Path("articles/bakery.txt").rename("bakery.txt")
    edit("outputs/bakery.json", "articles/bakery.txt", "bakery.txt")
    assert json.loads(desk("status", "--json").stdout)["counts"] == dict.fromkeys(STATES, 0) | {"fresh": 1}


def test_a_record_made_from_standard_input_is_not_orphaned(server: ChatServer, desk: Desk) -> None:
    arguments = ["run", "-", "--model", "fake", "--base-url", server.url]
    CliRunner().invoke(main, arguments, input="A bakery opens.", catch_exceptions=False)
    assert Path("outputs/stdin.json").exists()
    assert "orphaned" not in desk("status").stdout


# ---- the command


def test_the_exit_status_tells_only_when_asked_to(desk: Desk) -> None:
    assert desk("status").exit_code == 0
    assert desk("status", "--exit-code").exit_code == 1
    assert desk("status", "--exit-code", "--state", "stale").exit_code == 0
    desk("run")
    assert desk("status", "--exit-code").exit_code == 0


def test_a_state_lists_its_articles_only(desk: Desk) -> None:
    desk("run")
    Path("articles/quay.txt").write_text("The quay opens again.")
    assert [line.rstrip() for line in desk("status", "--state", "new").stdout.splitlines()] == [
        "article state",
        "quay    new",
        "1 in all: 1 new",
        "extract run asks about 1 of them",
    ]
    assert desk("status", "--state", "stale").stdout == "0 in all\n"


def test_a_folder_that_is_not_there_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["status", "nowhere", "--model", "embedded"])
    assert (result.exit_code, result.stderr) == (2, "extract: nowhere: there is no such file or folder\n")


def test_nothing_is_written_and_no_model_is_loaded(server: ChatServer) -> None:
    before = sorted(Path().rglob("*"))
    command = ["status", "articles", "--model", "fake", "--base-url", server.url]
    ran = subprocess.run([sys.executable, "-c", LOADED, *command], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "extract.status" in loaded
    assert not {"openai", "instructor", "xllamacpp", "extract.pipeline", "watchfiles"} & loaded
    assert sorted(Path().rglob("*")) == before
    assert server.bodies == []


def test_a_hostile_name_is_printed_harmlessly(desk: Desk) -> None:
    Path("articles/[red]\x1b[2J\u202e.txt").write_bytes(b"\0")
    result = desk("status")
    assert r"[red]\u001b[2J\u202e" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)


# ---- the view


def shown(*statuses: Status) -> list[str]:
    console = Console(width=80)
    with console.capture() as captured:
        console.print(status_view(statuses), highlight=False)
    return [line.rstrip() for line in captured.get().splitlines()]


def test_of_many_articles_only_those_to_be_dealt_with_are_listed() -> None:
    fresh = [Status(f"f{n:03}", "", "fresh") for n in range(1_200)]
    stale = [
        Status("s", "", "stale", (Changed("quotes prompt", "sha256:" + "a" * 16, "sha256:" + "b" * 16),))
    ]
    assert shown(*fresh, *stale) == [
        "article state why",
        "s       stale quotes prompt aaaaaaaa → bbbbbbbb",
        "1,201 in all: 1,200 fresh, 1 stale (1,200 not listed)",
        "changed: quotes prompt 1",
        "extract run asks about 1 of them",
    ]


def test_of_many_articles_to_be_dealt_with_the_first_are_listed() -> None:
    lines = shown(*[Status(f"n{n:03}", "", "new") for n in range(1_000)])
    assert lines[MOST_ROWS] == f"n{MOST_ROWS - 1:03}    new"
    assert lines[MOST_ROWS + 1 :] == [
        f"1,000 in all: 1,000 new ({1_000 - MOST_ROWS} not listed)",
        "extract run asks about 1,000 of them",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("sha256:0123456789abcdef", "01234567"),
        ("0123456789abcdef" * 4, "01234567"),
        ("0.1.0", "0.1.0"),
        ("openai:gpt-5.4-mini", "openai:gpt-5.4-mini"),
        ("none", "none"),
    ],
)
def test_a_hash_is_cut_short_and_a_name_is_not(value: str, shown: str) -> None:
    assert short(value) == shown
