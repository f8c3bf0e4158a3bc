import random
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st
from records_of_hypothesis import TEXT, alike, content, records

from extract.diff.changes import diff
from extract.review.decisions import Reviewer
from extract.review.standing import stand
from extract.review.verdicts import Case, accept, reject
from schemas.record import Record
from schemas.review import Review

ADA = Reviewer("Ada Penrose")


def all_distinct(record: Record) -> bool:
    """Whether no two inspections say the same, and no two items of a kind overlap by half."""
    said = [visit.model_dump_json(exclude={"id"}) for visit in record.inspections]
    names = [(v.council, v.type, v.ordinal) for v in record.inspections]
    findings = sorted(
        (f.start, f.end) for f in (*record.strengths, *record.weaknesses, *record.recommendations)
    )
    quotes = sorted((q.start, q.end) for q in record.quotes)
    apart = all(a[1] <= b[0] for spans in (findings, quotes) for a, b in pairwise(spans))
    return len(said) == len(set(said)) and len(names) == len(set(names)) and apart


def reviewed(one: Record, other: Record, rng: random.Random) -> Case:
    """A case after a reviewer has accepted or rejected everything, in some order."""
    case = Case(one, other, Review(article="rutland"), TEXT)
    for _ in range(100):
        keys = sorted(case.diff.keys) if case.pending else []
        if not keys:
            break
        verdict = rng.choice((accept, reject))
        case = verdict(case, [rng.choice(keys)], ADA)
    assert case.pending is None
    return case


@given(records(), records(), st.randoms())
def test_every_pending_record_can_be_reviewed_to_its_end(
    one: Record, other: Record, rng: random.Random
) -> None:
    case = reviewed(one, other, rng) if diff(one, other).changes else None
    if case:
        assert case.accepted.provenance == other.provenance


@given(records(), records(), st.randoms())
def test_what_was_decided_stands_when_the_model_answers_the_same(
    one: Record, other: Record, rng: random.Random
) -> None:
    assume(all_distinct(one) and all_distinct(other) and diff(one, other).changes)
    case = reviewed(one, other, rng)
    again = stand(other, case.review.decisions)
    assert diff(case.accepted, again).changes == ()
    assert content(again, sure=False) == content(case.accepted, sure=False)


@given(alike, st.randoms())
def test_what_was_decided_stands_when_the_model_answers_as_before(
    pair: tuple[Record, Record], rng: random.Random
) -> None:
    one, other = pair
    assume(all_distinct(one) and all_distinct(other) and diff(one, other).changes)
    case = reviewed(one, other, rng)
    assert diff(case.accepted, stand(one, case.review.decisions)).changes == ()


@given(records(), records(), st.randoms())
def test_decisions_on_another_text_decide_nothing(one: Record, other: Record, rng: random.Random) -> None:
    case = reviewed(one, other, rng) if diff(one, other).changes else Case(one, None, Review(article="a"))
    elsewhere = other.model_copy(update={"article": other.article.model_copy(update={"sha256": "1" * 64})})
    assert stand(elsewhere, case.review.decisions) == elsewhere
