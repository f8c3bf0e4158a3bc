"""Prompt templates: found, checked, rendered and hashed. The prose itself is in the ``prompts`` package."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError, meta

from extract.errors import PromptError

Messages = list[dict[str, str]]

_ROOT = files("prompts")
_ENVIRONMENT = Environment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # noqa: S701  prompts are plain text, not HTML
    keep_trailing_newline=False,
)
TASKS = ("inspections", "quotes", "findings")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One template: its front matter and its source."""

    name: str
    task: str
    purpose: str
    variables: frozenset[str]
    source: str

    def render(self, variables: Mapping[str, object]) -> Messages:
        """The chat messages, a system one if the template has it, then the user's. Raises ``PromptError``.

        Words of an article can neither begin a line of their own nor speak as a server's own tokens.
        """
        if unmatched := self.variables.symmetric_difference(variables):
            raise PromptError(
                f"prompts/{self.name}: the variables {', '.join(sorted(unmatched))} "
                "are not both named and given"
            )
        try:
            template = _ENVIRONMENT.from_string(self.source)
            context = template.new_context({name: _inert(value) for name, value in variables.items()})
            parts = {
                role: "".join(template.blocks[role](context)).strip()
                for role in ("system", "user")
                if role in template.blocks
            }
        except UndefinedError as exc:
            raise PromptError(f"prompts/{self.name}: {exc.message}") from exc
        return [{"role": role, "content": text} for role, text in parts.items()]


_BREAK = re.compile("[\\n\\r\\x0b\\x0c\\x1c-\\x1e\\x85\u2028\u2029]+")
_TOKEN = re.compile(r"<(?=[/|｜A-Za-z])|\[(?=/?[A-Z_]{4,}\])")
"""How the tokens begin with which chat templates mark turns: ``<|im_end|>``, ``</s>``, ``[INST]``.

A local server reads them in the text of a message too, and would take what follows for another's turn.
"""


def _inert(value: object) -> object:
    """A variable with its texts on one line each and a space within whatever may be a server's token."""
    if isinstance(value, str):
        return _TOKEN.sub(r"\g<0> ", _BREAK.sub(" ", value))
    if isinstance(value, Mapping):
        return {key: _inert(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_inert(part) for part in value]
    return value


@cache
def load_prompt(name: str) -> Prompt:
    """The template at a path under ``prompts``, such as ``quotes/structured.j2``. Raises ``PromptError``."""
    path = _ROOT / name
    if not path.is_file():
        raise PromptError(f"prompts/{name}: there is no such template")
    head, source = _split(name, path.read_text(encoding="utf-8"))
    missing = {"task", "purpose", "variables"} - head.keys()
    if missing:
        raise PromptError(f"prompts/{name}: the front matter lacks {', '.join(sorted(missing))}")
    variables = frozenset(v.strip() for v in head["variables"].split(",") if v.strip())
    try:
        used = meta.find_undeclared_variables(_ENVIRONMENT.parse(source))
    except TemplateSyntaxError as exc:
        raise PromptError(f"prompts/{name}, line {exc.lineno}: {exc.message}") from exc
    if used != variables:
        raise PromptError(
            f"prompts/{name}: the template uses {sorted(used)} but its front matter names {sorted(variables)}"
        )
    return Prompt(name, head["task"], head["purpose"], variables, source)


def load_prompts(way: str) -> None:
    """Load every template of one way of asking, so that edits from now on do not count in this process."""
    for task in TASKS:
        for path in _files(task, way):
            if path.name.endswith(".j2"):
                load_prompt(f"{task}/{path.name}")


def prompt_hash(task: str, way: str) -> str:
    """Hash of what one task asks with in one way: its templates and, for ``choice``, what was learned."""
    digest = hashlib.sha256()
    for path in sorted(_files(task, way), key=lambda p: p.name):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return f"sha256:{digest.hexdigest()[:16]}"


def _files(task: str, way: str) -> list[Traversable]:
    return [p for p in (_ROOT / task).iterdir() if p.is_file() and p.name.startswith(f"{way}.")]


def _split(name: str, text: str) -> tuple[dict[str, str], str]:
    """Front matter (``key: value`` lines between two ``---``) and the template below it."""
    opening, _, rest = text.partition("---\n")
    matter, closing, source = rest.partition("---\n")
    if opening or not closing:
        raise PromptError(f"prompts/{name}: does not begin with front matter between two --- lines")
    pairs = (line.partition(":") for line in matter.splitlines() if line.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}, source
