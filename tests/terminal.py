"""A command on a real terminal of its own: what it shows, and keys typed one at a time."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path
from types import TracebackType
from typing import Self

_STEERING = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\r")
_SECONDS = 60
_EXTRACT = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that its interrupts reach the command
from extract.cli import main
main(prog_name="extract")
"""


class Terminal:
    """A pseudo-terminal with `extract` running in it."""

    def __init__(self, arguments: Sequence[str | Path], cwd: Path, columns: int = 80) -> None:
        self._ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "PAGER": "cat",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", _EXTRACT, *arguments],
            cwd=cwd,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self.raw = b""
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def pid(self) -> int:
        """Of the command."""
        return self._process.pid

    @property
    def screen(self) -> str:
        """All that was shown, without colours, cursor movements and spaces at the ends of lines."""
        return re.sub(r" +\n", "\n", _STEERING.sub("", self.raw.decode(errors="replace")))

    def wait_for(self, words: str) -> str:
        """Read until the words are shown, after those waited for before; what was shown up to them."""
        deadline = time.monotonic() + _SECONDS
        while (at := self.screen.find(words, self._seen)) < 0:
            if time.monotonic() > deadline or not self._read(deadline):
                raise AssertionError(f"never shown: {words!r}\n{self.screen}")
        shown = self.screen[self._seen : at + len(words)]
        self._seen = at + len(words)
        return shown

    def type(self, keys: str) -> None:
        """Type keys at once."""
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Read to the end; the exit status."""
        deadline = time.monotonic() + _SECONDS
        while self._read(deadline):
            assert time.monotonic() < deadline, f"does not end\n{self.screen}"
        return self._process.wait(_SECONDS)

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(0, deadline - time.monotonic()))
        try:
            block = os.read(self._ours, 65536) if ready else b""
        except OSError:  # the other end is closed
            return False
        self.raw += block
        return bool(block)
