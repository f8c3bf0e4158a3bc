"""`extract diff`: what changed between two sets of records, and why."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console

from extract.commands.console import open_console
from extract.commands.options import out_option
from extract.diff.compare import Compared, compare
from extract.diff.report import as_json
from extract.diff.sources import Accepted, Pending, Source, open_source
from extract.diff.texts import text_of
from extract.errors import UsageError
from extract.printing import json_text
from extract.store import Store

_CHANGED = 1
_SPACES = re.compile(r" +$", re.MULTILINE)


@click.command("diff")
@click.argument("sources", nargs=-1, metavar="[A] [B]")
@out_option("The outputs folder.")
@click.option("--only", "ids", multiple=True, metavar="ID", help="This article only; may be given again.")
@click.option("--pending", is_flag=True, help="Take a folder's pending records in place of accepted ones.")
@click.option("--stat", is_flag=True, help="Only how much changed, by article and by kind.")
@click.option("--summary", is_flag=True, help="Only how much changed, by kind.")
@click.option("--side-by-side", "-y", "side_by_side", is_flag=True, help="Before on the left, after right.")
@click.option("--json", "json_", is_flag=True, help="Print every change as JSON.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changed.")
@click.option("--no-pager", is_flag=True, help="Print all at once on a terminal too.")
def diff_command(  # noqa: PLR0913  one parameter an option
    sources: tuple[str, ...],
    out: Path,
    ids: tuple[str, ...],
    *,
    pending: bool,
    stat: bool,
    summary: bool,
    side_by_side: bool,
    json_: bool,
    exit_code: bool,
    no_pager: bool,
) -> None:
    """Show what changed between records: accepted ones and pending ones, unless A and B are named.

    A and B are folders of records, folders of gold, or git revisions of the outputs folder (HEAD~1, or
    HEAD~1:FOLDER for another); B is the outputs folder if only A is named. Inspections are matched by
    council and visit, all else by span, so that the order of lists is nothing. Each change has a key, as
    extract review takes it: ID#KEY.

    Exit status: 0 all well, 1 a record cannot be read or, with --exit-code, anything changed, 2 wrong
    usage.
    """
    before, after = _open(sources, out, pending=pending)
    found = compare(before, after, ids)
    if json_:
        seen = list(found)
        click.echo(json_text(as_json(before.name, after.name, seen)))
    elif stat or summary:
        seen = [one for one in found if one.state != "same"]
        _print_stat(seen, articles=stat)
    else:
        seen = []
        _print_all(_noting(found, seen), side_by_side=side_by_side, paged=not no_pager)
    unreadable = any(one.state == "unreadable" for one in seen)
    changed = exit_code and any(one.state != "same" for one in seen)
    sys.exit(_CHANGED if unreadable or changed else 0)


def _open(sources: tuple[str, ...], out: Path, *, pending: bool) -> tuple[Source, Source]:
    for third in sources[2:]:
        raise UsageError(f"{third}: only two sources can be compared")
    store = Store(out)
    if not sources or (len(sources) == 1 and Path(sources[0]).resolve() == out.resolve()):
        if not out.is_dir():
            raise UsageError(f"{out.as_posix()}: there is no such folder; name another with --out")
        return Accepted(store), Pending(store)
    opened = [open_source(given, out, pending=pending) for given in sources]
    return opened[0], opened[1] if len(opened) > 1 else open_source(str(out), out, pending=pending)


def _noting(found: Iterator[Compared], seen: list[Compared]) -> Iterator[Compared]:
    """The articles as they come; what is needed at the end is noted without their records."""
    for one in found:
        seen.append(Compared(one.id, one.state))
        yield one


def _print_stat(found: list[Compared], *, articles: bool) -> None:
    from extract.render_diff_stat import stat_view  # noqa: PLC0415  with the sentence splitter

    console = open_console()
    if found:
        console.print(stat_view(found, articles=articles))
    click.echo(_sums(len(found), sum(len(one.changes) for one in found)))


def _print_all(found: Iterator[Compared], *, side_by_side: bool, paged: bool) -> None:
    console = open_console()
    shown = _rendered(console, found, side_by_side=side_by_side)
    if console.is_terminal and paged:
        os.environ.setdefault("LESS", "FRX")  # as git does: colours, and no pager for what fits the screen
        click.echo_via_pager(shown, color=True)  # the console has decided on that
    else:
        for block in shown:
            click.echo(block, nl=False)


def _rendered(console: Console, found: Iterator[Compared], *, side_by_side: bool) -> Iterator[str]:
    """Each changed article as it is printed, and the sums."""
    from extract.render_diff import Page, article_view  # noqa: PLC0415  as above
    from extract.render_diff_side import side_view  # noqa: PLC0415

    colour = console.color_system is not None and not console.no_color
    view = side_view if side_by_side else article_view
    articles = changes = 0
    for one in found:
        if one.state == "same":
            continue
        articles, changes = articles + 1, changes + len(one.changes)
        text = text_of(one.diff.after) if one.diff else None
        with console.capture() as capture:
            console.print(view(one, Page(text, colour)))
        yield capture.get() if console.is_terminal else _SPACES.sub("", capture.get())
    yield f"{_sums(articles, changes)}\n"


def _sums(articles: int, changes: int) -> str:
    if not articles:
        return "Nothing changed."
    return f"{changes:,} change{'s'[: changes != 1]} in {articles:,} article{'s'[: articles != 1]}."
