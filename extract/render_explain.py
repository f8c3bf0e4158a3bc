"""How an item came to be, into rich renderables and into JSON's plain values."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.explain.explanation import Entry, Explanation, Step, read_off
from extract.explain.trace import Question
from extract.model.notes import Span
from extract.printing import printable, short

_MOST_OPTIONS = 6
_BAR = 20
"""Columns of a probability of 1."""
_NAMES = 18
"""Columns for the names of fields."""
_MOST_WORDS = 300
"""Characters of a stretch that are shown before its sentences."""
_PLACE = ("start", "end", "text")
"""Fields that are shown as the words themselves."""
_ANSWERED = {
    "structured": "one answer in JSON about the whole article",
    "choice": "one word out of closed options",
    "vector": "the model's state after reading, which a learned head looks at",
    "reading": "what the learned reader makes of these sentences, side by side",
}


def explain_view(explained: Explanation, id_: str, advice: str) -> Group:
    """The item, what was decided of it and why, then each question as it was sent.

    ``advice`` says how answers that are not kept are to be had.
    """
    parts: list[RenderableType] = [*_item(explained, id_), Text(), *_caveats(explained, advice)]
    place: object = explained.target.span or explained.target.entry
    for step in explained.steps:
        if step.noted.note.place != place:
            parts += [Text()] if step is not explained.steps[0] else []
            place = step.noted.note.place
            parts += [_words(place, explained)] if isinstance(place, tuple) else []
        parts += _step(step)
    if rule := read_off(explained.target):
        parts.append(Text(f"Read off the page by code, no model is asked: {rule}."))
    elif not explained.steps and not explained.questions:
        parts.append(Text("Nothing was decided here: no sentence of the body and no quotation stands here."))
    elif not explained.questions:
        parts.append(Text("No question was asked: the words settle it.", style="bright_black"))
    for number, question in enumerate(explained.questions, start=1):
        ends = " The replay ends here." if question is explained.ended_at else ""
        title = f"Question {number} of {len(explained.questions)} ({question.task}): "
        parts += [Text(), *_question(question, title, ends)]
    return Group(*parts)


def _item(explained: Explanation, id_: str) -> Iterator[RenderableType]:
    yield Text.assemble((explained.target.path, "bold"), f" of {printable(id_)}")
    if explained.target.span is not None:
        yield _indented(_words(explained.target.span, explained), 2)
    if explained.target.reason:
        yield _indented(Text(f"to review: {printable(explained.target.reason)}"), 2)
    if explained.item is not None:
        yield _indented(Text(_fields(explained.item, explained.target.field)), 2)


def _words(span: Span, explained: Explanation) -> Text:
    """A stretch of the article in one line, a long one cut, and where it stands."""
    words = " ".join(explained.article[slice(*span)].split())
    shown = words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"
    return Text.assemble(printable(shown), (f"  {span[0]}:{span[1]}", "bright_black"))


def _indented(renderable: RenderableType, columns: int) -> Padding:
    return Padding(renderable, (0, 0, 0, columns), expand=False)


def _fields(item: Mapping[str, Any], field: str | None) -> str:
    names = [field] if field else [name for name in item if name not in _PLACE]
    return printable(
        "; ".join(f"{name} {_plain(item[name])}" for name in names if item[name] not in ([], None))
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _caveats(explained: Explanation, advice: str) -> Iterator[RenderableType]:
    if explained.changed:
        what = ", ".join(f"{c.component} {short(c.old)} → {short(c.new)}" for c in explained.changed)
        yield Text(f"Stale: {printable(what)}. Below is how it would come to be today.", style="yellow")
    lacking = sum(q.kept is None for q in explained.questions)
    if lacking:
        some = "an answer" if lacking == 1 else f"{lacking} answers"
        yield Text(f"The answer cache lacks {some} that this rests on. {printable(advice)}", style="red")
    if explained.differs:
        yield Text(f"Today it would be: {_entries(explained.now or ())}", style="yellow")
        if not explained.changed:
            yield Text("Nothing that it depends on changed: it was edited since.", style="yellow")
    if explained.changed or lacking or explained.differs:
        yield Text()


def _entries(entries: Sequence[Entry]) -> str:
    each = [
        f"{name}: {printable(entry.get('text', ''))[:60]} ({_fields(entry, None)})" for name, entry in entries
    ]
    return "; ".join(each) or "nothing"


def _step(step: Step) -> Iterator[RenderableType]:
    note = step.noted.note
    decided, why = ("not known", "its answer is not kept") if step.lacks_answer else (note.decided, note.why)
    said = Text.assemble((printable(decided), "bold"), f" – {printable(why)}")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(min_width=_NAMES - 2, max_width=_NAMES - 2)
    grid.add_column(overflow="fold")
    grid.add_row(Text(note.part), said)
    yield grid
    if not step.lacks_answer:
        told = [sorted(q.probabilities.values()) for q in step.questions]
        for options in note.probabilities.values():
            if sorted(options.values()) not in told:  # else the question tells
                yield _indented(_options(options, {}), _NAMES)


def _options(probabilities: Mapping[str, float], meanings: Mapping[str, str]) -> Table:
    """The likeliest options, each with a bar."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, width=_BAR)
    table.add_column(ratio=1)
    ranked = sorted(probabilities.items(), key=lambda pair: -pair[1])
    for option, p in ranked[:_MOST_OPTIONS]:
        bar = Text("━" * round(p * _BAR), style="cyan")
        table.add_row(Text(printable(option)), f"{p:.2f}", bar, Text(printable(meanings.get(option, ""))))
    if rest := ranked[_MOST_OPTIONS:]:
        table.add_row(Text(f"{len(rest)} others", style="bright_black"), f"{sum(p for _, p in rest):.2f}")
    return table


def _question(question: Question, title: str, ends: str) -> Iterator[RenderableType]:
    answered = _ANSWERED.get(question.kind, f"a {question.kind}")
    state = "" if question.kept is not None else f". Its answer is not kept.{ends}"
    yield Text(f"{title}{answered}{state}", style="bold")
    if question.probabilities:
        yield _indented(_options(question.probabilities, _meanings(question)), 2)
    elif question.kept is None and isinstance(question.shape, list) and question.kind == "choice":
        yield Text(f"  options: {printable(', '.join(map(str, question.shape)))}")
    for message in question.messages:
        yield Text(f"  {message['role']}", style="bright_black")
        yield from (_indented(Text(printable(line)), 4) for line in message["content"].split("\n"))
    if not question.messages:
        yield from (_indented(Text(printable(line)), 4) for line in _lines(question.shape))
    if question.kept is not None and "answer" in question.kept:
        yield Text("  answer", style="bright_black")
        yield _indented(Text(printable(str(question.kept["answer"]))), 4)
    yield Text(f"  {question.key}", style="bright_black")


def _lines(shape: object) -> Iterator[str]:
    """The text in a question that has no messages: the strings of each list in one line."""
    parts = shape if isinstance(shape, list | tuple) else [shape]
    if line := "  ".join(part for part in parts if isinstance(part, str)):
        yield line
    for part in parts:
        if isinstance(part, list | tuple):
            yield from _lines(part)


def _meanings(question: Question) -> dict[str, str]:
    """What letters stand for, as the prompt lists them."""
    text = question.messages[-1]["content"] if question.messages else ""
    return dict(re.findall(r"^([A-Z])\. (.+)$", text, re.MULTILINE))


def explain_values(explained: Explanation, id_: str) -> dict[str, object]:
    """The same as plain values for JSON; answers and shapes whole."""
    return {
        "id": id_,
        "path": explained.target.path,
        "item": explained.item,
        "span": list(explained.target.span) if explained.target.span else None,
        "text": explained.article[slice(*explained.target.span)] if explained.target.span else None,
        "changed": [{"component": c.component, "old": c.old, "new": c.new} for c in explained.changed],
        "steps": [
            {
                "task": step.noted.task,
                "place": list(place) if isinstance(place := step.noted.note.place, tuple) else place,
                "part": step.noted.note.part,
                "decided": None if step.lacks_answer else step.noted.note.decided,
                "why": step.noted.note.why,
                "probabilities": {} if step.lacks_answer else step.noted.note.probabilities,
            }
            for step in explained.steps
        ],
        "questions": [
            {
                "task": q.task,
                "kind": q.kind,
                "key": q.key,
                "messages": [dict(message) for message in q.messages],
                "shape": q.shape,
                "kept": q.kept,
            }
            for q in explained.questions
        ],
        "now": None if explained.now is None else [{"list": name, **entry} for name, entry in explained.now],
    }
