"""Whether another article may be begun; those under way are always finished."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from extract.breaker import Breaker
from extract.budget import Budget
from extract.errors import ExtractError, reason_of
from extract.model.tally import Tally

NO_USE = 2
SPENT = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """Why no further article is begun, and the exit status that tells it."""

    reason: str
    status: int


class Gate:
    """Open until it is shut, the budget is spent or the server is not worth asking; then shut for good."""

    def __init__(self, budget: Budget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self.stop: Stop | None = None
        self._budget = budget or Budget()
        self._clock = clock
        self._begun = clock()
        self._breaker = Breaker()
        self._numbers = itertools.count()
        self._running: dict[int, Tally] = {}
        self._ended = Tally()

    def is_open(self) -> bool:
        """Whether another article may be begun; if not, ``stop`` says why."""
        if self.stop is None:
            spent = self.spent()
            if reason := self._budget.unknowable(spent):
                self.stop = Stop(reason, NO_USE)
            elif reason := self._budget.reached(spent, self._clock() - self._begun):
                self.stop = Stop(f"{reason}; run the same command again to go on from here", SPENT)
        return self.stop is None

    def shut(self, stop: Stop) -> None:
        """Begin no further article, for a reason from outside; the first reason counts."""
        self.stop = self.stop or stop

    @property
    def under_way(self) -> int:
        """How many articles are being asked about."""
        return len(self._running)

    @contextmanager
    def passed(self, tally: Tally) -> Iterator[None]:
        """Around the asking about one article, so that what it takes and how it fails is known."""
        number = next(self._numbers)
        self._running[number] = tally
        try:
            yield
        except ExtractError as exc:
            if self._breaker.failed(exc, self._running.keys(), self.spent().answers):
                self.shut(Stop(reason_of(exc), NO_USE))
            raise
        finally:
            self._ended.add(self._running.pop(number))

    def spent(self) -> Tally:
        """What all articles took so far, those under way among them."""
        total = Tally()
        for tally in (self._ended, *self._running.values()):
            total.add(tally)
        return total
