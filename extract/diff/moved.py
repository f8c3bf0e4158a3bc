"""A record told on another text of its article: what still stands there, and what is lost."""

from collections.abc import Iterable
from dataclasses import replace

from extract.diff.pairs import pair_inspections
from extract.diff.things import LISTS, Label, Thing, Value, facts, make_item, things
from schemas.record import Article, Inspection, Quote, Record, comparable


def onto(before: Record, after: Record, text: str | None) -> tuple[Record, tuple[Thing, ...]]:
    """The record with its spans where their words stand in the text of ``after``, and what is lost.

    Without the text, only words that ``after`` cuts too are known to stand in it. Evidence has no words: it
    is that of the same inspection in ``after``.
    """
    known: dict[str, set[int]] = {}
    for thing in things(after):
        if thing.label != "inspection":
            known.setdefault(thing.item.text, set()).add(thing.item.start)
    lists: dict[Label, list[Value]] = {label: [] for label in LISTS}
    lost: list[Thing] = []
    shift = 0
    for thing in sorted(things(before), key=lambda t: t.start):
        if thing.label == "inspection":
            continue
        item = thing.item
        places = known.get(item.text, set()) | set(_occurrences(item.text, text or ""))
        if not places:
            lost.append(replace(thing, at=-1))
            continue
        start = min(places, key=lambda place: (abs(place - item.start - shift), place))
        shift = start - item.start
        here = {**facts(item), "start": start, "end": start + len(item.text)}
        lists[thing.label].append(make_item(thing.label, here))
    return _record(before, after, lists), tuple(lost)


def _record(before: Record, after: Record, lists: dict[Label, list[Value]]) -> Record:
    there = dict(pair_inspections(before.inspections, after.inspections))
    visits = [
        visit.model_copy(update={"evidence": after.inspections[there[n]].evidence if n in there else ()})
        for n, visit in enumerate(before.inspections)
    ]
    here = {"sha256": after.article.sha256, "source": after.article.source}
    return before.model_copy(
        update={
            "article": before.article.model_copy(update=here),
            "inspections": tuple(visits),
            **{LISTS[label]: tuple(values) for label, values in lists.items() if label != "inspection"},
            "review": (),
        }
    )


def _occurrences(words: str, text: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def stands(value: Value, text: str, fields: Iterable[str] = ()) -> bool:
    """Whether what a thing quotes from its article stands in a text; of ``fields`` only, if any are given."""
    given = set(fields)
    wanted = [words for name, words in _verbatim(value) if not given or name in given]
    page = comparable(text)
    return all(comparable(words) in page for words in wanted if words is not None)


def _verbatim(value: Value) -> Iterable[tuple[str, str | None]]:
    match value:
        case Article():
            return ()
        case Inspection():
            areas = (("judgements", j.area) for j in value.judgements)
            return (("date_text", value.date_text), ("focus", value.focus), *areas)
        case Quote():
            speaker = None if value.speaker == "Ofsted" else value.speaker
            return (("text", value.text), ("speaker", speaker), ("role", value.role))
        case _:
            return (("text", value.text),)
