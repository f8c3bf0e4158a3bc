"""What a record depends on, and how that differs from what a record made now would depend on."""

from dataclasses import dataclass
from functools import cache

from extract import __version__
from extract.model.presets import EMBEDDED, Preset, Way
from extract.prompts import TASKS, prompt_hash
from schemas.export import schema_hash
from schemas.record import Provenance, Record

_NO = "none"
"""In the place of a hash where a task is not known."""


@cache
def provenance(preset: Preset) -> Provenance:
    """What a record made now would depend on beside its article; settled at first use, as prompts are."""
    prompts = {task: prompt_hash(task, preset.way) for task in TASKS}
    return Provenance(model=preset.identity, prompts=prompts, schema=schema_hash(), extract=__version__)


@dataclass(frozen=True, slots=True)
class Changed:
    """A component that a record depends on and that is another now; its hash, name or version."""

    component: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.component} changed: {self.old[:40]} → {self.new[:40]}"


def way_asked(made: Provenance) -> Way:
    """The way in which a record's questions were asked, by its prompts; the usual one if all changed."""
    usual: Way = "choice" if made.model.partition(" ")[0] == EMBEDDED else "structured"
    ways: tuple[Way, ...] = (usual, "structured", "choice")
    return max(ways, key=lambda way: sum(prompt_hash(task, way) == made.prompts.get(task) for task in TASKS))


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
