"""`extract status`: which articles have a record that still holds, and what changed where it does not."""

import os
import sys
from pathlib import Path
from typing import cast

import click

from extract.commands.console import open_console
from extract.commands.options import DEFAULT_ARTICLES, out_option
from extract.corpus import find_articles
from extract.model.presets import Way, choose_preset
from extract.printing import json_text
from extract.provenance import provenance
from extract.render_status import status_values, status_view
from extract.status import STATES, find_status
from extract.store import Store
from extract.weights.pinned import IDENTITY

_NOT_FRESH = 1


@click.command("status")
@click.argument("paths", nargs=-1, metavar="[ARTICLES]...")
@out_option()
@click.option("--model", "-m", metavar="NAME", help="The model that a run would ask, as in extract run.")
@click.option("--base-url", metavar="URL", help="That model's server, as in extract run.")
@click.option(
    "--ask", type=click.Choice(["structured", "choice"]), help="How a run would ask, as in extract run."
)
@click.option(
    "--state", "states", multiple=True, type=click.Choice(STATES), help="List these only; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print every article as JSON, hashes whole.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when anything that is listed is not fresh.")
def status_command(  # noqa: PLR0913  one parameter an option
    paths: tuple[str, ...],
    out: Path,
    model: str | None,
    base_url: str | None,
    ask: str | None,
    states: tuple[str, ...],
    *,
    as_json: bool,
    exit_code: bool,
) -> None:
    """Tell how each article's record stands, and why it is stale. Asks nothing and writes nothing.

    \b
    fresh     a run would leave the record alone
    new       there is no record yet
    stale     article text, model, a task's prompt, schema or version changed
    pending   a rerun gave another record, which waits for review
    failed    the last attempt gave no record
    orphaned  a record whose article is gone

    Exit status: 0, or with --exit-code 1 when anything is not fresh; 2 wrong usage.
    """  # noqa: D301  click's mark of lines to be left as they are
    preset = choose_preset(model, base_url, cast("Way | None", ask), os.environ, embedded_identity=IDENTITY)
    articles = find_articles(paths or (DEFAULT_ARTICLES,))
    found = find_status(articles, Store(out), provenance(preset))
    listed = [s for s in found if not states or s.state in states]
    if as_json:
        click.echo(json_text(status_values(listed)))
    else:
        open_console().print(status_view(listed), highlight=False)
    sys.exit(_NOT_FRESH if exit_code and any(s.state != "fresh" for s in listed) else 0)
