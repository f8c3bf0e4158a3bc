"""What a record depends on, and how that differs from what a record made now would depend on."""

from extract import __version__
from extract.model.presets import Preset
from extract.prompts import TASKS, prompt_hash
from schemas.export import schema_hash
from schemas.record import Provenance, Record


def provenance(preset: Preset) -> Provenance:
    """What a record made now would depend on beside its article."""
    prompts = {task: prompt_hash(task, preset.way) for task in TASKS}
    return Provenance(model=preset.identity, prompts=prompts, schema=schema_hash(), extract=__version__)


def why_stale(record: Record, sha256: str, now: Provenance) -> list[str]:
    """The components that changed since a record was made; empty when it is fresh."""
    then = record.provenance
    pairs = [
        ("article text", record.article.sha256, sha256),
        ("model", then.model, now.model),
        *((f"{task} prompt", then.prompts.get(task, "none"), now.prompts[task]) for task in now.prompts),
        ("schema", then.record_schema, now.record_schema),
        ("extract", then.extract, now.extract),
    ]
    return [f"{name} changed: {old[:40]} → {new[:40]}" for name, old, new in pairs if old != new]
