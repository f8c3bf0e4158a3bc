"""What follows the run with --watch: a line for each article that lands, until Ctrl-C."""

import asyncio
from contextlib import aclosing

from rich.console import Console

from extract.batch import Outcome
from extract.printing import printable
from extract.progress import WatchProgress
from extract.runs.log import RunLog
from extract.watch import Watched, watch


async def keep_watching(watched: Watched, log: RunLog, console: Console, *, quiet: bool) -> list[Outcome]:
    """The outcomes of what landed until the task was cancelled, which is what Ctrl-C does."""
    outcomes: list[Outcome] = []
    places = ", ".join(printable(given) for given in watched.paths)
    idle = f"Watching {places} for new and changed articles. Ctrl-C ends it."
    with WatchProgress(console, idle, quiet=quiet) as progress:
        try:
            async with aclosing(watch(watched, progress.started, progress.tick)) as landed:
                async for outcome in landed:
                    log.add(outcome)
                    progress.finished(outcome)
                    outcomes.append(outcome)
        except asyncio.CancelledError:
            if (task := asyncio.current_task()) is not None:
                task.uncancel()  # ended as it was meant to end: the sums are still to be shown
    return outcomes
