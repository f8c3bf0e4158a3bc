"""The command line: the commands put together, and what an error looks like to who typed it."""

import sys

import click

from extract import __version__
from extract.commands.check import check_command
from extract.commands.diff import diff_command
from extract.commands.evaluate import eval_command
from extract.commands.explain import explain_command
from extract.commands.models import models_command
from extract.commands.report import report_command
from extract.commands.review import review_command
from extract.commands.run import run_command
from extract.commands.schema import schema_command
from extract.commands.show import show_command
from extract.commands.status import status_command
from extract.commands.train import train_command
from extract.errors import ExtractError
from extract.printing import printable

_USAGE, _STOPPED = 2, 130


class _Commands(click.Group):
    """A group whose commands may raise this project's errors: one line each, and the exit status."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except ExtractError as exc:
            click.echo(f"extract: {printable(str(exc))}", err=True)
            sys.exit(_USAGE)
        except KeyboardInterrupt:
            click.echo("extract: stopped; run the same command again to go on from here", err=True)
            sys.exit(_STOPPED)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="extract")
def main() -> None:
    """Turn news articles about Ofsted inspections of children's services into checked, structured records."""


for command in (
    run_command,
    status_command,
    diff_command,
    review_command,
    explain_command,
    eval_command,
    check_command,
    models_command,
    schema_command,
    train_command,
):
    main.add_command(command)
main.add_command(show_command)
main.add_command(report_command)
