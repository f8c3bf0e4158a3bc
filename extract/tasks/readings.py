"""What a model makes of the open sentences one by one: the encoder by windows, others by short questions."""

import string
from collections.abc import Sequence

from extract.candidates.clauses import split_clauses
from extract.candidates.find import Candidates
from extract.candidates.segments import Sentence
from extract.encoder.learned import THEMES
from extract.encoder.window import Reading
from extract.model.door import Model
from extract.model.tally import Tally
from extract.prompts import load_prompt
from extract.tasks.windows import line_of, windows_of

LABELS = ("strength", "weakness", "none")
ONE_SIDED = 0.85
"""A sentence this surely of one polarity is not looked at clause by clause."""
_LETTERS = dict(zip(string.ascii_uppercase, THEMES, strict=False))


async def read_sentences(
    opened: Sequence[Sentence], candidates: Candidates, model: Model, tally: Tally
) -> dict[int, Reading]:
    """A reading of each sentence, by its number. Raises ``ModelError``."""
    if model.preset.is_embedded:
        return await _read_windows(opened, candidates, model, tally)
    readings = {}
    for count, sentence in enumerate(opened, start=1):
        tally.asking = f"findings {count}/{len(opened)}"
        reading = await _ask(line_of(sentence), model, tally)
        if max(reading.labels["strength"], reading.labels["weakness"]) < ONE_SIDED and reading.themes:
            parts = [await _ask(line_of(sentence)[a:b], model, tally) for a, b in _clauses(sentence)]
            reading = Reading(reading.labels, reading.themes, tuple(parts))
        readings[sentence.number] = reading
    return readings


def _clauses(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Where the clauses of a sentence's line stand, if they can be cut out of the article too."""
    return (split_clauses(sentence.text) and split_clauses(line_of(sentence))) or ()


async def _read_windows(
    opened: Sequence[Sentence], candidates: Candidates, model: Model, tally: Tally
) -> dict[int, Reading]:
    clauses = {s.number: _clauses(s) for s in opened}
    windows = list(windows_of(candidates, {s.number for s in opened}, clauses))
    readings: dict[int, Reading] = {}
    for count, (numbers, window) in enumerate(windows, start=1):
        tally.asking = f"findings {count}/{len(windows)}"
        readings.update(zip(numbers, await model.read(window, tally), strict=True))
    return readings


async def _ask(line: str, model: Model, tally: Tally) -> Reading:
    """Two short questions; the second, for the theme, only where the likeliest label is not "none"."""
    labels = (
        await model.choose(load_prompt("findings/choice.label.j2").render({"sentence": line}), LABELS, tally)
    ).probabilities
    if max(labels, key=lambda name: labels[name]) == "none":
        return Reading(dict(labels), {})
    letters = await model.choose(
        load_prompt("findings/choice.theme.j2").render({"sentence": line}), tuple(_LETTERS), tally
    )
    themes: dict[str, float] = {_LETTERS[letter]: p for letter, p in letters.probabilities.items()}
    return Reading(dict(labels), themes)
