import pytest
from filed import TEXT, finding, inspection, record, rutland, span
from hypothesis import given
from hypothesis import strategies as st

from extract.marks import LETTERS, Mark, cut, find_marks, paragraphs


def mark(start: int, end: int, key: str = "S1") -> Mark:
    return Mark(key, "strength", "", start, end, "", None, None, None, None, ())


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    """A text and stretches of it that overlap as chance has it."""
    text = draw(st.text(st.sampled_from("ab \n\r“\u00a0\u202e"), min_size=1, max_size=40))
    starts = draw(st.lists(st.integers(0, len(text) - 1), max_size=6))
    ends = [draw(st.integers(start + 1, len(text))) for start in starts]
    return text, [mark(s, e, f"S{n}") for n, (s, e) in enumerate(zip(starts, ends, strict=True))]


def test_items_are_numbered_by_their_place_in_the_article() -> None:
    assert [(m.key, m.path, m.council, m.about, m.review) for m in find_marks(rutland(), TEXT)] == [
        ("E1", "inspections[0].evidence[0]", "Rutland", "graded_inspection", ()),
        ("S1", "strengths[0]", "Rutland", "leadership", ()),
        ("Q1", "quotes[0]", "Rutland", "Ofsted", ()),
        ("W1", "weaknesses[0]", "Rutland", "care_leavers", ("low confidence 0.41",)),
        ("S2", "strengths[1]", "Rutland", "supervision", ()),
        ("R1", "recommendations[0]", "Rutland", None, ()),
        ("Q2", "quotes[1]", "Rutland", "Tom Hartley", ()),
    ]


def test_without_the_article_only_what_the_record_has_words_of_is_an_item() -> None:
    assert [m.key for m in find_marks(rutland(), None)] == ["S1", "Q1", "W1", "S2", "R1", "Q2"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("article[0:10]", [("?1", 0, 10, ("why",))]),
        ("article[5:9999]", [("?1", 5, len(TEXT), ("why",))]),
        ("article[10:10]", []),
        ("article[9999:10000]", []),
        ("quotes", []),
    ],
)
def test_a_stretch_that_review_names_is_an_item_if_it_is_in_the_article(
    path: str, expected: list[object]
) -> None:
    found = find_marks(record(TEXT, review=[{"path": path, "reason": "why"}]), TEXT)
    assert [(m.key, m.start, m.end, m.review) for m in found] == expected


def test_a_doubt_about_a_field_is_a_doubt_about_its_item_and_no_other() -> None:
    places = [span(TEXT, word, inspection="rutland-1") for word in TEXT.split()[:11]]
    made = record(
        TEXT,
        inspections=[inspection()],
        recommendations=places,
        review=[{"path": "recommendations[1].text", "reason": "why"}],
    )
    assert [m.path for m in find_marks(made, TEXT) if m.review] == ["recommendations[1]"]


def test_a_quote_inside_a_strength_cuts_it_in_three() -> None:
    found = find_marks(rutland(), TEXT)
    start = TEXT.index("“Leaders")
    pieces = list(cut(TEXT, found, start, TEXT.index(" Too many")))
    assert [(p.text, [m.key for m in p.marks]) for p in pieces] == [
        ("“", ["S1"]),
        ("Leaders have a clear and honest picture of the service,", ["S1", "Q1"]),
        ("” the report said.", ["S1"]),
    ]


def test_marks_that_cross_are_cut_where_each_begins_and_ends() -> None:
    made = record(
        TEXT,
        inspections=[inspection()],
        strengths=[finding(TEXT, "better help for", "other")],
        weaknesses=[finding(TEXT, "help for Rutland", "other")],
    )
    pieces = cut(TEXT, find_marks(made, TEXT), 0, TEXT.index("\n"))
    assert [(p.text, "".join(m.key for m in p.marks)) for p in pieces] == [
        ("Inspectors find ", ""),
        ("better ", "S1"),
        ("help for", "S1W1"),
        (" Rutland", "W1"),
        ("’s children", ""),
    ]


@given(marked())
def test_pieces_are_the_text_and_each_is_covered_whole_or_not_at_all(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    pieces = list(cut(text, marks, 0, len(text)))
    assert "".join(p.text for p in pieces) == text
    for one in marks:
        assert "".join(p.text for p in pieces if one in p.marks) == text[one.start : one.end]


@given(marked())
def test_every_word_stands_in_one_paragraph_and_no_paragraph_holds_a_blank_line(
    case: tuple[str, list[Mark]],
) -> None:
    text, _ = case
    found = [text[start:end] for start, end in paragraphs(text)]
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(line.strip() for paragraph in found for line in paragraph.split("\n"))


def test_each_kind_has_a_letter_of_its_own() -> None:
    assert len(set(LETTERS.values())) == len(LETTERS)
