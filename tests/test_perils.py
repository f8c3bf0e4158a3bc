"""What a run leaves behind when the process, the disk, the cache or a second run gets in its way."""

import os
import random
import signal
import sqlite3
import threading
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import perilous
import pytest
from chat_server import Body, ChatServer, asked, shown
from conftest import INVENTED
from perilous import FullDisk, Peril, SignalAt, nothing
from reading import Reader

from extract.errors import STOPPED
from extract.store import Store, parse_record

ARTICLES = 8
JOBS = 3
QUESTIONS = 3 * ARTICLES
TOUCHED_BEFORE_ASKING, TOUCHED = 17, 110
"""How often a run touches a file, about."""
KILLS, KILLS_AT_NIGHT = 5, 200


@pytest.fixture
def asking(tmp_path: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Eight articles and the command that asks a server about them, three at a time."""
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    for n in range(ARTICLES):
        Path(f"articles/rutland-{n}.txt").write_text(
            INVENTED.replace("visit them often", f"visit them {n + 2} times a month"), encoding="utf-8"
        )
    server.reader = Reader()
    return ["run", "articles", "--model", "fake", "--base-url", server.url, "--jobs", str(JOBS)]


def run(asking: list[str], peril: Peril = nothing) -> tuple[int | None, str]:
    """Exit status and screen."""
    status = perilous.run(asking, Path("screen.txt"), peril)
    return status, Path("screen.txt").read_text(encoding="utf-8")


def records(folder: str = "outputs") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).glob("*.json") if path.is_file()}


def check_whole(folder: str = "outputs") -> None:
    """Every record that there is can be read and fits its article."""
    for path in Path(folder).glob("*.json"):
        text = Path(f"articles/{path.stem}.txt").read_text(encoding="utf-8")
        parse_record(path.read_text(encoding="utf-8"), source=path.name, text=text)


def question(body: Body) -> tuple[str, str]:
    return asked(body), shown(body)


# ---- kills


@dataclass
class Killer:
    """A reader that kills the run in place of its ``number``-th answer."""

    number: int
    process: BaseProcess | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, body: Body) -> str:
        with self._lock:
            self.number -= 1
        if self.number == 0 and self.process is not None and self.process.pid is not None:
            os.kill(self.process.pid, signal.SIGKILL)
        return Reader()(body)


def killed(asking: list[str], server: ChatServer, chance: random.Random) -> bool:
    """Run and be killed, or interrupted, at a random file or question; False if it ended before."""
    if chance.random() < 2 / 3:
        touched = chance.randrange(TOUCHED_BEFORE_ASKING, TOUCHED)
        number = chance.choice([signal.SIGKILL, signal.SIGINT])
        return run(asking, SignalAt(number, touched, Path.cwd()))[0] in {-signal.SIGKILL, STOPPED}
    killer = server.reader = Killer(chance.randrange(1, QUESTIONS + 1))
    killer.process = perilous.start(asking, Path("screen.txt"))
    killer.process.join()
    server.reader = Reader()
    return killer.process.exitcode == -signal.SIGKILL


def begin_anew() -> None:
    """Take records and kept answers away."""
    Path("cache/answers.sqlite3").unlink()
    for path in Path("outputs").glob("*.json"):
        path.unlink()


def test_a_run_that_is_killed_again_and_again_loses_no_record_and_pays_only_for_what_was_in_flight(
    asking: list[str], server: ChatServer, request: pytest.FixtureRequest
) -> None:
    wanted = KILLS_AT_NIGHT if request.config.getoption("--nightly") else KILLS
    chance = random.Random(5)  # noqa: S311  the same kills each time
    assert run([*asking, "--out", "undisturbed"])[0] == 0
    assert len(server.bodies) == QUESTIONS
    Path("cache/answers.sqlite3").unlink()
    server.bodies.clear()
    kills = kills_of_batch = 0
    while kills < wanted:
        before = records()
        if killed(asking, server, chance):
            kills, kills_of_batch = kills + 1, kills_of_batch + 1
        check_whole()
        assert before.items() <= records().items()
        assert len(server.bodies) <= QUESTIONS + kills_of_batch * JOBS
        if len(records()) == ARTICLES:
            assert records() == records("undisturbed")
            begin_anew()
            server.bodies.clear()
            kills_of_batch = 0
    status, screen = run(asking)
    assert (status, "failed" in screen) == (0, False)
    assert records() == records("undisturbed")
    assert len(set(map(question, server.bodies))) == QUESTIONS


def test_what_a_killed_writer_left_is_swept_away_once_it_is_old(asking: list[str]) -> None:
    Path("outputs").mkdir()
    old, young = Path("outputs/.old.tmp"), Path("outputs/.young.tmp")
    for path in (old, young):
        path.write_text("{")
    os.utime(old, (0, 0))
    assert run(asking)[0] == 0
    assert (old.exists(), young.exists()) == (False, True)


# ---- disks


def test_a_disk_that_is_full_ends_the_run_with_one_line_and_a_run_with_room_completes_it(
    asking: list[str], server: ChatServer
) -> None:
    status, screen = run(asking, FullDisk(60_000))
    assert status == 2
    (line,) = [line for line in screen.splitlines() if line.startswith("extract: ")]
    assert "answers.sqlite3: the answer cache cannot be used: " in line
    assert line.endswith("free some space or set EXTRACT_CACHE_DIR, and run again")
    assert "Traceback" not in screen
    check_whole()
    before, questions = records(), len(server.bodies)
    assert run(asking)[0] == 0
    assert before.items() <= records().items()
    assert len(records()) == ARTICLES
    assert len(server.bodies) - QUESTIONS <= JOBS
    assert questions > 0


def test_outputs_that_cannot_be_written_show_before_anything_is_asked(
    asking: list[str], server: ChatServer
) -> None:
    Path("file").write_text("")
    status, screen = run([*asking, "--out", "file/outputs"])
    assert (status, screen) == (2, "extract: file/outputs/.runs: cannot be written: Not a directory\n")
    assert server.bodies == []


def test_a_record_that_cannot_be_written_stops_the_run_before_more_is_asked(
    asking: list[str], server: ChatServer
) -> None:
    Path("outputs/rutland-3.json").mkdir(parents=True)
    status, screen = run(asking)
    assert status == 2
    assert "(1 failed, " in screen
    assert screen.endswith("not begun): outputs/rutland-3.json: cannot be read: Is a directory\n")
    assert 3 <= len(records()) == len(server.bodies) // 3 - 1 < ARTICLES - 1
    Path("outputs/rutland-3.json").rmdir()
    assert run(asking)[0] == 0
    assert len(server.bodies) == QUESTIONS


# ---- the cache


@pytest.mark.parametrize("keep", [0, 100, 4096, 5000, 9000], ids=lambda keep: f"cut to {keep} bytes")
def test_a_cache_that_is_cut_short_is_set_aside_and_the_run_completes(asking: list[str], keep: int) -> None:
    assert run(asking)[0] == 0
    expected = records()
    for path in Path("outputs").glob("*.json"):
        path.unlink()
    cache = Path("cache/answers.sqlite3")
    cache.write_bytes(cache.read_bytes()[:keep])
    status, screen = run(asking)
    assert (status, "failed" in screen) == (0, False)
    assert records() == expected


def test_pages_of_the_cache_that_rot_cost_their_answers_and_no_record(asking: list[str]) -> None:
    assert run(asking)[0] == 0
    expected = records()
    for path in Path("outputs").glob("*.json"):
        path.unlink()
    cache = Path("cache/answers.sqlite3")
    rotten = bytearray(cache.read_bytes())
    rotten[4096:] = b"\xa5" * (len(rotten) - 4096)
    cache.write_bytes(rotten)
    status, screen = run(asking)
    assert (status, "failed" in screen) == (0, False)
    assert records() == expected
    assert Path("cache/answers.damaged").exists()


def test_an_answer_that_rots_within_the_cache_is_asked_for_again(
    asking: list[str], server: ChatServer
) -> None:
    assert run(asking)[0] == 0
    expected = records()
    for path in Path("outputs").glob("*.json"):
        path.unlink()
    with sqlite3.connect("cache/answers.sqlite3") as connection:
        rotten = [
            b"{",
            b"[]",
            b"{}",
            b'"answer"',
            b'{"answer": 3}',
            b'{"answer": "{}"}',
            b'{"answer": "\xff"}',
        ]
        keys = [key for (key,) in connection.execute("SELECT key FROM answers ORDER BY key")]
        for key, value in zip(keys, rotten, strict=False):
            connection.execute("UPDATE answers SET value = CAST(? AS TEXT) WHERE key = ?", (value, key))
    connection.close()
    server.bodies.clear()
    assert run(asking)[0] == 0
    assert records() == expected
    assert len(server.bodies) == len(rotten)


# ---- records


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_half_written_record_is_made_anew_from_the_kept_answers(
    asking: list[str], server: ChatServer, content: bytes
) -> None:
    assert run(asking)[0] == 0
    expected = records()
    Path("outputs/rutland-3.json").write_bytes(content)
    server.bodies.clear()
    assert run(asking)[0] == 0
    assert records() == expected
    assert server.bodies == []


# ---- two at once


def test_a_second_run_on_the_same_outputs_is_refused_while_the_first_goes_on(
    asking: list[str], server: ChatServer
) -> None:
    server.replies(server.hang)
    first = perilous.start(asking, Path("first.txt"))
    assert server.arrived.wait(60)
    status, screen = run(asking)
    assert (status, screen) == (
        2,
        "extract: outputs: another run is writing there; wait for its end, or choose another --out\n",
    )
    server.replies()
    server.released.set()
    first.join()
    assert len(records()) + Path("first.txt").read_text(encoding="utf-8").count("failed") >= ARTICLES


def test_a_run_that_was_killed_holds_no_lock(asking: list[str]) -> None:
    assert run(asking, SignalAt(signal.SIGKILL, 30, Path.cwd()))[0] == -signal.SIGKILL
    assert run(asking)[0] == 0
    assert len(Store(Path("outputs")).ids()) == ARTICLES


def test_two_runs_into_two_folders_share_the_answers(asking: list[str], server: ChatServer) -> None:
    first = perilous.start(asking, Path("first.txt"))
    second = perilous.start([*asking, "--out", "others"], Path("second.txt"))
    for process in (first, second):
        process.join()
    assert (first.exitcode, second.exitcode) == (0, 0)
    assert records() == records("others")
    assert len(server.bodies) <= 2 * QUESTIONS
