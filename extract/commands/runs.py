"""`extract runs`: what past runs did, and what in one of them took long, failed or cost."""

from pathlib import Path

import click

from extract.commands.console import open_console
from extract.commands.options import out_option
from extract.printing import json_text
from extract.render_runs import run_values, run_view, runs_view
from extract.runs.history import find_run, read_run, run_names

_LATEST = 20


@click.command("runs")
@click.argument("run", required=False)
@out_option()
@click.option("--all", "every", is_flag=True, help=f"List all runs, not only the latest {_LATEST}.")
@click.option(
    "--slowest", default=10, show_default=True, type=click.IntRange(1), help="How many of a run's articles."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, of one run every article.")
def runs_command(run: str | None, out: Path, slowest: int, *, every: bool, as_json: bool) -> None:
    """List past runs, or tell of one its slowest articles, retries, cost and failures.

    RUN is a run's name or the beginning of it, or "last".

    Exit status: 0 told, 2 wrong usage.
    """
    if run is not None:
        found = find_run(out, run)
        if as_json:
            click.echo(json_text(run_values(found, articles=True)))
        else:
            open_console().print(run_view(found, slowest), highlight=False)
        return
    names = run_names(out)
    listed = [read_run(out, name) for name in (names if every else names[:_LATEST])]
    if as_json:
        click.echo(json_text([run_values(r, articles=False) for r in listed]))
    elif not listed:
        click.echo(f"No run has written to {out.as_posix()}/ yet.")
    else:
        open_console().print(runs_view(listed), highlight=False)
        if len(names) > len(listed):
            click.echo(f"{len(names) - len(listed):,} older runs; --all lists them")
