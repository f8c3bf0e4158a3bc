"""In what a thing can change: groups of fields that change together, and what that is called."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extract.diff.things import Kind, Thing
from schemas.record import Inspection

What = Literal[
    "added",
    "removed",
    "reworded",
    "relabelled",
    "reattributed",
    "reassigned",
    "regraded",
    "edited",
]
"""What happened: reworded is another span, relabelled another label (strength, weakness, recommendation),
reattributed another speaker, reassigned another inspection, edited any other field."""

WHATS: tuple[What, ...] = (
    "added",
    "removed",
    "reworded",
    "relabelled",
    "reattributed",
    "reassigned",
    "regraded",
    "edited",
)


@dataclass(frozen=True, slots=True)
class Aspect:
    """Fields of a thing that change together."""

    name: str
    what: What
    fields: tuple[str, ...]


_SPAN = Aspect("span", "reworded", ("start", "end", "text"))
_INSPECTION = Aspect("inspection", "reassigned", ("inspection",))
ASPECTS: dict[Kind, tuple[Aspect, ...]] = {
    "article": tuple(Aspect(name, "edited", (name,)) for name in ("title", "publisher", "published")),
    "inspection": (
        Aspect("council", "edited", ("council", "council_code")),
        Aspect("type", "edited", ("type",)),
        Aspect("rating", "regraded", ("rating",)),
        Aspect("judgements", "regraded", ("judgements",)),
        Aspect("previous_ratings", "edited", ("previous_ratings",)),
        Aspect("ordinal", "edited", ("ordinal",)),
        Aspect("date", "edited", ("date", "date_text")),
        Aspect("focus", "edited", ("focus",)),
        Aspect("evidence", "edited", ("evidence",)),
    ),
    "finding": (
        Aspect("label", "relabelled", ("label",)),
        _SPAN,
        Aspect("theme", "edited", ("theme",)),
        _INSPECTION,
    ),
    "quote": (
        _SPAN,
        Aspect("speaker", "reattributed", ("speaker", "role", "speaker_kind")),
        _INSPECTION,
    ),
}
_REGRADED_TYPE = Aspect("type", "regraded", ("type", "rating"))
"""A visit gives no grade, so that another type and another grade may hold only together."""


def aspects_of(old: Thing, new: Thing) -> tuple[Aspect, ...]:
    """The aspects in which a thing may differ from what it was."""
    aspects = ASPECTS[new.kind]
    if isinstance(old.value, Inspection) and isinstance(new.value, Inspection):
        mixed = ((old.value.type, new.value.rating), (new.value.type, old.value.rating))
        if any(t in {"monitoring_visit", "focused_visit"} and rating is not None for t, rating in mixed):
            return (_REGRADED_TYPE, *(a for a in aspects if a.name not in {"type", "rating"}))
    return aspects


def differs(old: Thing, new: Thing, name: str, same: Mapping[str, str]) -> bool:
    """Whether a field differs; ``same`` gives the ids after of inspections by those before."""
    if name == "label":
        return old.label != new.label
    one: Any = getattr(old.value, name, None)
    other: Any = getattr(new.value, name, None)
    if name == "inspection":
        return bool((same.get(one, "") if one is not None else None) != other)
    if name == "evidence":
        return bool(sorted((e.start, e.end) for e in one) != sorted((e.start, e.end) for e in other))
    if name == "judgements":
        return bool(Counter(one) != Counter(other))
    # a recommendation has no theme: it comes and goes with the label
    changed = bool(one != other)
    return changed and not (name == "theme" and (one is None or other is None))
