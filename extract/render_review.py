"""A reviewer's question into rich renderables: what happened or is doubtful, and its paragraph."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extract.candidates.surroundings import surroundings
from extract.diff.reasons import because
from extract.diff.things import Thing
from extract.printing import printable
from extract.render_diff import component_words
from extract.render_things import about, headline
from extract.render_words import one_line, spans_woven, woven
from extract.review.questions import Question
from extract.review.verdicts import Case
from extract.staleness import why_stale
from schemas.record import Inspection

_ASKED, _TEXT, _FOOT = (0, 0, 0, 2), (1, 2, 0, 4), (1, 0, 1, 2)
_CHOICES = (0, 2, 0, 4)
_MOST_EVIDENCE = 3


def question_view(question: Question, case: Case, place: str, *, colour: bool) -> Group:
    """One question; ``place`` tells how far the reviewer is."""
    return Group(
        Text(),
        Rule(Text(f"{printable(question.id)} · {place}"), align="left", style="dim"),
        Padding(_asked(question, case), _ASKED, expand=False),
        *_because(question, case),
        *(Padding(words, _TEXT, expand=False) for words in _words(question, case, colour=colour)),
        Padding(Text(_foot(question, case), style="dim"), _FOOT, expand=False),
    )


def _asked(question: Question, case: Case) -> Text:
    if question.change:
        there = case.diff
        line = headline(question.change, there.before, there.after)
        needed = len(question.change.needs)
        return line.append(f" (with {needed} other change{'s'[: needed != 1]})" if needed else "")
    reason = question.entry.reason if question.entry else ""
    if question.thing is None:
        return Text.assemble(
            ("left out", "bold yellow"), f": {one_line(reason.removeprefix('left out, but '))}"
        )
    thing = question.thing
    return Text.assemble(
        (thing.label, "bold yellow"), f": {about(thing, case.accepted)} – {one_line(reason)}"
    )


def _because(question: Question, case: Case) -> Iterator[RenderableType]:
    if question.change is None or case.pending is None:
        return
    differing = tuple(why_stale(case.accepted, case.pending.article.sha256, case.pending.provenance))
    names = because(question.change, differing)
    words = [component_words(c) for c in differing if c.component in names]
    if question.change.forced:
        words = ["the article no longer says it"]
    if words:
        yield Padding(Text(f"because {' and '.join(words)}", style="dim"), _ASKED, expand=False)


def _words(question: Question, case: Case, *, colour: bool) -> Iterator[Text]:
    """The paragraph with the sentence and the span in it; of an inspection, its evidence."""
    if question.change and question.change.forced and question.change.old:
        yield from _alone(question.change.old)
        return
    spans = _spans(question)
    if case.text is None:
        yield Text(f"{printable(case.accepted.article.source)} is not there as it was read", style="dim")
        for thing in (question.change.old, question.change.new) if question.change else (question.thing,):
            yield from _alone(thing) if thing else ()
        return
    for old, new in spans:
        low = min(span[0] for span in (old, new) if span)
        high = max(span[1] for span in (old, new) if span)
        paragraph, sentence = surroundings(case.text, low, high)
        yield woven(spans_woven(case.text, paragraph, old, new, near=sentence), colour=colour)


def _alone(thing: Thing) -> Iterator[Text]:
    if thing.kind in {"finding", "quote"}:
        yield Text(one_line(thing.item.text))


Span = tuple[int, int] | None


def _spans(question: Question) -> list[tuple[Span, Span]]:
    change = question.change
    if change and change.what in {"added", "removed", "reworded"} and change.thing.label != "inspection":
        return [(_span(change.old), _span(change.new))]
    if question.thing is None:
        place = question.place
        stretch = (place.start, place.end) if place and place.start is not None and place.end else None
        return [(stretch, stretch)] if stretch else []
    if isinstance(question.thing.value, Inspection):
        evidence = sorted((e.start, e.end) for e in question.thing.value.evidence)
        return [(span, span) for span in evidence[:_MOST_EVIDENCE]]
    span = _span(question.thing)
    return [(span, span)] if span else []


def _span(thing: Thing | None) -> Span:
    return (thing.item.start, thing.item.end) if thing and thing.kind in {"finding", "quote"} else None


def _foot(question: Question, case: Case) -> str:
    where = [question.key]
    for old, new in _spans(question)[:1] if case.text else ():
        known = [span for span in (old, new) if span]
        low, high = min(s for s, _ in known), max(e for _, e in known)
        start, end = surroundings(case.text or "", low, high)[1]
        where.append(f"sentence {start}:{end}")
    return " · ".join([*where, printable(case.accepted.article.source)])


def menu_view(title: str, rows: Sequence[tuple[str, str]]) -> Group:
    """Choices with the key of each; whatever is not offered leads back."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for key, words in rows:
        table.add_row(Text(key, style="bold"), Text(one_line(words)))
    return Group(Text(f"  {title}", style="bold"), Padding(table, _CHOICES, expand=False))
