from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.train.articles import CLAUSE, SHUT_OUT, Example, Target, read_examples

ARTICLE = """HEAD	Inspectors find better help for Rutland’s children

FURN	Harbour Gazette, 12 June 2021

N	Ofsted has rated Rutland’s children’s services ‘good’ after an inspection in May 2021.

S:practice	Inspectors found that social workers know families well.
B:care_leavers/placements	[+Care leavers have advisers+], but [-they wait months for a home-].
W:caseloads?	Some teams are busier than others, inspectors said.

N	Tom Hartley, the council’s director of children’s services, said: “We are proud of what our staff have done.”

N	Inspectors recommended three things:
R	• Make sure that every care leaver has a home
---
P	{"title": "Inspectors find better help for Rutland’s children", "publisher": "Harbour Gazette", "published": "2021-06-12"}
"""  # noqa: E501  a line a sentence


def examples(folder: Path, content: str) -> list[Example]:
    (folder / "deeper").mkdir(exist_ok=True)
    (folder / "deeper" / "rutland.txt").write_text(content, encoding="utf-8")
    return read_examples(folder)


def test_each_labelled_sentence_is_asked_about_with_what_it_should_be_read_as(tmp_path: Path) -> None:
    (example,) = examples(tmp_path, ARTICLE)
    told = [line.text for line in example.window if line.asked]
    assert dict(zip(told, example.targets, strict=True)) == {
        "Ofsted has rated Rutland’s children’s services ‘good’ after an inspection in May 2021.": (
            Target("none", None, 1.0),
        ),
        "Inspectors found that social workers know families well.": (Target("strength", "practice", 1.0),),
        "Care leavers have advisers, but they wait months for a home.": (
            Target("both", None, 1.0),
            Target("strength", "care_leavers", CLAUSE),
            Target("weakness", "placements", CLAUSE),
        ),
        "Tom Hartley, the council’s director of children’s services, said: "
        "“We are proud of what our staff have done.”": (Target("none", None, SHUT_OUT),),
        "Inspectors recommended three things:": (Target("none", None, SHUT_OUT),),
        "Make sure that every care leaver has a home": (Target("recommendation", None, 1.0),),
    }


def test_a_debatable_sentence_is_shown_but_not_learned_from(tmp_path: Path) -> None:
    (example,) = examples(tmp_path, ARTICLE)
    busy = next(line for line in example.window if line.text.startswith("Some teams"))
    assert not busy.asked


def test_the_clauses_of_a_sentence_of_both_polarities_are_the_marked_ones(tmp_path: Path) -> None:
    (example,) = examples(tmp_path, ARTICLE)
    mixed = next(line for line in example.window if line.clauses)
    assert [mixed.text[a:b] for a, b in mixed.clauses] == [
        "Care leavers have advisers",
        "they wait months for a home",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A sentence without a label.\n", "not a label, a tab and a sentence: 'A sentence without a label.'"),
        ("S:practice Inspectors were impressed.\n", "not a label, a tab and a sentence"),
    ],
)
def test_a_line_without_a_label_is_an_error_that_names_it(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        examples(tmp_path, content)


def test_a_folder_without_articles_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no training articles"):
        read_examples(tmp_path)
