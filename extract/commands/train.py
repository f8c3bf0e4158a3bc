"""The command that learns the head anew."""

import asyncio
import os
from pathlib import Path

import click

from extract.cache import cache_folder
from extract.commands.console import open_console
from extract.embedded.pinned import IDENTITY, SIZE
from extract.errors import UsageError
from extract.model.presets import EMBEDDED, choose_preset
from extract.model.tally import Tally
from extract.progress import RunProgress

TRAINING = Path("prompts/findings/training")


@click.command("train")
@click.option(
    "--articles",
    default=TRAINING,
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Annotated articles.",
)
@click.option(
    "--head",
    default=TRAINING.parent / "choice.head.npz",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the numbers go.",
)
@click.option(
    "--weights", type=click.Path(dir_okay=False, path_type=Path), help="The embedded model's GGUF file."
)
def train_command(articles: Path, head: Path, weights: Path | None) -> None:
    """Learn the head of the findings task from labelled sentences (uv run --group train extract train).

    Reads every sentence once with the embedded model: about a second each on two cores, and kept in the
    answer cache.
    """
    asyncio.run(_train(articles, head, weights))


async def _train(articles: Path, target: Path, weights: Path | None) -> None:
    try:
        from extract.session import open_model  # noqa: PLC0415  as in the run command
        from extract.train import fit, read_examples, read_states  # noqa: PLC0415  scikit-learn comes with the train group
    except ImportError as exc:
        raise UsageError("learning needs scikit-learn: run 'uv run --group train extract train'") from exc
    from extract.head import save_head  # noqa: PLC0415  with the above

    console = open_console()
    examples = read_examples(articles)
    preset = choose_preset(EMBEDDED, None, None, os.environ, embedded_identity=IDENTITY)
    with RunProgress(console, len(examples), quiet=False) as progress:
        async with open_model(
            preset,
            cache_folder(),
            weights=weights,
            jobs=1,
            progress=lambda doing, done: progress.preparing(doing, done, SIZE),
        ) as model:
            states = await read_states(examples, model, Tally(), progress.advance)
    fitted = fit(examples, states)
    save_head(fitted.head, target)
    scores = ", ".join(f"{label} {f1:.3f}" for label, f1 in fitted.f1.items())
    console.print(
        f"Learned from {fitted.examples:,} sentences of {fitted.articles} articles; "
        f"F1 on articles left out: {scores}; themes right: {fitted.theme_accuracy:.3f}"
    )
    console.print(f"Wrote {target.as_posix()}. Records made with the old one are stale now.")
