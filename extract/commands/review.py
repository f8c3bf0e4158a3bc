"""`extract review`: a reviewer's verdicts on what is pending and on what is doubtful."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

import click

from extract.commands.console import open_console
from extract.errors import ExtractError, UsageError
from extract.printing import json_text, printable
from extract.review.agenda import Agenda
from extract.review.decisions import Reviewer
from extract.review.desk import Desk
from extract.review.questions import Question, of_entries, of_pending
from extract.review.sweep import Swept, Wanted, check_mass, sweep
from extract.store import OUTPUTS, Store

_LEFT = 1


@click.command("review")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--out",
    "-o",
    default=OUTPUTS,
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The outputs folder.",
)
@click.option(
    "--accept", "accepted", multiple=True, metavar="ID#KEY", help="Accept a change; may be given again."
)
@click.option(
    "--reject", "rejected", multiple=True, metavar="ID#KEY", help="Reject a change; may be given again."
)
@click.option("--accept-all", is_flag=True, help="Accept all that is pending.")
@click.option("--reject-all", is_flag=True, help="Reject all that is pending.")
@click.option("--why", metavar="TEXT", help="The reason, kept with the verdicts.")
@click.option("--yes", is_flag=True, help="Do it although much is removed, or other gold is overwritten.")
@click.option(
    "--list", "listed", is_flag=True, help="List what is to be decided, with its keys; decide nothing."
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.option(
    "--gold",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write reviewed records to this folder as gold.",
)
def review_command(  # noqa: PLR0913  one parameter an option
    ids: tuple[str, ...],
    out: Path,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    *,
    accept_all: bool,
    reject_all: bool,
    why: str | None,
    yes: bool,
    listed: bool,
    as_json: bool,
    gold: Path | None,
) -> None:
    """Decide what is pending, change by change, and then what is doubtful in accepted records.

    Articles are named by their IDs; without any, all are looked at. Verdicts are written as they are given,
    with git's user.name, to <id>.review.json beside the record: when the model answers the same again, they
    stand; when the article changes, they are asked again. --accept and --reject take a key as extract diff
    and --list show it, or an ID alone for all that is pending there.

    Exit status: 0 all well, 1 some records cannot be read or are no gold, 2 wrong usage.
    """
    store = Store(out)
    _check_known(ids, store)
    desk = Desk(store)
    if gold:
        from extract.commands.promoting import promote  # noqa: PLC0415  gold is of no use to the others

        sys.exit(0 if promote(desk, ids, gold, yes=yes) else _LEFT)
    if listed or as_json:
        _list(desk, ids, as_json=as_json)
        return
    reviewer = Reviewer(_name(), datetime.now(UTC).date().isoformat(), why)
    if accepted or rejected or accept_all or reject_all:
        wanted = _wanted(store, ids, accepted, rejected, accept_all=accept_all, reject_all=reject_all)
        _sweep(desk, wanted, reviewer, yes=yes)
        return
    _walk(desk, ids, reviewer)


def _check_known(ids: Sequence[str], store: Store) -> None:
    known = {*store.ids(), *store.pending_ids()}
    for id_ in ids:
        if id_ not in known:
            raise UsageError(f"{id_}: there is no record of it in {store.folder.as_posix()}")


def _name() -> str:
    """As git has it, or else the user's name on this machine."""
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607  whichever git the user has
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return getuser()
    return done.stdout.strip() or getuser()


def _walk(desk: Desk, ids: Sequence[str], reviewer: Reviewer) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "review asks on a terminal; without one, give --accept-all, --accept ID#KEY or --list"
        )
    from extract.commands.reviewing import Walk  # noqa: PLC0415  with the sentence splitter

    agenda = Agenda(desk, ids or sorted({*desk.store.ids(), *desk.store.pending_ids()}))
    walk = Walk(desk, open_console(), reviewer, agenda)
    walk.go()
    click.echo(_ending(walk.verdicts, len(agenda.left), len(desk.store.pending_ids())))
    _exit_if(agenda.unreadable)


def _exit_if(unreadable: Mapping[str, str]) -> None:
    """Tell what could not be read, and exit with 1 if anything could not."""
    for reason in unreadable.values():
        click.echo(f"extract: {printable(reason)}", err=True)
    if unreadable:
        sys.exit(_LEFT)


def _ending(verdicts: int, skipped: int, pending: int) -> str:
    given = f"{verdicts} verdict{'s'[: verdicts != 1]} given" if verdicts else "No verdict given"
    left = f", {skipped} skipped" if skipped else ""
    waiting = f"; {pending} record{'s'[: pending != 1]} still pending" if pending else "; nothing is pending"
    return f"{given}{left}{waiting}."


def _wanted(
    store: Store,
    ids: Sequence[str],
    accepted: Sequence[str],
    rejected: Sequence[str],
    *,
    accept_all: bool,
    reject_all: bool,
) -> list[Wanted]:
    if accept_all and reject_all:
        raise UsageError("--accept-all and --reject-all contradict each other")
    verdicts: dict[str, tuple[list[str], list[str]]] = {}
    known = set(store.pending_ids())
    for number, given in enumerate((accepted, rejected)):
        for one in given:
            whole = one in known or "#" not in one
            id_, _, key = (one, "", "") if whole else one.rpartition("#")
            verdicts.setdefault(id_, ([], []))[number].append(key)
    _check_known(list(verdicts), store)
    if accept_all or reject_all:
        for id_ in ids or store.pending_ids():
            verdicts.setdefault(id_, ([], []))[0 if accept_all else 1].append("")
    return [Wanted(id_, tuple(yes), tuple(no)) for id_, (yes, no) in sorted(verdicts.items())]


def _sweep(desk: Desk, wanted: Sequence[Wanted], reviewer: Reviewer, *, yes: bool) -> None:
    """All verdicts are worked out before the first is written."""
    swept = [sweep(desk.open(one.id), one, reviewer) for one in wanted]
    if not yes:
        check_mass(swept)
    for one in swept:
        desk.write(one.before, one.after)
        click.echo(_outcome(one))
    if not swept:
        click.echo("Nothing is pending.")


def _outcome(one: Swept) -> str:
    left = len(one.after.diff.changes) if one.after.pending else 0
    return f"{printable(one.before.id)}: {one.accepted} accepted, {one.rejected} rejected, {left} left"


def _list(desk: Desk, ids: Sequence[str], *, as_json: bool) -> None:
    questions: list[Question] = []
    unreadable: dict[str, str] = {}
    for id_ in ids or sorted({*desk.store.ids(), *desk.store.pending_ids()}):
        try:
            case = desk.open(id_)
        except ExtractError as exc:
            unreadable[id_] = str(exc)
            continue
        questions += of_pending(case) if case.pending else of_entries(case)
    questions.sort(key=lambda q: (q.change is None, q.certainty))
    rows = [(f"{q.id}#{q.key}", q.change.what if q.change else "doubtful", _reason(q)) for q in questions]
    if as_json:
        data = [{"key": key, "what": what, "reason": reason} for key, what, reason in rows]
        click.echo(json_text(data))
        _exit_if(unreadable)
        return
    for key, what, reason in rows:
        click.echo(f"{printable(key)}  {what}{f'  {printable(reason)}' if reason else ''}")
    if not rows:
        click.echo("Nothing is pending, and nothing is doubtful.")
    _exit_if(unreadable)


def _reason(question: Question) -> str:
    return question.entry.reason if question.entry else ""
