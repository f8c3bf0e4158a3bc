import os
from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.landings import SETTLED, Landings, check_watchable, is_deep, listed, root, stamp


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("inbox/sub").mkdir(parents=True)


LANDED = Path("inbox/a.txt")


def write(content: str, at: int) -> None:
    """Give the file a content, and the second in which that was written."""
    LANDED.write_text(content)
    os.utime(LANDED, (at, at))


def look(landings: Landings, now: float) -> list[Path]:
    landings.look([LANDED], now)
    return landings.whole(now)


def test_a_new_file_is_taken_once_it_has_not_changed_for_a_while() -> None:
    landings = Landings({})
    write("Ofsted", at=1)
    assert look(landings, 10.0) == []
    assert look(landings, 10.0 + SETTLED / 2) == []
    assert look(landings, 10.0 + SETTLED) == [LANDED]
    assert look(landings, 20.0) == []


def test_a_file_that_is_still_being_written_is_waited_for() -> None:
    landings = Landings({})
    write("Ofs", at=1)
    look(landings, 10.0)
    write("Ofsted vis", at=2)
    assert look(landings, 10.0 + SETTLED) == []
    write("Ofsted visited.", at=3)
    assert look(landings, 10.0 + 2 * SETTLED) == []
    assert look(landings, 10.0 + 3 * SETTLED) == [LANDED]


def test_an_empty_file_is_waited_for_until_it_holds_something() -> None:
    landings = Landings({})
    write("", at=1)
    look(landings, 10.0)
    assert look(landings, 100.0) == []
    write("Ofsted", at=2)
    look(landings, 101.0)
    assert look(landings, 102.0) == [LANDED]


def test_a_file_that_was_there_before_is_taken_when_it_changes() -> None:
    write("Ofsted", at=1)
    landings = Landings({LANDED: stamp(LANDED)})
    look(landings, 10.0)
    assert look(landings, 20.0) == []
    write("Visited", at=2)
    look(landings, 30.0)
    assert look(landings, 31.0) == [LANDED]


def test_a_file_that_goes_again_is_forgotten_and_may_come_back() -> None:
    landings = Landings({})
    write("Ofsted", at=1)
    look(landings, 10.0)
    LANDED.unlink()
    assert look(landings, 20.0) == []
    write("Ofsted", at=2)
    look(landings, 30.0)
    assert look(landings, 31.0) == [LANDED]


def test_listed_are_the_articles_that_there_are_now() -> None:
    for name in ("inbox/a.txt", "inbox/sub/b.txt", "inbox/notes.md", "c.txt"):
        Path(name).write_text("Ofsted")
    assert listed(["inbox", "*.txt", "nowhere/*.txt", "c.txt"]) == [
        Path("inbox/a.txt"),
        Path("inbox/sub/b.txt"),
        Path("c.txt"),
    ]


@pytest.mark.parametrize(
    ("given", "folder", "deep"),
    [
        ("inbox", "inbox", True),
        ("*.txt", ".", False),
        ("inbox/*.txt", "inbox", False),
        ("inbox/*/*.txt", "inbox", True),
        ("**/*.txt", ".", True),
        ("/srv/[ab]/inbox/*.txt", "/srv", True),
    ],
)
def test_changes_are_waited_for_in_the_folder_above_the_first_wildcard(
    given: str, folder: str, *, deep: bool
) -> None:
    assert (root(given), is_deep(given)) == (Path(folder), deep)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("-", "-: standard input cannot be watched; leave it out, or leave out --watch"),
        ("nowhere", "nowhere: there is no such file or folder"),
        ("nowhere/*.txt", r"nowhere/\*.txt: there is no such file or folder"),
        ("inbox/absent.txt", "inbox/absent.txt: there is no such file or folder"),
    ],
)
def test_where_nothing_can_land_is_wrong_usage(given: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        check_watchable(["inbox", given])
