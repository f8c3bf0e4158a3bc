import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.article import MAX_BYTES, decode_article, read_article
from extract.errors import ArticleError


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffOfsted visited.\n",
        "Ofsted\r\nvisited.\r\n",
        "Ofsted\rvisited.",
        "Ofsted\u00a0visited.",
        "Of\u200bsted visited\u2026",
        "“Ofsted” ‘visited’ \"it\" 'then'",
        "  Ofsted visited.\n\n\n",
        "Ofsted visited 👩‍👧 families",
    ],
)
def test_the_text_is_the_decoded_file_unaltered(tmp_path: Path, text: str) -> None:
    path = tmp_path / "visit.txt"
    path.write_bytes(text.encode())
    article = read_article(path)
    assert article.text == text
    assert article.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (article.id, article.source) == ("visit", path.as_posix())


@given(st.text().filter(lambda t: any(c.isalnum() for c in t) and "\0" not in t))
def test_any_text_is_kept_whole(text: str) -> None:
    article = decode_article(text.encode(), id_="a", source="a.txt")
    assert article.text == text
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        ("\ufeff".encode(), "is empty"),
        ("\u00a0\u200b\n".encode(), "is empty"),
        ("\u2060\u200e\x1b".encode(), "is empty"),
        (b"Yes. " * 3_001, "about 3,001 sentences are too many for an article (limit 3,000)"),
        (b"GIF89a\0\0", "is a binary file, not text"),
        ("Ofsted".encode("utf-16"), "is a binary file, not text"),
        ("Rutland’s".encode("cp1252"), "is not UTF-8 (byte 7); convert it and run again"),
        (b"a" * (MAX_BYTES + 1), "250,001 bytes is too large for an article (limit 250,000)"),
    ],
)
def test_what_is_no_article_is_refused_with_its_place(tmp_path: Path, raw: bytes, reason: str) -> None:
    path = tmp_path / "visit.txt"
    path.write_bytes(raw)
    with pytest.raises(ArticleError) as caught:
        read_article(path)
    assert str(caught.value) == f"{path}: {reason}"
    with pytest.raises(ArticleError) as caught:
        decode_article(raw, id_="stdin", source="-")
    assert str(caught.value) == f"-: {reason}"


def test_the_largest_article_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_article(path).text) == MAX_BYTES


def test_an_absent_file_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"gone\.txt: cannot be read: No such file or directory"):
        read_article(tmp_path / "gone.txt")


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="cannot be read: Is a directory"):
        read_article(tmp_path)


def test_a_file_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.txt"
    path.write_bytes(b"Ofsted visited.")
    with pytest.raises(ArticleError, match="the file's name is not UTF-8; rename it"):
        read_article(path)


def test_an_article_cannot_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ofsted visited.")
    with pytest.raises(AttributeError):
        read_article(path).text = "Nobody visited."  # type: ignore[misc]
