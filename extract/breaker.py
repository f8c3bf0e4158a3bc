"""When it is no use to ask a server any further: every article fails, and by the server's doing."""

from collections.abc import Set as AbstractSet

from extract.errors import (
    AccessRefusedError,
    ExtractError,
    ForbiddenError,
    ModelError,
    NoAnswerError,
    RequestRefusedError,
    TransportError,
)

ROUNDS = 3
"""One request is tried for half a minute (``RetryPolicy``): a server may be away for a minute and a half."""
_TROUBLE = (TransportError, NoAnswerError, RequestRefusedError)


class Breaker:
    """Trips at once where nothing can heal, else after some rounds of articles without a single answer.

    A round is all the articles that are asked about side by side: eight that fail together are one sign of
    trouble and not eight. Any answer in between, also one to an article that goes on, begins the count anew.
    """

    def __init__(self) -> None:
        self._rounds = 0
        self._round: AbstractSet[int] = frozenset()
        self._answers = 0

    def failed(self, exc: ExtractError, running: AbstractSet[int], answers: int) -> bool:
        """Whether to stop, told of each article that failed.

        ``running`` numbers the articles that are asked about, the failed one among them; ``answers`` is how
        many requests of the run were answered so far.
        """
        if answers > self._answers or (isinstance(exc, ModelError) and not isinstance(exc, _TROUBLE)):
            self._rounds, self._round, self._answers = 0, frozenset(), answers
        if isinstance(exc, AccessRefusedError) or (isinstance(exc, ForbiddenError) and not answers):
            return True
        if not isinstance(exc, _TROUBLE) or self._round & running:
            return False
        self._rounds += 1
        self._round = frozenset(running)
        return self._rounds >= ROUNDS
