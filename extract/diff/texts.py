"""The article's own text, if it is still the one that a record was made from."""

from pathlib import Path

from extract.article import read_article
from extract.errors import ArticleError
from schemas.record import Article


def text_of(entry: Article) -> str | None:
    """The text that a record's spans count in; None where its file is gone or has changed."""
    if entry.source == "-":
        return None
    try:
        article = read_article(Path(entry.source))
    except (ArticleError, ValueError):  # a path no file can have is a ValueError
        return None
    return article.text if article.sha256 == entry.sha256 else None
