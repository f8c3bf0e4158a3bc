from pathlib import Path

import pytest
from evaluating import KNOW, PICTURE, PROUD, WAIT, Data, case, dataset, record

from extract.errors import UsageError
from extract.evaluate.comparison import compare
from extract.evaluate.dataset import Result, Unscored
from extract.evaluate.report import Effort, Report, load_report, report_json
from extract.evaluate.scorecard import MEASURES, evaluate

EFFORT = Effort(seconds=1.5, asked=3, from_cache=0, tokens_in=300, tokens_out=30, cost=0.01)
WRONG = {"weaknesses": [KNOW, WAIT], "strengths": []}


def scored(first: Result | None = None, second: Result | None = None, effort: Effort | None = None) -> Report:
    cases = case("dev-a"), case("dev-b")
    results = {"dev-a": first or record(cases[0]), "dev-b": second or record(cases[1])}
    return evaluate(dataset(*cases), results, model="m", effort=effort)


def wrong(id_: str, **lists: list[Data]) -> Result:
    return record(case(id_), **(lists or WRONG))


@pytest.mark.parametrize(
    "report", [scored(), scored(wrong("dev-a"), Unscored("torn")), scored(effort=EFFORT)]
)
def test_a_report_survives_its_file(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "scorecard.json"
    path.write_text(report_json(report), encoding="utf-8")
    assert load_report(path) == report


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"report_version": 2}', b"[]"])
def test_a_file_that_is_no_scorecard_is_wrong_usage(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"old\.json: is no scorecard .*; make one with --save"):
        load_report(path)


def test_the_same_scores_give_the_same_bytes() -> None:
    assert report_json(scored(wrong("dev-a"))) == report_json(scored(wrong("dev-a")))


def test_every_set_has_every_measure() -> None:
    (dev,) = scored().sets
    assert tuple(m.name for m in dev.measures) == MEASURES


def test_every_value_lies_in_its_interval() -> None:
    for measure in scored(wrong("dev-a")).sets[0].measures:
        if measure.value is not None:
            assert measure.low is not None
            assert measure.high is not None
            assert measure.low <= measure.value <= measure.high, measure.name


def test_a_set_tells_each_kind_of_mistake_and_how_often_it_was_flagged() -> None:
    flagged = record(case("dev-b"), review=(("weaknesses[0]", "low"),), **WRONG)
    (dev,) = scored(wrong("dev-a"), flagged).sets
    assert [(m.kind, m.count, m.flagged) for m in dev.mistakes] == [("findings polarity", 2, 1)]


def test_nothing_moves_between_equal_reports() -> None:
    same = compare(scored(), scored())
    assert (same.moved, same.new, same.gone, same.newly_failed, same.recovered, same.other_gold) == (
        (),
        (),
        (),
        (),
        (),
        (),
    )


def test_a_new_mistake_moves_the_measures_it_touches() -> None:
    changed = compare(scored(wrong("dev-a", quotes=[PICTURE, PROUD | {"speaker": "Ofsted"}])), scored())
    (moved,) = [m for m in changed.moved if m.name == "quote.speaker"]
    assert (moved.before, moved.after, moved.by) == (1.0, 0.75, -0.25)
    assert (moved.counts_before, moved.counts_after) == ((4, 4), (3, 4))
    assert "inspections.f1" not in {m.name for m in changed.moved}
    assert [m.kind for m in changed.new] == ["quotes speaker"]
    assert changed.gone == ()
    assert compare(scored(), scored(wrong("dev-a"))).gone != ()


def test_a_mistake_told_with_another_confidence_is_not_new() -> None:
    before, now = (scored(record(case("dev-a"), confidence=c, **WRONG)) for c in (0.6, 0.7))
    assert compare(now, before).new == ()


def test_articles_that_began_or_ceased_to_fail_are_named() -> None:
    changed = compare(scored(first=Unscored("torn")), scored(second=Unscored("torn")))
    assert (changed.newly_failed, changed.recovered) == (("dev-a",), ("dev-b",))


def test_sets_that_only_one_report_scored_are_not_compared() -> None:
    one = case("test-a")
    test = evaluate(dataset(one), {"test-a": record(one)}, model="m")
    assert compare(test, scored(wrong("dev-a"))).gone == ()
    assert compare(test, scored(wrong("dev-a"))).moved == ()
