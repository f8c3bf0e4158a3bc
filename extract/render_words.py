"""Two wordings in one, word by word: what went, what came, what stayed.

Where there are no colours, ``[-…-]`` marks what went, ``{+…+}`` what came and, where neither is shown,
``[=…=]`` what it is about.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from rich.text import Text

from extract.printing import printable

OLD, NEW = "red", "green"

PartKind = Literal["old", "new", "both", "near", "around"]
Part = tuple[PartKind, str]

_STYLES = {"old": f"{OLD} strike", "new": f"{NEW} underline", "both": "", "near": "", "around": "dim"}
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}")}


def one_line(words: str) -> str:
    """Words of an article on one line, harmless to a terminal."""
    return printable(re.sub(r"\s+", " ", words))


def woven(parts: Iterable[Part], *, colour: bool) -> Text:
    """Parts of a text in their order; ``around`` is what stands around what is shown, ``near`` close by."""
    text = Text()
    parts = [(kind, words) for kind, words in parts if words]
    kinds = {kind for kind, words in parts if words.strip()}
    marks = _MARKS if kinds & {"old", "new"} or kinds == {"both"} else {"both": ("[=", "=]")}
    for kind, words in parts:
        opening, closing = ("", "") if colour else marks.get(kind, ("", ""))
        # white space at an edge stays outside of the marks, where it can be wrapped
        body = words.strip()
        before = words[: len(words) - len(words.lstrip())]
        after = words[len(words.rstrip()) :] if body else ""
        text.append(" " if before else "")
        style = "bold" if kind == "both" and "near" in kinds else _STYLES[kind]
        text.append(f"{opening}{one_line(body)}{closing}" if body else "", style=style)
        text.append(" " if after else "")
    return text


def spans_woven(
    text: str,
    frame: tuple[int, int],
    old: tuple[int, int] | None,
    new: tuple[int, int] | None,
    near: tuple[int, int] | None = None,
) -> Iterator[Part]:
    """A sentence, or a paragraph with a sentence ``near``, with the span before and after in it.

    Offsets are the article's.
    """
    edges = {*frame, *(old or ()), *(new or ()), *(near or ())}
    cuts = sorted(edge for edge in edges if frame[0] <= edge <= frame[1])
    for start, end in pairwise(cuts):
        was, is_ = _inside(start, old), _inside(start, new)
        outside: PartKind = "near" if _inside(start, near) else "around"
        kind: PartKind = "both" if was and is_ else "old" if was else "new" if is_ else outside
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


def arrow(old: str, new: str) -> Text:
    """A value before and after; of two that share words, only the others are coloured."""
    parts = list(words_woven(old, new))
    shared = any(kind == "both" for kind, _ in parts)
    text = Text()
    for side, style in (("old", OLD), ("new", NEW)):
        text.append(" → " if side == "new" else "")
        for kind, words in parts:
            if kind in {side, "both"}:
                text.append(one_line(words), style="" if shared and kind == "both" else style)
        text.rstrip()
    return text
