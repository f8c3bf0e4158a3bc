"""The page itself: one HTML file that needs nothing else, in which an article's text can only be text."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract import __version__
from extract.marks import LETTERS, NAMES
from extract.printing import printable_text
from extract.report.charts import themes_chart, timeline_chart
from extract.report.entries import Entry
from extract.report.overview import themes, timeline
from extract.report.views import NOT_GRADED, Row, View, body_of, rows_of
from extract.wording import grade_of, grades_before, kind_of, words
from schemas.record import Record

_GRADES = ("outstanding", "good", "requires_improvement", "inadequate", NOT_GRADED)


def render_page(title: str, folder: str, entries: Sequence[Entry], failures: Mapping[str, str]) -> str:
    """The whole file. Raises ``UsageError`` where the library that draws the charts is missing."""
    records = [entry.record for entry in entries]
    views = [View(f"a{n}", entry) for n, entry in enumerate(entries)]
    rows = sorted((row for view in views for row in rows_of(view)), key=_place)
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
            grades=[grade for grade in _GRADES if any(row.grade == grade for row in rows)],
            themes=found,
            timeline=timeline_chart(timeline(records), [view.id for view in views]),
            themes_chart=themes_chart(found),
            kinds=NAMES,
            letters=LETTERS,
        )
    )


def _finalize(value: object) -> object:
    """What any expression of a template prints: our own markup, or text without control characters."""
    return printable_text(value) if type(value) is str and not value.isprintable() else value


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
        "body": body_of,
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
