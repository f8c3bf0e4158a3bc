"""Which thing of one record is which of another: inspections by council and visit, items by span."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extract.diff.things import FINDINGS, ITEMS, Contents, Item, Label, Thing, content, things
from extract.evaluate.agreement import agreeing_fields
from extract.likeness import SAME_SPAN, Pair, Rank, best_pairs, overlap, without
from schemas.record import Finding, Inspection, Quote, Record, comparable


class Paired(NamedTuple):
    """One thing before and after; the one side is None where it was added or removed."""

    old: Thing | None
    new: Thing | None


class _Visits(NamedTuple):
    """The id after of each inspection that is in both records, and what those of each record say, by id."""

    same: Mapping[str, str]
    before: Contents
    after: Contents


def pair_things(before: Record, after: Record) -> list[Paired]:
    """Every thing of both records once, each with what it is in the other."""
    visits = pair_inspections(before.inspections, after.inspections)
    found = _by_label(before), _by_label(after)
    pairs = _paired(found[0]["inspection"], found[1]["inspection"], visits)
    known = _Visits(
        {before.inspections[a].id: after.inspections[b].id for a, b in visits},
        Contents(before),
        Contents(after),
    )
    findings = _pair_findings(*found, known)
    old, new = (_findings(side) for side in found)
    pairs += _paired(old, new, findings)
    quotes = _pair_items(found[0]["quote"], found[1]["quote"], known)
    return pairs + _paired(found[0]["quote"], found[1]["quote"], quotes)


def pair_inspections(before: Sequence[Inspection], after: Sequence[Inspection]) -> list[Pair]:
    """Inspections of one council, the most alike first: in kind, ordinal, date, then other facts."""
    said = [content(one) for one in before]
    then = [content(other) for other in after]
    equal = [(a, b) for a, one in enumerate(said) for b, other in enumerate(then) if one == other]
    settled = best_pairs(equal, lambda pair: pair)

    def rank(pair: Pair) -> Rank | None:
        one, other = before[pair[0]], after[pair[1]]
        if not _same_council(one, other):
            return None
        unlike = (one.type != other.type, one.ordinal != other.ordinal, one.date != other.date)
        agreeing = sum(agreeing_fields(one, other).values())
        return (*unlike, -agreeing, said[pair[0]], then[pair[1]])

    everything = ((a, b) for a in range(len(before)) for b in range(len(after)))
    return sorted([*settled, *best_pairs(without(everything, settled), rank)])


def _same_council(one: Inspection, other: Inspection) -> bool:
    if one.council_code is not None and one.council_code == other.council_code:
        return True
    return comparable(one.council).casefold() == comparable(other.council).casefold()


def _by_label(record: Record) -> dict[Label, list[Thing]]:
    found: dict[Label, list[Thing]] = {label: [] for label in ("inspection", *ITEMS)}
    for thing in things(record):
        found[thing.label].append(thing)
    return found


def _findings(side: Mapping[Label, list[Thing]]) -> list[Thing]:
    return [thing for label in FINDINGS for thing in side[label]]


def _pair_findings(
    before: Mapping[Label, list[Thing]], after: Mapping[Label, list[Thing]], known: _Visits
) -> list[Pair]:
    """Positions in all findings of each side; those of one label go together first."""
    old, new = _findings(before), _findings(after)
    chosen: list[Pair] = []
    first = [0, 0]
    for label in FINDINGS:
        own = _pair_items(before[label], after[label], known)
        chosen += [(first[0] + a, first[1] + b) for a, b in own]
        first = [first[0] + len(before[label]), first[1] + len(after[label])]
    olds = sorted(set(range(len(old))) - {a for a, _ in chosen})
    news = sorted(set(range(len(new))) - {b for _, b in chosen})
    turned = _pair_items([old[a] for a in olds], [new[b] for b in news], known)
    return [*chosen, *((olds[a], news[b]) for a, b in turned)]


def _pair_items(before: Sequence[Thing], after: Sequence[Thing], known: _Visits) -> list[Pair]:
    """Items by best overlap; among equals those of one inspection, then by content, never by order."""

    def rank(pair: Pair) -> Rank | None:
        one, other = before[pair[0]].item, after[pair[1]].item
        likeness = overlap(one, other)
        if likeness < SAME_SPAN:
            return None
        elsewhere = known.same.get(one.inspection or "") != other.inspection
        unlike = _unlike(one, other)
        said = known.before.of(one), known.after.of(other)
        return (-likeness, elsewhere, unlike, *said)

    exact = _exact(before, after)
    olds, news = {a for a, _ in exact}, {b for _, b in exact}
    rest = [(a, b) for a, b in _touching(before, after) if a not in olds and b not in news]
    return [*exact, *best_pairs(rest, rank)]


def _exact(before: Sequence[Thing], after: Sequence[Thing]) -> list[Pair]:
    """The only items of a span on either side: nothing fits them better."""
    old, new = _alone(before), _alone(after)
    return [(at, new[span]) for span, at in old.items() if span in new]


def _alone(side: Sequence[Thing]) -> dict[tuple[int, int], int]:
    spans = [(thing.item.start, thing.item.end) for thing in side]
    counted = Counter(spans)
    return {span: at for at, span in enumerate(spans) if counted[span] == 1}


def _unlike(one: Item, other: Item) -> int:
    if isinstance(one, Quote) and isinstance(other, Quote):
        return (one.speaker != other.speaker) + (one.role != other.role)
    if isinstance(one, Finding) and isinstance(other, Finding):
        return int(one.theme != other.theme)
    return 1


def _touching(before: Sequence[Thing], after: Sequence[Thing]) -> Iterator[Pair]:
    spans = [(thing.item.start, thing.item.end) for thing in after]
    for a, thing in enumerate(before):
        start, end = thing.item.start, thing.item.end
        yield from ((a, b) for b, (s, e) in enumerate(spans) if s < end and start < e)


def _paired(before: Sequence[Thing], after: Sequence[Thing], pairs: Sequence[Pair]) -> list[Paired]:
    old, new = {a for a, _ in pairs}, {b for _, b in pairs}
    return [
        *(Paired(before[a], after[b]) for a, b in pairs),
        *(Paired(thing, None) for a, thing in enumerate(before) if a not in old),
        *(Paired(None, thing) for b, thing in enumerate(after) if b not in new),
    ]
