"""Time that passes only when somebody waits for it."""

from dataclasses import dataclass, field


@dataclass
class SimulatedTime:
    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
