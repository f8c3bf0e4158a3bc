"""What a run shows while it goes on: a bar with the current question on a terminal, plain lines elsewhere."""

import asyncio
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
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
from rich.text import Text

from extract.batch import Failure, Outcome
from extract.model.tally import Tally
from extract.printing import printable
from extract.render import outcome_line, plain_line

_MOST_ASKING = 2
"""Articles that are named as being asked about."""
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
        self._task = self._bar.add_task("articles", total=total, asking="", visible=total > 0)

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
        self._bar.update(self._task, asking=_asking(self._running))

    async def keep_ticking(self) -> None:
        """Show what is being asked until the task that runs this is cancelled."""
        while True:
            self.tick()
            await asyncio.sleep(_TICK)

    def say(self, line: str) -> None:
        """Something that a person at the terminal should know now."""
        if not self._quiet:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def tell(self, lines: Iterable[Text]) -> None:
        """What stands on its own, between the lines of the articles."""
        for line in lines:
            self._console.print(line, highlight=False, soft_wrap=not self._console.is_terminal)

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


class WatchProgress:
    """A context manager around a watch: a line an article; below, on a terminal, what is being asked."""

    def __init__(self, console: Console, idle: str, *, quiet: bool) -> None:
        """``idle`` is said while nothing is asked. ``quiet`` shows failures only."""
        self._console = console
        self._idle = idle
        self._quiet = quiet
        self._running: dict[str, Tally] = {}
        self._status = console.status("") if console.is_terminal and not quiet else None

    def __enter__(self) -> Self:
        if self._status is None:
            if not self._quiet:
                self._console.print(self._idle, markup=False, highlight=False, soft_wrap=True)
            return self
        self.tick()
        self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def started(self, id_: str, tally: Tally) -> None:
        """An article is being asked about."""
        self._running[id_] = tally

    def tick(self) -> None:
        """Show what is being asked now."""
        if self._status is not None:
            self._status.update(escape(_asking(self._running) or self._idle))

    def finished(self, outcome: Outcome) -> None:
        """An article ended, one way or the other."""
        self._running.pop(outcome.id, None)
        failed = isinstance(outcome.result, Failure)
        if failed or not self._quiet:
            waits = f"; differs, waits as {printable(outcome.id)}.pending.json" if outcome.pending else ""
            line = f"{outcome_line(outcome)}{waits}"
            style = "red" if failed else None
            self._console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def _asking(running: Mapping[str, Tally]) -> str:
    named = list(running.items())[:_MOST_ASKING]
    return ", ".join(f"{printable(id_)[:24]} {tally.asking}" for id_, tally in named)
