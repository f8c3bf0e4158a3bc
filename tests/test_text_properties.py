"""What holds of any text: its sentences and quotations, what is cut out of it and how its words compare."""

import re

from genre import texts
from hypothesis import assume, given
from hypothesis import strategies as st
from records_of_hypothesis import TEXT, records

from extract.article import Article, decode_article
from extract.candidates.find import Candidates, find_candidates
from extract.candidates.paragraphs import BULLET
from extract.candidates.quotations import find_quotations
from extract.candidates.segments import segment
from extract.errors import ArticleError
from extract.marks import cut, find_marks
from extract.prompts import load_prompt
from extract.store import canonical, parse_record
from extract.tasks.page import sentence_rows
from schemas.record import Record, comparable


def article(text: str) -> Article:
    return Article("a", "a.txt", text, "0" * 64)


@given(texts)
def test_sentences_cover_a_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for number, sentence in enumerate(segment(text), start=1):
        assert sentence.number == number
        assert end <= sentence.start < sentence.end
        assert sentence.text == text[sentence.start : sentence.end]
        assert len(sentence.plain) == len(sentence.text)
        between = text[end : sentence.start]
        assert not seen(BULLET.sub("", f"{between.lstrip()} x")[:-1] if seen(between) else "")
        end = sentence.end
    assert not seen(text[end:])


def seen(text: str) -> str:
    """Without what no page shows."""
    return "".join(c for c in text if not c.isspace() and c not in "\u200b\u200c\u200d\u2060\ufeff")


@given(texts)
def test_every_sentence_holds_something(text: str) -> None:
    assert all(seen(sentence.text) for sentence in segment(text))


@given(texts)
def test_quotations_stand_in_order_apart_and_within_the_body(text: str) -> None:
    sentences = segment(text)
    end = 0
    for number, quotation in enumerate(find_quotations(text, sentences), start=1):
        assert quotation.number == number
        assert end <= quotation.start < quotation.end
        assert quotation.text == text[quotation.start : quotation.end] == quotation.text.strip()
        assert any(s.start <= quotation.start < s.end for s in sentences if s.is_body)
        assert any(s.start < quotation.end <= s.end for s in sentences if s.is_body)
        end = quotation.end


@given(texts)
def test_a_quotation_in_single_marks_has_no_double_ones_around_it(text: str) -> None:
    """Nested marks are part of the outer quotation: none is found inside another."""
    found = find_quotations(text, segment(text))
    assert not [(a, b) for a in found for b in found if a.start < b.start < a.end]


@given(texts)
def test_whatever_is_found_is_cut_out_of_the_text(text: str) -> None:
    try:
        found = find_candidates(article(text))
    except ArticleError:
        return
    for part in (found.title, found.publisher):
        assert part is None or part in text
    for date in found.dates:
        assert date.text == text[date.start : date.end]
    for start, end in found.focuses:
        assert 0 <= start < end <= len(text)
    for grade in found.grades:
        assert grade.sentence.start <= grade.grade.start < grade.grade.end <= grade.sentence.end
        assert grade.area is None or seen(text[slice(*grade.area)])
    plain = re.sub(r"\s", " ", text)
    for person in found.people:
        assert person.name in plain
        assert plain.startswith(person.name, person.start)
    assert set(found.speech) == {s.number for s in found.body}
    assert set(found.attributions) == {q.number for q in found.quotations}


@given(texts)
def test_a_number_in_a_prompt_is_that_of_our_line(text: str) -> None:
    try:
        found = find_candidates(article(text))
    except ArticleError:
        return
    shown = page(found)
    numbers = [int(n) for n in re.findall(r"^\[(\d+)\]", shown, re.MULTILINE)]
    assert numbers == [s.number for s in found.sentences if s.kind != "furniture"]
    ours = ["Article, one sentence a line, each with its number:", "Inspections:"]
    assert [line for line in shown.splitlines() if not line.startswith("[")] == ours


def page(found: Candidates) -> str:
    messages = load_prompt("findings/structured.j2").render(
        {"sentences": sentence_rows(found), "speech": set(), "inspections": []}
    )
    return messages[-1]["content"]


@given(texts)
def test_what_is_read_of_a_file_is_its_text(text: str) -> None:
    try:
        read = decode_article(text.encode(), id_="a", source="a.txt")
    except ArticleError:
        return
    assert read.text == text


# ---- records


@given(records())
def test_a_record_that_is_written_and_read_is_the_same(record: Record) -> None:
    written = canonical(record)
    read = parse_record(written, source="a.json", text=TEXT)
    assert read == record
    assert canonical(read) == written


@given(records())
def test_the_pieces_of_a_shown_record_are_its_text(record: Record) -> None:
    marks = find_marks(record, TEXT)
    pieces = list(cut(TEXT, marks, 0, len(TEXT)))
    assert "".join(piece.text for piece in pieces) == TEXT
    for mark in marks:
        assert "".join(p.text for p in pieces if mark in p.marks) == TEXT[mark.start : mark.end]


# ---- words compared


_NOT = ["not ", "no ", "never ", "in", "un", "n’t", "dis"]


@given(texts, st.data())
def test_texts_that_differ_in_a_letter_or_a_digit_are_not_the_same(text: str, data: st.DataObject) -> None:
    places = [n for n, c in enumerate(text) if c.isalnum()]
    assume(places)
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.characters(categories=["L", "N"]).filter(lambda c: c != text[at]))
    assert comparable(text[:at] + other + text[at + 1 :]) != comparable(text)
    assert comparable(text[:at] + text[at + 1 :]) != comparable(text)


@given(texts, st.sampled_from(_NOT), st.data())
def test_texts_of_which_one_denies_are_not_the_same(text: str, denial: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert comparable(text[:at] + denial + text[at:]) != comparable(text)


@given(texts, st.data())
def test_white_space_and_typographic_marks_alone_make_no_difference(text: str, data: st.DataObject) -> None:
    alike = ["’‘'", '“”"', " \u00a0\n\t"]
    places = [n for n, c in enumerate(text) if any(c in kind for kind in alike)]
    assume(places)
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(next(kind for kind in alike if text[at] in kind)))
    assert comparable(text[:at] + other + text[at + 1 :]) == comparable(text)
