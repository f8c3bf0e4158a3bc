"""A choice: one of closed options, with probabilities from the logprobs of the answer's first token."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.errors import InvalidAnswerError

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


@dataclass(frozen=True, slots=True)
class Choice:
    """Probabilities of the options offered; ``certain`` is False when the server gave no logprobs."""

    probabilities: Mapping[str, float]
    certain: bool

    @property
    def best(self) -> str:
        """The most probable option; the first offered of equals."""
        return max(self.probabilities, key=lambda option: self.probabilities[option])


def read_choice(completion: "ChatCompletion", options: Sequence[str]) -> Choice:
    """Each option's share of the probability of all tokens that begin one option and no other."""
    choice = completion.choices[0]
    content = choice.logprobs.content if choice.logprobs else None
    if not content:
        return Choice(_only(_begun(choice.message.content or "", options), options), certain=False)
    weights = dict.fromkeys(options, 0.0)
    for token in content[0].top_logprobs:
        if (option := _begun(token.token, options)) is not None:
            weights[option] += math.exp(token.logprob)
    total = sum(weights.values())
    if not total:
        raise InvalidAnswerError(
            f"the model's answer {content[0].token!r} is none of the options {', '.join(options)}"
        )
    return Choice({option: round(weight / total, 6) for option, weight in weights.items()}, certain=True)


def _begun(token: str, options: Sequence[str]) -> str | None:
    """The only option that begins with the token, or the token with it; None if there is not just one."""
    word = token.strip().lower()
    fitting = [o for o in options if word and (o.lower().startswith(word) or _opens(word, o.lower()))]
    return fitting[0] if len(fitting) == 1 else None


def _opens(word: str, option: str) -> bool:
    """Whether a token begins with an option as a word: "Answer" does not with A, nor "none" with no."""
    return word.startswith(option) and not word[len(option) : len(option) + 1].isalnum()


def _only(option: str | None, options: Sequence[str]) -> dict[str, float]:
    if option is None:
        raise InvalidAnswerError(f"the model's answer is none of the options {', '.join(options)}")
    return {o: float(o == option) for o in options}
