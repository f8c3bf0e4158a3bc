"""What follows the run with --watch: a line for each article that lands, until Ctrl-C."""

from contextlib import aclosing

from rich.console import Console

from extract.batch import Outcome
from extract.printing import printable
from extract.progress import WatchProgress
from extract.runs.log import RunLog
from extract.watch import Watched, watch


async def keep_watching(watched: Watched, log: RunLog, console: Console, *, quiet: bool) -> list[Outcome]:
    """The outcomes of what landed until the gate was shut, which is what Ctrl-C does."""
    outcomes: list[Outcome] = []
    places = ", ".join(printable(given) for given in watched.paths)
    idle = f"Watching {places} for new and changed articles. Ctrl-C ends it."
    with WatchProgress(console, idle, quiet=quiet) as progress:
        async with aclosing(watch(watched, progress.started, progress.tick)) as landed:
            async for outcome in landed:
                log.add(outcome)
                progress.finished(outcome)
                outcomes.append(outcome)
    return outcomes
