"""`extract report`: one page over a folder of records."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from extract.errors import UsageError
from extract.printing import printable
from extract.store import OUTPUTS, Store, write_atomically

DEFAULT_TITLE = "Ofsted inspections in the news"
_SOME_FAILED = 1


@click.command("report")
@click.argument(
    "records",
    default=OUTPUTS,
    metavar="[RECORDS_FOLDER]",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--out",
    "-o",
    default="report.html",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The page's file.",
)
@click.option("--title", default=DEFAULT_TITLE, show_default=True, help="The page's heading.")
def report_command(records: Path, out: Path, title: str) -> None:
    """Make one HTML page of a folder of records: charts, a table, each article with its evidence.

    RECORDS_FOLDER is outputs/ unless another is named. The page needs nothing else: no network, no server.

    Exit status: 0 made, 1 made, but some records could not be read, 2 wrong usage.
    """
    from extract.report.entries import read_entries  # noqa: PLC0415  the template engine, which only a page needs
    from extract.report.page import render_page  # noqa: PLC0415

    if out.suffix.lower() not in {".html", ".htm"}:
        raise UsageError(f"{out.as_posix()}: the page is HTML; give --out a name that ends in .html")
    with _nothing_collected():
        entries, failures = read_entries(Store(records))
        if not entries:
            reason = next(iter(failures.values()), f"make some with 'extract run --out {records.as_posix()}'")
            raise UsageError(f"{records.as_posix()}: holds no records that can be read; {reason}")
        page = render_page(title, records.as_posix(), entries, failures)
    write_atomically(out, page)
    articles = f"{len(entries):,} article{'s'[: len(entries) != 1]}"
    click.echo(f"Wrote {printable(out.as_posix())}: {articles}, {len(page.encode()) / 1e6:.1f} MB")
    for entry in entries:
        if entry.missing is not None:
            click.echo(f"without its text: {printable(entry.missing)}", err=True)
    for id_, reason in failures.items():
        click.echo(f"failed {printable(id_)}: {printable(reason)}", err=True)
    sys.exit(_SOME_FAILED if failures else 0)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Without looking for garbage: a thousand records are all kept to the end, and looking took a sixth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
