"""What asking about an article has cost: calls, tokens, attempts, dollars; and what is being asked now."""

from collections.abc import Iterable
from dataclasses import dataclass

from extract.model.notes import Note
from extract.model.presets import PRICES


@dataclass(slots=True)
class Tally:
    """A running sum; ``cost`` in US dollars, None while a price is not known."""

    questions: int = 0
    from_cache: int = 0
    attempts: int = 0
    """Requests sent, the failed ones too."""
    answers: int = 0
    """Requests that brought an answer, also one that was then rejected."""
    uncounted: int = 0
    """Requests of which the server does not say what they took."""
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    cost: float | None = None
    asking: str = ""

    def add_usage(self, model: str, tokens_in: int, tokens_cached: int, tokens_out: int) -> None:
        """Count one answered request, also one whose answer was then rejected."""
        self.tokens_in += tokens_in
        self.tokens_cached += tokens_cached
        self.tokens_out += tokens_out
        if price := PRICES.get(model):
            fresh = tokens_in - tokens_cached
            self.cost = (self.cost or 0.0) + (
                fresh * price.input + tokens_cached * price.cached + tokens_out * price.output
            ) / 1e6

    def add(self, other: "Tally") -> None:
        """Count what another tally counted."""
        self.questions += other.questions
        self.from_cache += other.from_cache
        self.attempts += other.attempts
        self.answers += other.answers
        self.uncounted += other.uncounted
        self.tokens_in += other.tokens_in
        self.tokens_cached += other.tokens_cached
        self.tokens_out += other.tokens_out
        if other.cost is not None:
            self.cost = (self.cost or 0.0) + other.cost

    def note(self, notes: Iterable[Note]) -> None:
        """What was just decided, and why, after the questions it rests on. A plain tally does not look."""
