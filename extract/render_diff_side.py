"""Changes with before and after beside each other."""

from collections.abc import Iterator
from typing import Literal

from rich.box import MINIMAL
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.diff.changes import Change
from extract.diff.compare import Compared
from extract.diff.things import Thing, fact
from extract.render_diff import Page, reasons, title
from extract.render_things import about, field_name, said, visit, visit_of
from extract.render_words import NEW, OLD, spans_woven, woven
from schemas.record import Article, Inspection, Record


def side_view(one: Compared, page: Page) -> Group:
    """One article: each change under its key, the thing before on the left, after on the right."""
    return Group(title(one), *reasons(one), *_changes(one, page), Text())


def _changes(one: Compared, page: Page) -> Iterator[RenderableType]:
    if one.diff is None:
        return
    for change in one.changes:
        yield Padding(Text.assemble((change.what, "bold"), "  ", (change.key, "dim")), (0, 0, 0, 2))
        table = Table(box=MINIMAL, show_header=False, show_edge=False, border_style="dim", expand=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(ratio=1, overflow="fold")
        left = _cell(change.old, change, one.diff.before, page, OLD)
        right = _cell(change.new, change, one.diff.after, page, NEW)
        table.add_row(left, right)
        yield Padding(table, (0, 0, 0, 2))


def _cell(thing: Thing | None, change: Change, record: Record, page: Page, style: str) -> Text:
    """One side of a change: the fields that differ, and the thing's words."""
    if thing is None:
        return Text("–", style="dim")
    if not change.fields:
        text = Text(f"{thing.label}; {about(thing, record)}", style=style)
        return text.append_text(_words(thing, change, page))
    if change.what == "reworded":
        return Text(thing.label).append_text(_words(thing, change, page))
    text = Text("\n").join(_field(name, thing, record, style) for name in change.fields)
    return text.append_text(_words(thing, change, page))


def _field(name: str, thing: Thing, record: Record, style: str) -> Text:
    value = visit(visit_of(thing, record)) if name == "inspection" else said(fact(thing, name))
    return Text.assemble(f"{field_name(name)}: ", (value, style))


def _words(thing: Thing, change: Change, page: Page) -> Text:
    if isinstance(thing.value, Article | Inspection):
        return Text()
    item = thing.value
    where = Text(f"\n{item.start}:{item.end} ", style="dim")
    other = change.old if thing is change.new else change.new
    if change.what != "reworded" or other is None:
        return where.append_text(
            woven([("both" if change.fields else "around", item.text)], colour=page.colour)
        )
    shared = other.item.start - item.start, other.item.end - item.start
    kind: Literal["old", "new"] = "old" if thing is change.old else "new"
    mine = (0, len(item.text))
    old, new = (mine, shared) if kind == "old" else (shared, mine)
    return where.append_text(woven(spans_woven(item.text, mine, old, new), colour=page.colour))
