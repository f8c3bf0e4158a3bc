"""The article's own text, if it is still the one that a record was made from."""

from extract.errors import ArticleError, RecordError
from extract.source import read_source
from schemas.record import Record


def text_of(record: Record) -> str | None:
    """The text that a record's spans count in; None where its file is gone or has changed."""
    try:
        return read_source(record).text
    except (ArticleError, RecordError, ValueError):  # a path that no file can have is a ValueError
        return None
