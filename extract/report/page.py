"""The page itself: one HTML file that needs nothing else, in which an article's text can only be text."""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract import __version__
from extract.marks import LETTERS, Mark, cut, find_marks, paragraphs
from extract.render import printable_text
from extract.report.charts import themes_chart, timeline_chart
from extract.report.entries import Entry
from extract.report.overview import themes, timeline
from extract.wording import grade_of, grades_before, kind_of, words
from schemas.record import Inspection, Record, ReviewItem

_KINDS = {
    "strength": "strength",
    "weakness": "weakness",
    "recommendation": "recommendation",
    "quote": "quote",
    "evidence": "evidence of the inspection",
    "left_out": "left out, to review",
}
_GRADES = ("outstanding", "good", "requires_improvement", "inadequate", "no_grade")
_OPENING = 90
"""Characters of an item that are shown beside the text it stands in."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the record says of one stretch of the article; ``id`` is its place in the page."""

    id: str
    mark: Mark

    @property
    def what(self) -> str:
        """The item in a line."""
        known = [_KINDS[self.mark.kind], self.mark.about and words(self.mark.about), self.mark.council]
        sure = self.mark.confidence
        return " · ".join([*(k for k in known if k), *([f"{sure:.2f}"] if sure is not None else [])])

    @property
    def opening(self) -> str:
        """Its first words."""
        text = self.mark.text
        return text if len(text) <= _OPENING else f"{text[:_OPENING].rsplit(' ', 1)[0]} …"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the article that the same items cover; ``begins`` are those that start with them."""

    text: str
    kinds: str
    items: str
    begins: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One article of the page."""

    id: str
    record: Record
    missing: str | None
    paragraphs: tuple[tuple[Run, ...], ...]
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The headline, or else the article's id."""
        return self.record.article.title or self.record.article.id

    @property
    def about(self) -> str:
        """Where the article comes from."""
        article = self.record.article
        return " · ".join(k for k in (article.id, article.publisher, article.published, article.source) if k)

    @property
    def review(self) -> tuple[ReviewItem, ...]:
        """What a person should look at that no item shows."""
        told = {reason for item in self.items for reason in item.mark.review}
        return tuple(r for r in self.record.review if r.reason not in told)


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
        return self.inspection.rating or _GRADES[-1]


def render_page(title: str, folder: str, entries: Sequence[Entry], failures: Mapping[str, str]) -> str:
    """The whole file. Raises ``UsageError`` where the library that draws the charts is missing."""
    records = [entry.record for entry in entries]
    views = [_view(f"a{n}", entry) for n, entry in enumerate(entries)]
    rows = sorted((row for view in views for row in _rows(view)), key=_place)
    found = themes(records)
    style, script = (_inlined(name) for name in ("page.css", "page.js"))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            folder=folder,
            version=__version__,
            policy=_policy(style, script),
            style=style,
            script=script,
            views=views,
            rows=rows,
            failures=failures,
            sums=_sums(records),
            councils=sorted({row.inspection.council for row in rows}),
            types=sorted({row.inspection.type for row in rows}),
            grades=list(
                dict.fromkeys(row.grade for row in sorted(rows, key=lambda r: _GRADES.index(r.grade)))
            ),
            themes=found,
            timeline=timeline_chart(timeline(records), [view.id for view in views]),
            themes_chart=themes_chart(found),
            kinds=_KINDS,
            letters=LETTERS,
        )
    )


def _finalize(value: object) -> object:
    """What any expression of a template prints: our own markup, or text without control characters."""
    return printable_text(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("extract.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "words": words,
        "kind": kind_of,
        "grade": grade_of,
        "before": grades_before,
        "grouped": "{:,}".format,
    }
    return environment


def _inlined(name: str) -> Markup:
    return Markup((files("extract.report") / "page" / name).read_text(encoding="utf-8"))  # noqa: S704  our own file


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which only our style and our script run, and nothing is fetched."""
    hashes = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _view(id_: str, entry: Entry) -> View:
    marks = find_marks(entry.record, entry.text)
    items = {mark.key: Item(f"{id_}-{n}", mark) for n, mark in enumerate(marks)}
    shown = tuple(_paragraphs(entry.text, items)) if entry.text is not None else ()
    return View(id_, entry.record, entry.missing, shown, tuple(items.values()))


def _paragraphs(text: str, items: Mapping[str, Item]) -> Iterator[tuple[Run, ...]]:
    marks = [item.mark for item in items.values()]
    waiting = dict(items)
    for start, end in paragraphs(text):
        runs: list[Run] = []
        for piece in cut(text, marks, start, end):
            here = [items[mark.key] for mark in piece.marks]
            begins = tuple(item for item in here if waiting.pop(item.mark.key, None))
            kinds = " ".join(dict.fromkeys(item.mark.kind for item in here))
            runs.append(Run(piece.text, kinds, " ".join(item.id for item in here), begins))
        yield tuple(runs)


def _rows(view: View) -> Iterator[Row]:
    for inspection in view.record.inspections:
        good, poor = (
            [f.theme for f in found if f.inspection == inspection.id]
            for found in (view.record.strengths, view.record.weaknesses)
        )
        about = " ".join(dict.fromkeys((*good, *poor)))
        yield Row(view.id, view.title, inspection, about, len(good), len(poor))


def _place(row: Row) -> tuple[str, str, str]:
    return row.inspection.council, row.inspection.date or "~", row.title


def _sums(records: Sequence[Record]) -> str:
    counts = {
        "strengths": sum(len(r.strengths) for r in records),
        "weaknesses": sum(len(r.weaknesses) for r in records),
        "recommendations": sum(len(r.recommendations) for r in records),
        "quotes": sum(len(r.quotes) for r in records),
        "to review": sum(len(r.review) for r in records),
    }
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
