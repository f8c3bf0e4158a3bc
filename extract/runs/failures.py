"""What the run logs say of articles whose last attempt gave no record."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from extract.runs.history import read_run, run_names
from extract.store import RUN_FILES


@dataclass(frozen=True, slots=True)
class LastFailure:
    """Why an article's last attempt failed, and when its run last wrote to its log, in seconds."""

    reason: str
    logged: float


def last_failures(folder: Path, ids: Collection[str]) -> dict[str, LastFailure]:
    """The failures of those articles among ``ids`` whose latest attempt in any run's log failed."""
    found: dict[str, LastFailure] = {}
    wanted = set(ids)
    for name in run_names(folder):
        if not wanted:
            break
        logged = (folder / RUN_FILES / f"{name}.jsonl").stat().st_mtime
        ends = {asked.id: asked.failure for asked in read_run(folder, name).asked}
        found |= {
            id_: LastFailure(reason, logged)
            for id_, reason in ends.items()
            if id_ in wanted and reason is not None
        }
        wanted -= ends.keys()
    return found
