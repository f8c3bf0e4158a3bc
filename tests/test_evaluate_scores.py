import random

import pytest
from evaluating import KNOW, MANAGERS, PICTURE, PROUD, SHORTER, WAIT, Data, case, dataset, inspection, record
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluate.agreement import noun_phrase
from extract.evaluate.dataset import Unscored
from extract.evaluate.matching import match
from extract.evaluate.scorecard import evaluate
from extract.evaluate.scores import score

NONE = (0, 0)


def sums(**lists: list[Data]) -> dict[str, tuple[int, int]]:
    one = case()
    said = record(one, **lists)
    return dict(score(one, said, match(said, one.gold)))


def test_a_record_that_says_what_gold_says_is_perfect() -> None:
    for name, (right, out_of) in sums().items():
        assert right == out_of, name


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (
            {"strengths": []},
            {"strengths.recall": (0, 1), "strengths.precision": NONE, "findings.recall": (1, 2)},
        ),
        ({"strengths": [KNOW, KNOW]}, {"strengths.precision": (1, 2), "strengths.recall": (1, 1)}),
        # a wrong polarity is a false alarm and a miss
        (
            {"strengths": [], "weaknesses": [KNOW, WAIT]},
            {
                "findings.precision": (1, 2),
                "findings.recall": (1, 2),
                "weaknesses.precision": (1, 2),
                "findings.f1": (2, 4),
            },
        ),
        # optional gold is forgiven under its own polarity only
        (
            {"strengths": [KNOW], "weaknesses": [WAIT, MANAGERS]},
            {"weaknesses.precision": (1, 2), "strengths.recall": (1, 1)},
        ),
        ({"strengths": [KNOW | {"theme": "voice"}]}, {"finding.theme": (1, 2), "strengths.f1": (2, 2)}),
        ({"recommendations": []}, {"recommendations.f1": (0, 1)}),
        (
            {"quotes": [PICTURE, PROUD | {"speaker": "Ofsted"}]},
            {"quote.speaker": (1, 2), "quote.speaker_kind": (2, 2), "quotes.f1": (4, 4)},
        ),
        (
            {"quotes": [PICTURE, PROUD | {"speaker_kind": "other"}]},
            {"quote.speaker": (2, 2), "quote.speaker_kind": (1, 2)},
        ),
        # where neither names a role, there is none to get right
        ({"quotes": [PICTURE, PROUD | {"role": None}]}, {"quote.role": (0, 1)}),
        ({"quotes": [PICTURE, PROUD | {"role": "director of children's services"}]}, {"quote.role": (1, 1)}),
        ({"quotes": [PICTURE, PROUD | {"inspection": None}]}, {"quote.inspection": (1, 2)}),
        ({"quotes": []}, {"quotes.recall": (0, 2), "quotes.precision": NONE, "quote.speaker": NONE}),
        (
            {"strengths": [KNOW | {"start": KNOW["start"] + 1, "text": KNOW["text"][1:]}]},
            {"spans.exact": (3, 4), "strengths.f1": (2, 2)},
        ),
        (
            {"recommendations": [SHORTER | {"text": SHORTER["text"].replace("shorter", "longest")}]},
            {"spans.grounded": (5, 6)},
        ),
    ],
)
def test_what_a_record_says_otherwise_counts(
    lists: dict[str, list[Data]], expected: dict[str, tuple[int, int]]
) -> None:
    found = sums(**lists)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"inspections.f1": (2, 2), "inspection.type": (1, 1), "inspection.rating": (1, 1)}),
        (
            {"rating": "inadequate"},
            {"inspections.f1": (2, 2), "inspection.rating": (0, 1), "inspection.date": (1, 1)},
        ),
        ({"previous_ratings": [{"rating": "good", "year": None}]}, {"inspection.previous_ratings": (0, 1)}),
        ({"ordinal": 2}, {"inspection.ordinal": (0, 1)}),
        ({"date": "2021"}, {"inspection.date": (0, 1), "inspection.date_text": (1, 1)}),
        ({"focus": "families"}, {"inspection.focus": (0, 1)}),
        ({"judgements": [{"area": "the work", "rating": "good"}]}, {"inspection.judgements": (0, 1)}),
        # the type is judged over pairs of one council, the rest over pairs of one type too
        (
            {"type": "unspecified_visit"},
            {"inspections.f1": (0, 2), "inspection.type": (0, 1), "inspection.rating": NONE},
        ),
        ({"council": "Leicester"}, {"inspections.f1": (0, 2), "inspection.type": NONE}),
    ],
)
def test_each_fact_of_an_inspection_counts_by_itself(
    fields: Data, expected: dict[str, tuple[int, int]]
) -> None:
    found = sums(inspections=[inspection(**fields)])
    assert {name: found[name] for name in expected} == expected


def test_findings_of_a_renamed_inspection_stay_with_it() -> None:
    renamed = {"inspection": "rutland-7"}
    found = sums(
        inspections=[inspection("rutland-7")],
        strengths=[KNOW | renamed],
        weaknesses=[WAIT | renamed],
        recommendations=[SHORTER | renamed],
        quotes=[PICTURE | renamed, PROUD | renamed],
    )
    assert found["finding.inspection"] == (2, 2)
    assert found["quote.inspection"] == (2, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the experiences of care leavers", "experiences of care leavers"),
        ("its\u00a0front door", "front  door"),
        ("An area", "area"),
        ("children’s homes", "children's homes"),
    ],
)
def test_focus_and_area_are_compared_without_a_leading_article(one: str, other: str) -> None:
    assert noun_phrase(one) == noun_phrase(other)


@pytest.mark.parametrize(
    ("one", "other"), [("theatre", "atre"), ("the", ""), ("care of the old", "care of old"), ("Care", "care")]
)
def test_no_other_word_is_forgiven(one: str, other: str) -> None:
    assert noun_phrase(one) != noun_phrase(other)


def test_an_article_without_a_record_is_a_failure_by_name_and_all_its_gold_is_missed() -> None:
    seen, lost = case("dev-a"), case("dev-b")
    report = evaluate(dataset(seen, lost), {"dev-a": record(seen), "dev-b": Unscored("torn")}, model="m")
    (dev,) = report.sets
    assert (dev.articles, dev.failed) == (2, 1)
    assert [(a.id, a.failure) for a in report.articles] == [("dev-a", None), ("dev-b", "torn")]
    for name, counts in {
        "findings.recall": (2, 4),
        "findings.precision": (2, 2),
        "quotes.recall": (2, 4),
        "inspection.rating": (1, 1),
    }.items():
        measure = dev.measure(name)
        assert measure is not None
        assert (measure.right, measure.out_of) == counts


def test_an_article_that_nobody_answered_for_is_a_failure_too() -> None:
    report = evaluate(dataset(case("a"), case("b")), {"a": record(case("a"))}, model="m")
    assert [a.failure for a in report.articles] == [None, "no record"]


def test_articles_are_told_apart_by_set() -> None:
    cases = [case(id_) for id_ in ("000_ab", "dev-1", "test-1", "testimony")]
    report = evaluate(dataset(*cases), {c.article.id: record(c) for c in cases}, model="m")
    assert [(s.name, s.articles) for s in report.sets] == [("seeds", 2), ("dev", 1), ("test", 1)]


ITEMS = [KNOW, WAIT, MANAGERS]


@st.composite
def readings(draw: st.DrawFn) -> dict[str, list[Data]]:
    """Lists of a record: some of gold, some wrong, in any order."""
    quotes = [
        PICTURE,
        PROUD,
        PROUD | {"speaker": None},
        PICTURE | {"start": PICTURE["start"] + 3, "text": PICTURE["text"][3:]},
    ]
    return {
        "strengths": draw(st.lists(st.sampled_from(ITEMS), max_size=4)),
        "weaknesses": draw(st.lists(st.sampled_from(ITEMS), max_size=4)),
        "recommendations": draw(
            st.lists(st.sampled_from([SHORTER, MANAGERS]).map(_without_theme), max_size=3)
        ),
        "quotes": draw(st.lists(st.sampled_from(quotes), max_size=4)),
    }


def _without_theme(item: Data) -> Data:
    return {k: v for k, v in item.items() if k != "theme"}


@given(readings(), st.randoms())
def test_the_order_of_a_records_lists_changes_no_score(
    lists: dict[str, list[Data]], rng: random.Random
) -> None:
    shuffled = {name: rng.sample(items, len(items)) for name, items in lists.items()}
    assert sums(**lists) == sums(**shuffled)


@given(readings())
def test_an_optional_item_changes_no_score_whether_it_is_found_or_left_out(
    lists: dict[str, list[Data]],
) -> None:
    without = {**lists, "strengths": [i for i in lists["strengths"] if i is not MANAGERS]}
    found = {**without, "strengths": [*without["strengths"], MANAGERS]}
    spans = {"spans.grounded"}  # of every span a record holds, whoever wants it
    ours, theirs = sums(**without), sums(**found)
    assert {n: v for n, v in ours.items() if n not in spans} == {
        n: v for n, v in theirs.items() if n not in spans
    }


@given(readings(), st.data())
def test_a_miss_never_raises_recall(lists: dict[str, list[Data]], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(lists)))
    if not lists[name]:
        return
    gone = data.draw(st.integers(0, len(lists[name]) - 1))
    fewer = {**lists, name: [item for n, item in enumerate(lists[name]) if n != gone]}
    before, after = sums(**lists), sums(**fewer)
    for kind in ("findings", "strengths", "weaknesses", "recommendations", "quotes"):
        assert after[f"{kind}.recall"] <= before[f"{kind}.recall"]


@given(readings())
def test_a_record_scored_against_itself_as_gold_is_perfect(lists: dict[str, list[Data]]) -> None:
    unique = {name: [i for n, i in enumerate(items) if i not in items[:n]] for name, items in lists.items()}
    of = case(**unique)
    said = record(of)
    for name, (right, out_of) in score(of, said, match(said, of.gold)).items():
        assert right == out_of, name
