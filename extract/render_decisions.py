"""What was decided of an article and why, a line a decision, for `extract run -v`."""

from collections.abc import Iterable, Iterator, Mapping

from rich.text import Text

from extract.explain.trace import Noted
from extract.printing import printable

_MOST_WORDS = 60
"""Characters of a stretch that are shown."""
_MOST_OPTIONS = 3


def decision_lines(id_: str, text: str, decided: Iterable[Noted]) -> Iterator[Text]:
    """The article's decisions in the order in which they were made; a task and a place are named once."""
    yield Text(printable(id_), "bold")
    before: object = None
    for noted in decided:
        note = noted.note
        if (noted.task, note.place) != before:
            before = noted.task, note.place
            yield Text(f"  {noted.task}  {_where(note.place, text)}", "bright_black")
        sure = "; ".join(_odds(odds) for odds in note.probabilities.values())
        odds = f" ({sure})" if sure else ""
        yield Text(f"    {note.part} {printable(note.decided)}{odds} – {printable(note.why)}")


def _where(place: tuple[int, int] | str, text: str) -> str:
    if isinstance(place, str):
        return printable(place)
    words = " ".join(text[slice(*place)].split())
    shown = words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"
    return f"{place[0]}:{place[1]} {printable(shown)}"


def _odds(probabilities: Mapping[str, float]) -> str:
    likeliest = sorted(probabilities.items(), key=lambda option: -option[1])[:_MOST_OPTIONS]
    return ", ".join(f"{printable(option)} {p:.2f}" for option, p in likeliest)
