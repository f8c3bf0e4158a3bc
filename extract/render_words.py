"""Two wordings in one, word by word: what went, what came, what stayed.

Where there are no colours, ``[-…-]`` marks what went and ``{+…+}`` what came.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from rich.text import Text

from extract.render_things import NEW, OLD, one_line

Part = tuple[Literal["old", "new", "both", "around"], str]

_STYLES = {"old": f"{OLD} strike", "new": f"{NEW} underline", "both": "", "around": "dim"}
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}")}


def woven(parts: Iterable[Part], *, colour: bool) -> Text:
    """Parts of a text in their order; ``around`` is what stands around what is shown."""
    text = Text()
    for kind, words in parts:
        if not words:
            continue
        opening, closing = ("", "") if colour else _MARKS.get(kind, ("", ""))
        # white space at an edge stays outside of the marks, where it can be wrapped
        body = words.strip()
        before = words[: len(words) - len(words.lstrip())]
        after = words[len(words.rstrip()) :] if body else ""
        text.append(" " if before else "")
        text.append(f"{opening}{one_line(body)}{closing}" if body else "", style=_STYLES[kind])
        text.append(" " if after else "")
    return text


def spans_woven(
    text: str, sentence: tuple[int, int], old: tuple[int, int] | None, new: tuple[int, int] | None
) -> Iterator[Part]:
    """A sentence with the span before and after in it; offsets are the article's."""
    edges = {*sentence, *(old or ()), *(new or ())}
    cuts = sorted(edge for edge in edges if sentence[0] <= edge <= sentence[1])
    for start, end in pairwise(cuts):
        was, is_ = _inside(start, old), _inside(start, new)
        kind: Literal["old", "new", "both", "around"] = (
            "both" if was and is_ else "old" if was else "new" if is_ else "around"
        )
        yield kind, text[start:end]


def _inside(position: int, span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= position < span[1]


def words_woven(old: str, new: str) -> Iterator[Part]:
    """Two wordings that stand in no common text, by their longest common runs of words."""
    one, other = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            yield "both", "".join(one[a:b])
        else:
            yield "old", "".join(one[a:b])
            yield "new", "".join(other[c:d])
