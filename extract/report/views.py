"""What the page shows of one article: its text in runs, its items, its rows of the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from extract.marks import NAMES, Mark, cut, find_marks, is_about, paragraphs
from extract.report.entries import Entry
from extract.wording import words
from schemas.record import Inspection, ReviewItem

NOT_GRADED = "no_grade"
_OPENING = 90
"""Characters of an item that are shown beside the text it stands in."""


class Item(NamedTuple):
    """What the record says of one stretch of the article; ``id`` is its place in the page.

    ``what`` says it in a line, ``words`` as much of the article's words as helps where it stands.
    """

    id: str
    key: str
    kind: str
    what: str
    words: str
    review: tuple[str, ...]


class Run(NamedTuple):
    """Words of the article that the same items cover; ``begins`` are those that start with them."""

    text: str
    kinds: str
    items: str
    begins: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An article cut up for the page: made when it is printed and then dropped, for there may be many."""

    items: tuple[Item, ...]
    paragraphs: tuple[tuple[Run, ...], ...]
    review: tuple[ReviewItem, ...]
    """What a person should look at that is about none of the items."""


@dataclass(frozen=True, slots=True)
class View:
    """One article of the page; ``id`` is its place there."""

    id: str
    entry: Entry

    @property
    def title(self) -> str:
        """The headline, or else the article's id."""
        return self.entry.record.article.title or self.entry.record.article.id

    @property
    def about(self) -> str:
        """Where the article comes from."""
        article = self.entry.record.article
        return " · ".join(k for k in (article.id, article.publisher, article.published, article.source) if k)


@dataclass(frozen=True, slots=True)
class Row:
    """One inspection of the table."""

    id: str
    title: str
    inspection: Inspection
    themes: str
    strengths: int
    weaknesses: int

    @property
    def grade(self) -> str:
        """The overall grade by its name in the contract."""
        return self.inspection.rating or NOT_GRADED


def body_of(view: View) -> Body:
    """What the page shows below the article's title."""
    record, text = view.entry.record, view.entry.text
    marks = find_marks(record, text)
    items = {m.key: _item(f"{view.id}-{n}", m, whole=text is None) for n, m in enumerate(marks)}
    return Body(
        tuple(items.values()),
        tuple(_paragraphs(text, marks, items)) if text is not None else (),
        tuple(r for r in record.review if not any(is_about(r, mark.path) for mark in marks)),
    )


def _item(id_: str, mark: Mark, *, whole: bool) -> Item:
    known = [NAMES[mark.kind], mark.about and words(mark.about), mark.council]
    if mark.confidence is not None:
        known.append(f"{mark.confidence:.2f}")
    shown = (
        mark.text if whole or len(mark.text) <= _OPENING else f"{mark.text[:_OPENING].rsplit(' ', 1)[0]} …"
    )
    return Item(id_, mark.key, mark.kind, " · ".join(k for k in known if k), shown, mark.review)


def _paragraphs(text: str, marks: list[Mark], items: Mapping[str, Item]) -> Iterator[tuple[Run, ...]]:
    waiting = dict(items)
    for start, end in paragraphs(text):
        runs: list[Run] = []
        for piece in cut(text, marks, start, end):
            if not piece.marks:
                runs.append(Run(piece.text, "", "", ()))
                continue
            here = [items[mark.key] for mark in piece.marks]
            begins = tuple(item for item in here if waiting.pop(item.key, None))
            kinds = " ".join(dict.fromkeys(item.kind for item in here))
            runs.append(Run(piece.text, kinds, " ".join(item.id for item in here), begins))
        yield tuple(runs)


def rows_of(view: View) -> Iterator[Row]:
    """A row for each inspection that the article reports."""
    record = view.entry.record
    for inspection in record.inspections:
        good, poor = (
            [f.theme for f in found if f.inspection == inspection.id]
            for found in (record.strengths, record.weaknesses)
        )
        about = " ".join(dict.fromkeys((*good, *poor)))
        yield Row(view.id, view.title, inspection, about, len(good), len(poor))
