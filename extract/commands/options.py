"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from extract.store import OUTPUTS

DEFAULT_ARTICLES = "seeds"
"""The articles of a command that is given none."""


def out_option(purpose: str = "Folder of the records.") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``--out``: the outputs folder that a command works on, as ``out``."""
    return click.option(
        "--out",
        "-o",
        default=OUTPUTS,
        show_default=True,
        type=click.Path(file_okay=False, path_type=Path),
        help=purpose,
    )
