"""The command line in a process of its own, which something befalls: a signal, a full disk."""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

_WRITING = frozenset({"open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "os.link", "sqlite3.connect"})
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["extract.commands.run", "extract.pipeline", "extract.session"])


class Peril(Protocol):
    """What is arranged in the process before the command begins."""

    def __call__(self) -> None: ...


@dataclass(frozen=True)
class SignalAt:
    """A signal to itself, right before it touches a file in ``folder`` for the ``number``-th time."""

    signal: signal.Signals
    number: int
    folder: Path

    def __call__(self) -> None:
        touched = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal touched
            if event in _WRITING and _is_within(arguments[0], self.folder):
                touched += 1
                if touched == self.number:
                    os.kill(os.getpid(), self.signal)

        sys.addaudithook(hook)


def _is_within(path: object, folder: Path) -> bool:
    return isinstance(path, str | os.PathLike) and folder in Path.cwd().joinpath(path).parents


@dataclass(frozen=True)
class FullDisk:
    """No file can grow beyond so many bytes, which shows to the process as a disk that is full does."""

    size: int

    def __call__(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.size, self.size))


def nothing() -> None:
    """No peril."""


def start(arguments: Sequence[str], screen: Path, peril: Peril = nothing) -> BaseProcess:
    """Begin the command in this folder; what it prints goes to the file ``screen``."""
    process = _SERVER.Process(
        target=_live, args=(list(arguments), dict(os.environ), Path.cwd(), screen, peril)
    )
    process.start()
    return process


def run(arguments: Sequence[str], screen: Path, peril: Peril = nothing) -> int | None:
    """Run the command to its end and give its exit status, negative for the signal that ended it."""
    process = start(arguments, screen, peril)
    process.join()
    return process.exitcode


def _live(
    arguments: list[str], environment: dict[str, str], folder: Path, screen: Path, peril: Peril
) -> None:
    from extract.cli import main  # noqa: PLC0415  where the fork server has loaded it

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with screen.open("w", encoding="utf-8") as file, redirect_stdout(file), redirect_stderr(file):
        peril()
        main(arguments, prog_name="extract")
