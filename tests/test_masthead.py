import pytest

from extract.candidates.masthead import find_published, find_publisher, find_title
from extract.candidates.segments import segment

BODY = "Inspectors came in May.\n\nThey found better help for families."


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Council praised for early help", "Council praised for early help"),
        ("News: Council praised for early help", "Council praised for early help"),
        ("Council praised for early help - BBC News", "Council praised for early help"),
        ("Council praised for early help | The Daily Harbour", "Council praised for early help"),
        ("Ofsted: ‘Children are safer now’", "Ofsted: ‘Children are safer now’"),
        ("Rutland - services for children praised", "Rutland - services for children praised"),
    ],
)
def test_the_title_is_the_headline_without_the_sites_words(headline: str, title: str) -> None:
    assert find_title(segment(f"{headline}\n\n{BODY}")) == title


def test_a_page_without_headline_has_no_title() -> None:
    assert find_title(segment(BODY)) is None


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Source: Community Care", "Community Care"),
        ("By Ada Penrose, BBC News", "BBC News"),
        ("Published by Rutland County Council", "Rutland County Council"),
        ("By Ada Penrose, Harbour Gazette", "Harbour Gazette"),
        ("By Ada Penrose", None),
        ("By Ada Penrose, local democracy reporter", None),
    ],
)
def test_the_publisher_is_read_off_bylines_and_source_lines(line: str, publisher: str | None) -> None:
    assert find_publisher(segment(f"Council praised for early help\n\n{line}\n\n{BODY}")) == publisher


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published: 12 June 2021", "2021-06-12"),
        ("By Ada Penrose on June 12, 2021 in Children", "2021-06-12"),
        ("12/06/2021", "2021-06-12"),
        ("© 12 June 2021 Harbour Media", None),
        ("By Ada Penrose", None),
    ],
)
def test_the_publication_date_is_read_off_date_lines_and_bylines(line: str, published: str | None) -> None:
    assert find_published(segment(f"Council praised for early help\n\n{line}\n\n{BODY}")) == published
