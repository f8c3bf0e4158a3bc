"""What a record depends on beside its article."""

from functools import cache

from extract import __version__
from extract.model.presets import EMBEDDED, Preset, Way
from extract.prompts import TASKS, prompt_hash
from schemas.export import schema_hash
from schemas.record import Provenance


@cache
def provenance(preset: Preset) -> Provenance:
    """What a record made now would depend on beside its article; settled at first use, as prompts are."""
    prompts = {task: prompt_hash(task, preset.way) for task in TASKS}
    return Provenance(model=preset.identity, prompts=prompts, schema=schema_hash(), extract=__version__)


def way_asked(made: Provenance) -> Way:
    """The way in which a record's questions were asked, by its prompts; the usual one if all changed."""
    usual: Way = "choice" if made.model.partition(" ")[0] == EMBEDDED else "structured"
    ways: tuple[Way, ...] = (usual, "structured", "choice")
    return max(ways, key=lambda way: sum(prompt_hash(task, way) == made.prompts.get(task) for task in TASKS))
