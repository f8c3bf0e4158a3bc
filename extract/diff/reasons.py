"""Why a record changed, as far as what the two depended on tells."""

from dataclasses import dataclass

from extract.diff.changes import Change
from extract.diff.things import Kind
from schemas.record import Record


@dataclass(frozen=True, slots=True)
class Component:
    """Something that the two records do not have in common: an article's text, a model, a task's prompt."""

    component: str
    old: str
    new: str


_TASKS: dict[Kind, tuple[str, ...]] = {
    "article": (),
    "inspection": ("inspections",),
    "finding": ("inspections", "findings"),
    "quote": ("inspections", "quotes"),
}
"""Prompts whose answers make each kind of thing: findings and quotes are asked about known inspections."""


def components(before: Record, after: Record, sha256: str) -> tuple[Component, ...]:
    """What differs in what the records were made from; ``sha256`` is that of the older article text."""
    then, now = before.provenance, after.provenance
    tasks = sorted({*then.prompts, *now.prompts})
    pairs = [
        Component("article text", sha256, after.article.sha256),
        Component("model", then.model, now.model),
        *(Component(f"{t} prompt", then.prompts.get(t, "none"), now.prompts.get(t, "none")) for t in tasks),
        Component("schema", then.record_schema, now.record_schema),
        Component("version", then.extract, now.extract),
    ]
    return tuple(c for c in pairs if c.old != c.new)


def because(change: Change, differing: tuple[Component, ...]) -> tuple[str, ...]:
    """Those of the differing components that a change can come from."""
    prompts = {f"{task} prompt" for task in _TASKS[change.thing.kind]}
    return tuple(
        c.component for c in differing if not c.component.endswith(" prompt") or c.component in prompts
    )
