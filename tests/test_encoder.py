import dataclasses
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from small_encoder import some_learned, write_encoder

from extract.encoder.learned import LABELS, THEMES, read_learned, save_learned
from extract.encoder.mpnet import LONGEST
from extract.encoder.reader import Reader, Tokens
from extract.encoder.window import Line

PRAISE = Line("told by inspectorate", "leaders are strong")
BLAME = Line("told by inspectorate", "children wait too long")
MIXED = Line("told", "leaders are strong but plans remain weak", ((0, 18), (23, 40)))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return write_encoder(tmp_path)


@pytest.fixture
def reader(files: tuple[Path, Path]) -> Reader:
    return Reader(*files, some_learned())


def test_a_line_that_is_asked_about_gets_a_probability_of_every_label_and_theme(reader: Reader) -> None:
    (reading,), tokens = reader.read((PRAISE,))
    assert tuple(reading.labels) == LABELS
    assert tuple(reading.themes) == THEMES
    assert sum(reading.labels.values()) == pytest.approx(1, abs=1e-3)
    assert sum(reading.themes.values()) == pytest.approx(1, abs=1e-3)
    assert tokens == len(["<s>", "[mark]", "leaders", "are", "strong", "</s>"])


def test_only_lines_that_are_asked_about_are_read_in_order(reader: Reader) -> None:
    beside = dataclasses.replace(BLAME, asked=False)
    readings, _ = reader.read((PRAISE, beside, MIXED))
    assert [len(reading.clauses) for reading in readings] == [0, 2]


def test_a_line_is_read_beside_its_neighbours_and_with_what_code_knows_of_it(reader: Reader) -> None:
    (alone,), _ = reader.read((PRAISE,))
    beside, _ = reader.read((PRAISE, BLAME))
    (spoken,), _ = reader.read((dataclasses.replace(PRAISE, mark="told by council"),))
    assert alone != beside[0]
    assert alone != spoken


def test_the_same_window_is_read_the_same(reader: Reader) -> None:
    assert reader.read((PRAISE, MIXED)) == reader.read((PRAISE, MIXED))


def test_a_clause_is_read_on_its_own_tokens(files: tuple[Path, Path]) -> None:
    _, ((whole, first, second),) = Tokens(files[1]).lay_out((MIXED,))
    assert (whole, first, second) == ((1, 9), (2, 5), (6, 9))


@pytest.mark.parametrize("lines", [1, 2, 9, 62])
def test_every_line_of_a_window_that_is_too_long_is_cut_to_an_equal_share(
    files: tuple[Path, Path], lines: int
) -> None:
    ids, stretches = Tokens(files[1]).lay_out((Line("told", "months " * 600),) * lines)
    lengths = {end - start for (start, end), *_ in stretches}
    assert len(lengths) == 1
    assert LONGEST - lines * 2 < len(ids) <= LONGEST


def test_the_learned_numbers_survive_writing_as_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    save_learned(some_learned(), first)
    save_learned(read_learned(first), second)
    assert first.read_bytes() == second.read_bytes()


def test_what_was_learned_changes_only_what_it_names(files: tuple[Path, Path]) -> None:
    weights = load_file(files[0])
    changed = some_learned().on(weights)
    different = {name for name in weights if not np.array_equal(weights[name], changed[name])}
    query = "encoder.layer.11.attention.attn.q"
    assert different == {f"{query}.weight", f"{query}.bias"}


def test_what_is_learned_with_jax_reads_the_same_with_numpy(files: tuple[Path, Path]) -> None:
    pytest.importorskip("jax", reason="learning needs the train group: uv run --group train pytest")
    from extract.train.articles import Example, Target  # noqa: PLC0415  needs JAX
    from extract.train.fit import fit  # noqa: PLC0415  needs JAX

    good, bad = Target("strength", "leadership", 1.0), Target("weakness", "placements", 1.0)
    examples = [
        Example(f"article {n}", window, targets)
        for n in range(8)
        for window, targets in [((PRAISE,), ((good,),)), ((BLAME,), ((bad,),))]
    ]
    fitted = fit(examples, examples, Tokens(files[1]), load_file(files[0]), lambda _done, _of: None)
    reader = Reader(*files, fitted.learned)
    read = [reader.read((line,))[0][0] for line in (PRAISE, BLAME)]
    said = [max(reading.labels, key=lambda name: reading.labels[name]) for reading in read]
    themes = [max(reading.themes, key=lambda name: reading.themes[name]) for reading in read]
    assert fitted.f1 == sum(a == b for a, b in zip(said, ("strength", "weakness"), strict=True)) / 2
    assert (
        fitted.theme_accuracy
        == sum(a == b for a, b in zip(themes, ("leadership", "placements"), strict=True)) / 2
    )
    assert set(fitted.learned.vectors) < set(load_file(files[0]))
