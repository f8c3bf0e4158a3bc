"""The article that a record was made of, read again and compared with the record."""

from pathlib import Path

from extract.article import Article, read_article
from extract.corpus import STDIN
from extract.errors import ArticleError, RecordError
from schemas.record import Record, Span


def read_source(record: Record) -> Article:
    """The article at the path that the record names.

    Raises ``ArticleError`` where it cannot be read, ``RecordError`` where the record does not fit it.
    """
    source = record.article.source
    path = Path(source)
    if path == STDIN:
        raise ArticleError(f"{record.article.id}: came from standard input; its text was not kept")
    if not path.is_file():
        raise ArticleError(f"{source}: there is no such file; run from the folder that 'extract run' ran in")
    article = read_article(path)
    check_fits(record, article)
    return article


def check_fits(record: Record, article: Article) -> None:
    """Refuse to point into another text than the record was made of. Raises ``RecordError``."""
    source = article.source
    if article.sha256 != record.article.sha256:
        raise RecordError(
            f"{source}: has changed since its record was made; run 'extract run {source}' to make it anew"
        )
    spans: tuple[Span, ...] = (
        *record.strengths,
        *record.weaknesses,
        *record.recommendations,
        *record.quotes,
    )
    for span in spans:
        if article.text[span.start : span.end] != span.text:
            raise RecordError(
                f"{source}: does not read at {span.start}:{span.end} as its record says; "
                f"delete the record and run 'extract run {source}'"
            )
