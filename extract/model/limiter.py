"""How many requests are under way at once: fewer when the server says slow down, more again as it answers."""

import asyncio
from types import TracebackType


class Limiter:
    """Additive increase, multiplicative decrease, as TCP's congestion window does (Chiu and Jain, 1989)."""

    def __init__(self, most: int) -> None:
        """Allow ``most`` requests at once until the server says otherwise."""
        self._most = float(most)
        self._allowed = float(most)
        self._running = 0
        self._turn = asyncio.Condition()

    @property
    def allowed(self) -> int:
        """Requests allowed at once now; at least 1."""
        return max(1, int(self._allowed))

    async def __aenter__(self) -> None:
        async with self._turn:
            await self._turn.wait_for(lambda: self._running < self.allowed)
            self._running += 1

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        async with self._turn:
            self._running -= 1
            self._turn.notify_all()

    def slow_down(self) -> None:
        """Halve: the server is overloaded."""
        self._allowed = max(1.0, self._allowed / 2)

    def speed_up(self) -> None:
        """Grow by one a round of answers."""
        self._allowed = min(self._most, self._allowed + 1 / self._allowed)
