"""What was decided about a place and why: worked out only where somebody wants to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Span = tuple[int, int]
Probabilities = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Note:
    """One decision about a place: a span of the article, or an entry of the record such as ``quotes[3]``."""

    place: Span | str
    part: str
    """The field that was decided, such as ``speaker``; ``item`` for whether there is one at all."""
    decided: str
    why: str
    """The rule, in words that follow what was decided."""
    probabilities: Mapping[str, Probabilities] = field(default_factory=dict)
    """Of the options, by what they are options for."""
