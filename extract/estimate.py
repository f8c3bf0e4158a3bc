"""What asking would take, counted without asking: questions, tokens, and dollars where the price is known."""

from dataclasses import dataclass

from extract.article import Article
from extract.candidates.find import find_candidates
from extract.candidates.reach import reach
from extract.model.presets import PRICES, Preset
from extract.prompts import TASKS, load_prompt
from extract.tasks.windows import windows_of

CHARACTERS_PER_TOKEN = 4.2
"""Of English news text under the tokenizers of GPT and Qwen, as measured on the seeds."""
_ANSWER_TOKENS = {"inspections": 150, "quotes": 250, "findings": 700}
"""A typical structured answer's length."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Sums over articles; ``cost`` in US dollars or None."""

    questions: int
    tokens_in: int
    tokens_out: int
    cost: float | None


def estimate(article: Article, preset: Preset) -> Estimate:
    """Estimate one article, as if nothing were cached."""
    candidates = find_candidates(article)
    if preset.way == "structured":
        tasks = [
            t
            for t in TASKS
            if t == "inspections"
            or (t == "quotes" and candidates.quotes)
            or (t == "findings" and candidates.proposals)
        ]
        prompts = sum(len(load_prompt(f"{task}/structured.j2").source) + len(article.text) for task in tasks)
        out = sum(_ANSWER_TOKENS[task] for task in tasks)
        return _priced(preset, len(tasks), round(prompts / CHARACTERS_PER_TOKEN), out)
    of_sentence = {s.number: 1 for proposal in candidates.proposals for s in proposal.sentences}
    opened = {n for n, r in reach(candidates, of_sentence).items() if r == "open"}
    if preset.is_embedded:
        windows = [window for _, window in windows_of(candidates, opened, {})]
        read = sum(len(line.text) for window in windows for line in window)
        return _priced(preset, len(windows), round(read / CHARACTERS_PER_TOKEN), 0)
    wrapper = len(load_prompt("findings/choice.label.j2").source)
    characters = sum(len(s.text) + wrapper for s in candidates.body if s.number in opened)
    return _priced(preset, len(opened), round(characters / CHARACTERS_PER_TOKEN), len(opened))


def _priced(preset: Preset, questions: int, tokens_in: int, tokens_out: int) -> Estimate:
    price = PRICES.get(preset.model)
    cost = (tokens_in * price.input + tokens_out * price.output) / 1e6 if price else None
    return Estimate(questions, tokens_in, tokens_out, cost)
