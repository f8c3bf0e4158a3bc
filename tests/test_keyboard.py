import os
import pty
import sys
from collections.abc import Iterator

import pytest

from extract.commands.keyboard import NO_KEY, Keyboard


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The end of a terminal at which keys are typed; its other end is standard input."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r+b", buffering=0) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        yield ours
    os.close(ours)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("a", ["a"]),
        ("ar", ["a", "r"]),
        ("x\x1b[Aa", ["x", NO_KEY, "a"]),
        ("\x1b[1;5Dr", [NO_KEY, "r"]),
        ("\x1bOPq", [NO_KEY, "q"]),
        ("\r\n\t", [NO_KEY, NO_KEY, NO_KEY]),
        ("é", ["é"]),
        ("\x1b[A\x1b[Bs", [NO_KEY, NO_KEY, "s"]),
        ("\x04", ["q"]),
    ],
)
def test_keys_come_one_by_one_and_an_arrow_is_none(typing: int, typed: str, keys: list[str]) -> None:
    with Keyboard() as keyboard:
        os.write(typing, typed.encode())
        assert [keyboard.key() for _ in keys] == keys


def test_an_arrow_that_comes_in_pieces_is_no_verdict(typing: int) -> None:
    with Keyboard() as keyboard:
        os.write(typing, b"\x1b")
        os.write(typing, b"[A")
        assert keyboard.key() == NO_KEY
        os.write(typing, b"\x1b")
        assert keyboard.key() == NO_KEY


def test_what_was_typed_before_a_question_is_forgotten(typing: int) -> None:
    with Keyboard() as keyboard:
        os.write(typing, b"aaa")
        assert keyboard.key() == "a"
        keyboard.forget()
        os.write(typing, b"s")
        assert keyboard.key() == "s"
