"""What a run may spend before it begins no further article."""

from dataclasses import dataclass

from extract.model.tally import Tally


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one run, None for none: US dollars, tokens in and out together, seconds."""

    cost: float | None = None
    tokens: int | None = None
    seconds: float | None = None

    def reached(self, spent: Tally, seconds: float) -> str | None:
        """The limit that is reached, in words; None as long as there is something left."""
        tokens = spent.tokens_in + spent.tokens_out
        if self.cost is not None and (spent.cost or 0.0) >= self.cost:
            return f"--max-cost {self.cost:g} was reached at ${spent.cost:.4f}"
        if self.tokens is not None and tokens >= self.tokens:
            return f"--max-tokens {self.tokens} was reached at {tokens:,} tokens"
        if self.seconds is not None and seconds >= self.seconds:
            return f"--max-time was reached after {seconds:,.0f} s"
        return None

    def unknowable(self, spent: Tally) -> str | None:
        """Why a limit cannot be kept, in words; None as long as it can."""
        if not spent.uncounted or (self.cost is None and self.tokens is None):
            return None
        option = "--max-tokens" if self.cost is None else "--max-cost"
        return f"the server does not say how many tokens it used, so {option} cannot be kept; use --max-time"
