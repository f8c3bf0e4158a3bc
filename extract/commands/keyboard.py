"""What a reviewer types: one key at a time, or a line."""

import os
import re
import sys
import termios
import tty
from select import select
from types import TracebackType
from typing import Any, Self

NO_KEY = ""
"""Enter, an arrow or whatever else stands for nothing."""
_END_OF_INPUT = "\x04"
_KEY = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[O\x1b]?.?|.", re.DOTALL)
"""An escape sequence, which is one key, or a character."""
_CUT_SHORT = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|O)?\Z")
_PATIENCE = 0.1
"""Seconds between the pieces of one key on a slow line."""


class Keyboard:
    """Single keys from the terminal, unechoed; a context manager that leaves the terminal as it was.

    Interrupts stay what they are.
    """

    def __init__(self) -> None:
        """The terminal is standard input."""
        self._terminal = sys.stdin.fileno()
        self._before: list[Any] = []
        self._waiting: list[str] = []

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self._terminal)
        tty.setcbreak(self._terminal, termios.TCSANOW)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    def forget(self) -> None:
        """Drop what was typed so far: a key is an answer only to a question that was shown before it."""
        self._waiting = []
        termios.tcflush(self._terminal, termios.TCIFLUSH)

    def key(self) -> str:
        """The next key; ``NO_KEY`` for one without a sign, ``q`` at the end of input."""
        if not self._waiting:
            self._waiting = _KEY.findall(self._read())
        key = self._waiting.pop(0) if self._waiting else _END_OF_INPUT
        if key == _END_OF_INPUT:
            return "q"
        return key if key.isprintable() else NO_KEY

    def line(self, prompt: str) -> str:
        """A line, without white space around it; empty at the end of input."""
        self.__exit__(None, None, None)
        try:
            return input(f"{prompt} ").strip()
        except EOFError:
            return ""
        finally:
            self.__enter__()

    def _read(self) -> str:
        """What was typed; an arrow or the like whole, though a slow line may bring it in pieces."""
        typed = b""
        try:
            typed = os.read(self._terminal, 1024)
            while _CUT_SHORT.search(typed) and select([self._terminal], [], [], _PATIENCE)[0]:
                typed += os.read(self._terminal, 1024)
        except OSError:  # the terminal is gone
            pass
        return typed.decode(errors="replace")
