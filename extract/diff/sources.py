"""Where records to compare come from: an outputs folder, its pending records, gold, a git revision."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from extract.diff.revision import records_of_revision
from extract.errors import RecordError, UsageError
from extract.evaluate.gold import GoldRecord
from extract.store import Store, parse_record
from schemas.record import Record

GOLD = "gold"
"""The model that gold names: a person."""


@dataclass(frozen=True, slots=True)
class Side:
    """A record of one source; ``optional`` are the paths of gold that may be there or not."""

    record: Record
    is_gold: bool = False
    optional: frozenset[str] = frozenset()


class Source(Protocol):
    """Records by article id."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        ...

    @property
    def whole(self) -> bool:
        """Whether an article that is not among them has no record."""
        ...

    def ids(self) -> list[str]:
        """The ids of its articles, sorted."""
        ...

    def load(self, id_: str) -> Side | None:
        """One record, or None. Raises ``RecordError``."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """The accepted records of a folder, or gold; with ``pending``, pending ones in place of accepted ones."""

    store: Store
    pending: bool = False
    whole: bool = True

    @property
    def name(self) -> str:
        """The folder."""
        return self.store.folder.as_posix()

    def ids(self) -> list[str]:
        """The ids of its articles, sorted."""
        return sorted({*self.store.ids(), *(self.store.pending_ids() if self.pending else ())})

    def load(self, id_: str) -> Side | None:
        """One record, or None. Raises ``RecordError``."""
        if self.pending and (record := self.store.load(id_, pending=True)):
            return Side(record)
        path = self.store.path(id_)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise RecordError(f"{path.as_posix()}: cannot be read: {exc.strerror}") from exc
        return read_side(content, source=path.as_posix())


@dataclass(frozen=True, slots=True)
class Pending:
    """The pending records of a folder."""

    store: Store
    whole: bool = False

    @property
    def name(self) -> str:
        """The folder, and that they are pending."""
        return f"pending in {self.store.folder.as_posix()}"

    def ids(self) -> list[str]:
        """The ids of the articles that have one, sorted."""
        return self.store.pending_ids()

    def load(self, id_: str) -> Side | None:
        """One record, or None. Raises ``RecordError``."""
        record = self.store.load(id_, pending=True)
        return Side(record) if record else None


@dataclass(frozen=True, slots=True)
class Revision:
    """The records that a git revision holds in a folder, read at once."""

    name: str
    contents: dict[str, bytes]
    whole: bool = True

    def ids(self) -> list[str]:
        """The ids of its articles, sorted."""
        return sorted(self.contents)

    def load(self, id_: str) -> Side | None:
        """One record, or None. Raises ``RecordError``."""
        content = self.contents.get(id_)
        return None if content is None else read_side(content, source=f"{self.name}/{id_}.json")


def read_side(content: bytes, *, source: str) -> Side:
    """A record, or gold, which has no provenance. Raises ``RecordError``."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise RecordError(f"{source}: cannot be read: {exc}") from exc
    if '"provenance"' not in text:
        try:
            return _of_gold(GoldRecord.model_validate_json(content))
        except ValidationError:
            pass  # neither gold: it is told as a record that does not hold
    return Side(parse_record(text, source=source))


def _of_gold(gold: GoldRecord) -> Side:
    """Gold as a record of which a person was sure."""
    data = gold.model_dump(mode="json")
    optional = set()
    for name in ("inspections", "strengths", "weaknesses", "recommendations", "quotes"):
        for at, item in enumerate(data[name]):
            if item.pop("optional"):
                optional.add(f"{name}[{at}]")
            if name in {"strengths", "weaknesses", "quotes"}:
                item["confidence"] = 1.0
    provenance = {"model": GOLD, "prompts": {}, "schema": "", "extract": ""}
    record = Record.model_validate({**data, "review": (), "provenance": provenance})
    return Side(record, is_gold=True, optional=frozenset(optional))


def open_source(given: str, outputs: Path, *, pending: bool) -> Source:
    """A folder, or a git revision of the outputs folder or, as ``REV:FOLDER``, of another.

    Raises ``UsageError``.
    """
    folder = Path(given)
    if folder.is_dir():
        store = Store(folder)
        if not store.ids() and not (pending and store.pending_ids()):
            raise UsageError(f"{given}: holds no records")
        return Accepted(store, pending=pending)
    revision, _, inside = given.partition(":")
    folder = Path(inside) if inside else outputs
    return Revision(f"{revision}:{folder.as_posix()}", records_of_revision(revision, folder))
