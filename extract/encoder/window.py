"""A window: neighbouring sentences that are read together, so that each is understood beside the others."""

from dataclasses import dataclass
from typing import Literal, get_args

Mark = Literal[
    "headline",
    "standfirst",
    "heading",
    "bullet",
    "told",
    "told by inspectorate",
    "told by council",
    "told by other",
    "quoted",
    "quoted from inspectorate",
    "quoted from council",
    "quoted from other",
]
MARKS: tuple[Mark, ...] = get_args(Mark)
"""What code knows of a line, in an order that the learned numbers depend on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is read: ``mark`` goes before its words.

    ``clauses`` are stretches of ``text`` that are read on their own too; ``asked`` is False for a line that
    only stands beside the others.
    """

    mark: Mark
    text: str
    clauses: tuple[tuple[int, int], ...] = ()
    asked: bool = True


Window = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities of labels and of themes; ``clauses`` has a reading for each clause of the line."""

    labels: dict[str, float]
    themes: dict[str, float]
    clauses: tuple["Reading", ...] = ()
