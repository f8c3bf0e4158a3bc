import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.candidates.descriptions import description_after, description_before
from extract.candidates.people import find_people
from extract.candidates.posts import clean_role, kind_of_role
from extract.candidates.quotations import find_quotations
from extract.candidates.segments import segment
from extract.candidates.speakers import Attribution, attribute

LEAD_IN = "Inspectors came to Rutland in May."


def attributions(*paragraphs: str) -> list[Attribution]:
    text = "\n\n".join((LEAD_IN, *paragraphs))
    sentences = segment(text)
    quotations = find_quotations(text, sentences)
    found = attribute(text, sentences, quotations, find_people(text, sentences))
    return [found[q.number] for q in quotations]


def speakers(*paragraphs: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(a.person.name if a.person else None, a.role, a.kind) for a in attributions(*paragraphs)]


OFSTED = (None, None, "inspectorate")


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("director of children’s services", "council"),
        ("cabinet member for health", "council"),
        ("councillor and foster carer", "council"),
        ("leader of the Labour group", "council"),
        ("spokesperson for Rutland council", "council"),
        ("lead inspector", "inspectorate"),
        ("consultant and former inspector", "other"),
        ("MP and former council leader", "other"),
        ("director of the charity Harbour", "other"),
        ("detective inspector", "other"),
        ("independent chair of the safeguarding partnership", "other"),
        ("joint statement from the council, the NHS and the police", "council"),
        ("one child", "other"),
        ("chair", None),
        ("former director of education", "other"),
        ("former nurse and now cabinet member", "council"),
    ],
)
def test_a_roles_words_tell_the_side(role: str, kind: str | None) -> None:
    assert kind_of_role(role) == kind


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("the council’s director of people", "director of people"),
        ("Rutland’s cabinet member for children", "cabinet member for children"),
        ("children’s minister", "children’s minister"),
        ("Labour’s group leader", "Labour’s group leader"),
        ("its interim chief executive", "interim chief executive"),
        ("a sunny day", None),
    ],
)
def test_a_role_stands_without_article_and_owner(printed: str, role: str | None) -> None:
    assert clean_role(printed) == role


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("Council leader ", "Council leader"),
        ("In a letter to interim director ", "interim director"),
        ("The leader of the council, ", "leader of the council"),
        (
            "Executive member for children, young people and families ",
            "Executive member for children, young people and families",
        ),
        ("Inspectors praised the leadership of director ", "director"),
        ("On Tuesday ", None),
    ],
)
def test_a_post_in_front_of_a_name_is_its_description(before: str, role: str | None) -> None:
    described = description_before(before)
    assert (described.role if described else None) == role


@pytest.mark.parametrize(
    ("after", "role"),
    [
        (", director of children’s services, said", "director of children’s services"),
        (
            ", cabinet member for children, schools and families, said",
            "cabinet member for children, schools and families",
        ),
        (", who became executive director in July, said", "executive director"),
        (" is the chief executive of the trust.", "chief executive of the trust"),
        (", was kind enough to meet the director", None),
        (" said", None),
    ],
)
def test_a_description_follows_a_name(after: str, role: str | None) -> None:
    described = description_after(after)
    assert (described.role if described else None) == role


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        (
            "Cllr Ada Penrose, the cabinet member for children, said she was proud.",
            [("Ada Penrose", "council")],
        ),
        ("Labour’s Ada Penrose said she was proud.", [("Ada Penrose", "council")]),
        ("Ada Penrose, of Unison, said staff were tired.", [("Ada Penrose", "other")]),
        ("Ada Penrose, who has fostered for nine years, said it was hard.", [("Ada Penrose", "other")]),
        ("Lena, 19, told the paper she was proud.", [("Lena", "other")]),
        ("Ada Penrose said she was proud.", [("Ada Penrose", None)]),
        ("Ada Penrose runs a food bank in the market and lives above her shop.", [("Ada Penrose", None)]),
        ("The talk went on until Ada Penrose stood up. “I am tired,” she said.", [("Ada Penrose", None)]),
        ("Her name is Ada Penrose.", [("Ada Penrose", None)]),
        ("Ada Penrose, 71, was at the door.", [("Ada Penrose", "other")]),
        ("Ada Penrose, from Oakham, was at the door.", [("Ada Penrose", "other")]),
        ("Ask Lena, 19, how it was.", [("Lena", "other")]),
        ("A girl whom I will call Lena met us.", [("Lena", "other")]),
        ("The union was there. Ada Penrose, an official, said pay was low.", [("Ada Penrose", "other")]),
        ("Inspectors spent two days in Harbour Green.", []),
        ("Strong leadership helped Early Help Rutland.", []),
    ],
)
def test_people_are_presented_as_such(sentence: str, people: list[tuple[str, str | None]]) -> None:
    text = f"{LEAD_IN}\n\n{sentence}"
    assert [(p.name, p.kind) for p in find_people(text, segment(text))] == people


def test_a_caption_may_hold_the_full_name_of_somebody_the_body_gives_a_title() -> None:
    text = f"Rutland faces questions\n\nPhoto: Ada Penrose\n\n{LEAD_IN} Mrs Penrose was there."
    assert [p.name for p in find_people(text, segment(text))] == ["Ada Penrose"]


PENROSE = ("Ada Penrose", "director of children’s services", "council")
INTRODUCED = "Ada Penrose, director of children’s services, said the council was proud."


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("“Children are seen and heard here,” the report said.",), [OFSTED]),
        (("“Children are seen and heard here,” said Ofsted.",), [OFSTED]),
        (("Inspectors found that help was “timely and well targeted”.",), [OFSTED]),
        (("Visits were described by inspectors as “regular and purposeful”.",), [OFSTED]),
        (("Corporate parents have been “slow to act on this”.",), [OFSTED]),
        (
            ("“Children are seen here,” lead inspector Nils Marlow wrote.",),
            [("Nils Marlow", "lead inspector", "inspectorate")],
        ),
        (("“We are proud,” said the director of children’s services, Ada Penrose.",), [PENROSE]),
        ((INTRODUCED, "“We are proud of our staff,” she said.", "“They work hard.”"), [PENROSE, PENROSE]),
        (
            (f"{INTRODUCED[:-1]} of adviser Nils Marlow.", "“We are proud of our staff,” Ms Penrose said."),
            [PENROSE],
        ),
        (
            ("A spokesperson for Rutland council said: “We are proud.”",),
            [(None, "spokesperson for Rutland council", "council")],
        ),
        (
            ("The charity Harbour said more was needed.", "“Families wait for months,” a spokesperson said."),
            [(None, "spokesperson", "other")],
        ),
        (
            ("The British Association of Social Workers said staff were “tired and leaving”.",),
            [(None, "British Association of Social Workers", "other")],
        ),
        (("One child told them: “They listen to me.”",), [(None, "child", "other")]),
        (("“They listen to me,” one boy of 15 told inspectors.",), [(None, "boy of 15", "other")]),
        (
            (
                INTRODUCED,
                "A mother who asked not to be named said: “They listen.”",
                "“I like them,” she said.",
            ),
            [(None, "mother who asked not to be named", "other")] * 2,
        ),
        (
            (
                "Harbour, a charity, said families waited.",
                "“It is too long,” said its director, Ada Penrose.",
            ),
            [("Ada Penrose", "director", "other")],
        ),
        ((INTRODUCED, "The report was fair, she said, and “it tells the truth about us”."), [PENROSE]),
        (("The letter praised leaders.", "“They know their service well,” it said."), [OFSTED]),
        (
            (INTRODUCED, "Last word to the report itself: “Children are seen and heard here.”"),
            [OFSTED],
        ),
        (("An inspector came. “They know their service well,” she wrote.",), [OFSTED]),
        (("The shop was shut. “We wait for months on end,” she said.",), [(None, None, "other")]),
        (
            ("A neighbour in Uppingham was at the gate. “We wait for months,” she said.",),
            [(None, "neighbour in Uppingham", "other")],
        ),
        (
            ("“We wait for months on end,” a grandmother of six emailed.",),
            [(None, "grandmother of six", "other")],
        ),
        (
            ("They are, in the words of a teacher whom inspectors met, “the ones who come back”.",),
            [(None, "teacher whom inspectors met", "other")],
        ),
        (
            (INTRODUCED, "Pay has gone up, a spokesman said. “We want people to stay here,” he added."),
            [(None, "spokesman", "council")],
        ),
        (
            ("The board is led by Ada Penrose, a former nurse, who said that it had “come a long way”.",),
            [("Ada Penrose", "former nurse", "other")],
        ),
        ((INTRODUCED, "Ada wrote: “I want to be told when it is late.”"), [PENROSE]),
    ],
)
def test_the_words_beside_a_quotation_name_its_speaker(
    paragraphs: tuple[str, ...], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert speakers(*paragraphs) == expected


@pytest.mark.parametrize(
    ("paragraph", "how"),
    [
        ("“We are proud of our staff,” said Ada Penrose, the director.", ["clause"]),
        ("Director Ada Penrose spoke. “We are proud of our staff,” she said.", ["pronoun"]),
        ("“We are proud,” said Ada Penrose, the director. “We always were.”", ["clause", "continued"]),
    ],
)
def test_an_attribution_says_how_it_was_read(paragraph: str, how: list[str]) -> None:
    assert [a.how for a in attributions(paragraph)] == how


words = st.lists(
    st.sampled_from(
        [
            "Ada Penrose",
            "Cllr",
            "said",
            "who",
            ",",
            ".",
            "“",
            "”",
            "\n\n",
            "the report",
            "she",
            "director of",
            "and",
            "for",
            "Rutland",
        ]
    ),
    max_size=80,
).map(" ".join)


@given(words | st.text(max_size=200))
def test_every_quotation_of_any_text_has_a_speaker_whose_name_stands_in_it(text: str) -> None:
    sentences = segment(text)
    quotations = find_quotations(text, sentences)
    people = find_people(text, sentences)
    found = attribute(text, sentences, quotations, people)
    assert set(found) == {q.number for q in quotations}
    for person in people:
        assert text.translate({0xA0: " "})[person.start :].startswith(person.name)


@pytest.mark.parametrize(
    "unit", ["a, ", "who ", "Ada ", "said ", "the council ", "of the ", "“a” ", "and ", "x"]
)
def test_a_long_run_of_one_word_is_read_in_seconds(unit: str) -> None:
    begun = time.perf_counter()
    attributions("The " + unit * 2000 + "“so they say of it” said.")
    assert time.perf_counter() - begun < 10
