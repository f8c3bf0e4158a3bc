"""What the run logs say of articles whose last attempt gave no record."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.batch import RUN_LOGS


@dataclass(frozen=True, slots=True)
class LastFailure:
    """Why an article's last attempt failed, and when its run last wrote to its log, in seconds."""

    reason: str
    logged: float


def last_failures(folder: Path, ids: Collection[str]) -> dict[str, LastFailure]:
    """The failures of those articles among ``ids`` whose latest attempt in any run's log failed."""
    found: dict[str, LastFailure] = {}
    wanted = set(ids)
    for log in sorted((folder / RUN_LOGS).glob("*.jsonl"), reverse=True):
        if not wanted:
            break
        ends = dict(_ends(log))
        found |= {
            id_: LastFailure(reason, log.stat().st_mtime)
            for id_, reason in ends.items()
            if id_ in wanted and reason is not None
        }
        wanted -= ends.keys()
    return found


def _ends(log: Path) -> Iterator[tuple[str, str | None]]:
    """An id and its failure or None, a line each; a line that a stopped run left half-written is left out."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            entry = json.loads(line)
            yield str(entry["id"]), None if entry["failure"] is None else str(entry["failure"])
        except (ValueError, KeyError, TypeError):
            continue
