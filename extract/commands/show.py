"""`extract show`: one article with its evidence, in the terminal."""

from pathlib import Path

import click

from extract.article import read_article
from extract.commands.console import open_console
from extract.errors import UsageError
from extract.marks import find_marks
from extract.printing import json_text
from extract.source import check_fits, read_source
from extract.store import OUTPUTS, PENDING, Store, article_id
from schemas.record import Record


@click.command("show")
@click.argument("article", metavar="ARTICLE")
@click.option(
    "--records",
    default=OUTPUTS,
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the records.",
)
@click.option("--pending", is_flag=True, help="Show the record that waits for a reviewer.")
@click.option("--json", "as_json", is_flag=True, help="Print every item in reading order as JSON.")
def show_command(article: str, records: Path, *, pending: bool, as_json: bool) -> None:
    """Show an article with its evidence: what is a strength, a weakness, a quote, and of which inspection.

    ARTICLE is the article's file, its record's file, or its id.

    Exit status: 0 shown, 2 wrong usage, no such record, or an article that changed since.
    """
    record, text = _find(article, Store(records), pending=pending)
    if as_json:
        items = [mark._asdict() for mark in find_marks(record, text)]
        click.echo(json_text(items))
        return
    from extract.render_article import article_view  # noqa: PLC0415  --json does without

    open_console().print(article_view(record, text), highlight=False)


def _find(given: str, store: Store, *, pending: bool) -> tuple[Record, str]:
    """The record and the text it points into, checked against each other."""
    path = Path(given)
    if path.suffix == ".json" and path.is_file():
        is_pending = path.name.endswith(PENDING)
        name = f"{path.name.removesuffix(PENDING)}.json" if is_pending else path.name
        pending = pending or is_pending
        store, given, path = Store(path.parent), article_id(name) or name, Path()
    article = read_article(path) if path.is_file() else None
    id_ = article.id if article else given
    record = store.load(id_, pending=pending)
    if record is None:
        missing = store.pending_path(id_) if pending else store.path(id_)
        made = "" if pending else f"; make it with 'extract run {given if article else 'ARTICLE'}'"
        raise UsageError(f"{missing.as_posix()}: there is no such record{made}")
    if article is None:
        return record, read_source(record).text
    check_fits(record, article)
    return record, article.text
