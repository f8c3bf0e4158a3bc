import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from chat_server import ChatServer
from click.testing import CliRunner
from test_batch import NOW, record

from extract.article import Article, read_article
from extract.batch import Failure, Outcome
from extract.cli import main
from extract.gate import Gate, Stop
from extract.landings import Stamp, stamp
from extract.model.tally import Tally
from extract.store import Store
from extract.watch import Watched, watch
from schemas.record import Record

PATIENCE = 30.0
"""Seconds after which a test that waits for an outcome fails."""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("inbox").mkdir()


def put(name: str, text: str | bytes) -> None:
    """A file that lands whole, as another program would move it there."""
    Path("landing").write_bytes(text if isinstance(text, bytes) else text.encode())
    Path("landing").rename(f"inbox/{name}")


def put_folder(name: str) -> None:
    """A folder with an article ``a.txt`` that is moved in whole."""
    Path(name).mkdir()
    Path(name, "a.txt").write_text("Ofsted visited.")
    Path(name).rename(f"inbox/{name}")


@dataclass
class Watcher:
    """A watch over ``inbox`` that notes what is asked about."""

    paths: tuple[str, ...] = ("inbox",)
    taken: Mapping[Path, Stamp | None] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    held: asyncio.Event = field(default_factory=asyncio.Event)
    """While it is not set, articles are being asked about."""
    gate: Gate = field(default_factory=Gate)

    async def _extract(self, article: Article, _: Tally) -> Record:
        self.asked.append(article.text)
        self.begun.release()
        await self.held.wait()
        return record(article)

    def run(self, story: Callable[[AsyncGenerator[Outcome]], Awaitable[None]], *, held: bool = False) -> None:
        if not held:
            self.held.set()

        async def told() -> None:
            watched = Watched(
                self.paths, self.taken, Store(Path("outputs")), NOW, self._extract, jobs=2, gate=self.gate
            )
            async with aclosing(watch(watched, lambda *_: None, lambda: None)) as outcomes:
                await story(outcomes)

        asyncio.run(told())


async def coming(outcomes: AsyncGenerator[Outcome]) -> Outcome:
    return await asyncio.wait_for(anext(outcomes), PATIENCE)


def test_articles_are_extracted_as_they_land_and_again_when_they_change() -> None:
    watcher = Watcher()

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        put("a.txt", "Ofsted visited.")
        first = await coming(outcomes)
        assert (first.id, first.source, first.pending) == ("a", "inbox/a.txt", False)
        put("a.txt", "Ofsted visited again.")
        second = await coming(outcomes)
        assert (second.id, second.pending) == ("a", False)

    watcher.run(story)
    assert watcher.asked == ["Ofsted visited.", "Ofsted visited again."]


def test_a_watch_ends_when_nothing_may_be_begun_any_more_and_finishes_what_is_under_way() -> None:
    watcher = Watcher()

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        put("a.txt", "Ofsted visited.")
        coming_one = asyncio.create_task(coming(outcomes))
        await watcher.begun.acquire()
        watcher.gate.shut(Stop("enough", 3))
        put("b.txt", "Ofsted visited too.")
        watcher.held.set()
        assert (await coming_one).id == "a"
        with pytest.raises(StopAsyncIteration):
            await coming(outcomes)

    watcher.run(story, held=True)
    assert watcher.asked == ["Ofsted visited."]


def test_deleted_touched_and_other_files_are_ignored() -> None:
    gone, touched = Path("inbox/gone.txt"), Path("inbox/touched.txt")
    for path in (gone, touched):
        path.write_text("Ofsted visited.")
    watcher = Watcher(taken={gone: stamp(gone), touched: stamp(touched)})
    Store(Path("outputs")).accept(record(read_article(touched)))
    gone.unlink()
    touched.touch()

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        put("notes.md", "Not an article.")
        put("last.txt", "Ofsted came last.")
        assert (await coming(outcomes)).id == "last"

    watcher.run(story)
    assert watcher.asked == ["Ofsted came last."]


def test_a_folder_that_is_moved_in_brings_its_articles() -> None:
    watcher = Watcher()

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        put_folder("sub")
        assert (await coming(outcomes)).source == "inbox/sub/a.txt"

    watcher.run(story)


def test_an_article_that_changed_while_the_first_run_went_on_is_not_missed() -> None:
    put("a.txt", "Ofsted visited.")
    taken = {Path("inbox/a.txt"): stamp(Path("inbox/a.txt"))}
    put("a.txt", "Ofsted visited again.")
    put("b.txt", "Ofsted was here.")
    watcher = Watcher(taken=taken)

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        assert {(await coming(outcomes)).id, (await coming(outcomes)).id} == {"a", "b"}

    watcher.run(story)


def test_an_article_that_changes_while_it_is_asked_about_is_asked_about_again() -> None:
    watcher = Watcher()

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        put("a.txt", "Ofsted visited.")
        put("b.txt", "Ofsted was here.")
        waiting = asyncio.create_task(coming(outcomes))
        await watcher.begun.acquire()
        await watcher.begun.acquire()
        put("a.txt", "Ofsted visited again.")
        watcher.held.set()
        sources = [(await waiting).id, (await coming(outcomes)).id, (await coming(outcomes)).id]
        assert sorted(sources) == ["a", "a", "b"]

    watcher.run(story, held=True)
    assert watcher.asked[2:] == ["Ofsted visited again."]


def test_what_cannot_be_asked_about_is_a_failure_and_the_watch_goes_on() -> None:
    watcher = Watcher(taken={Path("inbox/a.txt"): None})
    put("a.txt", "Ofsted visited.")
    Path("inbox/sub").mkdir()

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        assert (await coming(outcomes)).id == "a"
        put("sub/a.txt", "Another article of that name.")
        assert (await coming(outcomes)).result == Failure(
            "inbox/sub/a.txt: inbox/a.txt has the same stem, which is the article's id; rename one of them"
        )
        put("b.txt", b"\xff")
        assert (await coming(outcomes)).result == Failure(
            "inbox/b.txt: is not UTF-8 (byte 0); convert it and run again"
        )

    watcher.run(story)


def test_a_file_that_is_named_is_watched_by_itself() -> None:
    put("a.txt", "Ofsted visited.")
    watcher = Watcher(("inbox/a.txt",), {Path("inbox/a.txt"): stamp(Path("inbox/a.txt"))})

    async def story(outcomes: AsyncGenerator[Outcome]) -> None:
        put("b.txt", "Ofsted was here.")
        put("a.txt", "Ofsted visited again.")
        assert (await coming(outcomes)).id == "a"

    watcher.run(story)
    assert watcher.asked == ["Ofsted visited again."]


# ---- the command


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-"], "-: standard input cannot be watched; leave it out, or leave out --watch"),
        (["inbox", "--dry-run"], "--watch has no end to count; leave out one of the two"),
        (["inbox", "--limit", "3"], "--watch has no end to limit; leave out one of the two"),
        (["nowhere"], "nowhere: there is no such file or folder"),
    ],
)
def test_what_cannot_be_watched_is_wrong_usage(options: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["run", *options, "--watch", "--model", "embedded"])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"extract: {message}\n")


def test_a_run_goes_on_with_what_lands_until_it_is_interrupted_and_shows_the_sums(server: ChatServer) -> None:
    put("bakery.txt", "A bakery opens.")
    command = ["run", "inbox", "--watch", "--model", "fake", "--base-url", server.url]
    with subprocess.Popen(
        [sys.executable, "-m", "extract", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        first = next(line for line in lines if line.startswith("Watching"))
        assert first == "Watching inbox for new and changed articles. Ctrl-C ends it.\n"
        put("quay.txt", "The quay opens, “again and again and again”, it said.")
        assert next(lines).startswith("quay: 0 inspections, 0 strengths, 0 weaknesses, 1 quotes, 0 to review")
        put("evil\x1b[2J.txt", "\0")
        assert next(lines) == (
            r"evil\u001b[2J: failed: inbox/evil\u001b[2J.txt: is a binary file, not text" + "\n"
        )
        process.send_signal(signal.SIGINT)
        header, row, failed = list(lines)
    assert header.split()[0] == "article"
    assert row.split()[:6] == ["quay", "0", "0", "0", "1", "0"]
    assert failed.startswith(r"failed evil\u001b[2J: ")
    assert process.returncode == 1
    assert sorted(path.name for path in Path("outputs").glob("*.json")) == ["bakery.json", "quay.json"]
    (log,) = Path("outputs/.runs").glob("*.jsonl")
    assert [json.loads(line)["event"] for line in log.read_text(encoding="utf-8").splitlines()] == [
        "start",
        *["article"] * 3,
        "end",
    ]
