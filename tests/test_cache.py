import multiprocessing
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extract.cache import ResponseCache
from extract.errors import DiskError, UsageError

MANY = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "answers.sqlite3"


def read(path: Path, *keys: str) -> list[str | None]:
    cache = ResponseCache(path)
    try:
        return [cache.get(key) for key in keys]
    finally:
        cache.close()


def write(path: Path, writer: str) -> None:
    cache = ResponseCache(path)
    try:
        for n in range(MANY):
            cache.put(f"{writer} {n}", f"“{n}”")
    finally:
        cache.close()


def test_what_is_put_is_there_when_the_file_is_opened_again(path: Path) -> None:
    write(path, "a")
    assert read(path, "a 0", "a 39", "b 0") == ["“0”", "“39”", None]


def test_the_last_value_of_a_key_counts(path: Path) -> None:
    cache = ResponseCache(path)
    cache.put("key", "first")
    cache.put("key", "last")
    assert cache.get("key") == "last"
    cache.close()


def test_without_recall_answers_are_kept_and_none_is_given(path: Path) -> None:
    write(path, "a")
    cache = ResponseCache(path, recall=False)
    cache.put("b 0", "“b”")
    assert (cache.get("a 0"), cache.get("b 0")) == (None, None)
    cache.close()
    assert read(path, "a 0", "b 0") == ["“0”", "“b”"]


def test_the_files_are_private(path: Path) -> None:
    cache = ResponseCache(path)
    cache.put("key", "value")
    assert {p.name: oct(stat.S_IMODE(p.stat().st_mode)) for p in path.parent.iterdir()} == dict.fromkeys(
        ("answers.sqlite3", "answers.sqlite3-wal", "answers.sqlite3-shm"), "0o600"
    )
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    cache.close()


def test_threads_share_one_open_cache(path: Path) -> None:
    cache = ResponseCache(path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: cache.put(str(n), str(n)), range(200)))
        assert list(pool.map(lambda n: cache.get(str(n)), range(200))) == [str(n) for n in range(200)]
    cache.close()


def test_processes_that_begin_at_once_share_one_file(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write, args=(path, name)) for name in "abcd"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [p.exitcode for p in processes] == [0, 0, 0, 0]
    keys = [f"{writer} {n}" for writer in "abcd" for n in range(MANY)]
    assert None not in read(path, *keys)
    assert not path.with_suffix(".damaged").exists()


@pytest.mark.parametrize("junk", [b"not a database, not at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_set_aside_and_begun_anew_in_private(path: Path, junk: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(junk)
    write(path, "a")
    assert read(path, "a 1") == ["“1”"]
    assert path.with_suffix(".damaged").read_bytes() == junk
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_another_process_holds_is_not_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.cache._BUSY_SECONDS", 0.0)
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(
        UsageError,
        match=r"answers.sqlite3: the answer cache cannot be used: database is locked; set EXTRACT_CACHE_DIR",
    ):
        ResponseCache(path)
    other.close()
    assert [p.name for p in path.parent.iterdir()] == ["answers.sqlite3"]


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot be written: .*; set EXTRACT_CACHE_DIR"):
        ResponseCache(tmp_path / "file" / "answers.sqlite3")


def test_a_question_after_the_end_is_an_error_and_costs_no_answer(path: Path) -> None:
    write(path, "a")
    cache = ResponseCache(path)
    cache.close()
    with pytest.raises(DiskError, match=r"answers.sqlite3: the answer cache cannot be used: "):
        cache.put("b 0", "“b”")
    assert not path.with_suffix(".damaged").exists()
    assert read(path, "a 0") == ["“0”"]


def test_a_value_that_is_not_utf_8_any_more_is_given_as_far_as_it_can_be_read(path: Path) -> None:
    write(path, "a")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE answers SET value = CAST(x'7bff' AS TEXT) WHERE key = 'a 0'")
    connection.close()
    assert read(path, "a 0", "a 1") == ["{\ufffd", "“1”"]
