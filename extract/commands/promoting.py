"""Reviewed records written as gold."""

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from extract.commands.console import open_console
from extract.errors import ExtractError, RecordError
from extract.evaluate.gold import GoldRecord
from extract.printing import printable
from extract.review.desk import Desk
from extract.review.promote import gold_of, why_not
from extract.store import write_atomically


def promote(desk: Desk, ids: Sequence[str], folder: Path, *, yes: bool) -> bool:
    """Write what may be gold, and say of the rest why it may not; False if one of ``ids`` may not."""
    console = open_console()
    good = True
    for id_ in ids or desk.store.ids():
        try:
            words, done = _promoted(desk, id_, folder, named=bool(ids), yes=yes)
        except ExtractError as exc:
            words, done = str(exc), False
        good = good and (done or not ids)
        console.print(Text(printable(f"{id_}: {words}"), style="" if done else "dim"), soft_wrap=True)
    return good


def _promoted(desk: Desk, id_: str, folder: Path, *, named: bool, yes: bool) -> tuple[str, bool]:
    case = desk.open(id_)
    if reason := why_not(case, named=named):
        return f"left out: {reason}", False
    path = folder / f"{id_}.json"
    before = _gold_at(path)
    content = gold_of(case, before)
    if before and GoldRecord.model_validate_json(content) == before:
        return f"is gold in {path.as_posix()} already", True
    if before and not yes:
        return f"left out: {path.as_posix()} says otherwise; --yes overwrites it", False
    write_atomically(path, content)
    return f"written to {path.as_posix()}", True


def _gold_at(path: Path) -> GoldRecord | None:
    try:
        return GoldRecord.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise RecordError(f"{path.as_posix()}: is there and is no gold; take it away first") from exc
