"""What a reviewer types: one key at a time, or a line."""

import os
import sys
import termios
import tty
from types import TracebackType
from typing import Any, Self

NO_KEY = ""
"""Enter, an arrow or whatever else stands for nothing."""
_END_OF_INPUT = "\x04"


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
            typed = self._read()
            self._waiting = [NO_KEY] if typed.startswith("\x1b") else list(typed)
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
        try:
            return os.read(self._terminal, 1024).decode(errors="replace")
        except OSError:  # the terminal is gone
            return ""
