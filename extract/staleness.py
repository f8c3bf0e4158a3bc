"""How what a record depends on differs from what another depends on, or would if it were made now."""

from dataclasses import dataclass

from schemas.record import Provenance, Record

_NO = "none"
"""In the place of a hash where a task is not known."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A component that a record depends on and that is another now; its hash, name or version."""

    component: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.component} changed: {self.old[:40]} → {self.new[:40]}"


def why_stale(record: Record, sha256: str, now: Provenance) -> list[Changed]:
    """The components that changed since a record was made; empty when it is fresh."""
    then = record.provenance
    tasks = dict.fromkeys((*now.prompts, *then.prompts))
    pairs = [
        ("article text", record.article.sha256, sha256),
        ("model", then.model, now.model),
        *((f"{task} prompt", then.prompts.get(task, _NO), now.prompts.get(task, _NO)) for task in tasks),
        ("schema", then.record_schema, now.record_schema),
        ("version", then.extract, now.extract),
    ]
    return [Changed(component, old, new) for component, old, new in pairs if old != new]
