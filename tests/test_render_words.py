import pytest

from extract.render_words import Part, arrow, spans_woven, words_woven, woven

TEXT = "It added: managers watch. They see much."


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ((0, 25), (10, 25), "[-It added:-] managers watch. They see much."),
        ((10, 25), (0, 25), "{+It added:+} managers watch. They see much."),
        ((0, 25), (10, 40), "[-It added:-] managers watch. {+They see much.+}"),
        (None, (10, 25), "It added: {+managers watch.+} They see much."),
        ((10, 25), (10, 25), "It added: [=managers watch.=] They see much."),
        ((0, 40), (0, 40), TEXT),
    ],
)
def test_spans_before_and_after_are_marked_in_one_text(
    old: tuple[int, int] | None, new: tuple[int, int] | None, shown: str
) -> None:
    parts = list(spans_woven(TEXT, (0, len(TEXT)), old, new))
    assert woven(parts, colour=False).plain == shown
    assert woven(parts, colour=True).plain == TEXT
    assert "".join(words for _, words in parts) == TEXT


def test_white_space_and_line_breaks_stay_outside_of_the_marks() -> None:
    parts: list[Part] = [("old", "one \n"), ("new", "\u00a0two"), ("both", "\r\n three")]
    assert woven(parts, colour=False).plain == "[-one-]  {+two+} three"


def test_words_of_two_texts_are_woven_by_what_they_share() -> None:
    woven_words = woven(words_woven("the council said so", "the trust said so"), colour=False)
    assert woven_words.plain == "the [-council-] {+trust+} said so"


@pytest.mark.parametrize(
    ("old", "new", "coloured"),
    [
        ("good", "outstanding", ["good", "outstanding"]),
        ("services for children", "services for looked-after children", ["looked-after "]),
    ],
)
def test_of_two_values_only_the_words_that_differ_are_coloured(
    old: str, new: str, coloured: list[str]
) -> None:
    text = arrow(old, new)
    assert text.plain == f"{old} → {new}"
    assert [text.plain[span.start : span.end] for span in text.spans if span.style] == coloured
