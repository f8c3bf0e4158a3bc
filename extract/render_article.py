"""An article with its evidence in colour, and what its record says, into rich renderables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from extract.marks import LETTERS, NAMES, Kind, Mark, cut, find_marks, paragraphs
from extract.printing import printable, printable_text
from extract.wording import NONE, grades_before, kind_of, words
from schemas.record import Inspection, Record

_STYLES: dict[Kind, str] = {
    "quote": "yellow italic",
    "evidence": "blue underline",
    "left_out": "magenta",
    "recommendation": "cyan",
    "strength": "green",
    "weakness": "red",
}
"""Where marks overlap the later colour wins; italics and underlines stay."""
_MARKS = "marks"
_WIDEST_TEXT, _NARROWEST_TEXT = 90, 20
_WIDEST_NOTES, _NARROWEST_NOTES = 40, 12


def article_view(record: Record, text: str) -> Group:
    """The whole screen: what it is, the legend, the text between its margins, the inspections, the review."""
    marks = find_marks(record, text)
    parts: list[RenderableType] = [*_head(record), _legend(marks), "", Margins(text, marks), ""]
    parts.append(_inspections(record) if record.inspections else Text("The article reports no inspection."))
    if record.review:
        parts += ["", Text("to review", style="bold"), *_review(record, marks)]
    return Group(*parts)


@dataclass(frozen=True, slots=True)
class Margins:
    """The text in a column that suits the width: on its left a letter a line for each kind of evidence in it,
    on its right what each item is about, beside the line in which it begins.
    """  # noqa: D205  one sentence

    text: str
    marks: Sequence[Mark]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The lines, paragraph by paragraph."""
        kinds = [k for k in LETTERS if any(m.kind == k for m in self.marks)]
        gutter = len(kinds) + 1 if kinds else 0
        notes = min(max(options.max_width * 3 // 10, _NARROWEST_NOTES), _WIDEST_NOTES) if kinds else 0
        width = min(max(options.max_width - gutter - notes - 2, _NARROWEST_TEXT), _WIDEST_TEXT)
        begun: set[str] = set()
        for n, (start, end) in enumerate(paragraphs(self.text)):
            if n:
                yield Text()
            coloured = _coloured(self.text, self.marks, start, end)
            waiting: list[Text] = []
            for line in coloured.wrap(console, width):
                here = _marks_of(line)
                for mark in here:
                    if mark.key not in begun:
                        begun.add(mark.key)
                        waiting += _note(mark).wrap(console, notes)
                line.rstrip()
                if waiting:
                    line.truncate(width, pad=True)
                    line.append("  ").append_text(waiting.pop(0))
                yield _letters(kinds, here).append_text(line)
            for late in waiting:
                yield Text.assemble(" " * (gutter + width + 2), late)


def _coloured(text: str, marks: Sequence[Mark], start: int, end: int) -> Text:
    coloured = Text()
    for piece in cut(text, marks, start, end):
        style = Style(meta={_MARKS: piece.marks}) if piece.marks else Style.null()
        kinds = {m.kind for m in piece.marks}
        style = Style.combine([*(Style.parse(s) for kind, s in _STYLES.items() if kind in kinds), style])
        coloured.append(printable_text(piece.text), style)
    return coloured


def _marks_of(line: Text) -> list[Mark]:
    """The marks that cover any of a line, in the order in which they do."""
    styles = (span.style for span in line.spans if span.end > span.start)
    found = (m for style in styles if isinstance(style, Style) for m in style.meta.get(_MARKS, ()))
    return list(dict.fromkeys(found))


def _letters(kinds: Sequence[Kind], here: Sequence[Mark]) -> Text:
    covering = {m.kind for m in here}
    letters = [(LETTERS[k], _colour(k)) if k in covering else (" ", "") for k in kinds]
    return Text.assemble(*letters, " " if kinds else "")


def _note(mark: Mark) -> Text:
    """What a margin says of an item: its key, its council, its theme or speaker, and whether to review it."""
    about = words(mark.about or "") if mark.kind in {"strength", "weakness", "quote"} else None
    said = [part for part in (mark.council, about) if part] or [NAMES[mark.kind]]
    doubt = " (review)" if mark.review else ""
    return Text.assemble(
        (mark.key, f"bold {_colour(mark.kind)}"), " ", printable(": ".join(said)), (doubt, "bold")
    )


def _colour(kind: Kind) -> str:
    return _STYLES[kind].split()[0]


def _legend(marks: Sequence[Mark]) -> Columns:
    """Which letter and colour stand for what, and how many of each there are."""
    counted = {k: sum(m.kind == k for m in marks) for k in LETTERS}
    shown = [k for k in LETTERS if counted[k] or k != "left_out"]
    entries = [
        Text.assemble((LETTERS[k], "bold"), " ", (NAMES[k], _STYLES[k]), f" {counted[k]}") for k in shown
    ]
    return Columns(entries, padding=(0, 3))


def _head(record: Record) -> Iterator[Text]:
    article = record.article
    if article.title:
        yield Text(printable(article.title), style="bold")
    known = (article.source, article.publisher, article.published)
    yield Text(printable(" · ".join(k for k in known if k)), style="dim")


def _inspections(record: Record) -> Table:
    """A row an inspection: what it was, what it gave, and how much the article reports of it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("inspection", "kind", "date", "grade", "before"):
        table.add_column(name, overflow="fold")
    for letter in ("S", "W", "R", "Q"):
        table.add_column(letter, justify="right", no_wrap=True)
    for inspection in record.inspections:
        counts = [
            sum(item.inspection == inspection.id for item in items)
            for items in (record.strengths, record.weaknesses, record.recommendations, record.quotes)
        ]
        table.add_row(*(Text(printable(cell)) for cell in _cells(inspection)), *map(str, counts))
    return table


def _cells(inspection: Inspection) -> tuple[str, ...]:
    focus = f": {inspection.focus}" if inspection.focus else ""
    grades = [words(inspection.rating)] if inspection.rating else []
    grades += [f"{j.area}: {words(j.rating)}" for j in inspection.judgements]
    return (
        inspection.id,
        f"{kind_of(inspection)}{focus}",
        inspection.date or inspection.date_text or NONE,
        "; ".join(grades) or NONE,
        grades_before(inspection),
    )


def _review(record: Record, marks: Sequence[Mark]) -> Iterator[Padding]:
    keys = {mark.path: mark.key for mark in marks}
    for item in record.review:
        key = keys.get(item.path) or keys.get(item.path.rpartition(".")[0])
        where = f"{key}, {item.path}" if key else item.path
        yield Padding(Text(printable(f"{where}: {item.reason}"), overflow="fold"), (0, 0, 0, 2), expand=False)
