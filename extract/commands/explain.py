"""`extract explain`: how one item of a record came to be."""

import asyncio
from contextlib import ExitStack, closing
from pathlib import Path

import click

from extract.article import Article, read_article
from extract.cache import ANSWERS, ResponseCache, cache_folder
from extract.commands.console import open_console
from extract.commands.options import out_option
from extract.corpus import STDIN
from extract.errors import UsageError
from extract.model.presets import Preset, kept_preset
from extract.printing import json_text
from extract.provenance import provenance, way_asked
from extract.staleness import why_stale
from extract.store import OUTPUTS, Store
from schemas.record import Record


@click.command("explain")
@click.argument("id_", metavar="ID")
@click.argument("path", metavar="PATH")
@out_option()
@click.option("--pending", is_flag=True, help="Explain the record that waits for a reviewer.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def explain_command(id_: str, path: str, out: Path, *, pending: bool, as_json: bool) -> None:
    """Tell how an item of a record came to be: what the words settled by which rule, and what was asked.

    ID is the article's id. PATH is an item, such as strengths[0], quotes[3].speaker, inspections[0].rating,
    an entry review[1], or a stretch of the text such as article[120:260].

    The article is read again over the kept answers; nothing is asked. Exit status: 0 told, 2 wrong usage.
    """
    store = Store(out)
    record = _record(store, id_, pending=pending)
    article = _article(record, newer=not pending and store.pending_path(id_).exists())
    # the door and the sentence splitter take seconds to import: wrong usage is told without them
    from extract.explain.explanation import explain  # noqa: PLC0415
    from extract.explain.paths import find_target  # noqa: PLC0415
    from extract.explain.replay import NoAnswers, replay  # noqa: PLC0415
    from extract.render_explain import explain_values, explain_view  # noqa: PLC0415

    target = find_target(path, record, article.text)
    preset = kept_preset(record.provenance.model, way_asked(record.provenance))
    changed = why_stale(record, article.sha256, provenance(preset))
    with ExitStack() as stack:
        file = cache_folder() / ANSWERS
        kept = stack.enter_context(closing(ResponseCache(file))) if file.is_file() else NoAnswers()
        replayed = asyncio.run(replay(article, preset, kept))
    explained = explain(target, record, article, replayed, changed)
    if as_json:
        click.echo(json_text(explain_values(explained, id_)))
    else:
        advice = f"To have them asked: {_run_again(article, preset, out, force=not changed)}"
        open_console().print(explain_view(explained, id_, advice), highlight=False)


def _record(store: Store, id_: str, *, pending: bool) -> Record:
    record = store.load(id_, pending=pending)
    if record is None:
        path = store.pending_path(id_) if pending else store.path(id_)
        raise UsageError(f"{path}: there is no such record; extract status lists those that there are")
    return record


def _article(record: Record, *, newer: bool) -> Article:
    """The text that the record was made of. Raises ``UsageError`` if it is not there or another one now.

    ``newer`` says that a pending record may fit it.
    """
    source = record.article.source
    if Path(source) == STDIN:
        raise UsageError(f"{record.article.id}: came from standard input, so its text was not kept")
    if not Path(source).is_file():
        raise UsageError(f"{source}: there is no such file; run from the folder that 'extract run' ran in")
    article = read_article(Path(source))
    if article.sha256 != record.article.sha256:
        step = "add --pending for the record that waits" if newer else f"run 'extract run {source}' first"
        raise UsageError(f"{source}: has changed since this record was made; {step}")
    return article


def _run_again(article: Article, preset: Preset, out: Path, *, force: bool) -> str:
    """The command that asks this model about the article."""
    usual = "choice" if preset.is_embedded else "structured"
    server = f"--base-url {preset.base_url} --model {preset.model}"
    words = [
        "extract run",
        "--force" if force else "",
        f"--out {out.as_posix()}" if out != Path(OUTPUTS) else "",
        server if preset.base_url else f"--model {preset.name}",
        f"--ask {preset.way}" if preset.way != usual else "",
        article.source,
    ]
    return " ".join(filter(None, words))
