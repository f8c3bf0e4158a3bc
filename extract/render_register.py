"""Records beside the register into rich renderables."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extract.printing import MOST_ROWS, printable
from extract.register.check import RESULTS, CheckedField, CheckReport, Comparison, Result
from extract.register.outcomes import words

_STYLES: dict[Result, str] = {"conflict": "bold red", "agreement": "green"}
_NONE = "–"
_MOST_NAMES = 5
_PREVIOUS = ".previous_ratings["


def check_view(report: CheckReport) -> Group:
    """How many of each result, then each by itself: conflicts first and all of them."""
    parts: list[RenderableType] = [_counts(report)]
    for result in RESULTS:
        found = [c for c in report.comparisons if c.result == result]
        if found:
            parts += [Text(), *_listed(result, found)]
    notes = [*_failures(report), *_notes(report)]
    return Group(*parts, *([Text(), *notes] if notes else []))


def _counts(report: CheckReport) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"{report.records:,} record{'s'[: report.records != 1]}", no_wrap=True)
    for result in RESULTS:
        table.add_column(result, justify="right", no_wrap=True)
    for label, previous in (("graded inspections", False), ("previous ratings", True)):
        of_kind = [c.result for c in report.comparisons if (_PREVIOUS in c.path) is previous]
        table.add_row(label, *(f"{n:,}" if (n := of_kind.count(r)) else _NONE for r in RESULTS))
    return table


def _listed(result: Result, found: Sequence[Comparison]) -> Iterator[RenderableType]:
    yield Text(result, style=_STYLES.get(result, "bold"))
    shown = found if result == "conflict" else found[:MOST_ROWS]
    for one in shown:
        yield _indented(f"{one.article} {one.path}, {one.council}", 2)
        if said := _said(one):
            yield _indented(said, 4)
    if len(shown) < len(found):
        yield Text(f"  and {len(found) - len(shown):,} more; --json lists all")


def _indented(line: str, columns: int) -> Padding:
    return Padding(Text(printable(line), overflow="fold"), (0, 0, 0, columns), expand=False)


def _said(one: Comparison) -> str:
    """What differs, or else what agrees, and beside which row; or why nothing can be told."""
    chosen = ", the newest of this grade" if one.by_grade else ""
    beside = f" ({one.outcome}{chosen})" if one.outcome else ""
    if one.why:
        return f"{one.why}{beside}"
    fields = one.conflicts or one.fields
    return f"{'; '.join(_value(field, one.path) for field in fields)}{beside}" if fields else ""


def _value(field: CheckedField, path: str) -> str:
    name = field.path.removeprefix(path).lstrip(".")
    beside = "" if field.agrees else f", register {words(field.register_says)}"
    return f"{name} {words(field.recorded)}{beside}"


def _failures(report: CheckReport) -> list[Text]:
    failures = report.failures.items()
    return [Text.assemble(("failed ", "red"), printable(f"{id_}: {why}")) for id_, why in failures]


def _notes(report: CheckReport) -> Iterator[Text]:
    """What the table does not say: rows of no authority, and what was written."""
    names = report.unknown_authorities
    if names:
        more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
        said = ", ".join(name or "(empty)" for name in names[:_MOST_NAMES])
        yield Text(printable(f"No authority is called: {said}{more} (left out)"), overflow="fold")
    if report.marked:
        yield Text(f"Wrote the review of {len(report.marked):,} record{'s'[: len(report.marked) != 1]}.")
