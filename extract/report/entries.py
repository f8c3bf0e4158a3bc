"""What the page is about: each record with the text it was made of."""

from dataclasses import dataclass

from extract.errors import ArticleError, RecordError
from extract.source import read_source
from extract.store import Store
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and its article's text; without the text, the reason why it is not shown."""

    record: Record
    text: str | None
    missing: str | None = None


def read_entries(store: Store) -> tuple[list[Entry], dict[str, str]]:
    """Every accepted record in order of its id; and, by id, why a record could not be read."""
    entries: list[Entry] = []
    failures: dict[str, str] = {}
    for id_ in store.ids():
        try:
            record = store.load(id_)
        except RecordError as exc:
            failures[id_] = str(exc)
            continue
        if record is not None:  # None: taken away since the folder was listed
            entries.append(_entry(record))
    return entries, failures


def _entry(record: Record) -> Entry:
    """A record whose text is gone or changed is shown by its own words alone."""
    try:
        return Entry(record, read_source(record).text)
    except (ArticleError, RecordError) as exc:
        return Entry(record, None, str(exc))
