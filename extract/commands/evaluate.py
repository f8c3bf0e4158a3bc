"""`extract eval`: records, kept or made on the spot, scored against gold and shown."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cache import cache_folder
from extract.commands.console import open_console
from extract.errors import UsageError
from extract.evaluate.dataset import SETS, Dataset, SetName, read_dataset, read_records
from extract.model.presets import EMBEDDED, Preset, choose_preset
from extract.printing import json_text
from extract.store import write_atomically
from extract.weights.pinned import IDENTITY
from schemas.record import Record

if TYPE_CHECKING:  # numpy and the sentence splitter take a second: only this command pays for them
    from collections.abc import Sequence

    from extract.evaluate.comparison import Comparison
    from extract.evaluate.report import Report

DEFAULT_GOLD = "tests/golden"


@click.command("eval")
@click.argument(
    "records",
    required=False,
    metavar="[RECORDS_FOLDER]",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--gold",
    default=DEFAULT_GOLD,
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of gold.",
)
@click.option(
    "--set",
    "set_name",
    type=click.Choice(SETS),
    help="Score one set only; without it all three, side by side.",
)
@click.option(
    "--model",
    "-m",
    "models",
    multiple=True,
    metavar="NAME",
    help="Ask this model; give it again to set models side by side.",
)
@click.option(
    "--base-url", metavar="URL", help="Server of the models that are neither embedded nor openai:<name>."
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A saved scorecard: show what moved since.",
)
@click.option(
    "--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep the scorecard in this file."
)
@click.option(
    "--errors",
    default=10,
    show_default=True,
    type=click.IntRange(0),
    help="Show this many of the worst mistakes.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the whole report as JSON: every article, every mistake."
)
def eval_command(  # noqa: PLR0913, PLR0917  click gives each option by its name
    records: Path | None,
    gold: Path,
    set_name: SetName | None,
    models: tuple[str, ...],
    base_url: str | None,
    baseline: Path | None,
    save: Path | None,
    errors: int,
    *,
    as_json: bool,
) -> None:
    """Score records against gold: those in RECORDS_FOLDER or, without one, those a model makes now.

    Those are not written, but a model's answers are kept: a second run asks only what changed.
    Exit status: 0 scored, 2 wrong usage or nothing to score.
    """
    from extract.evaluate.comparison import compare  # noqa: PLC0415  as above
    from extract.evaluate.report import load_report, report_json  # noqa: PLC0415
    from extract.render_report import models_view, report_view  # noqa: PLC0415

    _check_usage(records, models, base_url, one_only=bool(baseline or save))
    before = load_report(baseline) if baseline else None
    dataset = read_dataset(gold, (set_name,) if set_name else SETS)
    reports = [_of_records(records, dataset)] if records else _of_models(models, base_url, dataset)
    _check_scored(reports)
    comparison = compare(reports[0], before) if before else None
    if save:
        write_atomically(save, report_json(reports[0]))
    if as_json:
        click.echo(_json(reports, comparison))
    elif len(reports) > 1:
        open_console().print(models_view(reports))
    else:
        open_console().print(report_view(reports[0], comparison, errors))


def _check_usage(
    records: Path | None, models: tuple[str, ...], base_url: str | None, *, one_only: bool
) -> None:
    if records and (models or base_url):
        raise UsageError(f"{records.as_posix()} is scored without asking; leave out the folder or the model")
    if models and base_url and not any(_needs_server(name) for name in models):
        raise UsageError("--base-url is for a model that is neither embedded nor openai:<name>; leave it out")
    if len(models) > 1 and one_only:
        raise UsageError("--baseline and --save are about one scorecard; give one --model")
    if len(models) != len(set(models)):
        raise UsageError("--model names one model twice")


def _check_scored(reports: "Sequence[Report]") -> None:
    """A scorecard of failures alone would say nothing about quality."""
    reasons = [article.failure for report in reports for article in report.articles]
    if all(reason is not None for reason in reasons):
        raise UsageError(f"no article could be scored; the first: {reasons[0]}")


def _needs_server(name: str) -> bool:
    return name != EMBEDDED and not name.startswith("openai:")


def _of_records(folder: Path, dataset: Dataset) -> "Report":
    from extract.evaluate.scorecard import evaluate  # noqa: PLC0415  as above

    results = read_records(folder, dataset)
    made_by = {r.provenance.model for r in results.values() if isinstance(r, Record)}
    return evaluate(dataset, results, model=", ".join(sorted(made_by)) or "none")


def _preset(name: str | None, base_url: str | None) -> Preset:
    """A model set beside others: a server's address is for the names that need one."""
    environment = dict(os.environ)
    if name == EMBEDDED:
        environment.pop("OPENAI_BASE_URL", None)
    url = base_url if name is None or _needs_server(name) else None
    return choose_preset(name, url, None, environment, embedded_identity=IDENTITY)


def _of_models(names: tuple[str, ...], base_url: str | None, dataset: Dataset) -> list["Report"]:
    # openai, instructor and the engine take seconds to import: scoring a folder does without them
    from extract.trial import try_model  # noqa: PLC0415

    presets = [_preset(name, base_url) for name in names or (None,)]
    console = open_console(stderr=True)
    return [asyncio.run(try_model(preset, dataset, cache_folder(), console)) for preset in presets]


def _json(reports: "Sequence[Report]", comparison: "Comparison | None") -> str:
    """One report as --save keeps it; several in a list; with a baseline, beside what moved."""
    if comparison:
        parts = {
            "report": reports[0].model_dump(mode="json"),
            "comparison": comparison.model_dump(mode="json"),
        }
        return json_text(parts)
    printed = [r.model_dump(mode="json") for r in reports]
    return json_text(printed if len(printed) > 1 else printed[0])
