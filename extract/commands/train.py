"""The command that learns anew what the encoder adds to its published weights."""

from pathlib import Path

import click

from extract.cache import cache_folder
from extract.commands.console import open_console
from extract.errors import UsageError
from extract.progress import RunProgress
from extract.weights.pinned import ENCODER, TOKENIZER

TRAINING = Path("prompts/findings/training")
LEFT_OUT = "0"
"""Articles whose names end so are left out of learning: they set the temperature and measure."""


@click.command("train")
@click.option(
    "--articles",
    default=TRAINING,
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Labelled articles.",
)
@click.option(
    "--numbers",
    default=TRAINING.parent / "choice.learned.npz",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the learned numbers go.",
)
@click.option(
    "--share",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, 1, min_open=True),
    help="Learn from this share of the articles, for a learning curve.",
)
def train_command(articles: Path, numbers: Path, share: float) -> None:
    """Learn to read findings from labelled sentences (uv run --group train extract train).

    Takes about an hour and a quarter on two cores.
    """
    try:
        from extract.train.fit import fit  # noqa: PLC0415  JAX comes with the train group
    except ImportError as exc:
        raise UsageError("learning needs JAX: run 'uv run --group train extract train'") from exc
    from safetensors.numpy import load_file  # noqa: PLC0415  with the above

    from extract.encoder.learned import save_learned  # noqa: PLC0415  with the above
    from extract.encoder.reader import Tokens  # noqa: PLC0415  with the above
    from extract.train.articles import read_examples  # noqa: PLC0415  with the above
    from extract.weights.find import find_file  # noqa: PLC0415  brings in the HTTP client

    console = open_console()
    examples = read_examples(articles)
    names = list(dict.fromkeys(e.article for e in examples))
    left_out = {name for name in names if name.endswith(LEFT_OUT)} or set(names[:1])
    others = [name for name in names if name not in left_out]
    learned_from = {name for n, name in enumerate(others) if int((n + 1) * share) > int(n * share)}
    folder = cache_folder() / "models"
    with RunProgress(console, 0, quiet=False) as progress:
        encoder = find_file(ENCODER, None, folder, progress.preparing)
        tokens = Tokens(find_file(TOKENIZER, None, folder, progress.preparing))
        fitted = fit(
            [e for e in examples if e.article in learned_from],
            [e for e in examples if e.article in left_out],
            tokens,
            load_file(encoder),
            lambda done, batches: progress.preparing("learning", done, batches),
        )
    save_learned(fitted.learned, numbers)
    console.print(
        f"Learned from {fitted.sentences:,} sentences of {fitted.articles} articles; "
        f"on {fitted.left_out} left out: strengths and weaknesses F1 {fitted.f1:.3f}, "
        f"themes right {fitted.theme_accuracy:.3f}"
    )
    console.print(f"Wrote {numbers.as_posix()}. Records made with the old one are stale now.")
