"""`extract check`: records beside Ofsted's own published outcomes."""

import sys
from pathlib import Path

import click

from extract.commands.console import open_console
from extract.errors import RecordError, UsageError
from extract.printing import json_text
from extract.register.check import CheckReport, Comparison, compare, mark
from extract.register.outcomes import Register, read_register
from extract.render_register import check_view
from extract.review.entries import open_entries
from extract.store import OUTPUTS, Store, canonical, write_atomically

_CONFLICTS = 1


@click.command("check")
@click.argument(
    "records",
    default=OUTPUTS,
    metavar="[RECORDS_FOLDER]",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--register",
    "register_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ofsted's published outcomes, a CSV file.",
)
@click.option("--mark", "marks", is_flag=True, help="Put the conflicts into the records' review.")
@click.option("--json", "as_json", is_flag=True, help="Print every comparison as JSON.")
def check_command(records: Path, register_file: Path, *, marks: bool, as_json: bool) -> None:
    """Compare graded inspections and previous ratings with Ofsted's register.

    RECORDS_FOLDER is outputs/ unless another is named. Nothing is written without --mark.

    Exit status: 0 no conflicts, 1 conflicts or a record that cannot be read, 2 wrong usage.
    """
    register = read_register(register_file)
    store = Store(records)
    if not store.ids():
        raise UsageError(
            f"{records.as_posix()}: holds no records; make some with extract run --out {records.as_posix()}"
        )
    report = _check(store, register, marks=marks)
    if as_json:
        click.echo(json_text(report.model_dump(mode="json")))
    else:
        open_console().print(check_view(report))
    conflicts = any(comparison.result == "conflict" for comparison in report.comparisons)
    sys.exit(_CONFLICTS if conflicts or report.failures else 0)


def _check(store: Store, register: Register, *, marks: bool) -> CheckReport:
    comparisons: list[Comparison] = []
    failures: dict[str, str] = {}
    marked: list[str] = []
    read = 0
    for id_ in store.ids():
        try:
            record = store.load(id_)
        except RecordError as exc:
            failures[id_] = str(exc)
            continue
        if record is None:
            continue  # taken away since the folder was listed
        read += 1
        found = list(compare(record, register))
        comparisons += found
        decisions = store.review(id_).decisions if marks else ()
        if marks and (reviewed := open_entries(mark(record, found), decisions)) != record:
            write_atomically(store.path(id_), canonical(reviewed))
            marked.append(id_)
    return CheckReport(
        register_rows=register.rows,
        unknown_authorities=register.unknown,
        records=read,
        comparisons=tuple(comparisons),
        failures=failures,
        marked=tuple(marked),
    )
