"""Paths into a record, as `review` entries have them: ``quotes[3].speaker``, ``article[120:260]``."""

import re
from dataclasses import dataclass, replace

from extract.errors import UsageError
from extract.model.notes import Span
from schemas.record import Record

LISTS = ("inspections", "strengths", "weaknesses", "recommendations", "quotes", "review")
_ENTRY = re.compile(r"(?P<list>[a-z]+)\[(?P<index>\d+)\](?:\.(?P<field>[a-z_]+)(?:\[\d+\].*)?)?")
_STRETCH = re.compile(r"article\[(?P<start>\d+):(?P<end>\d+)\]")
_ABOUT = re.compile(r"article\.(?P<field>title|publisher|published)")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be explained: an entry of a list, a stretch of the article, or how the page calls itself."""

    path: str
    name: str
    """The list, or ``article``."""
    index: int | None = None
    field: str | None = None
    span: Span | None = None
    """Where in the article; None for an inspection."""
    reason: str | None = None
    """Why a `review` entry points at it, if one was given."""

    @property
    def entry(self) -> str:
        """The path without its field."""
        return f"{self.name}[{self.index}]" if self.index is not None else self.path


def find_target(path: str, record: Record, text: str) -> Target:
    """The target of a path; a `review` entry stands for what it points at. Raises ``UsageError``."""
    if match := _STRETCH.fullmatch(path):
        start, end = int(match["start"]), int(match["end"])
        if not start < end <= len(text):
            raise UsageError(f"{path}: the article has {len(text):,} characters; give a start and an end")
        return Target(path, "article", span=(start, end))
    if match := _ABOUT.fullmatch(path):
        return Target(path, "article", field=match["field"])
    match = _ENTRY.fullmatch(path)
    if match is None or match["list"] not in LISTS:
        raise UsageError(
            f"{path}: is no path into a record; give one such as quotes[3].speaker, strengths[0], "
            "inspections[0].rating, review[1] or article[120:260]"
        )
    return _entry(path, match, record, text)


def _entry(path: str, match: re.Match[str], record: Record, text: str) -> Target:
    name, index, field = match["list"], int(match["index"]), match["field"]
    entries = getattr(record, name)
    if index >= len(entries):
        has = f"{len(entries)}, numbered from 0" if entries else "none"
        raise UsageError(f"{path}: of {name} the record has {has}")
    entry = entries[index]
    if name == "review":
        return replace(find_target(entry.path, record, text), reason=entry.reason)
    if field is not None and field not in type(entry).model_fields:
        known = ", ".join(type(entry).model_fields)
        raise UsageError(f"{path}: {name} have no {field}; they have {known}")
    return Target(path, name, index, field, None if name == "inspections" else (entry.start, entry.end))
