"""How an article and its candidates are shown to a model.

One sentence a line, so that only our numbers begin a line.
"""

import re
from collections.abc import Sequence

from extract.candidates.find import Candidates
from schemas.record import Inspection

Row = dict[str, object]


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


_LIKE_OURS = re.compile(r"[A-Z]\. |Headline:|Question:|Quotation:|Who speaks the quotation|For whom does ")


def bare_line(text: str) -> str:
    """The text on one line that is shown without a number; what begins like a line of ours is set off."""
    line = one_line(text)
    return f"· {line}" if _LIKE_OURS.match(line) else line


def sentence_rows(candidates: Candidates) -> list[Row]:
    """Number, kind and line of every sentence but the page's furniture."""
    return [
        {"number": s.number, "kind": s.kind, "line": one_line(s.text)}
        for s in candidates.sentences
        if s.kind != "furniture"
    ]


def inspection_lines(inspections: Sequence[Inspection]) -> list[str]:
    """A line for each inspection: council, kind, number."""
    return [
        f"{i.council}: {i.type.replace('_', ' ')}{f', number {i.ordinal}' if i.ordinal else ''} ({i.id})"
        for i in inspections
    ]


def numbers(count: int) -> range:
    """The numbers of ``count`` candidates."""
    return range(1, count + 1)
