import json
import os
import signal
from pathlib import Path

import pytest
from desk import ADDED, LABEL, THEME, accepted, lay_out
from evaluating import KNOW, MANAGERS, WAIT
from terminal import Terminal

from extract.store import Store

PROMPT = "help › "


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return lay_out(tmp_path)


def test_a_reviewer_rejects_accepts_and_edits_and_the_record_says_so(tmp_path: Path, store: Store) -> None:
    with Terminal(["review", "--out", "outputs"], tmp_path) as terminal:
        shown = terminal.wait_for(PROMPT)
        assert "rutland · 3 changes left here, 1 article pending ──" in shown
        assert "  relabelled: strength → weakness (practice; Rutland, graded inspection,\n  2021-05;" in shown
        assert "because the findings prompt changed: none → sha256:2" in shown
        assert f"{LABEL} · sentence 140:196 · articles/rutland.txt" in shown
        terminal.type("r")
        assert "edited weakness, theme: care leavers → placements" in terminal.wait_for(PROMPT)
        terminal.type("a")
        assert "added strength: supervision" in terminal.wait_for(PROMPT)
        terminal.type("e")
        assert "theme: supervision" in terminal.wait_for("Enter  back")
        terminal.type("2")
        terminal.wait_for("Enter  back")
        terminal.type("3")
        terminal.wait_for(f"added {ADDED}")
        assert terminal.end() == 0
        assert terminal.screen.endswith("3 verdicts given; nothing is pending.\n")
    now = store.load("rutland")
    assert now is not None
    assert [(s.text, s.theme) for s in now.strengths] == [
        (KNOW["text"], "practice"),
        (MANAGERS["text"], "leadership"),
    ]
    assert [(w.text, w.theme) for w in now.weaknesses] == [(WAIT["text"], "placements")]
    assert store.pending_ids() == []
    assert {d.by for d in store.review("rutland").decisions} != set()


def test_enter_alone_changes_nothing_and_neither_does_a_key_without_a_meaning(
    tmp_path: Path, store: Store
) -> None:
    before = {path.name: path.read_bytes() for path in store.folder.iterdir()}
    with Terminal(["review"], tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        for keys in ("\r", "\n", "\r\r\r", " ", "x", "\x1b[A", "é"):
            terminal.type(keys)
            terminal.wait_for(PROMPT)
        terminal.type("e")
        terminal.wait_for("Enter  back")
        terminal.type("\r")
        terminal.wait_for(PROMPT)
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.screen.endswith("No verdict given; 1 record still pending.\n")
    assert {path.name: path.read_bytes() for path in store.folder.iterdir()} == before


def test_undo_takes_verdicts_back_and_a_later_review_goes_on_from_there(tmp_path: Path, store: Store) -> None:
    before = {path.name: path.read_bytes() for path in store.folder.iterdir()}
    with Terminal(["review"], tmp_path) as terminal:
        for key in ("a", "r", "u", "s", "u", "u"):
            terminal.wait_for(PROMPT)
            terminal.type(key)
        terminal.wait_for("relabelled")
        terminal.wait_for(PROMPT)
        assert {path.name: path.read_bytes() for path in store.folder.iterdir()} == before
        terminal.type("u")
        terminal.wait_for("there is nothing to undo")
        terminal.wait_for(PROMPT)
        terminal.type("a")
        terminal.wait_for(PROMPT)
        terminal.type("w")
        terminal.wait_for("why? ")
        terminal.type("it names a fault\r")
        terminal.wait_for(PROMPT)
        terminal.type("\x03")
        assert terminal.end() == 130
    (decision,) = json.loads(store.review_path("rutland").read_text(encoding="utf-8"))["decisions"]
    assert (decision["chosen"]["label"], decision["why"]) == ("weakness", "it names a fault")
    with Terminal(["review"], tmp_path) as terminal:
        shown = terminal.wait_for(PROMPT)
        assert "2 changes left here" in shown
        assert THEME in shown
        terminal.type("\x04")
        assert terminal.end() == 0


def test_doubtful_entries_come_last_and_the_least_certain_first(tmp_path: Path) -> None:
    flagged = accepted(
        review=(("quotes[1].role", "no role is printed"), ("strengths[0]", "low confidence 0.51")),
        strengths=[{**KNOW, "confidence": 0.51}],
    )
    store = lay_out(tmp_path, before=flagged, after=flagged)
    store.drop_pending("rutland")
    with Terminal(["review"], tmp_path) as terminal:
        shown = terminal.wait_for(PROMPT)
        assert "2 doubtful entries left, the least certain first" in shown
        assert (
            "strength: practice; Rutland, graded inspection, 2021-05; confidence 0.51 – low confidence 0.51"
            in (" ".join(shown.split()))
        )
        terminal.type("m")
        terminal.wait_for("Enter  back")
        terminal.type("2")
        terminal.wait_for("Enter  back")
        terminal.type("4")
        terminal.wait_for("to which sentence?")
        terminal.wait_for("Enter  back")
        terminal.type("4")
        terminal.wait_for("Enter  back")
        terminal.type("4")
        terminal.wait_for(f"added {ADDED}")
        terminal.wait_for(PROMPT)
        terminal.type("a")
        assert "quote: Tom Hartley, director of children’s services (council)" in terminal.wait_for(PROMPT)
        terminal.type("s")
        assert terminal.end() == 0
        assert terminal.screen.endswith("2 verdicts given, 1 skipped; nothing is pending.\n")
    now = store.load("rutland")
    assert now is not None
    assert [w.text for w in now.weaknesses] == [WAIT["text"], MANAGERS["text"]]
    assert [item.path for item in now.review] == ["quotes[1].role"]


def test_it_goes_on_from_where_a_killed_one_stopped(tmp_path: Path, store: Store) -> None:
    with Terminal(["review"], tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("r")
        terminal.wait_for(PROMPT)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.end()
    assert len(store.review("rutland").decisions) == 1
    with Terminal(["review"], tmp_path) as terminal:
        assert "2 changes left here" in terminal.wait_for(PROMPT)


def test_hostile_words_cannot_steer_the_reviewers_terminal(tmp_path: Path) -> None:
    store = lay_out(tmp_path)
    path = store.pending_path("rutland")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"title": null', '"title": "evil\\u001b[2J\\u202e[red]"'),
        encoding="utf-8",
    )
    with Terminal(["review"], tmp_path) as terminal:
        assert r"evil\u001b[2J\u202e[red]" in terminal.wait_for(PROMPT)
    assert b"\x1b[2J" not in terminal.raw
