"""A record taken apart, to be changed and put together again.

Items point at their inspection itself, not at its id, and entries of `review` at the thing they are about:
so things may come, go and move, and the record is whole again when it is built.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from extract.diff.things import ITEMS, LISTS, Item, Label, Thing, facts, make_item
from extract.errors import RecordError
from schemas.record import Article, Frozen, Inspection, Provenance, Record, ReviewItem

V = TypeVar("V", bound=Frozen)
_PATH = re.compile(r"(?P<list>[a-z]+)\[(?P<at>\d+)\](?P<rest>.*)", re.DOTALL)
_LABELS: Mapping[str, Label] = {name: label for label, name in LISTS.items()}


@dataclass(eq=False, slots=True)
class Visit:
    """An inspection that items may point at."""

    value: Inspection


@dataclass(eq=False, slots=True)
class Piece:
    """An item, its label and its inspection."""

    label: Label
    value: Item
    visit: Visit | None

    def change(self, label: Label | None = None, **fields: object) -> None:
        """Give it another label or other fields; what the label does not have is left out."""
        self.label = label or self.label
        self.value = make_item(self.label, {**facts(self.value), **fields})


@dataclass(slots=True)
class Entry:
    """An entry of `review`: what it is about, None for a place in the article, and the rest of its path."""

    about: Visit | Piece | None
    rest: str
    reason: str


@dataclass(slots=True)
class Draft:
    """The parts of a record; ``renumber`` gives inspections new ids, by their order."""

    article: Article
    visits: list[Visit]
    pieces: list[Piece]
    entries: list[Entry]
    provenance: Provenance
    renumber: bool = False
    _origins: dict[tuple[Label, int], Visit | Piece] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record) -> Self:
        """Take a record apart."""
        visits = [Visit(inspection) for inspection in record.inspections]
        by_id = {visit.value.id: visit for visit in visits}
        origins: dict[tuple[Label, int], Visit | Piece] = {("inspection", n): v for n, v in enumerate(visits)}
        pieces: list[Piece] = []
        for label in ITEMS:
            for at, item in enumerate(getattr(record, LISTS[label])):
                piece = Piece(label, item, by_id.get(item.inspection))
                origins[label, at] = piece
                pieces.append(piece)
        entries = read_entries(record.review, origins)
        return cls(record.article, visits, pieces, entries, record.provenance, _origins=origins)

    def has(self, thing: Thing) -> bool:
        """Whether the thing was in the record; what another text of the article lost was not."""
        return (thing.label, thing.at) in self._origins

    def part(self, thing: Thing) -> Visit | Piece:
        """The part that a thing of the record became."""
        return self._origins[thing.label, thing.at]

    def visit(self, thing: Thing) -> Visit:
        """The part that an inspection became."""
        part = self.part(thing)
        if not isinstance(part, Visit):
            raise TypeError(f"{thing.path} is no inspection")
        return part

    def piece(self, thing: Thing) -> Piece:
        """The part that an item became."""
        part = self.part(thing)
        if not isinstance(part, Piece):
            raise TypeError(f"{thing.path} stands at no span")
        return part

    def remove(self, part: Visit | Piece) -> None:
        """Take a part away; an inspection takes its findings along, and its quotes are left without one."""
        if isinstance(part, Piece):
            self.pieces.remove(part)
            return
        self.visits.remove(part)
        self.renumber = True
        for piece in [p for p in self.pieces if p.visit is part]:
            if piece.label == "quote":
                piece.visit = None
            else:
                self.pieces.remove(piece)

    def build(self) -> Record:
        """Put the record together. Raises ``RecordError`` if it does not hold."""
        ids = self._ids()
        lists: dict[Label, list[Piece]] = {label: [] for label in ITEMS}
        for piece in sorted(self.pieces, key=lambda p: (p.value.start, p.value.end)):
            lists[piece.label].append(piece)
        paths: dict[Visit | Piece, str] = {v: f"inspections[{n}]" for n, v in enumerate(self.visits)}
        paths |= {p: f"{LISTS[label]}[{n}]" for label in ITEMS for n, p in enumerate(lists[label])}
        try:
            return Record(
                article=self.article,
                inspections=tuple(_with(v.value, id=ids[v]) for v in self.visits),
                strengths=_items(lists["strength"], ids),
                weaknesses=_items(lists["weakness"], ids),
                recommendations=_items(lists["recommendation"], ids),
                quotes=_items(lists["quote"], ids),
                review=tuple(_review(self.entries, paths)),
                provenance=self.provenance,
            )
        except ValueError as exc:
            raise RecordError(f"{self.article.id}: the record would not hold: {exc}") from exc

    def _ids(self) -> dict[Visit, str]:
        slugs = [(visit, visit.value.id.rpartition("-")[0]) for visit in self.visits]
        seen: Counter[str] = Counter()
        ids = {}
        for visit, slug in slugs:
            seen[slug] += 1
            ids[visit] = f"{slug}-{seen[slug]}" if self.renumber else visit.value.id
        return ids


def read_entries(
    review: Iterable[ReviewItem], origins: Mapping[tuple[Label, int], Visit | Piece]
) -> list[Entry]:
    """Entries of `review` with the parts they are about; one about nothing that is there is left out."""
    entries = []
    for item in review:
        found = _PATH.fullmatch(item.path)
        label = _LABELS.get(found["list"]) if found else None
        if found is None or label is None:
            entries.append(Entry(None, item.path, item.reason))
        elif part := origins.get((label, int(found["at"]))):
            entries.append(Entry(part, found["rest"], item.reason))
    return entries


def _review(entries: Sequence[Entry], paths: Mapping[Visit | Piece, str]) -> Iterable[ReviewItem]:
    for entry in entries:
        if entry.about is None:
            yield ReviewItem(path=entry.rest, reason=entry.reason)
        elif entry.about in paths:
            yield ReviewItem(path=paths[entry.about] + entry.rest, reason=entry.reason)


def _items(pieces: Sequence[Piece], ids: Mapping[Visit, str]) -> tuple[Any, ...]:
    return tuple(_with(p.value, inspection=ids[p.visit] if p.visit else None) for p in pieces)


def _with(value: V, **fields: object) -> V:
    """The value with fields that are known to be good; itself if it has them."""
    if all(getattr(value, name) == given for name, given in fields.items()):
        return value
    return value.model_copy(update=fields)
