"""Why a record changed, as far as what the two depended on tells."""

from extract.diff.changes import Change
from extract.diff.things import Kind
from extract.staleness import Changed

_TASKS: dict[Kind, tuple[str, ...]] = {
    "article": (),
    "inspection": ("inspections",),
    "finding": ("inspections", "findings"),
    "quote": ("inspections", "quotes"),
}
"""Prompts whose answers make each kind of thing: findings and quotes are asked about known inspections."""


def because(change: Change, differing: tuple[Changed, ...]) -> tuple[str, ...]:
    """Those of the differing components that a change can come from."""
    prompts = {f"{task} prompt" for task in _TASKS[change.thing.kind]}
    return tuple(
        c.component for c in differing if not c.component.endswith(" prompt") or c.component in prompts
    )
