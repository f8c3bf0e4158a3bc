"""The things of a record, and names for them that no order of a list decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from schemas.record import Article, Finding, Frozen, Inspection, Quote, Recommendation, Record

Label = Literal["article", "inspection", "strength", "weakness", "recommendation", "quote"]
Kind = Literal["article", "inspection", "finding", "quote"]
"""Things of one kind may turn into one another: a strength into a weakness or a recommendation."""

Value = Article | Inspection | Finding | Recommendation | Quote
Item = Finding | Recommendation | Quote
"""What stands at one span of the article."""

LISTS: dict[Label, str] = {
    "inspection": "inspections",
    "strength": "strengths",
    "weakness": "weaknesses",
    "recommendation": "recommendations",
    "quote": "quotes",
}
FINDINGS: tuple[Label, ...] = ("strength", "weakness", "recommendation")
ITEMS: tuple[Label, ...] = (*FINDINGS, "quote")

_MODELS: dict[Label, type[Finding | Recommendation | Quote]] = {
    "strength": Finding,
    "weakness": Finding,
    "recommendation": Recommendation,
    "quote": Quote,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a record; ``at`` is its place in the record's list of its label."""

    label: Label
    at: int
    value: Value

    @property
    def kind(self) -> Kind:
        """What it may turn into without being another thing."""
        return kind_of(self.label)

    @property
    def path(self) -> str:
        """Its path in the record, as `review` gives it."""
        return "article" if self.label == "article" else f"{LISTS[self.label]}[{self.at}]"

    @property
    def item(self) -> Item:
        """The value of a thing that stands at a span."""
        if isinstance(self.value, Article | Inspection):
            raise TypeError(f"{self.path} stands at no span")
        return self.value

    @property
    def inspection(self) -> Inspection:
        """The value of an inspection."""
        if not isinstance(self.value, Inspection):
            raise TypeError(f"{self.path} is no inspection")
        return self.value

    @property
    def start(self) -> int:
        """Where it begins in the article: its span, or its first evidence."""
        match self.value:
            case Article():
                return -1
            case Inspection(evidence=evidence):
                return min((e.start for e in evidence), default=0)
            case _:
                return self.value.start


def kind_of(label: Label) -> Kind:
    """The kind of things with a label."""
    if label in FINDINGS:
        return "finding"
    return "quote" if label == "quote" else "inspection" if label == "inspection" else "article"


def things(record: Record) -> Iterator[Thing]:
    """Everything in a record's lists, in their order."""
    for label, name in LISTS.items():
        for at, value in enumerate(getattr(record, name)):
            yield Thing(label, at, value)


def visit_name(inspection: Inspection) -> str:
    """An inspection by council and visit: its id without the number, which tells only the order."""
    facts = (inspection.type, inspection.ordinal, inspection.date)
    dated = [str(fact).replace("/", "..") for fact in facts if fact is not None]
    return "/".join([inspection.id.rpartition("-")[0], *dated])


def content(value: Value) -> str:
    """What a thing says, without the number of an inspection."""
    return value.model_dump_json(exclude={"id", "inspection"})


class Contents:
    """What the things of one record say, together with the inspection that they are about."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def _visits(self) -> Mapping[str, str]:
        return {visit.id: content(visit) for visit in self._record.inspections}

    def of(self, value: Value) -> str:
        """What one of them says."""
        return content(value) + self._visits.get(inspection_id(value) or "", "")


def inspection_id(value: Value) -> str | None:
    """The id of the inspection that an item is about."""
    return None if isinstance(value, Article | Inspection) else value.inspection


def place_name(thing: Thing) -> str:
    """The thing's name: its kind and its span, or its council and visit."""
    match thing.value:
        case Article():
            return "article"
        case Inspection():
            return f"inspection@{visit_name(thing.value)}"
        case _:
            return f"{thing.kind}@{thing.value.start}:{thing.value.end}"


def make_item(label: Label, data: dict[str, object]) -> Item:
    """An item of a label from at least its fields; those the label does not have are left out."""
    model = _MODELS[label]
    return model.model_validate({name: data[name] for name in model.model_fields})


def facts(value: Frozen) -> dict[str, object]:
    """The fields of a value, unconverted."""
    return {name: getattr(value, name) for name in type(value).model_fields}


def fact(thing: Thing, name: str) -> object:
    """One fact of a thing; None if its label has no such field."""
    return thing.label if name == "label" else getattr(thing.value, name, None)
