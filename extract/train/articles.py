"""The labelled articles: what is learned from.

The articles in ``prompts/findings/training`` were written for the purpose, never taken from seeds, gold or
tests. Each line is ``LABEL<TAB>sentence``; lines of one paragraph stand together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.article import decode_article
from extract.candidates.find import find_candidates
from extract.candidates.reach import reach
from extract.encoder.window import Window
from extract.errors import UsageError
from extract.tasks.windows import line_of, windows_of

LABELS = {"S": "strength", "W": "weakness", "B": "both", "N": "none", "R": "recommendation"}
SHUT_OUT = 0.3
"""Weight of a sentence that code will not ask about: it teaches, but nothing hangs on it."""
CLAUSE = 0.5
"""Weight of a clause: its sentence teaches too."""

_LINE = re.compile(
    r"^(?P<label>[A-Z]+)(?::(?P<theme>[a-z_]+)(?:/(?P<second>[a-z_]+))?)?(?:@\d+)?(?P<optional>\?)?\t(?P<text>.+)$"
)
_MARKS = re.compile(r"\[[+-]|[+-]\]")
_CLAUSES = (("strength", re.compile(r"\[\+(.*?)\+\]")), ("weakness", re.compile(r"\[-(.*?)-\]")))
_SIGN = re.compile(r"^(?:[•*–-]|\d+[.)])[ ]")
_SEPARATE = {"FURN", "CAP", "HEAD", "STAND", "SUB"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a stretch should be read as; ``theme`` None unless it is one finding."""

    label: str
    theme: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class Example:
    """A window of an article, and for each line asked about the targets of the line and of its clauses."""

    article: str
    window: Window
    targets: tuple[tuple[Target, ...], ...]


def read_examples(folder: Path) -> list[Example]:
    """The windows of all articles in a folder and its subfolders, in the order of the files.

    Raises ``UsageError``.
    """
    files = sorted(folder.rglob("*.txt"), key=lambda file: file.name)
    if not files:
        raise UsageError(f"{folder}: holds no training articles")
    return [example for file in files for example in _examples(file)]


def _examples(file: Path) -> Iterator[Example]:
    try:
        text, labelled = read_annotated(file.read_text(encoding="utf-8"), file)
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"{file}: cannot be read: {exc}") from exc
    candidates = find_candidates(decode_article(text.encode(), id_=file.stem, source=file.as_posix()))
    reached = reach(candidates, {s.number: 1 for s in candidates.body})
    targets: dict[int, tuple[Target, ...]] = {}
    clauses: dict[int, tuple[tuple[int, int], ...]] = {}
    for sentence in candidates.body:
        match = labelled.get(sentence.text)
        if match is None or match["label"] not in LABELS or match["optional"]:
            continue
        label = LABELS[match["label"]]
        theme = match["theme"] if match["label"] in "SW" else None
        whole = Target(label, theme, SHUT_OUT if reached[sentence.number] == "none" else 1.0)
        parts = _clauses(match, line_of(sentence)) if label == "both" else {}
        targets[sentence.number] = (whole, *parts)
        clauses[sentence.number] = tuple(parts.values())
    for numbers, window in windows_of(candidates, targets, clauses):
        yield Example(file.stem, window, tuple(targets[number] for number in numbers))


def _clauses(match: re.Match[str], line: str) -> dict[Target, tuple[int, int]]:
    """The marked clauses of a sentence of both polarities, and where they stand in its line."""
    found: dict[Target, tuple[int, int]] = {}
    themes = {"strength": match["theme"], "weakness": match["second"]}
    for label, pattern in _CLAUSES:
        clause = pattern.search(match["text"])
        start = line.find(clause[1]) if clause else -1
        if clause and start >= 0:
            found[Target(label, themes[label], CLAUSE)] = (start, start + len(clause[1]))
    return found


def read_annotated(content: str, file: Path) -> tuple[str, dict[str, re.Match[str]]]:
    """The article's text, and the annotation of each of its sentences. Raises ``UsageError``."""
    paragraphs: list[str] = []
    labelled: dict[str, re.Match[str]] = {}
    for block in content.partition("\n---\n")[0].split("\n\n"):
        paragraph, before = "", ""
        for line in filter(None, block.split("\n")):
            match = _LINE.match(line)
            if match is None:
                raise UsageError(f"{file}: not a label, a tab and a sentence: {line[:60]!r}")
            words = _MARKS.sub("", match["text"])
            labelled[_SIGN.sub("", words)] = match
            apart = _SIGN.match(words) or match["label"] in _SEPARATE or before in _SEPARATE
            paragraph += ("" if not paragraph else "\n" if apart else " ") + words
            before = match["label"]
        if paragraph:
            paragraphs.append(paragraph)
    return "\n\n".join(paragraphs), labelled
