"""Limits of a run as they are typed, and the line that tells why it stopped early."""

import click
import durationpy

from extract.budget import Budget
from extract.errors import UsageError
from extract.gate import Stop
from extract.model.presets import PRICES, Preset


class Duration(click.ParamType[float]):
    """Seconds, typed with units: ``90s``, ``20m``, ``1h30m``."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds."""
        try:
            seconds = durationpy.from_str(str(value)).total_seconds()
        except durationpy.DurationError:
            seconds = 0.0
        if seconds <= 0:
            self.fail(f"{value!r} is no time such as 90s, 20m or 1h30m.", param, ctx)
        return seconds


def budget_of(cost: float | None, tokens: int | None, seconds: float | None, preset: Preset) -> Budget:
    """The limits of a run. Raises ``UsageError`` where dollars cannot be counted."""
    if cost is not None and preset.model not in PRICES:
        raise UsageError(
            f"--max-cost: the price of {preset.name} is not known; use --max-tokens or --max-time instead"
        )
    return Budget(cost, tokens, seconds)


def stop_line(stop: Stop, failed: int, left: int) -> str:
    """Why a run stopped early; ``failed`` articles failed by that same reason, ``left`` were not begun."""
    counted = ", ".join(f"{n:,} {what}" for n, what in ((failed, "failed"), (left, "not begun")) if n)
    return f"stopped{f' ({counted})' if counted else ''}: {stop.reason}"
