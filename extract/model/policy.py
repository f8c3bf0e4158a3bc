"""How patient one request is: how often it is tried, how long is waited, how much is read."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Limits of one request, in seconds and bytes, and the time they are measured by."""

    attempts: int = 6
    total_seconds: float = 180.0
    first_wait: float = 1.0
    longest_wait: float = 30.0
    request_seconds: float = 120.0
    """For one attempt, from the first byte sent to the last byte read."""
    most_bytes: int = 4_000_000
    """Of one answer: several times what the largest output limit can fill."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
