from pathlib import Path

import pytest

from extract.corpus import STDIN, find_articles
from extract.errors import UsageError


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for name in ("b.txt", "a.txt", "2021/c.txt", "notes.md", "2021/d.TXT.bak"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Ofsted visited.")
    return folder


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["{corpus}/b.txt"], ["b.txt"]),
        (["{corpus}/notes.md"], ["notes.md"]),
        (["{corpus}"], ["2021/c.txt", "a.txt", "b.txt"]),
        (["{corpus}/*.txt"], ["a.txt", "b.txt"]),
        (["{corpus}/**/*.txt"], ["2021/c.txt", "a.txt", "b.txt"]),
        (["{corpus}/b.txt", "{corpus}/a.txt"], ["b.txt", "a.txt"]),
        (["{corpus}/a.txt", "{corpus}/a.txt", "{corpus}"], ["a.txt", "2021/c.txt", "b.txt"]),
    ],
)
def test_files_folders_and_globs_give_their_articles_in_a_stable_order(
    corpus: Path, given: list[str], found: list[str]
) -> None:
    paths = find_articles(g.format(corpus=corpus) for g in given)
    assert [p.relative_to(corpus).as_posix() for p in paths] == found


def test_a_dash_is_standard_input(corpus: Path) -> None:
    assert find_articles(["-", str(corpus / "a.txt")]) == [STDIN, corpus / "a.txt"]


def test_a_file_named_like_a_pattern_is_taken_as_the_file(corpus: Path) -> None:
    odd = corpus / "visit [1]*.txt"
    odd.write_text("Ofsted visited.")
    assert find_articles([str(odd)]) == [odd]


def test_two_files_of_one_stem_are_an_error_that_names_both(corpus: Path) -> None:
    (corpus / "2021" / "a.txt").write_text("Ofsted came back.")
    with pytest.raises(UsageError) as caught:
        find_articles([str(corpus)])
    assert (
        str(caught.value) == f"{corpus}/a.txt: {corpus}/2021/a.txt has the same stem, "
        "which is the article's id; rename one of them"
    )


def test_a_link_that_leads_out_of_the_folder_is_left_out(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("not of this corpus")
    (corpus / "secret.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "outside").symlink_to(tmp_path)
    (corpus / "loop").symlink_to(corpus)
    (corpus / "dangling.txt").symlink_to(tmp_path / "nothing")
    assert [p.name for p in find_articles([str(corpus)])] == ["c.txt", "a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("nowhere", "there is no such file or folder"),
        ("nowhere/*.txt", "there is no such file or folder"),
        ("202?", "there is no such file or folder"),
        ("empty", "the folder holds no .txt files"),
        ("x" * 300, "cannot be read: File name too long"),
    ],
)
def test_a_path_that_gives_no_article_is_an_error_that_names_it(
    corpus: Path, given: str, message: str
) -> None:
    (corpus / "empty").mkdir()
    with pytest.raises(UsageError) as caught:
        find_articles([f"{corpus}/{given}"])
    assert str(caught.value) == f"{corpus}/{given}: {message}"
