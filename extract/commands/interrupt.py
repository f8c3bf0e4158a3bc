"""Ctrl-C while articles are asked about: once finishes those under way, twice stops at once."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from extract.errors import STOPPED
from extract.gate import Gate, Stop

_REASON = "Ctrl-C; run the same command again to go on from here"


@contextmanager
def finishing_on_interrupt(gate: Gate, say: Callable[[str], None]) -> Iterator[None]:
    """Within this, in a running event loop, the first Ctrl-C shuts the gate and the second is as ever."""
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        gate.shut(Stop(_REASON, STOPPED))
        under_way = gate.under_way
        if under_way:
            some = "the article" if under_way == 1 else f"the {under_way} articles"
            say(f"Finishing {some} under way; Ctrl-C again stops at once.")

    try:
        loop.add_signal_handler(signal.SIGINT, interrupted)
    except (NotImplementedError, RuntimeError):  # not on every platform, nor in every thread
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
