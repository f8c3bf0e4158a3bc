"""What happened while an article was read: the questions with their kept answers, and what was decided."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.model.notes import Note
from extract.model.tally import Tally


@dataclass(slots=True)
class Question:
    """One question as it is sent; ``kept`` is what the answer cache holds of it, or None."""

    task: str
    kind: str
    key: str
    messages: Sequence[Mapping[str, str]]
    shape: object
    """What an answer must look like: options, a JSON schema, or whatever is read."""
    kept: Mapping[str, Any] | None = None

    def shows(self, line: str) -> bool:
        """Whether these words are asked about; all that is shown is, but for neighbours in a reading."""
        if self.kind == "reading" and isinstance(self.shape, Sequence):
            return any(asked and line in text for _, text, _, asked in self.shape[-1])
        return any(line in text for text in _texts([dict(m) for m in self.messages] or self.shape))

    @property
    def probabilities(self) -> Mapping[str, float]:
        """Of the options of a choice that is kept."""
        given = (self.kept or {}).get("probabilities", {})
        return {str(option): float(p) for option, p in given.items()}


def _texts(value: object) -> Iterator[str]:
    """All text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | Sequence):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(part)


@dataclass(frozen=True, slots=True)
class Noted:
    """A decision of a task, with the questions that were asked just before it was made."""

    task: str
    note: Note
    asked: tuple[Question, ...]


@dataclass(slots=True)
class Trace(Tally):
    """A tally that looks at what it is told."""

    asked: list[Question] = field(default_factory=list)
    decided: list[Noted] = field(default_factory=list)
    _since: int = 0

    @property
    def task(self) -> str:
        """The task that is being asked about."""
        return self.asking.partition(" ")[0]

    def note(self, notes: Iterable[Note]) -> None:
        """Keep what was decided, with the questions since the last time."""
        since = tuple(self.asked[self._since :])
        self._since = len(self.asked)
        self.decided += [Noted(self.task, note, since) for note in notes]
