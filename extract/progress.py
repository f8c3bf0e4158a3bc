"""What a run shows while it goes on: a bar with the current question on a terminal, plain lines elsewhere."""

import asyncio
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from extract.batch import Outcome
from extract.model.tally import Tally
from extract.render import plain_line, printable

_TICK = 0.2
"""Seconds between two looks at what is being asked."""


class RunProgress:
    """A context manager around a run. ``quiet`` shows nothing."""

    def __init__(self, console: Console, total: int, *, quiet: bool) -> None:
        """``total`` articles are to be asked about."""
        self._console = console
        self._total = total
        self._done = 0
        self._quiet = quiet
        self._running: dict[str, Tally] = {}
        self._preparing: TaskID | None = None
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[asking]}", markup=False),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
            get_time=None,
        )
        self._task = self._bar.add_task("articles", total=total, asking="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def preparing(self, doing: str, done: int, size: int) -> None:
        """Bytes of the model's weights dealt with so far."""
        if self._preparing is None:
            if not self._console.is_terminal and not self._quiet:
                self._console.print(f"{doing} …", markup=False)
            self._preparing = self._bar.add_task(doing, total=size, asking="bytes")
        self._bar.update(self._preparing, description=doing, total=size, completed=done, visible=done < size)

    def started(self, id_: str, tally: Tally) -> None:
        """An article is being asked about."""
        self._running[id_] = tally
        self.tick()

    def tick(self) -> None:
        """Show what is being asked now."""
        asking = ", ".join(f"{printable(id_)[:24]} {t.asking}" for id_, t in list(self._running.items())[:2])
        self._bar.update(self._task, asking=asking)

    async def keep_ticking(self) -> None:
        """Show what is being asked until the task that runs this is cancelled."""
        while True:
            self.tick()
            await asyncio.sleep(_TICK)

    def advance(self) -> None:
        """One more of what is counted is done."""
        self._bar.update(self._task, advance=1)

    def finished(self, outcome: Outcome) -> None:
        """An article ended, one way or the other."""
        self._running.pop(outcome.id, None)
        self._done += 1
        self._bar.update(self._task, advance=1)
        self.tick()
        if not self._quiet and not self._console.is_terminal:
            self._console.print(
                plain_line(outcome, self._done, self._total), markup=False, highlight=False, soft_wrap=True
            )
