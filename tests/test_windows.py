from hypothesis import given
from hypothesis import strategies as st

from extract.article import Article, decode_article
from extract.candidates.find import find_candidates
from extract.tasks.windows import LONGEST_LINE, line_of, windows_of

NEIGHBOURS = 2
PARAGRAPH = "Social workers know families well. Plans are rarely shared with them.\n\n"


def numbers_by_window(text: str, asked: set[int] | None = None) -> list[tuple[int, ...]]:
    candidates = find_candidates(decode_article(text.encode(), id_="a", source="a.txt"))
    every = {s.number for s in candidates.body}
    return [numbers for numbers, _ in windows_of(candidates, every if asked is None else asked, {})]


def test_every_sentence_is_asked_about_once_beside_its_neighbours(article: Article) -> None:
    candidates = find_candidates(article)
    windows = list(windows_of(candidates, {s.number for s in candidates.body}, {}))
    assert [n for numbers, _ in windows for n in numbers] == [s.number for s in candidates.body]
    lines = [line.text for _, window in windows for line in window if line.asked]
    assert lines == [line_of(s) for s in candidates.body]


def test_where_a_window_ends_does_not_depend_on_what_is_asked() -> None:
    text = "Inspectors visit Rutland\n\n" + PARAGRAPH * 30
    whole = numbers_by_window(text)
    assert len(whole) > 1
    asked = {whole[0][0], whole[-1][0], whole[-1][1]}
    assert numbers_by_window(text, asked) == [whole[0][:1], whole[-1][:2]]


def test_a_window_without_an_open_sentence_is_not_read() -> None:
    assert numbers_by_window("Inspectors visit Rutland\n\n" + PARAGRAPH, asked=set()) == []


def test_an_aside_that_recalls_a_grade_is_not_read(article: Article) -> None:
    sentence = find_candidates(article).body[0]
    text = "Ofsted praised Rutland, which it rated as inadequate in 2019, for its care leavers’ service."
    aside = type(sentence)(1, 0, len(text), text, "body", 1)
    assert line_of(aside) == "Ofsted praised Rutland for its care leavers’ service."


@given(st.lists(st.text(max_size=40), max_size=120))
def test_however_short_or_long_the_lines_a_window_stays_readable(paragraphs: list[str]) -> None:
    text = "Inspectors visit Rutland\n\n" + "\n\n".join([*paragraphs, "• a", "x. " * 400])
    candidates = find_candidates(decode_article(text.replace("\0", "").encode(), id_="a", source="a.txt"))
    for _, window in windows_of(candidates, {s.number for s in candidates.body}, {}):
        assert len(window) <= 60 + NEIGHBOURS
        assert all(len(line.text) <= LONGEST_LINE for line in window)
