"""The article that a record was made of, read again."""

from pathlib import Path

from extract.article import Article, read_article
from extract.corpus import STDIN
from extract.errors import ArticleError, RecordError
from schemas.record import Record


def read_source(record: Record) -> Article:
    """The article as it is now, at the path that the record names.

    Raises ``ArticleError`` where it cannot be read, ``RecordError`` where it is not the text of the record.
    """
    source = record.article.source
    path = Path(source)
    if path == STDIN:
        raise ArticleError(
            f"{record.article.id}: came from standard input, which nobody kept; save it as a file"
        )
    if not path.is_file():
        raise ArticleError(f"{source}: there is no such file; run from the folder that 'extract run' ran in")
    article = read_article(path)
    check_unchanged(record, article)
    return article


def check_unchanged(record: Record, article: Article) -> None:
    """Refuse to point into another text than the record's. Raises ``RecordError``."""
    if article.sha256 != record.article.sha256:
        raise RecordError(
            f"{article.source}: has changed since its record was made; "
            f"run 'extract run {article.source}' to make it anew"
        )
