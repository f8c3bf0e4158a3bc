"""Where commands print."""

import sys

from rich.console import Console

LOG_WIDTH = 110
"""Columns where the output is no terminal."""


def open_console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or as a log file."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, emoji=False, width=None if stream.isatty() else LOG_WIDTH)
