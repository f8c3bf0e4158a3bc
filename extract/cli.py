"""The command line: the commands put together, and what an error looks like to who typed it."""

import sys
from importlib import import_module
from typing import NamedTuple

import click

from extract import __version__
from extract.errors import STOPPED, WRONG_USAGE, ExtractError
from extract.printing import printable


class Listed(NamedTuple):
    """Where a command is, and what it is for; it is loaded only when it is typed."""

    module: str
    summary: str


COMMANDS = {
    "run": Listed("run", "Extract a record from each article."),
    "status": Listed("status", "Tell how each article's record stands, and why it is stale."),
    "diff": Listed("diff", "Show what changed between records, and why."),
    "review": Listed("review", "Decide what is pending and what is doubtful."),
    "show": Listed("show", "Show an article with its evidence."),
    "explain": Listed("explain", "Tell how an item of a record came to be."),
    "runs": Listed("runs", "List past runs, or tell of one its slowest articles, retries, cost."),
    "report": Listed("report", "Make one HTML page of a folder of records."),
    "eval": Listed("evaluate", "Score records, or a model, against gold."),
    "check": Listed("check", "Compare grades with Ofsted's register."),
    "models": Listed("models", "List the models and what is ready."),
    "schema": Listed("schema", "Print the record's JSON Schema."),
    "train": Listed("train", "Learn to read findings from labelled sentences."),
}
"""In the order in which a newcomer needs them. The function is called ``<name>_command``."""


class _Commands(click.Group):
    """A group whose commands may raise this project's errors: one line each, and the exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in their order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"extract.commands.{COMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each is for, without loading any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, listed.summary) for name, listed in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was typed."""
        try:
            return super().invoke(ctx)
        except ExtractError as exc:
            click.echo(f"extract: {printable(str(exc))}", err=True)
            sys.exit(WRONG_USAGE)
        except KeyboardInterrupt:
            click.echo("extract: stopped; run the same command again to go on from here", err=True)
            sys.exit(STOPPED)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="extract")
def main() -> None:
    """Turn news articles about Ofsted inspections of children's services into checked, structured records."""
