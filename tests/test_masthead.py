import pytest

from extract.candidates.masthead import find_published, find_title
from extract.candidates.outlet import find_publisher
from extract.candidates.segments import segment

BODY = "Inspectors came in May.\n\nThey found better help for families."


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Council praised for early help", "Council praised for early help"),
        ("News: Council praised for early help", "Council praised for early help"),
        ("Who asks them why they ran?", "Who asks them why they ran?"),
        ("The Welland Bugle\n\nWill help come early?\n\nBy Ada Penrose", "Will help come early?"),
        ("The Welland Bugle\n\n12 June 2021\n\nWill help come early?", "Will help come early?"),
        ("Council praised\n\nWhat went right?", "Council praised"),
        ("Council praised for early help - BBC News", "Council praised for early help"),
        ("Council praised for early help | The Daily Harbour", "Council praised for early help"),
        ("Ofsted: ‘Children are safer now’", "Ofsted: ‘Children are safer now’"),
        ("Rutland - services for children praised", "Rutland - services for children praised"),
        ("The Welland Bugle | News\n\nThree letters to Oakham", "Three letters to Oakham"),
        ("The Welland Bugle, Lent 2021, price 50p\n\nFrom the Vestry", "From the Vestry"),
        ("Welland Watch: news from the valley\n\nOfsted and us", "Ofsted and us"),
        ("Home | Bins | Planning | Contact\n\nOfsted is back", "Ofsted is back"),
        ("WELLAND WEEKLY\n\nFree to every house in Oakham street\n\nOfsted is back", "Ofsted is back"),
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
        ("The Welland Bugle, Lent 2021, price 50p", "The Welland Bugle"),
        ("Welland & Gwash Bugle", "Welland & Gwash Bugle"),
        ("Ada Penrose · The Welland Bugle · 7 Feb 2019", "The Welland Bugle"),
        ("RutlandBuzz", "RutlandBuzz"),
        ("Rutland Council news centre", "Rutland Council"),
        ("Rutland Council > Council and democracy > News", "Rutland Council"),
        ("East Rutland Public Service Bugle", "East Rutland Public Service Bugle"),
        ("Ada Penrose", None),
        ("Ada Penrose, 3 June 2022", None),
        ("Share this page", None),
        ("Home > News > 2024 > March", None),
        ("Cookie Consent by Welland Software", None),
    ],
)
def test_the_publisher_is_read_off_bylines_and_source_lines(line: str, publisher: str | None) -> None:
    assert find_publisher(segment(f"Council praised for early help\n\n{line}\n\n{BODY}")) == publisher


@pytest.mark.parametrize(
    ("page", "publisher"),
    [
        (f"Kettle Drum\n\nCouncil praised for early help\n\n{BODY}", "Kettle Drum"),
        (f"The Welland Bugle\n\nCouncil praised for help\n\n{BODY}\n\nSource: Kettle Drum", "Kettle Drum"),
        (f"Council praised\n\n{BODY}\n\nFollow RutlandBuzz on Facebook", "RutlandBuzz"),
        (f"Council praised\n\n{BODY} A director told Community Care so.", "Community Care"),
    ],
)
def test_the_publisher_is_read_off_the_surest_place(page: str, publisher: str) -> None:
    assert find_publisher(segment(page)) == publisher


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
